"""Errors as answers: one table from reason codes to HTTP, pages for people and problem+json for programs.

Source: RFC 9457. The ``code`` in a problem is from the closed table of ``assay.science.errors``.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import bad_request, page_not_found

from assay.science.errors import AssayError, Code, MalformedDocument, Refused, Unavailable

A = TypeVar("A", bound=HttpResponse)

_STATUS = {
    Code.NOT_FOUND: 404,
    Code.NOT_ALLOWED: 403,
    Code.CONFLICT: 409,
    Code.GONE: 410,
    Code.TOO_LARGE: 413,
    Code.UNSUPPORTED_MEDIA: 415,
    Code.TOO_MANY: 429,
}
_BY_FAMILY: tuple[tuple[type[AssayError], int], ...] = ((MalformedDocument, 400), (Refused, 422), (Unavailable, 503))


def status_of(error: AssayError) -> int:
    """The HTTP status of an error: by its code where the code has one, else by its family."""
    family = next(status for kind, status in _BY_FAMILY if isinstance(error, kind))
    return _STATUS.get(error.code, family)


def as_problem(error: AssayError) -> JsonResponse:
    """The error as ``application/problem+json``."""
    status = status_of(error)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": error.code.meaning,
        "status": status,
        "code": error.code.value,
        "detail": error.reason,
    }
    if isinstance(error, MalformedDocument) and error.where:
        body["pointer"] = error.where
    return _unkept(JsonResponse(body, status=status, content_type="application/problem+json"))


def as_page(request: HttpRequest, error: AssayError) -> HttpResponse:
    """The error as a page that says what happened and what to do next."""
    status = status_of(error)
    return _unkept(render(request, "problem.html", {"error": error, "status": status}, status=status))


def _unkept(answer: A) -> A:
    """What is not there now may be there in a minute, and a reason may name what its reader alone may know."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def answer_for(request: HttpRequest, error: AssayError) -> HttpResponse:
    """As a problem under ``/api/``, as a page elsewhere."""
    return as_problem(error) if request.path.startswith("/api/") else as_page(request, error)


class ProblemMiddleware:
    """Turns what a verb raised into an answer. A page that can keep what was typed catches the error itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Django calls this with whatever a page raised."""
        if not isinstance(error, AssayError):
            return None
        return answer_for(request, error)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that nothing answers to: a page, and to programs a problem."""
    if request.path.startswith("/api/"):
        return as_problem(Refused(_("there is nothing at this address"), code=Code.NOT_FOUND))
    return page_not_found(request, exception)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that Django itself refuses to read, such as one for another host: a page, and to programs a problem."""
    if request.path.startswith("/api/"):
        return as_problem(MalformedDocument(_("this request could not be read: nothing was done")))
    return bad_request(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature; the reason is for developers
    """A form without its token: usually a cookie that was cleared or a tab from yesterday."""
    sentence = _("This form has no valid token. Go back, reload the page, and send it again; nothing was changed.")
    return answer_for(request, Refused(sentence, code=Code.NOT_ALLOWED))
