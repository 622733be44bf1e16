"""docs/map.md names every module, and nothing that is not there."""

import inspect
import re

from assay.science.verification import verify
from tests.docs.pages import ROOT, page, section, ticked

SOURCE = ROOT / "src" / "assay"


def test_the_map_names_every_module_and_every_module_is_there() -> None:
    named = []
    for part in re.split(r"^### ", section(page("docs/map.md"), "## The modules"), flags=re.MULTILINE)[1:]:
        folder = part[: part.index("\n")].split("`")[1]
        names = re.findall(r"^- `([\w./]+\.py)`: \S", part, re.MULTILINE)
        named += [(SOURCE / folder / name).resolve() for name in names]

    assert len(named) == len(set(named))
    assert set(named) == set(SOURCE.rglob("*.py"))


def test_the_flows_name_files_that_are_there() -> None:
    text = page("docs/map.md")
    flows = "".join(section(text, heading) for heading in ("## Issue", "## Verify", "## Present"))

    for name in ticked(flows):
        if name.endswith((".py", "/")) and "/" in name:
            assert (SOURCE / name).exists(), name


def test_the_steps_of_verify_are_numbered_like_the_code() -> None:
    comments = [line for line in inspect.getsource(verify).splitlines() if line.strip().startswith("# (")]
    in_code = [int(number) for line in comments for number in re.findall(r"\((\d+)\)", line)]
    steps = section(page("docs/map.md"), "## Verify")
    on_map = [int(number) for number in re.findall(r"^(\d+)\. ", steps, re.MULTILINE)]

    assert on_map == in_code
    assert on_map == list(range(1, len(on_map) + 1))
