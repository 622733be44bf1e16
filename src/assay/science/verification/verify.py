"""The story of a verification, from a document to a report. Every door of Assay tells this one.

Not checked: whether the achievement is worth anything, and whether whoever shows the credential is its holder
(``assay.science.verification.presenting``).
"""

from dataclasses import replace
from datetime import datetime

from assay.science.baking.badge_file import looks_baked, unbake
from assay.science.errors import AssayError, Code, Refused, Unavailable
from assay.science.securing import json_ld
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.securing.strict_json import JsonObject, walk
from assay.science.trust.trust_file import TrustFile
from assay.science.verification.asking import Asking, Need
from assay.science.verification.current import check_status, check_validity
from assay.science.verification.enclosed import check_refresh, check_resources, check_schema
from assay.science.verification.hosted import check_hosted
from assay.science.verification.report import Check, Finding, Outcome, Report, Verdict, faulty, holds, not_applicable
from assay.science.verification.signatures import Signing, check_signature
from assay.science.verification.standing import check_standing
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.kinds import Kind, Model
from assay.science.vocabulary.reading import read, read_document

NO_TRUST = TrustFile()
# Each endorsement is verified like a credential of its own.
MAX_ENDORSEMENTS = 10


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
            text = yield Need(address)
            if text is None:
                raise Unavailable(
                    address, "the badge is not in the file but behind this address, which could not be had"
                )
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
    """Verify a credential that was read, in numbered steps; every step leaves at least one finding."""
    library = contexts or bundled()
    # (1) Reading it was the first check: its structure is that of its kind.
    findings = [holds(Check.READING, f"well formed: {credential.kind.value} ({credential.model.value})")]
    # (2) Do all its words have a known meaning? (3) Is it unaltered, and did the issuer sign it?
    findings += yield from _authenticity(credential, at, library)
    # (4) Is it inside its validity period?
    findings.append(check_validity(credential, at=at))
    # (5) Has the issuer withdrawn it? A list out of reach is UNKNOWN: offline is not forged.
    findings += yield from check_status(credential, at=at, contexts=library)
    # (6) Are the documents it refers to the ones that were signed?
    findings += check_resources(credential.document, library)
    # (7) Is it in the log? Asked for only when the relying party names logs.
    findings.append(_check_log(trust))
    # (8) What it brings along, which informs and decides nothing.
    findings += yield from _endorsements(credential, at, library)
    findings += [check_refresh(credential.document), check_schema(credential.document)]
    # (9) Who is the issuer?
    findings.append(check_standing(credential.issuer, trust, at=at))
    return Report(credential, at, tuple(findings))


def _address(text: bytes | str) -> str | None:
    """The https address that stands where a badge should, if that is all there is."""
    start = text[:2048].strip()
    found = start.decode("ascii", "replace") if isinstance(start, bytes) else start
    return found if found.startswith("https://") and found.isprintable() and " " not in found else None


def check_context(document: JsonObject, contexts: ContextLibrary) -> Finding:
    """Do all the words of a JSON-LD document have a known meaning? Its proofs are looked at with the proofs."""
    try:
        json_ld.to_rdf({name: member for name, member in document.items() if name != "proof"}, contexts)
    except AssayError as error:
        return faulty(Check.CONTEXT, error)
    return holds(
        Check.CONTEXT, "every word in it is defined by contexts that are pinned here", "Data Integrity 1.0 §4.2"
    )


def _authenticity(credential: UnverifiedCredential, at: datetime, contexts: ContextLibrary) -> Asking[list[Finding]]:
    if credential.model is Model.OB_2:
        plain = not_applicable(
            Check.CONTEXT, "Open Badges 2.0 is read as plain JSON: nothing is signed over its meaning"
        )
        return [plain, *(yield from check_hosted(credential))]
    signing = Signing(str(credential.issuer), "assertionMethod", at, contexts)
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


def _endorsements(credential: UnverifiedCredential, at: datetime, contexts: ContextLibrary) -> Asking[list[Finding]]:
    """Verify what others say about the credential, each as a credential of its own. OB 3.0 §9.1, last step."""
    enclosed = _enclosed(credential.document)
    if not enclosed:
        return [not_applicable(Check.ENDORSEMENTS, "nobody's endorsement is enclosed", "OB 3.0 §9.1")]
    findings: list[Finding] = []
    for where, found in enclosed[:MAX_ENDORSEMENTS]:
        findings.append((yield from _endorsement(found, where, at, contexts)))
    if len(enclosed) > MAX_ENDORSEMENTS:
        reason = f"{len(enclosed) - MAX_ENDORSEMENTS} further endorsements were not looked at"
        findings.append(Finding(Check.ENDORSEMENTS, Outcome.UNKNOWN, Code.TOO_LARGE, reason, "OB 3.0 §9.1"))
    return findings


def _enclosed(document: JsonObject) -> list[tuple[str, JsonObject | str]]:
    """Endorsements in the document, embedded or as tokens, but none inside another."""
    found: list[tuple[str, JsonObject | str]] = []
    for where, value in walk(document):
        if not isinstance(value, dict) or any(where.startswith(place + "/") or where == place for place, _ in found):
            continue
        for name in ("endorsement", "endorsementJwt"):
            members = value.get(name, [])
            listed = members if isinstance(members, list) else [members]
            found += [(f"{where}/{name}", each) for each in listed if isinstance(each, dict | str)]
    return found


def _endorsement(found: JsonObject | str, where: str, at: datetime, contexts: ContextLibrary) -> Asking[Finding]:
    expecting = frozenset({Kind.ENDORSEMENT})
    try:
        endorsement = (
            read(found, expecting=expecting) if isinstance(found, str) else read_document(found, expecting=expecting)
        )
    except AssayError as error:
        return replace(faulty(Check.ENDORSEMENTS, error), code=Code.ENDORSEMENT_DOUBTFUL)
    findings = yield from _authenticity(endorsement, at, contexts)
    findings.append(check_validity(endorsement, at=at))
    findings += yield from check_status(endorsement, at=at, contexts=contexts)
    verdict = Report(endorsement, at, tuple(findings)).verdict
    if verdict is Verdict.VALID:
        return holds(Check.ENDORSEMENTS, f"{endorsement.issuer} endorses it, at {where}", "OB 3.0 §9.1")
    worst = next(f for f in findings if f.outcome is (Outcome.FAILS if verdict is Verdict.INVALID else Outcome.UNKNOWN))
    reason = f"the endorsement at {where} by {endorsement.issuer} is {verdict.value}: {worst.reason}"
    return Finding(Check.ENDORSEMENTS, worst.outcome, Code.ENDORSEMENT_DOUBTFUL, reason, "OB 3.0 §9.1")
