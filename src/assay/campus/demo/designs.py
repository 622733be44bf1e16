"""The definitions of the demo world, as their designers wrote them: one JSON file each in ``designs/``."""

import json
from importlib.resources import files
from typing import Any

_FOLDER = files("assay.campus.demo").joinpath("designs")


def design(slug: str) -> dict[str, Any]:
    """The design document of that name, a new copy each time."""
    read: dict[str, Any] = json.loads(_FOLDER.joinpath(f"{slug}.json").read_bytes())
    return read


def without_criterion(document: dict[str, Any], criterion: str) -> dict[str, Any]:
    """The same design before that criterion was added, and the outcomes that it alone shows: an earlier version."""
    kept = [each for each in document["rubric"]["criteria"] if each["id"] != criterion]
    shown = {name for each in kept for name in each["outcomes"]}
    return {
        **document,
        "rubric": {**document["rubric"], "criteria": kept},
        "outcomes": [each for each in document["outcomes"] if each["id"] in shown],
    }
