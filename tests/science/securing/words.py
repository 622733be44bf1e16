"""A small vocabulary with one term for each thing that a context can say of a term, and documents that use it."""

import json
from collections.abc import Mapping
from typing import Any

from assay.science.securing import json_ld, rdf_canonical, shapes
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.securing.recognised import Recognised
from tests.science.securing.badges import without

WORDS = "https://words.example/"
V1, V2 = f"{WORDS}v1", f"{WORDS}v2"
# One term for each thing that a context can say of a term.
TERMS: Mapping[str, Any] = {
    "@version": 1.1,
    "id": "@id",
    "type": "@type",
    "kind": "@type",
    "sort": {"@id": "@type"},
    "self": "@id",
    "Person": f"{WORDS}Person",
    "Poet": {"@id": f"{WORDS}Poet", "@context": {"praises": {"@id": f"{WORDS}praises", "@type": "@vocab"}}},
    "says": f"{WORDS}says",
    "adds": f"{WORDS}adds",
    "born": {"@id": f"{WORDS}born", "@type": f"{WORDS}date"},
    "tags": {"@id": f"{WORDS}tags", "@container": "@set"},
    "steps": {"@id": f"{WORDS}steps", "@container": "@list"},
    "knows": {"@id": f"{WORDS}knows", "@type": "@id"},
    "level": {"@id": f"{WORDS}level", "@type": "@vocab"},
    "high": f"{WORDS}high",
    "low": f"{WORDS}low",
    "cryptosuite": f"{WORDS}suite",
    # Left to the generic path:
    "raw": {"@id": f"{WORDS}raw", "@type": "@json"},
    "loose": {"@id": f"{WORDS}loose", "@type": "@none"},
    "byLanguage": {"@id": f"{WORDS}byLanguage", "@container": "@language"},
    "byName": {"@id": f"{WORDS}byName", "@container": "@index"},
    "byId": {"@id": f"{WORDS}byId", "@container": ["@id", "@set"]},
    "byKind": {"@id": f"{WORDS}byKind", "@container": "@type"},
    "graph": {"@id": f"{WORDS}graph", "@container": "@graph"},
    "inside": "@nest",
    "within": {"@id": f"{WORDS}within", "@nest": "inside"},
    "maker": {"@reverse": f"{WORDS}made"},
    "along": "@included",
}
PERSON: dict[str, Any] = {"@context": [V1], "id": "urn:x:ada", "type": ["Person"], "says": "Hello"}
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
IS_A_PERSON = f"<urn:x:ada> {RDF_TYPE} <{WORDS}Person> .\n"


def generic(document: dict[str, Any], library: ContextLibrary, hash_name: str = "sha256") -> bytes:
    """The canonical N-Quads of a document without its proof, on the generic path."""
    unsecured = without(document, "/proof") if "proof" in document else document
    return rdf_canonical.canonicalize(json_ld.to_rdf(unsecured, library), hash_name=hash_name).encode()


def library_of(*more: Mapping[str, Any], inline_allowed: bool = False) -> ContextLibrary:
    """What Assay carries and the words above, under two addresses; and further contexts."""
    contexts = [TERMS, TERMS, *more]
    addresses = [V1, V2, *(f"{WORDS}more/{number}" for number in range(len(more)))]
    written = [json.dumps({"@context": context}).encode() for context in contexts]
    return bundled().extended(dict(zip(addresses, written, strict=True)), inline_allowed=inline_allowed)


def person(**more: Any) -> dict[str, Any]:
    return {**PERSON, **more}


def knowing(*documents: dict[str, Any], library: ContextLibrary | None = None) -> ContextLibrary:
    """A library that has learned the shapes of these documents."""
    library = library or library_of()
    for document in documents:
        assert shapes.learn(json.dumps(document), document, library)
    return library


def recognised(document: dict[str, Any], library: ContextLibrary) -> Recognised | None:
    return shapes.recognise(json.dumps(document), library)


def said(document: dict[str, Any], library: ContextLibrary) -> str | None:
    """The statements of a document, if it is recognised; then it is also the same document."""
    found = recognised(document, library)
    if found is None:
        return None
    assert found.document == document
    stated = found.canonical_document()
    return None if stated is None else stated.decode()
