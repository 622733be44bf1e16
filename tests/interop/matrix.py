"""The published table of who agrees with whom: ``docs/interop.md``, made of what the tests of this folder measure.

``Matrix.record`` is called by each test with a peer's reply. It refuses a cell that differs from the published one, so
that the page cannot say what is not so; ``ASSAY_WRITE_MATRIX=1 ./run interop`` writes the page instead.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

PAGE = Path(__file__).parents[2] / "docs" / "interop.md"
UNMEASURED = "not measured"
WRITING = "ASSAY_WRITE_MATRIX" in os.environ


class Outcome(StrEnum):
    """What a verifier made of a case, beside what it should have made of it."""

    AGREED = "agreed"
    REFUSED = "refused"  # though it should have been accepted
    ACCEPTED = "accepted"  # though it should have been refused
    UNSUPPORTED = "not supported"


class Cell(NamedTuple):
    """One question, and who was asked."""

    issuer: str
    suite: str
    case: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Party:
    """One who issues or verifies, as the page introduces it."""

    name: str
    package: str
    licence: str


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of document, and whether a verifier should accept it."""

    accepted: bool
    meaning: str


PARTIES = {
    "assay": Party("Assay", "this project", "Apache-2.0"),
    "db-vc": Party("Digital Bazaar vc", "npm @digitalbazaar/vc 7.3.0", "BSD-3-Clause"),
    "dcc-verifier-core": Party(
        "DCC verifier-core", "npm @digitalcredentials/verifier-core 1.0.0-beta.11 (verifies only)", "MIT"
    ),
    "openvc-core": Party("openvc-core", "PyPI openvc-core 1.37.0", "LGPL-3.0-or-later"),
    "openbadgeslib": Party("openbadgeslib", "PyPI openbadgeslib 4.6.3", "LGPL-3.0-or-later"),
}

CASES = {
    "plain": Case(accepted=True, meaning="a badge with the usual members"),
    "names": Case(accepted=True, meaning="names with ®, an emoji and Arabic"),
    "decimals": Case(accepted=True, meaning="credits of 1.5 and 3.0"),
    "tenths": Case(accepted=True, meaning="credits of 0.1 and 3"),
    "coordinates": Case(accepted=True, meaning="an issuer with an address and its coordinates"),
    "did:web": Case(accepted=True, meaning="an issuer that is a `did:web` with a path"),
    "proof array": Case(accepted=True, meaning="the only proof in an array"),
    "not revoked": Case(accepted=True, meaning="a bitstring status whose bit is clear, between two that are set"),
    "two entries": Case(accepted=True, meaning="a revocation and a suspension entry in an array, both bits clear"),
    "tampered": Case(accepted=False, meaning="a name changed after signing"),
    "member added": Case(accepted=False, meaning="a member that no context defines, added after signing"),
    "another's key": Case(accepted=False, meaning="well signed, but not by the issuer that it names"),
    "expired": Case(accepted=False, meaning="looked at after `validUntil`"),
    "not yet valid": Case(accepted=False, meaning="looked at before `validFrom`"),
    "revoked": Case(accepted=False, meaning="a bitstring status whose bit is set"),
    "suspended": Case(accepted=False, meaning="two entries, the bit of the suspension is set"),
    "forged list": Case(accepted=False, meaning="a status list changed after signing"),
    "old list": Case(accepted=False, meaning="a status list, its bit clear, whose `validUntil` has passed"),
    "no list": Case(accepted=False, meaning="a status list that cannot be had"),
}

INTRODUCTION = """\
# Who agrees with whom

Measured by the tests in `tests/interop`, which fail when this page says something else;
`ASSAY_WRITE_MATRIX=1 ./run interop` writes it. Every credential is an Open Badges 3.0 badge, issued and verified
offline, at a fixed time. `tests/interop/peers/README.md` says how each implementation is set up.

- **agreed**: accepted what should be accepted, or refused what should be refused.
- **not supported**: there is no such suite, or no such shape of a document, in that implementation.
- **refused**, **accepted**: it decided the other way. That is a difference between two implementations, not a verdict
  on either; the standards leave room, and versions move.
- A word alone is for all cases of its row; otherwise those that did not agree are listed.
- The column *cases* leaves out what the issuer does not make: a token has no `proof`, and Assay writes one status
  entry, because the schema of Open Badges allows no more.
- Assay writes its proof in an array, because that schema wants one. openvc-core reads an object and is handed one,
  with the same signature, in all cases but *proof array*.
"""


def outcome_of(case: str, reply: Mapping[str, Any]) -> Outcome:
    """What a peer's reply means for a case."""
    if reply["unsupported"]:
        return Outcome.UNSUPPORTED
    if reply["ok"] == CASES[case].accepted:
        return Outcome.AGREED
    return Outcome.ACCEPTED if reply["ok"] else Outcome.REFUSED


class Matrix:
    """The cells measured in this process, held against the published ones."""

    def __init__(self, published: Mapping[Cell, Outcome], *, writing: bool) -> None:
        self.published = published
        self.writing = writing
        self.measured: dict[Cell, Outcome] = {}

    def record(self, cell: Cell, reply: Mapping[str, Any]) -> Outcome:
        """Keep what the verifier made of a case, and fail if the page says otherwise.

        ``reply`` is a peer's reply; for Assay's own verdict, ``{"ok": …, "unsupported": False, "detail": …}``.
        """
        for party in (cell.issuer, cell.verifier):
            assert party in PARTIES, f"matrix.PARTIES does not introduce {party}"
        outcome = self.measured[cell] = outcome_of(cell.case, reply)
        published = self.published.get(cell, "nothing")
        assert self.writing or outcome == published, (
            f"{cell}: measured {outcome} ({reply.get('detail')}), {PAGE.name} says {published}"
        )
        return outcome


def render(cells: Mapping[Cell, Outcome]) -> str:
    """The page. The same cells give the same bytes, in whatever order they were measured."""
    introduced = "\n".join(f"| {party.name} | {party.package} | {party.licence} |" for party in PARTIES.values())
    explained = "\n".join(
        f"| {name} | {case.meaning} | {'accepted' if case.accepted else 'refused'} |" for name, case in CASES.items()
    )
    parts = [
        INTRODUCTION,
        f"| implementation | package | licence |\n|---|---|---|\n{introduced}\n",
        f"| case | what it is | should be |\n|---|---|---|\n{explained}\n",
        *(_issued_by(issuer, cells) for issuer in PARTIES if any(cell.issuer == issuer for cell in cells)),
    ]
    return "\n".join(parts)


def _issued_by(issuer: str, cells: Mapping[Cell, Outcome]) -> str:
    verifiers = [each for each in PARTIES if any(cell.issuer == issuer and cell.verifier == each for cell in cells)]
    lines = [
        f"## Issued by {PARTIES[issuer].name}\n",
        "| suite | cases | " + " | ".join(PARTIES[verifier].name for verifier in verifiers) + " |",
        "|---" * (2 + len(verifiers)) + "|",
    ]
    for suite in sorted({cell.suite for cell in cells if cell.issuer == issuer}):
        asked = [case for case in CASES if any(cell[:3] == (issuer, suite, case) for cell in cells)]
        columns = [
            _summary({case: cells.get(Cell(issuer, suite, case, verifier), UNMEASURED) for case in asked})
            for verifier in verifiers
        ]
        lines.append("| " + " | ".join([suite, _all_but(asked), *columns]) + " |")
    return "\n".join(lines) + "\n"


def _all_but(asked: list[str]) -> str:
    left_out = [case for case in CASES if case not in asked]
    return f"all but {', '.join(left_out)}" if left_out else "all"


def _summary(outcomes: Mapping[str, str]) -> str:
    """One word if all cases came out alike; else the cases that did not agree, by outcome."""
    distinct = list(dict.fromkeys(outcomes.values()))
    if len(distinct) == 1:
        return distinct[0]
    agreed = [str(Outcome.AGREED)] if Outcome.AGREED in distinct else []
    others = sorted(set(distinct) - {Outcome.AGREED})
    listed = [f"{other}: {', '.join(case for case in outcomes if outcomes[case] == other)}" for other in others]
    return "; ".join(agreed + listed)


def parse(page: str) -> dict[Cell, Outcome]:
    """The cells of a page that ``render`` made."""
    return dict(_cells(page))


def _cells(page: str) -> Iterator[tuple[Cell, Outcome]]:
    ids = {party.name: name for name, party in PARTIES.items()}
    for section in re.split(r"^## Issued by ", page, flags=re.MULTILINE)[1:]:
        title, *rest = section.splitlines()
        header, _rule, *rows = [_row(line) for line in rest if line.startswith("|")]
        for suite, all_but, *columns in rows:
            left_out = all_but.removeprefix("all but ").split(", ")
            asked = [case for case in CASES if case not in left_out]
            for verifier, summary in zip(header[2:], columns, strict=True):
                for case, outcome in _outcomes(summary, asked).items():
                    yield Cell(ids[title], suite, case, ids[verifier]), outcome


def _outcomes(summary: str, asked: list[str]) -> dict[str, Outcome]:
    outcomes: dict[str, str] = {}
    for part in summary.split("; "):
        outcome, _, cases = part.partition(": ")
        outcomes |= dict.fromkeys(cases.split(", ") if cases else asked, outcome)
    return {case: Outcome(outcome) for case, outcome in outcomes.items() if outcome != UNMEASURED}


def _row(line: str) -> list[str]:
    return [column.strip() for column in line.strip().strip("|").split("|")]


def published() -> dict[Cell, Outcome]:
    """What the page says now; nothing, if there is no page yet."""
    return parse(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}


def publish(cells: Iterable[tuple[Cell, Outcome]]) -> None:
    """Write the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(render(dict(cells)), encoding="utf-8")
