"""Put a submission aside, and take it up again: nothing of it is lost meanwhile."""

from datetime import datetime

from django.db import IntegrityError, transaction

from assay.campus.assessing.keeping import keep_draft, own
from assay.campus.assessing.models import Attempt, AttemptState, Submission
from assay.campus.people.audit import record_event
from assay.campus.people.models import Person
from assay.campus.people.tenancy import scope
from assay.science.errors import Code, Refused


def withdraw(submission: Submission, *, actor: Person, at: datetime) -> Submission:
    """Put it aside while it is a draft. Safe to repeat. Raises ``Refused`` for one that was handed in or decided."""
    own(submission, actor)
    with scope(organisation=submission.organisation):
        with transaction.atomic():
            attempt = Attempt.objects.filter(submission=submission, state=AttemptState.DRAFT).first()
            if attempt is None:
                raise Refused("only what is still being prepared can be put aside", code=Code.CONFLICT)
            try:
                keep_draft(attempt, at=at)
            except Refused:
                submission.refresh_from_db()
                if submission.withdrawn_at is None:
                    raise
                return submission
            Submission.objects.filter(id=submission.id, withdrawn_at__isnull=True).update(withdrawn_at=at)
            record_event("assessing.withdraw", submission.id, actor=actor, organisation=submission.organisation, at=at)
        submission.refresh_from_db()
    return submission


def take_up(submission: Submission, *, actor: Person, at: datetime) -> Submission:
    """Go on with what was put aside. Safe to repeat. Raises ``Refused`` when the learner has started anew meanwhile."""
    own(submission, actor)
    with scope(organisation=submission.organisation):
        try:
            with transaction.atomic():
                moved = Submission.objects.filter(id=submission.id, withdrawn_at__isnull=False).update(
                    withdrawn_at=None
                )
                if moved:
                    record_event(
                        "assessing.take_up", submission.id, actor=actor, organisation=submission.organisation, at=at
                    )
        except IntegrityError as error:
            raise Refused("you have started this anew; go on with that one", code=Code.CONFLICT) from error
        submission.refresh_from_db()
    return submission
