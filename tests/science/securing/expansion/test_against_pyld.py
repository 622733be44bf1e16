"""Our expansion against PyLD's, a second opinion of other people: the same output, or both refuse."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld

from assay.science.errors import AssayError
from assay.science.securing import json_ld, strict_json
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.securing.expansion.expand import expand
from assay.science.securing.strict_json import JsonObject, JsonValue
from tests.science.securing.badges import DOCUMENTS, WELDING, changed, renamed, w3c_library, without
from tests.vectors import vector_files

pytestmark = pytest.mark.campaign

BASE = "https://brunel.example/documents/"
FILES = [*vector_files("**/*.json"), *vector_files("**/*.jsonld")]
REFUSED = "refused"
STUMBLED = "stumbled"


def ours(document: JsonValue, library: ContextLibrary) -> Any:
    try:
        return expand(document, library, base=BASE)
    except AssayError:
        return REFUSED


def by_pyld(document: JsonValue, library: ContextLibrary) -> Any:
    def load(url: str, _options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": deepcopy(library.document(url))}

    try:
        return jsonld.expand(deepcopy(document), {"base": BASE, "documentLoader": load})
    except jsonld.JsonLdError:
        return REFUSED
    except KeyError as error:
        # PyLD stumbles when a vocabulary is taken back where there is none.
        return STUMBLED if error.args == ("@vocab",) else error


def json_ld_in(path: Path) -> list[JsonObject]:
    """Every JSON-LD document in a file, with those inside documents, but not what stands in a context."""
    try:
        content = strict_json.parse(path.read_bytes())
    except AssayError:
        return []
    found = [value for where, value in strict_json.walk(content) if "@context" not in where]
    return [value for value in found if isinstance(value, dict) and "@context" in value]


@pytest.mark.parametrize("path", FILES)
def test_every_document_of_the_official_vectors_expands_as_by_pyld(path: Path) -> None:
    library = w3c_library().extended({}, inline_allowed=True)

    for document in json_ld_in(path):
        assert by_pyld(document, library) in (ours(document, library), STUMBLED)


def variations(document: JsonObject) -> Iterator[JsonObject]:
    """The document with one thing in it gone, listed, replaced or renamed: all of them in turn."""
    for where, value in strict_json.walk(document):
        if where and not where.startswith("/@context"):
            yield without(document, where)
            yield changed(document, where, [value])
            yield changed(document, where, {"id": "urn:a:a", "type": "Profile", "name": value})
            yield changed(document, where, {"@value": value} if isinstance(value, str) else "text")
        if isinstance(value, dict) and where:
            yield changed(document, f"{where}/type", ["Image", "Achievement"])
            yield changed(document, f"{where}/@context", document["@context"])
    for where in ("/issuer/name", "/credentialSubject/achievement"):
        for name in ("honours", "name", "@type", "@graph", "@reverse", "https://schema.org/name", "_sd"):
            yield renamed(document, where, name)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_badge_expands_as_by_pyld(name: str) -> None:
    found = ours(DOCUMENTS[name], bundled())

    assert found == by_pyld(DOCUMENTS[name], bundled()) != REFUSED


@pytest.mark.parametrize("name", ["minimal", "endorsed"])
def test_a_badge_expands_as_by_pyld_whatever_is_changed_in_it(name: str) -> None:
    results = [(ours(each, bundled()), by_pyld(each, bundled())) for each in variations(DOCUMENTS[name])]

    assert [pair for pair in results if pair[0] != pair[1]] == []
    assert len(results) > 100
    assert {REFUSED} < {str(found) for found, _ in results}


# Where the two differ, we do what the standard says. Assay refuses most of these before it expands them.


@pytest.mark.parametrize(
    ("document", "expanded"),
    [
        pytest.param(
            {"@context": [{"@direction": "rtl"}, {"@vocab": "urn:a:"}], "said": "x"},
            {"urn:a:said": [{"@value": "x", "@direction": "rtl"}]},
            id="a direction counts in later contexts",
        ),
        pytest.param(
            {"@id": "../a b/c:d", "urn:a:a": {"@id": "e/../f"}},
            {"@id": "https://brunel.example/a b/c:d", "urn:a:a": [{"@id": f"{BASE}f"}]},
            id="a reference with a colon in its path is one",
        ),
        pytest.param(
            {"@context": {"@vocab": "urn:v:", "a": {"@context": {"a": {"@context": {"b": "urn:b:b"}}}}}, "a": {"b": 1}},
            {"urn:v:a": [{"urn:v:b": [{"@value": 1}]}]},
            id="a property brings its own context, and not that of its namesake in there",
        ),
        pytest.param(
            {
                "@context": {"@vocab": "urn:v:", "T": {"@context": [None, {"a": "urn:a:a"}]}},
                "@type": "T",
                "a": {"b": 1},
            },
            {"@type": ["urn:v:T"], "urn:a:a": [{"urn:v:b": [{"@value": 1}]}]},
            id="what a type sets aside counts again below",
        ),
        pytest.param({"urn:a:a": {"@vocab": "b"}}, {"urn:a:a": [{}]}, id="a keyword that says nothing here is dropped"),
        pytest.param(
            {
                "@context": {"a": {"@id": "urn:a:a", "@container": "@index", "@index": "urn:b:b"}},
                "a": {"x": {"urn:b:b": "y"}},
            },
            {"urn:a:a": [{"urn:b:b": [{"@value": "x"}, {"@value": "y"}]}]},
            id="a key stands before what its value says of the same",
        ),
    ],
)
def test_where_pyld_does_otherwise_we_keep_to_the_standard(document: JsonObject, expanded: Any) -> None:
    library = bundled().extended({}, inline_allowed=True)

    assert ours(document, library) == [expanded]
    assert by_pyld(document, library) != [expanded]


def test_what_json_ld_hands_on_to_rdf_is_what_pyld_expands() -> None:
    """The differences above cannot reach a signature: a badge that passes the guards expands alike."""
    passing = [each for each in variations(WELDING) if passes(each)]

    assert len(passing) > 100
    assert [each for each in passing[::7] if ours(each, bundled()) != by_pyld(each, bundled())] == []


def passes(document: JsonObject) -> bool:
    try:
        json_ld.to_rdf(document, bundled())
    except AssayError:
        return False
    return True
