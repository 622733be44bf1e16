"""The definitions of an organisation, for its members: the list, and each step that is one decision."""

from typing import NoReturn

from django.contrib import messages
from django.db.models import Count, Max, Prefetch, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assay.campus.catalogue.addresses import issuer_did, version_path, version_url
from assay.campus.catalogue.draft import discard_draft, next_draft, save_draft, start_draft
from assay.campus.catalogue.models import Definition, DefinitionVersion, State
from assay.campus.catalogue.publish import publish
from assay.campus.catalogue.rail import rail_of
from assay.campus.catalogue.reading import design_of
from assay.campus.catalogue.retire import bring_back, retire
from assay.campus.catalogue.typed import document_of, typed_from
from assay.campus.catalogue.typed_rows import add
from assay.campus.people.permission import not_found, roles_of
from assay.campus.people.request import CampusRequest, in_organisation
from assay.campus.people.roles import Role
from assay.science.errors import AssayError, Code, Refused

# Where a new definition begins: one empty row of each kind, so that the form shows what belongs there.
_FIRST_ROWS = ("/outcomes", "/skills", "/rubric/criteria", "/evidence")


@require_GET
@in_organisation()
def definitions(request: CampusRequest) -> HttpResponse:
    """All definitions, published or not."""
    drafts = DefinitionVersion.objects.filter(state=State.DRAFT).select_related("edited_by").defer("design")
    listed = (
        Definition.objects.annotate(
            published=Count("versions", filter=Q(versions__state=State.PUBLISHED)),
            newest=Max("versions__number", filter=Q(versions__state=State.PUBLISHED)),
            published_at=Max("versions__published_at"),
        )
        .prefetch_related(Prefetch("versions", queryset=drafts, to_attr="drafts"))
        .order_by("title", "id")
    )
    context = {
        "organisation": request.organisation,
        "definitions": listed,
        "is_designer": Role.DESIGNER in roles_of(request.user, request.organisation),
    }
    return render(request, "catalogue/definitions.html", context)


@require_POST
@in_organisation(Role.DESIGNER)
def new(request: CampusRequest) -> HttpResponseBase:
    """Begin a definition and open its editor."""
    at = request.tools.now()
    begun = start_draft(request.organisation, actor=request.user, at=at)
    typed = typed_from(begun.design)
    for place in _FIRST_ROWS:
        add(typed, place)
    save_draft(begun, document_of(typed), revision=begun.revision, actor=request.user, at=at)
    return _to_editor(request, begun.definition)


@require_http_methods(["GET", "POST"])
@in_organisation(Role.DESIGNER)
def publish_draft(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """Its own page, because it cannot be taken back: what will be frozen, and the button."""
    draft = draft_of(public_id) or not_found()
    refused: AssayError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("revision") != str(draft.revision):
                _refuse_unseen()
            published = publish(draft, actor=request.user, at=request.tools.now(), tools=request.tools)
        except AssayError as error:
            refused = error
        else:
            messages.success(request, _("Version %(number)d is published.") % {"number": published.number})
            return redirect(version_path(published))
    design = design_of(draft)
    context = {
        "organisation": request.organisation,
        "version": draft,
        "design": design,
        "url": version_url(draft, request.tools),
        "rail": rail_of(design, issuer_did(request.organisation, request.tools)),
        "refused": refused,
    }
    status = 200 if refused is None else 409 if refused.code is Code.CONFLICT else 422
    return render(request, "catalogue/publish.html", context, status=status)


@require_POST
@in_organisation(Role.DESIGNER)
def next_version(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """Begin the next version, or go on with the one that is begun."""
    begun = next_draft(_definition(public_id), actor=request.user, at=request.tools.now())
    return _to_editor(request, begun.definition)


@require_http_methods(["GET", "POST"])
@in_organisation(Role.DESIGNER)
def retire_definition(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """Ask, then retire."""
    definition = _definition(public_id)
    if request.method == "GET":
        context = {"organisation": request.organisation, "definition": definition}
        return render(request, "catalogue/retire.html", context)
    retire(definition, actor=request.user, at=request.tools.now())
    messages.success(request, _("%(title)s is retired. Nobody can begin it any more.") % {"title": definition})
    return _to_list(request)


@require_POST
@in_organisation(Role.DESIGNER)
def bring_definition_back(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """Undo retiring."""
    definition = bring_back(_definition(public_id), actor=request.user, at=request.tools.now())
    messages.success(request, _("%(title)s is back. People can begin it again.") % {"title": definition})
    return _to_list(request)


@require_http_methods(["GET", "POST"])
@in_organisation(Role.DESIGNER)
def discard(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """Ask, then throw the draft away."""
    draft = draft_of(public_id) or not_found()
    if request.method == "GET":
        return render(request, "catalogue/discard.html", {"organisation": request.organisation, "version": draft})
    discard_draft(draft, actor=request.user, at=request.tools.now())
    messages.success(request, _("The draft is discarded."))
    return _to_list(request)


def draft_of(public_id: str) -> DefinitionVersion | None:
    """The draft of that definition in the organisation in scope; ``None`` when there is none."""
    drafts = DefinitionVersion.objects.filter(definition__public_id=public_id, state=State.DRAFT)
    return drafts.select_related("definition", "organisation", "edited_by").first()


def _definition(public_id: str) -> Definition:
    return Definition.objects.select_related("organisation").filter(public_id=public_id).first() or not_found()


def _to_editor(request: CampusRequest, definition: Definition) -> HttpResponseBase:
    return redirect("catalogue:edit", slug=request.organisation.slug, public_id=definition.public_id)


def _to_list(request: CampusRequest) -> HttpResponseBase:
    return redirect("catalogue:definitions", slug=request.organisation.slug)


def _refuse_unseen() -> NoReturn:
    reason = _("The draft has been saved since you opened this page. Look again at what will be published.")
    raise Refused(reason, code=Code.CONFLICT)
