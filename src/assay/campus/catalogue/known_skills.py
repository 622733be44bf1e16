"""Skills that the editor offers by name, from the ESCO classification of the European Commission.

A few dozen for a start, in ``known_skills.json``; any other skill is named with its own address.
"""

import json
from functools import lru_cache
from importlib.resources import files

from assay.science.designing.design import Skill

FRAMEWORK = "ESCO"


@lru_cache(maxsize=1)
def known_skills() -> tuple[Skill, ...]:
    """All of them, by name."""
    listed = json.loads(files("assay.campus.catalogue").joinpath("known_skills.json").read_bytes())
    return tuple(Skill(each["name"], each["uri"], FRAMEWORK) for each in listed["skills"])


def known_skill(name: str) -> Skill | None:
    """The known skill of that name in whatever case, or ``None``."""
    wanted = " ".join(name.casefold().split())
    return next((each for each in known_skills() if each.name.casefold() == wanted), None)
