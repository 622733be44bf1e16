"""The controller document that an issuer publishes is one that a verifier reads."""

import json

from assay.science.dids.did_document import read_controller_document
from assay.science.dids.publishing import compose_document, method_id
from tests.cast import BRUNEL, NORTHGATE, NOW, ed25519


def test_a_key_is_listed_under_a_name_that_says_which_it_is() -> None:
    assert BRUNEL.method == "did:web:brunel.example#z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX"
    assert NORTHGATE.method.startswith("did:web:northgate.example:issuers:7#zDna")


def test_what_is_composed_is_read_again_with_every_key_for_signing_and_for_logging_in() -> None:
    retired, current = ed25519(8).public_key, BRUNEL.key.public_key
    keys = {method_id(BRUNEL.id, retired): retired, f"{BRUNEL.id}#key-2": current}

    document = read_controller_document(json.dumps(compose_document(BRUNEL.id, keys)).encode(), expected_id=BRUNEL.id)

    for name, key in keys.items():
        for purpose in ("assertionMethod", "authentication"):
            assert document.method_for(name, purpose=purpose, at=NOW).key == key


def test_the_document_has_the_contexts_that_readers_of_json_ld_need() -> None:
    assert compose_document(BRUNEL.id, {})["@context"] == [
        "https://www.w3.org/ns/did/v1",
        "https://w3id.org/security/multikey/v1",
    ]


def test_a_document_can_be_for_other_purposes() -> None:
    purposes = ("capabilityInvocation", "authentication")

    document = compose_document(BRUNEL.id, {BRUNEL.method: BRUNEL.key.public_key}, purposes=purposes)

    assert [*document][3:] == [*purposes]
    assert [document[purpose] for purpose in purposes] == [[BRUNEL.method]] * 2
