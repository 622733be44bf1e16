"""Long lines on a narrow screen: broken between words, by our own hand.

A terminal left to itself goes on at its left edge, where a stranger's words could pass for a verdict.
"""

import shutil
import sys
import unicodedata

# A sentence across all of a wide screen is hard to read.
_WIDEST = 120
# What is left beside an indent on a narrow one.
_NARROWEST = 24


def screen_width() -> int | None:
    """The columns to write in, or ``None`` where the output is no terminal: programs want one line a check."""
    return min(shutil.get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else None


def fold(text: str, *, indent: int, width: int | None) -> str:
    """Text that begins at column ``indent``; its further lines stand under where it began."""
    if width is None:
        return text
    room = max(width - indent, _NARROWEST)
    lines: list[str] = []
    for piece in text.split(" "):
        if lines and _columns(f"{lines[-1]} {piece}") <= room:
            lines[-1] += f" {piece}"
        else:
            lines += _cut(piece, room)
    return ("\n" + " " * indent).join(lines)


def _cut(piece: str, room: int) -> list[str]:
    """A word, in parts if it is wider than the room."""
    parts = [""]
    for letter in piece:
        if _columns(parts[-1] + letter) > room:
            parts.append("")
        parts[-1] += letter
    return parts


def _columns(text: str) -> int:
    """How many columns a terminal gives the text: two for a wide letter, none for a mark on the letter before."""
    return sum(
        0 if unicodedata.category(letter) in {"Mn", "Me"} else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )
