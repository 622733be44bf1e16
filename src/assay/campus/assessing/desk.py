"""What an assessor sees of this room on the first page of an organisation: the queue, and what she has in hand."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assay.campus.assessing.queue import in_hand, queue_of
from assay.campus.people.models import Organisation, Person
from assay.campus.people.panels import Panel, register_panel
from assay.campus.people.roles import Role


def register() -> None:
    """Add the panels. ``apps`` calls it once Django is ready; safe to repeat."""
    register_panel(Role.ASSESSOR)(to_take)
    register_panel(Role.ASSESSOR)(to_finish)


def to_take(organisation: Organisation, person: Person) -> Panel:
    """How many submissions wait for an assessor; her own is not among them."""
    waiting = queue_of(organisation, assessor=person).count()
    return Panel(
        title=_("Queue"),
        text=ngettext("A submission waits for an assessor.", "Submissions wait for an assessor.", waiting)
        if waiting
        else _("Nothing waits. What learners hand in will be here."),
        url=reverse("assessing:queue", args=[organisation.slug]),
        action=_("Open the queue"),
        count=waiting,
        waits=bool(waiting),
        order=20,
    )


def to_finish(organisation: Organisation, person: Person) -> Panel:
    """How many reviews she has begun and not decided; her learners wait for her and nobody else."""
    begun = in_hand(organisation, assessor=person).count()
    return Panel(
        title=_("My reviews"),
        text=_("You have begun and not decided.") if begun else _("What you review, and what you have decided."),
        url=reverse("assessing:reviews", args=[organisation.slug]),
        action=_("Go on reviewing") if begun else _("Open my reviews"),
        count=begun or None,
        waits=bool(begun),
        order=10,
    )
