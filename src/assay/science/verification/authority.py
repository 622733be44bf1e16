"""Whose key is it? The way from an identifier to the keys that may sign for it.

A key counts because the issuer's own document lists it, for this purpose, at this time. Nothing that travels with the
signature is taken for a key: not a fragment that looks like one, not a header.
"""

from assay.science.dids.did_document import ControllerDocument, read_controller_document
from assay.science.dids.resolution import FetchFrom, locate
from assay.science.errors import Code, Refused
from assay.science.verification.asking import Asking, Need


def controller_document(identifier: str) -> Asking[ControllerDocument]:
    """The document of an identifier, asking for it when it is not contained in the identifier itself.

    Raises ``Refused`` with ``ISSUER_UNREACHABLE`` or ``DID_METHOD_UNSUPPORTED``, ``MalformedDocument`` with
    ``DID_INVALID``. Source: CID 1.0 §3.
    """
    location = locate(identifier)
    if not isinstance(location, FetchFrom):
        return location
    raw = yield Need(location.url)
    if raw is None:
        place = "" if location.url == identifier else f" (at {location.url})"
        reason = f"the document of {identifier}{place} could not be had"
        raise Refused(reason, code=Code.ISSUER_UNREACHABLE, clause="CID 1.0 §3.3")
    return read_controller_document(raw, expected_id=identifier)
