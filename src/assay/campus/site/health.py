"""Is it alive, is it ready? For whatever starts, stops and watches processes.

``/livez``: the process answers. ``/readyz``: it can also do its work; 503 and the name of what is missing otherwise.
Answered before anything else, so that a probe needs no session and may ask by IP address.
"""

import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from assay.campus.site.configuration import Configuration
from assay.campus.site.wiring import tools
from assay.science.errors import AssayError


def answer_probes(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, the first of all."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path == "/livez":
            return HttpResponse("alive\n", content_type="text/plain")
        if request.path == "/readyz":
            checks = readiness()
            ready = all(word == "ok" for word in checks.values())
            response = JsonResponse({"ready": ready, "checks": checks}, status=200 if ready else 503)
            response.headers["Cache-Control"] = "no-store"
            return response
        return get_response(request)

    return answer


def readiness() -> dict[str, str]:
    """Each thing that we cannot work without, and ``ok`` or what is wrong with it: words, no details for strangers."""
    configuration: Configuration = settings.CONFIGURATION
    return {
        "database": _database(),
        "migrations": _migrations(),
        "keys": _keys(),
        "files": _writable(configuration.data),
    }


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return "out of reach"
    return "ok"


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    return "missing: run ./run manage migrate" if missing else "ok"


def _keys() -> str:
    try:
        tools()
    except AssayError:
        return "do not open"
    return "ok"


def _writable(folder: Path) -> str:
    # os.access says what is allowed; a disk that is full or was mounted anew for reading only shows in the attempt.
    # A name of its own for each probe: two at once, one of them a stranger's, must not take the file from each other.
    draft = folder / f".ready.{secrets.token_hex(8)}"
    try:
        draft.write_bytes(b"ready")
        draft.unlink()
    except OSError:
        return "cannot be written"
    return "ok"
