"""Say whether badge files are genuine and current.

Reads Open Badges 3.0 (JSON or JWT), PNG and SVG images that one is baked into, and Open Badges 2.0 assertions.
Exit code: 0 VALID, 1 INVALID, 2 INDETERMINATE (something could not be told), 64 wrong usage; of several files,
the worst.
"""

import argparse
import json
from pathlib import Path

from assay.adapters import clock
from assay.adapters.safe_fetch import SafeFetch
from assay.cli.arguments import instant, pair_of_addresses
from assay.cli.exit_codes import ExitCode, worst
from assay.cli.files import read_as, read_file
from assay.cli.report_text import as_text
from assay.cli.terminal import complain
from assay.science.errors import AssayError, MalformedDocument
from assay.science.trust.trust_file import TrustFile, read_trust_file
from assay.science.verification.asking import drive
from assay.science.verification.lists import Lists
from assay.science.verification.report import Check, Report, faulty
from assay.science.verification.verify import verify


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="badge files; - is standard input")
    parser.add_argument("--offline", action="store_true", help="ask nobody: what is not in the file is unknown")
    parser.add_argument("--trust", type=Path, metavar="FILE", help="whom you trust, as JSON")
    parser.add_argument(
        "--now", type=instant, metavar="INSTANT", help="verify as of this instant, 2026-11-22T09:00:00Z"
    )
    parser.add_argument("--json", action="store_true", help="print the reports as JSON")
    network = parser.add_argument_group("where things are (for tests and closed networks)")
    network.add_argument(
        "--resolve",
        action="append",
        default=[],
        type=pair_of_addresses,
        metavar="HOST=IP:PORT",
        help="connect here for this host; may be repeated",
    )
    network.add_argument("--ca", type=Path, metavar="FILE", help="certificate authorities, in place of the system's")


def run(args: argparse.Namespace) -> int:
    """Verify each file by itself and print what was found."""
    try:
        trust = read_as(args.trust, read_trust_file) if args.trust else TrustFile()
        files = [(path, _content(path)) for path in args.files]
        fetches = [Offline() if args.offline else SafeFetch(dict(args.resolve), args.ca) for _ in files]
    except AssayError as error:  # something in the command is wrong, and none of the files is to blame
        complain(str(error))
        return ExitCode.USAGE
    at = args.now or clock.now()
    lists = Lists(at=at)
    reports: list[Report] = []
    for (path, content), fetch in zip(files, fetches, strict=True):
        if isinstance(content, AssayError):
            report = Report(None, at, (faulty(Check.READING, content),))
        else:
            report = drive(verify(content, at=at, trust=trust, lists=lists), fetch)
        reports.append(report)
        if not args.json:
            print(as_text(str(path), report, fetch.failures))
    if args.json:
        found = [report.as_json() for report in reports]
        print(json.dumps(found[0] if len(found) == 1 else found, indent=2))
    return worst([report.verdict for report in reports])


def _content(path: Path) -> bytes | AssayError:
    """A file that is not there is a mistake in the command; one that is too large is a finding about that file."""
    try:
        return read_file(path)
    except MalformedDocument as error:
        return error


class Offline:
    """A ``Fetch`` that asks nobody, and remembers what it would have asked for."""

    def __init__(self) -> None:
        self.failures: dict[str, str] = {}

    def __call__(self, url: str, /) -> bytes | None:
        self.failures[url] = "nobody was asked, because of --offline"
        return None
