"""Retire a definition: nobody can begin it any more. What was issued stays, and its pages with it."""

from datetime import datetime

from django.db import transaction

from assay.campus.catalogue.models import Definition
from assay.campus.people.audit import record_event
from assay.campus.people.models import Person
from assay.campus.people.permission import require
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import scope


def retire(definition: Definition, *, actor: Person, at: datetime) -> Definition:
    """Retire it. Safe to repeat: the first time counts. Raises ``Refused`` unless a designer does it."""
    require(actor, definition.organisation, Role.DESIGNER)
    with scope(organisation=definition.organisation), transaction.atomic():
        if Definition.objects.filter(id=definition.id, retired_at__isnull=True).update(retired_at=at):
            record_event("catalogue.retire", definition.id, actor=actor, organisation=definition.organisation, at=at)
        return Definition.objects.select_related("organisation").get(id=definition.id)


def bring_back(definition: Definition, *, actor: Person, at: datetime) -> Definition:
    """Let people begin it again. Safe to repeat. Raises ``Refused`` unless a designer does it."""
    require(actor, definition.organisation, Role.DESIGNER)
    with scope(organisation=definition.organisation), transaction.atomic():
        if Definition.objects.filter(id=definition.id, retired_at__isnull=False).update(retired_at=None):
            record_event(
                "catalogue.bring_back", definition.id, actor=actor, organisation=definition.organisation, at=at
            )
        return Definition.objects.select_related("organisation").get(id=definition.id)
