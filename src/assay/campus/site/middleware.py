"""Gives every request the tools of this installation."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from assay.campus.site.wiring import tools


def with_tools(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: ``request.tools``."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.tools = tools()  # type: ignore[attr-defined]  # people.request.CampusRequest declares it
        return get_response(request)

    return answer
