"""Give somebody a role in an organisation, or end one."""

from datetime import datetime

from django.db import IntegrityError, transaction

from assay.campus.people.audit import record_event
from assay.campus.people.models import Invitation, Membership, Organisation, Person
from assay.campus.people.permission import require
from assay.campus.people.roles import Role
from assay.science.errors import Code, MalformedDocument, Refused


def grant(person: Person, role: Role, *, organisation: Organisation, actor: Person, at: datetime) -> Membership:
    """Give ``person`` the role. Doing it twice is doing it once. Raises ``Refused`` unless an administrator does it."""
    require(actor, organisation, Role.ADMIN)
    return add_membership(person, role, organisation=organisation, granted_by=actor, at=at)


def add_membership(
    person: Person, role: Role, *, organisation: Organisation, granted_by: Person, at: datetime
) -> Membership:
    """Write the membership and its event; who may is decided by the caller (``grant``, founding, an invitation)."""
    try:
        with transaction.atomic():
            made = Membership.objects.create(
                organisation=organisation, person=person, role=role, granted_by=granted_by, granted_at=at
            )
            record_event(
                "people.grant", made.id, actor=granted_by, organisation=organisation, at=at, reason=str(role.value)
            )
    except IntegrityError:
        return Membership.objects.get(organisation=organisation, person=person, role=role, ended_at__isnull=True)
    return made


def end_membership(membership: Membership, *, actor: Person, at: datetime, reason: str = "") -> None:
    """End a role: it stops counting with the next request. Safe to repeat.

    An administrator ends any; everybody ends their own. Invitations that an administrator has sent end with the role.
    Raises ``Refused`` for the last administrator: an organisation without one could never have another.
    """
    organisation = membership.organisation
    said = " ".join(reason.split())
    if not said.isprintable():
        raise MalformedDocument("the reason has letters in it that cannot be kept; type it anew", where="/reason")
    if membership.person_id != actor.id:
        require(actor, organisation, Role.ADMIN)
    with transaction.atomic():
        # Locked in one order, so that two administrators leaving at once do not both believe in the other.
        Organisation.objects.select_for_update().get(id=organisation.id)
        if not Membership.objects.filter(id=membership.id, ended_at__isnull=True).exists():
            return
        admins = Membership.objects.filter(organisation=organisation, role=Role.ADMIN, ended_at__isnull=True)
        if membership.role == Role.ADMIN and admins.count() == 1:
            raise Refused("the last administrator cannot leave; make somebody else one first", code=Code.CONFLICT)
        Membership.objects.filter(id=membership.id).update(ended_at=at)
        if membership.role == Role.ADMIN:
            # What an administrator has promised ends with the right to promise it.
            Invitation.objects.filter(
                organisation=organisation,
                invited_by=membership.person,
                accepted_at__isnull=True,
                withdrawn_at__isnull=True,
            ).update(withdrawn_at=at)
        record_event("people.end", membership.id, actor=actor, organisation=organisation, at=at, reason=said)
