"""Counting words: what people who write in that script would count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.assessment.words import word_count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("… — !?", 0),
        ("one", 1),
        ("It's a well-known chart.", 4),
        ("either/or", 2),
        ("before—after", 2),
        ("In 2026, 3.5 % — more", 4),
        ("L'été déjà", 2),
        ("Die Größe der Übung", 4),
        ("это простой пример", 3),
        ("هذا مثال بسيط", 3),
        ("यह एक सरल उदाहरण है", 5),
        ("이것은 예시입니다", 2),
        ("数据可视化", 5),
        ("これはペンです。", 7),
        ("コーヒー", 4),  # the strokes that lengthen a sound count as the characters that they are
        ("SQL数据库2", 5),
        ("ภาษาไทย", 2),
        ("សួស្តី\u200bពិភពលោក", 3),
        ("မြန်မာ", 1),
    ],
)
def test_words_are_counted_as_their_readers_would(text: str, words: int) -> None:
    assert word_count(text) == words


@given(st.lists(st.text("abcdefgé", min_size=1, max_size=5)))
def test_spaced_words_are_counted_one_by_one(words: list[str]) -> None:
    assert word_count(" ".join(words)) == len(words)


@given(st.text())
def test_a_text_never_has_more_words_than_letters_and_digits(text: str) -> None:
    assert 0 <= word_count(text) <= len(text)
