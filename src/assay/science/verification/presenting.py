"""Is it shown by its holder, to us, now? A presentation's proof answers one challenge of one audience.

Source: VCDM 2.0 §4.13, Data Integrity 1.0 §2.1 (``challenge``, ``domain``). The purpose is ``authentication``: a key
that may issue credentials is not thereby one that may log in, and the other way round.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from assay.science.dids.resolution import split_did_url
from assay.science.errors import AssayError, Code, Refused
from assay.science.securing import proofs
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.securing.proofs import Proof
from assay.science.securing.strict_json import JsonObject
from assay.science.verification.asking import Asking, sparingly
from assay.science.verification.genuine import check_context
from assay.science.verification.report import Check, Finding, Outcome, Report, faulty, holds
from assay.science.verification.signatures import Signing, check_embedded
from assay.science.verification.verify import verification
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.presentation import UnverifiedPresentation
from assay.science.vocabulary.reading import read_document

_CLAUSE = "Data Integrity 1.0 §2.1"


@dataclass(frozen=True, slots=True)
class PresentationReport:
    """What was found about the presentation itself, and one report for each credential in it."""

    findings: tuple[Finding, ...]
    credentials: tuple[Report, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing about the presentation itself is wrong or open. The credentials speak for themselves."""
        return all(finding.outcome in (Outcome.HOLDS, Outcome.NOT_APPLICABLE) for finding in self.findings)


def presenting(
    presentation: UnverifiedPresentation,
    *,
    challenge: str,
    domain: str | None,
    at: datetime,
    contexts: ContextLibrary | None = None,
) -> Asking[PresentationReport]:
    """Check a presentation against the challenge (and domain) that it was asked to answer.

    All its credentials together ask for as many documents as one alone may.
    """
    return sparingly(_story(presentation, challenge, domain, at, contexts or bundled()))


def _story(
    presentation: UnverifiedPresentation, challenge: str, domain: str | None, at: datetime, library: ContextLibrary
) -> Asking[PresentationReport]:
    domains = None if domain is None else frozenset({domain})
    audience = check_audience(presentation.document, challenge=challenge, domains=domains)
    findings = [check_context(presentation.document, library), *audience]
    signing = Signing(presenter(presentation), "authentication", at, library)
    findings += yield from check_embedded(presentation.document, signing)
    reports: list[Report] = []
    for document in presentation.credentials:
        try:
            credential = read_document(document)
        except AssayError as error:
            reports.append(Report(None, at, (faulty(Check.READING, error),)))
            continue
        report = yield from verification(credential, at=at, contexts=library)
        reports.append(replace(report, findings=(*report.findings, _check_holder(credential, signing.signer))))
    return PresentationReport(tuple(findings), tuple(reports))


def _check_holder(credential: UnverifiedCredential, shown_by: str) -> Finding:
    """Whether the credential is about whoever shows it. A name that cannot be compared leaves that open."""
    about = credential.subject.get("id")
    if about is None:
        unnamed = Refused("it names whom it is about in words alone", code=Code.HOLDER_NOT_NAMED, clause=_CLAUSE)
        return faulty(Check.HOLDER, unnamed)
    if about != shown_by:
        reason = f"it is about {about!r:.200} and was shown by {shown_by!r:.200}"
        return faulty(Check.HOLDER, Refused(reason, code=Code.HOLDER_MISMATCH, clause=_CLAUSE))
    return holds(Check.HOLDER, f"about {shown_by}, who shows it", _CLAUSE)


def presenter(presentation: UnverifiedPresentation) -> str:
    """The holder; where none is named, whoever made the first proof presents it, and is held to be nobody else."""
    if presentation.holder is not None:
        return presentation.holder
    named = [proof.verification_method for proof in readable_proofs(presentation.document)]
    try:
        return split_did_url(named[0])[0] if named else ""
    except AssayError:
        return ""


def readable_proofs(document: JsonObject) -> list[Proof]:
    """The proofs that can be read, for questions beside their signatures; none when one of them is malformed.

    Whoever checks the signatures reads them again and says what is wrong.
    """
    try:
        return [proof for proof in proofs.read_proofs(document) if isinstance(proof, Proof)]
    except AssayError:
        return []


def check_audience(document: JsonObject, *, challenge: str | None, domains: frozenset[str] | None) -> list[Finding]:
    """Faults of proofs that answer another challenge than ours or name other domains; ``None``: any will do.

    One made for somebody else could have been recorded there; one for us and others could be used there as well.
    Source: Data Integrity 1.0 §4.4.
    """
    reasons = []
    for proof in readable_proofs(document):
        if challenge is not None and proof.challenge != challenge:
            reasons.append("it answers another challenge")
        if domains is not None and frozenset(proof.domain) != domains:
            reasons.append(f"it was made for {sorted(proof.domain)!r:.200}, not for {', '.join(sorted(domains))}")
    clause = "Data Integrity 1.0 §4.4"
    return [faulty(Check.PROOF, Refused(why, code=Code.CHALLENGE_MISMATCH, clause=clause)) for why in reasons]
