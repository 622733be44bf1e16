"""How far a learner has come with a submission, and what comes next: pick, collect, submit, review, share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Prefetch, QuerySet

from assay.campus.assessing.asked import what_is_missing
from assay.campus.assessing.models import Attempt, AttemptState, Decision, EvidenceItem, Outcome, Submission
from assay.campus.people.models import Person
from assay.campus.people.tenancy import across_tenants, scope
from assay.science.assessment.evidence import Missing


class Stage(StrEnum):
    """Where a submission stands, for its learner."""

    COLLECT = "collect"  # something is missing
    SUBMIT = "submit"  # everything is there, nothing handed in
    WAITING = "waiting"
    MARKING = "marking"
    NOT_YET = "not_yet"
    MET = "met"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Journey:
    """A submission with its attempts, the newest last, and what its newest lacks."""

    submission: Submission
    attempts: Sequence[Attempt]
    missing: tuple[Missing, ...]

    @property
    def attempt(self) -> Attempt:
        """The newest: the one that counts."""
        return self.attempts[-1]

    @property
    def decision(self) -> Decision | None:
        """The decision on the newest attempt."""
        return decision_on(self.attempt)

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        if self.submission.withdrawn_at is not None:
            return Stage.ASIDE
        if self.decision is not None:
            return Stage.MET if self.decision.outcome == Outcome.MET else Stage.NOT_YET
        if self.attempt.state == AttemptState.DRAFT:
            return Stage.COLLECT if self.missing else Stage.SUBMIT
        return Stage.WAITING if self.attempt.state == AttemptState.SUBMITTED else Stage.MARKING

    @property
    def is_open(self) -> bool:
        """Whether the learner can change anything."""
        return self.stage in {Stage.COLLECT, Stage.SUBMIT}

    @property
    def changed_at(self) -> datetime:
        """When something last happened."""
        return self.decision.decided_at if self.decision else self.attempt.changed_at


def decision_on(attempt: Attempt) -> Decision | None:
    """The decision, or ``None`` while there is none."""
    found: Decision | None = getattr(attempt, "decision", None)
    return found


def my_learning(person: Person) -> list[Journey]:
    """Everything that the person has started, what was touched last first. Three queries, however much there is."""
    with across_tenants():
        mine = _with_attempts(Submission.objects.filter(learner=person))
        journeys = [_journey(each) for each in mine]
    return sorted(journeys, key=lambda each: each.changed_at, reverse=True)


def journey_of(submission: Submission) -> Journey:
    """The same for one."""
    with scope(organisation=submission.organisation):
        return _journey(_with_attempts(Submission.objects.filter(id=submission.id)).get())


def ahead_of(attempt: Attempt) -> int:
    """How many wait for an assessor of the organisation since before this one."""
    with scope(organisation=attempt.organisation):
        waiting = Attempt.objects.filter(state=AttemptState.SUBMITTED, submitted_at__lt=attempt.submitted_at)
        return waiting.count()


def _with_attempts(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    attempts = Attempt.objects.order_by("number").select_related("decision")
    items = EvidenceItem.objects.order_by("id")
    return submissions.select_related("version__definition", "organisation").prefetch_related(
        Prefetch("attempts", queryset=attempts), Prefetch("attempts__evidence", queryset=items)
    )


def _journey(submission: Submission) -> Journey:
    attempts = list(submission.attempts.all())
    newest = attempts[-1]
    for attempt in attempts:
        attempt.submission = submission  # so that nobody asks the database for the version again
    draft = newest.state == AttemptState.DRAFT
    return Journey(submission, attempts, what_is_missing(newest, newest.evidence.all()) if draft else ())
