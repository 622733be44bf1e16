"""Save an assessor's marks while marking: unfinished is fine."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from django.db import transaction

from assay.campus.assessing.keeping import keep_marking
from assay.campus.assessing.models import Attempt, Judgement
from assay.campus.assessing.take import may_assess
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.reading import design_of
from assay.campus.people.models import Person
from assay.campus.people.tenancy import scope
from assay.science.assessment import judgement as rules
from assay.science.securing.strict_json import JsonObject, JsonValue


class Mark(TypedDict):
    """One criterion as the row keeps it: feedback may be there before a level is chosen."""

    level: int | None
    feedback: str


Marks = Mapping[str, Mark]  # criterion id -> mark


def save_marks(attempt: Attempt, scores: Marks, *, actor: Person, at: datetime) -> Judgement:
    """Save the marks of these criteria; those that are not named stay as they are. Safe to repeat.

    Raises ``Refused`` unless the actor is reviewing the attempt, ``MalformedDocument`` for a criterion or level that
    the rubric does not have, or feedback that is too long; then nothing is saved.
    """
    may_assess(attempt, actor)
    version = attempt.submission.version
    judged(scores, version)
    with scope(organisation=attempt.organisation), transaction.atomic():
        keep_marking(attempt, assessor=actor, at=at)
        judgement, _ = Judgement.objects.get_or_create(
            attempt=attempt,
            assessor=actor,
            defaults={
                "organisation": attempt.organisation,
                "rubric_digest": version.rubric_digest,
                "started_at": at,
                "saved_at": at,
            },
        )
        judgement.scores = {
            **judgement.scores,
            **{name: {"level": mark["level"], "feedback": mark["feedback"].strip()} for name, mark in scores.items()},
        }
        judgement.saved_at = at
        judgement.save(update_fields=["scores", "saved_at"])
    return judgement


def judged(scores: Marks, version: DefinitionVersion) -> rules.Judgement:
    """The marks as the rules see them: feedback without a level does not count yet, but is looked at too.

    Raises ``MalformedDocument`` for what the rubric does not know.
    """
    rubric = design_of(version).rubric
    # All of them first, with a stand-in for a missing level, so that feedback without one is held to the same rules.
    stand_in = {criterion.id: criterion.required_level for criterion in rubric.criteria}
    everything: list[JsonValue] = [_score(name, mark, stand_in.get(name, 1)) for name, mark in scores.items()]
    rules.read_judgement({"scores": everything}, rubric)
    chosen: list[JsonValue] = [_score(name, mark, 0) for name, mark in scores.items() if mark["level"] is not None]
    return rules.read_judgement({"scores": chosen}, rubric)


def _score(name: str, mark: Mark, otherwise: int) -> JsonObject:
    level = otherwise if mark["level"] is None else mark["level"]
    return {"criterion": name, "level": level, "feedback": mark["feedback"]}
