"""Verifying in the conformance test mode: the findings that an answer rests on, each with the part it is about.

The W3C suites ask a narrower question than ``assay verify`` does: "is the proof right?". Their vectors are signed by
keys that are not their issuers', and were valid long ago. So who may sign for an issuer, dates and status are judged
only when a request asks for more than ``"checks": ["proof"]``.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.securing import contexts
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer
from assay.science.verification.asking import Asking
from assay.science.verification.genuine import check_context
from assay.science.verification.presenting import check_audience, presenter
from assay.science.verification.report import Check, Finding, Outcome, faulty, holds, not_applicable
from assay.science.verification.signatures import Signing, check_embedded, check_signature
from assay.science.verification.verify import verification
from assay.science.vocabulary import kinds
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.kinds import Kind
from assay.science.vocabulary.members import texts
from assay.science.vocabulary.presentation import UnverifiedPresentation, presentation_of
from assay.science.vocabulary.reading import read, read_document

_READABLE = kinds.CREDENTIALS | {Kind.STATUS_LIST}
_VC_API = "VC-API, verify options"
_ENVELOPE = "EnvelopedVerifiableCredential"
_ENVELOPES = "VCDM 2.0 §4.13.1"
_SIGNED_HERE = "data:application/vc+jwt,"


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding that the answer depends on, and the JSON pointer of the part of the request that it is about."""

    where: str
    finding: Finding

    @property
    def is_fault(self) -> bool:
        """Whether it stands in the way of "verified". What could not be told does, too."""
        return self.finding.outcome in (Outcome.FAILS, Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Request:
    """What a verify request asks for. ``None`` for challenge and domain: any will do."""

    full: bool
    challenge: str | None
    domain: frozenset[str] | None
    at: datetime
    library: ContextLibrary

    @classmethod
    def from_options(cls, options: JsonObject, *, at: datetime, library: ContextLibrary) -> "Request":
        """Read ``options``. Raises ``MalformedDocument`` for members of the wrong type."""
        checks = texts(options, "checks", where="/options", clause=_VC_API)
        challenge = options.get("challenge")
        if challenge is not None and not isinstance(challenge, str):
            raise MalformedDocument("challenge is text", where="/options/challenge", clause=_VC_API)
        domain = texts(options, "domain", where="/options", clause=_VC_API)
        return cls(not set(checks) <= {"proof"}, challenge, frozenset(domain) or None, at, library)


def verify_credential(sent: JsonValue, request: Request) -> Asking[list[Judged]]:
    """Judge ``verifiableCredential``: a secured credential, an envelope, or a compact JWT. Raises nothing."""
    where = pointer("verifiableCredential")
    try:
        if isinstance(sent, str):
            credential = read(sent, expecting=_READABLE)
        else:
            credential = read_document(_object(sent, where), expecting=_READABLE)
    except AssayError as error:
        return [Judged(where, faulty(Check.READING, error))]
    return [Judged(where, finding) for finding in (yield from _check_credential(credential, request))]


def verify_presentation(sent: JsonValue, request: Request) -> Asking[list[Judged]]:
    """Judge ``verifiablePresentation``, signed or not, and every credential in it. Raises nothing.

    A signed one is checked in full: challenge, domain, purpose, and that its holder signed. Source: VCDM 2.0 §4.13.
    """
    where = pointer("verifiablePresentation")
    try:
        presentation = presentation_of(_object(sent, where))
    except AssayError as error:
        return [Judged(where, faulty(Check.READING, error))]
    findings = [holds(Check.READING, "well formed"), check_context(presentation.document, request.library)]
    signed = bool(listed(presentation.document.get("proof", [])))
    if signed:
        findings += check_audience(presentation.document, challenge=request.challenge, domains=request.domain)
        signing = Signing(presenter(presentation), "authentication", request.at, request.library)
        findings += yield from check_embedded(presentation.document, signing)
    judged = [Judged(where, finding) for finding in findings]
    several = isinstance(presentation.document.get("verifiableCredential"), list)
    # Challenge and domain are for whoever presents; those who issued never heard of them.
    inside = replace(request, challenge=None, domain=None)
    for index, document in enumerate(presentation.credentials):
        place = where + (pointer("verifiableCredential", index) if several else pointer("verifiableCredential"))
        found = yield from _check_presented(document, presentation if signed else None, inside)
        judged += [Judged(place, finding) for finding in found]
    return judged


def _check_presented(
    document: JsonObject, signed_by: UnverifiedPresentation | None, request: Request
) -> Asking[list[Finding]]:
    """One credential of a presentation.

    One without a proof of its own is secured by that of the presentation alone, so its issuer must be the holder, who
    must be named (VCDM 2.0 §4.13.4). When nothing is signed at all, only its structure is judged.
    """
    try:
        if _ENVELOPE in listed(document.get("type", [])) and not _check_envelope(document).startswith(_SIGNED_HERE):
            return [not_applicable(Check.PROOF, "an envelope of a kind not opened here", _ENVELOPES)]
        credential = read_document(document, expecting=_READABLE)
        if credential.token is not None or "proof" in document:
            return (yield from _check_credential(credential, request))
        if signed_by is not None and credential.issuer != signed_by.holder:
            reason = f"only {signed_by.holder or 'an unnamed holder'} signed it, and it is {credential.issuer}'s"
            raise Refused(reason, code=Code.ISSUER_MISMATCH, clause="VCDM 2.0 §4.13.4")
    except AssayError as error:
        return [faulty(Check.READING, error)]
    return [check_context(document, request.library), not_applicable(Check.PROOF, "it has no proof of its own")]


def _check_credential(credential: UnverifiedCredential, request: Request) -> Asking[list[Finding]]:
    audience = check_audience(credential.document, challenge=request.challenge, domains=request.domain)
    if request.full:
        report = yield from verification(credential, at=request.at, contexts=request.library)
        return audience + [finding for finding in report.findings if finding.check.decides]
    signing = Signing(str(credential.issuer), "assertionMethod", request.at, request.library)
    signatures = yield from check_signature(credential, signing)
    return [
        holds(Check.READING, f"well formed: {credential.kind.value} ({credential.model.value})"),
        check_context(credential.document, request.library),
        *audience,
        *(finding for finding in signatures if finding.check is Check.PROOF),
    ]


def _check_envelope(document: JsonObject) -> str:
    """The ``id`` of an envelope: a data URL. Raises ``MalformedDocument``."""
    if contexts.VC_2 not in listed(document.get("@context", [])):
        raise MalformedDocument("an envelope without the base context", where="/@context", clause=_ENVELOPES)
    url = document.get("id")
    if not isinstance(url, str) or not url.startswith("data:") or "," not in url:
        raise MalformedDocument("an envelope's id is a data: URL", where="/id", clause=_ENVELOPES)
    return url


def _object(value: JsonValue, where: str) -> JsonObject:
    if not isinstance(value, dict):
        raise MalformedDocument("this must be a JSON object", where=where, clause=_VC_API)
    return value
