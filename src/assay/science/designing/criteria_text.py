"""The criteria as people read them, in Markdown: what it takes, at which level, with what evidence."""

from assay.science.assessment.evidence import EvidenceRequirement
from assay.science.assessment.record import Measure
from assay.science.assessment.rubric import Criterion
from assay.science.designing.amounts import amount
from assay.science.designing.design import Design


def criteria_text(design: Design) -> str:
    """The ``narrative`` of a finished design's criteria. Source: OB 3.0 §B.1 Criteria (Markdown)."""
    parts = [
        "## What you can do",
        "",
        *(f"- {_line(each.text)}" for each in design.outcomes),
        "",
        "## How it is judged",
        "",
        "Every criterion has to be met. Time spent does not count.",
        "",
        *(f"- {_criterion(each)}" for each in design.criteria),
        "",
        "## What to hand in",
        "",
        *(f"- {_evidence(each)}" for each in design.evidence),
        "",
        "## In short",
        "",
        *(f"- {each}" for each in _facts(design)),
    ]
    return "\n".join(parts)


def credit_text(credit: Measure) -> str:
    """A credit with its unit, ``2 US semester credits``."""
    number = amount(credit.value)
    several = number != 1 and credit.unit.endswith("credit")
    return f"{credit.value} {credit.unit}{'s' if several else ''}"


def _criterion(criterion: Criterion) -> str:
    (required,) = (each for each in criterion.levels if each.level == criterion.required_level)
    about = f" {_line(criterion.description)}" if criterion.description else ""
    return (
        f"**{_line(criterion.name)}.**{about} Required: level {required.level} of {criterion.levels[-1].level}, "
        f"{_line(required.label)}: {_line(required.descriptor)}"
    )


def _evidence(requirement: EvidenceRequirement) -> str:
    few, many = requirement.min_words, requirement.max_words
    if few and many:
        words = f", {few} to {many} words"
    elif few or many:
        words = f", at least {few} words" if few else f", at most {many} words"
    else:
        words = ""
    optional = "" if requirement.required else ", optional"
    return f"{_line(requirement.title)} ({requirement.kind.value}{words}{optional})"


def _facts(design: Design) -> list[str]:
    facts = [
        f"Workload: {design.workload_hours} hours",
        f"Assessment: {', '.join(map(_line, design.assessment_types))}",
    ]
    if design.supervision:
        facts.append(f"Supervision: {_line(design.supervision)}")
    if design.credit:
        facts.append(f"Credit: {credit_text(design.credit)}")
    if design.level:
        facts.append(f"Level: {design.level.unit} {design.level.value}")
    return facts


def _line(text: str) -> str:
    """Text on one line, so that it cannot begin a heading or a list of its own."""
    return " ".join(text.split())
