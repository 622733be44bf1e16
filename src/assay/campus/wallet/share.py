"""Share a credential by a link: for somebody, for a while, until its holder revokes it."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from assay.campus.people.audit import record_event
from assay.campus.people.models import Person
from assay.campus.people.permission import not_found
from assay.campus.wallet.models import Answer, Holding, Share, ShareOpening
from assay.science.errors import Code, MalformedDocument, Refused

_TOKEN_BYTES = 24  # 192 bits, 32 characters: nobody guesses one
_MOST_LABEL = 120
# What one can still survey; whoever needs more makes one link for many readers.
MOST_LIVE = 50


def make_share(
    holding: Holding,
    *,
    actor: Person,
    label: str,
    expires_at: datetime | None,
    with_record: bool,
    with_name: bool,
    at: datetime,
) -> Share:
    """Make a link. ``expires_at`` ``None``: until it is revoked.

    Raises ``Refused`` NOT_FOUND unless the actor holds the credential, CONFLICT above ``MOST_LIVE``;
    ``MalformedDocument`` for a long label or an end that has passed.
    """
    _refuse_unless_held(holding, actor)
    stated = " ".join(label.split())
    if len(stated) > _MOST_LABEL:
        raise MalformedDocument(f"at most {_MOST_LABEL} characters", where="/label")
    if expires_at is not None and expires_at <= at:
        raise MalformedDocument("a link cannot end before it begins", where="/expires_at")
    with transaction.atomic():
        Holding.objects.select_for_update().get(id=holding.id)  # counted one after the other
        if _live(holding, at) >= MOST_LIVE:
            reason = f"{MOST_LIVE} links show this credential; revoke one that you need no more"
            raise Refused(reason, code=Code.CONFLICT)
        wanted = Share(
            holding=holding, label=stated, expires_at=expires_at, with_record=with_record, with_name=with_name
        )
        return _made(wanted, at=at)


def certificate_share(holding: Holding, *, actor: Person, label: str, at: datetime) -> Share:
    """The link in the certificate's QR code: made at the first call, then the same until it is revoked.

    Paper has no end, so neither has the link. Raises ``Refused`` NOT_FOUND unless the actor holds the credential.
    """
    _refuse_unless_held(holding, actor)
    known = find_certificate_share(holding)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _made(Share(holding=holding, label=label, is_certificate=True), at=at)
    except IntegrityError:  # made at the same moment, and the constraint let one through
        return holding.shares.get(is_certificate=True, revoked_at__isnull=True)


def find_certificate_share(holding: Holding) -> Share | None:
    """That link, if it was made and not revoked."""
    return holding.shares.filter(is_certificate=True, revoked_at__isnull=True).first()


def revoke_share(share: Share, *, actor: Person, at: datetime) -> Share:
    """End a link for good. Safe to repeat. Raises ``Refused`` NOT_FOUND unless the actor holds the credential."""
    _refuse_unless_held(share.holding, actor)
    with transaction.atomic():
        if Share.objects.filter(id=share.id, revoked_at__isnull=True).update(revoked_at=at):
            record_event("wallet.revoke_share", share.id, actor=actor, organisation=None, at=at)
    share.refresh_from_db(fields=["revoked_at"])
    return share


def find_share(token: str, *, at: datetime) -> Share:
    """The live share of this token. Raises ``Refused``: NOT_FOUND for none, GONE for one that is over."""
    rows = Share.objects.select_related(
        "holding__person",
        "holding__credential__organisation",
        "holding__credential__award__version__definition",
        "holding__credential__revocation",
    )
    found = rows.filter(token=token).first()
    if found is None:
        not_found()
    if not is_live(found, at=at):
        reason = "whoever shared this has ended the share, or it has run out; ask them for a new link"
        raise Refused(reason, code=Code.GONE)
    return found


def is_live(share: Share, *, at: datetime) -> bool:
    """Whether the link works now."""
    return share.revoked_at is None and (share.expires_at is None or share.expires_at > at)


def open_share(token: str, *, at: datetime) -> Share:
    """The same, noting that it was opened, and when. Not by whom."""
    found = find_share(token, at=at)
    ShareOpening.objects.create(share=found, at=at)
    return found


def _refuse_unless_held(holding: Holding, actor: Person) -> None:
    if holding.person_id != actor.id or holding.answer != Answer.ACCEPTED:
        not_found()


def _live(holding: Holding, at: datetime) -> int:
    ongoing = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
    return holding.shares.filter(ongoing, revoked_at__isnull=True).count()


def _made(wanted: Share, *, at: datetime) -> Share:
    wanted.token = secrets.token_urlsafe(_TOKEN_BYTES)
    wanted.made_at = at
    wanted.save(force_insert=True)
    # With no organisation: to whom somebody shows her credentials is no business of the issuer's.
    record_event("wallet.share", wanted.id, actor=wanted.holding.person, organisation=None, at=at)
    return wanted
