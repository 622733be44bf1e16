"""A person states the name that will stand on her next credentials."""

from datetime import datetime

from django.db import transaction

from assay.campus.people.audit import record_event
from assay.campus.people.models import Person
from assay.campus.people.stated_name import stated_name


def rename(person: Person, name: str, *, at: datetime) -> None:
    """Write the name. Raises ``MalformedDocument`` as ``stated_name``. Credentials that exist keep theirs."""
    stated = stated_name(name, where="/name")
    if stated == person.name:
        return
    with transaction.atomic():
        person.name = stated
        person.save(update_fields=["name"])
        record_event("people.rename", person.id, actor=person, organisation=None, at=at)
