"""A JSON-LD document as RDF, or an error: nothing is dropped, nothing is guessed.

A proof over RDF covers only what the contexts give a meaning to. A processor that skips the rest in silence lets
anybody add members to a signed document. So expansion here runs behind five guards, and each of them refuses:

1. contexts: pinned ones only, wherever they stand in the document;
2. names: members are plain terms, so that code which reads the JSON and a proof which covers the RDF see one thing;
3. loss: an undefined term, a relative IRI or type, a keyword look-alike, a dropped value;
4. count: as many values come out of expansion as went in;
5. form: language tags and IRIs are well formed, so that none can carry a statement of its own.

Source: JSON-LD 1.1 API §5 and §8, Data Integrity 1.0 §4.2 (data loss detection). Expansion is done by PyLD.
Not covered by a proof: ``@direction``, which plain RDF cannot express; it may say ``ltr`` or ``rtl`` and nothing else.
"""

import re
from collections.abc import Iterator
from typing import Any, Final
from weakref import WeakKeyDictionary

from pyld import jsonld
from pyld.context_resolver import ContextResolver

from assay.science.errors import AssayError, Code, MalformedDocument
from assay.science.securing import expanded_rdf
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.rdf import Quad
from assay.science.securing.strict_json import JsonObject, JsonValue, pointer, walk

# Relative IRIs resolve against this and so give themselves away to ``expanded_rdf``.
_BASE: Final = f"{expanded_rdf.RELATIVE}//document/"
# Expansion takes about half a millisecond a node; a larger document would keep the reader busy for seconds.
MAX_NODES: Final = 4_000

_URL = re.compile(r"[a-z][a-z0-9+.-]*:[^\s]+\Z", re.ASCII)
_LANGUAGE_VALUE = frozenset({"@value", "@language", "@direction"})
_LOSS = "Data Integrity 1.0 §4.2"
# What PyLD worked out of each library's contexts. Kept apart, so that a library of test contexts cannot leak.
_RESOLVED: WeakKeyDictionary[ContextLibrary, dict[str, Any]] = WeakKeyDictionary()


def to_rdf(document: JsonObject, contexts: ContextLibrary) -> list[Quad]:
    """The quads of a document, in no particular order and with blank nodes labelled by the way.

    Raises ``Refused`` with ``CONTEXT_UNKNOWN`` when a context is not carried, and ``MalformedDocument`` with
    ``CONTEXT_REFUSED``, ``DATA_LOSS`` or ``TOO_LARGE``.
    """
    check_contexts(document, contexts)
    _check_names(document)
    expanded = _expand(document, contexts)
    if _count(document) != expanded_rdf.count(expanded):
        raise _loss("expansion lost or made up a value")
    return expanded_rdf.quads(expanded)


def check_contexts(document: JsonObject, contexts: ContextLibrary) -> None:
    """Guard 1: every ``@context``, at any depth, names contexts of the library.

    Raises ``Refused`` with ``CONTEXT_UNKNOWN``, or ``MalformedDocument`` with ``CONTEXT_REFUSED`` for an inline one.
    """
    for where, entry in _context_entries(document):
        if isinstance(entry, str):
            if not _URL.match(entry):
                raise MalformedDocument("a context that is no URL", where=where, clause="VCDM 2.0 §4.3")
            contexts.document(entry)
        elif not isinstance(entry, dict):
            raise MalformedDocument("a context that is neither URL nor object", where=where, clause="VCDM 2.0 §4.3")
        elif not contexts.inline_allowed:
            reason = "a context written into the document could change what its words mean"
            raise MalformedDocument(reason, where=where, clause="VCDM 2.0 §4.3", code=Code.CONTEXT_REFUSED)


def _context_entries(document: JsonObject) -> Iterator[tuple[str, JsonValue]]:
    for where, node in _nodes(document):
        if "@context" in node:
            context = node["@context"]
            place = f"{where}/@context"
            entries = context if isinstance(context, list) else [context]
            yield from ((f"{place}/{index}", entry) for index, entry in enumerate(entries))


def _nodes(document: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Every object of the document with its pointer, but none inside a context."""
    found = 0
    for where, value in walk(document):
        if isinstance(value, dict) and "/@context" not in where:
            found += 1
            if found > MAX_NODES:
                raise MalformedDocument(f"more than {MAX_NODES} objects", code=Code.TOO_LARGE)
            yield where, value


def _check_names(document: JsonObject) -> None:
    """Guard 2: one way to write each thing.

    A proof over RDF holds as well when a member is renamed to its full IRI, spelled with a keyword, or moved to a
    second object with the same ``id``. Code that reads the JSON would then miss an end date or a status entry.
    """
    own_id = document.get("id")
    for where, node in _nodes(document):
        for name in node:
            plain = not name.startswith("@") and ":" not in name
            if not plain and name != "@context" and not (name in _LANGUAGE_VALUE and "@value" in node):
                reason = f"write this member by its plain term: {name!r:.80}"
                raise MalformedDocument(reason, where=where + pointer(name), clause=_LOSS, code=Code.DATA_LOSS)
        # A refresh service at the document's own address is the one thing that is written so in good faith.
        if where and own_id is not None and node.get("id") == own_id and not set(node) <= {"id", "type"}:
            reason = "the document describes itself in two places"
            raise MalformedDocument(reason, where=where, clause=_LOSS, code=Code.DATA_LOSS)


def _expand(document: JsonObject, contexts: ContextLibrary) -> list[Any]:
    """Guard 3: expansion that stops at the first thing it would drop."""

    def dropped(name: str | None) -> None:
        places = (where for where, _ in walk(document) if where.endswith(pointer(name or "")))
        raise _loss(f"the term {name!r:.80} is not defined by the contexts here", where=next(places, ""))

    def load(url: str, _options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": contexts.document(url), "tag": "static"}

    processor = jsonld.JsonLdProcessor(on_property_dropped=dropped)
    resolver = ContextResolver(_RESOLVED.setdefault(contexts, {}), load)
    options = {"base": _BASE, "documentLoader": load, "contextResolver": resolver, "processingMode": "json-ld-1.1"}
    try:
        expanded: list[Any] = processor.expand(document, options)
    except AssayError:
        raise
    # PyLD raises bare built-in errors for some malformed input, beside its own.
    except (jsonld.JsonLdError, TypeError, KeyError, AttributeError, ValueError, RecursionError) as error:
        raise _translated(error) from error
    return expanded


def _translated(error: BaseException) -> AssayError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, AssayError):
            return cause
        cause = cause.__cause__
    code = str(getattr(error, "code", None) or type(error).__name__)
    redefines = code in {"protected term redefinition", "invalid context nullification"}
    kind = Code.CONTEXT_REFUSED if redefines else Code.DATA_LOSS
    return MalformedDocument(f"not JSON-LD: {code}", clause="JSON-LD 1.1 API §5.1", code=kind)


def _count(value: JsonValue) -> int:
    """Guard 4: how many values the document states. ``null`` states none; a language value states one."""
    if isinstance(value, dict):
        if "@value" in value:
            return 1
        return sum(_count(member) for name, member in value.items() if name != "@context")
    if isinstance(value, list):
        return sum(_count(item) for item in value)
    return int(value is not None)


def _loss(reason: str, where: str = "") -> MalformedDocument:
    return MalformedDocument(reason, where=where, clause=_LOSS, code=Code.DATA_LOSS)
