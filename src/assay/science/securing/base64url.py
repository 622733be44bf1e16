"""Base64url without padding, one spelling per value.

Python's decoder skips foreign letters and ignores stray bits at the end, so one signature would have many
spellings. Here each value has one. Source: RFC 7515 §2, RFC 4648 §3.5 and §5.
"""

import re
from binascii import a2b_base64, b2a_base64

from assay.science.errors import MalformedDocument

_TO_PLAIN = bytes.maketrans(b"-_", b"+/")
_FROM_PLAIN = bytes.maketrans(b"+/", b"-_")
_LETTERS = re.compile(r"[A-Za-z0-9_-]*\Z")


def encode(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return b2a_base64(data, newline=False).translate(_FROM_PLAIN, b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bytes of base64url text. Raises ``MalformedDocument`` on padding, foreign letters or stray final bits."""
    try:
        data = a2b_base64(text.encode("ascii").translate(_TO_PLAIN) + b"=" * (-len(text) % 4))
    except ValueError:  # binascii's, or a letter beyond ASCII
        data = b""
    if encode(data) != text:  # each value has one spelling, so this refuses all others
        stray = _LETTERS.match(text) and len(text) % 4 != 1
        reason = "base64url with stray bits at its end" if stray else "not base64url without padding"
        raise MalformedDocument(reason, clause="RFC 4648 §3.5" if stray else "RFC 7515 §2")
    return data
