"""What waits for an organisation's assessors, oldest first, and what each of them has in hand or has decided."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assay.campus.assessing.models import Attempt, AttemptState
from assay.campus.assessing.take import waiting
from assay.campus.people.models import Membership, Organisation, Person
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import across_tenants, scope


def queue_of(organisation: Organisation, *, assessor: Person) -> QuerySet[Attempt]:
    """What this assessor could take, the longest waiting first. Her own work is not among it."""
    with scope(organisation=organisation):
        found = Attempt.objects.filter(waiting()).exclude(submission__learner=assessor)
        return found.select_related("submission__version__definition").order_by("submitted_at", "id")


def in_hand(organisation: Organisation, *, assessor: Person) -> QuerySet[Attempt]:
    """What this assessor is reviewing, the first taken first."""
    with scope(organisation=organisation):
        found = Attempt.objects.filter(assessor=assessor, state=AttemptState.MARKING)
        return found.select_related("submission__version__definition").order_by("assigned_at", "id")


def decided_by(organisation: Organisation, *, assessor: Person) -> QuerySet[Attempt]:
    """What this assessor has decided, the last first."""
    with scope(organisation=organisation):
        found = Attempt.objects.filter(decision__decided_by=assessor)
        return found.select_related("submission__version__definition", "decision").order_by("-decision__decided_at")


@dataclass(frozen=True, slots=True)
class Desk:
    """An organisation that somebody assesses for, and how much there is to do."""

    organisation: Organisation
    waiting: int
    in_hand: int


def desks_of(person: Person) -> list[Desk]:
    """Where the person assesses, with the work at each. Two queries."""
    live = Membership.objects.filter(person=person, role=Role.ASSESSOR, ended_at__isnull=True)
    places = [each.organisation for each in live.select_related("organisation").order_by("organisation__name")]
    if not places:
        return []
    with across_tenants():
        counted = (
            Attempt.objects.filter(organisation__in=places)
            .exclude(submission__learner=person)
            .values("organisation")
            .annotate(
                waiting=Count("id", filter=waiting()),
                in_hand=Count("id", filter=Q(state=AttemptState.MARKING, assessor=person)),
            )
        )
        found = {row["organisation"]: row for row in counted}
    nothing = {"waiting": 0, "in_hand": 0}
    return [
        Desk(place, found.get(place.id, nothing)["waiting"], found.get(place.id, nothing)["in_hand"])
        for place in places
    ]
