r"""JSON text cut at its quotation marks: punctuation and strings take turns, and nothing is parsed.

    {"id":"urn:a","n":3}      punctuation   {   :   ,   :3}       strings   id   urn:a   n

Of two texts with the same punctuation, and strings that are each well formed, both are JSON or none is, and their
values have the same structure. So a text whose punctuation was parsed before need not be parsed again.

Punctuation never holds a quotation mark, so the pieces joined by it are as good as the pieces. Source: RFC 8259 §7.
"""

import json
import re
from collections.abc import Iterable

# Stand for an escaped quotation mark and an escaped backslash in strings as they are cut. JSON text never holds them:
# RFC 8259 §7.
_QUOTE, _BACKSLASH = "\x00", "\x01"
_CONTROL = re.compile("[\x02-\x1f]")


def cut(text: str) -> list[str]:
    """The pieces of a JSON text, punctuation first; the strings stand at the odd places, as they are written.

    A text that cannot be JSON may come back in one piece.
    """
    if _QUOTE in text or _BACKSLASH in text:
        return [text]
    if "\\" not in text:
        return text.split('"')
    # A run of backslashes begins with an escape: pairs first, and what is left before a quotation mark escapes that.
    return text.replace(r"\\", _BACKSLASH).replace(r"\"", _QUOTE).split('"')


def meaning(string: str) -> str | None:
    """What a string of ``cut`` says, its escapes undone; ``None`` if they are none that JSON knows."""
    if "\\" in string or _BACKSLASH in string or _QUOTE in string:
        try:
            return str(json.loads('"' + string.replace(_QUOTE, r"\"").replace(_BACKSLASH, r"\\") + '"'))
        except json.JSONDecodeError:
            return None
    return string


def meanings(strings: Iterable[str]) -> tuple[str, ...] | None:
    """What several strings say; ``None`` if one of them is not the inside of a JSON string."""
    if has_control("".join(strings)):
        return None
    found = [meaning(string) for string in strings]
    return None if None in found else tuple(map(str, found))


def has_control(text: str) -> bool:
    """Whether strings that were cut hold what JSON wants escaped. Source: RFC 8259 §7."""
    return _CONTROL.search(text) is not None


def has_surrogate(text: str) -> bool:
    """Whether half a surrogate pair stands in it, which is no character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
