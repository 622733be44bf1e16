"""Pictures from drawings: SVG as PNG, and addresses as QR codes."""

import io

import resvg_py
import segno

from assay.adapters.fonts import SANS, font_files, needs_system_fonts
from assay.adapters.svg_guard import refuse_unsafe_svg
from assay.science.errors import MalformedDocument

# A poster. Four times as high as wide is the tallest that is drawn, so no drawing can ask for more than 256 MB.
MAX_WIDTH = 4096
_TALLEST = 4


def png_of(svg: str, *, width: int) -> bytes:
    """The drawing as a PNG, ``width`` pixels wide (narrower, if it is more than four times as high as wide).

    Refuses what ``svg_guard`` refuses: the renderer would read local files. Raises ``MalformedDocument`` for what
    cannot be drawn.
    """
    if not 1 <= width <= MAX_WIDTH:
        raise MalformedDocument(f"a picture is 1 to {MAX_WIDTH} pixels wide, not {width}")
    refuse_unsafe_svg(svg.encode("utf-8", "surrogatepass"))
    try:
        return resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            height=width * _TALLEST,
            skip_system_fonts=not needs_system_fonts(svg),
            font_files=[str(file) for file in font_files()],
            font_family=SANS,
            sans_serif_family=SANS,
            serif_family=SANS,
            monospace_family=SANS,
        )
    except ValueError as error:
        raise MalformedDocument(f"an SVG that cannot be drawn: {error}") from error


def qr_svg(text: str, *, quiet_zone: int = 4) -> str:
    """A QR code as SVG, black on nothing, one unit a module; the standard asks for four of white around it.

    Error correction M: a code that has lost a seventh of its area still reads. Source: ISO/IEC 18004.
    """
    out = io.BytesIO()
    _qr(text).save(
        out, kind="svg", border=quiet_zone, omitsize=True, xmldecl=False, nl=False, svgclass=None, lineclass=None
    )
    return out.getvalue().decode("utf-8")


def qr_png(text: str, *, scale: int = 8) -> bytes:
    """A QR code as a black and white PNG, ``scale`` pixels a module."""
    out = io.BytesIO()
    _qr(text).save(out, kind="png", scale=scale, border=4)
    return out.getvalue()


def _qr(text: str) -> segno.QRCode:
    try:
        return segno.make_qr(text, error="m")
    except ValueError as error:
        raise MalformedDocument("a text too long for a QR code; use a shorter address") from error
