"""``POST /api/v1/verify``: the same report as ``assay verify --json``, for the same bytes."""

from functools import partial
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from assay.campus.people.request import as_campus
from assay.campus.verifying.rate import may_learn, spend
from assay.campus.verifying.verify import MAX_BYTES, verify_bytes
from assay.science.errors import Code, MalformedDocument

router = Router(tags=["verifying"])

_BADGE: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_PROBLEM: dict[str, Any] = {"content": {"application/problem+json": {"schema": {"type": "object"}}}}
_REPORT: dict[str, Any] = {
    "type": "object",
    "required": ["verdict", "as_of", "checks", "credential"],
    "properties": {
        "verdict": {"enum": ["VALID", "INVALID", "INDETERMINATE"]},
        "as_of": {"type": "string", "format": "date-time"},
        "checks": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "outcome", "code", "reason", "clause"],
                "properties": {
                    "name": {"type": "string"},
                    "outcome": {"enum": ["HOLDS", "FAILS", "UNKNOWN", "NOT_APPLICABLE"]},
                    "code": {"enum": sorted(Code)},
                    "reason": {"type": "string"},
                    "clause": {"type": "string"},
                },
            },
        },
        "credential": {"type": ["object", "null"]},
    },
}


@router.post(
    "/verify",
    auth=None,
    summary="Verify a badge file",
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "The bytes of a badge file: JSON, a compact JWT, a baked PNG or SVG; any media type.",
            "content": {"application/json": {"schema": {"type": "object"}}, "application/octet-stream": _BADGE},
        },
        "responses": {
            200: {"description": "A report", "content": {"application/json": {"schema": _REPORT}}},
            400: {"description": "Bytes that cannot be read as a badge: a report whose verdict is INVALID"},
            413: {"description": "Larger than 5 MiB", **_PROBLEM},
            429: {"description": "Too many requests", **_PROBLEM},
        },
    },
)
def verify_badge(request: HttpRequest) -> HttpResponse:
    """Verify the bytes of the request's body. Nothing is stored, and no account is needed.

    No CSRF token: the answer depends on the bytes alone, not on who is signed in.
    """
    spend(request, "verify")
    tools = as_campus(request).tools
    try:
        content = request.body
    except RequestDataTooBig as error:  # above DATA_UPLOAD_MAX_MEMORY_SIZE
        raise MalformedDocument(f"larger than {MAX_BYTES} bytes", code=Code.TOO_LARGE) from error
    verified = verify_bytes(content, at=tools.now(), tools=tools, may_learn=partial(may_learn, request))
    return JsonResponse(verified.report.as_json(), status=200 if verified.report.credential else 400)
