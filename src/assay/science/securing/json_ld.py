"""A JSON-LD document as RDF, or an error: nothing is dropped, nothing is guessed.

A proof over RDF covers only what the contexts give a meaning to. A processor that skips the rest in silence lets
anybody add members to a signed document. So expansion here runs behind five guards, and each of them refuses:

1. contexts: pinned ones only, wherever they stand in the document;
2. form: each thing is written in one way, so that code which reads the JSON and a proof which covers the RDF see one
   thing (``plain_form``);
3. loss: an undefined term, a relative IRI or type, a keyword look-alike, a dropped value;
4. count: as many values come out of expansion as went in;
5. terms: language tags and IRIs are well formed, so that none can carry a statement of its own.

Source: JSON-LD 1.1 API §5 and §8, Data Integrity 1.0 §4.2 (data loss detection). Expansion itself is ``expansion``.
``@direction`` is kept, as a datatype of ``https://www.w3.org/ns/i18n#``: the suites leave open how, but not whether.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import expanded_rdf, plain_form
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.expansion.expand import expand
from assay.science.securing.rdf import Quad
from assay.science.securing.strict_json import JsonObject, JsonValue, pointer, walk

# Relative IRIs resolve against this and so give themselves away to ``expanded_rdf``.
_BASE: Final = f"{expanded_rdf.RELATIVE}//document/"
_URL = re.compile(r"[a-z][a-z0-9+.-]*:[^\s]+\Z", re.ASCII)
_LOSS = "Data Integrity 1.0 §4.2"


def to_rdf(document: JsonObject, contexts: ContextLibrary) -> list[Quad]:
    """The quads of a document, in no particular order and with blank nodes labelled by the way.

    Raises ``Refused`` with ``CONTEXT_UNKNOWN`` when a context is not carried, and ``MalformedDocument`` with
    ``CONTEXT_REFUSED``, ``DATA_LOSS`` or ``TOO_LARGE``.
    """
    check_contexts(document, contexts)
    plain_form.check_form(document, contexts)
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
        elif not contexts.inline_allowed or _imports(entry):
            reason = "a context written into the document could change what its words mean"
            raise MalformedDocument(reason, where=where, clause="VCDM 2.0 §4.3", code=Code.CONTEXT_REFUSED)


def _context_entries(document: JsonObject) -> Iterator[tuple[str, JsonValue]]:
    for where, node in plain_form.nodes(document):
        if "@context" in node:
            context = node["@context"]
            place = f"{where}/@context"
            entries = context if isinstance(context, list) else [context]
            yield from ((f"{place}/{index}", entry) for index, entry in enumerate(entries))


def _imports(context: JsonObject) -> bool:
    """What is imported is changed by the context around it: words of a pinned context would mean something else."""
    return any(isinstance(value, dict) and "@import" in value for _, value in walk(context))


def _expand(document: JsonObject, contexts: ContextLibrary) -> list[Any]:
    """Guard 3: expansion that stops at the first thing it would drop."""

    def dropped(name: str) -> None:
        places = [where for where, _ in walk(document) if where.endswith(pointer(name))]
        where = places[0] if len(places) == 1 else ""
        raise _loss(f"the term {name!r:.80} is not defined by the contexts here", where=where)

    return expand(document, contexts, base=_BASE, dropped=dropped)


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
