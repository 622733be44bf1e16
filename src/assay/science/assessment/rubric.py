"""The rubric: what is judged, on which levels, and which level is enough.

    {"rule": "all_met",
     "criteria": [{"id": "c1", "name": "Question and audience", "description": "…", "outcomes": ["o1"],
                   "required_level": 3,
                   "levels": [{"level": 1, "label": "Beginning", "descriptor": "…"}, …]}]}

Criteria and levels may be unfinished while somebody writes them; a ``Rubric`` never is. Not checked here: that the
outcomes named exist (``assay.science.designing.faults``).
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from assay.science.errors import MalformedDocument
from assay.science.securing.jcs import canonicalize
from assay.science.securing.strict_json import JsonObject, JsonValue
from assay.science.vocabulary.fields import Fields

MEMBERS = frozenset({"rule", "criteria"})
_CRITERION = frozenset({"id", "name", "description", "outcomes", "required_level", "levels"})
_LEVEL = frozenset({"level", "label", "descriptor"})

# Short and focused (UNESCO 2022); and a credential carries every level, so these bounds keep it below a mebibyte.
MOST_CRITERIA, MOST_LEVELS = 20, 8
MOST_OUTCOMES = 30
_FEWEST_LEVELS = 2
_ALIGNED = "constructive alignment: an outcome for each criterion"


class Rule(StrEnum):
    """How the criteria make the decision."""

    ALL_MET = "all_met"


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a criterion: its number, its name, how work on it looks. 0 and "" while not yet written."""

    level: int
    label: str
    descriptor: str

    def as_json(self) -> JsonObject:
        """As in the rubric's JSON."""
        number: JsonObject = {"level": self.level} if self.level else {}
        return {**number, "label": self.label, "descriptor": self.descriptor}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is judged. ``required_level`` is 0 while nobody has chosen it."""

    id: str
    name: str
    description: str
    outcomes: tuple[str, ...]
    required_level: int
    levels: tuple[Level, ...]

    def at(self, level: int) -> Level | None:
        """The level of that number, or ``None`` when there is none."""
        return next((each for each in self.levels if each.level == level), None)

    def as_json(self) -> JsonObject:
        """As in the rubric's JSON."""
        outcomes: list[JsonValue] = [*self.outcomes]
        levels: list[JsonValue] = [level.as_json() for level in self.levels]
        required: JsonObject = {"required_level": self.required_level} if self.required_level else {}
        about: JsonObject = {"id": self.id, "name": self.name, "description": self.description, "outcomes": outcomes}
        return {**about, **required, "levels": levels}


@dataclass(frozen=True, slots=True)
class Rubric:
    """A finished rubric: somebody can be judged by it, and everybody would reach the same decision from the scores."""

    rule: Rule
    criteria: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        """Refuse an unfinished one with its first fault."""
        for fault in faults(self.criteria):
            raise fault

    @classmethod
    def from_json(cls, document: JsonValue) -> Self:
        """See ``read_rubric``."""
        return cls(*read_unfinished(Fields(document, "", MEMBERS)))

    def criterion(self, id: str) -> Criterion | None:
        """The criterion of that id, or ``None``."""
        return next((each for each in self.criteria if each.id == id), None)

    def as_json(self) -> JsonObject:
        """The rubric as it is published."""
        return unfinished_json(self.rule, self.criteria)

    def digest(self) -> str:
        """SHA-256 over its canonical JSON (RFC 8785), in hexadecimal: a decision names the rubric by it."""
        return hashlib.sha256(canonicalize(self.as_json())).hexdigest()


def read_rubric(document: JsonValue) -> Rubric:
    """Read a finished rubric. Raises ``MalformedDocument`` with the place of the first fault."""
    return Rubric.from_json(document)


def read_unfinished(form: Fields) -> tuple[Rule, tuple[Criterion, ...]]:
    """Read what there is of a rubric. Raises ``MalformedDocument`` for what cannot be part of any, or is too long."""
    rule = Rule(form.word("rule", tuple(Rule)))
    return rule, tuple(_criterion(each) for each in form.named("criteria", _CRITERION, most=MOST_CRITERIA))


def unfinished_json(rule: Rule, criteria: Sequence[Criterion]) -> JsonObject:
    """A rubric's JSON, finished or not."""
    found: list[JsonValue] = [each.as_json() for each in criteria]
    return {"rule": rule.value, "criteria": found}


def faults(criteria: Sequence[Criterion]) -> Iterator[MalformedDocument]:
    """What keeps these criteria from being a rubric, in the order of the form."""
    if not criteria:
        yield MalformedDocument("add at least one criterion: work is judged by criteria", where="/criteria")
    names = Counter(each.name.casefold() for each in criteria)
    for index, criterion in enumerate(criteria):
        where = f"/criteria/{index}"
        if not criterion.name:
            yield MalformedDocument("give this criterion a name", where=where + "/name")
        elif names[criterion.name.casefold()] > 1:
            yield MalformedDocument(f"two criteria are called {criterion.name}; rename one", where=where + "/name")
        if not criterion.outcomes:
            reason = "say which outcome this criterion shows"
            yield MalformedDocument(reason, where=where + "/outcomes", clause=_ALIGNED)
        yield from _level_faults(criterion, where)


def _level_faults(criterion: Criterion, where: str) -> Iterator[MalformedDocument]:
    numbers = [each.level for each in criterion.levels]
    if len(numbers) < _FEWEST_LEVELS:
        yield MalformedDocument(
            "describe at least two levels, so that there is something to tell apart", where=where + "/levels"
        )
    for at, level in enumerate(criterion.levels):
        place = f"{where}/levels/{at}"
        if at and level.level <= numbers[at - 1]:
            yield MalformedDocument("number the levels upwards, the lowest first", where=place + "/level")
        if not level.level:
            yield MalformedDocument("give this level a number", where=place + "/level")
        if not level.label:
            yield MalformedDocument("give this level a name", where=place + "/label")
        if not level.descriptor:
            yield MalformedDocument("describe how work on this level looks", where=place + "/descriptor")
    if criterion.required_level not in numbers or not criterion.required_level:
        yield MalformedDocument(
            "choose the level that is enough from the levels above", where=where + "/required_level"
        )
    elif criterion.required_level == numbers[0]:
        reason = "the lowest level is enough, so nobody could fail; require a higher one or add a lower"
        yield MalformedDocument(reason, where=where + "/required_level")


def _criterion(form: Fields) -> Criterion:
    return Criterion(
        id=form.name("id"),
        name=form.text("name", most=120),
        description=form.text("description", most=1000),
        outcomes=form.texts("outcomes", most=MOST_OUTCOMES, each=40),
        required_level=form.number("required_level", most=20) or 0,
        levels=tuple(
            Level(each.number("level", most=20) or 0, each.text("label", most=60), each.text("descriptor", most=600))
            for each in form.parts("levels", _LEVEL, most=MOST_LEVELS)
        ),
    )
