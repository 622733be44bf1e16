"""The one JSON parser for bytes that somebody else wrote.

Python's own parser keeps the last of two equal members, reads ``NaN`` and overflows to infinity; each of
those lets two programs read one signed document differently. This one reads I-JSON (RFC 7493) and nothing
else, and gives up early on size and depth.

Not checked: what the document means. See ``assay.science.vocabulary.reading``.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from assay.science.errors import Code, MalformedDocument

JsonScalar: TypeAlias = str | int | float | bool | None
JsonValue: TypeAlias = "JsonScalar | list[JsonValue] | dict[str, JsonValue]"
JsonObject: TypeAlias = dict[str, JsonValue]

# A badge with an embedded picture is some hundred kilobytes; one mebibyte leaves room and stops floods.
MAX_BYTES = 1 << 20
# Deeper than any real credential (a CLR holding credentials holding endorsements nests about 20 levels).
MAX_DEPTH = 64
# No standard has one of 50. The pointer to a value holds the names on the way, and a document has many values.
MAX_NAME = 256
# RFC 7493 §2.2: integers beyond 2^53 - 1 do not survive a double.
MAX_INTEGER = (1 << 53) - 1
# Those integers with their sign have 17 characters; longer ones need not be converted to be refused.
_MAX_DIGITS = 17

_SURROGATE = re.compile("[\ud800-\udfff]")
_IJSON = "RFC 7493 §2"


def parse(raw: bytes | str, *, max_bytes: int = MAX_BYTES) -> JsonValue:
    """Read one JSON text. Integers stay ``int``; numbers with a fraction or exponent become ``float``.

    Raises ``MalformedDocument``: ``DUPLICATE_KEY``, ``TOO_LARGE`` or ``MALFORMED``. Source: RFC 8259, RFC 7493.
    """
    text = _decode(raw, max_bytes)
    _refuse_depth(text)
    try:
        value: JsonValue = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise MalformedDocument(reason, clause="RFC 8259 §2") from error
    _refuse_surrogates(text, value)
    return value


def parse_object(raw: bytes | str, *, max_bytes: int = MAX_BYTES) -> JsonObject:
    """Read one JSON text that must be an object. Raises as ``parse`` does."""
    value = parse(raw, max_bytes=max_bytes)
    if not isinstance(value, dict):
        raise MalformedDocument("expected a JSON object", clause="RFC 8259 §4")
    return value


def pointer(*steps: str | int) -> str:
    """The JSON pointer of a path: ``pointer("a/b", 0)`` is ``/a~1b/0``. Source: RFC 6901 §3."""
    return "".join([f"/{step}" if isinstance(step, int) else _step(step) for step in steps])


def _step(name: str) -> str:
    return "/" + (name.replace("~", "~0").replace("/", "~1") if "~" in name or "/" in name else name)


def walk(value: JsonValue, where: str = "") -> Iterator[tuple[str, JsonValue]]:
    """Every value in a document with its JSON pointer, parents before children."""
    yield where, value
    levels = [_inside(where, value)]
    while levels:
        for found in levels[-1]:
            yield found
            if isinstance(found[1], dict | list):
                levels.append(_inside(*found))
                break
        else:
            levels.pop()


def listed(value: JsonValue) -> list[JsonValue]:
    """One value or several, as a list: JSON-LD writes a single value with or without brackets."""
    return value if isinstance(value, list) else [value]


def _inside(where: str, value: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    if isinstance(value, dict):
        return ((where + _step(name), member) for name, member in value.items())
    if isinstance(value, list):
        return ((f"{where}/{index}", item) for index, item in enumerate(value))
    return iter(())


def _decode(raw: bytes | str, max_bytes: int) -> str:
    if len(raw) > max_bytes:
        raise MalformedDocument(f"larger than {max_bytes} bytes", code=Code.TOO_LARGE)
    if isinstance(raw, str):
        return raw
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedDocument("not UTF-8", clause="RFC 7493 §2.1") from error


# An unclosed string is matched to the end of the text, so that no text is scanned twice.
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


def _refuse_depth(text: str) -> None:
    """Count brackets outside strings before parsing, because the parser recurses."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        mark = match[0]
        if mark in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise MalformedDocument(f"nested more than {MAX_DEPTH} levels deep", code=Code.TOO_LARGE)
        elif mark in "]}":
            depth -= 1


def _refuse_surrogates(text: str, value: JsonValue) -> None:
    """A lone half of a surrogate pair is no character, and UTF-8 cannot carry it."""
    if "\\u" not in text and not _SURROGATE.search(text):
        return
    for where, item in walk(value):
        texts = [item] if isinstance(item, str) else list(item) if isinstance(item, dict) else []
        if any(_SURROGATE.search(each) for each in texts):
            raise MalformedDocument("half a surrogate pair", where=where, clause=f"{_IJSON}.1")


def _members(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    members = dict(pairs)
    if any(len(name) > MAX_NAME for name in members):
        raise MalformedDocument(f"a member's name of more than {MAX_NAME} characters", code=Code.TOO_LARGE)
    if len(members) != len(pairs):
        # Counted in one go: looking each name up among all others would take a minute in a document of a mebibyte.
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        reason = f"the member {twice!r:.80} appears twice"
        raise MalformedDocument(reason, clause=f"{_IJSON}.3", code=Code.DUPLICATE_KEY)
    return members


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS or abs(int(digits)) > MAX_INTEGER:
        raise MalformedDocument(f"an integer too large to be exact: {digits[:20]}", clause=f"{_IJSON}.2")
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise MalformedDocument(f"a number too large: {digits[:20]}", clause=f"{_IJSON}.2")
    return number


def _constant(name: str) -> float:
    raise MalformedDocument(f"{name} is not JSON", clause="RFC 8259 §6")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=_integer, parse_float=_float, parse_constant=_constant, strict=True
)
