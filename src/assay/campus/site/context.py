"""What every page may show: the organisations of who is signed in, and in the demo the people one can be."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from assay.campus.people.models import Person
from assay.campus.people.my_organisations import my_organisations
from assay.campus.site.configuration import Mode


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The context of every template; each costs at most one query, and only where a page shows it."""
    found: dict[str, Any] = {}
    # A request may be refused before anybody has looked whose it is: one for another host, say.
    person = getattr(request, "user", None)
    if isinstance(person, Person):
        found["my_organisations"] = lambda: my_organisations(person)
    if settings.CONFIGURATION.mode is Mode.DEMO:
        from assay.campus.demo.sign_in_as import people_to_be  # noqa: PLC0415 -- the demo room is loaded only in demo mode

        found["demo_people"] = lambda: people_to_be(request)
    return found
