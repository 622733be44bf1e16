"""docs/glossary.md is sorted, says each word once, and has every name that a report can show."""

import re

from assay.campus.issuing.standing import StandingWord
from assay.campus.people.roles import Role
from assay.science.verification.report import POLICIES, Check, Outcome, Verdict
from assay.science.vocabulary.kinds import Kind
from tests.docs.pages import page

TEXT = page("docs/glossary.md")
WORDS = re.findall(r"^- \*\*(.+?)\*\*: \S", TEXT, re.MULTILINE)


def test_every_entry_is_one_word_with_one_line() -> None:
    assert len(WORDS) == len([line for line in TEXT.splitlines() if line.startswith("- ")])
    assert len(WORDS) == len({word.casefold() for word in WORDS})


def test_the_words_are_in_alphabetical_order() -> None:
    assert sorted(WORDS, key=str.casefold) == WORDS


def test_every_name_that_a_report_can_show_is_explained() -> None:
    names = [*Outcome, *Verdict, *POLICIES, *(check.label for check in Check), *(kind.name for kind in Kind)]

    assert [name for name in names if str(name) not in WORDS] == []
    assert [kind.value for kind in Kind if f"*{kind.value}*" not in TEXT] == []


def test_the_roles_and_the_standings_of_a_credential_are_those_of_the_code() -> None:
    lines = dict(re.findall(r"^- \*\*(.+?)\*\*: (.+)$", TEXT, re.MULTILINE))

    assert _listed(lines["role"]) == {role.label.lower() for role in Role}
    assert _listed(lines["standing (of a credential)"]) == {word.value for word in StandingWord}


def _listed(line: str) -> set[str]:
    """The words of a list such as "…: one, two or three"."""
    return set(re.split(r", | or ", line.rpartition(": ")[2]))
