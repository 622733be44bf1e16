"""JSON Web Keys: one spelling a key, and what a key says of its own use is binding."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from joserfc import jwk as joserfc

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.securing.jwk import public_key_from_jwk
from assay.science.securing.jws import read_compact, verify_compact
from assay.science.securing.keys import KeyKind, SecretKey
from assay.science.securing.strict_json import JsonObject
from tests.science.securing.wycheproof import Vector, wycheproof
from tests.vectors import vectors

# RFC 8037 §A.2, RFC 7517 §A.1 (its P-256 key and its RSA key, as RFC 7638 §3.1 has that).
ED25519: JsonObject = {"crv": "Ed25519", "kty": "OKP", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
P256: JsonObject = {
    "crv": "P-256",
    "kty": "EC",
    "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
}
RSA: JsonObject = {
    "e": "AQAB",
    "kty": "RSA",
    "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3"
    "oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6"
    "qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJ"
    "zKnqDKgw",
}
KEYS = {"Ed25519": ED25519, "P-256": P256, "RSA": RSA}


def refused(jwk: JsonObject) -> AssayError:
    with pytest.raises((MalformedDocument, Refused)) as caught:
        public_key_from_jwk(jwk)
    assert caught.value.code is Code.KEY_REFUSED
    return caught.value


def test_a_p_384_key_is_read_as_the_curve_has_it() -> None:
    theirs: Any = joserfc.ECKey.import_key(ec.derive_private_key(7, ec.SECP384R1()).public_key())

    key = public_key_from_jwk(theirs.as_dict(private=False))

    assert key == SecretKey(KeyKind.P384, bytes(47) + b"\x07").public_key


def test_the_p_384_key_of_the_w3c_is_read() -> None:
    path = vectors("w3c-vc-jose-cose", "input", "vm-p384.json")
    published = json.loads(path.read_text("utf-8"))

    key = public_key_from_jwk(published["publicKeyJwk"])
    secret = base64.urlsafe_b64decode(published["secretKeyJwk"]["d"] + "==")

    assert key == SecretKey(KeyKind.P384, secret).public_key


def test_an_rsa_key_read_from_a_jwk_verifies() -> None:
    secret = rsa.generate_private_key(65537, 2048)
    jwk: Any = joserfc.RSAKey.import_key(secret.public_key()).as_dict(private=False)

    key = public_key_from_jwk(jwk)

    key.verify(secret.sign(b"message", padding.PKCS1v15(), hashes.SHA256()), b"message")


ALLOWED: list[tuple[JsonObject, JsonObject]] = [
    (ED25519, {"use": "sig"}),
    (ED25519, {"key_ops": ["verify"]}),
    (ED25519, {"key_ops": ["sign", "verify"]}),
    (ED25519, {"alg": "EdDSA"}),
    (ED25519, {"alg": "Ed25519"}),
    (P256, {"alg": "ES256"}),
    (RSA, {"alg": "RS256"}),
    (P256, {"kid": "key-1", "x5c": ["not looked at"], "unknown": None}),
]


@pytest.mark.parametrize(("jwk", "more"), ALLOWED, ids=lambda value: json.dumps(value)[-40:])
def test_a_key_meant_for_verifying_is_read_whatever_else_it_says(jwk: JsonObject, more: JsonObject) -> None:
    assert public_key_from_jwk(jwk | more) == public_key_from_jwk(jwk)


NOT_FOR_US: list[tuple[JsonObject, JsonObject]] = [
    (P256, {"use": "enc"}),
    (P256, {"use": None}),
    (P256, {"use": ["sig"]}),
    (P256, {"key_ops": ["sign"]}),
    (P256, {"key_ops": []}),
    (P256, {"key_ops": "verify"}),
    (P256, {"key_ops": None}),
    (P256, {"alg": "ES384"}),
    (P256, {"alg": "HS256"}),
    (P256, {"alg": "none"}),
    (P256, {"alg": None}),
    (P256, {"alg": ["ES256"]}),
    (ED25519, {"alg": "ES256"}),
    (RSA, {"alg": "RS512"}),
    (RSA, {"alg": "PS256"}),
]


@pytest.mark.parametrize(("jwk", "more"), NOT_FOR_US, ids=lambda value: json.dumps(value)[-40:])
def test_a_key_meant_for_something_else_is_refused(jwk: JsonObject, more: JsonObject) -> None:
    assert isinstance(refused(jwk | more), Refused)


@pytest.mark.parametrize("member", ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
@pytest.mark.parametrize("jwk", KEYS.values(), ids=KEYS)
def test_a_private_key_is_refused_and_its_secret_not_repeated(jwk: JsonObject, member: str) -> None:
    error = refused(jwk | {member: "c2VjcmV0"})

    assert "c2VjcmV0" not in str(error)


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "oct", "k": "AAAA"},
        {"kty": "okp"},
        {"kty": None},
        {"kty": ["OKP"]},
        {"crv": "Ed448"},
        {"crv": "X25519"},
        {"crv": "P-521", "kty": "EC"},
        {"crv": "secp256k1", "kty": "EC"},
        {"crv": "P-256"},
        {"crv": None},
    ],
    ids=str,
)
def test_a_key_of_another_kind_is_refused(change: JsonObject) -> None:
    assert isinstance(refused(ED25519 | change), Refused)


def test_a_key_without_kind_is_refused() -> None:
    assert isinstance(refused({}), Refused)


MISSPELT: list[tuple[JsonObject, str, object]] = [
    (ED25519, "x", None),
    (ED25519, "x", 7),
    (ED25519, "x", ""),
    (ED25519, "x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR"),  # a letter less
    (ED25519, "x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo="),  # padding
    (ED25519, "x", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo"),  # the other alphabet
    (ED25519, "x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp"),  # stray bits at the end
    (ED25519, "x", "ANdamAGCsQq31Uv-08lkBzoO4XLz2qYjJa8CGmj3B1Ea"),  # a byte more
    (ED25519, "x", "A" * 4000),
    (P256, "y", None),
    (P256, "x", "ADCgQkzSHClEg4otdckrN-duog2fAIk6O07uijwKr-w-"),  # a zero byte in front
    (RSA, "n", None),
    (RSA, "n", ""),
    (RSA, "e", "AAEAAQ"),  # a zero byte in front
    (RSA, "n", "_" * 1400),  # 8400 bits
]


@pytest.mark.parametrize(("jwk", "member", "text"), MISSPELT)
def test_a_member_that_is_missing_or_misspelt_is_malformed_and_named(jwk: JsonObject, member: str, text: Any) -> None:
    error = refused(jwk | {member: text})

    assert isinstance(error, MalformedDocument)
    assert error.where == f"/{member}"


def test_a_point_off_the_curve_is_refused() -> None:
    y = str(P256["y"])

    assert isinstance(refused(P256 | {"y": "5" + y[1:]}), Refused)


def test_a_coordinate_at_or_above_the_prime_is_refused_and_not_reduced() -> None:
    p = 2**256 - 2**224 + 2**192 + 2**96 - 1
    # The point whose x is 5, and which of its two y is even.
    five, even = "A" * 42 + "U", "RZJDuapYGAb-kTvOmYF63hHKUDxk2aPFM0FcCDJI-8w"
    reduced: JsonObject = {"kty": "EC", "crv": "P-256", "x": five, "y": even}
    above = base64.urlsafe_b64encode((5 + p).to_bytes(32, "big")).decode().rstrip("=")

    assert public_key_from_jwk(reduced).kind is KeyKind.P256
    assert isinstance(refused(reduced | {"x": above}), Refused)


@pytest.mark.parametrize("change", [{"e": "AQ"}, {"e": "Ag"}, {"e": "Aw"}, {"n": "AQAB"}], ids=str)
def test_an_rsa_key_that_no_honest_signer_uses_is_refused(change: JsonObject) -> None:
    assert isinstance(refused(RSA | change), Refused)


def test_a_small_order_key_is_refused_in_a_jwk_too() -> None:
    assert isinstance(refused(ED25519 | {"x": "AQ" + "A" * 41}), Refused)


# Valid vectors that we refuse, because Assay knows no shared secrets (HS256, HS384, HS512).
REFUSED_THOUGH_VALID = {2, 13, 14, 15}


@pytest.mark.parametrize("vector", wycheproof("json_web_key_test.json"))
def test_each_jwk_vector_of_wycheproof_ends_as_given_or_is_a_documented_refusal(vector: Vector) -> None:
    keys = (vector.group.get("public") or vector.group["private"])["keys"]
    jws = read_compact(vector.test["jws"])
    named = [key for key in keys if key["kid"] == jws.kid]

    if vector.is_valid and vector.number not in REFUSED_THOUGH_VALID:
        verify_compact(jws, public_key_from_jwk(named[0]))
    else:
        # Each of the keys by that name is refused, so it does not matter which one a caller would choose.
        assert {refused(key).code for key in named} == {Code.KEY_REFUSED}
