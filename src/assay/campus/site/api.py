"""The JSON API: each room's own router under ``/api/v1/``, one description of all, errors as problem+json."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from assay.campus.site.configuration import Mode
from assay.campus.site.problems import as_problem
from assay.science.errors import AssayError, Code, MalformedDocument, Refused

_ROOMS = ("people", "catalogue", "assessing", "issuing", "wallet", "verifying")


_PROBLEM = {
    "description": "A problem: what happened and what to do, with a stable code",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["title", "status", "code", "detail"],
                "properties": {
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "code": {"enum": sorted(Code)},
                    "detail": {"type": "string"},
                    "pointer": {"type": "string"},
                },
            }
        }
    },
}


class _Api(NinjaAPI):
    """ninja's API, whose description says of every endpoint what a refusal looks like."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:  # noqa: ANN401 -- whatever ninja passes
        """Ninja's description, with the problem as every operation's other answer."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"].setdefault("default", _PROBLEM)
        return schema


def build_api(mode: Mode) -> NinjaAPI:
    """The API of this installation. A room has endpoints when it has an ``api.py`` with a ``router``."""
    api = _Api(
        title="Assay",
        version="1",
        description="Errors are application/problem+json (RFC 9457) with a stable `code`.",
        urls_namespace="api",
        openapi_extra={"info": {"x-mode": mode.value}},
    )
    for room in _ROOMS:
        name = f"assay.campus.{room}.api"
        if find_spec(name) is not None:
            api.add_router("", import_module(name).router, tags=[room])
    api.exception_handler(AssayError)(_told)
    api.exception_handler(ValidationError)(_malformed)
    api.exception_handler(HttpError)(_http_error)
    return api


def _told(_request: HttpRequest, error: AssayError) -> HttpResponse:
    return as_problem(error)


def _malformed(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The first thing that is wrong, with a JSON pointer to it; what was sent is not repeated."""
    first = error.errors[0]
    # "body", "query": where ninja found it, then the name of our own argument, which the sender does not know.
    place = "/".join(str(part) for part in first["loc"][1:])
    return as_problem(MalformedDocument(str(first["msg"]), where=f"/{place}"))


_CODES = {401: Code.NOT_ALLOWED, 403: Code.NOT_ALLOWED, 404: Code.NOT_FOUND, 413: Code.TOO_LARGE, 429: Code.TOO_MANY}


def _http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 400:  # noqa: PLR2004 -- HTTP's own number
        return as_problem(MalformedDocument(error.message))
    return as_problem(Refused(error.message, code=_CODES.get(error.status_code, Code.REFUSED)))
