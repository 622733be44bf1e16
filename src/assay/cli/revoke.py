"""Withdraw credentials: set their bits in a status list and sign the list anew. Publish the list afterwards.

Without credentials it only signs the list for another day, which has to happen before the old one runs out.
"""

import argparse
from pathlib import Path

from assay.adapters import clock
from assay.cli.arguments import instant
from assay.cli.exit_codes import ExitCode
from assay.cli.files import read_file, replace
from assay.cli.issue import sign_status_list
from assay.cli.issuer_key import issuer_of
from assay.science.errors import Code, Refused
from assay.science.status.bitstring import with_entries
from assay.science.status.status_entry import BitstringStatusListEntry, read_status_entries
from assay.science.status.status_list import read_status_list
from assay.science.vocabulary.kinds import Kind
from assay.science.vocabulary.reading import read


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "credentials", nargs="*", type=Path, metavar="CREDENTIAL", help="credentials to withdraw, for good"
    )
    parser.add_argument("--list", type=Path, required=True, metavar="FILE", help="the status list, status-list.json")
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help="the issuer's key")
    parser.add_argument("--now", type=instant, metavar="INSTANT", help="sign as of this instant (default: now)")


def run(args: argparse.Namespace) -> int:
    """Find every credential's index first; then write the list once."""
    issuer = issuer_of(args.key)
    listing = read(read_file(args.list), expecting=frozenset({Kind.STATUS_LIST}))
    published = read_status_list(listing.document)
    if published.issuer != issuer.id or published.id is None:
        raise Refused(f"the list is {published.issuer}'s, and the key is {issuer.id}'s", code=Code.ISSUER_MISMATCH)
    indices = [_index_in(published.id, path) for path in args.credentials]
    bits = with_entries(published.bits, dict.fromkeys(indices, 1))
    replace(args.list, sign_status_list(issuer, published.id, bits, at=args.now or clock.now()).encode() + b"\n")
    for path in args.credentials:
        print(f"withdrawn  {path}")
    print(f"next       publish {args.list} at {published.id}")
    return ExitCode.VALID


def _index_in(list_url: str, path: Path) -> int:
    for entry in read_status_entries(read(read_file(path)).document):
        if isinstance(entry, BitstringStatusListEntry) and entry.list_url == list_url and entry.purpose == "revocation":
            return entry.index.value
    raise Refused(f"{path} does not keep its status in {list_url}")
