"""What the rates say: medians, spread, ratios of rates of one round, and whether what we promise is kept."""

import statistics
from dataclasses import dataclass

from benchmarks.racers.race import LIMIT, NODE_PEER, RACERS, TASKS, US, Rates


@dataclass(frozen=True, slots=True)
class Promise:
    """Our rate is at least ``times`` the rate of ``of``; without ``of``, that many documents a CPU-second."""

    task: str
    row: str
    times: float
    of: str | None = None

    def kept(self, rates: Rates) -> bool | None:
        """Whether it is, or ``None`` when that was not measured."""
        ours = rates.get((self.task, self.row, US))
        if not ours or (self.of is not None and (self.task, self.row, self.of) not in rates):
            return None
        reached = statistics.median(ours) if self.of is None else _ratio(rates, self.task, self.row, self.of)
        return reached >= self.times

    def __str__(self) -> str:
        than = f"{self.times:,.0f} a CPU-second" if self.of is None else f"{self.times:g} × {self.of}"
        return f"{self.task}, {self.row}: at least {than}"


PROMISES = (
    Promise("issue", "eddsa-rdfc-2022", 0.33, LIMIT),
    Promise("issue", "eddsa-rdfc-2022", 100, NODE_PEER),
    Promise("verify", "eddsa-rdfc-2022", 0.30, LIMIT),
    Promise("verify", "eddsa-rdfc-2022", 45, NODE_PEER),
    Promise("issue", "wild text", 0.25, LIMIT),
    Promise("verify", "wild text", 0.25, LIMIT),
    Promise("issue", "a new shape", 1, "PyLD alone"),
    Promise("verify", "a new shape", 1, "PyLD alone"),
    Promise("issue", "ecdsa-rdfc-2019", 6_500),
    Promise("issue", "eddsa-jcs-2022", 10_000),
    Promise("verify", "eddsa-jcs-2022", 4_000),
    Promise("issue", "VC-JWT EdDSA", 12_000),
    Promise("verify", "VC-JWT EdDSA", 6_000),
)


def table(rates: Rates) -> str:
    """The rates as Markdown, ours first; a ratio is the median of the rounds' own ratios."""
    lines = [
        "| documents a CPU-second | | median | min … max | we are |",
        "|---|---|---:|---:|---:|",
    ]
    rows = list(dict.fromkeys(row for _, row, _ in rates))
    for row in rows:
        for task in TASKS:
            for name in RACERS:
                of_one = rates.get((task, row, name))
                if of_one:
                    than = "" if name == US or not rates.get((task, row, US)) else _times(rates, task, row, name)
                    spread = f"{_digits(min(of_one))} … {_digits(max(of_one))}"
                    lines.append(
                        f"| {task}, {row} | {name} | {_digits(statistics.median(of_one))} | {spread} | {than} |"
                    )
    return "\n".join(lines)


def promises(rates: Rates) -> tuple[str, bool]:
    """Each promise that was measured, whether it is kept, and whether all are."""
    kept = {promise: answer for promise in PROMISES if (answer := promise.kept(rates)) is not None}
    return "\n".join(f"{'kept  ' if answer else 'BROKEN'}  {promise}" for promise, answer in kept.items()), all(
        kept.values()
    )


def _ratio(rates: Rates, task: str, row: str, name: str) -> float:
    """Our rate as a multiple of another's."""
    pairs = zip(rates[task, row, US], rates[task, row, name], strict=True)
    return statistics.median(ours / theirs for ours, theirs in pairs)


def _times(rates: Rates, task: str, row: str, name: str) -> str:
    return f"{_digits(_ratio(rates, task, row, name))} ×"


def _digits(number: float) -> str:
    """With three digits that count."""
    whole = len(str(int(number))) if number >= 1 else 0
    return f"{number:,.{max(0, 3 - whole)}f}"
