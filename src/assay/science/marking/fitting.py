"""The title on the ring: as large as it fits, then on two lines, then shortened; never smaller than ``FLOOR``.

The science has no fonts, and the reader's may differ from ours. Widths are therefore estimated, on the wide side, so
that a title ends a little early rather than run over the end of its arc, where letters would not be drawn.
"""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

LARGEST = 36
# 22 of 512 units: eleven pixels on a page that shows the mark at 256.
FLOOR = 22
# Two lines share the ring from here down.
_TWO_LINES_FROM = 25
_SMALLEST_ONE_LINE = 28

_NARROW = frozenset("iIjlftr.,:;'’|!()[]/-·")
_WIDE = frozenset("mwMW@%—…&")


@dataclass(frozen=True, slots=True)
class RingTitle:
    """One or two lines, outer first, and the size of their letters."""

    lines: tuple[str, ...]
    size: int


def fitted(title: str, *, one: float, outer: float, inner: float) -> RingTitle:
    """The title for arcs of these lengths: ``one`` if it stands alone, ``outer`` and ``inner`` if it needs two."""
    for size in range(LARGEST, _SMALLEST_ONE_LINE - 1, -1):
        if width(title) * size <= one:
            return RingTitle((title,), size)
    for size in range(_TWO_LINES_FROM, FLOOR - 1, -1):
        first, rest = _broken(title, outer / size)
        if width(rest) * size <= inner:
            return RingTitle((first, rest), size)
    first, rest = _broken(title, outer / FLOOR)
    return RingTitle((first, _shortened(rest, inner / FLOOR)), FLOOR)


def width(text: str) -> float:
    """About how wide the text is, in units of its size. A guess from the kind of each letter, never too small."""
    return sum(map(_width, text))


def _width(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter == " ":
        return 0.29
    if letter in _NARROW:
        return 0.43
    if letter in _WIDE:
        return 1.0
    return 0.72 if letter.isupper() else 0.63


def _broken(text: str, room: float) -> tuple[str, str]:
    """As much as fits ``room`` and the rest: between words where that leaves half a line, else within one.

    Lines are made about equally long when all of it fits two.
    """
    wanted = min(room, width(text) * 0.54)  # a little more than half, because the outer arc is the longer one
    end = _fitting(text, wanted)
    after = text.find(" ", end)
    if after >= 0 and width(text[:after]) <= room:
        return text[:after], text[after + 1 :]
    before = text.rfind(" ", 0, end + 1)
    if width(text[: max(before, 0)]) >= wanted / 2:
        return text[:before], text[before + 1 :]
    return text[:end], text[end:]


def _shortened(text: str, room: float) -> str:
    return text[: _fitting(text, room - width("…"))].rstrip() + "…"


def _fitting(text: str, room: float) -> int:
    """How many letters fit, never parting a letter from the marks that belong to it."""
    return bisect_right(list(accumulate(map(_width, text))), room)
