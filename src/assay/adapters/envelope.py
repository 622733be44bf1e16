"""Sealing a few bytes so that they open only under the same key and for the same use, and the file that holds them.

    {"version": 1, "sealedBy": "5b1f…", "nonce": "<16 letters of base64>", "sealed": "<base64: ciphertext, tag>"}

AES-256-GCM with a fresh random 96-bit nonce; what the bytes are for is authenticated with them. Source: NIST SP
800-38D §8.2.2, which allows 2^32 random nonces under one key: here a key seals one thing for each tenant or key pair.
Not protected: an older envelope for the same use, put back in place of a newer one, opens.
"""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass, field
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assay.science.errors import AssayError, Refused
from assay.science.securing.strict_json import parse_object

VERSION: Final = 1
MAX_BYTES: Final = 4096  # four short values; more is another file
_NONCE_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class SealingKey:
    """32 bytes that seal and open. Not shown when printed. ``name`` tells which key it is, without telling the key."""

    name: str
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Sealed bytes, and the name of the key that sealed them. Nothing in it is secret."""

    sealed_by: str
    nonce: bytes
    sealed: bytes

    @classmethod
    def seal(cls, plain: bytes, key: SealingKey, *, use: tuple[str, ...]) -> Self:
        """Seal ``plain`` for one ``use``, told in words that the opener must know."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return cls(key.name, nonce, AESGCM(key.raw).encrypt(nonce, plain, _bound(use)))

    def open(self, key: SealingKey, *, use: tuple[str, ...]) -> bytes:
        """The bytes inside. Raises ``Refused`` under another key, for another use, or when a bit was changed."""
        if self.sealed_by != key.name:
            raise Refused(f"it was sealed under the key {self.sealed_by}, and this one is {key.name}")
        try:
            return AESGCM(key.raw).decrypt(self.nonce, self.sealed, _bound(use))
        except InvalidTag:
            # Without the cause: no part of a failed decryption belongs in a log.
            raise Refused("it was sealed under another key or for another use, or it was changed") from None

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read the file's one spelling. Raises ``Refused`` for anything else."""
        try:
            members = parse_object(data, max_bytes=MAX_BYTES)
            nonce, sealed = (_decoded(members.get(name)) for name in ("nonce", "sealed"))
        except (AssayError, binascii.Error, ValueError):
            raise Refused("it is not a sealed file, or it was damaged") from None
        envelope = cls(str(members.get("sealedBy")), nonce, sealed)
        # Every changed byte is refused, also one that JSON or base64 would read over.
        if len(nonce) != _NONCE_BYTES or envelope.written() != data:
            raise Refused("it is not a sealed file of this version, or it was damaged")
        return envelope

    def written(self) -> bytes:
        """The bytes of the file."""
        nonce, sealed = (base64.b64encode(value).decode() for value in (self.nonce, self.sealed))
        members = {"version": VERSION, "sealedBy": self.sealed_by, "nonce": nonce, "sealed": sealed}
        return json.dumps(members, indent=2).encode() + b"\n"


def _decoded(value: object) -> bytes:
    return base64.b64decode(value if isinstance(value, str) else "", validate=True)


def _bound(use: tuple[str, ...]) -> bytes:
    """What is authenticated. Each word with its length: ("ab", "c") and ("a", "bc") must not be the same use."""
    words = [word.encode() for word in ("assay envelope", str(VERSION), *use)]
    return b"".join(len(word).to_bytes(4, "big") + word for word in words)
