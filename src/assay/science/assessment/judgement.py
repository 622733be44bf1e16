"""What an assessor says about a piece of work: for each criterion the level reached, and what to do next.

    {"scores": [{"criterion": "c1", "level": 3, "feedback": ""},
                {"criterion": "c4", "level": 2, "feedback": "Say in the chart itself that 2020 is missing."}]}

It may be unfinished while somebody writes it; ``lacks`` says what is still to do.
"""

from dataclasses import dataclass

from assay.science.assessment.rubric import MOST_CRITERIA, Rubric
from assay.science.errors import MalformedDocument
from assay.science.securing.strict_json import JsonObject, JsonValue
from assay.science.vocabulary.fields import Fields

_SCORE = frozenset({"criterion", "level", "feedback"})


@dataclass(frozen=True, slots=True)
class Score:
    """The level reached on one criterion, and the assessor's words to the learner."""

    criterion_id: str
    level: int
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that an assessor has still to do, as a sentence."""

    criterion_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Scores under a rubric, each criterion at most once, each level one that the criterion has."""

    rubric: Rubric
    scores: tuple[Score, ...]

    def __post_init__(self) -> None:
        """Refuse what this rubric does not know: such a judgement was made under another."""
        seen: set[str] = set()
        for index, score in enumerate(self.scores):
            where = f"/scores/{index}"
            criterion = self.rubric.criterion(score.criterion_id)
            if criterion is None:
                reason = f"the rubric has no criterion {score.criterion_id!r:.40}"
                raise MalformedDocument(reason, where=where + "/criterion")
            if criterion.at(score.level) is None:
                raise MalformedDocument(f"{criterion.name} has no level {score.level}", where=where + "/level")
            if criterion.id in seen:
                raise MalformedDocument(f"{criterion.name} is scored twice", where=where + "/criterion")
            seen.add(criterion.id)

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What is missing before anything can be decided, in the order of the rubric.

        Whoever is not there yet must be told what to do next, so a score below the required level needs feedback.
        """
        found = []
        for criterion in self.rubric.criteria:
            score = self.score(criterion.id)
            if score is None:
                found.append(Lack(criterion.id, f"{criterion.name} has no level yet; choose one"))
            elif score.level < criterion.required_level and not score.feedback.strip():
                reason = f"{criterion.name} is below the level required; tell the learner what to do next"
                found.append(Lack(criterion.id, reason))
        return tuple(found)

    @property
    def complete(self) -> bool:
        """Whether it can be decided upon."""
        return not self.lacks

    def score(self, criterion_id: str) -> Score | None:
        """The score on that criterion, or ``None`` while there is none."""
        return next((each for each in self.scores if each.criterion_id == criterion_id), None)

    def as_json(self) -> JsonObject:
        """As ``read_judgement`` reads it."""
        scores: list[JsonValue] = [
            {"criterion": each.criterion_id, "level": each.level, "feedback": each.feedback} for each in self.scores
        ]
        return {"scores": scores}


def read_judgement(document: JsonValue, rubric: Rubric) -> Judgement:
    """Read a judgement, finished or not. Raises ``MalformedDocument`` with the place of the first fault."""
    scores = Fields(document, "", frozenset({"scores"})).parts("scores", _SCORE, most=MOST_CRITERIA)
    return Judgement(
        rubric,
        tuple(
            Score(each.name("criterion"), each.number("level", most=20) or 0, each.text("feedback", most=4000))
            for each in scores
        ),
    )
