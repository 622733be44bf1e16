"""What a designer should look at again. None of it stops publishing: there are good reasons for exceptions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assay.science.designing.amounts import amount, elapsed_days
from assay.science.designing.design import MICRO_CREDENTIAL, Design

# Words that promise a degree. Some countries forbid them in the title of anything smaller.
_RESERVED = frozenset(
    {
        *("bachelor", "bachelors", "bachelor's", "master's", "masters", "doctor", "doctoral", "doctorate", "phd"),
        *("degree", "degrees", "diploma", "diplomas", "licence", "license", "licentiate"),
    }
)
# "understand" cannot be seen. What can be seen can be judged.
_VAGUE = re.compile(r"(?:understands?|knows?|appreciates?|learns?|(?:is|be|are) (?:familiar|aware))\b", re.IGNORECASE)
# Hours behind one credit and the usual largest size of a micro-credential, in units that have such a rule:
# 34 CFR 600.2 (45 hours; up to 18 is customary), ECTS Users' Guide 2015 (25 to 30 hours), NZQA (10 hours; up to 40).
_UNITS: dict[str, tuple[int, int | None, int | None]] = {
    "us semester credit": (45, None, 18),
    "ects": (25, 30, None),
    "ects credit": (25, 30, None),
    "nz credit": (10, 10, 40),
}
_DAYS_A_WEEK, _DAYS_A_YEAR = 7, 366
_FEWEST_HOURS_A_WEEK, _MOST_HOURS_A_WEEK = 1, 60


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at again. ``where`` is a JSON pointer into the design."""

    where: str
    reason: str
    clause: str = ""


def remarks(design: Design) -> tuple[Remark, ...]:
    """Everything worth a second look, in the order of the form."""
    return (*_title(design), *_outcomes(design), *_time(design), *_credit(design))


def _title(design: Design) -> Iterator[Remark]:
    words = re.findall(r"[^\W\d_]+(?:'s)?", design.title.replace("’", "'").casefold())
    found = [word for word in words if word in _RESERVED]
    if found and design.kind == MICRO_CREDENTIAL:
        reason = f"“{found[0]}” in the title promises more than a micro-credential is; choose another word"
        yield Remark("/title", reason, "NZ micro-credential listing rules 2022, titles")


def _outcomes(design: Design) -> Iterator[Remark]:
    for index, outcome in enumerate(design.outcomes):
        vague = _VAGUE.match(outcome.text)
        if vague:
            reason = f"“{vague[0]}” cannot be seen; say what somebody does who can do it"
            yield Remark(f"/outcomes/{index}/text", reason, "2022/C 243/02 Annex I, outcomes")


def _time(design: Design) -> Iterator[Remark]:
    hours, days = amount(design.workload_hours), elapsed_days(design.duration)
    if hours is None or days is None:
        return
    a_week = hours / max(days / _DAYS_A_WEEK, Decimal(1))
    if a_week < _FEWEST_HOURS_A_WEEK:
        reason = f"{hours} hours over {design.duration} is less than an hour a week; is the duration right?"
        yield Remark("/duration", reason)
    elif a_week > _MOST_HOURS_A_WEEK or hours > days * 24:
        reason = f"{hours} hours do not fit into {design.duration}; is the duration right?"
        yield Remark("/duration", reason)
    if design.kind == MICRO_CREDENTIAL and days > _DAYS_A_YEAR:
        yield Remark("/duration", "longer than a year; micro-credentials take weeks or months")


def _credit(design: Design) -> Iterator[Remark]:
    credit = amount(design.credit.value) if design.credit else None
    hours = amount(design.workload_hours)
    if design.credit is None or credit is None:
        return
    unit = design.credit.unit.casefold()
    fewest, most, largest = _UNITS.get(unit.removesuffix("s") if unit.endswith("credits") else unit, (0, None, None))
    if largest and credit > largest:
        yield Remark("/credit/value", f"larger than the usual {largest}")
    if hours is not None and (hours < fewest * credit or (most and hours > most * credit)):
        usual = f"at least {fewest}" if most is None else str(fewest) if most == fewest else f"{fewest} to {most}"
        yield Remark("/credit/value", f"{hours} hours for {credit}; one such credit is usually {usual} hours")
