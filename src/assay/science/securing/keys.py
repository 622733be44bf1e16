"""Public and secret keys of the signature schemes that credentials use, with one strict rule each.

Libraries disagree about odd Ed25519 keys and signatures (small order, second encodings of a point), and a
small-order key accepts one signature for every message. The rule here, told in ``key_rules``, refuses them all,
whichever library runs below: libsodium for Ed25519, where it is the faster one, OpenSSL for the others.
Source: RFC 8032 §5.1.7, FIPS 186-5 §6 and §7, RFC 6979 (nonces).

Not checked: whose key it is. That is what ``assay.science.dids`` is for.
"""

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Final, TypeAlias

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from nacl.bindings import crypto_sign, crypto_sign_BYTES, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

from assay.science.errors import Code, Refused
from assay.science.securing.key_rules import is_sound_ed25519_key, is_sound_ed25519_signature, rsa_fault


class KeyKind(Enum):
    """Which scheme a key belongs to. RSA keys verify old tokens and are never made here."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"
    RSA = "RSA"


@dataclass(frozen=True, slots=True)
class _Curve:
    curve: ec.EllipticCurve
    hash: hashes.HashAlgorithm
    width: int  # bytes of a coordinate and of a scalar: both curves have an order as long as their prime


_CURVES: Final = {
    KeyKind.P256: _Curve(ec.SECP256R1(), hashes.SHA256(), 32),
    KeyKind.P384: _Curve(ec.SECP384R1(), hashes.SHA384(), 48),
}
# What the library below wants for a key: libsodium takes the bytes themselves.
_Loaded: TypeAlias = bytes | ec.EllipticCurvePublicKey | RSAPublicKey
_SEED_BYTES: Final = 32
_MISMATCH = "the signature does not match the document and the key"


@dataclass(frozen=True)
class PublicKey:
    """One public key: its scheme and its bytes. Equal bytes are the same key, for each key has one spelling.

    ``raw`` is 32 bytes (Ed25519), a compressed point of 33 or 49 bytes (P-256, P-384), or a DER
    SubjectPublicKeyInfo (RSA). Building one checks it: raises ``Refused`` with ``KEY_REFUSED``.
    """

    kind: KeyKind
    raw: bytes

    def __post_init__(self) -> None:
        _ = self._loaded

    def verify(self, signature: bytes, message: bytes) -> None:
        """Raise ``Refused`` with ``PROOF_INVALID`` unless ``signature`` over ``message`` was made by this key's owner.

        ECDSA signatures are r ‖ s of fixed width (IEEE P1363), hashed with SHA-256 (P-256) or SHA-384 (P-384);
        RSA is PKCS #1 v1.5 with SHA-256 (RS256). Not refused: the second ECDSA signature (r, n - s) that anybody can
        make from a first; no rule of JOSE or Data Integrity forbids it, so a signature must not serve as an identity.
        """
        try:
            self._verify(signature, message)
        except (InvalidSignature, BadSignatureError) as error:
            raise Refused(_MISMATCH, code=Code.PROOF_INVALID) from error

    def _verify(self, signature: bytes, message: bytes) -> None:
        key = self._loaded
        if isinstance(key, bytes):
            if not is_sound_ed25519_signature(signature):
                raise Refused(_MISMATCH, code=Code.PROOF_INVALID, clause="RFC 8032 §5.1.7")
            crypto_sign_open(signature + message, key)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            curve = _CURVES[self.kind]
            key.verify(_p1363_to_der(signature, curve), message, ec.ECDSA(curve.hash))
        else:
            key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())

    @cached_property
    def _loaded(self) -> _Loaded:
        """The key as the library takes it, checked. Kept, because that costs as much as a verification."""
        if self.kind is KeyKind.ED25519:
            return _load_ed25519(self.raw)
        if self.kind is KeyKind.RSA:
            return _load_rsa(self.raw)
        return _load_point(self.raw, _CURVES[self.kind])


@dataclass(frozen=True)
class SecretKey:
    """One secret key, held in memory; it satisfies ``ports.Signer``. Building one checks it: ``KEY_REFUSED``.

    ``raw`` is the 32-byte seed (Ed25519) or the big-endian scalar of 32 or 48 bytes (P-256, P-384). It is not shown
    when the value is printed. Not done: wiping it from memory, which Python cannot promise.
    """

    kind: KeyKind
    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _ = self._loaded

    @cached_property
    def public_key(self) -> PublicKey:
        """The key that verifies what this signs."""
        key = self._loaded
        if isinstance(key, bytes):
            return PublicKey(self.kind, key[_SEED_BYTES:])
        return PublicKey(self.kind, key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint))

    def sign(self, message: bytes) -> bytes:
        """Sign ``message`` (not a digest). The same message gives the same bytes: RFC 8032 §5.1.6, RFC 6979 §3.2.

        Ed25519 gives 64 bytes; P-256 and P-384 give r ‖ s of 64 and 96 bytes over SHA-256 and SHA-384.
        """
        key = self._loaded
        if isinstance(key, bytes):
            return crypto_sign(message, key)[:crypto_sign_BYTES]
        curve = _CURVES[self.kind]
        r, s = decode_dss_signature(key.sign(message, ec.ECDSA(curve.hash, deterministic_signing=True)))
        return r.to_bytes(curve.width, "big") + s.to_bytes(curve.width, "big")

    @cached_property
    def _loaded(self) -> bytes | ec.EllipticCurvePrivateKey:
        """The key as the library takes it: for libsodium seed ‖ public key, which saves computing the latter anew."""
        if self.kind is KeyKind.ED25519:
            if len(self.raw) != _SEED_BYTES:
                raise _refused("an Ed25519 seed has 32 bytes", "RFC 8032 §5.1.5")
            return crypto_sign_seed_keypair(self.raw)[1]
        if self.kind is KeyKind.RSA:
            raise _refused("RSA keys verify old tokens; sign with Ed25519, P-256 or P-384", "RFC 8725 §3.2")
        curve = _CURVES[self.kind]
        scalar = int.from_bytes(self.raw, "big")
        if len(self.raw) != curve.width or not 0 < scalar < curve.curve.group_order:
            raise _refused(f"not a secret scalar of {self.kind.value}", "FIPS 186-5 §6.2")
        return ec.derive_private_key(scalar, curve.curve)


def _load_ed25519(raw: bytes) -> bytes:
    # libsodium reads 32 bytes from wherever it is pointed to; the rule has looked at the length.
    if not is_sound_ed25519_key(raw):
        raise _refused("not the canonical encoding of an Ed25519 point of large order", "RFC 8032 §5.1.3")
    return raw


def _load_point(raw: bytes, curve: _Curve) -> ec.EllipticCurvePublicKey:
    # The library reads uncompressed points as well, and checks that a point is on the curve and its x below the prime.
    if len(raw) != curve.width + 1:
        raise _refused(f"not a compressed point of {curve.width + 1} bytes", "SEC 1 §2.3.3")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(curve.curve, raw)
    except ValueError as error:
        raise _refused(f"not a compressed point of {curve.curve.name}", "SEC 1 §2.3.4") from error


def _load_rsa(raw: bytes) -> RSAPublicKey:
    try:
        key = load_der_public_key(raw)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _refused("not a public key in DER", "RFC 8017 §A.1.1") from error
    if not isinstance(key, RSAPublicKey) or raw != key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo):
        raise _refused("not an RSA public key in its one DER spelling", "RFC 8017 §A.1.1")
    numbers = key.public_numbers()
    fault = rsa_fault(numbers.n, numbers.e)
    if fault is not None:
        raise _refused(fault, "FIPS 186-5 §5.1")
    return key


def _p1363_to_der(signature: bytes, curve: _Curve) -> bytes:
    """The ASN.1 form that the library takes, of a signature whose r and s are checked to be scalars."""
    r = int.from_bytes(signature[: curve.width], "big")
    s = int.from_bytes(signature[curve.width :], "big")
    order = curve.curve.group_order
    if len(signature) != 2 * curve.width or not (0 < r < order and 0 < s < order):
        raise Refused(_MISMATCH, code=Code.PROOF_INVALID, clause="FIPS 186-5 §6.4.2")
    return encode_dss_signature(r, s)


def _refused(reason: str, clause: str) -> Refused:
    return Refused(reason, code=Code.KEY_REFUSED, clause=clause)
