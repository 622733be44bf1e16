"""Ask somebody by e-mail to take a role, or take the question back."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assay.campus.people.audit import record_event
from assay.campus.people.letters import write_letter
from assay.campus.people.models import Invitation, Organisation, Person
from assay.campus.people.permission import require
from assay.campus.people.roles import Role
from assay.campus.people.tools import Tools
from assay.science.errors import Code, Refused

# Long enough for a holiday; a letter that is found later should not open a door.
OPEN_FOR: Final = timedelta(days=14)
_TOKEN_BYTES: Final = 32
# A department is invited in a day; more is somebody who uses us to write to strangers.
MOST_A_DAY: Final = 200
# From all organisations together: whoever does not answer three has answered.
MOST_TO_ONE_A_DAY: Final = 3


def invite(
    organisation: Organisation, email: str, role: Role, *, actor: Person, at: datetime, tools: Tools
) -> Invitation:
    """Write the invitation and its letter, the same whether or not the address has an account.

    The token stands in the letter and nowhere else. An older open invitation of that address to that role is withdrawn,
    so that inviting twice leaves one. Raises ``Refused`` unless an administrator does it; TOO_MANY above 200 a day, or
    for an address that was asked three times within a day, by whomever.
    """
    require(actor, organisation, Role.ADMIN)
    address = email.strip().lower()
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic():
        # Counted one after the other. Not FOR UPDATE: rows that refer to the organisation hold it FOR KEY SHARE.
        Organisation.objects.select_for_update(no_key=True).get(id=organisation.id)
        _refuse_too_many(organisation, address, at=at)
        _open(organisation).filter(email=address, role=role).update(withdrawn_at=at)
        made = Invitation.objects.create(
            organisation=organisation,
            email=address,
            role=role,
            token_digest=digest_of(token),
            invited_by=actor,
            invited_at=at,
            expires_at=at + OPEN_FOR,
        )
        record_event("people.invite", made.id, actor=actor, organisation=organisation, at=at, reason=str(role.value))
        facts = {
            "inviter": actor.name,
            "role": role.label,
            "organisation": organisation.name,
            "link": tools.link(reverse("people:invitation", args=[token])),
            "address": address,
            "until": f"{made.expires_at:%d %B %Y, %H:%M} UTC",
        }
        write_letter(
            address,
            _("Invitation to %(organisation)s") % facts,
            _(
                "%(inviter)s invites you to be %(role)s at %(organisation)s.\n\n"
                "%(link)s\n\n"
                "Open it, and sign in with %(address)s or make an account with it. It ends on %(until)s.\n\n"
                "If you do not know what this is about, do nothing."
            )
            % facts,
            at=at,
        )
    return made


def _refuse_too_many(organisation: Organisation, address: str, *, at: datetime) -> None:
    today = Invitation.objects.filter(invited_at__gt=at - timedelta(days=1))
    if today.filter(organisation=organisation).count() >= MOST_A_DAY:
        reason = f"{MOST_A_DAY} invitations went out within a day; send the others tomorrow"
        raise Refused(reason, code=Code.TOO_MANY)
    if today.filter(email=address).count() >= MOST_TO_ONE_A_DAY:
        reason = f"{address} was invited {MOST_TO_ONE_A_DAY} times within a day; wait for an answer"
        raise Refused(reason, code=Code.TOO_MANY)


def withdraw(invitation: Invitation, *, actor: Person, at: datetime) -> None:
    """Take an open invitation back; its letter opens nothing from now on. Safe to repeat."""
    require(actor, invitation.organisation, Role.ADMIN)
    with transaction.atomic():
        if _open(invitation.organisation).filter(id=invitation.id).update(withdrawn_at=at):
            record_event("people.withdraw", invitation.id, actor=actor, organisation=invitation.organisation, at=at)


def find_invitation(token: str, *, at: datetime) -> Invitation:
    """The invitation that a letter's token opens. Raises ``Refused``: NOT_FOUND, or GONE when it no longer counts."""
    found = (
        Invitation.objects.select_related("organisation", "invited_by").filter(token_digest=digest_of(token)).first()
    )
    if found is None:
        raise Refused("there is no such invitation; copy the whole address from the letter", code=Code.NOT_FOUND)
    if found.withdrawn_at is not None:
        raise Refused(f"this invitation to {found.organisation.name} was withdrawn", code=Code.GONE)
    if found.accepted_at is None and at >= found.expires_at:
        raise Refused(f"this invitation to {found.organisation.name} has ended; ask for a new one", code=Code.GONE)
    return found


def digest_of(token: str) -> str:
    """What the database knows of a token. It is random and long, so a plain hash gives nothing of it away."""
    return hashlib.sha256(token.encode()).hexdigest()


def _open(organisation: Organisation) -> QuerySet[Invitation]:
    return Invitation.objects.filter(organisation=organisation, accepted_at__isnull=True, withdrawn_at__isnull=True)
