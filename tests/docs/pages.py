"""The documentation as the tests of this folder see it: pages, headings, tables, fenced blocks, words in back-ticks."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Written by hand, for people. docs/interop.md is measured, and has tests of its own.
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    if path.name != "interop.md"
)


def page(name: str) -> str:
    """The text of ``README.md`` or ``docs/map.md``."""
    return (ROOT / name).read_text("utf-8")


def section(text: str, heading: str) -> str:
    """What stands under a heading, down to the next one of its rank or above."""
    rank = len(heading) - len(heading.lstrip("#"))
    found = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{rank}}} |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, f"there is no heading {heading!r}"
    return found[1]


def table(text: str) -> list[list[str]]:
    """The rows of the first table in a text, without its head; words in back-ticks without them."""
    found = re.search(r"^\|.*?\n\|[-| :]+\n((?:\|.*\n)*)", text, re.MULTILINE)
    assert found, "there is no table"
    return [[cell.strip().strip("`") for cell in row.strip("|").split(" | ")] for row in found[1].splitlines()]


def fenced(text: str, language: str) -> list[str]:
    """The contents of the fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def ticked(text: str) -> list[str]:
    """Everything in back-ticks outside fenced blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE))
