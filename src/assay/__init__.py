"""Assay issues, verifies, stacks and matches skill credentials that anyone can check.

    from datetime import UTC, datetime
    from assay import drive, verify

    report = drive(verify(open("badge.json", "rb").read(), at=datetime.now(UTC)), fetch)

``fetch`` takes an https URL and gives its bytes, or ``None``; ``{}.get`` verifies offline. This is the library's public
door: what is not named here may change.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

# Each name is fetched from its home when it is first used: a command, or the parser process that every uploaded file
# gets, must not wait for the whole science to be read.
_HOMES = {
    "assay.science.errors": ("AssayError", "Code", "MalformedDocument", "Refused", "Unavailable"),
    "assay.science.verification.asking": ("Need", "drive"),
    "assay.science.verification.presenting": ("PresentationReport", "presenting"),
    "assay.science.verification.report": ("Check", "Finding", "Outcome", "POLICIES", "Policy", "Report", "Verdict"),
    "assay.science.verification.verify": ("verification", "verify"),
    "assay.science.vocabulary.credential": ("UnverifiedCredential", "VerifiedCredential"),
    "assay.science.vocabulary.presentation": ("UnverifiedPresentation", "read_presentation"),
    "assay.science.vocabulary.reading": ("read",),
}


if not TYPE_CHECKING:  # to a type checker, a name that is not there must stay a mistake

    def __getattr__(name: str) -> object:
        """A name of ``__all__``, from the module that defines it (PEP 562)."""
        for home, names in _HOMES.items():
            if name in names:
                found = getattr(import_module(home), name)
                globals()[name] = found
                return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
