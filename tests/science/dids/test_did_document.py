"""Controller documents: which keys may sign for whom, and for what."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.dids.did_document import MAX_METHODS, ControllerDocument, read_controller_document
from assay.science.dids.did_key import resolve_did_key
from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.securing.keys import KeyKind
from tests.vectors import vectors

UNI = "did:web:uni.example"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
# The example of the did:key Method, and its 32 bytes.
ED25519 = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
ED25519_RAW = "2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6"
GOOD_JWK = {"kty": "OKP", "crv": "Ed25519", "x": "Lm_M42cB3HkUiODQsXRcweM6TByfzEHGO9ND274JcOY"}
# Another Ed25519 key, and a P-256 key: the examples of CID 1.0.
FOREIGN = "z6MkmM42vxfqZQsv4ehtTjFFxQ4sQKS2w6WR7emozFAn5cxu"
P256 = "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"


def a_method(id: str = f"{UNI}#key-1", **members: Any) -> dict[str, Any]:
    """Make a method with these members; one given as ``...`` is left out."""
    method = {"id": id, "type": "Multikey", "controller": UNI, "publicKeyMultibase": ED25519} | members
    return {name: member for name, member in method.items() if member is not ...}


def a_document(*methods: Any, assertion: Any = (f"{UNI}#key-1",), **members: Any) -> dict[str, Any]:
    return {"id": UNI, "verificationMethod": list(methods), "assertionMethod": list(assertion)} | members


def read(document: Any, *, expected_id: str = UNI) -> ControllerDocument:
    return read_controller_document(json.dumps(document).encode(), expected_id=expected_id)


def refusal_of(
    document: ControllerDocument, method_id: str, *, purpose: str = "assertionMethod", at: datetime = NOON
) -> Code:
    with pytest.raises(Refused) as refusal:
        document.method_for(method_id, purpose=purpose, at=at)
    return refusal.value.code


def test_a_key_listed_for_a_purpose_may_be_used_for_it() -> None:
    document = read(a_document(a_method()))

    method = document.method_for(f"{UNI}#key-1", purpose="assertionMethod", at=NOON)

    assert (method.id, method.controller, method.key.raw.hex()) == (f"{UNI}#key-1", UNI, ED25519_RAW)


def test_an_https_issuer_has_a_controller_document_like_any_other() -> None:
    issuer = "https://uni.example/issuers/7"
    method = a_method(f"{issuer}#key-1", controller=issuer)

    document = read({"id": issuer, "assertionMethod": [method]}, expected_id=issuer)

    assert document.method_for(f"{issuer}#key-1", purpose="assertionMethod", at=NOON).controller == issuer


def test_a_relative_id_belongs_to_the_document_it_stands_in() -> None:
    document = read(a_document(a_method("#key-1"), assertion=["#key-1"]))

    assert document.method_for(f"{UNI}#key-1", purpose="assertionMethod", at=NOON).id == f"{UNI}#key-1"
    assert refusal_of(document, "#key-1") is Code.METHOD_NOT_FOUND


def test_an_embedded_key_is_good_only_for_the_purpose_it_is_embedded_in() -> None:
    document = read({"id": UNI, "authentication": [a_method()]})

    assert document.method_for(f"{UNI}#key-1", purpose="authentication", at=NOON).controller == UNI
    assert refusal_of(document, f"{UNI}#key-1") is Code.PURPOSE_MISMATCH


def test_a_key_that_is_only_defined_is_allowed_for_nothing() -> None:
    document = read(a_document(a_method(), assertion=[]))

    assert refusal_of(document, f"{UNI}#key-1") is Code.PURPOSE_MISMATCH
    assert refusal_of(document, f"{UNI}#key-1", purpose="verificationMethod") is Code.PURPOSE_MISMATCH


def test_attack_19_a_key_for_logging_in_signs_no_credential() -> None:
    document = read(a_document(a_method(), assertion=[], authentication=["#key-1"]))

    assert refusal_of(document, f"{UNI}#key-1") is Code.PURPOSE_MISMATCH


def test_attack_18_a_key_that_the_document_does_not_have_is_not_taken_from_the_fragment() -> None:
    document = read(a_document(a_method()))

    assert refusal_of(document, f"{UNI}#{FOREIGN}") is Code.METHOD_NOT_FOUND
    assert refusal_of(document, f"https://anything.example/#{FOREIGN}") is Code.METHOD_NOT_FOUND


def test_attack_18_a_did_key_without_a_fragment_names_no_method() -> None:
    document = resolve_did_key(f"did:key:{ED25519}")

    assert refusal_of(document, f"did:key:{ED25519}") is Code.METHOD_NOT_FOUND
    assert refusal_of(document, f"did:key:{ED25519}#{FOREIGN}") is Code.METHOD_NOT_FOUND


@pytest.mark.parametrize(
    "method",
    [
        a_method(controller="did:web:evil.example"),
        a_method("did:web:evil.example#key-1"),
        a_method("did:web:evil.example#key-1", controller="did:web:evil.example"),
        a_method(f"{UNI}.evil.example#key-1"),
        a_method(f"{UNI}:7#key-1"),
        a_method(f"{UNI}?x=1#key-1"),
        a_method("https://uni.example/key-1"),
    ],
)
def test_attack_18_a_key_of_somebody_else_is_not_the_issuers_though_the_issuer_lists_it(method: dict[str, Any]) -> None:
    document = read(a_document(method, assertion=[method["id"]]))

    assert refusal_of(document, method["id"]) is Code.ISSUER_MISMATCH


def test_attack_27_a_document_that_calls_itself_something_else_is_not_the_issuers() -> None:
    for found in (
        a_document(a_method(), id="did:web:evil.example"),
        a_document(a_method(), id="did:web:UNI.example"),
        {},
    ):
        with pytest.raises(MalformedDocument) as refusal:
            read(found)

        assert (refusal.value.code, refusal.value.where) == (Code.DID_INVALID, "/id")


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (a_document(a_method(), a_method("#key-1")), "/verificationMethod/1"),
        (a_document(a_method(), a_method()), "/verificationMethod/1"),
        (a_document(a_method(), assertion=[a_method(publicKeyMultibase=FOREIGN)]), "/assertionMethod/0"),
        (a_document(a_method(type="Unknown"), assertion=[a_method()]), "/assertionMethod/0"),
        (a_document(authentication=[a_method("#k")], assertion=[a_method("#k")]), "/assertionMethod/0"),
    ],
)
def test_two_keys_of_one_name_are_no_key(document: dict[str, Any], where: str) -> None:
    with pytest.raises(MalformedDocument) as refusal:
        read(document)

    assert (refusal.value.code, refusal.value.where) == (Code.DID_INVALID, where)


@pytest.mark.parametrize("member", ["expires", "revoked"])
def test_a_key_verifies_nothing_from_the_instant_it_ends(member: str) -> None:
    document = read(a_document(a_method(**{member: "2026-11-22T13:00:00+01:00"})))

    just_before = document.method_for(f"{UNI}#key-1", purpose="assertionMethod", at=NOON - timedelta(microseconds=1))

    assert getattr(just_before, member) == NOON
    assert refusal_of(document, f"{UNI}#key-1", at=NOON) is Code.METHOD_REVOKED
    assert refusal_of(document, f"{UNI}#key-1", at=NOON + timedelta(days=1)) is Code.METHOD_REVOKED


@pytest.mark.parametrize(
    "spoilt",
    [
        {"type": "Ed25519VerificationKey2018", "publicKeyBase58": "H3C2AVvLMv6gmMNam3uVAjZpfkcJCwDwnZn6z3wXmqPV"},
        {"type": "X25519KeyAgreementKey2020"},
        {"type": "Ed25519VerificationKey2020", "publicKeyMultibase": P256},
        {"publicKeyMultibase": "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"},
        {"publicKeyMultibase": "nonsense"},
        {"publicKeyMultibase": 7},
        {"publicKeyMultibase": None},
        {"type": "JsonWebKey", "publicKeyMultibase": ED25519},
        {"type": "JsonWebKey", "publicKeyMultibase": ..., "publicKeyJwk": {"kty": "oct", "k": "AAAA"}},
        {"type": "JsonWebKey", "publicKeyMultibase": ..., "publicKeyJwk": GOOD_JWK | {"x": "AA"}},
        {"type": "JsonWebKey", "publicKeyMultibase": ..., "publicKeyJwk": GOOD_JWK | {"d": "AA"}},
        {"type": "JsonWebKey", "publicKeyMultibase": ..., "publicKeyJwk": "AA"},
        {"type": "JsonWebKey", "publicKeyJwk": GOOD_JWK},
        {"publicKeyMultibase": ..., "publicKeyJwk": GOOD_JWK},
        {"publicKeyMultibase": ...},
        {"publicKeyJwk": GOOD_JWK},
        {"expires": "2027-01-01"},
        {"revoked": None},
        {"secretKeyMultibase": "z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq"},
        {"secretKeyJwk": {}},
        {"privateKeyMultibase": "z3u2"},
    ],
)
def test_a_key_that_cannot_be_used_does_not_spoil_the_others(spoilt: dict[str, Any]) -> None:
    method = a_method("#spoilt", **spoilt)

    document = read(a_document(a_method(), method, assertion=["#key-1", "#spoilt"]))

    assert document.method_for(f"{UNI}#key-1", purpose="assertionMethod", at=NOON)
    assert list(document.unreadable) == [f"{UNI}#spoilt"]
    assert refusal_of(document, f"{UNI}#spoilt") is Code.KEY_REFUSED


@pytest.mark.parametrize("kind", ["Multikey", "Ed25519VerificationKey2020"])
def test_an_ed25519_key_is_read_in_both_of_its_multibase_types(kind: str) -> None:
    document = read(a_document(a_method(type=kind)))

    assert document.methods[f"{UNI}#key-1"].key.raw.hex() == ED25519_RAW


def test_the_same_key_is_read_as_a_json_web_key() -> None:
    document = read(a_document(a_method(type="JsonWebKey", publicKeyMultibase=..., publicKeyJwk=GOOD_JWK)))

    assert document.methods[f"{UNI}#key-1"].key.raw.hex() == ED25519_RAW


@pytest.mark.vectors
@pytest.mark.parametrize("kind", ["JsonWebKey", "JsonWebKey2020"])
@pytest.mark.parametrize(
    ("name", "key_kind", "raw"),
    [
        ("vm-ed25519.json", KeyKind.ED25519, "36f521b2365eecc76ff04b2873ad28de66b55398f6b455130ec390777f713272"),
        ("vm-p256.json", KeyKind.P256, "0359f4e2f7762e86c43129b0f47ed9e339726776a8672799200d5f990c6cab8414"),
        (
            "vm-p384.json",
            KeyKind.P384,
            "033c1335dc6d6b53e34f7334a914eed019cfae4941eaa033d949bb21811f36d258a0a85076c8615b13dd159e94e24acc06",
        ),
    ],
)
def test_the_official_json_web_keys_are_read(name: str, kind: str, key_kind: KeyKind, raw: str) -> None:
    published = json.loads(vectors("w3c-vc-jose-cose", "input", name).read_text()) | {"type": kind}
    del published["secretKeyJwk"]
    issuer = published["controller"]

    document = read({"id": issuer, "assertionMethod": [published]}, expected_id=issuer)

    key = document.method_for(published["id"], purpose="assertionMethod", at=NOON).key
    assert (key.kind, key.raw.hex()) == (key_kind, raw)


@pytest.mark.vectors
@pytest.mark.parametrize("name", ["vm-did-ed25519.json", "vm-p256.json", "vm-p521.json"])
def test_the_official_keys_as_they_stand_show_their_secret_and_are_refused(name: str) -> None:
    published = json.loads(vectors("w3c-vc-jose-cose", "input", name).read_text())
    issuer = published["controller"]

    document = read({"id": issuer, "assertionMethod": [published]}, expected_id=issuer)

    assert refusal_of(document, published["id"]) is Code.KEY_REFUSED


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (a_document(verificationMethod={"id": "#key-1"}), "/verificationMethod"),
        (a_document(assertionMethod=f"{UNI}#key-1"), "/assertionMethod"),
        (a_document(keyAgreement=None), "/keyAgreement"),
        (a_document("#key-1"), "/verificationMethod/0"),
        (a_document(7), "/verificationMethod/0"),
        (a_document(assertion=[None]), "/assertionMethod/0"),
        (a_document(assertion=["key-1"]), "/assertionMethod/0"),
        (a_document(assertion=["#"]), "/assertionMethod/0"),
        (a_document(assertion=["#a b"]), "/assertionMethod/0"),
        (a_document(assertion=["#a#b"]), "/assertionMethod/0"),
        (a_document(assertion=["/path#key-1"]), "/assertionMethod/0"),
        (a_document(a_method("key-1")), "/verificationMethod/0"),
        (a_document({"type": "Multikey", "controller": UNI}), "/verificationMethod/0"),
        (a_document(a_method(type=["Multikey"])), "/verificationMethod/0"),
        (a_document(a_method(type=None)), "/verificationMethod/0"),
        (a_document(a_method(controller=None)), "/verificationMethod/0"),
        (a_document(a_method(controller="uni.example")), "/verificationMethod/0"),
        (a_document(a_method(controller=[UNI])), "/verificationMethod/0"),
    ],
)
def test_a_document_that_lacks_what_every_method_must_have_is_refused_where_it_does(
    document: dict[str, Any], where: str
) -> None:
    with pytest.raises(MalformedDocument) as refusal:
        read(document)

    assert (refusal.value.code, refusal.value.where) == (Code.DID_INVALID, where)


def test_attack_15_a_document_that_names_a_member_twice_is_refused() -> None:
    raw = b'{"id":"did:web:uni.example","assertionMethod":[],"assertionMethod":["#key-1"]}'

    with pytest.raises(MalformedDocument) as refusal:
        read_controller_document(raw, expected_id=UNI)

    assert refusal.value.code is Code.DUPLICATE_KEY


def test_a_document_that_was_read_before_is_not_read_anew_unless_a_byte_of_it_differs() -> None:
    raw = json.dumps(a_document(a_method())).encode()
    document = read_controller_document(raw, expected_id=UNI)

    again = read_controller_document(bytes(bytearray(raw)), expected_id=UNI)
    without_rights = read_controller_document(raw.replace(b"assertionMethod", b"keyAgreement"), expected_id=UNI)

    assert again is document
    assert refusal_of(without_rights, f"{UNI}#key-1") is Code.PURPOSE_MISMATCH


def test_attack_27_a_document_that_was_read_before_is_still_not_somebody_else_s() -> None:
    raw = json.dumps(a_document(a_method())).encode()
    read_controller_document(raw, expected_id=UNI)

    for _ in range(2):
        with pytest.raises(MalformedDocument) as refusal:
            read_controller_document(raw, expected_id="did:web:other.example")

        assert refusal.value.code is Code.DID_INVALID


def test_nobody_can_write_to_a_document_that_others_read_too() -> None:
    methods: dict[str, Any] = {}
    made, found = ControllerDocument(UNI, methods, {}), read(a_document(a_method()))

    methods["did:web:uni.example#mine"] = "anything"

    assert not made.methods
    for document in (made, found):
        for written in (document.methods, document.relationships, document.unreadable):
            with pytest.raises(TypeError, match="does not support item assignment"):
                written["assertionMethod"] = frozenset()  # type: ignore[index]  # the fault


@pytest.mark.parametrize("issuer", ["did:web:uni.example", "https://uni.example/" + "x" * 181])
def test_attack_a_document_or_a_name_too_long_to_be_kept_is_read_each_time_alike(issuer: str) -> None:
    is_long = len(issuer) > 200
    document = {"id": issuer, "assertionMethod": ["#key-1"], "service": "x" * (10 if is_long else 8192)}
    raw = json.dumps(document).encode()

    first, second = (read_controller_document(raw, expected_id=issuer) for _ in range(2))

    assert first == second
    assert first is not second


def test_attack_a_flood_of_documents_is_not_kept_whole() -> None:
    first = read({"id": UNI, "service": 0})

    for number in range(1, 200):
        read({"id": UNI, "service": number})

    assert read({"id": UNI, "service": 0}) is not first


def test_a_document_with_more_keys_than_any_issuer_keeps_is_refused() -> None:
    many = [a_method(f"#key-{number}") for number in range(MAX_METHODS)]

    document = read(a_document(*many))
    with pytest.raises(MalformedDocument) as refusal:
        read(a_document(*many, assertion=[a_method("#one-more")]))

    assert len(document.methods) == 512
    assert refusal.value.code is Code.TOO_LARGE


def test_what_else_stands_in_a_document_is_passed_over() -> None:
    others = {
        "service": [{"id": "#vcs"}],
        "alsoKnownAs": ["https://uni.example"],
        "controller": "did:web:board.example",
    }

    document = read(a_document(a_method(), **others))

    assert set(document.relationships) == {
        "authentication",
        "assertionMethod",
        "keyAgreement",
        "capabilityInvocation",
        "capabilityDelegation",
    }
    assert document.method_for(f"{UNI}#key-1", purpose="assertionMethod", at=NOON)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from([UNI, "#key-1", "Multikey", ED25519, ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "type", "controller", "publicKeyMultibase", "expires"]), inner)
    ),
    max_leaves=8,
)


@given(JSON, st.sampled_from(["verificationMethod", "assertionMethod", "keyAgreement", "id"]))
def test_whatever_stands_in_a_document_it_is_read_or_refused(member: Any, name: str) -> None:
    # Any other exception fails the test.
    with suppress(MalformedDocument):
        document = read(a_document(a_method()) | {name: member})

        assert document.id == UNI
