"""The record of who did what, when and why, written in the same transaction as the deed."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from assay.campus.people.models import Event, Organisation, Person
from assay.science.instants import format_timestamp


def record_event(
    action: str,
    subject: UUID,
    *,
    actor: Person | None,
    organisation: Organisation | None,
    at: datetime,
    reason: str = "",
) -> Event:
    """Write one event. ``action`` is room and verb (``catalogue.publish``); ``actor`` is ``None`` for the clockwork.

    Call it inside the transaction that does the deed. ``reason`` is for people and holds no personal data.
    """
    event = Event(
        at=at, actor=actor, organisation=organisation, action=action, subject=str(subject), reason=reason[:500]
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    return event


def digest_of(event: Event) -> str:
    """SHA-256 over the event's facts, so that a changed row shows. The actor is named by key: a name may be erased."""
    facts = [
        str(event.id),
        format_timestamp(event.at),
        str(event.actor_id or ""),
        str(event.organisation_id or ""),
        event.action,
        event.subject,
        event.reason,
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
