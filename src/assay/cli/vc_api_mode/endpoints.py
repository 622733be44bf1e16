"""The endpoints of the conformance test mode as plain functions: a request in, a status and JSON out.

    GET  /                                       what there is, and who issues
    POST /{suite}/{key}/credentials/issue        {"credential": {…}}              201 and the credential
    POST /credentials/verify                     {"verifiableCredential": {…}}    200, or 400 and why
    POST /presentations/verify                   {"verifiablePresentation": {…}}  200, or 400 and why
    GET  /1.0/identifiers/{percent-encoded DID}  200, or 400 or 404 and why

Source: VC-API (W3C CCG draft), the part that the W3C test suites drive; DID Resolution, HTTP binding.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import unquote

from assay.adapters.clock import Clock
from assay.cli.vc_api_mode.issuing import Issuer, issue
from assay.cli.vc_api_mode.problems import problem
from assay.cli.vc_api_mode.verifying import Judged, Request, verify_credential, verify_presentation
from assay.science.dids.did_document import ControllerDocument, read_controller_document
from assay.science.dids.publishing import compose_document
from assay.science.dids.resolution import FetchFrom, locate
from assay.science.errors import AssayError, Code, MalformedDocument
from assay.science.ports import Fetch
from assay.science.securing import strict_json
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.strict_json import JsonObject, JsonValue
from assay.science.verification.asking import drive

# No document that Assay reads is larger; what a request adds around it is a few bytes.
MAX_BODY = strict_json.MAX_BYTES
_IDENTIFIERS = "/1.0/identifiers/"
_RESOLUTION_ERRORS = MappingProxyType(
    {Code.DID_METHOD_UNSUPPORTED: "methodNotSupported", Code.KEY_REFUSED: "invalidPublicKey"}
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, a JSON body, and for ``405`` the one method that would do."""

    status: HTTPStatus
    body: JsonObject
    allow: str | None = None


@dataclass(frozen=True, slots=True)
class Endpoints:
    """All endpoints. ``fetch`` is their only way out: give one that knows what a test prepared, or none at all."""

    issuers: tuple[Issuer, ...]
    contexts: ContextLibrary
    clock: Clock
    fetch: Fetch
    _issuing: Mapping[str, Issuer] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_path = {f"/{issuer.path}/credentials/issue": issuer for issuer in self.issuers}
        object.__setattr__(self, "_issuing", MappingProxyType(by_path))

    def answer(self, method: str, target: str, body: bytes) -> Answer:
        """Answer one request; a refusal is an answer as well. Raises nothing."""
        path = target.partition("?")[0]
        allowed = self._method_of(path)
        if allowed is None:
            return refusal(HTTPStatus.NOT_FOUND, f"there is nothing at {path:.100}")
        if method != allowed:
            return refusal(HTTPStatus.METHOD_NOT_ALLOWED, f"this takes {allowed}", allow=allowed)
        if allowed == "GET":
            return self._listing() if path == "/" else self._resolve(path.removeprefix(_IDENTIFIERS))
        if len(body) > MAX_BODY:
            return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"larger than {MAX_BODY} bytes", Code.TOO_LARGE)
        try:
            return self._post(path, strict_json.parse_object(body))
        except AssayError as error:
            return Answer(HTTPStatus.BAD_REQUEST, _verdict([], [problem(error)]))

    def _method_of(self, path: str) -> str | None:
        if path in {"/credentials/verify", "/presentations/verify"} or path in self._issuing:
            return "POST"
        return "GET" if path == "/" or path.startswith(_IDENTIFIERS) else None

    def _post(self, path: str, body: JsonObject) -> Answer:
        options = _member(body, "options") if "options" in body else {}
        at = self.clock()
        issuer = self._issuing.get(path)
        if issuer is not None:
            story = issue(issuer, _member(body, "credential"), at=at, library=self.contexts)
            return Answer(HTTPStatus.CREATED, drive(story, self.fetch))
        request = Request.from_options(options, at=at, library=self.contexts)
        if path == "/credentials/verify":
            return _judgement(drive(verify_credential(body.get("verifiableCredential"), request), self.fetch))
        return _judgement(drive(verify_presentation(body.get("verifiablePresentation"), request), self.fetch))

    def _resolve(self, segment: str) -> Answer:
        """DID Resolution: the document, or ``didResolutionMetadata.error``."""
        try:
            did = unquote(segment, errors="strict")
            if not did.startswith("did:"):
                raise MalformedDocument("not a DID", clause="DID Core 1.0 §3.1", code=Code.DID_INVALID)
            location = locate(did)
        except UnicodeDecodeError:
            return _unresolved(HTTPStatus.BAD_REQUEST, "invalidDid", "not UTF-8")
        except AssayError as error:
            return _unresolved(HTTPStatus.BAD_REQUEST, _RESOLUTION_ERRORS.get(error.code, "invalidDid"), str(error))
        if not isinstance(location, FetchFrom):
            return _resolved(_written(location))
        raw = self.fetch(location.url)
        if raw is None:
            return _unresolved(HTTPStatus.NOT_FOUND, "notFound", f"{location.url} could not be had")
        try:
            read_controller_document(raw, expected_id=did)
        except AssayError as error:
            return _unresolved(HTTPStatus.BAD_REQUEST, "invalidDidDocument", str(error))
        return _resolved(strict_json.parse_object(raw))

    def _listing(self) -> Answer:
        issuing: list[JsonValue] = [
            {"method": "POST", "path": path, "suite": issuer.suite, "id": issuer.id}
            for path, issuer in self._issuing.items()
        ]
        others: list[JsonValue] = [
            {"method": "POST", "path": "/credentials/verify"},
            {"method": "POST", "path": "/presentations/verify"},
            {"method": "GET", "path": _IDENTIFIERS + "{did}"},
        ]
        purpose = "conformance tests on this machine, nothing else"
        return Answer(HTTPStatus.OK, {"purpose": purpose, "endpoints": [*issuing, *others]})


def _judgement(judged: list[Judged]) -> Answer:
    faults = [problem(each.finding, each.where) for each in judged if each.is_fault]
    checks: list[JsonValue] = [{**each.finding.as_json(), "where": each.where} for each in judged]
    return Answer(HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK, _verdict(checks, faults))


def _verdict(checks: list[JsonValue], faults: list[JsonObject]) -> JsonObject:
    """The suites look for ``errors`` (older ones) or ``problemDetails``; a person looks at ``checks``."""
    return {
        "verified": not faults,
        "checks": checks,
        "errors": [f"{fault['code']}: {fault['detail']}" for fault in faults],
        "problemDetails": [*faults],
    }


def refusal(status: HTTPStatus, reason: str, code: Code = Code.REFUSED, *, allow: str | None = None) -> Answer:
    """An answer to a request that does not even reach an endpoint."""
    found: JsonObject = {"type": "about:blank", "title": status.phrase, "code": code.value, "detail": reason}
    return Answer(status, _verdict([], [found]), allow)


def _resolved(document: JsonObject) -> Answer:
    return Answer(HTTPStatus.OK, _resolution(document, {"contentType": "application/did+ld+json"}))


def _unresolved(status: HTTPStatus, error: str, message: str) -> Answer:
    return Answer(status, _resolution(None, {"error": error, "message": message}))


def _resolution(document: JsonObject | None, metadata: JsonObject) -> JsonObject:
    return {
        "@context": "https://w3id.org/did-resolution/v1",
        "didDocument": document,
        "didResolutionMetadata": metadata,
        "didDocumentMetadata": {},
    }


def _written(document: ControllerDocument) -> JsonObject:
    """The document of a did:key, which was not fetched but worked out: each of its keys is for all its purposes."""
    keys = {method.id: method.key for method in document.methods.values()}
    return compose_document(document.id, keys, purposes=document.relationships)


def _member(body: JsonObject, name: str) -> JsonObject:
    member = body.get(name)
    if not isinstance(member, dict):
        raise MalformedDocument("this must be a JSON object", where=strict_json.pointer(name), clause="VC-API")
    return member
