"""did:key: the identifier is the key."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.dids.did_key import resolve_did_key
from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.securing.keys import KeyKind

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

# The examples of the did:key Method (Ed25519, P-384) and of CID 1.0 (P-256); the bytes were decoded by hand.
ED25519 = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
P256 = "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"
P384 = "z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9"
RAW = {
    ED25519: (KeyKind.ED25519, "2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6"),
    P256: (KeyKind.P256, "038a0ac59a2d3086e8a12a78fd4773a6d52a0ca61ef6c1419e15a05bcc6dafce7b"),
    P384: (
        KeyKind.P384,
        "039489d3c65f1f8cb2a9fd40abc48d160e495a862fbbfbfe896ed8878e246f32f85e76129574705f8b61c263cb7f409c9c",
    ),
}


@pytest.mark.parametrize("multikey", RAW)
def test_a_did_key_has_its_one_key_under_its_own_name(multikey: str) -> None:
    document = resolve_did_key(f"did:key:{multikey}")

    method = document.method_for(f"did:key:{multikey}#{multikey}", purpose="assertionMethod", at=NOON)
    kind, raw = RAW[multikey]
    assert list(document.methods) == [f"did:key:{multikey}#{multikey}"]
    assert (method.controller, method.key.kind, method.key.raw.hex()) == (f"did:key:{multikey}", kind, raw)


def test_a_did_key_that_was_made_before_is_not_made_anew_and_nobody_can_write_to_it() -> None:
    document = resolve_did_key(f"did:key:{P384}")

    assert resolve_did_key(f"did:key:{P384}") is document
    for written in (document.methods, document.relationships, document.unreadable):
        with pytest.raises(TypeError):
            written["authentication"] = frozenset()  # type: ignore[index]  # the fault


def test_a_did_key_signs_for_every_purpose_and_agrees_on_no_secret() -> None:
    document = resolve_did_key(f"did:key:{ED25519}")

    assert set(document.relationships) == {
        "assertionMethod",
        "authentication",
        "capabilityInvocation",
        "capabilityDelegation",
    }
    assert set(document.relationships.values()) == {frozenset({f"did:key:{ED25519}#{ED25519}"})}


@pytest.mark.parametrize(
    "did",
    [
        "did:key:",
        "did:key:z",
        "did:key:z0OIl",
        f"did:key:{ED25519}#{ED25519}",
        f"did:key:{ED25519}?service=x",
        f"did:key:{ED25519}/x",
        f"did:key:1.1:{ED25519}",
        f"did:key:{ED25519}\n",
        f" did:key:{ED25519}",
        f"DID:KEY:{ED25519}",
        f"did:key:{ED25519[1:]}",
        "did:key:uFyLzNnAdx5FIjg0LF0XMHjOkwcn8xBxjvTQ9u-CXDm",
        "did:key:z" + "1" * 600,
        "did:web:uni.example",
    ],
)
def test_anything_but_did_key_and_base58_is_no_did_key(did: str) -> None:
    with pytest.raises(MalformedDocument) as refusal:
        resolve_did_key(did)

    assert refusal.value.code is Code.DID_INVALID


@pytest.mark.parametrize(
    "multikey",
    [
        "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",  # secp256k1, an example of the did:key Method
        "z6LSj72tK8brWgZja8NLRwPigth2T9QRiG1uH9oKZuKjdh9p",  # X25519, likewise
        "z6Mk",  # cut short
        ED25519 + "1",
        "z1" + ED25519[1:],
    ],
)
def test_a_key_of_another_kind_or_size_is_refused(multikey: str) -> None:
    with pytest.raises(Refused) as refusal:
        resolve_did_key(f"did:key:{multikey}")

    assert refusal.value.code is Code.KEY_REFUSED


def test_attack_21_the_ed25519_key_that_accepts_every_message_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        resolve_did_key("did:key:z6MkeXATEjyXENzBXBxgC5EHk2JE5aqd7qMGGtDpLUH1e2Sj")

    assert refusal.value.code is Code.KEY_REFUSED


@given(st.integers(0, len(ED25519) - 1), st.sampled_from("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"))
def test_a_mistyped_did_key_is_refused_or_is_another_key(place: int, letter: str) -> None:
    mistyped = ED25519[:place] + letter + ED25519[place + 1 :]
    if mistyped == ED25519:
        return

    # No key's spelling is one letter away from another spelling of the same key.
    try:
        (method,) = resolve_did_key(f"did:key:{mistyped}").methods.values()
    except (MalformedDocument, Refused):
        return
    assert method.key.raw.hex() != RAW[ED25519][1]
