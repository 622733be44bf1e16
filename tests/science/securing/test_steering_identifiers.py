"""Of the table of ``steering`` what is said of identifiers: slots if they are safe, and which are equal is the key."""

from typing import Any

import pytest

from assay.science.securing.contexts import bundled
from assay.science.securing.steering import steering_of
from tests.science.securing.words import IS_A_PERSON, RDF_TYPE, V1, WORDS, knowing, library_of, person, recognised, said

# Identifiers: slots if they are safe.

SAFE = [
    "https://brunel.example/learners/1",
    "http://data.europa.eu/esco/skill/1",
    "did:example:ada",
    "urn:uuid:3e5f1f0a-5c0b-4c1c-8d0e-0c9a4d2f9b11",
    "mailto:ada@brunel.example",
    "tel:+441895",
    "data:text/plain,ada",
    "urn:x:été",
    "urn:x:\U0001f525",
    "urn:x:a#b",
    "urn:x:@type",
]
UNSAFE = {
    "relative": "ada",
    "relative to the root": "/ada",
    "relative to the host": "//brunel.example/ada",
    "a fragment": "#ada",
    "a query": "?ada",
    "empty": "",
    "a blank node": "_:b",
    "a keyword": "@id",
    "like a keyword": "@ada",
    "a term": "Person",
    "a compact IRI of a term": "Person:ada",
    "a compact IRI of an alias": "self:ada",
    "of another scheme": "tag:brunel.example,2026:ada",
    "of the scheme of markers": "x-assay-slot:0.",
    "of a scheme in capitals": "HTTPS://brunel.example/ada",
    "of a scheme with a capital": "Urn:x:ada",
    "a space inside": "urn:x:a b",
    "a space before": " urn:x:a",
    "a line break after": "urn:x:a\n",
    "a tabulator": "urn:x:a\tb",
    "a no-break space": "urn:x:a\u00a0b",
    "a space that Python does not know": "urn:x:a\ufeffb",
    "a line separator": "urn:x:a\u2028b",
    "a next line": "urn:x:a\u0085b",
    "a zero": "urn:x:a\x00b",
    "a delete": "urn:x:a\x7fb",
    "no character": "urn:x:a\uffffb",
    "a statement": "urn:x:a> <urn:b> <urn:c> .\n<urn:d",
    "an angle bracket": "urn:x:<a",
    "a quotation mark": 'urn:x:"a',
    "a backslash": "urn:x:a\\b",
    "a brace": "urn:x:{a}",
    "a bar": "urn:x:a|b",
    "a caret": "urn:x:a^b",
    "a backtick": "urn:x:a`b",
    "two fragments": "urn:x:a#b#c",
    "a web address without a host": "https:///ada",
    "nothing after the scheme": "urn:",
}


@pytest.mark.parametrize("iri", SAFE)
def test_a_plain_absolute_identifier_is_a_slot(iri: str) -> None:
    library = knowing(person(knows="urn:x:grace"))

    assert said(person(knows=iri), library) == (
        f'{IS_A_PERSON}<urn:x:ada> <{WORDS}knows> <{iri}> .\n<urn:x:ada> <{WORDS}says> "Hello" .\n'
    )
    assert said(person(knows="urn:x:grace", id=iri), library) == (
        f"<{iri}> {RDF_TYPE} <{WORDS}Person> .\n<{iri}> <{WORDS}knows> <urn:x:grace> .\n"
        f'<{iri}> <{WORDS}says> "Hello" .\n'
    )


@pytest.mark.parametrize("iri", UNSAFE.values(), ids=UNSAFE)
@pytest.mark.parametrize("member", ["id", "self", "knows", "inside"])
def test_any_other_identifier_is_not_recognised(member: str, iri: str) -> None:
    def naming(identifier: str) -> dict[str, Any]:
        if member == "inside":
            return person(knows={"id": identifier, "says": "Hello"})
        bare = {"@context": [V1], "says": "Hello", "knows": "urn:x:grace"}
        return {**bare, member: identifier}

    library = knowing(naming("urn:x:other"))

    assert said(naming("urn:x:another"), library) is not None
    assert recognised(naming(iri), library) is None
    assert not steering_of(library).is_safe(iri)


@pytest.mark.parametrize("scheme", ["did", "urn", "https", "mailto"])
@pytest.mark.parametrize("scope", ["any", "of a class", "of a term of a class"])
def test_a_scheme_that_is_a_term_of_some_context_is_no_scheme(scheme: str, scope: str) -> None:
    prefix = {scheme: f"{WORDS}prefix/"}
    scopes: dict[str, Any] = {
        "any": prefix,
        "of a class": {"Class": {"@id": f"{WORDS}Class", "@context": prefix}},
        "of a term of a class": {
            "Class": {"@id": f"{WORDS}C", "@context": [{"term": {"@id": f"{WORDS}t", "@context": prefix}}]}
        },
    }
    library = library_of(scopes[scope])
    iris = {iri.split(":")[0]: iri for iri in SAFE}

    safe = {name for name, iri in iris.items() if steering_of(library).is_safe(iri)}

    assert safe == set(iris) - {scheme}
    assert {name for name, iri in iris.items() if steering_of(bundled()).is_safe(iri)} == set(iris)


def test_an_identifier_of_a_scheme_that_is_a_term_is_left_to_the_generic_path() -> None:
    """Else it would be signed as it stands, where the generic path puts another in its place."""
    library = library_of({"urn": f"{WORDS}prefix/"})
    here: dict[str, Any] = {"@context": [V1, f"{WORDS}more/0"], "id": "did:example:ada", "says": "Hello"}
    knowing(here, library=library)

    assert said({**here, "id": "did:example:grace"}, library) is not None
    assert recognised({**here, "id": "urn:x:ada"}, library) is None


# Which identifiers are equal: the key.


def test_two_objects_of_one_name_are_of_another_shape_than_two_of_two_names() -> None:
    def two(one: str, other: str) -> dict[str, Any]:
        return {
            "@context": [V1],
            "knows": [{"id": one, "type": "Person", "says": "Hello"}, {"id": other, "type": "Poet", "adds": "there"}],
        }

    library = knowing(two("urn:x:1", "urn:x:2"))
    assert said(two("urn:x:1", "urn:x:1"), library) is None
    knowing(two("urn:x:3", "urn:x:3"), library=library)

    assert said(two("urn:x:8", "urn:x:7"), library) == (
        f"<urn:x:7> {RDF_TYPE} <{WORDS}Poet> .\n"
        f'<urn:x:7> <{WORDS}adds> "there" .\n'
        f"<urn:x:8> {RDF_TYPE} <{WORDS}Person> .\n"
        f'<urn:x:8> <{WORDS}says> "Hello" .\n'
        f"_:c14n0 <{WORDS}knows> <urn:x:7> .\n"
        f"_:c14n0 <{WORDS}knows> <urn:x:8> .\n"
    )
    assert said(two("urn:x:9", "urn:x:9"), library) == (
        f"<urn:x:9> {RDF_TYPE} <{WORDS}Person> .\n"
        f"<urn:x:9> {RDF_TYPE} <{WORDS}Poet> .\n"
        f'<urn:x:9> <{WORDS}adds> "there" .\n'
        f'<urn:x:9> <{WORDS}says> "Hello" .\n'
        f"_:c14n0 <{WORDS}knows> <urn:x:9> .\n"
    )


def test_the_same_goes_for_an_alias_of_id() -> None:
    def two(one: str, other: str) -> dict[str, Any]:
        return {"@context": [V1], "knows": [{"self": one, "says": "Hello"}, {"id": other, "adds": "there"}]}

    library = knowing(two("urn:x:1", "urn:x:2"))

    assert said(two("urn:x:4", "urn:x:3"), library) is not None
    assert recognised(two("urn:x:1", "urn:x:1"), library) is None


def test_a_reference_may_be_equal_to_a_name() -> None:
    """It states nothing about what it refers to."""
    library = knowing(person(knows="urn:x:grace"))

    assert said(person(knows="urn:x:ada"), library) == (
        f'{IS_A_PERSON}<urn:x:ada> <{WORDS}knows> <urn:x:ada> .\n<urn:x:ada> <{WORDS}says> "Hello" .\n'
    )
