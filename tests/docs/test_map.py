"""docs/map.md names every module, and nothing that is not there."""

import inspect
import re

from assay.campus.issuing.finish import finish
from assay.science.verification import verify
from tests.docs.pages import ROOT, page, section, ticked

SOURCE = ROOT / "src" / "assay"
MAP = page("docs/map.md")


def test_the_map_names_every_module_and_every_module_is_there() -> None:
    named = []
    for part in re.split(r"^### ", section(MAP, "## The modules"), flags=re.MULTILINE)[1:]:
        folder = part[: part.index("\n")].split("`")[1]
        names = re.findall(r"^- `([\w./]+\.py)`: \S", part, re.MULTILINE)
        named += [(SOURCE / folder / name).resolve() for name in names]

    assert sorted(path for path in set(named) if named.count(path) > 1) == []
    assert set(named) == {path for path in SOURCE.rglob("*.py") if path.parent.name != "migrations"}  # Django's


def test_the_rooms_stand_in_the_order_in_which_the_build_lets_them_import() -> None:
    contract = re.search(r"containers = assay\.campus\nlayers =\n((?:    \w+\n)+)", page(".importlinter"))
    assert contract
    rooms = contract[1].split()

    assert re.findall(r"^### `campus/(\w+)/`", MAP, re.MULTILINE) == rooms
    assert re.findall(r"^    (\w+) ", MAP.partition("The rooms of campus")[2], re.MULTILINE) == rooms


def test_the_flows_name_files_that_are_there() -> None:
    flows = MAP.partition(section(MAP, "## The modules"))[2]
    named = [name for name in ticked(flows) if name.endswith((".py", "/")) and "/" in name]

    assert len(re.findall(r"^## ", flows, re.MULTILINE)) == 9
    assert [name for name in named if not (SOURCE / name).exists()] == []


def test_the_steps_of_verify_are_numbered_like_the_code() -> None:
    comments = [line for line in inspect.getsource(verify).splitlines() if line.strip().startswith("# (")]
    in_code = [int(number) for line in comments for number in re.findall(r"\((\d+)\)", line)]
    steps = section(MAP, "## Verify from the command line")
    on_map = [int(number) for number in re.findall(r"^(\d+)\. ", steps, re.MULTILINE)]

    assert on_map == in_code
    assert on_map == list(range(1, len(on_map) + 1))


def test_issuing_on_the_platform_is_told_in_the_order_of_the_code() -> None:
    steps = section(MAP, "## Issue on the platform")
    told = re.findall(r"^\d+\. \*\*(\w+)\*\*", steps, re.MULTILINE)
    source = inspect.getsource(finish)

    assert told == ["Intend", "Sign", "Publish", "Release"]
    assert source.index("sign(") < source.index("_publish_list(") < source.index("release(")
