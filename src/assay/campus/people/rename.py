"""A person states the name that will stand on her next credentials."""

from datetime import datetime

from django.db import transaction

from assay.campus.people.audit import record_event
from assay.campus.people.models import Person
from assay.science.errors import MalformedDocument


def rename(person: Person, name: str, *, at: datetime) -> None:
    """Write the name. Raises ``MalformedDocument`` for a blank one. Credentials that exist keep the name they have."""
    stated = " ".join(name.split())
    if not stated:
        raise MalformedDocument("a person has a name", where="/name")
    if stated == person.name:
        return
    with transaction.atomic():
        person.name = stated
        person.save(update_fields=["name"])
        record_event("people.rename", person.id, actor=person, organisation=None, at=at)
