"""A badge picture of either kind: which kind it is, and the credential in it.

Not checked: whether the credential is true. See ``assay.science.verification``.
"""

from assay.science.baking.png import SIGNATURE, bake_png, unbake_png
from assay.science.baking.svg import bake_svg, unbake_svg
from assay.science.errors import MalformedDocument

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# No credential begins with "<": JSON begins with a brace, a compact JWS with a letter or digit.
_WHITE_SPACE = b" \t\r\n"


def looks_baked(data: bytes) -> bool:
    """Whether ``data`` begins like a picture, so that a credential must be taken out before it can be read."""
    return _is_png(data) or _is_xml(data)


def unbake(data: bytes) -> str:
    """The credential in a PNG or SVG picture. Raises ``MalformedDocument``. Source: OB 3.0 §5.3."""
    if _is_png(data):
        return unbake_png(data)
    if _is_xml(data):
        return unbake_svg(data)
    raise _neither()


def bake(image: bytes, credential: str, *, replace: bool = False) -> bytes:
    """The picture with the credential in it. Raises ``Refused`` if it has one and ``replace`` is not asked for."""
    if _is_png(image):
        return bake_png(image, credential, replace=replace)
    if _is_xml(image):
        return bake_svg(image, credential, replace=replace)
    raise _neither()


def _is_png(data: bytes) -> bool:
    return data.startswith(SIGNATURE)


def _is_xml(data: bytes) -> bool:
    # A few dozen bytes of white space before the first tag are layout; a megabyte of it need not be copied.
    return data[:64].removeprefix(_BYTE_ORDER_MARK).lstrip(_WHITE_SPACE).startswith(b"<")


def _neither() -> MalformedDocument:
    return MalformedDocument("neither a PNG nor an SVG", clause="OB 3.0 §5.3")
