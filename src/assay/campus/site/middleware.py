"""Gives every request the tools of this installation, and every answer the headers that hold for all."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase

from assay.campus.site.wiring import tools

# Nothing here needs a sensor but the verify page, which may read a QR code, and passkeys.
_PERMISSIONS: Final = (
    "camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self),"
    " geolocation=(), microphone=(), payment=(), usb=(), serial=(), bluetooth=(), display-capture=()"
)


def with_tools(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: ``request.tools``."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.tools = tools()  # type: ignore[attr-defined]  # people.request.CampusRequest declares it
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
