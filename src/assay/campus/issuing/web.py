"""The pages of issuers: what waits, what was issued, and letting a credential out."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assay.campus.assessing.models import Decision
from assay.campus.catalogue.reading import design_of
from assay.campus.issuing.award import award_decision, award_directly
from assay.campus.issuing.correct import name_on
from assay.campus.issuing.forms import AwardForm, tell
from assay.campus.issuing.grounds import Grounds, grounds_of
from assay.campus.issuing.history import history_of
from assay.campus.issuing.listing import Show, lines_of, listed, to_release
from assay.campus.issuing.models import Award, Credential, CredentialState
from assay.campus.issuing.revoke import needs_another
from assay.campus.issuing.standing import revocation_of, standing_of
from assay.campus.people.permission import not_found
from assay.campus.people.request import CampusRequest, in_organisation
from assay.campus.people.roles import Role
from assay.science.errors import AssayError, Code

_PAGE = 25
_REJECTED, _CONFLICT = 422, 409


@require_GET
@in_organisation(Role.ISSUER)
def credentials(request: CampusRequest) -> HttpResponse:
    """The list, by what is to be done with it."""
    asked_for = request.GET.get("show", "")
    waiting, asked = to_release(), listed(Show.ASKED)
    show = Show(asked_for) if asked_for in set(Show) else Show.WAITING
    rows: Any = waiting if show is Show.WAITING else listed(show)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": request.organisation,
        "show": show.value,
        "tabs": [
            (Show.WAITING.value, _("Waiting to be released"), waiting.count()),
            (Show.RELEASED.value, _("Issued"), None),
            (Show.ASKED.value, _("To be confirmed"), asked.count()),
            (Show.REVOKED.value, _("Revoked"), None),
        ],
        "page": page,
        "lines": [] if show is Show.WAITING else lines_of(list(page.object_list), at=request.tools.now()),
        "query": f"show={show.value}",
    }
    return render(request, "issuing/credentials.html", context)


@require_GET
@in_organisation(Role.ISSUER)
def credential(request: CampusRequest, public_id: str) -> HttpResponse:
    """One credential: what it says, where it stands, what happened, what can be done."""
    found = credential_of(public_id)
    offer = getattr(found, "offer", None)
    revocation = revocation_of(found)
    context = {
        "organisation": request.organisation,
        "credential": found,
        "name": name_on(found),
        "standing": standing_of(found, at=request.tools.now()),
        "offer": offer,
        "revocation": revocation,
        "may_confirm": revocation is not None
        and revocation.confirmed_at is None
        and (revocation.asked_by != request.user or not needs_another(request.organisation)),
        "can_change": found.state == CredentialState.RELEASED and revocation is None and found.replaced_by_id is None,
        "replaces": getattr(found, "replaces", None),
        "history": history_of(found),
    }
    return render(request, "issuing/credential.html", context)


@require_http_methods(["GET", "POST"])
@in_organisation(Role.ISSUER)
def release(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """What will be signed, and the button that signs it: the step that cannot be taken back."""
    decision = _decision(public_id)
    known = Award.objects.filter(decision=decision).first()
    if known is not None:
        return _to_credential(request, known.credentials.get(replaced_by__isnull=True))
    refused: AssayError | None = None
    if request.method == "POST":
        try:
            made = award_decision(decision, actor=request.user, at=request.tools.now(), tools=request.tools)
        except AssayError as error:
            refused = error
        else:
            messages.success(request, _("Released. %(name)s has been sent the offer.") % {"name": name_on(made)})
            return _to_credential(request, made)
    grounds: Grounds | None = None
    try:
        grounds = grounds_of(decision)
    except AssayError as error:
        refused = refused or error
    context = {
        "organisation": request.organisation,
        "decision": decision,
        "version": decision.attempt.submission.version,
        "design": design_of(decision.attempt.submission.version),
        "grounds": grounds,
        "criteria": list(_criteria(decision)),
        "assessor": json.loads(decision.record)["assessor"],
        "is_mine": decision.attempt.submission.learner == request.user,
        "refused": refused,
    }
    return render(request, "issuing/release.html", context, status=_status(refused))


@require_http_methods(["GET", "POST"])
@in_organisation(Role.ISSUER)
def award(request: CampusRequest) -> HttpResponseBase:
    """Award on the issuer's own word. The page says what that is worth."""
    form = AwardForm(request.organisation, request.POST or None)
    refused: AssayError | None = None
    if request.method == "POST" and form.is_valid():
        at = request.tools.now()
        try:
            made = award_directly(**form.cleaned_data, actor=request.user, at=at, tools=request.tools)
        except AssayError as error:
            refused = error
            tell(form, error)
        else:
            if made.intended_at == at:
                messages.success(request, _("Awarded. %(name)s has been sent the offer.") % {"name": name_on(made)})
            else:
                messages.info(request, _("They have this credential already; nothing new was made. Here it is."))
            return _to_credential(request, made)
    status = _REJECTED if form.errors and refused is None else _status(refused)
    context = {"organisation": request.organisation, "form": form, "actor": request.user}
    return render(request, "issuing/award.html", context, status=status)


def credential_of(public_id: str) -> Credential:
    """The credential of that id in the organisation in scope, with all that its pages show."""
    related = (
        *("organisation", "award__version__definition", "award__person", "award__awarded_by", "award__decision"),
        *("offer", "revocation__asked_by", "revocation__confirmed_by", "replaced_by", "replaces", "issuer_key"),
        "status_place__status_list",
    )
    return Credential.objects.select_related(*related).filter(public_id=public_id).first() or not_found()


def _decision(public_id: str) -> Decision:
    related = ("organisation", "attempt__submission__learner", "attempt__submission__version__definition")
    found = Decision.objects.select_related(*related, "attempt__submission__version__organisation")
    return found.filter(public_id=public_id).first() or not_found()


def _criteria(decision: Decision) -> Iterator[dict[str, Any]]:
    """Each criterion with the level reached, as the record has it, and how many levels there are."""
    rubric = {each.id: each for each in design_of(decision.attempt.submission.version).criteria}
    for each in json.loads(decision.record)["criteria"]:
        criterion = rubric.get(each["id"])
        yield {**each, "most": len(criterion.levels) if criterion else each["level"]}


def _to_credential(request: CampusRequest, made: Credential) -> HttpResponseBase:
    return redirect("issuing:credential", slug=request.organisation.slug, public_id=made.public_id)


def _status(refused: AssayError | None) -> int:
    if refused is None:
        return 200
    return _CONFLICT if refused.code is Code.CONFLICT else _REJECTED
