"""Take an attempt from the queue to review it, and put it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from assay.campus.assessing.models import Attempt, AttemptState
from assay.campus.people.audit import record_event
from assay.campus.people.models import Membership, Person
from assay.campus.people.permission import not_found, require
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import scope
from assay.science.errors import Code, Refused


def take(attempt: Attempt, *, actor: Person, at: datetime) -> Attempt:
    """Give the attempt to the actor for review: of two who take it at once, one gets it. Safe to repeat.

    Raises ``Refused`` unless the actor assesses for the organisation, for the actor's own work, for a draft (404: it is
    its learner's alone), and when somebody else has it. One whose assessor no longer assesses there can be taken as if
    it waited.
    """
    may_assess(attempt, actor)
    with scope(organisation=attempt.organisation):
        with transaction.atomic():
            moved = (
                Attempt.objects.filter(id=attempt.id)
                .filter(waiting())
                .update(state=AttemptState.MARKING, assessor=actor, assigned_at=at, changed_at=at)
            )
            if moved:
                record_event("assessing.take", attempt.id, actor=actor, organisation=attempt.organisation, at=at)
        attempt.refresh_from_db()
    if attempt.state == AttemptState.DRAFT:
        not_found()
    if attempt.state != AttemptState.MARKING or attempt.assessor_id != actor.id:
        reason = "somebody else has taken this in the meantime; take the next one"
        raise Refused(reason, code=Code.CONFLICT)
    return attempt


def put_back(attempt: Attempt, *, actor: Person, at: datetime) -> None:
    """Let somebody else review it; it keeps its place in the queue. Safe to repeat.

    The marks given so far stay with the one who gave them. Raises ``Refused`` for an attempt that another has.
    """
    may_assess(attempt, actor)
    with scope(organisation=attempt.organisation), transaction.atomic():
        moved = Attempt.objects.filter(id=attempt.id, state=AttemptState.MARKING, assessor=actor).update(
            state=AttemptState.SUBMITTED, assessor=None, assigned_at=None, changed_at=at
        )
        if moved:
            record_event("assessing.put_back", attempt.id, actor=actor, organisation=attempt.organisation, at=at)
            return
        now = Attempt.objects.get(id=attempt.id)
        if now.state == AttemptState.DRAFT:
            not_found()
        if now.state != AttemptState.SUBMITTED:
            raise Refused("this is not yours to put back: it was decided, or another has it", code=Code.CONFLICT)


def may_assess(attempt: Attempt, actor: Person) -> None:
    """Raise ``Refused`` unless the actor is an assessor of the organisation, and not the learner."""
    require(actor, attempt.organisation, Role.ASSESSOR)
    if attempt.submission.learner_id == actor.id:
        raise Refused("this is your own work; another assessor reviews it", code=Code.NOT_ALLOWED)


def waiting() -> Q:
    """What can be taken: what was handed in, and what was left by somebody who no longer assesses there."""
    still_there = Membership.objects.filter(
        person=OuterRef("assessor"), organisation=OuterRef("organisation"), role=Role.ASSESSOR, ended_at__isnull=True
    )
    return Q(state=AttemptState.SUBMITTED) | (Q(state=AttemptState.MARKING) & Q(~Exists(still_there)))
