"""Dashboards as a learner would hand them in: charts of real numbers, drawn with Pillow, as PNG or PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from assay.adapters.fonts import font_files

Point = tuple[float, float]
Colour = tuple[int, int, int]
INK: Colour = (34, 38, 41)
SOFT: Colour = (104, 110, 114)
RULE: Colour = (219, 217, 211)
PALE: Colour = (244, 241, 234)
SERIES: tuple[Colour, ...] = ((15, 98, 96), (176, 98, 18), (92, 84, 150))
_WIDTH, _HEIGHT = 1280, 820
# Drawn at twice the size and made smaller: Pillow's lines have no soft edges of their own.
_SCALE = 2
_LINES_OF_GRID = 4


@dataclass(frozen=True, slots=True)
class Box:
    """Where a chart goes: left, top, right, bottom, in points of the sheet."""

    left: float
    top: float
    right: float
    bottom: float


class Sheet:
    """One page. Coordinates are in points from the top left corner; the sheet is 1280 by 820."""

    def __init__(self, title: str, question: str) -> None:
        self._image = Image.new("RGB", (_WIDTH * _SCALE, _HEIGHT * _SCALE), "white")
        self._draw = ImageDraw.Draw(self._image)
        self.text((40, 28), title, size=30, bold=True)
        self.text((40, 72), question, size=19, colour=SOFT)

    def text(
        self, at: Point, words: str, *, size: int = 16, bold: bool = False, colour: Colour = INK, anchor: str = "la"
    ) -> None:
        """Write one line, or several at line breaks. ``anchor`` as Pillow has it: "la" begins at the point."""
        self._draw.multiline_text(
            (at[0] * _SCALE, at[1] * _SCALE),
            words,
            font=_font(size * _SCALE, bold=bold),
            fill=colour,
            anchor=anchor,
            spacing=6 * _SCALE,
        )

    def note(self, box: Box, title: str, words: str) -> None:
        """A box with a heading and lines."""
        self._draw.rounded_rectangle(self._scaled(box), radius=8 * _SCALE, fill=PALE)
        self.text((box.left + 18, box.top + 14), title, size=17, bold=True)
        self.text((box.left + 18, box.top + 42), words, size=15)

    def frame(self, box: Box, colour: Colour) -> None:
        """A filled box with an edge."""
        self._draw.rounded_rectangle(
            self._scaled(box), radius=6 * _SCALE, fill=colour, outline=SOFT, width=round(1.5 * _SCALE)
        )

    def arrow(self, start: Point, end: Point) -> None:
        """A line with a point at its end, level or upright."""
        self._stroke(start, end, SOFT, width=2)
        length = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
        along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
        foot = (end[0] - 12 * along[0], end[1] - 12 * along[1])
        wings = [(foot[0] - 6 * side * along[1], foot[1] + 6 * side * along[0]) for side in (1, -1)]
        self._draw.polygon([(each[0] * _SCALE, each[1] * _SCALE) for each in (end, *wings)], fill=SOFT)

    def lines(
        self,
        box: Box,
        series: Mapping[str, Sequence[float | None]],
        *,
        top: float,
        unit: str,
        ticks: Mapping[int, str],
        gap: tuple[int, int, str] | None = None,
    ) -> None:
        """One line a series, with its name at its end; ``None`` interrupts it. ``gap`` shades what was not counted."""
        longest = max(map(len, series.values()))

        def place(index: int, value: float) -> Point:
            across = box.left + (box.right - box.left) * index / (longest - 1)
            return across, box.bottom - (box.bottom - box.top) * value / top

        if gap is not None:
            first, last, words = gap
            shade = Box(place(first, 0)[0], box.top, place(last, 0)[0], box.bottom)
            self._draw.rectangle(self._scaled(shade), fill=PALE)
            self.text((shade.left + 6, box.top + 4), words, size=13, colour=SOFT)
        self._grid(box, top=top, unit=unit)
        for index, word in ticks.items():
            self.text((place(index, 0)[0], box.bottom + 8), word, size=14, colour=SOFT, anchor="ma")
        for (name, values), colour in zip(series.items(), SERIES, strict=False):
            points = [None if each is None else place(index, each) for index, each in enumerate(values)]
            for start, end in pairwise(points):
                if start is not None and end is not None:
                    self._stroke(start, end, colour, width=2.5)
            last_point = [each for each in points if each is not None][-1]
            self.text((box.right + 10, last_point[1]), name, size=15, bold=True, colour=colour, anchor="lm")

    def bars(self, box: Box, rows: Sequence[tuple[str, Sequence[float]]], *, top: float, unit: str) -> None:
        """Lying bars from nought, a row a name, each with its value; several in a row stand below each other."""
        height = (box.bottom - box.top) / len(rows)
        for number, (name, values) in enumerate(rows):
            row_top = box.top + number * height
            self.text((box.left - 12, row_top + height * 0.45), name, size=15, anchor="rm")
            thick = height * 0.72 / len(values)
            for index, (value, colour) in enumerate(zip(values, SERIES, strict=False)):
                upper = row_top + height * 0.1 + index * thick
                right = box.left + (box.right - box.left) * value / top
                self._draw.rectangle(self._scaled(Box(box.left, upper, right, upper + thick - 2)), fill=colour)
                said = f"{value:g} {unit}"
                self.text((right + 8, upper + thick / 2 - 1), said, size=14, anchor="lm")
        self._stroke((box.left, box.top), (box.left, box.bottom), INK, width=1.5)

    def key(self, at: Point, names: Sequence[str]) -> None:
        """What the colours of ``bars`` mean, in words."""
        left, top = at
        for name, colour in zip(names, SERIES, strict=False):
            self._draw.rectangle(self._scaled(Box(left, top, left + 16, top + 16)), fill=colour)
            self.text((left + 24, top - 2), name, size=15)
            left += 44 + 9 * len(name)

    def source(self, words: str) -> None:
        """Where the figures come from, at the foot."""
        self.text((40, 784), f"Source: {words}", size=13, colour=SOFT)

    def png(self) -> bytes:
        """The sheet as a picture."""
        written = BytesIO()
        self.picture().save(written, "PNG")
        return written.getvalue()

    def picture(self) -> Image.Image:
        """The sheet at its true size."""
        return self._image.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS)

    def _grid(self, box: Box, *, top: float, unit: str) -> None:
        for step in range(_LINES_OF_GRID + 1):
            height = box.bottom - (box.bottom - box.top) * step / _LINES_OF_GRID
            self._stroke((box.left, height), (box.right, height), RULE if step else INK, width=1)
            self.text((box.left - 8, height), f"{top * step / _LINES_OF_GRID:g}", size=14, colour=SOFT, anchor="rm")
        self.text((box.left - 30, box.top - 28), unit, size=14, colour=SOFT)

    def _stroke(self, start: Point, end: Point, colour: Colour, *, width: float) -> None:
        scaled = [(each[0] * _SCALE, each[1] * _SCALE) for each in (start, end)]
        self._draw.line(scaled, fill=colour, width=round(width * _SCALE), joint="curve")

    def _scaled(self, box: Box) -> tuple[float, float, float, float]:
        return box.left * _SCALE, box.top * _SCALE, box.right * _SCALE, box.bottom * _SCALE


def as_pdf(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as the pages of one PDF."""
    first, *rest = [sheet.picture() for sheet in sheets]
    written = BytesIO()
    first.save(written, "PDF", save_all=True, append_images=rest, resolution=110)
    return written.getvalue()


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(font_files()[0], size)
    axes = font.get_variation_axes()
    weight = 650 if bold else 400
    font.set_variation_by_axes([weight if axis["name"] == b"Weight" else axis["default"] or 0 for axis in axes])
    return font
