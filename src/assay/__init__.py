"""Assay issues, verifies, stacks and matches skill credentials that anyone can check.

    from datetime import UTC, datetime
    from assay import drive, verify

    report = drive(verify(open("badge.json", "rb").read(), at=datetime.now(UTC)), fetch)

``fetch`` takes an https URL and gives its bytes, or ``None``; ``{}.get`` verifies offline. This is the library's public
door: what is not named here may change.
"""

from assay.science.errors import AssayError, Code, MalformedDocument, Refused, Unavailable
from assay.science.verification.asking import Need, drive
from assay.science.verification.presenting import PresentationReport, presenting
from assay.science.verification.report import POLICIES, Check, Finding, Outcome, Policy, Report, Verdict
from assay.science.verification.verify import verification, verify
from assay.science.vocabulary.credential import UnverifiedCredential, VerifiedCredential
from assay.science.vocabulary.presentation import UnverifiedPresentation, read_presentation
from assay.science.vocabulary.reading import read

__all__ = [
    "POLICIES",
    "AssayError",
    "Check",
    "Code",
    "Finding",
    "MalformedDocument",
    "Need",
    "Outcome",
    "Policy",
    "PresentationReport",
    "Refused",
    "Report",
    "Unavailable",
    "UnverifiedCredential",
    "UnverifiedPresentation",
    "Verdict",
    "VerifiedCredential",
    "drive",
    "presenting",
    "read",
    "read_presentation",
    "verification",
    "verify",
]
