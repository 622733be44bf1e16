"""What a designer sees of the catalogue on the first page of an organisation."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assay.campus.catalogue.models import Definition, DefinitionVersion, State
from assay.campus.people.models import Organisation, Person
from assay.campus.people.panels import Panel, register_panel


def register() -> None:
    """Add the panel. ``apps`` calls it once Django is ready."""
    register_panel()(definitions)


def definitions(organisation: Organisation, person: Person) -> Panel:  # noqa: ARG001 -- a panel's signature
    """How many definitions there are, and how many are being written."""
    drafts = DefinitionVersion.objects.filter(state=State.DRAFT).count()
    text = _("Drafts being written: %(number)d") % {"number": drafts} if drafts else _("What you certify.")
    return Panel(
        title=_("Definitions"),
        text=text,
        url=reverse("catalogue:definitions", kwargs={"slug": organisation.slug}),
        action=_("Open definitions"),
        count=Definition.objects.count(),
        order=40,
    )
