"""Titles on the ring: large while they fit, two lines when they must, never too small, never too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.marking.fitting import FLOOR, LARGEST, fitted, width

ARCS = {"one": 680.0, "outer": 760.0, "inner": 650.0}


def test_a_short_title_stands_on_one_line_as_large_as_letters_get() -> None:
    title = fitted("Welding basics", **ARCS)

    assert title.lines == ("Welding basics",)
    assert title.size == LARGEST


def test_a_longer_title_is_smaller_on_one_line() -> None:
    title = fitted("Applied machine learning for health", **ARCS)

    assert title.lines == ("Applied machine learning for health",)
    assert FLOOR < title.size < LARGEST


def test_a_long_title_breaks_between_words_into_two_lines_of_about_one_length() -> None:
    title = fitted("Information security management in hospitals and care homes", **ARCS)

    assert title.lines == ("Information security management", "in hospitals and care homes")


def test_a_line_ends_before_a_word_that_it_cannot_hold() -> None:
    title = fitted("Understanding and maintaining Hauptbetriebswerkbauunterbeamtengesellschaften", **ARCS)

    assert title.lines == ("Understanding and maintaining", "Hauptbetriebswerkbauunterbeamtengesellschaften")


def test_one_endless_word_breaks_inside() -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"

    title = fitted(word, **ARCS)

    assert "".join(title.lines) == word
    assert len(title.lines) == 2


def test_a_title_too_long_for_two_lines_is_shortened_and_says_so() -> None:
    title = fitted("very " * 100 + "long", **ARCS)

    assert title.size == FLOOR
    assert title.lines[1].endswith("very…")


@given(st.text(max_size=400).map(lambda text: " ".join(text.split())))
def test_no_title_is_smaller_than_the_floor_or_longer_than_its_arcs(text: str) -> None:
    title = fitted(text, **ARCS)
    rooms = [ARCS["one"]] if len(title.lines) == 1 else [ARCS["outer"], ARCS["inner"]]

    assert FLOOR <= title.size <= LARGEST
    for line, room in zip(title.lines, rooms, strict=True):
        assert width(line) * title.size <= room + 0.001


# Advance widths in units of the size, measured in Noto Sans at weight 600 by FreeType.
@pytest.mark.parametrize(
    ("text", "measured"),
    [("WELDING BASICS", 8.38), ("minimum", 4.72), ("Zarządzanie ryzykiem", 10.55), ("illicit", 2.32)],
)
def test_the_guess_is_not_narrower_than_the_real_letters(text: str, measured: float) -> None:
    assert measured <= width(text) <= measured * 1.4


def test_marks_upon_letters_take_no_room_and_east_asian_letters_a_full_square() -> None:
    assert width("e\u0301") == width("e")
    assert width("学") > 1
