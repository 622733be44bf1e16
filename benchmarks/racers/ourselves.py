"""Assay in the race: issuing from a recipient's row to signed text, verifying from text to a verdict, with all checks.

Run as a process by ``race``: ``python -m benchmarks.racers.ourselves HANDOUT``.
"""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from assay import Verdict, drive, verify
from assay.science.issuing.issue import issue
from assay.science.verification.lists import Lists
from benchmarks.racers.fixture import ROWS, TODAY, Award, Row
from benchmarks.racers.lane import Job, again, serve


def issuing(row: Row) -> Job:
    """The verb that issues, with a new recipient each time."""
    issuer = row.issuer

    def work(award: Award) -> str:
        return issue(award.composed(issuer), issuer, at=TODAY, suite=row.suite)

    return Job(work, _awards(row))


def verifying(handout: Any) -> Job:  # noqa: ANN401 -- whatever JSON holds
    """The verification that every door offers: all checks, the status list answered from memory, VALID or an error."""
    published = {url: text.encode() for url, text in handout["published"].items()}

    lists = Lists(at=_NOW)  # as whoever verifies many at once: each list is judged once

    def work(raw: bytes | str) -> None:
        report = drive(verify(raw, at=_NOW, lists=lists), published.get)
        if report.verdict is not Verdict.VALID:
            raise AssertionError("; ".join(f"{each.code}: {each.reason}" for each in report.findings))

    return Job(work, again([text.encode() for text in handout["signed"]]))


_NOW = datetime.now(UTC)


def _awards(row: Row) -> Callable[[int], Sequence[Award]]:
    numbers = count()
    return lambda number: [row.award(next(numbers)) for _ in range(number)]


def main() -> None:
    """Prepare, then answer."""
    handout = json.loads(Path(sys.argv[1]).read_text())
    jobs = {("issue", name): issuing(row) for name, row in ROWS.items()}
    jobs |= {("verify", name): verifying(handout["rows"][name]) for name in ROWS}
    serve(jobs)


if __name__ == "__main__":
    main()
