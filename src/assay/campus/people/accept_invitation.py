"""Somebody who was invited, and is signed in, takes the role."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from assay.campus.people.audit import record_event
from assay.campus.people.grant import add_membership
from assay.campus.people.invite import find_invitation
from assay.campus.people.models import Invitation, Membership, Person
from assay.campus.people.permission import roles_of
from assay.campus.people.roles import Role
from assay.science.errors import Code, Refused


def accept_invitation(token: str, *, person: Person, at: datetime) -> Membership:
    """Take the role. Safe to repeat.

    Raises ``Refused`` as ``find_invitation`` does, for an address that is not the person's, and when whoever invited
    may no longer invite.
    """
    invitation = find_invitation(token, at=at)
    # A forwarded letter must not hand out a role: the address has to be the person's own, and proved.
    if not is_for(invitation, person):
        raise Refused(
            f"this invitation was sent to {invitation.email}; sign in with that address, or add it to your account",
            code=Code.NOT_ALLOWED,
        )
    inviter = invitation.invited_by
    with transaction.atomic():
        current = Invitation.objects.select_for_update().get(id=invitation.id)
        if current.accepted_at is not None:
            return _taken_before(invitation, person)
        # A right that its giver has lost gives no rights: computed now, not when the letter was written.
        if inviter is None or Role.ADMIN not in roles_of(inviter, invitation.organisation):
            raise Refused(
                f"whoever invited you is no longer an administrator of {invitation.organisation.name}; ask for a new"
                " invitation",
                code=Code.GONE,
            )
        current.accepted_at = at
        current.save(update_fields=["accepted_at"])
        record_event(
            "people.accept_invitation", invitation.id, actor=person, organisation=invitation.organisation, at=at
        )
        return add_membership(
            person, Role(invitation.role), organisation=invitation.organisation, granted_by=inviter, at=at
        )


def _taken_before(invitation: Invitation, person: Person) -> Membership:
    held = Membership.objects.filter(
        organisation=invitation.organisation, person=person, role=invitation.role, ended_at__isnull=True
    ).first()
    if held is None:
        raise Refused("this invitation was accepted before, and the role has ended since", code=Code.GONE)
    return held


def is_for(invitation: Invitation, person: Person) -> bool:
    """Whether the invited address is one that the person has proved. That somebody typed it when signing up is none."""
    proved: bool = EmailAddress.objects.filter(user=person, email__iexact=invitation.email, verified=True).exists()
    return proved
