"""The mark of a design: a preview while it is written, then frozen with the version."""

from assay.science.designing.design import Design
from assay.science.marking.badge_mark import badge_mark
from assay.science.marking.glyphs import glyph_of
from assay.science.marking.level_band import HIGHEST_LEVEL


def badge_of(design: Design, issuer_id: str) -> str:
    """The SVG of a design, finished or not, of this issuer."""
    about = (design.field_of_study, *design.tags, *(skill.name for skill in design.skills), design.title)
    return badge_mark(
        title=design.title, kind=design.kind, issuer_id=issuer_id, level=_eqf_level(design), glyph=glyph_of(*about)
    )


def _eqf_level(design: Design) -> int | None:
    """The level for the band of the mark, which is drawn for the European Qualifications Framework alone."""
    if design.level is None or design.level.unit.upper() != "EQF":
        return None
    text = design.level.value
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= HIGHEST_LEVEL else None
