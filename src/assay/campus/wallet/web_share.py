"""What the public sees of a credential: only through a share, and only while it lasts. No session is needed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from assay.campus.catalogue.addresses import version_path
from assay.campus.issuing.standing import standing_of
from assay.campus.people.permission import not_found
from assay.campus.people.request import CampusRequest
from assay.campus.verifying.rate import spend
from assay.campus.wallet import papers
from assay.campus.wallet.find import badge_path
from assay.campus.wallet.models import Share
from assay.campus.wallet.responses import attached, shown_inline
from assay.campus.wallet.share import find_share, open_share
from assay.campus.wallet.shown import newest, show
from assay.science.errors import Code, Refused
from assay.science.instants import parse_timestamp

P = ParamSpec("P")
Page = Callable[Concatenate[CampusRequest, P], HttpResponse]


_GONE = 410
# A page is opened by people; its pictures and files come along with it.
_PER_MINUTE = 120


def _private(page: Page[P]) -> Page[P]:
    """No cache keeps it, no search engine lists it, and no link out of it tells where the reader was."""

    @wraps(page)
    def answer(request: CampusRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        spend(request, "share", per_minute=_PER_MINUTE)
        try:
            response = page(request, *args, **kwargs)
        except Refused as refusal:
            if refusal.code is not Code.GONE:
                raise
            response = render(request, "410.html", status=_GONE)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer


def _framed(page: Page[P]) -> Page[P]:
    """Other sites may show it in a frame."""
    framed: Page[P] = csp_replace({"frame-ancestors": ["*"]})(page)  # type: ignore[arg-type, assignment]  # written for HttpRequest
    return xframe_options_exempt(framed)


@require_safe
@_private
def share(request: CampusRequest, token: str) -> HttpResponse:
    """The page: what is shared, and whether it verifies now."""
    at = request.tools.now()
    # Neither a HEAD nor a browser that looks ahead is somebody who reads.
    is_read = request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
    found = open_share(token, at=at) if is_read else find_share(token, at=at)
    shown = show(found.holding, with_record=found.with_record, at=at, tools=request.tools)
    link = request.tools.link(request.path)
    record = papers.record_facts(shown.credential) if found.with_record else None
    facts = {
        "share": found,
        "credential": shown.credential,
        "verified": shown.verified,
        "followed": shown.followed,
        "record": record,
        "decided_at": parse_timestamp(record["decided_at"], where="/decided_at") if record else None,
        "standing": standing_of(shown.credential, at=at),
        "definition_path": version_path(shown.credential.award.version),
        "link": link,
        "picture": request.tools.link(reverse("wallet:share_preview", args=[token])),
        # The demo's bar changes who is signed in by forms; a page that tells no referrer cannot send them.
        "demo_people": None,
    }
    return render(request, "wallet/share.html", facts)


@require_safe
@_private
def credential_json(request: CampusRequest, token: str) -> HttpResponse:
    """The signed bytes."""
    return attached(papers.credential_json(newest(_found(request, token).holding)))


@require_safe
@_private
def badge_svg(request: CampusRequest, token: str) -> HttpResponse:
    """The mark, with the signed bytes inside."""
    return shown_inline(papers.badge_svg(newest(_found(request, token).holding)))


@require_safe
@_private
def assessment_record(request: CampusRequest, token: str) -> HttpResponse:
    """How it was assessed, if its holder shows that."""
    found = _found(request, token)
    if not found.with_record:
        not_found()
    return attached(papers.assessment_record(newest(found.holding)))


@require_safe
@_private
def certificate(request: CampusRequest, token: str) -> HttpResponse:
    """The sheet to print. Its code leads back to this very share, so it ends with it."""
    found = _found(request, token)
    link = request.tools.link(reverse("wallet:share", args=[token]))
    return attached(papers.certificate(newest(found.holding), check_at=link, made_at=found.made_at))


@require_safe
@_private
def preview(request: CampusRequest, token: str) -> HttpResponse:
    """The picture that other sites show beside the link."""
    found = _found(request, token)
    return shown_inline(papers.preview(newest(found.holding), with_name=found.with_name))


@require_safe
@_framed
@_private
def embed(request: CampusRequest, token: str) -> HttpResponse:
    """A few lines for a frame on somebody's own site, with the status of this moment. All else refuses frames."""
    at = request.tools.now()
    facts: dict[str, Any] = {"link": request.tools.link(reverse("wallet:share", args=[token]))}
    try:
        found = find_share(token, at=at)
    except Refused as refusal:
        if refusal.code is not Code.GONE:
            raise
        return render(request, "wallet/embed.html", facts | {"is_gone": True}, status=_GONE)
    shown = show(found.holding, with_record=False, at=at, tools=request.tools)
    facts |= {"shown": shown, "badge": badge_path(shown.credential), "meaning": shown.verified.meaning}
    return render(request, "wallet/embed.html", facts)


def _found(request: CampusRequest, token: str) -> Share:
    return find_share(token, at=request.tools.now())
