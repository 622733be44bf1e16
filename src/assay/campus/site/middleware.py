"""Gives every request the tools of this installation, and every answer the headers that hold for all."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase

from assay.campus.site.problems import answer_for
from assay.campus.site.wiring import tools
from assay.science.errors import Code, Refused

# A badge file of 5 MiB, or the largest design, and what a form puts around it.
_MOST_BODY: Final = 6 << 20
# Files of evidence: 100 MiB an attempt, and its texts.
_MOST_EVIDENCE: Final = 104 << 20
_EVIDENCE: Final = "/me/submissions/"

# Nothing here needs a sensor but the verify page, which may read a QR code, and passkeys.
_PERMISSIONS: Final = (
    "camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self),"
    " geolocation=(), microphone=(), payment=(), usb=(), serial=(), display-capture=()"
)


def with_tools(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: ``request.tools``."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.tools = tools()  # type: ignore[attr-defined]  # people.request.CampusRequest declares it
        return get_response(request)

    return answer


def with_bounded_bodies(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: a body that no page takes is refused before a byte of it is read.

    Looking for a form's token reads the whole form, and files go to disk while it is read: without this, anybody could
    fill the disk. A body without a stated length is empty for us (WSGI).
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        stated = request.META.get("CONTENT_LENGTH") or "0"
        length = int(stated) if stated.isascii() and stated.isdigit() else 0
        if length > _MOST_BODY:
            takes_files = request.path.startswith(_EVIDENCE) and request.user.is_authenticated
            most = _MOST_EVIDENCE if takes_files else _MOST_BODY
            if length > most:
                reason = f"more than {most >> 20} MiB at once, and nothing here takes so much; send less"
                return answer_for(request, Refused(reason, code=Code.TOO_LARGE))
        return get_response(request)

    return answer


def with_headers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: what browsers may do with any page. A page that sets one of these itself keeps its own.

    What was made for somebody who has signed in is kept by no cache, and is asked for anew after signing out.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        session = getattr(request, "session", None)
        if session is not None and session.accessed and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return answer
