"""Withdraw a credential for good: asked for by one, and where the role has two holders confirmed by another.

Acknowledged means done: when ``ask`` (by a single holder) or ``confirm`` returns, the list that is served shows it.
"""

from datetime import datetime

from django.db import transaction

from assay.adapters.failpoints import failpoint
from assay.campus.issuing.models import Award, Credential, CredentialState, Revocation, RevocationReason
from assay.campus.issuing.status_lists import publish, set_bit
from assay.campus.issuing.steps import Step
from assay.campus.issuing.telling import tell_revoked
from assay.campus.people.audit import record_event
from assay.campus.people.models import Membership, Organisation, Person
from assay.campus.people.permission import require
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import scope
from assay.campus.people.tools import Tools
from assay.science.errors import Code, MalformedDocument, Refused

_MOST_NOTE = 500
# Two persons, where there are two.
_FOUR_EYES = 2


def ask(
    credential: Credential, reason: RevocationReason, note: str, *, actor: Person, at: datetime, tools: Tools
) -> Revocation:
    """Ask for a withdrawal. It happens at once where the organisation has one issuer only, else when confirmed.

    ``note`` is for the holder, who is told it. Safe to repeat. Raises ``Refused`` unless an issuer asks, for a
    credential that is not released, was corrected, or is being revoked for another reason.
    """
    organisation = credential.organisation
    require(actor, organisation, Role.ISSUER)
    said = " ".join(note.split())
    if not said or len(said) > _MOST_NOTE:
        raise MalformedDocument(f"tell the holder why, in at most {_MOST_NOTE} characters", where="/note")
    if reason == RevocationReason.CORRECTED:
        raise MalformedDocument("to replace it by a corrected one, correct it", where="/reason")
    with scope(organisation=organisation):
        failpoint(Step.REVOKE_BEFORE)
        with transaction.atomic():
            found = _asked(credential, reason, said, actor=actor, at=at)
            if not needs_another(organisation):
                _do(found, actor=actor, at=at)
            failpoint(Step.REVOKE_IN)
        failpoint(Step.REVOKE_AFTER)
        return _served(found, at=at, tools=tools)


def confirm(revocation: Revocation, *, actor: Person, at: datetime, tools: Tools) -> Revocation:
    """Confirm what somebody else asked for. Safe to repeat. Raises ``Refused`` unless another issuer does it."""
    organisation = revocation.organisation
    require(actor, organisation, Role.ISSUER)
    with scope(organisation=organisation):
        failpoint(Step.REVOKE_BEFORE)
        with transaction.atomic():
            found = _locked(revocation)
            if found.confirmed_at is None and found.asked_by_id == actor.id and needs_another(organisation):
                reason = "a second issuer must confirm this; whoever asked for it cannot"
                raise Refused(reason, code=Code.CONFLICT)
            _do(found, actor=actor, at=at)
            failpoint(Step.REVOKE_IN)
        failpoint(Step.REVOKE_AFTER)
        return _served(found, at=at, tools=tools)


def drop(revocation: Revocation, *, actor: Person, at: datetime) -> None:
    """Drop a request that nobody has confirmed: the credential stays. Any issuer may; raises ``Refused`` afterwards."""
    organisation = revocation.organisation
    require(actor, organisation, Role.ISSUER)
    with scope(organisation=organisation), transaction.atomic():
        dropped, _ = Revocation.objects.filter(id=revocation.id, confirmed_at__isnull=True).delete()
        if not dropped:
            raise Refused("this was confirmed already, and a revocation is never undone", code=Code.CONFLICT)
        record_event("issuing.drop_revocation", revocation.credential_id, actor=actor, organisation=organisation, at=at)


def needs_another(organisation: Organisation) -> bool:
    """Whether two persons hold the role, so that one of them alone cannot revoke. Computed at every use."""
    live = Membership.objects.filter(organisation=organisation, role=Role.ISSUER, ended_at__isnull=True)
    return live.values("person").distinct().count() >= _FOUR_EYES


def _asked(credential: Credential, reason: RevocationReason, note: str, *, actor: Person, at: datetime) -> Revocation:
    """The request, written now or before. The award's row is locked, so that it is not corrected at the same time."""
    Award.objects.select_for_update().get(id=credential.award_id)
    fresh = Credential.objects.get(id=credential.id)
    known = Revocation.objects.filter(credential=fresh).select_related("credential__status_place").first()
    if known is not None:
        if known.reason != reason:
            raise Refused("somebody has asked to revoke this already; look at what was asked", code=Code.CONFLICT)
        return known
    if fresh.state != CredentialState.RELEASED:
        raise Refused("this credential is not released yet; try again in a minute", code=Code.CONFLICT)
    if fresh.replaced_by_id is not None:
        raise Refused("this was corrected; revoke the credential that replaced it", code=Code.CONFLICT)
    made = Revocation.objects.create(
        organisation=fresh.organisation, credential=fresh, reason=reason, note=note, asked_by=actor, asked_at=at
    )
    record_event(
        "issuing.ask_revocation", fresh.id, actor=actor, organisation=fresh.organisation, at=at, reason=str(reason)
    )
    return made


def _locked(revocation: Revocation) -> Revocation:
    found = Revocation.objects.select_for_update().filter(id=revocation.id).first()
    if found is None:
        raise Refused("this request was dropped; ask again if it should be revoked", code=Code.CONFLICT)
    return found


def _do(revocation: Revocation, *, actor: Person, at: datetime) -> None:
    """Set the bit, tell the holder, write it down: once, in the caller's transaction."""
    asked = Revocation.objects.filter(id=revocation.id, confirmed_at__isnull=True)
    if not asked.update(confirmed_at=at, confirmed_by=actor):
        return
    credential = Credential.objects.select_related("status_place").get(id=revocation.credential_id)
    set_bit(credential.status_place)
    award = Award.objects.select_related("organisation", "version__definition", "person").get(id=credential.award_id)
    tell_revoked(award, RevocationReason(revocation.reason), revocation.note, at=at)
    record_event(
        "issuing.revoke",
        credential.id,
        actor=actor,
        organisation=revocation.organisation,
        at=at,
        reason=revocation.reason,
    )


def _served(revocation: Revocation, *, at: datetime, tools: Tools) -> Revocation:
    """The revocation as it is now; if it is confirmed, the list that is served shows it."""
    found = Revocation.objects.select_related("credential__status_place__status_list__organisation").get(
        id=revocation.id
    )
    if found.confirmed_at is not None:
        publish(found.credential.status_place.status_list, at=at, tools=tools)
    return found
