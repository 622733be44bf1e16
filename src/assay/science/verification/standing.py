"""Who is the issuer? A line of its own: it informs, and never changes whether a document is genuine."""

from datetime import datetime

from assay.science.errors import Code
from assay.science.securing.known import remembered
from assay.science.trust.trust_file import TrustFile
from assay.science.verification.report import Check, Finding, Outcome, holds


def check_standing(issuer: str | None, trust: TrustFile, *, at: datetime) -> Finding:
    """What the relying party's own trust file says about ``issuer`` at ``at``."""
    if issuer is None:
        reason = "it does not name its issuer itself, so who stands behind it was not established"
        return Finding(Check.STANDING, Outcome.UNKNOWN, Code.ISSUER_NOT_ESTABLISHED, reason)
    path = trust.path_to(issuer, at=at)
    if path is None:
        return _not_established(issuer)
    if len(path) == 1:
        return holds(Check.STANDING, f"your trust file names {issuer}", code=Code.ISSUER_RECOGNISED)
    return holds(Check.STANDING, f"recognised by way of {' → '.join(path)}", code=Code.ISSUER_RECOGNISED)


@remembered
def _not_established(issuer: str) -> Finding:
    reason = f"who stands behind {issuer} was not established; no trust file that was given leads to it"
    return Finding(Check.STANDING, Outcome.UNKNOWN, Code.ISSUER_NOT_ESTABLISHED, reason)
