"""Errors as problem details (RFC 9457), under the names that the W3C specifications give to kinds of error.

    {"type": "https://w3id.org/security#PROOF_VERIFICATION_ERROR", "title": "the signature does not match …",
     "code": "PROOF_INVALID", "detail": "…", "where": "/verifiableCredential", "clause": "Data Integrity 1.0 §4.4"}

``code`` is Assay's own. Source: VCDM 2.0 §7.2, and "Processing Errors" of Data Integrity 1.0, CID 1.0 and Bitstring
Status List 1.0.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.securing.strict_json import JsonObject
from assay.science.verification.report import Finding

_VCDM: Final = "https://www.w3.org/TR/vc-data-model#"
_SECURITY: Final = "https://w3id.org/security#"
_STATUS: Final = "https://www.w3.org/ns/credentials/status-list#"
# Whatever is not here is a value that breaks a rule: MALFORMED_VALUE_ERROR.
_TYPES: Final[Mapping[Code, str]] = MappingProxyType(
    {
        Code.DUPLICATE_KEY: _VCDM + "PARSING_ERROR",
        Code.TOO_LARGE: _VCDM + "PARSING_ERROR",
        Code.CONTEXT_UNKNOWN: _SECURITY + "PROOF_TRANSFORMATION_ERROR",
        Code.DATA_LOSS: _SECURITY + "DATA_LOSS_DETECTION_ERROR",
        Code.WORK_BUDGET: _SECURITY + "PROOF_TRANSFORMATION_ERROR",
        Code.NO_PROOF: _VCDM + "CRYPTOGRAPHIC_SECURITY_ERROR",
        Code.PROOF_INVALID: _SECURITY + "PROOF_VERIFICATION_ERROR",
        Code.PROOF_MALFORMED: _SECURITY + "PROOF_VERIFICATION_ERROR",
        Code.PROOF_UNSUPPORTED: _SECURITY + "PROOF_VERIFICATION_ERROR",
        Code.PROOF_EXPIRED: _SECURITY + "PROOF_VERIFICATION_ERROR",
        Code.PROOF_CHAIN_BROKEN: _SECURITY + "PROOF_VERIFICATION_ERROR",
        Code.ALGORITHM_REFUSED: _SECURITY + "PROOF_TRANSFORMATION_ERROR",
        Code.CHALLENGE_MISMATCH: _SECURITY + "INVALID_CHALLENGE_ERROR",
        Code.KEY_REFUSED: _SECURITY + "INVALID_VERIFICATION_METHOD",
        Code.METHOD_NOT_FOUND: _SECURITY + "INVALID_VERIFICATION_METHOD",
        Code.METHOD_REVOKED: _SECURITY + "INVALID_VERIFICATION_METHOD",
        Code.PURPOSE_MISMATCH: _SECURITY + "INVALID_RELATIONSHIP_FOR_VERIFICATION_METHOD",
        Code.DID_INVALID: _SECURITY + "INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID",
        Code.STATUS_UNREACHABLE: _STATUS + "STATUS_RETRIEVAL_ERROR",
        Code.STATUS_STALE: _STATUS + "STATUS_VERIFICATION_ERROR",
        Code.STATUS_INVALID: _STATUS + "STATUS_VERIFICATION_ERROR",
        Code.STATUS_RANGE: _STATUS + "RANGE_ERROR",
    }
)


def problem(found: AssayError | Finding, where: str = "") -> JsonObject:
    """The problem details of an error, or of a finding about the part of the request at ``where``."""
    place = found.where if isinstance(found, MalformedDocument) else where
    clause = found.clause if isinstance(found, MalformedDocument | Refused | Finding) else ""
    return {
        "type": _TYPES.get(found.code, _VCDM + "MALFORMED_VALUE_ERROR"),
        "title": found.code.meaning,
        "code": found.code.value,
        "detail": found.reason,
        "where": place,
        "clause": clause,
    }
