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
# For all credentials of a presentation together; each has a bound of its own as well.
MAX_NEEDS = 100


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
    """Check a presentation against the challenge (and domain) that it was asked to answer."""
    story = _story(presentation, challenge, domain, at, contexts or bundled())
    return sparingly(story, most=MAX_NEEDS)


def _story(
    presentation: UnverifiedPresentation, challenge: str, domain: str | None, at: datetime, library: ContextLibrary
) -> Asking[PresentationReport]:
    findings = [check_context(presentation.document, library), *_check_audience(presentation, challenge, domain)]
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


def _check_audience(presentation: UnverifiedPresentation, challenge: str, domain: str | None) -> list[Finding]:
    """Every proof must answer our challenge; one made for somebody else could have been recorded there."""
    findings = []
    for proof in readable_proofs(presentation.document):
        if proof.challenge != challenge:
            other = Refused("it answers another challenge than ours", code=Code.CHALLENGE_MISMATCH, clause=_CLAUSE)
            findings.append(faulty(Check.PROOF, other))
        if domain is not None and domain not in proof.domain:
            other = Refused(
                f"it was made for another audience than {domain}", code=Code.CHALLENGE_MISMATCH, clause=_CLAUSE
            )
            findings.append(faulty(Check.PROOF, other))
    return findings
