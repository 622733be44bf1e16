"""Whose rows a query may see. Tables that belong to an organisation refuse to be asked outside a scope.

    with scope(organisation=organisation): ...      inside one tenant (pages get it from ``in_organisation``)
    with across_tenants(): ...                      rows found by their owner, a public id or a public state

A query is bound to the scope in which it is built, and may be evaluated later.
"""

from typing import TypeVar

from django.db import models
from django_scopes import ScopeError, get_scope, scope, scopes_disabled

from assay.campus.people.models import Organisation
from assay.campus.people.rows import PublicRow, Row

__all__ = ["TenantPublicRow", "TenantRow", "across_tenants", "scope"]

# The name says what one does. Every use names, in its filter, the person, the public id or the public state.
across_tenants = scopes_disabled

M = TypeVar("M", bound=models.Model)


class TenantManager(models.Manager[M]):
    """Shows the rows of the organisation in scope. Following ``row.things`` goes through it as well."""

    def get_queryset(self) -> models.QuerySet[M]:
        """The rows of this tenant. Raises ``ScopeError`` where nobody has said which tenant, or that it is none."""
        state = get_scope()
        if not state.get("_enabled", True):
            return super().get_queryset()
        if "organisation" not in state:
            raise ScopeError(f"{self.model.__name__} belongs to organisations: name one, or ask across_tenants()")
        return super().get_queryset().filter(organisation=state["organisation"])


class TenantRow(Row):
    """A row that belongs to an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    objects = TenantManager()

    class Meta:
        """No table of its own."""

        abstract = True


class TenantPublicRow(PublicRow):
    """A row that belongs to an organisation and has a public id."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    objects = TenantManager()

    class Meta:
        """No table of its own."""

        abstract = True
