"""Multikey: a key as one piece of text that names its own kind, as in ``did:key`` and ``publicKeyMultibase``.

``z`` (base58btc), then the multicodec number of the kind as a varint, then the key's bytes::

    z6Mk…  Ed25519 public     z3u2…  Ed25519 secret
    zDna…  P-256 public       z42t…  P-256 secret
    z82L…  P-384 public       z2fa…  P-384 secret

Source: Controlled Identifiers 1.0 §2.2.2; one spelling only, vc-di-eddsa §2.1.1 and vc-di-ecdsa §2.1.1.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.securing import multibase
from assay.science.securing.keys import KeyKind, PublicKey, SecretKey

_CLAUSE: Final = "CID 1.0 §2.2.2"
_PUBLIC: Final = {KeyKind.ED25519: b"\xed\x01", KeyKind.P256: b"\x80\x24", KeyKind.P384: b"\x81\x24"}
_SECRET: Final = {KeyKind.ED25519: b"\x80\x26", KeyKind.P256: b"\x86\x26", KeyKind.P384: b"\x87\x26"}
# Signatures are checked with the same few keys again and again. A text that holds one is short, so this is some 2 MB.
_KEPT_KEYS: Final = 1024


@lru_cache(maxsize=_KEPT_KEYS)
def decode_public(text: str) -> PublicKey:
    """The public key of a ``publicKeyMultibase`` or of the part of a ``did:key`` after ``did:key:``.

    Raises ``MalformedDocument`` when it is not ``z`` base58 text, ``Refused`` with ``KEY_REFUSED`` when it is a key of
    another kind, a secret key, or a key that ``PublicKey`` refuses. The last keys read are kept.
    """
    return PublicKey(*_decode(text, _PUBLIC, "public"))


def encode_public(key: PublicKey) -> str:
    """``z6Mk…``, ``zDna…`` or ``z82…``. Raises ``Refused`` for RSA, which has no multikey in the suites we read."""
    if key.kind not in _PUBLIC:
        raise Refused("an RSA key has no multikey here; publish it as a JWK", code=Code.KEY_REFUSED, clause=_CLAUSE)
    return multibase.encode(_PUBLIC[key.kind] + key.raw)


def decode_secret(text: str) -> SecretKey:
    """The secret key of a ``secretKeyMultibase``. Raises as ``decode_public`` does; no message repeats the text."""
    return SecretKey(*_decode(text, _SECRET, "secret"))


def encode_secret(key: SecretKey) -> str:
    """``z3u2…``, ``z42…`` or ``z2fa…``: whoever reads it can sign. Every ``SecretKey`` has this form."""
    return multibase.encode(_SECRET[key.kind] + key.raw)


def _decode(text: str, prefixes: Mapping[KeyKind, bytes], wanted: str) -> tuple[KeyKind, bytes]:
    if not text.startswith("z"):
        raise MalformedDocument("a multikey starts with z", clause=_CLAUSE)
    data = multibase.decode(text)
    for kind, prefix in prefixes.items():
        if data.startswith(prefix):
            return kind, data.removeprefix(prefix)
    raise Refused(f"not a {wanted} key of Ed25519, P-256 or P-384", code=Code.KEY_REFUSED, clause=_CLAUSE)
