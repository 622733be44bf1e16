"""Credentials inside a credential: endorsements, and what a learner record is made of. Each is verified by itself.

They inform and decide nothing: that a badge is genuine does not hang on what others say of it, and a record that was
signed stays what was signed when one of the credentials in it is withdrawn later. Source: OB 3.0 §9.1, CLR 2.0 §7.1.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assay.science.errors import AssayError, Code, Refused
from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer
from assay.science.verification.asking import Asking
from assay.science.verification.current import check_status, check_validity
from assay.science.verification.genuine import check_genuine
from assay.science.verification.lists import Inquiry
from assay.science.verification.report import (
    Check,
    Finding,
    Outcome,
    Report,
    Verdict,
    any_failed,
    faulty,
    holds,
    not_applicable,
)
from assay.science.verification.signatures import MAX_WORK_BESIDE
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.kinds import Kind
from assay.science.vocabulary.reading import read, read_document

# Each is verified like a credential of its own, and may need documents of its own.
MAX_ENDORSEMENTS = 10
MAX_RECORDS = 25
# What is told of most credentials, made once.
_NO_ENDORSEMENTS = not_applicable(Check.ENDORSEMENTS, "nobody's endorsement is enclosed", "OB 3.0 §9.1")
_NO_RECORDS = not_applicable(Check.RECORDS, "it is not made of other credentials", "CLR 2.0 §7.1")
_RECORDED = frozenset({Kind.ACHIEVEMENT, Kind.CLR, Kind.OTHER_CREDENTIAL})


@dataclass(frozen=True, slots=True)
class _Inner:
    """A credential inside a document: where it stands, what stands around it (by id), the thing itself."""

    where: str
    around: tuple[JsonValue, ...]
    found: JsonObject | str


@dataclass(frozen=True, slots=True)
class Beside:
    """What the verification around them knows. ``failed``: the credential around them is worthless."""

    inquiry: Inquiry
    failed: bool


def check_endorsements(credential: UnverifiedCredential, beside: Beside) -> Asking[list[Finding]]:
    """One finding for each endorsement, the first ten of them."""
    may_have = credential.may_name("endorsement", "endorsementJwt")
    inner = list(_endorsements(credential.document, "", (credential.issuer,))) if may_have else []
    if not inner:
        return [_NO_ENDORSEMENTS]
    if beside.failed:  # whoever made a worthless document must not choose, through it, whom we ask and what we compute
        reason = "it fails itself, so its endorsements were not looked at"
        return [not_applicable(Check.ENDORSEMENTS, reason, "OB 3.0 §9.1")]
    findings: list[Finding] = []
    for each in inner[:MAX_ENDORSEMENTS]:
        findings += [(yield from _endorsement(each, beside))]
    return findings + _rest(Check.ENDORSEMENTS, len(inner) - MAX_ENDORSEMENTS, "endorsements")


def check_records(credential: UnverifiedCredential, beside: Beside) -> Asking[list[Finding]]:
    """One finding for each credential that a comprehensive learner record is made of, the first 25 of them."""
    subject = credential.subject if credential.kind is Kind.CLR else {}
    inner = [
        _Inner(pointer("credentialSubject", "verifiableCredential", index), (), found)
        for index, found in enumerate(listed(subject.get("verifiableCredential", [])))
        if isinstance(found, dict)
    ]
    if not inner:
        return [_NO_RECORDS]
    if beside.failed:
        reason = "it fails itself, so the credentials in it were not looked at"
        return [not_applicable(Check.RECORDS, reason, "CLR 2.0 §7.1")]
    findings: list[Finding] = []
    for each in inner[:MAX_RECORDS]:
        findings += [(yield from _record(each, beside))]
    return findings + _rest(Check.RECORDS, len(inner) - MAX_RECORDS, "credentials")


def _rest(check: Check, left: int, what: str) -> list[Finding]:
    reason = f"{left} further {what} were not looked at"
    return [Finding(check, Outcome.UNKNOWN, Code.TOO_LARGE, reason)] if left > 0 else []


def _endorsements(value: JsonValue, where: str, around: tuple[JsonValue, ...]) -> Iterator[_Inner]:
    """Endorsements in the document, embedded or as tokens, but none inside another."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _endorsements(item, where + pointer(index), around)
    if not isinstance(value, dict):
        return
    inner = (*around, value.get("id"))
    for name, member in value.items():
        place = where + pointer(name)
        if name in ("endorsement", "endorsementJwt"):
            yield from (_Inner(place, inner, each) for each in listed(member) if isinstance(each, dict | str))
        else:
            yield from _endorsements(member, place, inner)


def _endorsement(inner: _Inner, beside: Beside) -> Asking[Finding]:
    try:
        endorsement = _read(inner, frozenset({Kind.ENDORSEMENT}))
        endorsed = endorsement.subject.get("id")
        if endorsed not in inner.around:  # genuine, but lifted from elsewhere
            raise Refused(f"the endorsement at {inner.where} is about {endorsed!r:.200}, which is something else")
    except AssayError as error:
        return replace(faulty(Check.ENDORSEMENTS, error), code=Code.ENDORSEMENT_DOUBTFUL)
    said = f"{endorsement.issuer} endorses {endorsed}, at {inner.where}"
    doubted = f"the endorsement at {inner.where} by {endorsement.issuer}"
    found = holds(Check.ENDORSEMENTS, said, "OB 3.0 §9.1")
    return (yield from _judged(endorsement, found, doubted, beside))


def _record(inner: _Inner, beside: Beside) -> Asking[Finding]:
    try:
        record = _read(inner, _RECORDED)
    except AssayError as error:
        return replace(faulty(Check.RECORDS, error), code=Code.RECORD_DOUBTFUL)
    stated = f"the credential at {inner.where} by {record.issuer}"
    found = holds(Check.RECORDS, f"{stated} verifies by itself", "CLR 2.0 §7.1")
    return (yield from _judged(record, found, stated, beside))


def _read(inner: _Inner, expecting: frozenset[Kind]) -> UnverifiedCredential:
    if isinstance(inner.found, str):
        return read(inner.found, expecting=expecting)
    return read_document(inner.found, expecting=expecting)


def _judged(credential: UnverifiedCredential, found: Finding, doubted: str, beside: Beside) -> Asking[Finding]:
    """``found`` if the inner credential is VALID, else what keeps it from being that."""
    at, contexts = beside.inquiry.at, beside.inquiry.contexts
    findings = yield from check_genuine(credential, at=at, contexts=contexts, max_work=MAX_WORK_BESIDE)
    failed = any_failed(findings)
    findings.append(check_validity(credential, at=at))
    findings += yield from check_status(credential, beside.inquiry, failed=failed)
    verdict = Report(credential, at, tuple(findings)).verdict
    if verdict is Verdict.VALID:
        return found
    wanted = Outcome.FAILS if verdict is Verdict.INVALID else Outcome.UNKNOWN
    worst = next(each for each in findings if each.outcome is wanted)
    code = Code.ENDORSEMENT_DOUBTFUL if found.check is Check.ENDORSEMENTS else Code.RECORD_DOUBTFUL
    return Finding(found.check, worst.outcome, code, f"{doubted} is {verdict.value}: {worst.reason}", found.clause)
