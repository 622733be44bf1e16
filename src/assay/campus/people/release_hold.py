"""A person of the platform has looked at a name that was held, and lets its organisation publish and issue."""

from datetime import datetime

from django.db import transaction

from assay.campus.people.audit import record_event
from assay.campus.people.models import Organisation, Person
from assay.science.errors import MalformedDocument


def release_hold(organisation: Organisation, *, because: str, actor: Person, at: datetime) -> None:
    """End the hold, with the reason and the name of who decided. Safe to repeat: without a hold nothing happens.

    Raises ``MalformedDocument`` without a reason. Not checked: who may; whoever has the platform's command line may.
    """
    reason = " ".join(because.split())
    if not reason:
        raise MalformedDocument("a hold ends for a reason; say which", where="/because")
    with transaction.atomic():
        held = Organisation.objects.select_for_update().get(id=organisation.id)
        if not held.held_because:
            return
        held.held_because = ""
        held.name_released_at = at
        held.save(update_fields=["held_because", "name_released_at"])
        record_event("people.release_hold", held.id, actor=actor, organisation=held, at=at, reason=reason)
