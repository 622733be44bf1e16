"""Begin the next attempt after a decision that says "not yet": with the evidence of the last."""

from datetime import datetime

from django.db import IntegrityError, transaction

from assay.campus.assessing.keeping import own
from assay.campus.assessing.models import Attempt, AttemptState, Decision, EvidenceItem, Outcome, Submission
from assay.campus.people.audit import record_event
from assay.campus.people.models import Person
from assay.campus.people.rows import new_key, new_public_id
from assay.campus.people.tenancy import scope
from assay.science.errors import Code, Refused


def resubmit(submission: Submission, *, actor: Person, at: datetime) -> Attempt:
    """A new draft with a copy of the evidence, so that what was judged stays as it was. Safe to repeat.

    Raises ``Refused`` while the last attempt is not decided, and when it was met.
    """
    own(submission, actor)
    with scope(organisation=submission.organisation):
        last = _last(submission)
        if last.state == AttemptState.DRAFT and last.number > 1:
            return last
        decision = Decision.objects.filter(attempt=last).first()
        if decision is None:
            raise Refused("your last attempt has not been decided yet", code=Code.CONFLICT)
        if decision.outcome == Outcome.MET:
            raise Refused("you have met every criterion; there is nothing to repeat", code=Code.CONFLICT)
        try:
            with transaction.atomic():
                return _next(last, actor=actor, at=at)
        except IntegrityError:  # asked for twice at once: the other one counts
            return _last(submission)


def _last(submission: Submission) -> Attempt:
    return Attempt.objects.filter(submission=submission).latest("number")


def _next(last: Attempt, *, actor: Person, at: datetime) -> Attempt:
    made = Attempt.objects.create(
        organisation=last.organisation,
        submission=last.submission,
        number=last.number + 1,
        started_at=at,
        changed_at=at,
    )
    copies = list(EvidenceItem.objects.filter(attempt=last).order_by("id"))
    for item in copies:
        item.id, item.public_id, item.attempt, item.saved_at = new_key(), new_public_id(), made, at
    EvidenceItem.objects.bulk_create(copies)
    record_event("assessing.resubmit", made.id, actor=actor, organisation=last.organisation, at=at)
    return made
