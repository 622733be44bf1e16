"""The public pages of the catalogue: what can be earned, by which rubric, from whom. No account is needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from assay.adapters.pictures import png_of
from assay.campus.catalogue import find
from assay.campus.catalogue.addresses import issuer_did, version_path
from assay.campus.catalogue.answers import JSON, JSON_LD, by_accept, current_document, frozen_document, wants_json
from assay.campus.catalogue.documents import achievement_bytes, profile_bytes, rubric_bytes
from assay.campus.catalogue.facts import facts_of
from assay.campus.catalogue.kinds import kind_label
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.reading import design_of
from assay.campus.catalogue.rubric_grid import rubric_grid
from assay.campus.people.lookalike import plain_domain
from assay.campus.people.models import Organisation
from assay.campus.people.permission import not_found
from assay.campus.people.request import CampusRequest
from assay.science.designing.criteria_text import credit_text
from assay.science.designing.design import Design


@dataclass(frozen=True, slots=True)
class Card:
    """A version in a list."""

    version: DefinitionVersion
    design: Design

    @property
    def kind(self) -> str | Promise:
        """Its kind in plain words."""
        return kind_label(self.design.kind)

    @property
    def credit(self) -> str:
        """Its credit with the unit; "" when it carries none."""
        return credit_text(self.design.credit) if self.design.credit else ""


_PAGE = 24
_BADGE_WIDTH = 512  # what profiles and chats show; the SVG has every other size
# The drawing is ours, and served as if it were not: whoever opens it alone gets a picture that can run nothing.
_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """Everything that can be earned, and what fits the words looked for."""
    words = request.GET.get("q", "")[:200]
    page = Paginator(find.browse(words), _PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"words": words, "page": page, "cards": _cards(page.object_list), "query": query.urlencode()}
    return render(request, "catalogue/browse.html", context)


@require_safe
def latest(request: HttpRequest, public_id: str) -> HttpResponseBase:  # noqa: ARG001 -- Django's signature
    """To the newest version, whichever that is today."""
    return redirect(version_path(find.latest(public_id)))


@require_safe
def version(request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
    """One version: a page for people, JSON-LD for programs that ask for it."""
    found = find.published(public_id, number)
    if wants_json(request):
        return by_accept(frozen_document(request, achievement_bytes(found), content_type=JSON_LD))
    design = design_of(found)
    history = find.history(found)
    context = {
        "version": found,
        "design": design,
        "kind": kind_label(design.kind),
        "facts": facts_of(design),
        "rubric": rubric_grid(design),
        "names_esco": any(skill.framework == "ESCO" for skill in design.skills),
        "history": history,
        "newer": history[0] if history[0].number > found.number else None,
    }
    return by_accept(render(request, "catalogue/version.html", context))


@require_safe
def version_json(request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
    """The same JSON-LD under an address of its own."""
    return frozen_document(request, achievement_bytes(find.published(public_id, number)), content_type=JSON_LD)


@require_safe
def rubric(request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
    """The rubric that assessors use, with the digest that every review names."""
    found = find.published(public_id, number)
    if wants_json(request):
        return by_accept(frozen_document(request, rubric_bytes(found), content_type=JSON))
    design = design_of(found)
    return by_accept(
        render(request, "catalogue/rubric.html", {"version": found, "design": design, "rubric": rubric_grid(design)})
    )


@require_safe
def rubric_json(request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
    """The rubric's canonical bytes: hash them and compare."""
    return frozen_document(request, rubric_bytes(find.published(public_id, number)), content_type=JSON)


@require_safe
def badge_svg(request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
    """The mark of the version."""
    picture = find.published(public_id, number).badge_svg.encode()
    return _boxed(frozen_document(request, picture, content_type="image/svg+xml"))


@require_safe
def badge_png(request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
    """The same for places that take no SVG."""
    picture = _png(find.published(public_id, number).badge_svg)
    return _boxed(frozen_document(request, picture, content_type="image/png"))


@require_safe
def issuer(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """Who issues: what the organisation states of itself, and what can be earned there."""
    found = Organisation.objects.filter(public_id=public_id).first() or not_found()
    if wants_json(request):
        return by_accept(current_document(request, profile_bytes(found, request.tools), content_type=JSON_LD))
    page = Paginator(find.browse(organisation=found), _PAGE).get_page(request.GET.get("page"))
    context = {
        "issuer": found,
        "did": issuer_did(found, request.tools),
        "domain": plain_domain(found.url),
        "page": page,
        "cards": _cards(page.object_list),
    }
    return by_accept(render(request, "catalogue/issuer.html", context))


@lru_cache(maxsize=128)  # a few megabytes; drawing costs far more than sending, and anybody may ask
def _png(svg: str) -> bytes:
    return png_of(svg, width=_BADGE_WIDTH)


def _cards(versions: Iterable[DefinitionVersion]) -> list[Card]:
    return [Card(each, design_of(each)) for each in versions]


def _boxed(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Content-Security-Policy"] = _SANDBOX
    return answer
