"""Public keys as JSON Web Keys. One spelling a key, and no guessing.

Example: ``{"kty":"OKP","crv":"Ed25519","x":"NvUhsjZe7Mdv8Esoc60o3ma1U5j2tFUTDsOQd39xMnI"}``

Source: RFC 7517, RFC 7518 §6, RFC 8037 §2, RFC 9864 §2.2. Not read: sets of keys, certificates, other curves. The
members ``kid``, ``x5c`` and unknown ones say nothing about the key and are passed over.
"""

from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.securing import base64url
from assay.science.securing.jws import ALGORITHMS
from assay.science.securing.keys import KeyKind, PublicKey
from assay.science.securing.strict_json import JsonObject, pointer

# RFC 7518 §6.2.2, §6.3.2, §6.4.1: whoever publishes one of these has given the key away.
_PRIVATE: Final = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")
_CURVES: Final[dict[KeyKind, ec.EllipticCurve]] = {KeyKind.P256: ec.SECP256R1(), KeyKind.P384: ec.SECP384R1()}
# 8192 bits are 1024 bytes; a longer number need not be made to be refused.
_MAX_NUMBER: Final = 1024


def public_key_from_jwk(jwk: JsonObject) -> PublicKey:
    """Read the public key of a JWK.

    Raises ``Refused`` with ``KEY_REFUSED`` for a key of another kind, a private one, one not meant for verifying
    signatures (``use``, ``key_ops``, ``alg``), or one that ``PublicKey`` refuses; ``MalformedDocument`` with the same
    code, and a pointer into the JWK, when a member is missing or misspelt.
    """
    kind = _kind(jwk)
    private = [name for name in _PRIVATE if name in jwk]
    if private:
        raise _refused(f"a private key: it has the member {private[0]!r}", "RFC 7517 §9.2")
    _check_usage(jwk, kind)
    return PublicKey(kind, _raw(jwk, kind))


def _kind(jwk: JsonObject) -> KeyKind:
    match jwk:
        case {"kty": "OKP", "crv": "Ed25519"}:
            return KeyKind.ED25519
        case {"kty": "EC", "crv": "P-256"}:
            return KeyKind.P256
        case {"kty": "EC", "crv": "P-384"}:
            return KeyKind.P384
        case {"kty": "RSA"}:
            return KeyKind.RSA
    raise _refused("not a JWK of Ed25519, P-256, P-384 or RSA", "RFC 7517 §4.1")


def _check_usage(jwk: JsonObject, kind: KeyKind) -> None:
    """What the key says about its own use is binding, where it says anything."""
    if jwk.get("use", "sig") != "sig":
        raise _refused("the key's use is not sig", "RFC 7517 §4.2")
    operations = jwk.get("key_ops", ["verify"])
    if not isinstance(operations, list) or "verify" not in operations:
        raise _refused("the key's key_ops do not contain verify", "RFC 7517 §4.3")
    if jwk.get("alg", ALGORITHMS[kind][0]) not in ALGORITHMS[kind]:
        raise _refused(f"the key's alg is none of {', '.join(ALGORITHMS[kind])}", "RFC 7517 §4.4")


def _raw(jwk: JsonObject, kind: KeyKind) -> bytes:
    if kind is KeyKind.ED25519:
        return _octets(jwk, "x", 32)
    return _rsa_der(jwk) if kind is KeyKind.RSA else _point(jwk, kind)


def _point(jwk: JsonObject, kind: KeyKind) -> bytes:
    """The compressed form. Read as an encoded point: the library reduces coordinates given as numbers, unasked."""
    width = _CURVES[kind].key_size // 8
    uncompressed = b"\x04" + _octets(jwk, "x", width) + _octets(jwk, "y", width)
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[kind], uncompressed)
    except ValueError as error:
        raise _refused(f"x and y are not a point of {kind.value}", "RFC 7518 §6.2.1") from error
    return point.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def _rsa_der(jwk: JsonObject) -> bytes:
    modulus, exponent = _number(jwk, "n"), _number(jwk, "e")
    try:
        key = RSAPublicNumbers(exponent, modulus).public_key()
    except ValueError as error:
        raise _refused("n and e are not an RSA key", "RFC 7518 §6.3.1") from error
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _octets(jwk: JsonObject, name: str, width: int | None = None) -> bytes:
    text = jwk.get(name)
    where = pointer(name)
    if not isinstance(text, str):
        raise _malformed(f"the key needs {name} as text", where)
    try:
        octets = base64url.decode(text)
    except MalformedDocument as error:
        raise _malformed(error.reason, where) from error
    if width is not None and len(octets) != width:
        raise _malformed(f"{name} has {len(octets)} bytes where the curve has {width}", where)
    return octets


def _number(jwk: JsonObject, name: str) -> int:
    octets = _octets(jwk, name)
    if not 0 < len(octets) <= _MAX_NUMBER or octets[0] == 0:
        raise _malformed(f"{name} is not a number in as few bytes as it needs", pointer(name))
    return int.from_bytes(octets, "big")


def _refused(reason: str, clause: str) -> Refused:
    return Refused(reason, code=Code.KEY_REFUSED, clause=clause)


def _malformed(reason: str, where: str) -> MalformedDocument:
    return MalformedDocument(reason, where=where, clause="RFC 7518 §6", code=Code.KEY_REFUSED)
