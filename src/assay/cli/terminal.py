"""What a command shows: words first, colour only beside them; nothing that a stranger wrote acts on the screen."""

import io
import os
import sys
import unicodedata
from contextlib import suppress

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


def brief(text: str, most: int) -> str:
    """Safe text of at most so many letters, each gap in it one space: padding must not push away what comes after."""
    whole = " ".join(safe(text).split())
    return whole if len(whole) <= most else whole[: most - 1] + "…"


def word(text: str, width: int = 0) -> str:
    """A verdict or outcome, padded to ``width``, coloured where the output is a terminal that wants colour."""
    padded = text.ljust(width)
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or text not in _COLOURS:
        return padded
    return f"\x1b[{_COLOURS[text]}m{padded}\x1b[0m"


def say(message: str) -> None:
    """Say one line on standard output."""
    print(safe(message))


def complain(message: str) -> None:
    """Say on standard error what went wrong."""
    print(f"assay: {safe(message)}", file=sys.stderr)


def prepare_output() -> None:
    """A letter that the terminal's alphabet lacks is spelled out, and a stream that the shell closed is made up for."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def give_up_output() -> None:
    """Send the rest nowhere: nobody takes it, and Python would complain about that on its way out."""
    with suppress(OSError):  # a stream of a test has no descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
