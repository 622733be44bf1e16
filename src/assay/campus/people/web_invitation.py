"""The page that a letter's link opens."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assay.campus.people.accept_invitation import accept_invitation, is_for
from assay.campus.people.invite import find_invitation
from assay.campus.people.models import Person
from assay.campus.people.request import CampusRequest, signed_in


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: CampusRequest, token: str) -> HttpResponseBase:
    """Say who invites whom to what; whoever has signed in with that address accepts.

    Looking at it changes nothing: mail scanners open links.
    """
    if request.method == "POST":
        return _accepted(request, token)
    found = find_invitation(token, at=request.tools.now())
    person = request.user if isinstance(request.user, Person) else None
    facts = {
        "invitation": found,
        "is_signed_in": person is not None,
        "is_mine": person is not None and is_for(found, person),
        "here": request.path,
    }
    return render(request, "people/invitation.html", facts)


@signed_in
def _accepted(request: CampusRequest, token: str) -> HttpResponse:
    membership = accept_invitation(token, person=request.user, at=request.tools.now())
    taken = {"role": membership.get_role_display(), "organisation": membership.organisation.name}
    messages.success(request, _("You are now %(role)s at %(organisation)s.") % taken)
    return redirect("people:organisation", slug=membership.organisation.slug)
