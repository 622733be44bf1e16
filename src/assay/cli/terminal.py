"""What a command shows: words first, colour only beside them; nothing that a stranger wrote acts on the screen."""

import os
import sys
import unicodedata
from typing import TextIO

_COLOURS = {
    "VALID": "32",
    "HOLDS": "32",
    "INVALID": "31",
    "FAILS": "31",
    "INDETERMINATE": "33",
    "UNKNOWN": "33",
    "NOT APPLICABLE": "2",
}


def safe(text: str) -> str:
    """Text from a stranger for one line of a terminal: controls and invisible direction marks become visible.

    They could otherwise hide the end of a line, reverse a name or write over the verdict.
    """
    return "".join(_shown(letter) for letter in text)


# Controls, format characters, surrogates, line breaks.
_ACTING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Two format characters that only join letters, and that names in some scripts need.
_JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")


def _shown(letter: str) -> str:
    acts = unicodedata.category(letter) in _ACTING and letter not in _JOINERS
    return "\N{REPLACEMENT CHARACTER}" if acts else letter


def word(text: str, width: int = 0, stream: TextIO | None = None) -> str:
    """A verdict or outcome, padded to ``width``, coloured where the stream is a terminal that wants colour."""
    padded = text.ljust(width)
    out = stream or sys.stdout
    if not out.isatty() or os.environ.get("NO_COLOR") or text not in _COLOURS:
        return padded
    return f"\x1b[{_COLOURS[text]}m{padded}\x1b[0m"


def complain(message: str) -> None:
    """Say on standard error what went wrong."""
    print(f"assay: {safe(message)}", file=sys.stderr)
