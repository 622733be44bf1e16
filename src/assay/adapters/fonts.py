"""The fonts that pictures and certificates are drawn with: every family installed as a ``fontpkg-…`` package.

A clean machine has none, and without one text is drawn as nothing at all. Latin, Greek, Cyrillic, Devanagari and
Arabic come with the platform; for another script install its ``fontpkg-noto-sans-…`` package, or its system font.
"""

import re
from functools import cache
from pathlib import Path

import fontpkg

SANS = "Noto Sans"
# What SANS and its Arabic companion have, by block. Anything else sends us to the fonts of the machine.
_COVERED = (
    "\u0000-\u058f\u0600-\u06ff\u0750-\u077f\u0900-\u097f\u1ab0-\u1aff\u1d00-\u1fff\u2000-\u22ff\u25a0-\u25ff"
    "\u2c60-\u2c7f\ua640-\ua69f\ua720-\ua7ff\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufeff"
)
_FOREIGN = re.compile(f"[^{_COVERED}]")


@cache
def font_files() -> tuple[Path, ...]:
    """The font files of every installed package, the main family first."""
    families = fontpkg.families().values()
    return tuple(
        file.path for family in sorted(families, key=lambda f: (f.name != SANS, f.name)) for file in family.files
    )


def needs_system_fonts(text: str) -> bool:
    """Whether the text has a letter that our own fonts may lack."""
    return _FOREIGN.search(text) is not None
