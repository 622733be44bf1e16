"""One line for each request: what was asked, how it ended, how long it took. No query, no token, no address."""

import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase

_log = structlog.get_logger("assay.request")


def log_requests(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: the line, and the header ``Server-Timing`` for those who measure."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = get_response(request)
        milliseconds = (time.perf_counter() - began) * 1000
        match = request.resolver_match
        # The route, not the path: a path holds tokens and public ids.
        route = match.route if match else ""
        _log.info("request", method=request.method, route=route, status=response.status_code, ms=round(milliseconds, 1))
        response.headers["Server-Timing"] = f"app;dur={milliseconds:.1f}"
        return response

    return answer
