"""Withdrawing and correcting: each on a page of its own that says what follows from it."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assay.campus.issuing.correct import correct, name_on
from assay.campus.issuing.forms import CorrectForm, RevokeForm, tell
from assay.campus.issuing.models import Credential, Revocation, RevocationReason
from assay.campus.issuing.revoke import ask, confirm, drop, needs_another
from assay.campus.issuing.standing import revocation_of
from assay.campus.issuing.web import credential_of
from assay.campus.people.permission import not_found
from assay.campus.people.request import CampusRequest, in_organisation
from assay.campus.people.roles import Role
from assay.science.errors import AssayError, Code

_REJECTED, _CONFLICT = 422, 409


@require_http_methods(["GET", "POST"])
@in_organisation(Role.ISSUER)
def revoke(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """Ask to revoke; where there is one issuer only, revoke."""
    found = credential_of(public_id)
    form = RevokeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _REJECTED
        if form.is_valid():
            reason = RevocationReason(form.cleaned_data["reason"])
            try:
                made = ask(
                    found,
                    reason,
                    form.cleaned_data["note"],
                    actor=request.user,
                    at=request.tools.now(),
                    tools=request.tools,
                )
            except AssayError as error:
                tell(form, error)
                status = _status(error)
            else:
                _say(request, made)
                return _back(request, found)
    context = _context(request, found) | {"form": form, "needs_another": needs_another(request.organisation)}
    return render(request, "issuing/revoke.html", context, status=status)


@require_http_methods(["GET", "POST"])
@in_organisation(Role.ISSUER)
def confirm_revocation(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """The second person's page: what was asked and why, and the button that does it."""
    found = credential_of(public_id)
    asked = revocation_of(found)
    if asked is None:
        not_found()
    refused: AssayError | None = None
    if request.method == "POST":
        try:
            made = confirm(asked, actor=request.user, at=request.tools.now(), tools=request.tools)
        except AssayError as error:
            refused = error
        else:
            _say(request, made)
            return _back(request, found)
    elif asked.confirmed_at is not None:
        return _back(request, found)
    context = _context(request, found) | {"revocation": asked, "refused": refused}
    return render(request, "issuing/confirm.html", context, status=200 if refused is None else _status(refused))


@require_POST
@in_organisation(Role.ISSUER)
def drop_revocation(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """Drop what was asked: the credential stays as it is."""
    found = credential_of(public_id)
    asked = revocation_of(found)
    if asked is not None:
        drop(asked, actor=request.user, at=request.tools.now())
        messages.success(request, _("The request was dropped. The credential stays in force."))
    return _back(request, found)


@require_http_methods(["GET", "POST"])
@in_organisation(Role.ISSUER)
def correct_name(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """Another name on the same credential."""
    found = credential_of(public_id)
    form = CorrectForm(request.POST or None, initial={"recipient_name": name_on(found)})
    status = 200
    if request.method == "POST":
        status = _REJECTED
        if form.is_valid():
            try:
                made = correct(
                    found, **form.cleaned_data, actor=request.user, at=request.tools.now(), tools=request.tools
                )
            except AssayError as error:
                tell(form, error)
                status = _status(error)
            else:
                messages.success(request, _("Corrected. %(name)s has been sent the new one.") % {"name": name_on(made)})
                return _back(request, made)
    return render(request, "issuing/correct.html", _context(request, found) | {"form": form}, status=status)


def _context(request: CampusRequest, found: Credential) -> dict[str, object]:
    return {"organisation": request.organisation, "credential": found, "name": name_on(found)}


def _say(request: CampusRequest, made: Revocation) -> None:
    if made.confirmed_at is None:
        messages.info(request, _("Asked. It is revoked once another issuer confirms it; until then it stays in force."))
    else:
        messages.success(
            request, _("Revoked. Whoever verifies it is told so from now on, and its holder has a letter.")
        )


def _back(request: CampusRequest, found: Credential) -> HttpResponseBase:
    return redirect("issuing:credential", slug=request.organisation.slug, public_id=found.public_id)


def _status(error: AssayError) -> int:
    return _CONFLICT if error.code is Code.CONFLICT else _REJECTED
