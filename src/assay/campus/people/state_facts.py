"""What an organisation says of itself is corrected by its administrators."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction

from assay.campus.people.audit import record_event
from assay.campus.people.held import why_held
from assay.campus.people.lookalike import skeleton
from assay.campus.people.models import Organisation, Person
from assay.campus.people.permission import require
from assay.campus.people.roles import Role
from assay.campus.people.stated_name import stated_name


class Facts(TypedDict):
    """All that can be stated; the address (slug) and the public id stay."""

    name: str
    kind: str
    country: str
    url: str
    email: str
    description: str
    quality_assurance: str


def state_facts(organisation: Organisation, *, actor: Person, at: datetime, **facts: Unpack[Facts]) -> Organisation:
    """Write the facts anew; nothing changes and nothing is noted when they are the same.

    A new name is looked at like that of a new organisation and may be held; a release counted for the old name alone.
    Raises ``Refused`` unless an administrator does it, ``MalformedDocument`` as ``stated_name``.
    What was published or issued keeps the facts of its own day.
    """
    require(actor, organisation, Role.ADMIN)
    facts["name"] = stated_name(facts["name"], where="/name")
    facts["country"] = facts["country"].upper()

    def write() -> Organisation:
        with transaction.atomic():
            current = Organisation.objects.select_for_update().get(id=organisation.id)
            changed = [name for name, value in facts.items() if getattr(current, name) != value]
            if not changed:
                return current
            for name in changed:
                setattr(current, name, facts[name])  # type: ignore[literal-required]  # its own keys
            if "name" in changed and skeleton(current.name) != current.name_skeleton:
                current.name_skeleton = skeleton(current.name)
                current.held_because = why_held(current.name, besides=current)
                current.name_released_at = None
            current.save()
            record_event(
                "people.state_facts", current.id, actor=actor, organisation=current, at=at, reason=", ".join(changed)
            )
            return current

    try:
        return write()
    except IntegrityError:  # an organisation of that look was founded in between
        return write()
