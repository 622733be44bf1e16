"""What verifiers fetch: an issuer's keys and its status lists. The same bytes for everybody, and no cookies."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from assay.campus.catalogue.answers import current_document
from assay.campus.issuing.documents import did_document, status_list
from assay.campus.people.permission import not_found
from assay.campus.people.request import CampusRequest

# A new key must not wait long before verifiers see it.
_KEYS_SECONDS = 300
# Revoked is to be seen everywhere within a minute, so no cache on the way keeps a list longer.
_STATUS_SECONDS = 60


@require_safe
def did(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """The DID document. Source: did:web Method, "Read (Resolve)"; DID Core 1.0 §6.2.2 for the media type."""
    found = did_document(public_id, tools=request.tools)
    return _cached(request, found or not_found(), "application/did+json", _KEYS_SECONDS)


@require_safe
def status(request: CampusRequest, public_id: str) -> HttpResponseBase:
    """A status list credential. Source: BSL 1.0 §2.2; VCDM 2.0 §6.2 for the media type."""
    return _cached(request, status_list(public_id) or not_found(), "application/vc", _STATUS_SECONDS)


def _cached(request: CampusRequest, content: bytes, content_type: str, seconds: int) -> HttpResponseBase:
    answer = current_document(request, content, content_type=content_type)
    answer["Cache-Control"] = f"public, max-age={seconds}"
    return answer
