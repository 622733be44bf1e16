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
    """The pieces of a JSON text, punctuation first; the strings stand at the odd places, in a form for ``meaning``.

    A text that cannot be JSON may come back in one piece.
    """
    if not text.isascii():
        try:
            # One character for each byte of UTF-8: Python works through texts of wide characters far more slowly.
            text = text.encode().decode("latin-1")
        except UnicodeEncodeError:
            return [text]
    if _QUOTE in text or _BACKSLASH in text:
        return [text]
    if "\\" not in text:
        return text.split('"')
    return _marked(text).split('"')


def is_plain(text: str) -> bool:
    """Whether the strings of a text say what they look like when it is cut."""
    return text.isascii() and "\\" not in text


def meaning(string: str) -> str | None:
    """What a string of ``cut`` says; ``None`` if it is not the inside of a JSON string."""
    if string.isascii() and string.isprintable() and "\\" not in string:
        return string
    try:
        text = string.replace(_QUOTE, r"\"").replace(_BACKSLASH, r"\\").encode("latin-1")
        return str(json.loads(b'"' + text + b'"'))
    except ValueError:  # no JSON, no UTF-8, or wider than bytes, and so not of ``cut``
        return None


def meanings(strings: Iterable[str]) -> tuple[str, ...] | None:
    """What several strings say; ``None`` if one of them is not the inside of a JSON string."""
    found = [meaning(string) for string in strings]
    return None if None in found else tuple(map(str, found))


def _marked(text: str) -> str:
    """The text with one character each for an escaped quotation mark and an escaped backslash."""
    pieces = iter(text.split("\\"))
    marked = [next(pieces)]
    for piece in pieces:
        if piece[:1] == '"':
            marked += (_QUOTE, piece[1:])
        elif piece:
            marked += ("\\", piece)
        else:  # the next backslash is the one that is escaped, and what comes after that is not
            after = next(pieces, None)
            marked += ("\\",) if after is None else (_BACKSLASH, after)
    return "".join(marked)


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
