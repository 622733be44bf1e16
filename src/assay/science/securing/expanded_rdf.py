"""Expanded JSON-LD as RDF, strictly: what cannot become a statement is an error, never skipped.

Source: JSON-LD 1.1 API §8.1 (deserialize) and §8.6 (data round tripping of numbers). The input is the output of
expansion: a list of node objects whose members are IRIs or keywords and whose values are arrays.
"""

import math
import re
from collections.abc import Iterator
from itertools import count as counting
from typing import Any, Final

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import jcs, rdf
from assay.science.securing.rdf import Quad, Term

# The scheme of the base against which relative IRIs were resolved; no real identifier uses it.
RELATIVE: Final = "x-assay-relative:"

RDF_NS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
I18N = "https://www.w3.org/ns/i18n#"
_TYPE = f"<{RDF_NS}type>"
_FIRST = f"<{RDF_NS}first>"
_REST = f"<{RDF_NS}rest>"
_NIL = f"<{RDF_NS}nil>"

# RFC 5646 §2.1, as far as form goes. A tag with a line break in it would carry a whole statement.
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*\Z", re.ASCII)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:", re.ASCII)
# JSON-LD 1.1 API §8.6: numbers this large are written as doubles.
_DOUBLE_FROM = 1e21
_CLAUSE = "Data Integrity 1.0 §4.2"


def quads(expanded: list[Any]) -> list[Quad]:
    """Every statement of an expanded document. Raises ``MalformedDocument`` with ``DATA_LOSS``."""
    writer = _Writer()
    for node in expanded:
        writer.node(node, "")
    return writer.written


def count(expanded: Any) -> int:  # noqa: ANN401 -- expanded JSON-LD is heterogeneous by nature
    """How many values an expanded document states: one an ``@id``, one a type, one a value, as the JSON had them."""
    if isinstance(expanded, list):
        return sum(count(item) for item in expanded)
    if not isinstance(expanded, dict):
        return 0
    if "@value" in expanded:
        return _scalars(expanded["@value"]) if expanded.get("@type") == "@json" else 1
    own = int(expanded.get("@id") is not None) + len(expanded.get("@type", ()))
    return own + sum(count(member) for name, member in expanded.items() if name not in {"@id", "@type"})


def _scalars(value: Any) -> int:  # noqa: ANN401 -- any JSON may stand in a JSON literal
    if isinstance(value, dict):
        return sum(map(_scalars, value.values()))
    if isinstance(value, list):
        return sum(map(_scalars, value))
    return int(value is not None)


class _Writer:
    """Walks node objects, collecting statements and labelling blank nodes."""

    def __init__(self) -> None:
        self.written: list[Quad] = []
        self._numbers = counting()

    def node(self, node: dict[str, Any], graph: Term) -> Term:
        """Write a node object's statements into ``graph`` and return the term that stands for it."""
        subject = _iri(node["@id"]) if "@id" in node else self._blank()
        for name, members in node.items():
            if name == "@type":
                self.written += [(subject, _TYPE, _iri(each), graph) for each in members]
            elif name == "@graph":
                for member in members:
                    self.node(member, subject)
            elif name != "@id":
                predicate = _iri(name)
                self.written += [(subject, predicate, term, graph) for term in self._objects(members, graph)]
        return subject

    def _objects(self, members: list[Any], graph: Term) -> Iterator[Term]:
        for member in members:
            if "@value" in member:
                yield _literal(member)
            elif "@list" in member:
                yield self._list(member["@list"], graph)
            else:
                yield self.node(member, graph)

    def _list(self, members: list[Any], graph: Term) -> Term:
        terms = list(self._objects(members, graph))
        rest: Term = _NIL
        for term in reversed(terms):
            cell = self._blank()
            self.written += [(cell, _FIRST, term, graph), (cell, _REST, rest, graph)]
            rest = cell
        return rest

    def _blank(self) -> Term:
        return rdf.blank(f"b{next(self._numbers)}")


def _iri(text: object) -> Term:
    # The label of a blank node is none: with it, a thing without an id could be described in two places.
    if not isinstance(text, str) or text.startswith(RELATIVE) or not _ABSOLUTE.match(text):
        shown = text.removeprefix(f"{RELATIVE}//document/") if isinstance(text, str) else text
        raise _loss(f"an identifier or type that is not an absolute URL: {shown!r:.80}")
    try:
        return rdf.iri(text)
    except MalformedDocument as error:
        raise _loss(error.reason) from error


def _literal(value: dict[str, Any]) -> Term:
    if "@index" in value:
        raise _loss("an index cannot be stated in RDF")
    content = value["@value"]
    datatype = value.get("@type")
    if datatype == "@json":
        return rdf.literal(jcs.canonicalize(content).decode(), datatype=f"{RDF_NS}JSON")
    if datatype is not None:
        _iri(datatype)
    if isinstance(content, bool):
        return rdf.literal("true" if content else "false", datatype=datatype or f"{XSD}boolean")
    if isinstance(content, int | float):
        return _number(content, datatype)
    language = value.get("@language")
    if language is not None and not _LANGUAGE.match(language):
        raise _loss(f"not a language tag: {language!r:.40}")
    if "@direction" in value:
        # JSON-LD 1.1 API §8.2, "i18n-datatype". Left out, as by default, it could be turned round under a valid proof.
        return rdf.literal(content, datatype=f"{I18N}{(language or '').lower()}_{value['@direction']}")
    return rdf.literal(content, datatype=datatype, language=language)


def _number(number: float, datatype: str | None) -> Term:
    if not math.isfinite(number):
        raise _loss("a number that is not finite")
    fractional = number % 1 != 0
    if fractional or abs(number) >= _DOUBLE_FROM or datatype == f"{XSD}double":
        mantissa, exponent = f"{number:.15E}".split("E")
        digits = mantissa.rstrip("0")
        digits += "0" if digits.endswith(".") else ""
        return rdf.literal(f"{digits}E{int(exponent)}", datatype=datatype or f"{XSD}double")
    return rdf.literal(str(int(number)), datatype=datatype or f"{XSD}integer")


def _loss(reason: str) -> MalformedDocument:
    return MalformedDocument(reason, clause=_CLAUSE, code=Code.DATA_LOSS)
