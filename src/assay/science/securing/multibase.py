"""Multibase: bytes as text whose first letter names the alphabet.

Two alphabets occur in credentials: ``z`` base58btc and ``u`` base64url without padding.
Source: Controlled Identifiers 1.0 §2.4. Not read: any other alphabet.
"""

from assay.science.errors import MalformedDocument
from assay.science.securing import base64url

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)}
_CLAUSE = "CID 1.0 §2.4"
# Base 58 costs quadratic time; the longest thing we read in it is an RSA-free signature of 96 bytes (132 letters).
MAX_BASE58 = 512


def base58_encode(data: bytes) -> str:
    """Bytes in the Bitcoin alphabet; leading zero bytes become leading ``1`` letters."""
    number = int.from_bytes(data, "big")
    letters = []
    while number:
        number, rest = divmod(number, 58)
        letters.append(_ALPHABET[rest])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(letters))


def base58_decode(text: str) -> bytes:
    """The bytes of base58btc text. Raises ``MalformedDocument`` on a foreign letter or more than 512 of them."""
    if len(text) > MAX_BASE58:
        raise MalformedDocument("base58 text too long", clause=_CLAUSE)
    number = 0
    for letter in text:
        if letter not in _VALUE:
            raise MalformedDocument(f"{letter!r} is not a base58 letter", clause=_CLAUSE)
        number = number * 58 + _VALUE[letter]
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
