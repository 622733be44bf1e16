"""The request as our pages see it: who asks, with which tools, and inside which organisation."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django_scopes import scope

from assay.campus.people.models import Organisation, Person
from assay.campus.people.permission import find_organisation
from assay.campus.people.roles import Role
from assay.campus.people.tools import Tools

P = ParamSpec("P")


class CampusRequest(HttpRequest):
    """What ``site.middleware`` makes of every request. ``user`` is a ``Person`` behind ``signed_in``."""

    tools: Tools
    user: Person  # anonymous visitors reach only pages that do not look at it
    organisation: Organisation


def as_campus(request: HttpRequest) -> CampusRequest:
    """The same request where somebody else's signature says ``HttpRequest``: middleware has given it its tools."""
    return request  # type: ignore[return-value]  # every request here has passed site.middleware


Page = Callable[Concatenate[CampusRequest, P], HttpResponseBase]


def signed_in(page: Page[P]) -> Page[P]:
    """A page for people who have signed in; others are sent to do so and come back."""
    checked: Page[P] = login_required(page)
    return checked


def in_organisation(*roles: Role) -> Callable[[Page[P]], Page[Concatenate[str, P]]]:
    """A page of an organisation, for its members with one of ``roles`` (none given: any role).

    The address names it by ``slug``. Somebody without a role there gets 404, as for an organisation that is not;
    a member without the right role gets 403. Everything inside is scoped to the organisation.
    """

    def decorate(page: Page[P]) -> Page[Concatenate[str, P]]:
        @wraps(page)
        def checked(request: CampusRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            request.organisation = find_organisation(slug, actor=request.user, roles=roles)
            with scope(organisation=request.organisation):
                return page(request, *args, **kwargs)

        guarded: Page[Concatenate[str, P]] = login_required(checked)  # type: ignore[assignment]  # slug comes by name
        return guarded

    return decorate
