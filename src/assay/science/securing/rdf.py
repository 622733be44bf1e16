r"""RDF terms and statements, each in the one spelling that canonical N-Quads allows.

A term *is* that spelling, a plain ``str``: equal terms are equal strings, and a statement is written by joining::

    <https://brunel.example/badges/welding>      an IRI
    _:b0                                         a blank node
    "Welding"   "Soudage"@fr   "1"^^<http://www.w3.org/2001/XMLSchema#integer>      literals

Sources: RDF 1.1 Concepts §3 (terms), RDF 1.1 N-Quads §7 (the grammar), RDFC-1.0 §A (the canonical spelling).
Not checked: whether a literal belongs to its datatype; whether an IRI has the parts that its scheme demands.
"""

import re
from typing import TypeAlias

from assay.science.errors import MalformedDocument

Term: TypeAlias = str
# Subject, predicate, object, graph name; the graph name of the default graph is "".
Quad: TypeAlias = tuple[Term, Term, Term, Term]

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_RDF_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_CONCEPTS = "RDF 1.1 Concepts"
_GRAMMAR = "RDF 1.1 N-Quads §7"

# RDF 1.1 Concepts §3.2: absolute, so there is a scheme. The characters refused are those that IRIREF refuses (a line
# break or a ">" in an IRI would carry a whole statement), and halves of surrogate pairs, which UTF-8 cannot carry.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\udfff]*")
_PN_CHARS_U = (
    r"A-Za-z_:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    r"\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PN_CHARS = rf"{_PN_CHARS_U}0-9\-\u00b7\u0300-\u036f\u203f\u2040"
# A full stop belongs to the label only if more of the label follows.
_LABEL = re.compile(rf"[{_PN_CHARS_U}0-9](?:[{_PN_CHARS}]|\.+(?=[{_PN_CHARS}]))*+")
_LANGUAGE = re.compile("[A-Za-z]+(?:-[A-Za-z0-9]+)*")

# RDFC-1.0 §A. U+FFFE, U+FFFF and surrogates are what the Char production of XML 1.1 leaves out.
_TO_ESCAPE = re.compile(r"[\x00-\x1f\"\\\x7f\ud800-\udfff\ufffe\uffff]")
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def iri(text: str) -> Term:
    """``<text>``. Raises ``MalformedDocument`` if it is relative or has a character that N-Quads cannot hold."""
    if not _IRI.fullmatch(text):
        raise MalformedDocument(f"not an absolute IRI: {text[:80]!r}", clause=f"{_CONCEPTS} §3.2")
    return f"<{text}>"


def blank(label: str) -> Term:
    """``_:label``. Raises ``MalformedDocument`` if N-Quads could not read the label back."""
    if not _LABEL.fullmatch(label):
        raise MalformedDocument(f"not a blank node label: {label[:80]!r}", clause=_GRAMMAR)
    return f"_:{label}"


def literal(text: str, *, datatype: str | None = None, language: str | None = None) -> Term:
    """``"text"``, with ``@language`` as it was written, or with the datatype (the text of its IRI) unless xsd:string.

    Raises ``MalformedDocument`` for half a surrogate pair, a datatype that ``iri`` refuses, a language tag that N-Quads
    cannot hold, both, or rdf:langString without a language. Source: RDF 1.1 Concepts §3.3, RDFC-1.0 §A.
    """
    quoted = f'"{escaped(text)}"'
    if language is not None:
        if datatype is not None or not _LANGUAGE.fullmatch(language):
            raise MalformedDocument(f"not a language-tagged string: @{language[:40]!r}", clause=f"{_CONCEPTS} §3.3")
        return f"{quoted}@{language}"
    if datatype is None or datatype == _XSD_STRING:
        return quoted
    if datatype == _RDF_LANG_STRING:
        raise MalformedDocument("a language-tagged string without a language", clause=f"{_CONCEPTS} §3.3")
    return f"{quoted}^^{iri(datatype)}"


def escaped(text: str) -> str:
    """A literal's text as it stands between its quotation marks. Raises as ``literal`` does. Source: RDFC-1.0 §A."""
    return _TO_ESCAPE.sub(_escape, text)


def nquad(quad: Quad) -> str:
    r"""One line of canonical N-Quads, its ``\n`` included. The terms are taken at their word: make them as above."""
    subject, predicate, object_, graph = quad
    if graph:
        return f"{subject} {predicate} {object_} {graph} .\n"
    return f"{subject} {predicate} {object_} .\n"


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if "\ud800" <= character <= "\udfff":
        raise MalformedDocument("half a surrogate pair", clause=f"{_CONCEPTS} §3.3")
    return _SHORT.get(character) or f"\\u{ord(character):04X}"
