"""The story of a verification, from a document to a report. Every door of Assay tells this one.

Not checked: whether the achievement is worth anything, and whether whoever shows the credential is its holder
(``assay.science.verification.presenting``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from assay.science.baking.badge_file import looks_baked, unbake
from assay.science.errors import AssayError, Code, MalformedDocument, Refused, Unavailable
from assay.science.identifiers import HttpsUrl
from assay.science.securing import json_ld
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.securing.strict_json import JsonObject, JsonValue, pointer
from assay.science.trust.trust_file import TrustFile
from assay.science.verification.asking import Asking, Need, sparingly
from assay.science.verification.current import check_status, check_validity
from assay.science.verification.enclosed import check_refresh, check_resources, check_schema
from assay.science.verification.hosted import check_hosted
from assay.science.verification.report import Check, Finding, Outcome, Report, Verdict, faulty, holds, not_applicable
from assay.science.verification.signatures import MAX_WORK, MAX_WORK_BESIDE, Signing, check_signature
from assay.science.verification.standing import check_standing
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.kinds import Kind, Model
from assay.science.vocabulary.members import listed
from assay.science.vocabulary.reading import read, read_document

NO_TRUST = TrustFile()
# Each endorsement is verified like a credential of its own.
MAX_ENDORSEMENTS = 10
# As long as a URL that is asked for may be, with a line break or two around it.
MAX_ADDRESS = 2_100


def verify(
    raw: bytes | str, *, at: datetime, trust: TrustFile = NO_TRUST, contexts: ContextLibrary | None = None
) -> Asking[Report]:
    """Read and verify a credential: JSON, a compact JWT, or a PNG or SVG image that one is baked into.

    Yields ``Need`` and is sent bytes or ``None``; returns a ``Report`` whatever it was given. ``at`` is the instant as
    of which it is verified. What cannot be read is INVALID with the reason, and no credential in the report.
    Open Badges 2.0 may bake in an address instead of an assertion; then that is asked for first.
    """
    try:
        text = unbake(raw) if isinstance(raw, bytes) and looks_baked(raw) else raw
        address = _address(text)
        if address is not None:
            found = yield Need(address)
            if found is None:
                raise Unavailable(
                    address, "the badge is not in the file but behind this address, which could not be had"
                )
            text = found
        credential = read(text)
    except AssayError as error:
        return Report(None, at, (faulty(Check.READING, error),))
    return (yield from verification(credential, at=at, trust=trust, contexts=contexts))


def verification(
    credential: UnverifiedCredential,
    *,
    at: datetime,
    trust: TrustFile = NO_TRUST,
    contexts: ContextLibrary | None = None,
) -> Asking[Report]:
    """Verify a credential that was read, asking for each outside document once and for a bounded number of them."""
    return sparingly(_story(credential, at, trust, contexts or bundled()))


def _story(credential: UnverifiedCredential, at: datetime, trust: TrustFile, library: ContextLibrary) -> Asking[Report]:
    """In numbered steps; every step leaves at least one finding."""
    # (1) Reading it was the first check: its structure is that of its kind.
    findings = [holds(Check.READING, f"well formed: {credential.kind.value} ({credential.model.value})")]
    # (2) Do all its words have a known meaning? (3) Is it unaltered, and did the issuer sign it?
    findings += yield from _authenticity(credential, at, library)
    # (4) Is it inside its validity period?
    findings.append(check_validity(credential, at=at))
    # (5) Has the issuer withdrawn it? A list out of reach is UNKNOWN: offline is not forged.
    findings += yield from check_status(credential, at=at, contexts=library)
    # (6) Are the documents it refers to the ones that were signed?
    findings += check_resources(credential, library)
    # (7) Is it in the log? Asked for only when the relying party names logs.
    findings.append(_check_log(trust))
    # (8) What it brings along, which informs and decides nothing.
    failed = any(finding.outcome is Outcome.FAILS for finding in findings)
    findings += yield from _endorsements(credential, at, library, failed=failed)
    findings += [check_refresh(credential), check_schema(credential)]
    # (9) Who is the issuer?
    findings.append(check_standing(credential.issuer, trust, at=at))
    return Report(credential, at, tuple(findings))


def _address(text: bytes | str) -> str | None:
    """The https address that stands where a badge should, if that is all there is."""
    if len(text) > MAX_ADDRESS:
        return None
    found = (text.decode("utf-8", "replace") if isinstance(text, bytes) else text).strip()
    try:
        HttpsUrl.from_text(found)
    except MalformedDocument:
        return None
    return found


def check_context(document: JsonObject, contexts: ContextLibrary) -> Finding:
    """Do all the words of a JSON-LD document have a known meaning? Its proofs are looked at with the proofs."""
    try:
        json_ld.to_rdf({name: member for name, member in document.items() if name != "proof"}, contexts)
    except AssayError as error:
        return faulty(Check.CONTEXT, error)
    return holds(
        Check.CONTEXT, "every word in it is defined by contexts that are pinned here", "Data Integrity 1.0 §4.2"
    )


def _authenticity(
    credential: UnverifiedCredential, at: datetime, contexts: ContextLibrary, *, max_work: int = MAX_WORK
) -> Asking[list[Finding]]:
    if credential.model is Model.OB_2:
        plain = not_applicable(
            Check.CONTEXT, "Open Badges 2.0 is read as plain JSON: nothing is signed over its meaning"
        )
        return [plain, *(yield from check_hosted(credential))]
    signing = Signing(str(credential.issuer), "assertionMethod", at, contexts, max_work)
    signatures = yield from check_signature(credential, signing)
    return [check_context(credential.document, contexts), *signatures]


def _check_log(trust: TrustFile) -> Finding:
    if not trust.logs:
        return not_applicable(Check.LOG, "your trust file asks for no transparency log")
    missing = Refused(
        f"your trust file asks for the log {trust.logs[0]}, which this version cannot consult",
        code=Code.LOG_UNREACHABLE,
    )
    return faulty(Check.LOG, missing)


def _endorsements(
    credential: UnverifiedCredential, at: datetime, contexts: ContextLibrary, *, failed: bool
) -> Asking[list[Finding]]:
    """Verify what others say about the credential, each as a credential of its own. OB 3.0 §9.1, last step."""
    clause = "OB 3.0 §9.1"
    enclosed = list(_enclosed(credential.document, "", (credential.issuer,)))
    if not enclosed:
        return [not_applicable(Check.ENDORSEMENTS, "nobody's endorsement is enclosed", clause)]
    if failed:  # whoever made a worthless document must not choose, through it, whom we ask and what we compute
        return [not_applicable(Check.ENDORSEMENTS, "it fails itself, so its endorsements were not looked at", clause)]
    findings: list[Finding] = []
    for found in enclosed[:MAX_ENDORSEMENTS]:
        findings += [(yield from _endorsement(found, at, contexts))]
    if len(enclosed) > MAX_ENDORSEMENTS:
        reason = f"{len(enclosed) - MAX_ENDORSEMENTS} further endorsements were not looked at"
        findings.append(Finding(Check.ENDORSEMENTS, Outcome.UNKNOWN, Code.TOO_LARGE, reason, clause))
    return findings


@dataclass(frozen=True, slots=True)
class _Enclosed:
    """An endorsement inside a document: where it stands, what stands around it (by id), the thing itself."""

    where: str
    around: tuple[JsonValue, ...]
    found: JsonObject | str


def _enclosed(value: JsonValue, where: str, around: tuple[JsonValue, ...]) -> Iterator[_Enclosed]:
    """Endorsements in the document, embedded or as tokens, but none inside another."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _enclosed(item, where + pointer(index), around)
    if not isinstance(value, dict):
        return
    inner = (*around, value.get("id"))
    for name, member in value.items():
        place = where + pointer(name)
        if name in ("endorsement", "endorsementJwt"):
            yield from (_Enclosed(place, inner, each) for each in listed(member) if isinstance(each, dict | str))
        else:
            yield from _enclosed(member, place, inner)


def _endorsement(enclosed: _Enclosed, at: datetime, contexts: ContextLibrary) -> Asking[Finding]:
    expecting = frozenset({Kind.ENDORSEMENT})
    found, where = enclosed.found, enclosed.where
    try:
        endorsement = (
            read(found, expecting=expecting) if isinstance(found, str) else read_document(found, expecting=expecting)
        )
        endorsed = endorsement.subject.get("id")
        if endorsed not in enclosed.around:  # genuine, but lifted from elsewhere
            raise Refused(f"the endorsement at {where} is about {endorsed!r:.200}, which is something else")
    except AssayError as error:
        return replace(faulty(Check.ENDORSEMENTS, error), code=Code.ENDORSEMENT_DOUBTFUL)
    findings = yield from _authenticity(endorsement, at, contexts, max_work=MAX_WORK_BESIDE)
    findings.append(check_validity(endorsement, at=at))
    findings += yield from check_status(endorsement, at=at, contexts=contexts)
    verdict = Report(endorsement, at, tuple(findings)).verdict
    if verdict is Verdict.VALID:
        return holds(Check.ENDORSEMENTS, f"{endorsement.issuer} endorses {endorsed}, at {where}", "OB 3.0 §9.1")
    worst = next(f for f in findings if f.outcome is (Outcome.FAILS if verdict is Verdict.INVALID else Outcome.UNKNOWN))
    reason = f"the endorsement at {where} by {endorsement.issuer} is {verdict.value}: {worst.reason}"
    return Finding(Check.ENDORSEMENTS, worst.outcome, Code.ENDORSEMENT_DOUBTFUL, reason, "OB 3.0 §9.1")
