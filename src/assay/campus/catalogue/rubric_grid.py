"""A rubric as a grid for people: criteria by levels, with the level that is enough and what it shows."""

from dataclasses import dataclass

from assay.science.assessment.rubric import Level
from assay.science.designing.design import Design


@dataclass(frozen=True, slots=True)
class Step:
    """A level of a criterion."""

    level: Level
    is_required: bool
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion with its levels and the outcomes that it shows."""

    id: str
    name: str
    description: str
    outcomes: tuple[str, ...]
    steps: tuple[Step, ...]


def rubric_grid(design: Design) -> tuple[Line, ...]:
    """The criteria in order."""
    texts = {outcome.id: outcome.text for outcome in design.outcomes}
    return tuple(
        Line(
            id=criterion.id,
            name=criterion.name,
            description=criterion.description,
            outcomes=tuple(texts[name] for name in criterion.outcomes if name in texts),
            steps=tuple(
                Step(level, level.level == criterion.required_level, level.level >= criterion.required_level)
                for level in criterion.levels
            ),
        )
        for criterion in design.criteria
    )
