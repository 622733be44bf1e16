"""What the reader of uploaded files answers, as bytes; and the answer understood by a parent that trusts none of it.

    {"kind": "PNG", "notes": ["written anew: …"], "bytes": 8374}      or      {"refused": "TOO_LARGE", "reason": "…"}

Four bytes with the length of that header come first, a picture's new bytes come last. A hostile file may have taken the
reader over, so an answer can only name a kind of the allow-list and a code of three, its sentences are plain and short,
and only a picture brings bytes, which begin as their kind does.
"""

import json
from typing import Final

from assay.adapters.upload_kinds import PICTURES, Kind, known_by_its_bytes
from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.securing.strict_json import JsonObject, JsonValue, parse_object

MAX_HEADER: Final = 64 * 1024
_MAX_NOTES: Final = 10
_MAX_SENTENCE: Final = 500
_CODES: Final = frozenset({Code.MALFORMED, Code.TOO_LARGE, Code.UNSUPPORTED_MEDIA})


def taken(kind: Kind, notes: tuple[str, ...], body: bytes) -> bytes:
    """The answer about a file that may be kept."""
    return _headed({"kind": kind.name, "notes": list(notes), "bytes": len(body)}) + body


def refused(code: Code, reason: str) -> bytes:
    """The answer about a file that is not taken."""
    return _headed({"refused": code.value, "reason": reason})


def understood(answer: bytes) -> tuple[Kind, bytes, tuple[str, ...]]:
    """The kind, a picture's new bytes, and the notes. Raises the refusal that the answer tells.

    Raises ``MalformedDocument`` for an answer that no honest reader gives: the file is to blame.
    """
    length = int.from_bytes(answer[:4], "big")
    header = _header(answer[4 : 4 + min(length, MAX_HEADER + 1)])
    if "refused" in header:
        raise _refusal(header)
    kind, body = Kind.__members__.get(str(header.get("kind"))), answer[4 + length :]
    notes = header.get("notes")
    if kind is None or not isinstance(notes, list) or header.get("bytes") != len(body):
        raise unreadable()
    if (known_by_its_bytes(body) is not kind) if kind in PICTURES else body:
        raise unreadable()
    return kind, body, tuple(_plain(note) for note in notes[:_MAX_NOTES])


def unreadable() -> MalformedDocument:
    """What is said of a file that the reader did not survive."""
    return MalformedDocument("this file is damaged, or not what it begins as; open it, save it again and send that")


def _headed(header: JsonObject) -> bytes:
    told = json.dumps(header).encode()
    return len(told).to_bytes(4, "big") + told


def _header(told: bytes) -> JsonObject:
    try:
        return parse_object(told, max_bytes=MAX_HEADER)
    except MalformedDocument as error:
        raise unreadable() from error


def _refusal(header: JsonObject) -> AssayError:
    code = next((code for code in _CODES if code == header["refused"]), Code.MALFORMED)
    reason = _plain(header.get("reason"))
    return MalformedDocument(reason) if code is Code.MALFORMED else Refused(reason, code=code)


def _plain(text: JsonValue) -> str:
    return "".join(letter for letter in str(text) if letter.isprintable())[:_MAX_SENTENCE]
