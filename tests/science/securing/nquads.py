"""N-Quads that others wrote, as statements, so that ours can be held against theirs. Strict: it refuses what it may."""

import re
import sys

from assay.science.errors import MalformedDocument
from assay.science.securing import rdf

_CLAUSE = "RDF 1.1 N-Quads §7"
_PN_CHARS_U = (
    r"A-Za-z_:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    r"\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PN_CHARS = rf"{_PN_CHARS_U}0-9\-\u00b7\u0300-\u036f\u203f\u2040"
# A full stop belongs to the label only if more of the label follows.
_LABEL = rf"[{_PN_CHARS_U}0-9](?:[{_PN_CHARS}]|\.+(?=[{_PN_CHARS}]))*+"
_LANGUAGE = "[A-Za-z]+(?:-[A-Za-z0-9]+)*"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRIREF = rf"<(?:[^\x00-\x20<>\"{{}}|^`\\]|{_UCHAR})*+>"
_RESOURCE = rf"{_IRIREF}|_:{_LABEL}"
_STRING = rf"\"(?:[^\n\r\"\\]|\\[tbnrf\"'\\]|{_UCHAR})*+\""
_STATEMENT = re.compile(
    rf"[ \t]*(?P<subject>{_RESOURCE})[ \t]*(?P<predicate>{_IRIREF})[ \t]*"
    rf"(?:(?P<resource>{_RESOURCE})|(?P<string>{_STRING})(?:\^\^(?P<datatype>{_IRIREF})|@(?P<language>{_LANGUAGE}))?)"
    rf"[ \t]*(?P<graph>{_RESOURCE})?[ \t]*\.[ \t]*(?:#.*)?"
)
_EMPTY = re.compile(r"[ \t]*(?:#.*)?")
# EOL is a line feed or a carriage return or both; str.splitlines would also split inside a literal, at U+0085 say.
_END_OF_LINE = re.compile(r"\r\n|\n|\r")
_ESCAPED = re.compile(r"\\(?:u(.{4})|U(.{8})|(.))")
_SHORT = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


def parse_nquads(text: str) -> list[rdf.Quad]:
    """The statements of an N-Quads document in their order, repetitions included, each term in its canonical spelling.

    Raises ``MalformedDocument`` naming the line for anything outside the grammar, for relative IRIs, and for escapes
    that stand for a character which cannot stand there. Source: RDF 1.1 N-Quads §7.
    """
    lines = enumerate(_END_OF_LINE.split(text), start=1)
    return [_statement(line, number) for number, line in lines if not _EMPTY.fullmatch(line)]


def _statement(line: str, number: int) -> rdf.Quad:
    match = _STATEMENT.fullmatch(line)
    if match is None:
        raise MalformedDocument(f"line {number} is not an N-Quads statement: {line[:80]!r}", clause=_CLAUSE)
    try:
        if match["resource"] is not None:
            object_ = _resource(match["resource"])
        else:
            datatype = match["datatype"] and _unescape(match["datatype"][1:-1])
            object_ = rdf.literal(_unescape(match["string"][1:-1]), datatype=datatype, language=match["language"])
        graph = _resource(match["graph"]) if match["graph"] is not None else ""
        return _resource(match["subject"]), _resource(match["predicate"]), object_, graph
    except MalformedDocument as error:
        raise MalformedDocument(f"line {number}: {error.reason}", clause=error.clause) from error


def _resource(spelling: str) -> rdf.Term:
    return spelling if spelling.startswith("_:") else rdf.iri(_unescape(spelling[1:-1]))


def _unescape(spelling: str) -> str:
    return _ESCAPED.sub(_character, spelling)


def _character(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    if digits is None:
        return _SHORT[match[3]]
    if int(digits, 16) > sys.maxunicode:
        raise MalformedDocument(f"no such character: U+{digits}", clause=_CLAUSE)
    return chr(int(digits, 16))
