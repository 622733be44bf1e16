"""Assay in the race: from a composed credential to signed text, and from text to a verdict, with all checks on.

Run as a process by ``race``: ``python -m benchmarks.racers.ourselves HANDOUT``.
"""

import json
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from assay import Verdict, drive, verify
from assay.science.issuing.batch import Batch
from assay.science.securing.strict_json import JsonObject
from assay.science.verification.lists import Lists
from benchmarks.racers.fixture import ROWS, TODAY, Row
from benchmarks.racers.lane import Job, again, serve


def issuing(row: Row) -> Job:
    """A batch of one issuer, with a new recipient's credential each time; composed beforehand, as the peers get it."""
    issuer = row.issuer
    batch = Batch(issuer, row.suite)
    numbers = count()

    def work(credential: JsonObject) -> str:
        return batch.issue(credential, at=TODAY)

    return Job(work, lambda number: [row.award(next(numbers)).composed(issuer) for _ in range(number)])


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


def main() -> None:
    """Prepare, then answer."""
    handout = json.loads(Path(sys.argv[1]).read_text())
    jobs = {("issue", name): issuing(row) for name, row in ROWS.items()}
    jobs |= {("verify", name): verifying(handout["rows"][name]) for name in ROWS}
    serve(jobs)


if __name__ == "__main__":
    main()
