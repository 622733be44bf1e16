"""Multikeys: one text a key, which names its own kind."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.securing import multibase
from assay.science.securing.keys import KeyKind, PublicKey, SecretKey
from assay.science.securing.multikey import decode_public, decode_secret, encode_public, encode_secret
from tests.vectors import vector_files

ADA = SecretKey(KeyKind.ED25519, bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
GRACE = SecretKey(KeyKind.P256, bytes.fromhex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"))
KEY_PAIRS = (
    vector_files("w3c-vc-di-eddsa/TestVectors/keyPair.json")
    + vector_files("w3c-vc-di-eddsa/TestVectors/proof-set-chain/multiKeyPairs.json")
    + vector_files("w3c-vc-di-ecdsa/TestVectors/p*KeyPair.json")
    + vector_files("w3c-vc-di-ecdsa/TestVectors/ecdsa-sd-2023/SDKeyMaterial.json")
)


def test_a_key_that_was_read_before_is_not_read_anew_and_one_that_was_refused_is_refused_again() -> None:
    text, refused = encode_public(GRACE.public_key), multibase.encode(b"\xed\x01\x01" + bytes(31))

    assert decode_public("".join(text)) is decode_public(text)
    for _ in range(2):
        with pytest.raises(Refused) as refusal:
            decode_public(refused)

        assert refusal.value.code is Code.KEY_REFUSED


@pytest.mark.parametrize("path", KEY_PAIRS)
def test_the_key_pairs_of_the_w3c_are_read_written_again_and_belong_together(path: Path) -> None:
    content = json.loads(path.read_text("utf-8"))
    pairs = [content] if "publicKeyMultibase" in content else [v for v in content.values() if isinstance(v, dict)]

    for pair in pairs:
        public_text = pair["publicKeyMultibase"]
        secret_text = pair.get("secretKeyMultibase") or pair["privateKeyMultibase"]
        public, secret = decode_public(public_text), decode_secret(secret_text)

        assert secret.public_key == public
        assert encode_public(public) == public_text
        assert encode_secret(secret) == secret_text
        public.verify(secret.sign(b"message"), b"message")


# RFC 8032 §7.1 test 1 and RFC 6979 §A.2.5, as other people's tools write them.
def test_each_kind_begins_with_its_own_letters() -> None:
    mary = SecretKey(KeyKind.P384, bytes(47) + b"\x07")

    assert encode_public(ADA.public_key) == "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw"
    assert encode_public(GRACE.public_key).startswith("zDna")
    assert encode_public(mary.public_key).startswith("z82L")
    assert [encode_secret(key)[:4] for key in (ADA, GRACE, mary)] == ["z3u2", "z42t", "z2fa"]


def test_a_secret_key_where_a_public_one_belongs_is_refused_and_not_repeated() -> None:
    with pytest.raises(Refused) as caught:
        decode_public(encode_secret(ADA))

    assert caught.value.code is Code.KEY_REFUSED
    assert encode_secret(ADA) not in str(caught.value)


def test_a_public_key_where_a_secret_one_belongs_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        decode_secret(encode_public(ADA.public_key))

    assert caught.value.code is Code.KEY_REFUSED


# secp256k1-pub, x25519-pub, rsa-pub, a P-256 prefix cut short, nothing at all.
@pytest.mark.parametrize("prefix", [b"\xe7\x01", b"\xec\x01", b"\x85\x24", b"\x80", b""], ids=bytes.hex)
def test_a_key_of_another_kind_is_refused(prefix: bytes) -> None:
    with pytest.raises(Refused) as caught:
        decode_public(multibase.encode(prefix + (bytes(32) if prefix else b"")))

    assert caught.value.code is Code.KEY_REFUSED


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_the_wrong_length_is_refused(length: int) -> None:
    with pytest.raises(Refused) as caught:
        decode_public(multibase.encode(b"\xed\x01" + ADA.public_key.raw[:length].ljust(length, b"\0")))

    assert caught.value.code is Code.KEY_REFUSED


def test_an_identity_point_key_is_refused_in_a_multikey_too() -> None:
    with pytest.raises(Refused) as caught:
        decode_public(multibase.encode(b"\xed\x01" + b"\x01" + bytes(31)))

    assert caught.value.code is Code.KEY_REFUSED


# Base64url ("u") is a multibase of other values; a multikey has one spelling.
@pytest.mark.parametrize(
    "text", ["", "z6Mk0", "6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw", "u7QEB", "Z6Mk", "z" * 900]
)
def test_a_text_that_is_no_base58_multibase_is_malformed(text: str) -> None:
    with pytest.raises(MalformedDocument):
        decode_public(text)


def test_an_rsa_key_has_no_multikey() -> None:
    class Rsa:
        kind = KeyKind.RSA

    with pytest.raises(Refused) as caught:
        encode_public(Rsa())  # type: ignore[arg-type]  # making a real one takes a tenth of a second

    assert caught.value.code is Code.KEY_REFUSED


@given(st.binary(min_size=32, max_size=32))
def test_every_ed25519_key_comes_back_from_its_texts(seed: bytes) -> None:
    secret = SecretKey(KeyKind.ED25519, seed)

    assert decode_secret(encode_secret(secret)) == secret
    assert decode_public(encode_public(secret.public_key)) == secret.public_key


@given(st.integers(0, 47), st.sampled_from("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"))
def test_a_changed_letter_never_gives_the_same_key(position: int, letter: str) -> None:
    text = encode_public(ADA.public_key)
    changed = text[:position] + letter + text[position + 1 :]

    try:
        key: PublicKey | None = decode_public(changed)
    except AssayError:
        key = None

    assert (key == ADA.public_key) is (changed == text)
