"""Sign a credential for everybody in a table, all of them or none.

The definition is JSON or YAML, the table is CSV with the columns name, id, email, evidence, narrative, credits,
valid_from and "result: NAME" (name or id is needed). docs/issuing.md shows both.
"""

import argparse
import re
import secrets
import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from assay.adapters import clock
from assay.cli.arguments import instant, public_address
from assay.cli.exit_codes import ExitCode
from assay.cli.files import naming, read_as
from assay.cli.issuer_key import issuer_of
from assay.cli.new_folder import new_folder
from assay.cli.progress import watched
from assay.cli.recipient_table import read_recipients
from assay.cli.terminal import say
from assay.cli.yaml_text import parse_definition
from assay.science.errors import Code, Refused
from assay.science.identifiers import StatusIndex
from assay.science.instants import ValidityPeriod
from assay.science.issuing.batch import Batch
from assay.science.issuing.compose import StatusPlace, compose
from assay.science.issuing.definition import Definition, read_definition
from assay.science.issuing.issue import VC_JWT, Issuer, issue
from assay.science.issuing.recipient import Recipient
from assay.science.securing.strict_json import JsonObject
from assay.science.securing.suites import CRYPTOSUITES
from assay.science.status.bitstring import LIST_LENGTH
from assay.science.status.status_list import compose_status_list

STATUS_FILE = "status-list.json"
# A list that verifiers may keep for a day, so that a withdrawal is known everywhere a day later.
STATUS_LIFE = timedelta(hours=24)
STATUS_TTL_MS = 300_000


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--definition", type=Path, required=True, metavar="FILE", help="what is certified (JSON or YAML)"
    )
    parser.add_argument("--recipients", type=Path, required=True, metavar="FILE", help="who earns it (CSV)")
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help="the issuer's key, see assay keygen")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new folder for the credentials")
    parser.add_argument("--suite", choices=[*CRYPTOSUITES, VC_JWT], help="default: eddsa-rdfc-2022 or ecdsa-rdfc-2019")
    parser.add_argument(
        "--status-list",
        type=public_address,
        metavar="URL",
        help="make the credentials revocable; publish the list there (a new address for each run)",
    )
    parser.add_argument("--with-email", action="store_true", help="put a salted digest of the e-mail address inside")
    parser.add_argument("--now", type=instant, metavar="INSTANT", help="issue as of this instant (default: now)")


def run(args: argparse.Namespace) -> int:
    """(1) Read everything, (2) compose and sign everything, (3) only then let the folder appear."""
    at = args.now or clock.now()
    definition = read_as(args.definition, lambda raw: read_definition(parse_definition(raw)))  # (1)
    recipients = read_as(args.recipients, read_recipients)
    issuer = issuer_of(args.key)
    cohort = Cohort(definition, issuer, at, args.suite, args.status_list, args.with_email)
    names: list[str] = []
    with new_folder(args.out) as folder:  # (3), at its end
        for name, text in watched(cohort.signed(recipients), total=len(recipients)):  # (2)
            (folder / name).write_text(text + "\n", encoding="utf-8")
            names.append(name)
    for name in names:
        say(f"signed  {args.out / name}")
    if args.status_list:
        say(f"next    publish {args.out / STATUS_FILE} at {args.status_list}; withdraw with assay revoke")
    if not args.with_email and any(recipient.email for recipient in recipients.values()):
        say("note    e-mail addresses were left out; --with-email puts a salted digest of them inside")
    return ExitCode.VALID


@dataclass(frozen=True, slots=True)
class Cohort:
    """What all credentials of one run have in common."""

    definition: Definition
    issuer: Issuer
    at: datetime
    suite: str | None
    status_list: str | None
    with_email: bool

    def __post_init__(self) -> None:
        """Refuse a suite that does not go with the key: no line of the table is to blame for that."""
        suite, kind = CRYPTOSUITES.get(self.suite or ""), self.issuer.signer.public_key.kind
        if suite is not None and kind not in suite.keys:
            raise Refused(f"{suite.name} does not use {kind.value} keys", code=Code.ALGORITHM_REFUSED)

    def signed(self, recipients: Mapping[int, Recipient]) -> Iterator[tuple[str, str]]:
        """The name and text of each file: first the status list, if there is one, then the credentials.

        ``recipients`` stand under their lines in the table. Raises ``MalformedDocument`` and ``Refused`` naming them.
        """
        places: list[StatusPlace | None] = [None] * len(recipients)
        if self.status_list:
            yield STATUS_FILE, sign_status_list(self.issuer, self.status_list, bytes(LIST_LENGTH // 8), at=self.at)
            # Drawn at random, so that neighbours in the table are not neighbours in the list.
            drawn = secrets.SystemRandom().sample(range(LIST_LENGTH), len(recipients))
            places = [StatusPlace(self.status_list, StatusIndex(index)) for index in drawn]
        batch = Batch(self.issuer, self.suite, check_each=True)
        ending = "jwt" if self.suite == VC_JWT else "json"
        for number, ((line, recipient), place) in enumerate(zip(recipients.items(), places, strict=True), start=1):
            with naming(f"the recipient in line {line}"):
                text = batch.issue(self._composed(recipient, place), at=self.at)
            yield f"{number:04}-{_slug(recipient)}.{ending}", text

    def _composed(self, recipient: Recipient, place: StatusPlace | None) -> JsonObject:
        return compose(
            self.definition,
            recipient,
            id=f"urn:uuid:{uuid.uuid4()}",
            issuer=self.issuer.id,
            at=self.at,
            status=place,
            email_salt=secrets.token_urlsafe(24) if self.with_email and recipient.email else None,
        )


def sign_status_list(issuer: Issuer, url: str, bits: bytes, *, at: datetime) -> str:
    """A signed status list credential, good for a day. ``bits`` has 131,072 of them, a set one withdraws."""
    period = ValidityPeriod(at, at + STATUS_LIFE)
    unsigned = compose_status_list(
        id=url, issuer=issuer.id, purpose="revocation", bits=bits, period=period, ttl_ms=STATUS_TTL_MS
    )
    return issue(unsigned, issuer, at=at)


def _slug(recipient: Recipient) -> str:
    """A file name that says whose it is, from letters that every file system takes."""
    plain = unicodedata.normalize("NFKD", (recipient.name or "").casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "recipient"
