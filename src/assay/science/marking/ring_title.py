"""The title on the ring: one line in its middle or two above each other, along arcs, in any script."""

import math
import re
from xml.sax.saxutils import escape

from assay.science.marking.drawing import FONT_FAMILY, HALF_CAPITAL, RING_MIDDLE, arc
from assay.science.marking.fitting import RingTitle, fitted, width

# The title has the ring up to this angle on either side of the top; the rest is the band's.
_TO = 119.0
# Where two lines stand, and about where one does before its size is known.
_OUTER_BASELINE = 184
_INNER_BASELINE = 157
_ONE_BASELINE = 164
# Beside a short title: degrees between it and the line, and the least that is worth a line.
_GAP = 6.0
_SHORTEST_FLANK = 12.0

_ARABIC_LETTER = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_ARABIC = re.compile(f"([{_ARABIC_LETTER}](?:[{_ARABIC_LETTER} ]*[{_ARABIC_LETTER}])?)")
_ARABIC_FAMILY = "Noto Sans Arabic, Segoe UI, Geeza Pro, Arial, sans-serif"


def drawn(title: str, *, ink: str, id: str) -> str:
    """The title as SVG elements; ``id`` begins the names of the arcs it runs along."""
    text = fitted(title, one=_length(_ONE_BASELINE), outer=_length(_OUTER_BASELINE), inner=_length(_INNER_BASELINE))
    alone = RING_MIDDLE - text.size * HALF_CAPITAL
    baselines = (alone,) if len(text.lines) == 1 else (_OUTER_BASELINE, _INNER_BASELINE)
    lines = (
        f'<path id="{id}{row}" d="{arc(radius, -_TO, _TO)}" fill="none"/>'
        f'<text><textPath href="#{id}{row}" startOffset="50%">{_in_scripts(line)}</textPath></text>'
        for row, (line, radius) in enumerate(zip(text.lines, baselines, strict=True))
    )
    look = f'fill="{ink}" font-family="{FONT_FAMILY}" font-weight="600" font-size="{text.size}"'
    return f'<g {look} text-anchor="middle">{"".join(lines)}</g>{_flanks(text, ink=ink)}'


def _flanks(text: RingTitle, *, ink: str) -> str:
    """A line on either side of a title that leaves much of its arc empty."""
    ends = math.degrees(width(text.lines[0]) * text.size / 2 / RING_MIDDLE) + _GAP
    if len(text.lines) > 1 or _TO - ends < _SHORTEST_FLANK:
        return ""
    lines = arc(RING_MIDDLE, -_TO, -ends) + arc(RING_MIDDLE, ends, _TO)
    return f'<path d="{lines}" fill="none" stroke="{ink}" stroke-width="3"/>'


def _length(radius: float) -> float:
    return math.radians(2 * _TO) * radius


def _in_scripts(line: str) -> str:
    """Arabic names its own font: a renderer that falls back for a whole line would lose Greek beside Arabic."""
    runs = enumerate(map(escape, _ARABIC.split(line)))
    return "".join(f'<tspan font-family="{_ARABIC_FAMILY}">{run}</tspan>' if odd % 2 else run for odd, run in runs)
