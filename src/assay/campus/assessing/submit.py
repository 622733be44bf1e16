"""Hand an attempt in for review, and take it back while nobody has begun to look."""

from datetime import datetime

from django.db import transaction

from assay.campus.assessing.asked import what_is_missing
from assay.campus.assessing.keeping import keep_draft, own
from assay.campus.assessing.models import Attempt, AttemptState, EvidenceItem
from assay.campus.people.audit import record_event
from assay.campus.people.models import Person
from assay.campus.people.tenancy import scope
from assay.science.errors import Code, Refused


def submit(attempt: Attempt, *, actor: Person, declared_own_work: bool, at: datetime) -> Attempt:
    """Put the attempt into the queue; from then on its evidence stays as it is. Safe to repeat.

    Raises ``Refused`` naming everything that is missing, and without the declaration that it is the learner's own
    work. A submission that goes back for this is no attempt.
    """
    own(attempt.submission, actor)
    with scope(organisation=attempt.organisation):
        with transaction.atomic():
            try:
                keep_draft(attempt, at=at)
            except Refused:
                attempt.refresh_from_db()
                if attempt.state == AttemptState.DRAFT:
                    raise
                return attempt
            missing = what_is_missing(attempt, EvidenceItem.objects.filter(attempt=attempt))
            if missing:
                raise Refused("; ".join(each.reason for each in missing))
            if not declared_own_work:
                raise Refused("say that this is your own work before you hand it in")
            Attempt.objects.filter(id=attempt.id, state=AttemptState.DRAFT).update(
                state=AttemptState.SUBMITTED, submitted_at=at, declared_own_work=True
            )
            record_event("assessing.submit", attempt.id, actor=actor, organisation=attempt.organisation, at=at)
        attempt.refresh_from_db()
    return attempt


def take_back(attempt: Attempt, *, actor: Person, at: datetime) -> Attempt:
    """Make it a draft again, as long as it waits. Safe to repeat. Raises ``Refused`` once an assessor has taken it."""
    own(attempt.submission, actor)
    with scope(organisation=attempt.organisation):
        with transaction.atomic():
            moved = Attempt.objects.filter(id=attempt.id, state=AttemptState.SUBMITTED).update(
                state=AttemptState.DRAFT, submitted_at=None, declared_own_work=False, changed_at=at
            )
            if moved:
                record_event("assessing.take_back", attempt.id, actor=actor, organisation=attempt.organisation, at=at)
        attempt.refresh_from_db()
    if attempt.state != AttemptState.DRAFT:
        raise Refused("an assessor has begun to review it, so it cannot be taken back", code=Code.CONFLICT)
    return attempt
