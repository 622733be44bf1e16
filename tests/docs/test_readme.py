"""README.md: whom one can be in the demo world, and what is there to find, is what the demo world has."""

import json
import re

from assay.campus.demo.cast import BODIES, NAMES
from assay.campus.demo.sign_in_as import PERSONAS
from tests.docs.pages import ROOT, page, section

DEMO = section(page("README.md"), "## Five minutes in the demo world")
DESIGNS = ROOT / "src" / "assay" / "campus" / "demo" / "designs"


def test_everybody_whom_one_can_be_is_named_and_nobody_else() -> None:
    named = set(re.findall(r"\*\*(.+?)\*\*", DEMO))
    there_are = [NAMES[persona.key] for persona in PERSONAS]

    assert len(named) == len(there_are)
    for name in named:
        first, last = name.split()[0], name.split()[-1]
        assert [full for full in there_are if full.startswith(first) and last in full.split()], name


def test_what_one_is_told_to_look_at_is_there() -> None:
    titles = {json.loads(path.read_bytes())["title"] for path in DESIGNS.glob("*.json")}

    assert set(re.findall(r'"(.+?)"', DEMO)) <= titles
    [met] = re.findall(r"what (\w+ \w+) has met", DEMO)
    assert met in NAMES.values()
    assert ("seven organisations" in DEMO, len(BODIES)) == (True, 7)
    assert ("two dozen people" in DEMO, 20 < len(NAMES) < 28) == (True, True)
