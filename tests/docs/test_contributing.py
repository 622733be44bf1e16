"""CONTRIBUTING.md sends nobody to a file that is not there."""

import re

from tests.docs.pages import ROOT, page, section, table, ticked


def test_every_path_that_is_named_exists() -> None:
    named = [
        word.partition("::")[0]
        for word in ticked(page("CONTRIBUTING.md"))
        if re.fullmatch(r"(?:src|tests|docs|tools|\.ci)/[\w./-]+(?:::\w+)?", word)
    ]

    assert named
    assert [word for word in named if not (ROOT / word).exists()] == []


def test_the_gates_are_those_of_the_build_in_their_order() -> None:
    told = [gate for gate, _, _ in table(section(page("CONTRIBUTING.md"), "## The gates"))]

    assert told == re.findall(r'^ *(?:gate|beside) "([^",]+)', page(".ci/run"), re.MULTILINE)
