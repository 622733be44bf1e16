"""Whether memory stays flat over very many badges: each of its own recipient, signed and verified with all checks.

    .venv/bin/python benchmarks/memory.py [--documents N] [--shapes M] [--bound MIB]

M badges of M shapes are learned; N others of the same shapes follow, and each says something that none said before.
They are signed from their recognised form, so the run does not take hours; a badge that is not recognised is signed by
the generic path and counted. Prints the resident memory at every step. Fails (exit code 1) when it grows by more than
the bound after the first tenth, when a badge is not VALID, or when one in a thousand was not recognised.
"""

import argparse
import gc
import hashlib
import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]  # run by path, from anywhere

from assay import Verdict, drive, verify  # noqa: E402 -- found by the line above
from assay.science.securing import multibase, shapes, strict_json  # noqa: E402 -- the same
from assay.science.securing.contexts import bundled  # noqa: E402 -- the same
from benchmarks.racers import fixture  # noqa: E402 -- the same

ROW = fixture.ROWS["a new shape"]
STEPS = 20
# The bytes of a page of resident memory, as /proc counts them; and of a MiB.
_PAGE, _MIB = os.sysconf("SC_PAGE_SIZE"), 1 << 20
# The allocator's own ups and downs. Over a million badges it shows a leak of 32 bytes a badge.
BOUND_MIB = 32
_NOT_RECOGNISED = 0.001


class Press:
    """Turns out signed badges, each new, of shapes that were learned."""

    def __init__(self, count: int) -> None:
        self.patterns = [fixture.signed(ROW, number) for number in range(count)]
        self.unrecognised = 0
        for pattern in self.patterns:
            if not shapes.learn(pattern, strict_json.parse_object(pattern), bundled()):
                raise SystemExit("a badge that is never compiled")

    def badge(self, number: int) -> str:
        """The badge of another recipient in one of the shapes."""
        at = number % len(self.patterns)
        pattern = self.patterns[at]
        for old, new in (
            (f"{at:032x}", f"{number:032x}"),
            (f"urn:uuid:{at:08x}", f"urn:uuid:{number:08x}"),
            (f"the {at}th", f"the {number}th — “{hex(number)}”"),
        ):
            pattern = pattern.replace(old, new)
        return self._signed(pattern)

    def _signed(self, unsigned: str) -> str:
        found = shapes.recognise(unsigned, bundled())
        options, document = (found.canonical_options(), found.canonical_document()) if found else (None, None)
        if options is None or document is None:
            self.unrecognised += 1
            return fixture.secured({**json.loads(unsigned), "proof": []}, ROW)
        signature = ROW.issuer.signer.sign(hashlib.sha256(options).digest() + hashlib.sha256(document).digest())
        head, _, tail = unsigned.rpartition('"proofValue": "')
        return f'{head}"proofValue": "{multibase.encode(signature)}{tail[tail.index(chr(34)) :]}'


def resident_mib() -> float:
    """The resident memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / _MIB


def main() -> int:
    """Learn, then sign and verify, and look at the memory between."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1_000_000, help="badges (default 1,000,000)")
    parser.add_argument("--shapes", type=int, default=1_000, help="shapes (default 1,000)")
    parser.add_argument("--bound", type=float, default=BOUND_MIB, help=f"MiB to grow by (default {BOUND_MIB})")
    asked = parser.parse_args()
    published = {fixture.STATUS_LIST: fixture.status_list(ROW)}
    now = datetime.now(UTC)
    print(f"{resident_mib():8.1f} MiB  before anything is learned")
    press = Press(asked.shapes)
    print(f"{resident_mib():8.1f} MiB  {shapes.known(bundled()):,} shapes learned")
    warm = 0.0
    for step in range(STEPS):
        begun, spent = time.process_time(), range(*(asked.documents * each // STEPS for each in (step, step + 1)))
        for number in spent:
            report = drive(verify(press.badge(asked.shapes + number), at=now), published.get)
            if report.verdict is not Verdict.VALID:
                raise SystemExit(f"badge {number} is {report.verdict}")
        gc.collect()
        rate = len(spent) / (time.process_time() - begun)
        print(f"{resident_mib():8.1f} MiB  after {spent.stop:,} badges, {rate:,.0f} a CPU-second", flush=True)
        warm = resident_mib() if step < STEPS // 10 else warm
    grown, missed = resident_mib() - warm, press.unrecognised
    print(f"grown by {grown:.1f} MiB after the first tenth, bound {asked.bound:g} MiB; {missed:,} not recognised")
    return 0 if grown <= asked.bound and missed <= asked.documents * _NOT_RECOGNISED else 1


if __name__ == "__main__":
    sys.exit(main())
