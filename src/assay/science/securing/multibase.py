"""Multibase: bytes as text whose first letter names the alphabet.

Two alphabets occur in credentials: ``z`` base58btc and ``u`` base64url without padding.
Source: Controlled Identifiers 1.0 §2.4. Not read: any other alphabet.
"""

from assay.science.errors import MalformedDocument
from assay.science.securing import base64url

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_CLAUSE = "CID 1.0 §2.4"
# Base 58 costs quadratic time; the longest thing we read in it is an RSA-free signature of 96 bytes (132 letters).
MAX_BASE58 = 512

# Writing goes by four letters, two look-ups, a division: each division runs over the whole number.
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_TWO, _FOUR = 58**2, 58**4

# Reading goes by byte: from each ASCII letter to its value, from any other byte to one that no letter has.
_FOREIGN = 255
_VALUES = bytes(_ALPHABET.find(chr(byte)) % 256 for byte in range(256))


def _joining() -> list[tuple[int, int, int]]:
    """For each step of ``base58_decode``: bits of a digit, its base, a mask of every other digit."""
    steps, bits, base = [], 8, 58
    while bits < 8 * MAX_BASE58:
        digit = (1 << bits) - 1
        steps.append((bits, base, sum(digit << at for at in range(0, 8 * MAX_BASE58, 2 * bits))))
        bits, base = 2 * bits, base**2
    return steps


_JOINING = _joining()


def base58_encode(data: bytes) -> str:
    """Bytes in the Bitcoin alphabet; leading zero bytes become leading ``1`` letters."""
    number = int.from_bytes(data, "big")
    pairs = []
    while number:
        number, four = divmod(number, _FOUR)
        pairs.append(_PAIRS[four % _TWO])
        pairs.append(_PAIRS[four // _TWO])
    pairs.reverse()
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(pairs).lstrip("1")


def base58_decode(text: str) -> bytes:
    """The bytes of base58btc text. Raises ``MalformedDocument`` on a foreign letter or more than 512 of them."""
    if len(text) > MAX_BASE58:
        raise MalformedDocument("base58 text too long", clause=_CLAUSE)
    values = text.encode("ascii", "replace").translate(_VALUES)  # a byte a letter: what is not ASCII becomes "?"
    if _FOREIGN in values:
        raise MalformedDocument(f"{text[values.index(_FOREIGN)]!r} is not a base58 letter", clause=_CLAUSE)
    number = int.from_bytes(values, "big")
    # A digit to base 58 in each byte. A step joins all neighbours at once: half as many digits, to the square of the
    # base, each in twice the bits. The last digit that is left is the number.
    for bits, base, every_other in _JOINING[: (len(text) - 1).bit_length()]:
        number = (number & every_other) + (number >> bits & every_other) * base
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode(data: bytes) -> str:
    """Bytes as ``z`` base58btc, the alphabet that every suite we issue asks for."""
    return "z" + base58_encode(data)


def decode(text: str) -> bytes:
    """The bytes of a ``z`` or ``u`` multibase string. Raises ``MalformedDocument`` for anything else."""
    if text.startswith("z"):
        return base58_decode(text[1:])
    if text.startswith("u"):
        return base64url.decode(text[1:])
    raise MalformedDocument("not a multibase value that starts with z or u", clause=_CLAUSE)
