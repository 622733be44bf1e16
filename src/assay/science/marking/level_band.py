"""The band says at which level an achievement is: a number, and eight fields of which so many are filled."""

from collections.abc import Iterator

from assay.science.marking.drawing import (
    CENTRE,
    FONT_FAMILY,
    HALF_CAPITAL,
    PAPER,
    RING_MIDDLE,
    arc,
    at,
    number,
    polar,
    polygon,
)

HIGHEST_LEVEL = 8

# Everything from here down to the bottom, on either side, belongs to the band; the title ends above the two stops.
_STOPS_AT = 125.0
_FROM = 133.0
# Four fields stand on either side of the number, which takes this much of the ring on either side of the bottom.
_NUMBER_SIZE = 46
_NUMBER_HALF_ANGLE = 12.0
_FIELD_STEP = 9.0
_FIELD_WIDTH = 6.6
_FIELD_HALF_HEIGHT = 14


def drawn(level: int | None, *, ink: str) -> str:
    """The band as SVG elements; a plain line for an achievement without a level."""
    stops = _lozenges(_STOPS_AT, -_STOPS_AT, size=7)
    if level is None:
        lines = arc(RING_MIDDLE, _FROM, 173) + arc(RING_MIDDLE, 187, 360 - _FROM)
        return (
            f'<path d="{stops}{_lozenges(180, size=11)}" fill="{ink}"/>'
            f'<path d="{lines}" fill="none" stroke="{ink}" stroke-width="3"/>'
        )
    fields = list(_fields())
    return (
        f'<path d="{stops}{"".join(fields[:level])}" fill="{ink}"/>'
        f'<path d="{"".join(fields)}" fill="none" stroke="{ink}" stroke-width="2.6" stroke-linejoin="round"/>'
        f'<circle cx="256" cy="{number(CENTRE + RING_MIDDLE)}" r="29" fill="{ink}"/>'
        f'<text x="256" y="{number(CENTRE + RING_MIDDLE + _NUMBER_SIZE * HALF_CAPITAL)}" fill="{PAPER}" '
        f'font-family="{FONT_FAMILY}" font-weight="700" font-size="{_NUMBER_SIZE}" text-anchor="middle">{level}</text>'
    )


def _lozenges(*angles: float, size: float) -> str:
    places = [polar(RING_MIDDLE, angle) for angle in angles]
    return "".join(polygon([(x, y - size), (x + size, y), (x, y + size), (x - size, y)]) for x, y in places)


def _fields() -> Iterator[str]:
    """From left to right, which below the centre is against the clock."""
    inside, outside = RING_MIDDLE - _FIELD_HALF_HEIGHT, RING_MIDDLE + _FIELD_HALF_HEIGHT
    half = 4 * _FIELD_STEP
    for first in (180 + _NUMBER_HALF_ANGLE + half, 180 - _NUMBER_HALF_ANGLE):
        for place in range(4):
            left = first - place * _FIELD_STEP
            right = left - _FIELD_WIDTH
            end = at(polar(inside, right))
            yield f"{arc(outside, right, left)}L{at(polar(inside, left))}A{inside} {inside} 0 0 0 {end}Z"
