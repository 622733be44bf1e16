"""The only door to the holder, and the third transaction of issuing (T3): released, offered and told, or none of it."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from assay.adapters.failpoints import failpoint
from assay.campus.issuing.models import (
    Award,
    Credential,
    CredentialState,
    Offer,
    Revocation,
    RevocationReason,
)
from assay.campus.issuing.status_lists import set_bit
from assay.campus.issuing.steps import Step
from assay.campus.issuing.telling import tell_offered
from assay.campus.people.audit import record_event
from assay.campus.people.models import Event
from assay.campus.people.tenancy import scope
from assay.campus.people.tools import Tools
from assay.science.errors import Code, Refused

# Long enough for a long leave; afterwards the credential still counts, and a signed-in holder still finds it.
OFFER_LIFE = timedelta(days=90)
_TOKEN_BYTES = 32


def release(credential: Credential, *, at: datetime, tools: Tools) -> None:
    """Offer a signed credential to its holder. Safe to repeat, and for two at once: one offer, one letter.

    Until there is a transparency log, this follows signing at once; then it will wait here for the published checkpoint
    that includes the leaf. Raises ``Refused`` for what is not signed.
    """
    failpoint(Step.RELEASE_BEFORE)
    with scope(organisation=credential.organisation), transaction.atomic():
        signed = Credential.objects.filter(id=credential.id, state=CredentialState.SIGNED)
        if signed.update(state=CredentialState.RELEASED, released_at=at):
            _offer(credential, at=at, tools=tools)
            failpoint(Step.RELEASE_IN)
        elif not Credential.objects.filter(id=credential.id, state=CredentialState.RELEASED).exists():
            raise Refused("only a signed credential is released", code=Code.CONFLICT)
    failpoint(Step.RELEASE_AFTER)


def digest_of(token: str) -> str:
    """What we keep of an offer's token: enough to know it again, nothing to guess it from."""
    return hashlib.sha256(token.encode()).hexdigest()


def _offer(credential: Credential, *, at: datetime, tools: Tools) -> None:
    award = Award.objects.select_related("organisation", "version__definition", "person").get(id=credential.award_id)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    Offer.objects.create(
        organisation=award.organisation,
        credential=credential,
        person=award.person,
        email=award.recipient_email,
        token_digest=digest_of(token),
        offered_at=at,
        expires_at=at + OFFER_LIFE,
    )
    before = Credential.objects.filter(replaced_by=credential).select_related("status_place").first()
    if before is not None:
        _supersede(before, at=at)
    tell_offered(award, token, is_correction=before is not None, at=at, tools=tools)
    record_event("issuing.release", credential.id, actor=None, organisation=award.organisation, at=at)


def _supersede(before: Credential, *, at: datetime) -> None:
    """Withdraw what a correction replaces, in the moment in which the correction is there. Nobody is left without."""
    asked = Event.objects.filter(action="issuing.correct", subject=str(before.id)).select_related("actor").first()
    Revocation.objects.create(
        organisation=before.organisation,
        credential=before,
        reason=RevocationReason.CORRECTED,
        note="",
        asked_by=None if asked is None else asked.actor,
        asked_at=at,
        confirmed_at=at,
    )
    set_bit(before.status_place)
