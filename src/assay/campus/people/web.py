"""A person's own page, and founding an organisation."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assay.campus.people.forms import OrganisationForm, PersonForm
from assay.campus.people.found_organisation import found_organisation
from assay.campus.people.models import OrganisationKind
from assay.campus.people.my_organisations import my_organisations
from assay.campus.people.rename import rename
from assay.campus.people.request import CampusRequest, signed_in

_REJECTED = 422


@require_http_methods(["GET", "POST"])
@signed_in
def account(request: CampusRequest) -> HttpResponse:
    """Who am I here, how do I sign in, where do I belong."""
    person = request.user
    form = PersonForm(request.POST or None, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        rename(person, form.cleaned_data["name"], at=request.tools.now())
        messages.success(request, _("Saved."))
        return redirect("people:account")
    ways = Authenticator.objects.filter(user=person).order_by("created_at")
    facts = {
        "form": form,
        "addresses": EmailAddress.objects.filter(user=person).order_by("-primary", "email"),
        "passkeys": [way for way in ways if way.type == Authenticator.Type.WEBAUTHN],
        "has_app": any(way.type == Authenticator.Type.TOTP for way in ways),
        "has_password": person.has_usable_password(),
        "organisations": my_organisations(person),
    }
    return render(request, "people/account.html", facts, status=_REJECTED if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def found(request: CampusRequest) -> HttpResponse:
    """Found an organisation and become its first administrator."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        facts["kind"] = OrganisationKind(facts["kind"])
        made = found_organisation(facts.pop("name"), founder=request.user, at=request.tools.now(), **facts)
        messages.success(request, _("%(name)s is founded, and you administer it.") % {"name": made.name})
        return redirect("people:organisation", slug=made.slug)
    return render(request, "people/found.html", {"form": form}, status=_REJECTED if form.is_bound else 200)
