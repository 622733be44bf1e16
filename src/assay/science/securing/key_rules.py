"""Which keys and signature points we refuse before any library sees them.

Libraries agree about honest keys and disagree about odd ones: a point of small order, a second spelling of a point,
a coordinate at or above the field's prime. A credential must not be genuine here and forged there, so the odd ones are
refused by rule. For Ed25519 the rule is this, and it is libsodium's as well:

1. the public key A is a point of the curve, in its one canonical spelling, and not of small order;
2. the point R of a signature is in canonical spelling and not of small order;
3. its scalar S is below the group's order L;
4. the equation is the one without cofactor: [S]B = R + [k]A.

A point with a part of small order beside its large one passes 1 and 2, as it does in libsodium; by 4 the two parts
must both match. Source: RFC 8032 §5.1.3 and §5.1.7, FIPS 186-5 §7.7.2. The last step is left to the library.
"""

import math
from typing import Final

_P: Final = 2**255 - 19
_D: Final = -121665 * pow(121666, -1, _P) % _P
# The y of the two pairs of points of order 8; the others are 0 (order 4), 1 (the identity) and -1 (order 2). Eight
# points have these five y, so no sign bit need be looked at. Each alone would make a key that signs every message.
_ORDER_8: Final = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_SMALL_ORDER: Final = (0, 1, _P - 1, _ORDER_8, _P - _ORDER_8)
_SIGN_BIT: Final = 1 << 255
_POINT_BYTES: Final = 32
# All there is to refuse before the curve is looked at: these y, and each y that is not below the prime, with either
# sign. They are few, so that looking one up takes less than comparing numbers.
_ODD_POINTS: Final = frozenset(
    (y | sign).to_bytes(_POINT_BYTES, "little")
    for y in (*_SMALL_ORDER, *range(_P, _SIGN_BIT))
    for sign in (0, _SIGN_BIT)
)
_ED25519_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_SIGNATURE_BYTES: Final = 64
_BELOW_ORDER: Final = 2**252 >> 248  # a last byte below this one makes a scalar below the order, whatever the others

_MIN_RSA_BITS: Final = 2048  # FIPS 186-5 §5.1
_MAX_RSA_BITS: Final = 8192  # a verification takes quadratic time in this; larger ones are found in attacks only

_SMALL_PRIMES: Final = tuple(n for n in range(3, 168) if all(n % divisor for divisor in range(2, n)))
_SMALL_FACTORS: Final = 2 * math.prod(_SMALL_PRIMES)
# Infineon's library (CVE-2017-15361) made its primes of powers of this number, which leaves a trace in the modulus.
_ROCA_BASE: Final = 65537
_ROCA_RESIDUES: Final = {
    prime: frozenset(pow(_ROCA_BASE, exponent, prime) for exponent in range(prime - 1)) for prime in _SMALL_PRIMES
}


def is_sound_ed25519_key(encoded: bytes) -> bool:
    """Whether bytes are a key by rule 1: 32 of them, canonical, not of small order, on the curve."""
    return len(encoded) == _POINT_BYTES and encoded not in _ODD_POINTS and _is_on_curve(encoded)


def is_sound_ed25519_signature(signature: bytes) -> bool:
    """Whether bytes are 64 that pass rules 2 and 3. That R is on the curve follows when the equation holds."""
    return (
        len(signature) == _SIGNATURE_BYTES
        and signature[:_POINT_BYTES] not in _ODD_POINTS
        and (signature[-1] < _BELOW_ORDER or int.from_bytes(signature[_POINT_BYTES:], "little") < _ED25519_ORDER)
    )


def rsa_fault(modulus: int, exponent: int) -> str | None:
    """What is wrong with an RSA public key, or ``None``.

    Its size and exponent are bounded (FIPS 186-5 §5.1 and §A.1.1; our upper bounds keep a verification short), and it
    is neither divisible by a small prime nor made by the library of CVE-2017-15361 (an honest key looks so with a
    chance of 1 in 2^27). Not checked: that the modulus is a product of two primes.
    """
    bits = modulus.bit_length()
    if not _MIN_RSA_BITS <= bits <= _MAX_RSA_BITS:
        return f"an RSA key of {bits} bits; {_MIN_RSA_BITS} to {_MAX_RSA_BITS} are read"
    if not (2**16 < exponent < 2**64 and exponent % 2):
        return "an RSA exponent that is even, below 65537 or above 64 bits"
    if math.gcd(modulus, _SMALL_FACTORS) != 1:
        return "an RSA modulus with a small factor"
    if all(modulus % prime in residues for prime, residues in _ROCA_RESIDUES.items()):
        return "an RSA key made by the broken generator of CVE-2017-15361"
    return None


def _is_on_curve(encoded: bytes) -> bool:
    """Whether x² = (y² - 1) / (dy² + 1) has a root: Euler's criterion on the product, which is a square if that is."""
    y_squared = pow(int.from_bytes(encoded, "little") % _SIGN_BIT, 2, _P)
    return pow((y_squared - 1) * (_D * y_squared + 1), (_P - 1) // 2, _P) == 1
