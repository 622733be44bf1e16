"""The pages of an organisation for its members: what there is to do, who belongs to it, what it says of itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assay.campus.people.forms import InvitationForm, OrganisationForm
from assay.campus.people.grant import end_membership
from assay.campus.people.invite import invite, withdraw
from assay.campus.people.lookalike import plain_domain
from assay.campus.people.members import members_of, open_invitations
from assay.campus.people.models import Invitation, Membership
from assay.campus.people.panels import panels_for
from assay.campus.people.permission import not_found, roles_of
from assay.campus.people.request import CampusRequest, in_organisation
from assay.campus.people.roles import Role
from assay.campus.people.state_facts import state_facts
from assay.science.errors import Code, Refused

_REJECTED = 422
_TOO_MANY = 429


@require_GET
@in_organisation()
def organisation(request: CampusRequest) -> HttpResponse:
    """The first page: what my roles let me do here, and what waits."""
    held = roles_of(request.user, request.organisation)
    facts = {
        "organisation": request.organisation,
        "domain": plain_domain(request.organisation.url),
        "roles": [role for role in Role if role in held],
        "is_admin": Role.ADMIN in held,
        "panels": panels_for(request.organisation, request.user, held),
    }
    return render(request, "people/organisation.html", facts)


@require_http_methods(["GET", "POST"])
@in_organisation(Role.ADMIN)
def facts(request: CampusRequest) -> HttpResponse:
    """What the organisation states of itself."""
    mine = request.organisation
    # Not bound to the row: an invalid form would have written what was typed onto it.
    stated = {name: getattr(mine, name) for name in OrganisationForm.Meta.fields}
    form = OrganisationForm(request.POST or None, initial=stated)
    if request.method == "POST" and form.is_valid():
        kept = state_facts(mine, actor=request.user, at=request.tools.now(), **form.cleaned_data)
        if kept.held_because:
            messages.warning(request, _("Saved. The new name is held until somebody has looked at it."))
        else:
            messages.success(request, _("Saved."))
        return redirect("people:organisation", slug=kept.slug)
    context = {"organisation": mine, "form": form}
    return render(request, "people/facts.html", context, status=_REJECTED if form.is_bound else 200)


@require_GET
@in_organisation()
def members(request: CampusRequest) -> HttpResponse:
    """Who belongs to it, with which roles; administrators may change that."""
    return _members_page(request, InvitationForm())


@require_POST
@in_organisation(Role.ADMIN)
def invite_member(request: CampusRequest) -> HttpResponse:
    """Send an invitation. The answer is the same whether or not the address has an account."""
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _members_page(request, form, status=_REJECTED)
    try:
        invite(
            request.organisation,
            form.cleaned_data["email"],
            Role(form.cleaned_data["role"]),
            actor=request.user,
            at=request.tools.now(),
            tools=request.tools,
        )
    except Refused as refusal:
        if refusal.code is not Code.TOO_MANY:
            raise
        form.add_error("email", refusal.reason)
        return _members_page(request, form, status=_TOO_MANY)
    messages.success(request, _("Invited %(email)s.") % {"email": form.cleaned_data["email"]})
    return redirect("people:members", slug=request.organisation.slug)


@require_POST
@in_organisation(Role.ADMIN)
def withdraw_invitation(request: CampusRequest, public_id: str) -> HttpResponse:
    """Take an invitation back."""
    found = Invitation.objects.filter(organisation=request.organisation, public_id=public_id).first()
    if found is None:
        not_found()
    withdraw(found, actor=request.user, at=request.tools.now())
    messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": found.email})
    return redirect("people:members", slug=request.organisation.slug)


@require_http_methods(["GET", "POST"])
@in_organisation()
def end_role(request: CampusRequest, public_id: str, role: str) -> HttpResponse:
    """Say what ending the role of a member means, and end it."""
    membership = (
        Membership.objects.select_related("person", "organisation")
        .filter(organisation=request.organisation, person__public_id=public_id, role=role, ended_at__isnull=True)
        .first()
    )
    if membership is None:
        not_found()
    is_mine = membership.person_id == request.user.id
    if not is_mine and Role.ADMIN not in roles_of(request.user, request.organisation):
        raise Refused(_("only an administrator ends the roles of others"), code=Code.NOT_ALLOWED)
    if request.method == "GET":
        context = {"organisation": request.organisation, "membership": membership, "is_mine": is_mine}
        return render(request, "people/end_role.html", context)
    try:
        end_membership(membership, actor=request.user, at=request.tools.now(), reason=request.POST.get("reason", ""))
    except Refused as refusal:  # the last administrator
        messages.error(request, refusal.reason)
        return redirect("people:members", slug=request.organisation.slug)
    ended = {"name": membership.person.name, "role": membership.get_role_display()}
    messages.success(request, _("%(name)s is no longer %(role)s.") % ended)
    still_there = roles_of(request.user, request.organisation)
    if not still_there:
        return redirect("people:account")
    return redirect("people:members", slug=request.organisation.slug)


def _members_page(request: CampusRequest, form: InvitationForm, *, status: int = 200) -> HttpResponse:
    is_admin = Role.ADMIN in roles_of(request.user, request.organisation)
    context = {
        "organisation": request.organisation,
        "members": members_of(request.organisation),
        "invitations": open_invitations(request.organisation, at=request.tools.now()) if is_admin else [],
        "is_admin": is_admin,
        "form": form,
    }
    return render(request, "people/members.html", context, status=status)
