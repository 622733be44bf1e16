"""Change an attempt while it may be changed: the one way in for everything that touches what hangs on it.

The state stands in the WHERE of an UPDATE on the attempt's own row. Whoever writes there first holds the row until the
transaction ends, so saving and handing in, or marking and deciding, never pass each other. The condition names columns
of that row only: PostgreSQL looks at those again after waiting, and not at other tables.
"""

from datetime import datetime

from assay.campus.assessing.models import Attempt, AttemptState, Submission
from assay.campus.people.models import Person
from assay.campus.people.permission import not_found
from assay.science.errors import Code, Refused


def own(submission: Submission, actor: Person) -> None:
    """Raise ``Refused`` (404) unless it is the actor's own."""
    if submission.learner_id != actor.id:
        not_found()


def keep_draft(attempt: Attempt, *, at: datetime) -> None:
    """Hold a draft for this transaction, or raise ``Refused`` with the state in which it is now.

    Inside ``transaction.atomic`` and the organisation's scope.
    """
    held = Attempt.objects.filter(id=attempt.id, state=AttemptState.DRAFT).update(changed_at=at)
    if not held:
        reason = "this was handed in, so it can no longer be changed; take it back first if nobody reviews it yet"
        raise Refused(reason, code=Code.CONFLICT)
    if Submission.objects.filter(id=attempt.submission_id, withdrawn_at__isnull=False).exists():
        raise Refused("you have put this aside; take it up again to change it", code=Code.CONFLICT)


def keep_marking(attempt: Attempt, *, assessor: Person, at: datetime) -> None:
    """Hold an attempt that this assessor is marking, or raise ``Refused``. Inside a transaction and the scope."""
    held = Attempt.objects.filter(id=attempt.id, state=AttemptState.MARKING, assessor=assessor).update(changed_at=at)
    if not held:
        reason = "you are not reviewing this, or no longer; take it from the queue first"
        raise Refused(reason, code=Code.CONFLICT)
