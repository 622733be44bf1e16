"""The mark of a definition: one picture, drawn from what the definition says, the same for everybody and for ever.

    outline   the kind of achievement          title    on the ring, in any script
    ring      the issuer, by its identifier    band     the level, as a number and as filled fields
    glyph     the field of skill               ink      the issuer's too, and the only thing that needs colour

Plain SVG in attributes: no style, script, font, link or time, so that it may be served under a CSP that allows
nothing, printed in black and white, and made a PNG by anything that draws SVG.
Not claimed: that whoever shows the picture has earned it. The credential says that.
"""

from hashlib import sha256
from xml.sax.saxutils import escape

from assay.science.errors import MalformedDocument
from assay.science.marking import glyphs, issuer_ring, level_band, ring_title
from assay.science.marking.drawing import PAPER, RING_INSIDE, RING_MIDDLE, RING_OUTSIDE, SIZE, printable
from assay.science.marking.level_band import HIGHEST_LEVEL
from assay.science.marking.outlines import outline


def badge_mark(*, title: str, kind: str, issuer_id: str, level: int | None, glyph: str) -> str:
    """The SVG of a definition's mark.

    ``kind`` is an ``achievementType``, ``level`` a level of the European Qualifications Framework (1 to 8) or
    ``None``, ``glyph`` a ``SkillGroup``. A kind or group without a drawing gets the plain one. Ids inside are made
    from what is drawn, so that many marks may stand in one page. Raises ``MalformedDocument`` for another level.
    """
    if level is not None and not 1 <= level <= HIGHEST_LEVEL:
        raise MalformedDocument(f"a level is 1 to {HIGHEST_LEVEL}, not {level}", where="/level", clause="EQF")
    said = repr((title, kind, issuer_id, level, str(glyph)))
    name = f"mark-{sha256(said.encode('ascii', 'backslashreplace')).hexdigest()[:12]}"
    ring = issuer_ring.issuer_ring(issuer_id)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(printable(title))}</title>'
        f'<desc id="{name}-desc">{escape(printable(_description(kind, level, glyph)))}</desc>'
        f"{_ground(kind, ring.ink)}"
        f"{ring_title.drawn(printable(title), ink=ring.ink, id=f'{name}-arc')}"
        f"{level_band.drawn(level, ink=ring.ink)}"
        f"{issuer_ring.drawn(ring, id=f'{name}-wave')}"
        f'<g transform="translate(256 256)">{glyphs.drawn(glyph, ink=ring.ink, paper=PAPER)}</g></svg>'
    )


def _description(kind: str, level: int | None, glyph: str) -> str:
    at_level = "no level stated" if level is None else f"level {level} of {HIGHEST_LEVEL}"
    return f"{kind}, {at_level}, field: {glyph}. The engraved ring is drawn from the issuer's identifier."


def _ground(kind: str, ink: str) -> str:
    """Outline, a line along it, and the title ring. The edge of paper keeps the outline apart from a dark page."""
    shape = outline(kind)
    return (
        f'<path d="{shape}" fill="{ink}" stroke="{PAPER}" stroke-width="6" stroke-linejoin="round"/>'
        f'<path d="{shape}" fill="none" stroke="{PAPER}" stroke-width="2.4" '
        'transform="translate(256 256) scale(0.962) translate(-256 -256)"/>'
        f'<circle cx="256" cy="256" r="{RING_MIDDLE}" fill="none" stroke="{PAPER}" '
        f'stroke-width="{RING_OUTSIDE - RING_INSIDE}"/>'
    )
