"""Shapes: what is learned is recognised, says the same as on the generic path, and takes a bounded room."""

import gc
import json
import weakref
from typing import Any

import pytest

from assay.science.errors import AssayError, Refused
from assay.science.securing import json_ld, shapes
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.securing.data_integrity import secure
from assay.science.securing.data_integrity import verify as verify_proof
from assay.science.securing.keys import KeyKind, SecretKey
from assay.science.securing.markers import marker
from assay.science.securing.proofs import Proof, read_proofs
from tests.cast import NOW
from tests.science.securing.badges import ENDORSED, MINIMAL, WELDING, changed, without
from tests.science.securing.words import (
    IS_A_PERSON,
    PERSON,
    V1,
    WORDS,
    generic,
    knowing,
    library_of,
    person,
    recognised,
    said,
)

KEY = SecretKey(KeyKind.ED25519, bytes(range(32)))
WILD = 'Ada "the first" Ł\\\n\x00\x7f\u2028\ufffe\U0001f525'
INSTANT = "2027-01-01T00:00:00Z"


def fresh() -> ContextLibrary:
    """A library that has learned nothing."""
    return bundled().extended({})


def signed(document: dict[str, Any], suite: str = "eddsa-rdfc-2022", **more: Any) -> dict[str, Any]:
    return secure(
        document, signer=KEY, method="did:web:x.example#k", created=NOW, suite=suite, contexts=bundled(), more=more
    )


# Learning and recognising.


@pytest.mark.parametrize("document", [MINIMAL, WELDING], ids=["minimal", "welding"])
@pytest.mark.parametrize("way", [{}, {"indent": 2}, {"separators": (",", ":"), "ensure_ascii": False}])
def test_what_was_learned_is_recognised_whatever_its_texts_are(document: dict[str, Any], way: dict[str, Any]) -> None:
    library = fresh()
    achievement = "/credentialSubject/achievement"
    other = changed(changed(document, f"{achievement}/description", WILD), "/credentialSubject/id", "did:example:grace")
    other = changed(changed(other, "/id", "urn:x:9"), "/validFrom", INSTANT)
    assert shapes.recognise(json.dumps(document, **way), library) is None

    assert shapes.learn(json.dumps(document, **way), document, library)

    for each in (document, other):
        found = shapes.recognise(json.dumps(each, **way), library)
        assert found is not None
        assert found.document == each
        assert list(found.document) == list(each)
        assert found.canonical_document() == generic(each, library)
        assert found.canonical_document("sha384") == generic(each, library, "sha384")


def test_a_shape_is_known_by_its_white_space_as_well() -> None:
    library = knowing(PERSON)

    assert shapes.recognise(json.dumps(PERSON), library)
    assert shapes.recognise(json.dumps(PERSON, indent=1), library) is None


def test_what_is_no_json_is_not_recognised() -> None:
    library = knowing(PERSON)
    text = json.dumps(PERSON)

    for bad in ("", "{", text[:-1], text + "}", text + " ", "\ufeff" + text, text.replace(":", "=", 1)):
        assert shapes.recognise(bad, library) is None
    for open_string in ('"', '"and more', '"é', '"\\"'):
        assert shapes.recognise(text + open_string, library) is None


def test_nothing_is_recognised_where_nothing_was_learned() -> None:
    library = fresh()

    assert shapes.recognise(json.dumps(MINIMAL), library) is None
    assert shapes.known(library) == 0


def test_learning_twice_keeps_one_shape() -> None:
    library = knowing(PERSON, PERSON, person(id="urn:x:grace", says="Adieu"))

    assert shapes.known(library) == 1
    assert said(PERSON, library) is not None


def test_what_is_compiled_is_recognised_only_after_it_was_kept() -> None:
    library = library_of()
    text = json.dumps(PERSON)

    new = shapes.compiled(text, PERSON, library)

    assert new is not None
    assert new.recognised.document == PERSON
    assert new.recognised.canonical_document() == f'{IS_A_PERSON}<urn:x:ada> <{WORDS}says> "Hello" .\n'.encode()
    assert shapes.recognise(text, library) is None
    assert shapes.known(library) == 0
    new.keep()
    assert shapes.recognise(text, library)
    assert shapes.known(library) == 1


def test_libraries_share_nothing() -> None:
    library, other = knowing(PERSON), library_of()

    assert recognised(PERSON, library)
    assert recognised(PERSON, other) is None


def test_what_was_forgotten_is_not_recognised_and_can_be_learned_again() -> None:
    library = knowing(PERSON)

    shapes.forget(library)
    shapes.forget(library)

    assert shapes.known(library) == 0
    assert recognised(PERSON, library) is None
    knowing(PERSON, library=library)
    assert recognised(PERSON, library)


def test_a_library_that_nobody_uses_goes_with_all_its_shapes() -> None:
    library = knowing(PERSON)
    gone = weakref.ref(library)

    del library
    gc.collect()

    assert gone() is None


# What is not learned.

REFUSED = {
    "a term that is not defined": changed(MINIMAL, "/shoeSize", "38"),
    "an empty term": changed(MINIMAL, "/issuer/honours", ""),
    "a type that is not defined": changed(MINIMAL, "/type/1", "Diploma"),
    "a relative identifier": changed(MINIMAL, "/credentialSubject/id", "ada"),
    "a context that nobody carries": changed(MINIMAL, "/@context/-", "https://brunel.example/context"),
    "a language that is none": changed(MINIMAL, "/name", {"@value": "a", "@language": "not a language"}),
    "one thing told twice": changed(MINIMAL, "/credentialSubject/achievement/id", MINIMAL["id"]),
    "a full IRI for a name": changed(MINIMAL, "/https:~1~1schema.org~1name", "a"),
}


@pytest.mark.parametrize("document", REFUSED.values(), ids=REFUSED)
def test_what_the_generic_path_refuses_is_not_learned(document: dict[str, Any]) -> None:
    library = fresh()
    with pytest.raises(AssayError):
        json_ld.to_rdf(document, library)

    assert not shapes.learn(json.dumps(document), document, library)

    assert shapes.known(library) == 0
    assert shapes.recognise(json.dumps(document), library) is None


def test_an_identifier_that_is_not_plain_is_fine_on_the_generic_path_and_not_learned() -> None:
    library = library_of()
    document = person(id="tag:brunel.example,2026:ada")
    assert json_ld.to_rdf(document, library)

    assert not shapes.learn(json.dumps(document), document, library)

    assert shapes.known(library) == 0


def test_a_document_that_is_not_the_texts_is_not_learned() -> None:
    library = library_of()

    assert not shapes.learn(json.dumps(PERSON), person(says="Adieu"), library)
    assert not shapes.learn(json.dumps(PERSON), person(adds="there"), library)
    assert not shapes.learn(json.dumps(PERSON).replace("Hello", "Hel\nlo"), PERSON, library)
    assert shapes.known(library) == 0


def test_blank_nodes_that_say_the_same_are_not_learned() -> None:
    library = library_of()
    document: dict[str, Any] = {"@context": [V1], "knows": [{"says": "a"}, {"says": "a"}]}

    assert generic(document, library)
    assert not shapes.learn(json.dumps(document), document, library)


def test_blank_nodes_that_only_their_own_parts_tell_apart_are_not_learned() -> None:
    library = library_of()
    document: dict[str, Any] = {"@context": [V1], "knows": [{"knows": {"says": "a"}}, {"knows": {"says": "b"}}]}

    assert generic(document, library)
    assert not shapes.learn(json.dumps(document), document, library)


def test_blank_nodes_that_come_to_say_the_same_are_recognised_and_left_to_the_generic_path() -> None:
    library = knowing({"@context": [V1], "knows": [{"says": "a"}, {"says": "b"}]})

    found = recognised({"@context": [V1], "knows": [{"says": "c"}, {"says": "c"}]}, library)

    assert found is not None
    assert found.canonical_document() is None


@pytest.mark.parametrize("where", ["/id", "/says", "/type", "/knows/0/says"])
@pytest.mark.parametrize("written", ["x-assay", r"x\u002dassay"])
def test_what_looks_like_a_marker_is_not_taken_for_one(where: str, written: str) -> None:
    library = library_of()
    document = changed(person(knows=[{"says": "a"}], type="Person"), where, marker(0))
    text = json.dumps(document).replace("x-assay", written)

    shapes.learn(text, document, library)

    other = changed(document, "/adds", "b") if where == "/id" else changed(document, "/id", "urn:x:other")
    found = shapes.recognise(text.replace("urn:x:ada", "urn:x:other"), library)
    assert found is None or (found.document == other and found.canonical_document() == generic(other, library))


# Texts that are equal.


def test_texts_that_make_one_statement_of_two_are_recognised_once_that_was_learned() -> None:
    one, two = person(tags=["a", "a"]), person(tags=["a", "b"])
    library = knowing(two)
    found = recognised(one, library)
    assert found is not None
    assert found.canonical_document() is None

    knowing(one, library=library)
    knowing(two, library=library)

    told = f'{IS_A_PERSON}<urn:x:ada> <{WORDS}says> "Hello" .\n'
    assert said(person(tags=["b", "b"]), library) == f'{told}<urn:x:ada> <{WORDS}tags> "b" .\n'
    assert said(person(tags=["d", "c"]), library) == (
        f'{told}<urn:x:ada> <{WORDS}tags> "c" .\n<urn:x:ada> <{WORDS}tags> "d" .\n'
    )
    assert shapes.known(library) == 2


def test_of_many_equal_texts_each_way_to_be_equal_is_a_shape() -> None:
    documents = [person(tags=tags) for tags in (["a", "a", "a"], ["a", "a", "b"], ["a", "b", "a"], ["a", "b", "b"])]
    library = knowing(*documents, person(tags=["a", "b", "c"]))

    assert shapes.known(library) == 5
    for document in documents:
        assert said(document, library) == generic(document, library).decode()


def test_a_text_that_says_the_same_as_a_fixed_one_is_not_learned() -> None:
    """Two terms for one property, of which one is looked up as a term and so belongs to the key."""
    context = {"grade": {"@id": f"{WORDS}level", "@type": "@id"}}
    library = library_of(context)

    def graded(grade: str) -> dict[str, Any]:
        return {"@context": [V1, f"{WORDS}more/0"], "id": "urn:x:ada", "level": "high", "grade": grade}

    same = graded(f"{WORDS}high")
    assert generic(same, library).count(b"\n") == 1
    assert not shapes.learn(json.dumps(same), same, library)
    knowing(graded("urn:x:low"), library=library)
    found = recognised(same, library)
    assert found is None or found.canonical_document() is None


# Proofs.


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_document_may_have_one_proof_whose_texts_are_slots(suite: str) -> None:
    library = fresh()
    document = signed(MINIMAL, suite)
    assert shapes.learn(json.dumps(document), document, library)
    other = signed(changed(MINIMAL, "/issuer/name", WILD), suite)

    found = shapes.recognise(json.dumps(other), library)

    assert found is not None
    assert found.document == other
    assert found.canonical_document() == generic(other, library)
    assert found.only("proof", "shoeSize", "issuer") == {"proof": other["proof"], "issuer": other["issuer"]}


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_signature_is_held_against_what_the_texts_state(suite: str) -> None:
    library = fresh()
    document = signed(MINIMAL, suite)
    assert shapes.learn(json.dumps(document), document, library)
    forged = changed(document, "/credentialSubject/achievement/name", "Surgery")

    def verify(text: str) -> None:
        found = shapes.recognise(text, library)
        assert found is not None
        [proof] = among = read_proofs(found.document)
        assert isinstance(proof, Proof)
        verify_proof(found.only("proof"), proof, among, key=KEY.public_key, contexts=library, recognised=found)

    verify(json.dumps(document))
    with pytest.raises(Refused):
        verify(json.dumps(forged))


def test_at_a_tie_the_signature_is_held_against_the_whole_document() -> None:
    where = "/credentialSubject/achievement/tag"
    library = fresh()
    document = signed(changed(MINIMAL, where, ["a", "b"]))
    assert shapes.learn(json.dumps(document), document, library)
    tied = signed(changed(MINIMAL, where, ["c", "c"]))
    found = shapes.recognise(json.dumps(tied), library)
    assert found is not None
    assert found.canonical_forms("sha256") is None
    [proof] = among = read_proofs(tied)
    assert isinstance(proof, Proof)

    verify_proof(found.only("proof"), proof, among, key=KEY.public_key, contexts=library, recognised=found)


def test_a_proof_may_stand_without_a_list() -> None:
    document = signed(MINIMAL)
    document["proof"] = document["proof"][0]
    library = fresh()

    assert shapes.learn(json.dumps(document), document, library)
    assert shapes.recognise(json.dumps(document), library)


def test_without_a_proof_nothing_is_signed_over() -> None:
    library = knowing(PERSON)

    found = recognised(PERSON, library)

    assert found is not None
    assert found.shape.suite is None
    assert found.canonical_options() is None
    assert found.canonical_forms("sha256") is None


@pytest.mark.parametrize("method", ["key-1", "#key-1", "_:key", "tag:key", "urn:x:a b", "@id", ""])
def test_an_identifier_in_a_proof_over_statements_has_to_be_plain_as_well(method: str) -> None:
    library = fresh()
    document = signed(MINIMAL)
    assert shapes.learn(json.dumps(document), document, library)

    def named(name: str) -> str:
        return json.dumps(changed(document, "/proof/0/verificationMethod", name))

    assert shapes.recognise(named("did:web:other.example#key-1"), library)
    assert shapes.recognise(named(method), library) is None


UNFIT = {
    "two": signed(signed(MINIMAL), id="urn:x:proof"),
    "a chain": {
        **MINIMAL,
        "proof": [signed(signed(MINIMAL, id="urn:x:1"), id="urn:x:2", previousProof="urn:x:1")["proof"][1]],
    },
    "of an unknown suite": changed(signed(MINIMAL), "/proof/0/cryptosuite", "bbs-2023"),
    "without a method": without(signed(MINIMAL), "/proof/0/verificationMethod"),
    "with a value that is none": changed(signed(MINIMAL), "/proof/0/proofValue", "z6"),
    "with a member that is not defined": changed(signed(MINIMAL), "/proof/0/honours", "first"),
    "none": {**MINIMAL, "proof": []},
    "a text": {**MINIMAL, "proof": "urn:x:proof"},
}


@pytest.mark.parametrize("document", UNFIT.values(), ids=UNFIT)
def test_any_other_proof_is_not_learned(document: dict[str, Any]) -> None:
    library = fresh()

    assert not shapes.learn(json.dumps(document), document, library)
    assert shapes.known(library) == 0


def test_a_document_with_a_proof_inside_is_not_learned() -> None:
    library = fresh()
    assert generic(ENDORSED, library)

    assert not shapes.learn(json.dumps(ENDORSED), ENDORSED, library)


# What is not the document's.


def test_members_beside_the_document_are_in_no_statement_and_given_back() -> None:
    library = library_of()
    token = {**PERSON, "iss": "urn:x:issuer", "exp": 0, "aud": ["a", "b"]}
    new = shapes.compiled(json.dumps(token), token, library, beside=frozenset({"iss", "exp", "aud", "nbf"}))
    assert new is not None
    new.keep()

    found = shapes.recognise(json.dumps({**token, "iss": "no identifier", "says": "Adieu"}), library)

    assert found is not None
    assert found.beside == {"iss": "no identifier", "exp": 0, "aud": ["a", "b"]}
    assert found.document == person(says="Adieu")
    assert found.canonical_document() == f'{IS_A_PERSON}<urn:x:ada> <{WORDS}says> "Adieu" .\n'.encode()
