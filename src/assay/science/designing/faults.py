"""What stops a design from being published: each fault beside its field, as a sentence that says what to do.

A micro-credential has outcomes that are assessed against transparent criteria, and everybody who is shown one can see
what it took (Council Recommendation 2022/C 243/02, here "EU"). Assay's own rules have no clause.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assay.science.assessment import evidence, rubric
from assay.science.designing.amounts import amount, elapsed_days
from assay.science.designing.design import MICRO_CREDENTIAL, Design, Validity
from assay.science.errors import MalformedDocument
from assay.science.identifiers import is_absolute_url
from assay.science.issuing.closed_words import check_word
from assay.science.issuing.definition import read_duration
from assay.science.securing.strict_json import walk

_EU = "2022/C 243/02 Annex I"
# Embeddings, overrides and isolates, which reorder all that stands behind them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ALIGNED = "constructive alignment: a criterion for each outcome"
# Being there is participation. Whoever only has to be there has not been assessed.
_ATTENDANCE = frozenset({"attendance", "level of attendance", "participation", "presence", "completion"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend first. ``where`` is a JSON pointer into the design."""

    where: str
    reason: str
    clause: str = ""


def what_stops_publishing(design: Design) -> tuple[Fault, ...]:
    """Everything that stops it, in the order of the form; empty when it can be published."""
    return (
        *_about(design),
        *_outcomes(design),
        *_skills(design),
        *_rubric(design),
        *(Fault(each.where, each.reason, each.clause) for each in evidence.faults(design.evidence)),
        *_amounts(design),
        *_assurance(design),
        *_validity(design.validity),
        *_letters(design),
    )


def _letters(design: Design) -> Iterator[Fault]:
    """Texts that read otherwise than they are written: they are signed, and shown beside others'."""
    for where, value in walk(design.as_json()):
        if isinstance(value, str) and _TURNING.search(value):
            reason = "an invisible letter in it turns the reading direction; type it anew"
            yield Fault(where, reason, "Unicode UAX 9 §3.1")


def _about(design: Design) -> Iterator[Fault]:
    for name, text, reason, clause in (
        ("title", design.title, "give it a title", f"{_EU}, title"),
        ("purpose", design.purpose, "say what it is for: what people can go on to do with it", ""),
        ("description", design.description, "describe it in one or two sentences", "OB 3.0 §B.1 Achievement"),
    ):
        if not text:
            yield Fault(f"/{name}", reason, clause)
    for name, member, value in (("kind", "achievementType", design.kind), ("language", "inLanguage", design.language)):
        try:
            check_word(member, value, f"/{name}")
        except MalformedDocument as error:
            yield Fault(f"/{name}", error.reason, error.clause)


def _outcomes(design: Design) -> Iterator[Fault]:
    if not design.outcomes:
        yield Fault("/outcomes", "add at least one outcome: what somebody can do who has earned it", f"{_EU}, outcomes")
    assessed = {name for criterion in design.criteria for name in criterion.outcomes}
    for index, outcome in enumerate(design.outcomes):
        if not outcome.text:
            yield Fault(f"/outcomes/{index}/text", "say what somebody can do", f"{_EU}, outcomes")
        if outcome.id not in assessed:
            reason = "no criterion shows this outcome; name it in one, or take it out"
            yield Fault(f"/outcomes/{index}", reason, _ALIGNED)


def _skills(design: Design) -> Iterator[Fault]:
    if not design.skills:
        yield Fault("/skills", "name at least one skill, so that it can be found", "OB 3.0 §B.1 Alignment")
    for index, skill in enumerate(design.skills):
        if not skill.name:
            yield Fault(f"/skills/{index}/name", "give the skill its name", "OB 3.0 §B.1 Alignment")
        # It becomes a link on a page: "javascript:" is absolute as well.
        if not is_absolute_url(skill.uri) or not skill.uri.lower().startswith(("https://", "http://")):
            reason = "give the skill's address, such as the one under which ESCO has it"
            yield Fault(f"/skills/{index}/uri", reason, "OB 3.0 §B.1 Alignment")


def _rubric(design: Design) -> Iterator[Fault]:
    for fault in rubric.faults(design.criteria):
        yield Fault(f"/rubric{fault.where}", fault.reason, fault.clause)
    known = {outcome.id for outcome in design.outcomes}
    for index, criterion in enumerate(design.criteria):
        for name in sorted(set(criterion.outcomes) - known):
            reason = f"there is no outcome {name}; choose another"
            yield Fault(f"/rubric/criteria/{index}/outcomes", reason, _ALIGNED)


def _amounts(design: Design) -> Iterator[Fault]:
    if amount(design.workload_hours) is None:
        reason = "say how many hours of learning it takes, as a number such as 60 or 7.5"
        yield Fault("/workload_hours", reason, f"{_EU}, notional workload")
    if design.duration and elapsed_days(design.duration) is None:
        reason = "write how long it runs like P6W (six weeks) or P2D (two days), or leave it empty"
        yield Fault("/duration", reason, "ISO 8601-1 §5.5.2")
    if design.credit:
        if amount(design.credit.value) is None:
            yield Fault("/credit/value", "write the credit as a number such as 3 or 1.5, or leave credit out")
        if not design.credit.unit:
            yield Fault("/credit/unit", "say which credit it is: without a unit it cannot be added to any other")
    if design.level:
        for name, text in (("framework", design.level.unit), ("value", design.level.value)):
            if not text:
                yield Fault(
                    f"/level/{name}", "a level needs its framework and its value; give both or none", f"{_EU}, level"
                )


def _assurance(design: Design) -> Iterator[Fault]:
    clause = f"{_EU}, type of assessment"
    if not design.assessment_types:
        yield Fault("/assessment/types", "say how it is assessed, for example by a portfolio", clause)
    elif design.kind == MICRO_CREDENTIAL and {each.casefold() for each in design.assessment_types} <= _ATTENDANCE:
        reason = (
            "attendance alone is no assessment, so this is no micro-credential: "
            "publish it as CertificateOfCompletion, or add an assessment"
        )
        yield Fault("/assessment/types", reason, clause)
    if not design.participation:
        reason = "say how people take part: online, on site, or both"
        yield Fault("/participation", reason, f"{_EU}, form of participation")
    if not design.quality_assurance:
        reason = "say who assures its quality and how; if nobody outside does, say that"
        yield Fault("/quality_assurance", reason, f"{_EU}, type of quality assurance")


def _validity(validity: Validity | None) -> Iterator[Fault]:
    if validity is None or not (validity.period or validity.lifetime):
        yield Fault("/validity", "say how long a credential counts: a period such as P3Y, or for life with a reason")
    elif validity.period and validity.lifetime:
        yield Fault("/validity", "a period or for life, not both")
    elif validity.lifetime:
        if not validity.rationale:
            yield Fault("/validity/rationale", "say why what was learned never goes out of date")
    else:
        try:
            duration = read_duration(validity.period, where="/validity/period")
        except MalformedDocument as error:
            yield Fault(error.where, error.reason, error.clause)
        else:
            if not (duration.months or duration.days):
                yield Fault("/validity/period", "a period of no time; write one such as P3Y")
