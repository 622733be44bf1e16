"""Base64url without padding, one spelling per value.

Python's decoder skips foreign letters and ignores stray bits at the end, so one signature would have many
spellings. Here each value has one. Source: RFC 7515 §2, RFC 4648 §3.5 and §5.
"""

import base64
import re

from assay.science.errors import MalformedDocument

_LETTERS = re.compile(r"[A-Za-z0-9_-]*\Z")


def encode(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bytes of base64url text. Raises ``MalformedDocument`` on padding, foreign letters or stray final bits."""
    if not _LETTERS.match(text) or len(text) % 4 == 1:
        raise MalformedDocument("not base64url without padding", clause="RFC 7515 §2")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(data) != text:
        raise MalformedDocument("base64url with stray bits at its end", clause="RFC 4648 §3.5")
    return data
