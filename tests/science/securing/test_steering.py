"""The table of ``steering``, row by row: what is part of a shape's key, what is a slot, what is never learned.

A text of another shape is not recognised; one of the same shape is, and says what it says.
"""

import json
from typing import Any

import pytest

from assay.science.securing import json_ld, shapes
from assay.science.securing.contexts import DATA_INTEGRITY_2, OB_3, VC_2, bundled
from assay.science.securing.steering import may_be_compiled, steering_of
from tests.science.securing.words import (
    IS_A_PERSON,
    PERSON,
    V1,
    V2,
    WORDS,
    knowing,
    library_of,
    person,
    recognised,
    said,
)

# Member names, nesting, lengths; numbers, true, false, null: the key.

STRUCTURES = {
    "a text": person(says="a"),
    "another member": {"@context": [V1], "id": "urn:x:ada", "type": ["Person"], "adds": "a"},
    "a list of one": person(says=["a"]),
    "a list of two": person(says=["a", "b"]),
    "an empty list": person(says=[]),
    "an object": person(says={"adds": "a"}),
    "an object with a name": person(says={"id": "urn:x:a"}),
    "an empty object": person(says={}),
    "one more member": person(says="a", adds="b"),
    "members in another order": {"adds": "b", **person(says="a")},
    "one member less": {"@context": [V1], "id": "urn:x:ada", "type": ["Person"]},
    "no name": {"@context": [V1], "type": ["Person"], "says": "a"},
    "a type without brackets": person(type="Person", says="a"),
    "a context without brackets": {**person(says="a"), "@context": V1},
    "a number": person(says=3),
    "another number": person(says=4),
    "a number with a fraction": person(says=3.0),
    "a number with an exponent": person(says=3e300),
    "a number below zero": person(says=-3),
    "true": person(says=True),
    "false": person(says=False),
    "nothing": person(says=None),
}


@pytest.mark.parametrize("learned", STRUCTURES)
def test_documents_of_another_structure_are_of_another_shape(learned: str) -> None:
    library = knowing(STRUCTURES[learned])

    assert [name for name, document in STRUCTURES.items() if recognised(document, library)] == [learned]


def test_a_number_is_another_where_it_is_written_otherwise() -> None:
    library = knowing(person(says=1))
    text = json.dumps(person(says=1))

    assert shapes.recognise(text, library)
    for other in ("1.0", "1e0", "10", "true", "-1"):
        assert shapes.recognise(text.replace('"says": 1', f'"says": {other}'), library) is None


def test_the_order_of_members_makes_another_shape_that_says_the_same() -> None:
    one, other = person(adds="b"), dict(reversed(person(adds="b").items()))
    library = knowing(one)

    assert said(other, library) is None
    knowing(other, library=library)
    assert said(other, library) == said(one, library) is not None


# Contexts: the key.


def test_another_context_is_another_shape_even_if_it_says_the_same() -> None:
    library = knowing(PERSON)

    for contexts in ([V2], [V1, V2], [V2, V1], [V1, V1], [VC_2, V1]):
        assert said(person(**{"@context": contexts}), library) is None


def test_another_context_inside_is_another_shape() -> None:
    library = knowing(person(knows={"@context": [V1], "says": "Hello"}))

    assert said(person(knows={"@context": [V1], "says": "Adieu"}), library) is not None
    assert said(person(knows={"@context": [V2], "says": "Adieu"}), library) is None


@pytest.mark.parametrize("where", ["outside", "inside"])
def test_a_context_written_into_the_document_is_never_learned(where: str) -> None:
    library = library_of(inline_allowed=True)
    inline = {"says": f"{WORDS}other"}
    document = person(**{"@context": [V1, inline]}) if where == "outside" else person(knows={"@context": inline})

    assert json_ld.to_rdf(document, library)
    assert not shapes.learn(json.dumps(document), document, library)


def test_a_context_that_nobody_carries_is_never_learned() -> None:
    document = person(**{"@context": [V1, f"{WORDS}unknown"]})

    assert not shapes.learn(json.dumps(document), document, library_of())


# Types and whatever is looked up as a term: the key.


@pytest.mark.parametrize("name", ["type", "kind", "sort"])
def test_another_type_is_another_shape_by_whatever_name_a_context_gives_it(name: str) -> None:
    library = knowing(person(**{name: "Person"}))

    assert said(person(**{name: "Person", "says": "Adieu"}), library) is not None
    assert said(person(**{name: "Poet"}), library) is None
    assert said(person(**{name: "urn:x:Type"}), library) is None
    assert said(person(**{name: "Nonsense"}), library) is None


def test_a_name_for_a_name_of_a_keyword_stands_for_the_keyword_too() -> None:
    """JSON-LD 1.1 API §4.2.2: what a term stands for is looked up like any other word."""
    library = library_of(
        {"genre": "manner", "manner": {"@id": "kind"}},
        {"own": "self"},
        {"row": "order", "order": "@list"},
    )
    steering = steering_of(library)

    assert {"genre", "manner", "kind"} <= steering.verbatim
    assert {"own", "self", "id"} <= steering.naming
    assert {"row", "order"} <= steering.generic


def test_a_datatype_that_might_be_a_keyword_under_another_name_is_left_to_the_generic_path() -> None:
    vocabulary = "words"
    terms = {vocabulary: "@vocab", "odd": {"@id": f"{WORDS}odd", "@type": vocabulary}, "dated": {"@type": "xsd:date"}}

    assert "odd" in steering_of(library_of(terms)).generic
    assert "dated" not in steering_of(library_of(terms)).generic


def test_a_type_in_a_list_of_types_is_part_of_the_key() -> None:
    library = knowing(person(type=["Person", "Poet"]))

    assert said(person(type=["Person", "Poet"], says="Adieu"), library) is not None
    for types in (["Poet", "Person"], ["Person", "Person"], ["Person"], ["Person", "urn:x:Type"]):
        assert said(person(type=types), library) is None


def test_a_value_that_is_looked_up_as_a_term_is_part_of_the_key() -> None:
    library = knowing(person(level="high"), person(level="urn:x:one"))
    levels = f"<urn:x:ada> <{WORDS}level> "
    says = f'<urn:x:ada> <{WORDS}says> "Hello" .\n'

    assert said(person(level="high"), library) == f"{IS_A_PERSON}{levels}<{WORDS}high> .\n{says}"
    assert said(person(level="urn:x:one"), library) == f"{IS_A_PERSON}{levels}<urn:x:one> .\n{says}"
    assert said(person(level="low"), library) is None
    assert said(person(level="urn:x:two"), library) is None


def test_a_term_is_treated_as_the_most_careful_of_its_definitions_in_any_scope() -> None:
    """Outside the class in which it is looked up, ``says`` is a text like any other."""
    scoped = {"Orator": {"@id": f"{WORDS}Orator", "@context": {"says": {"@id": f"{WORDS}says", "@type": "@vocab"}}}}
    library = knowing(PERSON, library=library_of(scoped))

    assert said(PERSON, library) == f'{IS_A_PERSON}<urn:x:ada> <{WORDS}says> "Hello" .\n'
    assert said(person(says="Adieu"), library) is None


def test_the_purpose_of_a_proof_and_its_suite_are_part_of_the_key() -> None:
    options = {
        "@context": [DATA_INTEGRITY_2],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-22T09:00:00Z",
        "proofPurpose": "assertionMethod",
    }
    library = knowing(options)

    assert said({**options, "created": "2026-11-22T10:00:00Z"}, library) is not None
    assert said({**options, "proofPurpose": "authentication"}, library) is None
    assert said({**options, "cryptosuite": "ecdsa-rdfc-2019"}, library) is None


@pytest.mark.parametrize(("name", "other"), [("@language", "fr"), ("@language", "EN"), ("@direction", "rtl")])
def test_language_and_direction_are_part_of_the_key_and_the_text_is_not(name: str, other: str) -> None:
    greeting = {"@value": "Hello", "@language": "en", "@direction": "ltr"}
    library = knowing(person(says=greeting))

    told = said(person(says={**greeting, "@value": "Good evening"}), library)

    assert told == f'{IS_A_PERSON}<urn:x:ada> <{WORDS}says> "Good evening"^^<https://www.w3.org/ns/i18n#en_ltr> .\n'
    assert said(person(says={**greeting, name: other}), library) is None


# All other texts: slots.

LOOK_ALIKES = {
    "@type": "@type",
    "@context": "@context",
    "_:b0": "_:b0",
    "Person": "Person",
    "high": "high",
    "urn:x:ada": "urn:x:ada",
    V1: V1,
    "ada": "ada",
    "//host/path": "//host/path",
    "self:ada": "self:ada",
    "a b": "a b",
    "": "",
    "<urn:x:a>": "<urn:x:a>",
    '"@en': '\\"@en',
    "back\\slash": "back\\\\slash",
    "line\nbreak\ttab\rreturn\bbell\ffeed": "line\\nbreak\\ttab\\rreturn\\bbell\\ffeed",
    "\x00\x1f\x7f": "\\u0000\\u001F\\u007F",
    "\x80\u2028\ufeff": "\x80\u2028\ufeff",
    "\ufffe\uffff": "\\uFFFE\\uFFFF",
    "\U0001f525 焊": "\U0001f525 焊",
    "true": "true",
    "3": "3",
    '" .\n<urn:x:a> <urn:x:b> "c': '\\" .\\n<urn:x:a> <urn:x:b> \\"c',
}


@pytest.mark.parametrize("text", LOOK_ALIKES)
@pytest.mark.parametrize(("name", "datatype"), [("says", ""), ("born", f"^^<{WORDS}date>")])
def test_any_text_may_stand_where_a_literal_stands(name: str, datatype: str, text: str) -> None:
    library = knowing({"@context": [V1], "id": "urn:x:ada", name: "Hello"})

    told = said({"@context": [V1], "id": "urn:x:ada", name: text}, library)

    assert told == f'<urn:x:ada> <{WORDS}{name}> "{LOOK_ALIKES[text]}"{datatype} .\n'


def test_texts_in_a_list_keep_their_order_and_those_in_a_set_have_none() -> None:
    library = knowing({"@context": [V1], "id": "urn:x:ada", "steps": ["one", "two"], "tags": ["a", "b"]})

    assert said({"@context": [V1], "id": "urn:x:ada", "steps": ["two", "one"], "tags": ["d", "c"]}, library) == (
        f"<urn:x:ada> <{WORDS}steps> _:c14n1 .\n"
        f'<urn:x:ada> <{WORDS}tags> "c" .\n'
        f'<urn:x:ada> <{WORDS}tags> "d" .\n'
        '_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "one" .\n'
        "_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> "
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .\n"
        '_:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "two" .\n'
        "_:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:c14n0 .\n"
    )


# Left to the generic path.

READ_AND_NOT_COMPILED = {
    "typed @json": {"raw": {"a": "b"}},
    "typed @none": {"loose": "a"},
    "a map of languages": {"byLanguage": {"en": "Hello"}},
    "a graph": {"graph": {"says": "Hello"}},
    "nested": {"inside": {"adds": "b"}},
    "nested by its definition": {"within": "b"},
}
NOT_EVEN_READ = {
    "a map by index": {"byName": {"a": "Hello"}},
    "a map by id": {"byId": {"urn:x:b": {"says": "Hello"}}},
    "a map by type": {"byKind": {"Poet": {"says": "Hello"}}},
    "turned round": {"maker": {"id": "urn:x:b"}},
    "included": {"along": {"says": "Hello"}},
    "a keyword": {"@index": "a"},
    "a keyword for a type": {"@type": "Person"},
    "a list by its keyword": {"says": {"@list": ["a"]}},
    "an id by its keyword": {"knows": {"@id": "urn:x:b"}},
}


@pytest.mark.parametrize("more", READ_AND_NOT_COMPILED.values(), ids=READ_AND_NOT_COMPILED)
@pytest.mark.parametrize("depth", ["outside", "inside", "in a list"])
def test_what_looks_at_more_than_the_key_is_never_learned(more: dict[str, Any], depth: str) -> None:
    library = library_of()
    deep = {"outside": more, "inside": {"knows": more}, "in a list": {"knows": [{"says": "a"}, more]}}[depth]

    assert json_ld.to_rdf(person(**deep), library)
    assert not may_be_compiled(person(**deep), steering_of(library))
    assert not shapes.learn(json.dumps(person(**deep)), person(**deep), library)
    assert shapes.known(library) == 0


@pytest.mark.parametrize("more", NOT_EVEN_READ.values(), ids=NOT_EVEN_READ)
def test_what_the_generic_path_refuses_is_not_compiled_either(more: dict[str, Any]) -> None:
    steering = steering_of(library_of())

    assert may_be_compiled(PERSON, steering)
    assert not may_be_compiled(person(**more), steering)
    assert not may_be_compiled(person(knows=[{"says": more}]), steering)


def test_terms_of_the_bundled_contexts_that_are_maps_or_graphs_or_json_are_left_to_the_generic_path() -> None:
    assert steering_of(bundled()).generic == {"_sd", "jsonSchema", "jwk", "proof", "verifiableCredential"}


@pytest.mark.parametrize("name", ["_sd", "jsonSchema", "jwk", "proof", "verifiableCredential"])
def test_a_credential_with_one_of_them_inside_is_not_compiled(name: str) -> None:
    credential: dict[str, Any] = {"@context": [VC_2, OB_3], "credentialSubject": {"id": "urn:x:ada"}}
    steering = steering_of(bundled())

    assert may_be_compiled(credential, steering)
    assert not may_be_compiled({**credential, "credentialSubject": {name: {"a": "b"}}}, steering)


def test_what_the_bundled_contexts_take_for_steering_is_little() -> None:
    steering = steering_of(bundled())

    assert steering.verbatim == {
        "@context",
        "@direction",
        "@language",
        "@type",
        "cryptosuite",
        "proofPurpose",
        "type",
    }
    assert steering.naming == {"id"}
