r"""JSON text cut at its quotation marks: punctuation and strings take turns, and nothing is parsed.

    {"id":"urn:a","n":3}      punctuation   {   :   ,   :3}       strings   id   urn:a   n

Of two texts with the same punctuation, and strings that are each well formed, both are JSON or none is, and their
values have the same structure. So a text whose punctuation was parsed before need not be parsed again.

Punctuation never holds a quotation mark, so the pieces joined by it are as good as the pieces. Source: RFC 8259 §7.
"""

import json
import re

_CONTROL = re.compile("[\x00-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def cut(text: str) -> list[str]:
    """The pieces of a JSON text, punctuation first; the strings stand at the odd places, as they are written."""
    pieces = text.split('"')
    return _rejoined(pieces) if "\\" in text else pieces


def meaning(string: str) -> str | None:
    """What a string says, its escapes undone; ``None`` if they are none that JSON knows."""
    if "\\" not in string:
        return string
    try:
        return str(json.loads(f'"{string}"'))
    except json.JSONDecodeError:
        return None


def has_control(text: str) -> bool:
    """Whether a string as it is written holds what JSON wants escaped. Source: RFC 8259 §7."""
    return _CONTROL.search(text) is not None


def has_surrogate(text: str) -> bool:
    """Whether half a surrogate pair stands in it, which is no character."""
    return _SURROGATE.search(text) is not None


def _rejoined(pieces: list[str]) -> list[str]:
    """Quotation marks that are escaped belong to the string around them."""
    whole = []
    place = 0
    while place < len(pieces):
        whole.append(pieces[place])  # punctuation
        place += 1
        parts = []
        while place < len(pieces):
            parts.append(pieces[place])
            place += 1
            if not _is_open(parts[-1]):
                break
        if parts:
            whole.append('"'.join(parts))
    return whole


def _is_open(piece: str) -> bool:
    """Whether the quotation mark after it is escaped: an odd number of backslashes stands before it."""
    return (len(piece) - len(piece.rstrip("\\"))) % 2 == 1
