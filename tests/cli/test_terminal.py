"""What reaches the screen, and in which colour."""

import io
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.cli.folding import fold, screen_width
from assay.cli.terminal import brief, complain, safe, say, word


class _Screen(io.TextIOWrapper):
    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")

    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode()  # type: ignore[attr-defined, no-any-return]


def a_screen(monkeypatch: pytest.MonkeyPatch, **environment: str) -> _Screen:
    """Called in the test itself: pytest puts its own stream back between a fixture and the test."""
    found = _Screen()
    monkeypatch.setattr(sys, "stdout", found)
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return found


@given(st.text())
def test_whatever_a_stranger_writes_nothing_in_it_acts_on_the_screen(text: str) -> None:
    left = {unicodedata.category(letter) for letter in safe(text) if letter not in "\u200c\u200d"}

    assert not left & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert len(safe(text)) == len(text)


@pytest.mark.parametrize(
    ("name", "attack"),
    [
        ("a colour", "\x1b[32mVALID\x1b[0m"),
        ("a title", "\x1b]0;VALID\x07"),
        ("an eight-bit control", "\x9b2J"),
        ("a new line", "Ada\nVALID"),
        ("a carriage return", "Ada\rVALID"),
        ("a line separator", "Ada\u2028VALID"),
        ("a backspace", "IN\b\bVALID"),
        ("a right-to-left override", "\u202eDILAV"),
        ("an isolate", "\u2067DILAV\u2069"),
        ("an Arabic letter mark", "\u061cVALID"),
        ("half a character", "\ud83c"),
        ("an invisible tag", "\U000e0041"),
        ("a soft hyphen", "IN\u00adVALID"),
    ],
)
def test_attack_a_name_that_acts_on_the_terminal_is_made_visible(name: str, attack: str) -> None:
    assert "\N{REPLACEMENT CHARACTER}" in safe(attack), name
    assert not set("\x1b\x9b\x07\x08\n\r\u2028\u202e\u2067\u061c\u00ad") & set(safe(attack)), name


@pytest.mark.parametrize("name", ["محمد الخوارزمي", "می‌خواهم", "क्‍ष", "Günther Weiß", "👩‍🏭", "Nguyễn Thị Minh", "משה"])
def test_honest_names_of_all_scripts_stay_as_they_are(name: str) -> None:
    assert safe(name) == name


def test_padding_cannot_push_what_follows_off_the_screen() -> None:
    assert brief("Ada" + " " * 900 + "\u00a0\u3000 Byron", 20) == "Ada Byron"
    assert brief("Ada Byron", 4) == "Ada…"
    assert brief("Ada", 3) == "Ada"


def test_a_verdict_is_a_word_with_colour_beside_it_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    a_screen(monkeypatch)

    assert word("VALID") == "\x1b[32mVALID\x1b[0m"
    assert word("FAILS", 6) == "\x1b[31mFAILS \x1b[0m"
    assert word("INDETERMINATE") == "\x1b[33mINDETERMINATE\x1b[0m"
    assert word("MAYBE") == "MAYBE"


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    a_screen(monkeypatch, NO_COLOR="1")

    assert word("VALID", 8) == "VALID   "


def test_an_empty_no_color_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    a_screen(monkeypatch, NO_COLOR="")

    assert word("VALID") == "\x1b[32mVALID\x1b[0m"


def test_without_a_terminal_there_is_no_colour_and_no_folding() -> None:
    assert word("INVALID") == "INVALID"
    assert screen_width() is None
    assert fold("one " * 99, indent=2, width=None) == "one " * 99


def test_what_is_said_is_one_safe_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    screen = a_screen(monkeypatch)

    say("signed  \x1b[1m\nbadge")
    complain("no\nfile")

    assert screen.shown == "signed  \ufffd[1m\ufffdbadge\n"
    assert capsys.readouterr().err == "assay: no\ufffdfile\n"


@pytest.mark.parametrize(("columns", "width"), [("80", 80), ("300", 120)])
def test_lines_are_as_wide_as_the_terminal_up_to_what_one_can_read(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    a_screen(monkeypatch, COLUMNS=columns)

    assert screen_width() == width


def test_a_long_line_goes_on_under_where_it_began() -> None:
    text = "the issuer has not revoked this credential"

    assert fold(text, indent=4, width=30) == "the issuer has not revoked\n    this credential"


def test_a_word_wider_than_the_screen_is_cut_and_a_narrow_screen_still_gets_some_of_it() -> None:
    assert fold("did:key:" + "z" * 40, indent=0, width=24) == "did:key:zzzzzzzzzzzzzzzz\nzzzzzzzzzzzzzzzzzzzzzzzz"
    assert fold("a " + "b" * 25, indent=30, width=20) == f"a\n{' ' * 30}{'b' * 24}\n{' ' * 30}b"


def test_wide_letters_take_two_columns_and_marks_none() -> None:
    assert fold("職" * 13, indent=0, width=24) == "職" * 12 + "\n職"
    assert fold("e\u0301" * 24, indent=0, width=24) == "e\u0301" * 24


@given(st.text(), st.integers(0, 40), st.integers(1, 120))
def test_folding_changes_nothing_but_where_lines_end(text: str, indent: int, width: int) -> None:
    plain = " ".join(safe(text).split())

    folded = fold(plain, indent=indent, width=width)

    assert folded.replace("\n" + " " * indent, "").replace(" ", "") == plain.replace(" ", "")
