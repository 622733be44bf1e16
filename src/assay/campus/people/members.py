"""Who belongs to an organisation now, and who has been asked."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from assay.campus.people.models import Invitation, Membership, Organisation, Person
from assay.campus.people.roles import Role


@dataclass(slots=True)
class Member:
    """A person and the roles held there, each since when."""

    person: Person
    roles: list[tuple[Role, datetime]] = field(default_factory=list)


def members_of(organisation: Organisation) -> list[Member]:
    """The members by name. One query."""
    live = Membership.objects.filter(organisation=organisation, ended_at__isnull=True).select_related("person")
    found: dict[object, Member] = {}
    for row in live.order_by("person__name", "person_id", "granted_at"):
        found.setdefault(row.person_id, Member(row.person)).roles.append((Role(row.role), row.granted_at))
    return list(found.values())


def open_invitations(organisation: Organisation, *, at: datetime) -> QuerySet[Invitation]:
    """The invitations that still open something, the newest first."""
    return Invitation.objects.filter(
        organisation=organisation, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    ).order_by("-invited_at")
