"""The decision: met or not yet. It follows from the rubric and the judgement, and from nothing else.

No hours, no attendance, no number of attempts comes in: who has reached the levels has earned it (competency-based,
not seat time).
"""

from dataclasses import dataclass
from enum import StrEnum

from assay.science.assessment.judgement import Judgement
from assay.science.assessment.rubric import Criterion, Level, Rubric
from assay.science.errors import Refused


class Outcome(StrEnum):
    """What was decided. There is no "failed": who is not there yet may try again."""

    MET = "met"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion with the level reached on it."""

    criterion: Criterion
    reached: Level
    feedback: str

    @property
    def met(self) -> bool:
        """Whether the level is enough."""
        return self.reached.level >= self.criterion.required_level


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with its reasons: the results in the order of the rubric."""

    rubric: Rubric
    results: tuple[CriterionResult, ...]

    @property
    def outcome(self) -> Outcome:
        """Met when every criterion is: the rule ``all_met``."""
        return Outcome.NOT_YET if self.unmet else Outcome.MET

    @property
    def unmet(self) -> tuple[CriterionResult, ...]:
        """The criteria that still stand in the way."""
        return tuple(each for each in self.results if not each.met)


def decide(rubric: Rubric, judgement: Judgement) -> Decided:
    """Decide by the rubric. Raises ``Refused`` for an unfinished judgement, and for one under another rubric."""
    if judgement.rubric.digest() != rubric.digest():
        raise Refused("it was judged by another rubric; judge it by this one")
    if judgement.lacks:
        raise Refused(f"not ready to be decided: {'; '.join(each.reason for each in judgement.lacks)}")
    scores = {score.criterion_id: score for score in judgement.scores}
    results = (
        CriterionResult(criterion, level, scores[criterion.id].feedback)
        for criterion in rubric.criteria
        for level in criterion.levels
        if level.level == scores[criterion.id].level
    )
    return Decided(rubric, tuple(results))
