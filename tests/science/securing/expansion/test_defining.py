"""Definitions of terms where the W3C's tests do not look."""

from types import MappingProxyType
from typing import Any

import pytest

from assay.science.errors import MalformedDocument
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.expansion.expand import expand
from assay.science.securing.strict_json import JsonValue

NONE = ContextLibrary(MappingProxyType({}), MappingProxyType({}), inline_allowed=True)


def expanded(context: JsonValue, **members: JsonValue) -> Any:
    (node,) = expand({"@context": context, "@id": "urn:a:a", **members}, NONE, base="https://brunel.example/")
    del node["@id"]
    return node


def chain(length: int) -> dict[str, JsonValue]:
    """Terms of which each leans on the next."""
    leaning: dict[str, JsonValue] = {f"a{step}": f"a{step + 1}:x" for step in range(1, length)}
    return {**leaning, f"a{length}": "urn:a:"}


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        ({"@reverse": 7}, "invalid IRI mapping"),
        ({"@reverse": "@type"}, "invalid IRI mapping"),
        ({"@reverse": "urn:a:a", "@id": "urn:a:a"}, "invalid reverse property"),
        ({"@reverse": "urn:a:a", "@container": "@list"}, "invalid reverse property"),
        ({"@id": ["urn:a:a"]}, "invalid IRI mapping"),
        ({"@id": False}, "invalid IRI mapping"),
        ({"@id": "@context"}, "invalid keyword alias"),
        ({"@id": "urn:a:a", "@type": "_:a"}, "invalid type mapping"),
        ({"@id": "urn:a:a", "@type": "@set"}, "invalid type mapping"),
        ({"@id": "urn:a:a", "@type": None}, "invalid type mapping"),
        ({"@id": "urn:a:a", "@type": "urn:a:b", "@container": "@type"}, "invalid type mapping"),
        ({"@id": "urn:a:a", "@container": None}, "invalid container mapping"),
        ({"@id": "urn:a:a", "@container": []}, "invalid container mapping"),
        ({"@id": "urn:a:a", "@container": ["@set", "@set"]}, "invalid container mapping"),
        ({"@id": "urn:a:a", "@container": ["@set", "@list"]}, "invalid container mapping"),
        ({"@id": "urn:a:a", "@container": ["@id", "@index"]}, "invalid container mapping"),
        ({"@id": "urn:a:a", "@container": ["@graph", "@type"]}, "invalid container mapping"),
        ({"@id": "urn:a:a", "@container": ["@set", {}]}, "invalid container mapping"),
        ({"@id": "urn:a:a", "@container": "@value"}, "invalid container mapping"),
        ({"@id": "urn:a:a", "@language": 7}, "invalid language mapping"),
        ({"@id": "urn:a:a", "@direction": "LTR"}, "invalid base direction"),
        ({"@id": "urn:a:a", "@nest": "@id"}, "invalid @nest value"),
        ({"@id": "urn:a:a", "@protected": "yes"}, "invalid @protected value"),
        ({"@id": "urn:a:a", "@prefix": 1}, "invalid @prefix value"),
        ({"@id": "@id", "@prefix": True}, "invalid term definition"),
        ({"@id": "urn:a:a", "@container": "@index", "@index": "@id"}, "invalid term definition"),
        ({"@id": "urn:a:a", "@container": "@set", "@index": "urn:a:b"}, "invalid term definition"),
        ({"@id": "urn:a:a", "@value": 1}, "invalid term definition"),
        ("relative", "invalid IRI mapping"),
        (["urn:a:a"], "invalid term definition"),
        (7, "invalid term definition"),
        ({}, "invalid IRI mapping"),
    ],
)
def test_a_definition_that_is_none_is_refused_by_the_name_that_the_standard_has_for_it(
    definition: JsonValue, code: str
) -> None:
    with pytest.raises(MalformedDocument) as caught:
        expanded({"term": definition})

    assert caught.value.reason == f"not JSON-LD: {code}"


@pytest.mark.parametrize(
    ("context", "code"),
    [
        ({"": "urn:a:a"}, "invalid term definition"),
        ({"@id": "urn:a:a"}, "keyword redefinition"),
        ({"@type": "urn:a:a"}, "keyword redefinition"),
        ({"@type": {}}, "keyword redefinition"),
        ({"@type": {"@id": "@type"}}, "keyword redefinition"),
        ({"@type": {"@container": "@list"}}, "keyword redefinition"),
        ({"a:b": {"@id": "urn:a:a", "@prefix": True}}, "invalid IRI mapping"),
        ({"a:b": {"@prefix": True}}, "invalid term definition"),
        ({"a": None, "a:b": {}}, "invalid IRI mapping"),
        ({"a": "urn:a:a", "a:b": "urn:a:c"}, "invalid IRI mapping"),
        ({"a": "b:a", "b": "a:b"}, "cyclic IRI mapping"),
        (chain(18), "cyclic IRI mapping"),
        (chain(30_000), "cyclic IRI mapping"),
    ],
)
def test_a_name_that_cannot_be_defined_so_is_refused(context: dict[str, JsonValue], code: str) -> None:
    with pytest.raises(MalformedDocument) as caught:
        expanded(context)

    assert caught.value.reason == f"not JSON-LD: {code}"


@pytest.mark.parametrize(
    ("context", "name", "iri"),
    [
        ({"a": "b:c", "b": "urn:b:"}, "a", "urn:b:c"),
        ({"a": "b", "b": "urn:b:"}, "a", "urn:b:"),
        ({"a:b": {}, "a": "urn:a:"}, "a:b", "urn:a:b"),
        ({"a": {"@id": "urn:a", "@prefix": True}}, "a:b", "urn:ab"),
        ({"a": "urn:a"}, "a:b", "a:b"),
        ({"a": None}, "a:b", "a:b"),
        ({"a": {"@id": None, "@prefix": True}}, "a:b", "a:b"),
        ({"_": "urn:a:", "b": "_:c"}, "b", "_:c"),
        (chain(17), "a16", "urn:a:x"),
        ({"urn": "https://a.example/"}, "urn://b", "urn://b"),
        ({"a": "urn:b", "urn": "https://c.example/"}, "a", "https://c.example/b"),
        ({"@vocab": "urn:v:", "a": {}}, "a", "urn:v:a"),
        ({"@vocab": "urn:v:"}, ":a", "urn:v::a"),
        ([{"a": "urn:a:a"}, {"a": "@later"}], "a", "urn:a:a"),
        ([{"a": "urn:a:a"}, {"a": {"@reverse": "@later"}}], "a", "urn:a:a"),
        ({"a": {"@id": "urn:a:a", "@nest": "@nest"}}, "a", "urn:a:a"),
    ],
)
def test_a_name_means_what_its_context_says(context: JsonValue, name: str, iri: str) -> None:
    assert expanded(context, **{name: 1}) == {iri: [{"@value": 1}]}


def test_a_name_that_only_looks_like_a_keyword_defines_nothing() -> None:
    assert expand({"@context": {"@later": "urn:a:a"}, "@later": 1}, NONE, base="urn:a:") == []


def test_what_is_protected_may_be_said_again_and_stays_protected() -> None:
    term: JsonValue = {"@id": "urn:a:a", "@type": "urn:a:b", "@container": ["@set"], "@context": {"b": "urn:b:b"}}
    again: list[JsonValue] = [{"@protected": True, "a": term}, {"a": term}]

    assert expanded(again, a=1) == {"urn:a:a": [{"@type": "urn:a:b", "@value": 1}]}
    with pytest.raises(MalformedDocument, match="protected term redefinition"):
        expanded([*again, {"a": "urn:c:c"}])


@pytest.mark.parametrize(
    "other",
    [
        {"@id": "urn:a:c"},
        {"@id": "urn:a:a", "@type": "@id"},
        {"@id": "urn:a:a", "@container": "@set"},
        {"@id": "urn:a:a", "@language": "en"},
        {"@id": "urn:a:a", "@language": None},
        {"@id": "urn:a:a", "@direction": None},
        {"@id": "urn:a:a", "@prefix": True},
        {"@id": "urn:a:a", "@nest": "@nest"},
        {"@id": "urn:a:a", "@context": {}},
        {"@reverse": "urn:a:a"},
        None,
    ],
)
def test_attack_11_what_is_protected_cannot_be_said_otherwise_in_any_respect(other: JsonValue) -> None:
    with pytest.raises(MalformedDocument, match="protected term redefinition"):
        expanded([{"a": {"@id": "urn:a:a", "@protected": True}}, {"a": other}])
