"""Badge pictures that issuers upload as SVG: cleaned by an allow-list, then held to our own rules.

What can be taken out without loss is (scripts, handlers, foreign content); what then still links, recurses or hides
is refused, because a repaired attack is still an attack. Serve the result with ``Content-Security-Policy: sandbox``.
"""

import base64
import io
import re

import py_svg_hush
from PIL import Image, UnidentifiedImageError

from assay.adapters.svg_guard import MAX_SVG_BYTES, refuse_unsafe_svg
from assay.science.errors import Code, MalformedDocument, Refused

_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PICTURES = {"image": ["png", "jpeg", "gif", "webp"]}
_EMBEDDED = re.compile(rb"data:image/(?:png|jpeg|gif|webp);base64,([A-Za-z0-9+/=\s]*)")
# 2048 by 2048: more than a badge shows, less than a bomb.
_MAX_PIXELS = 1 << 22


def clean_svg(raw: bytes) -> bytes:
    """The picture without anything that runs or reaches out.

    Raises ``MalformedDocument`` for what is no SVG in UTF-8, is larger than a mebibyte or has a document type, and
    ``Refused`` for what is left that links to anything but itself, uses itself, or embeds too many pixels.
    """
    if len(raw) > MAX_SVG_BYTES:
        raise MalformedDocument(f"an SVG larger than {MAX_SVG_BYTES} bytes", code=Code.TOO_LARGE)
    # UTF-16 would hide a document type from the search below; every UTF-16 text in XML has a zero byte.
    if b"\0" in raw:
        raise MalformedDocument("not an SVG in UTF-8", clause="XML 1.0 §4.3.3")
    if _DOCTYPE.search(raw):
        raise MalformedDocument("a document type, which could hide or repeat anything", clause="XML 1.0 §2.8")
    try:
        cleaned = py_svg_hush.filter_svg(raw, keep_data_url_mime_types=_PICTURES)
    except ValueError as error:
        raise MalformedDocument(f"not an SVG that can be read: {error}", clause="XML 1.0 §2.1") from error
    refuse_unsafe_svg(cleaned)
    for picture in _EMBEDDED.findall(cleaned):
        _refuse_large_picture(picture)
    return cleaned


def _refuse_large_picture(encoded: bytes) -> None:
    try:
        # Only the header is read: enough to know the size, too little to unpack a bomb.
        with Image.open(io.BytesIO(base64.b64decode(encoded))) as picture:
            width, height = picture.size
    except (ValueError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise MalformedDocument("an SVG with a picture inside that cannot be read") from error
    if width * height > _MAX_PIXELS:
        raise Refused(f"an SVG with a picture of {width} by {height} pixels inside; at most 2048 by 2048")
