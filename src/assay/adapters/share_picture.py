"""The picture that other sites show beside a shared link: the mark, the title, who issued it and, if shown, to whom.

1200 by 630 pixels, as Open Graph readers crop nothing of it. Whether the holder's name may appear is the holder's
choice and the caller's to ask; this module draws what it is given.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape

from assay.adapters.pictures import png_of
from assay.science.marking.drawing import FONT_FAMILY, PAPER, printable
from assay.science.marking.fitting import width

WIDTH = 1200
HEIGHT = 630

_INK = "#1d1c1a"
_QUIET = "#5a5750"
_ACCENT = "#0f4a4c"
_MARK = 430
_LEFT = 560
_ROOM = WIDTH - _LEFT - 70
# Sizes that a title is tried at, and how many lines of each there is room for.
_TITLE_SIZES = ((64, 2), (56, 3), (48, 4), (40, 5))


# Drawing takes a tenth of a second, and every reader of a post asks for the same picture: 256 of some 50 kB are kept.
@lru_cache(maxsize=256)
def share_picture(*, title: str, issuer_name: str, holder_name: str | None, badge_svg: str) -> bytes:
    """The PNG. Texts too long for it end in "…"; refuses a mark that ``svg_guard`` refuses."""
    size, title_lines = _title_lines(printable(title))
    who = [(30, _INK, issuer_name)] if holder_name is None else [(34, _INK, holder_name), (27, _QUIET, issuer_name)]
    lines = [_Line(size, size * 1.2, 600, _ACCENT, words) for words in title_lines]
    for letters, colour, name in who:
        first, *others = _wrapped(printable(name), _ROOM / letters, 2)
        lines.append(_Line(letters, letters * 1.9, 400, colour, first))
        lines += [_Line(letters, letters * 1.25, 400, colour, other) for other in others]
    mark = base64.b64encode(png_of(badge_svg, width=_MARK)).decode("ascii")
    return png_of(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
        f'<g fill="none" stroke="{_ACCENT}"><rect x="20" y="20" width="1160" height="590" stroke-width="2.5"/>'
        '<rect x="28" y="28" width="1144" height="574"/></g>'
        f'<image x="80" y="{(HEIGHT - _MARK) // 2}" width="{_MARK}" height="{_MARK}" '
        f'href="data:image/png;base64,{mark}"/>{"".join(_drawn(lines))}</svg>',
        width=WIDTH,
    )


@dataclass(frozen=True, slots=True)
class _Line:
    size: int
    advance: float
    weight: int
    colour: str
    words: str


def _drawn(lines: list[_Line]) -> Iterator[str]:
    """The lines as one block around the middle of the picture."""
    y = (HEIGHT - sum(line.advance for line in lines)) / 2
    for line in lines:
        y += line.advance
        yield (
            f'<text x="{_LEFT}" y="{y - line.size * 0.2:.0f}" font-family="{FONT_FAMILY}" font-size="{line.size}" '
            f'font-weight="{line.weight}" fill="{line.colour}">{escape(line.words)}</text>'
        )


def _title_lines(title: str) -> tuple[int, list[str]]:
    """The largest size at which all of the title fits; at the smallest it may end in "…"."""
    for size, most in _TITLE_SIZES:
        lines = list(_broken(title, _ROOM / size))
        if len(lines) <= most:
            return size, lines
    size, most = _TITLE_SIZES[-1]
    return size, _wrapped(title, _ROOM / size, most)


def _wrapped(text: str, room: float, most: int) -> list[str]:
    """At most so many lines of this width, at least one; the last one says when there would be more."""
    lines = list(_broken(text, room)) or [""]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while width(f"{last}…") > room:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def _broken(text: str, room: float) -> Iterator[str]:
    """Lines of whole words; a word longer than a line is parted."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if width(longer) <= room:
            line = longer
            continue
        if line:
            yield line
        line = ""
        for letter in word:
            if width(line + letter) > room:
                yield line
                line = ""
            line += letter
    if line:
        yield line
