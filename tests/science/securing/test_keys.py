"""Keys and signatures: ECDSA of fixed width, RSA for old tokens, what holds for all. Ed25519 has its own file."""

from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import Code, Refused
from assay.science.securing.key_rules import rsa_fault
from assay.science.securing.keys import KeyKind, PublicKey, SecretKey
from tests.science.securing.wycheproof import Vector, wycheproof

# RFC 6979 §A.2.5 and §A.2.6, message "sample", with SHA-256 and SHA-384.
RFC6979 = [
    (
        KeyKind.P256,
        "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
        "0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
        (
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
            "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
        ),
    ),
    (
        KeyKind.P384,
        "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5",
        "02ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13",
        (
            "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46"
            "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8"
        ),
    ),
]
ADA = SecretKey(KeyKind.ED25519, bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
GRACE = SecretKey(KeyKind.P256, bytes.fromhex(RFC6979[0][1]))
MARY = SecretKey(KeyKind.P384, bytes.fromhex(RFC6979[1][1]))
ORDER = {KeyKind.P256: ec.SECP256R1().group_order, KeyKind.P384: ec.SECP384R1().group_order}


def refusal(act: Any, *arguments: object) -> Code:
    with pytest.raises(Refused) as caught:
        act(*arguments)
    return caught.value.code


# --- ECDSA ---


@pytest.mark.parametrize(("kind", "scalar", "public", "signature"), RFC6979)
def test_ecdsa_signs_with_the_nonces_of_rfc_6979_and_verifies(
    kind: KeyKind, scalar: str, public: str, signature: str
) -> None:
    secret = SecretKey(kind, bytes.fromhex(scalar))

    signed = secret.sign(b"sample")

    assert secret.public_key == PublicKey(kind, bytes.fromhex(public))
    assert signed.hex() == signature
    secret.public_key.verify(signed, b"sample")


@pytest.mark.parametrize("key", [GRACE, MARY], ids=["P-256", "P-384"])
def test_an_ecdsa_signature_with_r_or_s_out_of_range_or_of_another_length_is_refused(key: SecretKey) -> None:
    good, order, width = key.sign(b"message"), ORDER[key.kind], len(key.raw)
    r, s = good[:width], good[width:]
    zero, n, above = bytes(width), order.to_bytes(width, "big"), (order + 1).to_bytes(width, "big")
    pairs = [(zero, s), (r, zero), (n, s), (r, n), (above, s), (r, above)]
    other_lengths = [b"", good[:-1], good + b"\0", b"\0" + good, r + b"\0" + s, b"\0" + r + s[1:]]
    bad = [first + second for first, second in pairs] + other_lengths

    assert {refusal(key.public_key.verify, each, b"message") for each in bad} == {Code.PROOF_INVALID}


def test_an_ecdsa_signature_in_der_is_refused() -> None:
    library = ec.derive_private_key(int.from_bytes(GRACE.raw, "big"), ec.SECP256R1())
    der = library.sign(b"message", ec.ECDSA(hashes.SHA256()))

    assert refusal(GRACE.public_key.verify, der, b"message") is Code.PROOF_INVALID
    r, s = decode_dss_signature(der)
    GRACE.public_key.verify(r.to_bytes(32, "big") + s.to_bytes(32, "big"), b"message")


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.P384])
def test_a_point_off_the_curve_or_not_compressed_is_refused(kind: KeyKind) -> None:
    key = GRACE if kind is KeyKind.P256 else MARY
    library = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1() if kind is KeyKind.P256 else ec.SECP384R1(), key.public_key.raw
    )
    uncompressed = library.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    width = len(key.raw)
    off_the_curve = bytes([2]) + bytes(width - 1) + bytes([1 if kind is KeyKind.P256 else 0])
    bad = [
        uncompressed,
        bytes([6 + uncompressed[-1] % 2]) + uncompressed[1:],  # the hybrid form of X9.62
        bytes([5]) + key.public_key.raw[1:],
        b"\0",  # the identity
        b"",
        key.public_key.raw + b"\0",
        b"\x02" + b"\xff" * width,
    ]

    assert {refusal(PublicKey, kind, each) for each in bad} == {Code.KEY_REFUSED}
    if kind is KeyKind.P256:
        assert refusal(PublicKey, kind, off_the_curve) is Code.KEY_REFUSED


def test_a_compressed_point_whose_x_is_not_reduced_is_refused() -> None:
    p = 2**256 - 2**224 + 2**192 + 2**96 - 1
    reduced = PublicKey(KeyKind.P256, b"\x02" + (5).to_bytes(32, "big"))

    assert reduced.raw[-1] == 5
    assert refusal(PublicKey, KeyKind.P256, b"\x02" + (5 + p).to_bytes(32, "big")) is Code.KEY_REFUSED


@pytest.mark.parametrize("kind", [KeyKind.P256, KeyKind.P384])
def test_a_secret_scalar_must_lie_between_one_and_the_order(kind: KeyKind) -> None:
    width, order = len(ORDER[kind].to_bytes(48, "big").lstrip(b"\0")), ORDER[kind]
    bad = [bytes(width), order.to_bytes(width, "big"), b"\xff" * width, b"\x01" * (width - 1), b"\0" + b"\x01" * width]

    assert {refusal(SecretKey, kind, each) for each in bad} == {Code.KEY_REFUSED}
    assert SecretKey(kind, (order - 1).to_bytes(width, "big")).public_key.kind is kind


def compressed(vector: Vector) -> bytes:
    point = bytes.fromhex(vector.group["publicKey"]["uncompressed"])
    return bytes([2 + point[-1] % 2]) + point[1 : 1 + len(point) // 2]


@pytest.mark.parametrize("vector", wycheproof("ecdsa_secp256r1_sha256_p1363_test.json"))
def test_each_p_256_vector_of_wycheproof_ends_as_given(vector: Vector) -> None:
    key = PublicKey(KeyKind.P256, compressed(vector))

    if vector.is_valid:
        key.verify(vector.signature, vector.message)
    else:
        assert refusal(key.verify, vector.signature, vector.message) is Code.PROOF_INVALID


@pytest.mark.parametrize("vector", wycheproof("ecdsa_secp384r1_sha384_p1363_test.json"))
def test_each_p_384_vector_of_wycheproof_ends_as_given(vector: Vector) -> None:
    key = PublicKey(KeyKind.P384, compressed(vector))

    if vector.is_valid:
        key.verify(vector.signature, vector.message)
    else:
        assert refusal(key.verify, vector.signature, vector.message) is Code.PROOF_INVALID


# --- RSA ---

RSA = rsa.generate_private_key(65537, 2048)
RSA_DER = RSA.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
MODULUS = RSA.public_key().public_numbers().n


def der_of(modulus: int, exponent: int) -> bytes:
    key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def test_an_rsa_key_verifies_pkcs1_v15_with_sha_256_and_nothing_else() -> None:
    key = PublicKey(KeyKind.RSA, RSA_DER)
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    others = [
        RSA.sign(b"message", padding.PKCS1v15(), hashes.SHA384()),
        RSA.sign(b"message", pss, hashes.SHA256()),
        RSA.sign(b"another message", padding.PKCS1v15(), hashes.SHA256()),
        b"",
        b"\0" + RSA.sign(b"message", padding.PKCS1v15(), hashes.SHA256()),
    ]

    key.verify(RSA.sign(b"message", padding.PKCS1v15(), hashes.SHA256()), b"message")
    assert {refusal(key.verify, each, b"message") for each in others} == {Code.PROOF_INVALID}


def test_there_is_no_rsa_secret_key_because_we_never_sign_with_rsa() -> None:
    assert refusal(SecretKey, KeyKind.RSA, bytes(32)) is Code.KEY_REFUSED


def test_an_rsa_key_that_is_no_der_or_of_another_kind_or_spelt_otherwise_is_refused() -> None:
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), GRACE.public_key.raw)
    unknown_algorithm = bytes.fromhex("300d3007060567810502030302" + "0000")
    pkcs1 = RSA.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    bad = [
        b"",
        b"not DER",
        RSA_DER + b"\0",
        pkcs1,
        point.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        unknown_algorithm,
    ]

    assert {refusal(PublicKey, KeyKind.RSA, each) for each in bad} == {Code.KEY_REFUSED}


@pytest.mark.parametrize("bits", [1024, 2047, 8193, 16384])
def test_an_rsa_key_below_2048_or_above_8192_bits_is_refused(bits: int) -> None:
    assert refusal(PublicKey, KeyKind.RSA, der_of(2 ** (bits - 1) + 1, 65537)) is Code.KEY_REFUSED


@pytest.mark.parametrize("exponent", [1, 2, 3, 17, 65535, 65536, 65538, 2**64 + 1])
def test_an_rsa_exponent_that_is_small_even_or_huge_is_refused(exponent: int) -> None:
    assert "exponent" in str(rsa_fault(MODULUS, exponent))
    assert rsa_fault(MODULUS, 65537) is None


@pytest.mark.parametrize("factor", [2, 3, 167])
def test_an_rsa_modulus_with_a_small_factor_is_refused(factor: int) -> None:
    assert "factor" in str(rsa_fault(MODULUS // factor // 2 * 2 * factor + factor, 65537))


def test_attack_a_key_of_the_broken_generator_of_cve_2017_15361_is_refused() -> None:
    primes = [n for n in range(3, 168) if all(n % other for other in range(2, n))]
    product = 1
    for prime in primes:
        product *= prime
    # What that generator leaves behind: a power of 65537 in the residues of every small prime.
    trace = pow(65537, 1234567, product) + product * 2 ** (2048 - product.bit_length())
    modulus = trace if trace % 2 else trace + product

    assert modulus.bit_length() == 2048
    assert refusal(PublicKey, KeyKind.RSA, der_of(modulus, 65537)) is Code.KEY_REFUSED


# --- all kinds ---


@pytest.mark.parametrize("key", [ADA, GRACE, MARY], ids=lambda key: key.kind.value)
@given(data=st.data())
def test_a_signature_or_message_with_one_bit_flipped_is_refused(key: SecretKey, data: st.DataObject) -> None:
    message = data.draw(st.binary(min_size=1, max_size=64))
    signature = key.sign(message)
    signed = bytearray(signature + message)
    position = data.draw(st.integers(0, 8 * len(signed) - 1))

    key.public_key.verify(signature, message)
    signed[position // 8] ^= 1 << position % 8

    bad_signature, bad_message = bytes(signed[: len(signature)]), bytes(signed[len(signature) :])
    assert refusal(key.public_key.verify, bad_signature, bad_message) is Code.PROOF_INVALID


@pytest.mark.parametrize("key", [ADA, GRACE, MARY], ids=lambda key: key.kind.value)
def test_signing_twice_gives_the_same_bytes(key: SecretKey) -> None:
    assert key.sign(b"message") == SecretKey(key.kind, key.raw).sign(b"message")


def test_a_secret_key_does_not_show_its_secret_when_printed() -> None:
    shown = repr(GRACE) + str(GRACE)

    assert "raw" not in shown
    assert GRACE.raw.hex() not in shown


def test_equal_keys_are_equal_and_hash_alike_whether_or_not_they_were_used() -> None:
    fresh = PublicKey(KeyKind.ED25519, ADA.public_key.raw)

    ADA.public_key.verify(ADA.sign(b""), b"")

    assert fresh == ADA.public_key
    assert len({fresh, ADA.public_key}) == 1
