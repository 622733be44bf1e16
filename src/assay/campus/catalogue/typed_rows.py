"""Rows of the editor: add one, take one out, put one higher. A place is a JSON pointer, such as ``/outcomes/1``.

Each changes what was typed in place and says where to look next. A place that is none changes nothing: it can only
come from a form that is not ours.
"""

import re
from typing import Any

from assay.campus.catalogue.typed import Typed, number_in
from assay.science.assessment.evidence import EvidenceKind

# What a new criterion offers: four levels are the fewest that tell "nearly" from "not at all" and "well" from "enough".
_LABELS = ("Beginning", "Developing", "Proficient", "Excellent")
_REQUIRED = "3"
_LISTS = re.compile(r"/(?:outcomes|skills|evidence|rubric/criteria(?:/\d{1,4}/levels)?)\Z", re.ASCII)


def add(typed: Typed, place: str) -> str:
    """Add an empty row to the list at ``place``, such as ``/outcomes``; returns where it stands.

    A place where there is no list is left alone.
    """
    rows = _list_at(typed, place)
    if rows is None:
        return place
    rows.append(_blank(place, rows))
    return f"{place}/{len(rows) - 1}"


def remove(typed: Typed, place: str) -> str:
    """Take out the row at ``place``, such as ``/outcomes/1``, and what referred to it; returns its list's place."""
    parent, _, last = place.rpartition("/")
    rows = _list_at(typed, parent)
    if rows is None or not _is_index(last, rows):
        return parent
    gone = rows.pop(int(last))
    if parent == "/outcomes":
        for criterion in typed["rubric"]["criteria"]:
            criterion["outcomes"] = [each for each in criterion["outcomes"] if each != gone["id"]]
    elif parent.endswith("/levels"):
        _forget_level(typed["rubric"]["criteria"][int(parent.split("/")[3])], int(last) + 1)
    return parent


def move_up(typed: Typed, place: str) -> str:
    """Put the row at ``place`` before the one above it; returns where it stands now. Levels keep their order."""
    parent, _, last = place.rpartition("/")
    rows = _list_at(typed, parent)
    if rows is None or parent.endswith("/levels") or not _is_index(last, rows) or int(last) == 0:
        return place
    index = int(last)
    rows[index - 1], rows[index] = rows[index], rows[index - 1]
    return f"{parent}/{index - 1}"


def _list_at(typed: Typed, place: str) -> list[Any] | None:
    """The rows at a place where the form has rows; ``None`` for any other place."""
    match = _LISTS.match(place)
    if match is None:
        return None
    node: Any = typed
    for step in place.split("/")[1:]:
        if isinstance(node, list) and not _is_index(step, node):
            return None
        node = node[int(step)] if isinstance(node, list) else node[step]
    return node  # type: ignore[no-any-return]  # a list at each place that _LISTS knows


def _is_index(text: str, rows: list[Any]) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5 and int(text) < len(rows)  # noqa: PLR2004 -- no list has 10,000 rows


def _blank(place: str, rows: list[Any]) -> Typed:
    if place == "/outcomes":
        return {"id": _free_id("o", rows), "text": ""}
    if place == "/skills":
        return {"name": "", "uri": "", "framework": ""}
    if place == "/evidence":
        blank = dict.fromkeys(("title", "instructions", "min_words", "max_words"), "")
        return {"id": _free_id("e", rows), "kind": EvidenceKind.TEXT.value, "required": True, **blank}
    if place.endswith("/levels"):
        return {"label": "", "descriptor": ""}
    return {
        "id": _free_id("c", rows),
        **dict.fromkeys(("name", "description"), ""),
        "required_level": _REQUIRED,
        "outcomes": [],
        "levels": [{"label": label, "descriptor": ""} for label in _LABELS],
    }


def _free_id(letter: str, rows: list[Any]) -> str:
    """An id that no row has: one more than the highest, so that a removed row's is seldom given to another."""
    numbers = [int(match[1]) for row in rows if (match := re.fullmatch(rf"{letter}(\d{{1,6}})", row["id"]))]
    return f"{letter}{max(numbers, default=0) + 1}"


def _forget_level(criterion: Typed, removed: int) -> None:
    """The level that is required stays the same one, under its new number; removed itself, none is chosen."""
    required = number_in(criterion["required_level"])
    if not isinstance(required, int):
        return
    if required == removed:
        criterion["required_level"] = ""
    elif required > removed:
        criterion["required_level"] = str(required - 1)
