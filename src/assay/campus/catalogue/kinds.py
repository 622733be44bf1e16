"""The kinds of achievement that the editor offers, in plain words, and what else people call them.

One list for the editor, the public pages and the search, so that a word found is a word shown. The kinds are those of
Open Badges 3.0 §B.2 AchievementType.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Mapping[str, str | Promise] = MappingProxyType(
    {
        "MicroCredential": _("Micro-credential"),
        "Badge": _("Badge"),
        "Certificate": _("Certificate"),
        "CertificateOfCompletion": _("Certificate of completion (taking part, no assessment)"),
        "Certification": _("Certification (with renewal)"),
        "Course": _("Course"),
        "Assessment": _("Assessment"),
        "Competency": _("Competency"),
        "License": _("Licence"),
    }
)

# A certificate of completion is none of the things that a micro-credential is also called: nobody was assessed.
SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "MicroCredential": (
            *("micro-credential", "nano-degree", "nanodegree", "digital badge", "badge", "certificate"),
            *("professional certificate", "short course", "micro-certification", "alternative credential"),
        ),
        "Badge": ("digital badge", "open badge"),
        "Certificate": ("professional certificate",),
        "CertificateOfCompletion": ("attendance", "participation", "workshop"),
        "Certification": ("professional certification", "certificate"),
        "Course": ("short course", "class", "module"),
        "Assessment": ("exam", "examination", "test"),
        "Competency": ("competence", "skill"),
        "License": ("license", "permit"),
    }
)


def kind_label(kind: str) -> str | Promise:
    """The kind in plain words; the standard's word, or the issuer's own, where we have none."""
    return KINDS.get(kind, kind.removeprefix("ext:"))
