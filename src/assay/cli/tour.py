"""Issue a small cohort's badges and verify them, here in the terminal, without a network.

Everything shown is done by the same functions as in assay issue, assay revoke and assay verify.
"""

import argparse
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from assay.adapters import clock
from assay.adapters.new_key import new_key
from assay.cli import tour_cohort
from assay.cli.exit_codes import ExitCode
from assay.cli.folding import fold, screen_width
from assay.cli.issue import STATUS_FILE, Cohort, sign_status_list
from assay.cli.new_folder import new_folder
from assay.cli.report_text import as_text, shortened
from assay.cli.terminal import say, word
from assay.science.baking.badge_file import bake
from assay.science.dids.publishing import method_id
from assay.science.issuing.definition import read_definition
from assay.science.issuing.issue import Issuer
from assay.science.issuing.recipient import read_recipient
from assay.science.ports import Fetch
from assay.science.securing import data_integrity, multikey, strict_json
from assay.science.securing.contexts import bundled
from assay.science.securing.keys import KeyKind
from assay.science.status.bitstring import LIST_LENGTH, with_entries
from assay.science.status.status_entry import BitstringStatusListEntry, read_status_entries
from assay.science.trust.trust_file import TrustFile
from assay.science.verification.asking import drive
from assay.science.verification.report import Report, Verdict
from assay.science.verification.verify import verify


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="a new folder for the badges (default: a temporary one)"
    )


def run(args: argparse.Namespace) -> int:
    """Tell the story; a step that does not end as told makes the exit code 1."""
    at = clock.now()
    college = _issuer()
    story = _Story(at, TrustFile(anchors=(college.id,)))
    print(f"{tour_cohort.COLLEGE} makes a key and signs as {college.id}\n")

    print(
        f"1. It certifies Welding basics for {len(tour_cohort.LEARNERS)} learners, and anybody verifies their badges."
    )
    files = dict(_cohort(college, at))
    published = {tour_cohort.STATUS_URL: files[STATUS_FILE].encode()}
    badges = {name: text for name, text in files.items() if name != STATUS_FILE}
    for name, text in badges.items():
        story.tell(name, text.encode(), published.get, Verdict.VALID)
    first, second = list(badges)[:2]

    print("\n2. Somebody improves a badge by one letter.")
    story.tell(first, badges[first].replace("mild steel", "wild steel").encode(), published.get, Verdict.INVALID)

    print(f"\n3. A stranger signs a badge that names {tour_cohort.COLLEGE} as its issuer.")
    forged = _forged(badges[first], _issuer(), at)
    story.tell("forged.json", forged.encode(), published.get, Verdict.INVALID)

    print("\n4. The college withdraws one badge and publishes its status list anew.")
    bits = with_entries(bytes(LIST_LENGTH // 8), {_status_index(badges[second]): 1})
    published[tour_cohort.STATUS_URL] = sign_status_list(college, tour_cohort.STATUS_URL, bits, at=at).encode()
    story.tell(second, badges[second].encode(), published.get, Verdict.INVALID)
    story.tell(first, badges[first].encode(), published.get, Verdict.VALID)

    print("\n5. The status list cannot be reached: that proves nothing either way.")
    story.tell(first, badges[first].encode(), _nobody, Verdict.INDETERMINATE)

    print("\n6. A badge without a status list, baked into a picture, verifies with nobody asked.")
    picture = bake(tour_cohort.PICTURE.encode(), _lasting(college, at))
    report = story.tell("badge.svg", picture, _nobody, Verdict.VALID)
    print("\n" + as_text("badge.svg", report, {}))
    _leave(args.out, {**files, "forged.json": forged}, picture)
    if not story.as_told:
        print("Something above did not end as it should; please report it.")
    return ExitCode.VALID if story.as_told else ExitCode.INVALID


class _Story:
    """Verifies, says in a line what came of it, and remembers whether all came as told."""

    def __init__(self, at: datetime, trust: TrustFile) -> None:
        self.as_told = True
        self._at = at
        self._trust = trust

    def tell(self, name: str, content: bytes, fetch: Fetch, expected: Verdict) -> Report:
        """Verify one file and print its verdict with the reason."""
        report = drive(verify(content, at=self._at, trust=self._trust), fetch)
        self.as_told = self.as_told and report.verdict is expected
        reason = fold(shortened(report.grounds or "genuine and current"), indent=47, width=screen_width())
        print(f"   {word(report.verdict.value, 14)}  {name:<26}  {reason}")
        return report


def _issuer() -> Issuer:
    key = new_key(KeyKind.ED25519)
    did = f"did:key:{multikey.encode_public(key.public_key)}"
    return Issuer(did, method_id(did, key.public_key), key, _nobody)


def _cohort(issuer: Issuer, at: datetime) -> Iterator[tuple[str, str]]:
    cohort = Cohort(read_definition(tour_cohort.WELDING), issuer, at, None, tour_cohort.STATUS_URL, with_email=False)
    yield from cohort.signed(
        {line: read_recipient(row, line=line) for line, row in enumerate(tour_cohort.LEARNERS, start=2)}
    )


def _lasting(issuer: Issuer, at: datetime) -> str:
    cohort = Cohort(read_definition(tour_cohort.FIRST_AID), issuer, at, None, None, with_email=False)
    return next(cohort.signed({2: read_recipient({"name": "Ada Byron"}, line=2)}))[1]


def _forged(badge: str, forger: Issuer, at: datetime) -> str:
    """What assay issue refuses to make: the college's badge under a stranger's signature."""
    unsigned = {name: member for name, member in strict_json.parse_object(badge).items() if name != "proof"}
    signed = data_integrity.secure(
        unsigned, signer=forger.signer, method=forger.method, created=at, suite="eddsa-rdfc-2022", contexts=bundled()
    )
    return data_integrity.as_text(signed)


def _status_index(badge: str) -> int:
    (entry,) = read_status_entries(strict_json.parse_object(badge))
    assert isinstance(entry, BitstringStatusListEntry)  # noqa: S101 -- it was issued a moment ago
    return entry.index.value


def _leave(out: Path | None, files: dict[str, str], picture: bytes) -> None:
    """Keep everything, so that whoever watched can try for themselves."""
    folder = out or Path(tempfile.mkdtemp(prefix="assay-tour-")) / "badges"
    with new_folder(folder) as draft:
        for name, text in files.items():
            (draft / name).write_text(text + "\n", encoding="utf-8")
        (draft / "badge.svg").write_bytes(picture)
    say(f"The badges are in {folder}. Try:")
    print()
    say(f"  ./run verify --offline {folder / 'badge.svg'}")
    say(f"  ./run verify --offline --json {folder / 'forged.json'}")
    say(f"  ./run unbake {folder / 'badge.svg'}")
    print()


def _nobody(_url: str, /) -> bytes | None:
    """Offline: nothing can be had."""
    return None
