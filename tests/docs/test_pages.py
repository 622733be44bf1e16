"""What holds for every page: lines that a terminal shows whole, links that lead somewhere, decisions in one form."""

import re

import pytest

from tests.docs.pages import PAGES, ROOT, page

DECISIONS = sorted(name for name in PAGES if re.match(r"docs/decisions/\d", name))
LONGEST = 120


@pytest.mark.parametrize("name", PAGES)
def test_no_line_is_longer_than_a_terminal_shows(name: str) -> None:
    lines = enumerate(page(name).splitlines(), start=1)

    assert [number for number, line in lines if len(line) > LONGEST] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page(name)):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        found = (ROOT / name).parent / path if path else ROOT / name
        assert found.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", found.read_text("utf-8"), re.MULTILINE)
            assert anchor in map(_anchor, headings), target


def test_the_decisions_are_numbered_without_a_gap_and_listed() -> None:
    listed = re.findall(r"^- \[(\d{4})\]\((.+?)\)", page("docs/decisions/README.md"), re.MULTILINE)

    assert [f"docs/decisions/{path}" for _, path in listed] == DECISIONS
    assert [int(number) for number, _ in listed] == list(range(1, len(DECISIONS) + 1))
    assert all(path.startswith(number) for number, path in listed)


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_has_four_parts_and_names_what_was_rejected(name: str) -> None:
    text = page(name)

    number = name.rpartition("/")[2][:4]
    assert text.startswith(f"# {number}: ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Rejected", "Consequences"]
    rejected = text[text.index("## Rejected") : text.index("## Consequences")]
    assert re.search(r"^- \*\*", rejected, re.MULTILINE)


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
