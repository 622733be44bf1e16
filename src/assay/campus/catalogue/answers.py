"""Answers for programs: documents that never change, with a tag to ask by, for whoever asks from wherever."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag

_YEAR = 31_536_000
JSON_LD = "application/ld+json"
JSON = "application/json"


def wants_json(request: HttpRequest) -> bool:
    """Whether the client would rather have JSON than a page; whoever takes anything gets the page."""
    return request.get_preferred_type(["text/html", JSON_LD, JSON]) in {JSON_LD, JSON}


def frozen_document(request: HttpRequest, content: bytes, *, content_type: str) -> HttpResponseBase:
    """Bytes that stand under this address for ever: cached for a year, readable by scripts of other sites.

    304 for whoever has them already.
    """
    answer = _tagged(content, content_type)
    answer["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return _unless_known(request, answer)


def current_document(request: HttpRequest, content: bytes, *, content_type: str) -> HttpResponseBase:
    """Bytes that may change: asked for again each time, with 304 while they are the same."""
    answer = _tagged(content, content_type)
    answer["Cache-Control"] = "public, no-cache"
    return _unless_known(request, answer)


def by_accept(answer: HttpResponseBase) -> HttpResponseBase:
    """Say that the answer depends on ``Accept``: a cache must not give the page to a program, or the other way."""
    patch_vary_headers(answer, ["Accept"])
    return answer


def _tagged(content: bytes, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["ETag"] = quote_etag(hashlib.sha256(content).hexdigest())
    answer["Access-Control-Allow-Origin"] = "*"  # public documents without cookies: verifiers in browsers read them
    return answer


def _unless_known(request: HttpRequest, answer: HttpResponse) -> HttpResponseBase:
    known = get_conditional_response(request, etag=answer["ETag"], response=answer)
    found: HttpResponseBase = answer if known is None else known
    return found
