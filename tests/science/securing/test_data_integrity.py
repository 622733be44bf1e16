"""Securing and verifying documents: what a proof covers, by which key, and in which form."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.securing import contexts, data_integrity, multibase
from assay.science.securing.contexts import bundled
from assay.science.securing.data_integrity import hash_data, secure
from assay.science.securing.keys import KeyKind, PublicKey, SecretKey
from assay.science.securing.proofs import Proof, read_proofs
from assay.science.securing.strict_json import JsonObject
from tests.science.securing.badges import MINIMAL, WELDING, changed, without

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
METHOD = "did:web:brunel.example#key-1"
KEYS = {
    "ed25519": SecretKey(KeyKind.ED25519, bytes(range(32))),
    "p256": SecretKey(KeyKind.P256, bytes(range(1, 33))),
    "p384": SecretKey(KeyKind.P384, bytes(range(1, 49))),
}
ED = KEYS["ed25519"]
OTHER = SecretKey(KeyKind.ED25519, bytes(32))
FITTING = [
    ("eddsa-rdfc-2022", "ed25519"),
    ("eddsa-jcs-2022", "ed25519"),
    ("ecdsa-rdfc-2019", "p256"),
    ("ecdsa-rdfc-2019", "p384"),
    ("ecdsa-jcs-2019", "p256"),
    ("ecdsa-jcs-2019", "p384"),
]
RDFC, JCS = "eddsa-rdfc-2022", "eddsa-jcs-2022"


def sign(document: JsonObject, suite: str = RDFC, key: SecretKey = ED, **more: Any) -> dict[str, Any]:
    return secure(document, signer=key, method=METHOD, created=NINE, suite=suite, contexts=bundled(), more=more)


def check(document: JsonObject, key: SecretKey | PublicKey = ED, at: int = 0) -> None:
    found = read_proofs(document)
    proof = found[at]
    assert isinstance(proof, Proof)
    public = key.public_key if isinstance(key, SecretKey) else key
    data_integrity.verify(document, proof, found, key=public, contexts=bundled())


def fault(document: JsonObject, key: SecretKey = ED, at: int = 0) -> AssayError:
    with pytest.raises((Refused, MalformedDocument)) as caught:
        check(document, key, at)
    return caught.value


# Securing.


@pytest.mark.parametrize(("suite", "key"), FITTING)
@pytest.mark.parametrize("document", [MINIMAL, WELDING], ids=["minimal", "welding"])
def test_what_is_secured_verifies_with_the_key_and_with_no_other(document: JsonObject, suite: str, key: str) -> None:
    secured = sign(document, suite, KEYS[key])

    check(secured, KEYS[key])
    other = SecretKey(KEYS[key].kind, bytes(len(KEYS[key].raw) - 1) + b"\7")
    assert fault(secured, other).code is Code.PROOF_INVALID


def test_a_proof_has_its_members_and_stands_in_a_list() -> None:
    secured = sign(MINIMAL, id="urn:proof:1", challenge="c-1", domain=["a.example"])

    [proof] = secured["proof"]
    assert {name: member for name, member in proof.items() if name != "proofValue"} == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-22T09:00:00Z",
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
        "id": "urn:proof:1",
        "challenge": "c-1",
        "domain": ["a.example"],
    }
    assert {name: secured[name] for name in secured if name != "proof"} == MINIMAL
    check(secured)


def test_a_proof_may_go_without_a_time_and_have_another_purpose() -> None:
    secured = secure(
        MINIMAL, signer=ED, method=METHOD, created=None, suite=RDFC, contexts=bundled(), purpose="authentication"
    )

    [proof] = read_proofs(secured)
    assert isinstance(proof, Proof)
    assert (proof.created, proof.purpose) == (None, "authentication")
    check(secured)


@pytest.mark.parametrize(("suite", "key"), FITTING)
def test_securing_again_gives_the_same_bytes_and_leaves_the_document_alone(suite: str, key: str) -> None:
    document = changed(WELDING, "/id", WELDING["id"])

    assert sign(document, suite, KEYS[key]) == sign(document, suite, KEYS[key])
    assert document == WELDING


def test_a_suite_over_json_keeps_the_contexts_in_the_proof_and_one_over_rdf_does_not() -> None:
    [json_proof] = sign(MINIMAL, JCS)["proof"]
    [rdf_proof] = sign(MINIMAL, RDFC)["proof"]

    assert json_proof["@context"] == MINIMAL["@context"]
    assert "@context" not in rdf_proof


@pytest.mark.parametrize("suite", ["ecdsa-sd-2023", "bbs-2023", "Ed25519Signature2020", "", "EDDSA-RDFC-2022"])
def test_a_suite_that_is_not_issued_is_refused(suite: str) -> None:
    with pytest.raises(Refused) as caught:
        sign(MINIMAL, suite)

    assert caught.value.code is Code.PROOF_UNSUPPORTED


@pytest.mark.parametrize(
    ("suite", "key"),
    [(suite, key) for suite in (RDFC, JCS) for key in ("p256", "p384")]
    + [(suite, "ed25519") for suite in ("ecdsa-rdfc-2019", "ecdsa-jcs-2019")],
)
def test_a_key_that_does_not_fit_the_suite_is_refused(suite: str, key: str) -> None:
    with pytest.raises(Refused) as caught:
        sign(MINIMAL, suite, KEYS[key])

    assert caught.value.code is Code.ALGORITHM_REFUSED
    fitting = next(name for each, name in FITTING if each == suite)
    assert fault(sign(MINIMAL, suite, KEYS[fitting]), KEYS[key]).code is Code.ALGORITHM_REFUSED


def test_what_no_proof_could_cover_is_not_secured() -> None:
    with pytest.raises(MalformedDocument) as undefined:
        sign(changed(MINIMAL, "/honours", "first class"))
    with pytest.raises(Refused) as unknown:
        sign(changed(MINIMAL, "/@context/-", "https://evil.example/"))
    with pytest.raises(MalformedDocument) as unwritable:
        sign(changed(MINIMAL, "/name", "\ud800"), JCS)
    with pytest.raises(MalformedDocument) as unnamed:
        sign(MINIMAL, honours="first class")

    assert undefined.value.code is unnamed.value.code is Code.DATA_LOSS
    assert unknown.value.code is Code.CONTEXT_UNKNOWN
    assert unwritable.value.code is Code.MALFORMED


def test_a_proof_that_would_spoil_the_others_is_not_made() -> None:
    with pytest.raises(MalformedDocument, match="two proofs with one id"):
        sign(sign(MINIMAL, id="urn:proof:1"), id="urn:proof:1")

    many = MINIMAL
    for _ in range(16):
        many = sign(many)
    with pytest.raises(MalformedDocument, match="more than 16"):
        sign(many)
    with pytest.raises(MalformedDocument):
        sign(changed(MINIMAL, "/proof", "z2YwC8"))


# What a proof covers.


@pytest.mark.parametrize(("suite", "key"), FITTING)
@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("/id", "urn:uuid:00000000-0000-4000-8000-000000000000"),
        ("/issuer/id", "did:web:mallory.example"),
        ("/issuer/name", "Brunel University"),
        ("/validFrom", "2025-11-22T09:00:00Z"),
        ("/validUntil", "2099-11-22T09:00:00Z"),
        ("/credentialSubject/id", "did:example:mallory"),
        ("/credentialSubject/achievement/name", "Welding, mastered"),
        ("/credentialSubject/achievement/criteria/narrative", "None."),
        ("/credentialSubject/creditsEarned", 30),
        ("/type", ["VerifiableCredential"]),
        ("/name", "A name where there was none"),
        ("/proof/0/created", "2025-11-22T09:00:00Z"),
        ("/proof/0/proofPurpose", "authentication"),
        ("/proof/0/verificationMethod", "did:web:mallory.example#key-1"),
        ("/proof/0/expires", "2099-11-22T09:00:00Z"),
        ("/proof/0/challenge", "c-2"),
        ("/proof/0/domain", "mallory.example"),
        ("/proof/0/id", "urn:proof:2"),
        ("/proof/0/proofValue", multibase.encode(bytes(range(64)))),
    ],
)
def test_whatever_is_altered_the_signature_does_not_match(suite: str, key: str, where: str, value: Any) -> None:
    secured = sign(MINIMAL, suite, KEYS[key])

    assert fault(changed(secured, where, value), KEYS[key]).code is Code.PROOF_INVALID


@pytest.mark.parametrize("where", ["/validFrom", "/issuer/name", "/credentialSubject/achievement/criteria/narrative"])
@pytest.mark.parametrize("suite", [RDFC, JCS])
def test_whatever_is_taken_away_the_signature_does_not_match(suite: str, where: str) -> None:
    assert fault(without(sign(MINIMAL, suite), where)).code is Code.PROOF_INVALID


def test_attack_12_what_has_no_meaning_cannot_be_added_under_a_proof() -> None:
    secured = sign(MINIMAL)

    assert fault(changed(secured, "/honours", "first class")).code is Code.DATA_LOSS
    assert fault(changed(secured, "/credentialSubject/honours", "first class")).code is Code.DATA_LOSS
    assert fault(changed(secured, "/proof/0/honours", "first class")).code is Code.DATA_LOSS
    assert fault(changed(sign(MINIMAL, JCS), "/honours", "first class")).code is Code.PROOF_INVALID


def test_a_suite_cannot_be_exchanged_for_another() -> None:
    assert fault(changed(sign(MINIMAL, RDFC), "/proof/0/cryptosuite", JCS)).code is Code.PROOF_INVALID
    assert fault(changed(sign(MINIMAL, JCS), "/proof/0/cryptosuite", RDFC)).code is Code.PROOF_INVALID


def test_the_signature_of_one_curve_is_none_of_the_other() -> None:
    secured = sign(MINIMAL, "ecdsa-rdfc-2019", KEYS["p256"])

    assert fault(secured, KEYS["p384"]).code is Code.PROOF_INVALID


def test_attack_11_contexts_are_part_of_what_is_verified() -> None:
    secured = sign(MINIMAL)

    assert fault(changed(secured, "/@context/-", "https://evil.example/")).code is Code.CONTEXT_UNKNOWN
    assert fault(changed(secured, "/@context/-", {"name": "https://evil.example/"})).code is Code.CONTEXT_REFUSED
    assert fault(changed(secured, "/@context", [contexts.VC_2])).code is Code.DATA_LOSS
    assert fault(without(secured, "/@context")).code is Code.DATA_LOSS


def test_the_canonical_forms_can_be_seen_apart() -> None:
    [proof] = read_proofs(sign(MINIMAL, JCS))
    assert isinstance(proof, Proof)

    data = hash_data(MINIMAL, proof.options(), key=ED.public_key, contexts=bundled())

    assert data.options.startswith(b'{"@context":["https://www.w3.org/ns/credentials/v2",')
    assert data.document.startswith(b'{"@context":["https://www.w3.org/ns/credentials/v2",')
    assert len(data.signed) == 64
    assert (
        len(hash_data(MINIMAL, named("ecdsa-jcs-2019"), key=KEYS["p384"].public_key, contexts=bundled()).signed) == 96
    )


def named(suite: str) -> JsonObject:
    return {"type": "DataIntegrityProof", "cryptosuite": suite}


def test_options_of_an_unknown_suite_are_refused() -> None:
    unknown: list[JsonObject] = [named("bbs-2023"), {"type": "FutureProof"}, {}]
    for options in unknown:
        with pytest.raises(Refused) as caught:
            hash_data(MINIMAL, options, key=ED.public_key, contexts=bundled())
        assert caught.value.code is Code.PROOF_UNSUPPORTED


# Suites over JSON: the contexts that were signed are those in the proof.


LATER = "https://w3id.org/security/data-integrity/v2"


@pytest.mark.parametrize(("suite", "key"), [each for each in FITTING if "jcs" in each[0]])
def test_contexts_may_be_added_after_those_that_were_signed(suite: str, key: str) -> None:
    secured = sign(MINIMAL, suite, KEYS[key])

    check(changed(secured, "/@context/-", LATER), KEYS[key])
    check(changed(secured, "/@context/-", {"any": "https://evil.example/"}), KEYS[key])


@pytest.mark.parametrize(
    "found",
    [
        [LATER, contexts.VC_2, contexts.OB_3],
        [contexts.VC_2, LATER, contexts.OB_3],
        [contexts.OB_3, contexts.VC_2],
        [contexts.VC_2],
        [],
        contexts.VC_2,
        None,
        {},
    ],
)
def test_contexts_may_not_be_added_before_nor_changed_nor_taken_away(found: Any) -> None:
    secured = sign(MINIMAL, JCS)

    assert fault(changed(secured, "/@context", found)).code is Code.PROOF_MALFORMED
    assert fault(without(secured, "/@context")).code is Code.PROOF_MALFORMED


def test_the_contexts_in_the_proof_are_signed_too() -> None:
    secured = sign(MINIMAL, JCS)
    fewer = changed(secured, "/proof/0/@context", [contexts.VC_2])

    assert fault(fewer).code is Code.PROOF_INVALID
    assert fault(changed(secured, "/proof/0/@context", [])).code is Code.PROOF_INVALID
    assert fault(without(secured, "/proof/0/@context")).code is Code.PROOF_INVALID


def test_one_context_may_stand_without_brackets() -> None:
    bare = sign(changed(MINIMAL, "/@context", contexts.VC_2), JCS)

    check(bare)
    check(changed(bare, "/@context", [contexts.VC_2, LATER]))
    assert fault(changed(bare, "/@context", [LATER, contexts.VC_2])).code is Code.PROOF_MALFORMED


def test_a_proof_without_contexts_covers_those_of_the_document_as_they_are() -> None:
    options: JsonObject = {**named(JCS), "verificationMethod": METHOD, "proofPurpose": "assertionMethod"}
    data = hash_data(MINIMAL, options, key=ED.public_key, contexts=bundled())
    secured: JsonObject = {**MINIMAL, "proof": {**options, "proofValue": multibase.encode(ED.sign(data.signed))}}

    check(secured)
    assert fault(changed(secured, "/@context/-", LATER)).code is Code.PROOF_INVALID


def test_a_document_without_contexts_can_be_secured_as_json() -> None:
    secured = sign(without(MINIMAL, "/@context"), JCS)

    check(secured)
    assert "@context" not in secured["proof"][0]
    assert fault(changed(secured, "/@context", [contexts.VC_2])).code is Code.PROOF_INVALID


def test_the_contexts_of_a_proof_over_rdf_are_the_document_s_whatever_it_says_itself() -> None:
    secured = sign(MINIMAL)

    check(changed(secured, "/proof/0/@context", ["https://evil.example/"]))


# Sets and chains.


@pytest.mark.parametrize("suite", [RDFC, JCS])
def test_the_proofs_of_a_set_hold_each_for_itself(suite: str) -> None:
    secured = sign(sign(MINIMAL, suite, id="urn:proof:1"), suite, OTHER)

    check(secured, ED, 0)
    check(secured, OTHER, 1)
    check(without(secured, "/proof/0"), OTHER)
    check(without(secured, "/proof/1"), ED)
    assert fault(secured, OTHER, 0).code is Code.PROOF_INVALID


def test_attack_17_a_false_proof_beside_a_true_one_stays_false() -> None:
    secured = sign(sign(MINIMAL), RDFC, OTHER)
    spoilt = changed(secured, "/proof/1/proofValue", multibase.encode(bytes(range(64))))

    check(spoilt, ED, 0)
    assert fault(spoilt, OTHER, 1).code is Code.PROOF_INVALID


def test_a_proof_can_be_put_beside_one_that_stands_without_brackets() -> None:
    first = sign(MINIMAL, id="urn:proof:1")
    [only] = first["proof"]

    secured = sign(changed(first, "/proof", only), RDFC, OTHER, previousProof="urn:proof:1")

    check(secured, ED, 0)
    check(secured, OTHER, 1)


@pytest.mark.parametrize("first", [RDFC, JCS])
@pytest.mark.parametrize("second", [RDFC, JCS])
@pytest.mark.parametrize("previous", ["urn:proof:1", ["urn:proof:1"]])
def test_a_proof_in_a_chain_covers_the_one_before_it(first: str, second: str, previous: Any) -> None:
    chained = sign(sign(MINIMAL, first, id="urn:proof:1"), second, OTHER, previousProof=previous)

    check(chained, ED, 0)
    check(chained, OTHER, 1)
    signed_again = sign(sign(MINIMAL, first, OTHER, id="urn:proof:1"), second, OTHER, previousProof=previous)
    exchanged = changed(chained, "/proof/0", signed_again["proof"][0])
    assert fault(exchanged, OTHER, 1).code is Code.PROOF_INVALID


def test_attack_17_the_proof_before_cannot_be_taken_away_or_passed_over() -> None:
    chained = sign(sign(MINIMAL, id="urn:proof:1"), RDFC, OTHER, previousProof="urn:proof:1")

    assert fault(without(chained, "/proof/0"), OTHER, 0).code is Code.PROOF_CHAIN_BROKEN
    assert fault(without(chained, "/proof/1/previousProof"), OTHER, 1).code is Code.PROOF_INVALID
    assert fault(changed(chained, "/proof/0/id", "urn:proof:0"), OTHER, 1).code is Code.PROOF_CHAIN_BROKEN
    assert fault(changed(chained, "/proof/1/id", "urn:proof:1"), OTHER, 1).code is Code.PROOF_MALFORMED


def test_attack_17_proofs_in_a_circle_are_refused_before_anything_is_computed() -> None:
    chained = sign(sign(MINIMAL, id="urn:proof:1"), RDFC, OTHER, id="urn:proof:2", previousProof="urn:proof:1")
    circle = changed(chained, "/proof/0/previousProof", "urn:proof:2")

    assert fault(circle, ED, 0).code is Code.PROOF_CHAIN_BROKEN
    assert fault(circle, OTHER, 1).code is Code.PROOF_CHAIN_BROKEN


def test_a_proof_is_not_made_on_top_of_one_that_is_not_there() -> None:
    with pytest.raises(Refused) as caught:
        sign(MINIMAL, previousProof="urn:proof:1")

    assert caught.value.code is Code.PROOF_CHAIN_BROKEN
