"""What has happened to a submission so far, for its learner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assay.campus.assessing.journey import Journey, decision_on
from assay.campus.assessing.models import Attempt


class Happening(StrEnum):
    """What can happen."""

    STARTED = "started"
    RESUMED = "resumed"  # a next attempt was begun
    SUBMITTED = "submitted"
    TAKEN = "taken"
    DECIDED = "decided"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, to which attempt."""

    at: datetime
    what: Happening
    attempt: Attempt


def timeline(journey: Journey) -> tuple[Moment, ...]:
    """Everything in the order in which it happened. No query: it is all in the rows at hand.

    What was undone is not in it: handing in and taking back leaves no trace here, only in the events.
    """
    found = [moment for attempt in journey.attempts for moment in _of(attempt)]
    if journey.submission.withdrawn_at is not None:
        found.append(Moment(journey.submission.withdrawn_at, Happening.ASIDE, journey.attempt))
    return tuple(found)


def _of(attempt: Attempt) -> Iterator[Moment]:
    yield Moment(attempt.started_at, Happening.STARTED if attempt.number == 1 else Happening.RESUMED, attempt)
    if attempt.submitted_at is not None:
        yield Moment(attempt.submitted_at, Happening.SUBMITTED, attempt)
    if attempt.assigned_at is not None:
        yield Moment(attempt.assigned_at, Happening.TAKEN, attempt)
    decision = decision_on(attempt)
    if decision is not None:
        yield Moment(decision.decided_at, Happening.DECIDED, attempt)
