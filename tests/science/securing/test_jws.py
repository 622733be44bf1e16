"""Compact JWS: one spelling, one algorithm a key, and nothing in the header that chooses."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwk as joserfc_jwk
from joserfc import jws as joserfc_jws

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.securing.jwk import public_key_from_jwk
from assay.science.securing.jws import MAX_LETTERS, CompactJws, read_compact, sign_compact, verify_compact
from assay.science.securing.keys import KeyKind, PublicKey, SecretKey
from assay.science.securing.strict_json import JsonObject

ADA = SecretKey(KeyKind.ED25519, bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
GRACE = SecretKey(KeyKind.P256, bytes.fromhex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"))
MARY = SecretKey(KeyKind.P384, bytes(47) + b"\x07")
SIGNERS = {"EdDSA": ADA, "ES256": GRACE, "ES384": MARY}
MALLORY = SecretKey(KeyKind.ED25519, bytes(31) + b"\x66")
# RFC 8037 §A.2, RFC 6979 §A.2.5, and seven times the generator of P-384.
PUBLIC: dict[str, Any] = {
    "EdDSA": {"crv": "Ed25519", "kty": "OKP", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
    "ES256": {
        "crv": "P-256",
        "kty": "EC",
        "x": "YP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Y",
        "y": "eQP-EAi4vJmkGunpVii8ZPLxsgwtfp9Rd6PClNRGIpk",
    },
    "ES384": {
        "crv": "P-384",
        "kty": "EC",
        "x": "KDwdc2XOR4jyn46_I07f_q1v6Zf76l_6LVjMnfp7HFCLBVJvVbnrsgQPBbSPttDh",
        "y": "lHXJkGHkG4i6Uu_bjBaQRxph2GfteZcp2cks0B29IlYw2E7eMqePnmRmTNrFEu-M",
    },
}

# RFC 8037 §A.4: its key, header and payload, which give one signature only.
RFC8037_SEED = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
RFC8037_JWS = (
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)
# RFC 7515 §A.3: ES256, over the claims of a "joe".
RFC7515_KEY: JsonObject = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
RFC7515_JWS = (
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)


def b64(data: bytes | str) -> str:
    raw = data.encode() if isinstance(data, str) else data
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def signed_by_hand(header: str, signer: SecretKey = ADA, payload: str = "{}") -> str:
    """A token whose header is exactly this text, with a signature that is right."""
    signing_input = f"{b64(header)}.{b64(payload)}"
    return f"{signing_input}.{b64(signer.sign(signing_input.encode()))}"


def refusal(text: str, key: PublicKey = ADA.public_key) -> Code:
    with pytest.raises((Refused, MalformedDocument)) as caught:
        verify_compact(read_compact(text), key)
    return caught.value.code


# --- what is read ---


def test_the_parts_of_a_token_are_given_as_they_were_signed() -> None:
    jws = read_compact(RFC8037_JWS)

    assert jws.header == {"alg": "EdDSA"}
    assert jws.algorithm == "EdDSA"
    assert jws.kid is None
    assert jws.payload == b"Example of Ed25519 signing"
    assert jws.signing_input == RFC8037_JWS.rpartition(".")[0].encode()
    assert len(jws.signature) == 64


def test_the_kid_is_given_as_a_hint() -> None:
    token = signed_by_hand('{"alg":"EdDSA","kid":"did:web:a.example#key-1"}')

    assert read_compact(token).kid == "did:web:a.example#key-1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "a.b",
        RFC8037_JWS + ".",
        RFC8037_JWS + ".eyJ9",
        "." + RFC8037_JWS,
        RFC8037_JWS.rpartition(".")[0],
        RFC8037_JWS + "\n",
        " " + RFC8037_JWS,
        RFC8037_JWS + "==",
        RFC8037_JWS.replace("_", "/"),
        RFC8037_JWS[:-1] + "h",  # stray bits in the last letter
        RFC8037_JWS.replace("RXhh", "RXh\u0430"),  # a Cyrillic letter
        RFC8037_JWS + "~",  # an SD-JWT
        json.dumps(dict(zip(("protected", "payload", "signature"), RFC8037_JWS.split("."), strict=True))),
        json.dumps({"payload": "", "signatures": []}),
    ],
)
def test_a_text_that_is_not_three_base64url_parts_is_malformed(text: str) -> None:
    with pytest.raises(MalformedDocument):
        read_compact(text)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "{}",
        "[]",
        "null",
        '"EdDSA"',
        "not JSON",
        '{"alg":"EdDSA"} {}',
        '\ufeff{"alg":"EdDSA"}',
        '{"alg":null}',
        '{"alg":["EdDSA"]}',
        '{"alg":"EdDSA","kid":7}',
        '{"alg":"EdDSA","kid":null}',
        '{"alg":"EdDSA","typ":["JWT"]}',
        '{"alg":"EdDSA","cty":{}}',
        '{"alg":"EdDSA","n":NaN}',
        '{"alg":"EdDSA","n":1e999}',
        '{"alg":"EdDSA","x":"\\ud800"}',
    ],
)
def test_a_header_that_is_no_object_of_i_json_with_text_where_text_belongs_is_malformed(header: str) -> None:
    with pytest.raises(MalformedDocument):
        read_compact(signed_by_hand(header))


def test_a_header_that_is_not_utf_8_is_malformed() -> None:
    with pytest.raises(MalformedDocument):
        read_compact(f"{b64(bytes([0x7B, 0xFF, 0x7D]))}..")


def test_a_token_beyond_one_mebibyte_is_not_read() -> None:
    header = b64('{"alg":"EdDSA"}')
    fits = f"{header}..{'A' * (MAX_LETTERS - len(header) - 2)}"

    assert read_compact(fits).payload == b""
    assert refusal(fits + "A") is Code.TOO_LARGE


# --- attacks ---


@pytest.mark.parametrize(
    "header",
    [
        '{"alg":"none","alg":"EdDSA"}',
        '{"alg":"EdDSA","alg":"EdDSA"}',
        '{"alg":"EdDSA","kid":"a","kid":"b"}',
        '{"alg":"EdDSA","\\u0061lg":"none"}',
        '{"alg":"EdDSA","x":{"y":1,"y":2}}',
    ],
)
def test_attack_15_a_header_with_a_member_twice_is_refused(header: str) -> None:
    assert refusal(signed_by_hand(header)) is Code.DUPLICATE_KEY


def test_attack_20_a_key_in_the_header_is_not_used() -> None:
    """Mallory signs with her own key and sends it along. The key stays the one that the caller has."""
    header: JsonObject = {
        "jwk": {"crv": "Ed25519", "kty": "OKP", "x": "J6atrCk1QmMb6CvJ8TrZ92zH0J-FTWOq78xg8uRaQUc"},
        "jku": "https://evil.example/jwks",
        "x5u": "https://evil.example/certificate",
        "x5c": ["MII="],
        "kid": "did:web:a.example#key-1",
    }

    forged = sign_compact(b"{}", header=header, signer=MALLORY)

    assert refusal(forged) is Code.PROOF_INVALID
    verify_compact(read_compact(forged), MALLORY.public_key)


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", ""])
def test_attack_21_alg_none_is_refused_with_and_without_a_signature(alg: str) -> None:
    token = signed_by_hand(json.dumps({"alg": alg}))

    assert refusal(token) is Code.ALGORITHM_REFUSED
    assert refusal(token.rpartition(".")[0] + ".") is Code.ALGORITHM_REFUSED


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_attack_21_a_mac_keyed_with_the_public_key_is_refused(alg: str) -> None:
    public: Any = {"kty": "oct", "k": b64(GRACE.public_key.raw)}
    forged = joserfc_jws.serialize_compact({"alg": alg}, b"{}", joserfc_jwk.import_key(public), algorithms=[alg])

    assert refusal(forged, GRACE.public_key) is Code.ALGORITHM_REFUSED


@pytest.mark.parametrize("alg", ["ES256", "ES384", "ES512", "RS256", "PS256", "Ed448", "eddsa", "EdDSA ", "es256k"])
def test_attack_21_the_key_fixes_the_algorithm_and_the_header_cannot_choose_another(alg: str) -> None:
    assert refusal(signed_by_hand(json.dumps({"alg": alg}))) is Code.ALGORITHM_REFUSED


@pytest.mark.parametrize(
    "more", ['"crit":[]', '"crit":["b64"],"b64":false', '"b64":false', '"b64":true', '"crit":null', '"crit":["exp"]']
)
def test_attack_21_crit_and_b64_are_refused_whatever_they_say(more: str) -> None:
    assert refusal(signed_by_hand(f'{{"alg":"EdDSA",{more}}}')) is Code.ALGORITHM_REFUSED


# --- verifying ---


def test_the_examples_of_the_rfcs_verify() -> None:
    seed = base64.urlsafe_b64decode(RFC8037_SEED + "=")

    verify_compact(read_compact(RFC8037_JWS), SecretKey(KeyKind.ED25519, seed).public_key)
    verify_compact(read_compact(RFC7515_JWS), public_key_from_jwk(RFC7515_KEY))


@pytest.mark.parametrize("alg", ["EdDSA", "Ed25519"])
def test_ed25519_goes_by_both_its_names(alg: str) -> None:
    verify_compact(read_compact(signed_by_hand(json.dumps({"alg": alg}))), ADA.public_key)


def test_a_signature_by_another_key_of_the_same_kind_is_refused() -> None:
    assert refusal(signed_by_hand('{"alg":"EdDSA"}', MALLORY)) is Code.PROOF_INVALID


@given(st.integers(0, len(RFC8037_JWS) - 1), st.characters(max_codepoint=0x7F))
def test_no_other_letter_anywhere_in_a_token_is_accepted(position: int, letter: str) -> None:
    seed = base64.urlsafe_b64decode(RFC8037_SEED + "=")
    changed = RFC8037_JWS[:position] + letter + RFC8037_JWS[position + 1 :]

    if changed == RFC8037_JWS:
        return
    with pytest.raises((Refused, MalformedDocument)):
        verify_compact(read_compact(changed), SecretKey(KeyKind.ED25519, seed).public_key)


@given(st.text(alphabet='eyJhbGci.{}":,_-= \u00e9', max_size=80))
def test_any_text_is_read_or_refused_and_raises_nothing_else(text: str) -> None:
    try:
        read: CompactJws | None = read_compact(text)
    except AssayError:
        read = None

    assert read is None or text.count(".") == 2


# --- signing ---


def test_signing_the_example_of_rfc_8037_gives_its_letters() -> None:
    signer = SecretKey(KeyKind.ED25519, base64.urlsafe_b64decode(RFC8037_SEED + "="))

    assert sign_compact(b"Example of Ed25519 signing", header={}, signer=signer) == RFC8037_JWS


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # joserfc on RFC 9864, which wallets do not know yet
@pytest.mark.parametrize(("alg", "signer"), SIGNERS.items(), ids=SIGNERS)
def test_what_we_sign_joserfc_verifies(alg: str, signer: SecretKey) -> None:
    text = sign_compact(b'{"a":1}', header={"kid": "key-1", "typ": "JWT"}, signer=signer)

    theirs = joserfc_jws.deserialize_compact(text, joserfc_jwk.import_key(PUBLIC[alg]), algorithms=[alg])

    assert theirs.payload == b'{"a":1}'
    assert theirs.headers() == {"alg": alg, "kid": "key-1", "typ": "JWT"}


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # joserfc on RFC 9864, which wallets do not know yet
@pytest.mark.parametrize(("alg", "signer"), SIGNERS.items(), ids=SIGNERS)
def test_what_joserfc_signs_we_verify(alg: str, signer: SecretKey) -> None:
    jwk = PUBLIC[alg] | {"d": b64(signer.raw)}
    theirs = joserfc_jws.serialize_compact({"alg": alg}, b"payload", joserfc_jwk.import_key(jwk), algorithms=[alg])

    verify_compact(read_compact(theirs), signer.public_key)


@pytest.mark.parametrize("signer", SIGNERS.values(), ids=SIGNERS)
def test_signing_twice_gives_the_same_letters_in_whatever_order_the_header_is_written(signer: SecretKey) -> None:
    one = sign_compact(b"{}", header={"kid": "a", "typ": "JWT"}, signer=signer)
    other = sign_compact(b"{}", header={"typ": "JWT", "kid": "a"}, signer=signer)

    assert one == other


@pytest.mark.parametrize(
    "more", [{"alg": "none"}, {"alg": "ES256"}, {"alg": None}, {"crit": []}, {"b64": True}], ids=str
)
def test_a_header_that_we_would_not_read_is_not_signed(more: JsonObject) -> None:
    class Untouched:
        public_key = ADA.public_key

        def sign(self, message: bytes) -> bytes:
            pytest.fail("it was asked to sign")

    with pytest.raises(Refused) as caught:
        sign_compact(b"{}", header=more, signer=Untouched())

    assert caught.value.code is Code.ALGORITHM_REFUSED


def test_the_newer_name_of_eddsa_may_be_asked_for() -> None:
    text = sign_compact(b"{}", header={"alg": "Ed25519"}, signer=ADA)

    assert read_compact(text).algorithm == "Ed25519"


def test_nothing_is_signed_with_rsa() -> None:
    class Old:
        class Key:
            kind = KeyKind.RSA

        public_key: Any = Key()

        def sign(self, message: bytes) -> bytes:
            pytest.fail("it was asked to sign")

    with pytest.raises(Refused) as caught:
        sign_compact(b"{}", header={}, signer=Old())

    assert caught.value.code is Code.ALGORITHM_REFUSED


def test_a_signer_that_holds_another_key_than_it_says_gives_no_token() -> None:
    class Confused:
        public_key = ADA.public_key

        def sign(self, message: bytes) -> bytes:
            return MALLORY.sign(message)

    with pytest.raises(Refused) as caught:
        sign_compact(b"{}", header={}, signer=Confused())

    assert caught.value.code is Code.PROOF_INVALID


def test_a_payload_too_large_to_be_read_gives_no_token() -> None:
    with pytest.raises(MalformedDocument) as caught:
        sign_compact(bytes(MAX_LETTERS), header={}, signer=ADA)

    assert caught.value.code is Code.TOO_LARGE
