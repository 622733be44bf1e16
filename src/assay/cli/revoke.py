"""Withdraw credentials: set their bits in a status list and sign the list anew. Publish the list afterwards.

Without credentials it only signs the list for another day, which has to happen before the old one runs out.
"""

import argparse
from datetime import datetime
from pathlib import Path

from assay.adapters import clock
from assay.cli.arguments import instant
from assay.cli.exit_codes import ExitCode
from assay.cli.files import held, naming, read_as, read_file, replace
from assay.cli.issue import sign_status_list
from assay.cli.issuer_key import issuer_of
from assay.cli.terminal import say
from assay.science.dids.resolution import FetchFrom, locate
from assay.science.errors import Code, Refused
from assay.science.issuing.issue import Issuer
from assay.science.ports import Fetch
from assay.science.status import bitstring
from assay.science.status.status_entry import BitstringStatusListEntry, read_status_entries
from assay.science.status.status_list import StatusList, read_status_list
from assay.science.verification.asking import drive
from assay.science.verification.report import AT_ISSUE, Policy
from assay.science.verification.verify import verification, verify
from assay.science.vocabulary.kinds import Kind
from assay.science.vocabulary.reading import read

_PURPOSE = "revocation"
# Our own, genuine and unaltered. That it has run out is no reason not to withdraw it, or not to sign it anew.
_OURS = Policy("OURS", AT_ISSUE.must_hold, AT_ISSUE.overlooks | {Code.EXPIRED})


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "credentials", nargs="*", type=Path, metavar="CREDENTIAL", help="credentials to withdraw, for good"
    )
    parser.add_argument("--list", type=Path, required=True, metavar="FILE", help="the status list, status-list.json")
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help="the issuer's key")
    parser.add_argument(
        "--did-document", type=Path, metavar="FILE", help="the published did.json, where it lists earlier keys"
    )
    parser.add_argument("--now", type=instant, metavar="INSTANT", help="sign as of this instant (default: now)")


def run(args: argparse.Namespace) -> int:
    """Find every credential's index first; then write the list once."""
    at = args.now or clock.now()
    issuer = issuer_of(args.key)
    documents = _documents(issuer, args.did_document)
    with held(args.list):
        published = read_as(args.list, lambda raw: _our_list(raw, issuer, documents, at=at))
        indices = {path: _index_in(published, path, documents, at=at) for path in args.credentials}
        bits = bitstring.with_entries(published.bits, dict.fromkeys(indices.values(), 1))
        replace(args.list, sign_status_list(issuer, str(published.id), bits, at=at).encode() + b"\n")
    for path, index in indices.items():
        say(f"withdrawn  {path}{' (it was already)' if bitstring.get(published.bits, index) else ''}")
    say(f"next       publish {args.list} at {published.id}")
    return ExitCode.VALID


def _documents(issuer: Issuer, did_document: Path | None) -> Fetch:
    """Where the issuer's keys are found: in its own document as the key file gives it, or in the one it published."""
    if did_document is None:
        return issuer.own_documents
    location = locate(issuer.id)
    if not isinstance(location, FetchFrom):
        raise Refused(f"{issuer.id} has no document but itself; leave out --did-document")
    return {location.url: read_file(did_document)}.get


def _our_list(raw: bytes, issuer: Issuer, documents: Fetch, *, at: datetime) -> StatusList:
    """The list, if it is as this issuer signed it: to sign a forged one anew would reinstate what was withdrawn."""
    listing = read(raw, expecting=frozenset({Kind.STATUS_LIST}))
    published = read_status_list(listing.document)
    if published.issuer != issuer.id:
        raise Refused(f"the list is {published.issuer}'s, and the key is {issuer.id}'s", code=Code.ISSUER_MISMATCH)
    if published.id is None or published.purposes != {_PURPOSE}:
        raise Refused("not a list of revocations that says where it is published", code=Code.STATUS_INVALID)
    drive(verification(listing, at=at), documents).accept(_OURS)
    return published


def _index_in(published: StatusList, path: Path, documents: Fetch, *, at: datetime) -> int:
    """Where the credential's bit is, if the list's issuer signed it: another could name the bit of somebody else's."""
    raw = read_file(path)
    with naming(path):
        credential = drive(verify(raw, at=at), documents).accept(_OURS).unverified
        if credential.issuer != published.issuer:
            raise Refused(f"it is {credential.issuer}'s, not {published.issuer}'s", code=Code.ISSUER_MISMATCH)
        here = (published.id, _PURPOSE)
        for entry in read_status_entries(credential.document):
            if isinstance(entry, BitstringStatusListEntry) and (entry.list_url, entry.purpose) == here:
                return entry.index.value
        raise Refused(f"it does not keep its status in {published.id}")
