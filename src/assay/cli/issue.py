"""Sign a credential for everybody in a table, all of them or none.

The definition is JSON or YAML, the table is CSV with the columns name, id, email, evidence, narrative, credits,
valid_from and "result: NAME" (name or id is needed). docs/issuing.md shows both.
"""

import argparse
import csv
import io
import re
import secrets
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from assay.adapters import clock
from assay.cli.arguments import instant
from assay.cli.exit_codes import ExitCode
from assay.cli.files import read_file
from assay.cli.issuer_key import issuer_of
from assay.cli.new_folder import new_folder
from assay.cli.yaml_text import parse_definition
from assay.science.errors import MalformedDocument
from assay.science.identifiers import HttpsUrl, StatusIndex
from assay.science.instants import ValidityPeriod
from assay.science.issuing.compose import StatusPlace, compose
from assay.science.issuing.definition import Definition, read_definition
from assay.science.issuing.issue import VC_JWT, Issuer, issue
from assay.science.issuing.recipient import Recipient, check_columns, read_recipient
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
    parser.add_argument("--status-list", metavar="URL", help="make the credentials revocable; publish the list there")
    parser.add_argument("--with-email", action="store_true", help="put a salted digest of the e-mail address inside")
    parser.add_argument("--now", type=instant, metavar="INSTANT", help="issue as of this instant (default: now)")


def run(args: argparse.Namespace) -> int:
    """(1) Read everything, (2) compose and sign everything, (3) only then let the folder appear."""
    at = args.now or clock.now()
    definition = read_definition(parse_definition(read_file(args.definition)))  # (1)
    recipients = read_recipients(read_file(args.recipients))
    issuer = issuer_of(args.key)
    if args.status_list:
        HttpsUrl.from_text(args.status_list)
    batch = Batch(definition, issuer, at, args.suite, args.status_list, args.with_email)
    with new_folder(args.out) as folder:  # (3), at its end
        for name, text in batch.signed(recipients):  # (2)
            (folder / name).write_text(text + "\n", encoding="utf-8")
            print(f"signed  {args.out / name}")
    if args.status_list:
        print(f"next    publish {args.out / STATUS_FILE} at {args.status_list}; withdraw with assay revoke")
    if not args.with_email and any(recipient.email for recipient in recipients):
        print("note    e-mail addresses were left out; --with-email puts a salted digest of them inside")
    return ExitCode.VALID


@dataclass(frozen=True, slots=True)
class Batch:
    """What all credentials of one run have in common."""

    definition: Definition
    issuer: Issuer
    at: datetime
    suite: str | None
    status_list: str | None
    with_email: bool

    def signed(self, recipients: list[Recipient]) -> Iterator[tuple[str, str]]:
        """The name and text of each file: first the status list, if there is one, then the credentials."""
        places: list[StatusPlace | None] = [None] * len(recipients)
        if self.status_list:
            yield STATUS_FILE, sign_status_list(self.issuer, self.status_list, bytes(LIST_LENGTH // 8), at=self.at)
            # Drawn at random, so that neighbours in the table are not neighbours in the list.
            drawn = secrets.SystemRandom().sample(range(LIST_LENGTH), len(recipients))
            places = [StatusPlace(self.status_list, StatusIndex(index)) for index in drawn]
        for number, (recipient, place) in enumerate(zip(recipients, places, strict=True), start=1):
            credential = compose(
                self.definition,
                recipient,
                id=f"urn:uuid:{uuid.uuid4()}",
                issuer=self.issuer.id,
                at=self.at,
                status=place,
                email_salt=secrets.token_urlsafe(24) if self.with_email and recipient.email else None,
            )
            ending = "jwt" if self.suite == VC_JWT else "json"
            yield (
                f"{number:04}-{_slug(recipient)}.{ending}",
                issue(credential, self.issuer, at=self.at, suite=self.suite),
            )


def sign_status_list(issuer: Issuer, url: str, bits: bytes, *, at: datetime) -> str:
    """A signed status list credential, good for a day. ``bits`` has 131,072 of them, a set one withdraws."""
    period = ValidityPeriod(at, at + STATUS_LIFE)
    unsigned = compose_status_list(
        id=url, issuer=issuer.id, purpose="revocation", bits=bits, period=period, ttl_ms=STATUS_TTL_MS
    )
    return issue(unsigned, issuer, at=at)


def read_recipients(raw: bytes) -> list[Recipient]:
    """Read the whole table. Raises ``MalformedDocument`` naming the line and column of the first fault."""
    try:
        text = raw.decode("utf-8-sig")  # spreadsheets like to begin with a byte order mark
    except UnicodeDecodeError as error:
        raise MalformedDocument("the table is not UTF-8; save it as CSV UTF-8") from error
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise MalformedDocument(f"not CSV: {error}") from error
    if len(rows) < 2:  # noqa: PLR2004 -- a header and one row
        raise MalformedDocument("the table needs a first line with the columns' names and a line for each recipient")
    if len(rows) > LIST_LENGTH:
        raise MalformedDocument(f"more than {LIST_LENGTH} recipients; issue them in several tables")
    columns = [cell.strip() for cell in rows[0][1]]
    check_columns(columns)
    for line, row in rows[1:]:
        if len(row) > len(columns):
            raise MalformedDocument(f"line {line} has more cells than the first line has columns")
    return [read_recipient(dict(zip(columns, row, strict=False)), line=line) for line, row in rows[1:]]


def _slug(recipient: Recipient) -> str:
    """A file name that says whose it is, from letters that every file system takes."""
    plain = unicodedata.normalize("NFKD", (recipient.name or "").casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "recipient"
