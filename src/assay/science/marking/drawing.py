"""The sheet that a mark is drawn on: its size, its angles, its numbers and its text.

512 by 512 units, the centre at (256, 256). Angles are degrees clockwise from the top, as on a clock face.
"""

import math
import re
from collections.abc import Iterable

SIZE = 512
CENTRE = 256.0
# A warm white, as the pages have. Ink on it keeps a contrast above 8 to 1.
PAPER = "#fbf8f1"

# The title ring is paper between these two; the issuer's ring lies inside it, the glyph inside that.
RING_INSIDE = 146
RING_OUTSIDE = 206
RING_MIDDLE = 176
# Sans, because letters on a curve are small. The first family is the one that PNGs and certificates bring along.
FONT_FAMILY = "Noto Sans, Source Sans 3, Segoe UI, Helvetica Neue, Arial, sans-serif"
# Capitals are seven tenths of the size; half of that below the middle centres them.
HALF_CAPITAL = 0.35

# What XML cannot hold, and the controls that could make a title read in another order than it is written.
_NOT_FOR_PRINT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")


def polar(radius: float, angle: float) -> tuple[float, float]:
    """The point at this distance from the centre, in this direction."""
    radians = math.radians(angle)
    return CENTRE + radius * math.sin(radians), CENTRE - radius * math.cos(radians)


def number(value: float) -> str:
    """As short as a tenth of a unit allows: ``12``, ``12.5``, never ``-0``."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def at(point: tuple[float, float]) -> str:
    """A point as path data has it: ``12.5 40``."""
    return f"{number(point[0])} {number(point[1])}"


def polygon(points: Iterable[tuple[float, float]]) -> str:
    """Path data of a closed line through the points."""
    return f"M{'L'.join(at(point) for point in points)}Z"


def arc(radius: float, start: float, end: float) -> str:
    """Path data of a part of a circle around the centre, clockwise, less than all of it."""
    large = int(end - start > 180)  # noqa: PLR2004  # beyond half a turn SVG needs to be told which way is meant
    r = number(radius)
    return f"M{at(polar(radius, start))}A{r} {r} 0 {large} 1 {at(polar(radius, end))}"


def printable(text: str) -> str:
    """The text on one line, without what XML cannot hold and without reordering controls."""
    return " ".join(_NOT_FOR_PRINT.sub("", text).split())
