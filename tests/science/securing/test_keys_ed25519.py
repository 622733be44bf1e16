"""The strict Ed25519 rule, held against its vectors, against libsodium alone and against OpenSSL behind the rule."""

import json
from typing import Any

import nacl.bindings
import nacl.exceptions
import pytest
from _pytest.mark.structures import ParameterSet
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import Code, Refused
from assay.science.securing.key_rules import is_sound_ed25519_key, is_sound_ed25519_signature
from assay.science.securing.keys import KeyKind, PublicKey, SecretKey
from tests.science.securing.wycheproof import Vector, wycheproof
from tests.vectors import vector_files

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
IDENTITY = bytes([1]) + bytes(31)

# RFC 8032 §7.1, test 1 (the empty message) and test 3.
RFC8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]
ADA = SecretKey(KeyKind.ED25519, bytes.fromhex(RFC8032[0][0]))


def refusal(act: Any, *arguments: object) -> Code:
    with pytest.raises(Refused) as caught:
        act(*arguments)
    return caught.value.code


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC8032)
def test_ed25519_signs_and_verifies_the_examples_of_rfc_8032(
    seed: str, public: str, message: str, signature: str
) -> None:
    secret = SecretKey(KeyKind.ED25519, bytes.fromhex(seed))

    signed = secret.sign(bytes.fromhex(message))

    assert secret.public_key == PublicKey(KeyKind.ED25519, bytes.fromhex(public))
    assert signed.hex() == signature
    secret.public_key.verify(signed, bytes.fromhex(message))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_libsodium_and_openssl_make_the_same_key_and_the_same_signature_of_a_seed(seed: bytes, message: bytes) -> None:
    ours, openssl = SecretKey(KeyKind.ED25519, seed), ed25519.Ed25519PrivateKey.from_private_bytes(seed)

    assert ours.public_key.raw == openssl.public_key().public_bytes_raw()
    assert ours.sign(message) == openssl.sign(message)


def edwards_points_of_small_order() -> set[tuple[int, int]]:
    """All eight, by adding a point of order 8 to itself (affine addition law, RFC 8032 §5.1.4)."""
    d = -121665 * pow(121666, -1, P) % P
    y = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
    square = (y * y - 1) * pow(d * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    points = [(0, 1)]
    for _ in range(8):
        (a, b), t = points[-1], d * points[-1][0] * points[-1][1] * x * y
        points.append(((a * y + b * x) * pow(1 + t, -1, P) % P, (b * y + a * x) * pow(1 - t, -1, P) % P))
    assert points[8] == points[0]
    return set(points)


def spellings(point: tuple[int, int]) -> list[bytes]:
    """The canonical encoding and every other that a lenient reader takes for the same point."""
    x, y = point
    signs = [x & 1] if x else [0, 1]
    return [(each | sign << 255).to_bytes(32, "little") for each in (y, y + P) if each < 2**255 for sign in signs]


SMALL_ORDER = sorted(spelling for point in edwards_points_of_small_order() for spelling in spellings(point))


def test_there_are_fourteen_spellings_of_the_eight_points_of_small_order() -> None:
    assert len(edwards_points_of_small_order()) == 8
    assert len(SMALL_ORDER) == 14


@pytest.mark.parametrize("encoded", SMALL_ORDER, ids=bytes.hex)
def test_an_ed25519_key_of_small_order_is_refused_in_every_spelling(encoded: bytes) -> None:
    assert refusal(PublicKey, KeyKind.ED25519, encoded) is Code.KEY_REFUSED


@pytest.mark.parametrize("encoded", SMALL_ORDER, ids=bytes.hex)
def test_an_ed25519_signature_whose_r_is_of_small_order_is_refused_in_every_spelling(encoded: bytes) -> None:
    signature = encoded + ADA.sign(b"message")[32:]

    assert refusal(ADA.public_key.verify, signature, b"message") is Code.PROOF_INVALID


def test_attack_all_messages_signature_of_the_identity_key_is_refused() -> None:
    """OpenSSL accepts R = identity, S = 0 for any message under the identity key. We never get so far."""
    forged = IDENTITY + bytes(32)
    ed25519.Ed25519PublicKey.from_public_bytes(IDENTITY).verify(forged, b"any message at all")

    assert refusal(PublicKey, KeyKind.ED25519, IDENTITY) is Code.KEY_REFUSED


def test_attack_malleable_signature_with_s_plus_l_is_refused() -> None:
    signature = ADA.sign(b"message")
    s = int.from_bytes(signature[32:], "little")

    again = signature[:32] + (s + L).to_bytes(32, "little")

    assert refusal(ADA.public_key.verify, again, b"message") is Code.PROOF_INVALID
    assert is_sound_ed25519_signature(signature)
    assert not is_sound_ed25519_signature(again)  # by our rule, not only by the library's


def test_an_ed25519_key_with_y_at_or_above_p_is_refused() -> None:
    above = [(P + y).to_bytes(32, "little") for y in range(19)]

    assert {refusal(PublicKey, KeyKind.ED25519, encoded) for encoded in above} == {Code.KEY_REFUSED}


SMALL_Y = {y for _, y in edwards_points_of_small_order()}
ODD_Y = [*SMALL_Y, *range(P, 2**255)]
ODD_POINTS = sorted((y | sign << 255).to_bytes(32, "little") for y in ODD_Y for sign in (0, 1))


def is_odd(encoded: bytes) -> bool:
    """Rules 1 and 2 by arithmetic, as ``key_rules`` tells them."""
    y = int.from_bytes(encoded, "little") & (2**255 - 1)
    return y >= P or y in SMALL_Y


def test_each_odd_point_is_refused_as_r_and_as_key_and_what_differs_in_one_bit_is_as_arithmetic_has_it() -> None:
    good_s = ADA.sign(b"message")[32:]
    beside = {
        (int.from_bytes(odd, "little") ^ 1 << bit).to_bytes(32, "little") for odd in ODD_POINTS for bit in range(256)
    }

    assert len(ODD_POINTS) == 2 * (5 + 19)
    assert set(SMALL_ORDER) <= set(ODD_POINTS)
    assert not any(is_sound_ed25519_signature(odd + good_s) or is_sound_ed25519_key(odd) for odd in ODD_POINTS)
    assert all(is_sound_ed25519_signature(r + good_s) is not is_odd(r) for r in beside)
    assert sum(map(is_odd, beside)) == 48  # each is beside the one of the other sign


@pytest.mark.parametrize("step", [1, 2**124, 2**247, 2**248])
def test_a_scalar_is_refused_from_the_order_on(step: int) -> None:
    r = ADA.sign(b"message")[:32]
    near = [*range(L - 300 * step, L + 300 * step, step), 0, 1, 2**252 - 1, 2**252, L - 1, L, 2**253, 2**256 - 1]
    scalars = [s for s in near if 0 <= s < 2**256]

    assert all(is_sound_ed25519_signature(r + s.to_bytes(32, "little")) is (s < L) for s in scalars)


@given(st.binary(min_size=64, max_size=64))
def test_any_64_bytes_are_a_signature_by_the_rule_exactly_when_they_are_by_arithmetic(signature: bytes) -> None:
    s = int.from_bytes(signature[32:], "little")

    assert is_sound_ed25519_signature(signature) is (not is_odd(signature[:32]) and s < L)


@pytest.mark.parametrize("length", [0, 1, 31, 32, 63, 65, 128])
def test_a_signature_of_another_length_is_refused(length: int) -> None:
    signature = (ADA.sign(b"") * 2)[:length]

    assert not is_sound_ed25519_signature(signature)
    assert refusal(ADA.public_key.verify, signature, b"") is Code.PROOF_INVALID


@given(st.integers(0, P - 1).filter(lambda y: y not in SMALL_Y))
def test_an_ed25519_key_is_accepted_exactly_when_its_y_has_an_x_on_the_curve(y: int) -> None:
    d = -121665 * pow(121666, -1, P) % P
    square = (y * y - 1) * pow(d * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    has_x = root * root % P in (square, P - square)
    encoded = y.to_bytes(32, "little")

    if has_x:
        assert PublicKey(KeyKind.ED25519, encoded).raw == encoded
    else:
        assert refusal(PublicKey, KeyKind.ED25519, encoded) is Code.KEY_REFUSED


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_an_ed25519_key_or_seed_of_another_length_is_refused(length: int) -> None:
    assert refusal(PublicKey, KeyKind.ED25519, bytes([2]) * length) is Code.KEY_REFUSED
    assert refusal(SecretKey, KeyKind.ED25519, bytes([2]) * length) is Code.KEY_REFUSED


def cctv() -> list[ParameterSet]:
    [file] = vector_files("c2sp-cctv-ed25519/ed25519/ed25519vectors.json")
    path: Any = file.values[0]
    if not path.is_file():
        return [file]
    cases = json.loads(path.read_text("utf-8"))
    return [pytest.param(case, id=str(case["number"]), marks=pytest.mark.vectors) for case in cases]


def accepted_by_us(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        PublicKey(KeyKind.ED25519, key).verify(signature, message)
    except Refused:
        return False
    return True


def accepted_by_libsodium(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        nacl.bindings.crypto_sign_open(signature + message, key)
    except (nacl.exceptions.BadSignatureError, ValueError):  # ValueError: a signature that is not 64 bytes long
        return False
    return True


def accepted_by_openssl_behind_the_rule(key: bytes, signature: bytes, message: bytes) -> bool:
    if not (is_sound_ed25519_key(key) and is_sound_ed25519_signature(signature)):
        return False
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("case", cctv())
def test_each_ed25519_edge_case_of_cctv_is_decided_by_the_rule_and_alike_by_both_libraries(
    case: dict[str, Any],
) -> None:
    key, signature, message = bytes.fromhex(case["key"]), bytes.fromhex(case["sig"]), case["msg"].encode()
    # What the rule refuses, in the words of the vectors; a part of small order in A or R is no reason by itself.
    refused = {"low_order_A", "low_order_R", "non_canonical_A", "non_canonical_R", "low_order_residue", "reencoded_k"}
    expected = refused.isdisjoint(case["flags"] or [])

    assert accepted_by_us(key, signature, message) is expected
    assert accepted_by_libsodium(key, signature, message) is expected
    assert accepted_by_openssl_behind_the_rule(key, signature, message) is expected


@pytest.mark.parametrize("vector", wycheproof("ed25519_test.json"))
def test_each_ed25519_vector_of_wycheproof_ends_as_given_and_alike_in_both_libraries(vector: Vector) -> None:
    key = bytes.fromhex(vector.group["publicKey"]["pk"])

    assert accepted_by_us(key, vector.signature, vector.message) is vector.is_valid
    assert accepted_by_libsodium(key, vector.signature, vector.message) is vector.is_valid
    assert accepted_by_openssl_behind_the_rule(key, vector.signature, vector.message) is vector.is_valid
