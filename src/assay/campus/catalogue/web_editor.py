"""The editor of a draft: one form, saved by its button, by adding and removing rows, and while somebody types."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assay.campus.catalogue.addresses import issuer_did
from assay.campus.catalogue.draft import save_draft
from assay.campus.catalogue.editor import Editor
from assay.campus.catalogue.known_skills import known_skills
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.places import anchor_of, label_of
from assay.campus.catalogue.rail import rail_of
from assay.campus.catalogue.reading import design_of
from assay.campus.catalogue.theirs import Theirs, what_differs
from assay.campus.catalogue.typed import Typed, document_of, typed_from, typed_in
from assay.campus.catalogue.typed_rows import add, move_up, remove
from assay.campus.catalogue.web_definitions import draft_of
from assay.campus.people.permission import not_found
from assay.campus.people.request import CampusRequest, in_organisation
from assay.campus.people.roles import Role
from assay.science.errors import Code, MalformedDocument, Refused

_STEPS = {"add": add, "remove": remove, "up": move_up}


@require_http_methods(["GET", "POST"])
@in_organisation(Role.DESIGNER)
def edit(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """Show the draft, or save what was typed. Whatever goes wrong, nothing typed is lost."""
    draft = draft_of(public_id)
    if draft is None:
        newest = _newest(public_id) or not_found()
        if request.method == "POST":
            return _gone(request, newest)
        messages.info(request, _("There is no draft. Begin the next version to change something."))
        return redirect("catalogue:definitions", slug=request.organisation.slug)
    if request.method == "GET":
        return _page(request, draft, _Shown(typed_from(draft.design), focus=request.GET.get("at", "")))
    return _save(request, draft)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page is to show besides the draft itself."""

    typed: Typed
    focus: str = ""
    error: MalformedDocument | None = None
    theirs: tuple[Theirs, ...] = ()
    is_gone: bool = False

    @property
    def status(self) -> int:
        if self.error is not None:
            return 422
        return 409 if self.theirs or self.is_gone else 200


def _save(request: CampusRequest, draft: DefinitionVersion) -> HttpResponseBase:
    typed = typed_in(request.POST)
    place = ""
    for name, step in _STEPS.items():
        if name in request.POST:
            place = step(typed, str(request.POST[name]))
    try:
        document = document_of(typed)
        save_draft(draft, document, revision=_revision(request), actor=request.user, at=request.tools.now())
    except MalformedDocument as error:
        return _page(request, draft, _Shown(typed, error=error))
    except Refused as error:
        if error.code is not Code.CONFLICT:
            raise
        stored = draft_of(draft.definition.public_id)
        if stored is None:  # published or discarded in this very moment
            return _gone(request, _newest(draft.definition.public_id) or draft)
        return _page(request, stored, _Shown(typed, theirs=what_differs(document, stored)))
    if not place and not request.htmx:  # type: ignore[attr-defined]  # django-htmx's middleware
        messages.success(request, _("Saved as a draft."))
    return redirect(_address(request, draft, place))


def _gone(request: CampusRequest, newest: DefinitionVersion) -> HttpResponseBase:
    """The draft was published or discarded while somebody typed: what was typed stays, for the next version.

    Its form says revision 0, which is that of a draft just begun, so that it can be saved there.
    """
    return _page(request, newest, _Shown(typed_in(request.POST), is_gone=True))


def _newest(public_id: str) -> DefinitionVersion | None:
    versions = DefinitionVersion.objects.filter(definition__public_id=public_id)
    return versions.select_related("definition", "organisation", "edited_by").order_by("-number").first()


def _address(request: CampusRequest, draft: DefinitionVersion, place: str) -> str:
    """Back to the editor, to the row that was just added."""
    names = {"slug": request.organisation.slug, "public_id": draft.definition.public_id}
    address = reverse("catalogue:edit", kwargs=names)
    anchor = anchor_of(place)
    return f"{address}?{urlencode({'at': anchor})}#{anchor}" if anchor else address


def _revision(request: CampusRequest) -> int:
    """The revision that the form was opened with; one that cannot be, if the form says none."""
    text = str(request.POST.get("revision", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1  # noqa: PLR2004 -- no draft has a billion saves


def _page(request: CampusRequest, draft: DefinitionVersion, shown: _Shown) -> HttpResponseBase:
    context: dict[str, Any] = {
        "organisation": request.organisation,
        "version": draft,
        "editor": Editor(shown.typed, shown.error),
        "rail": rail_of(design_of(draft), issuer_did(request.organisation, request.tools)),
        "known_skills": known_skills(),
        "focus": shown.focus,
        "error": shown.error,
        "error_label": label_of(shown.error.where) if shown.error else "",
        "error_anchor": anchor_of(shown.error.where) if shown.error else "",
        "theirs": shown.theirs,
        "is_gone": shown.is_gone,
        "revision": 0 if shown.is_gone else draft.revision,
    }
    # htmx shows no answer that is an error. To a step it must: the rows have changed. Saving while somebody types only
    # says that it failed; their button then tells why.
    is_step = request.htmx and any(name in request.POST for name in _STEPS)  # type: ignore[attr-defined]
    return render(request, "catalogue/edit.html", context, status=200 if is_step else shown.status)
