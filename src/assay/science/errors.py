"""What can go wrong, in three families, and the closed table of reason codes.

    AssayError
    ├── MalformedDocument   they sent nonsense: bytes that cannot be read as what they claim to be
    ├── Refused             our rule says no: readable, but not acceptable
    └── Unavailable         the world is down: a document could not be fetched

A verification that finds faults is *not* an error: faults are findings in a report, and use the
same codes. ``assay.cli`` maps the families to exit codes; the platform maps them to HTTP.
"""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """Why an outcome is what it is. Closed: programs may switch on it, so codes are added, never renamed.

    The text beside each code is its documented meaning; ``docs/conformance.md`` prints the same table.
    """

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Self:
        code = str.__new__(cls, value)
        code._value_ = value
        code.meaning = meaning
        return code

    # A check that ended well, or that had nothing to look at.
    OK = "OK", "the check holds"
    NOT_PRESENT = "NOT_PRESENT", "the document has nothing that this check looks at"

    # Reading.
    MALFORMED = "MALFORMED", "the bytes or the structure are not what the standard demands"
    DUPLICATE_KEY = "DUPLICATE_KEY", "a JSON object names the same member twice"
    TOO_LARGE = "TOO_LARGE", "larger or more deeply nested than Assay reads"
    WRONG_TYPE = "WRONG_TYPE", "a well-formed document of another kind than the one asked for"

    # Meaning (JSON-LD).
    CONTEXT_UNKNOWN = "CONTEXT_UNKNOWN", "a context that Assay does not carry, so the terms have no known meaning"
    CONTEXT_REFUSED = "CONTEXT_REFUSED", "an inline or redefining context, which could change what signed terms mean"
    DATA_LOSS = "DATA_LOSS", "part of the document has no meaning in its contexts, so no signature can cover it"
    WORK_BUDGET = "WORK_BUDGET", "a graph built so that canonicalising it would take unreasonable work"

    # Proof and key.
    NO_PROOF = "NO_PROOF", "nothing is signed"
    PROOF_INVALID = "PROOF_INVALID", "the signature does not match the document and the key"
    PROOF_MALFORMED = "PROOF_MALFORMED", "the proof lacks something or breaks its suite's rules"
    PROOF_UNSUPPORTED = "PROOF_UNSUPPORTED", "a kind of proof that Assay does not read"
    PROOF_EXPIRED = "PROOF_EXPIRED", "the proof itself has an end, and that has passed"
    PROOF_CHAIN_BROKEN = "PROOF_CHAIN_BROKEN", "a proof names an earlier proof that is missing or circular"
    CHALLENGE_MISMATCH = "CHALLENGE_MISMATCH", "a presentation that answers another challenge or another audience"
    KEY_REFUSED = "KEY_REFUSED", "a key that no honest signer uses: small order, off the curve, wrong size"
    METHOD_NOT_FOUND = "METHOD_NOT_FOUND", "the issuer's document does not have exactly one such key"
    METHOD_REVOKED = "METHOD_REVOKED", "the key had expired or was revoked"
    PURPOSE_MISMATCH = "PURPOSE_MISMATCH", "the key is not listed for this purpose"
    ISSUER_MISMATCH = "ISSUER_MISMATCH", "signed by a key that does not belong to the issuer named"
    DID_INVALID = "DID_INVALID", "not an identifier that can be resolved to keys, or a document that is not its own"
    DID_METHOD_UNSUPPORTED = "DID_METHOD_UNSUPPORTED", "a DID method that Assay does not resolve"
    ISSUER_UNREACHABLE = "ISSUER_UNREACHABLE", "the issuer's document could not be had"
    ALGORITHM_REFUSED = "ALGORITHM_REFUSED", "a signature algorithm, header or token type that is not allowed here"
    CLAIMS_MISMATCH = "CLAIMS_MISMATCH", "the token's own claims disagree with the document inside it"

    # Time.
    NOT_YET_VALID = "NOT_YET_VALID", "its validity has not begun"
    EXPIRED = "EXPIRED", "its validity has ended"

    # Status.
    REVOKED = "REVOKED", "the issuer has withdrawn it"
    SUSPENDED = "SUSPENDED", "the issuer has put it on hold"
    STATUS_MESSAGE = "STATUS_MESSAGE", "the issuer attached a status message that does not end its validity"
    STATUS_UNREACHABLE = "STATUS_UNREACHABLE", "the status list could not be had"
    STATUS_STALE = "STATUS_STALE", "the status list is older than it allows itself to be"
    STATUS_INVALID = "STATUS_INVALID", "the status entry or list breaks the rules of its type"
    STATUS_RANGE = "STATUS_RANGE", "the status index lies outside the list"
    STATUS_UNSUPPORTED = "STATUS_UNSUPPORTED", "a kind of status that Assay does not read"

    # Holder, where a credential is shown in a presentation.
    HOLDER_MISMATCH = "HOLDER_MISMATCH", "shown by somebody else than the one it is about"
    HOLDER_NOT_NAMED = "HOLDER_NOT_NAMED", "it does not name whom it is about by an identifier that could be compared"

    # Beside the credential.
    HOST_MISMATCH = "HOST_MISMATCH", "the hosted copy differs from this one, or lives outside the issuer's scope"
    RESOURCE_MISMATCH = "RESOURCE_MISMATCH", "a related resource does not have the digest that was signed"
    RESOURCE_NOT_CHECKED = "RESOURCE_NOT_CHECKED", "a related document was not at hand, so its digest was not compared"
    ENDORSEMENT_DOUBTFUL = "ENDORSEMENT_DOUBTFUL", "an enclosed endorsement does not verify by itself"
    RECORD_DOUBTFUL = "RECORD_DOUBTFUL", "a credential that a learner record is made of does not verify by itself"
    REFRESH_NOT_ASKED = "REFRESH_NOT_ASKED", "a newer version may exist; asking would tell the issuer who is looking"
    SCHEMA_NOT_CHECKED = "SCHEMA_NOT_CHECKED", "a schema is named that Assay does not carry and does not fetch"
    LOG_UNREACHABLE = "LOG_UNREACHABLE", "a transparency log is required, and it could not be consulted"

    # Standing.
    ISSUER_RECOGNISED = "ISSUER_RECOGNISED", "your trust file recognises this issuer"
    ISSUER_NOT_ESTABLISHED = "ISSUER_NOT_ESTABLISHED", "who stands behind this identifier was not established"

    # Refusals outside verification.
    UNSUPPORTED_MEDIA = "UNSUPPORTED_MEDIA", "a kind of file that Assay does not take"
    REFUSED = "REFUSED", "a rule of Assay says no; the reason names it"
    NOT_FOUND = "NOT_FOUND", "there is nothing here, or nothing that you may see"
    NOT_ALLOWED = "NOT_ALLOWED", "your role does not allow this"
    CONFLICT = "CONFLICT", "it has changed in the meantime, or the same thing was asked for differently"
    GONE = "GONE", "it was here, and its holder or its end has taken it away"
    TOO_MANY = "TOO_MANY", "too many requests in a short time; wait a little"
    UNAVAILABLE = "UNAVAILABLE", "something outside could not be reached"


class AssayError(Exception):
    """The root of everything Assay raises on purpose. ``code`` is from the closed table."""

    def __init__(self, reason: str, *, code: Code) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class MalformedDocument(AssayError):
    """They sent nonsense. ``where`` is a JSON pointer (RFC 6901; "" is the whole), ``clause`` the rule broken."""

    def __init__(self, reason: str, *, where: str = "", clause: str = "", code: Code = Code.MALFORMED) -> None:
        super().__init__(reason, code=code)
        self.where = where
        self.clause = clause

    def __str__(self) -> str:
        place = f" at {self.where}" if self.where else ""
        source = f" ({self.clause})" if self.clause else ""
        return f"{self.reason}{place}{source}"


class Refused(AssayError):
    """Our rule says no. The reason names the rule and what to do instead."""

    def __init__(self, reason: str, *, code: Code = Code.REFUSED, clause: str = "") -> None:
        super().__init__(reason, code=code)
        self.clause = clause


class Unavailable(AssayError):
    """The world is down: ``url`` could not be had. Trying again later is reasonable."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}", code=Code.UNAVAILABLE)
        self.url = url
