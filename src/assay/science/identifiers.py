"""Names for things: URLs as credentials use them, the https URLs that may be asked for, and status indices.

A name that two programs read differently lets one of them be fooled, so each kind has one strict grammar.
"""

import re
from dataclasses import dataclass
from typing import Self, TypeGuard

from assay.science.errors import Code, MalformedDocument

# RFC 3986 §3.1 for the scheme. The rest is refused only what no URL may hold: white space and control
# characters of any alphabet, the delimiters that RDF keeps for itself, marks that turn the reading direction.
_ABSOLUTE = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:"
    r'[^\x00-\x20\x7f-\xa0<>"{}|\\^`\u1680\u2000-\u200a\u200e\u200f\u2028-\u202f\u205f\u2066-\u2069\u3000\ufeff'
    r"\ud800-\udfff]+\Z"
)
# URL Standard §4.3: these schemes name a host, so one has to be there.
_WEB = re.compile(r"https?:(?!//[^/?#])", re.IGNORECASE)


def is_absolute_url(text: object) -> TypeGuard[str]:
    """Whether ``text`` is a URL in the sense of VCDM 2.0: absolute, ``https:``, ``did:``, ``urn:uuid:``, ``mailto:`` ….

    Source: VCDM 2.0 §4.4, URL Standard §4.3, RFC 3987 §2.2 and §4.1 (letters beyond ASCII are fine, marks that
    turn the reading direction are not). Not checked: the rules of the single scheme, and percent-encoding.
    """
    return isinstance(text, str) and bool(_ABSOLUTE.match(text)) and text.count("#") <= 1 and not _WEB.match(text)


_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")
_MAX_HOST_NAME = 253  # 255 octets on the wire, RFC 1035 §2.3.4


def is_host_name(text: str) -> bool:
    """Whether ``text`` is a host *name* in its one spelling: lower case ASCII (IDNs as ``xn--…``), no final dot.

    Addresses are not names. ``127.0.0.1`` has spellings such as ``127.1``, ``0x7f.1`` and ``2130706433``, and
    libraries disagree about them; all end in a number, as no domain does. Source: RFC 1123 §2.1, URL Standard §3.5.
    """
    labels = text.split(".")
    return len(text) <= _MAX_HOST_NAME and all(map(_LABEL.match, labels)) and not _NUMBER.match(labels[-1])


_PORT = r"(?::(?P<port>[1-9][0-9]{0,4}))?"
_TARGET = r"(?P<target>(?:[/?](?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?)"  # RFC 3986 §3.3, §3.4
_HTTPS = re.compile(rf"https://(?P<host>[A-Za-z0-9.-]+){_PORT}{_TARGET}\Z")
# What servers and proxies commonly take (RFC 9110 §4.1 asks for 8000); an issuer's address is far shorter.
_MAX_URL = 2048
MAX_PORT = 65535  # RFC 9293 §3.1: 16 bits


@dataclass(frozen=True, slots=True)
class HttpsUrl:
    """An https URL that may be asked for: host name, port if not 443, path and query as sent (``/did.json?v=1``)."""

    host: str
    port: int | None
    target: str

    @classmethod
    def from_text(cls, text: str, *, where: str = "") -> Self:
        """Read ``https://host[:port][/path][?query]``; the host becomes lower case, the rest stays as written.

        Raises ``MalformedDocument`` with ``DID_INVALID`` for another scheme, a user or password, an address in
        place of a name, a fragment, or a letter that would have to be encoded. Source: RFC 3986 §3, RFC 9110 §4.2.
        Not checked: where the name leads; ``assay.adapters.safe_fetch`` does that at the moment of connecting.
        """
        match = _HTTPS.match(text) if len(text) <= _MAX_URL else None
        host = match["host"].lower() if match else ""
        port = int(match["port"]) if match and match["port"] else None
        if match is None or not is_host_name(host) or (port or 0) > MAX_PORT:
            reason = f"not an https URL with a host name that Assay would ask: {text!r:.100}"
            raise MalformedDocument(reason, where=where, clause="RFC 9110 §4.2.2", code=Code.DID_INVALID)
        target = match["target"]
        return cls(host, port, target if target.startswith("/") else "/" + target)


_DIGITS = re.compile(r"(?:0|[1-9][0-9]*)\Z")
_INDEX = "Bitstring Status List 1.0 §2.1"
# Far beyond any list that could be fetched (2^40 bits are 128 GiB), and exact in every number format.
_MAX_INDEX = 1 << 40
_MAX_DIGITS = len(str(_MAX_INDEX))


@dataclass(frozen=True, slots=True)
class StatusIndex:
    """A credential's place in a status list, counted from 0."""

    value: int

    def __post_init__(self) -> None:
        """Refuse an index that no list can have, with ``STATUS_RANGE``."""
        if not 0 <= self.value <= _MAX_INDEX:
            raise MalformedDocument("a status index outside every list", clause=_INDEX, code=Code.STATUS_RANGE)

    @classmethod
    def from_text(cls, text: object, where: str) -> Self:
        """Read ``statusListIndex``: a *string* of decimal digits, no sign, no space, no leading zero.

        Raises ``MalformedDocument`` with ``STATUS_INVALID``, or ``STATUS_RANGE`` beyond 2^40. Reading ``"abc"``
        or ``"0x10"`` leniently would look at another credential's bit.
        """
        if not isinstance(text, str) or not _DIGITS.match(text):
            reason = f"not a decimal string: {text!r:.60}"
            raise MalformedDocument(reason, where=where, clause=_INDEX, code=Code.STATUS_INVALID)
        if len(text) > _MAX_DIGITS:  # a million digits need not be converted to be refused
            reason = "a status index outside every list"
            raise MalformedDocument(reason, where=where, clause=_INDEX, code=Code.STATUS_RANGE)
        return cls(int(text))
