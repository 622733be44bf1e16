"""Members whose value is one of a list of words, or says that it is a word of one's own."""

from typing import Any

import pytest

from assay.science.errors import MalformedDocument
from assay.science.issuing.closed_words import check_word


@pytest.mark.parametrize(
    ("member", "word"),
    [
        ("achievementType", "MicroCredential"),
        ("achievementType", "ext:Licence_1.a-b"),
        ("targetType", "ceasn:Competency"),
        ("identifierType", "sourcedId"),
        ("identityType", "emailAddress"),
        ("resultType", "LetterGrade"),
        ("inLanguage", "en"),
        ("inLanguage", "zh-Hant-TW"),
        ("inLanguage", "es-419"),
        ("name", "anything at all"),
        ("achievementType", 7),  # not a word at all: told by the check of the class
    ],
)
def test_a_word_of_the_list_or_of_ones_own_is_taken(member: str, word: Any) -> None:
    check_word(member, word, "/here")


@pytest.mark.parametrize(
    ("member", "word"),
    [
        ("achievementType", "microcredential"),
        ("achievementType", "ext:"),
        ("achievementType", "ext:a\n"),
        ("targetType", "MicroCredential"),
        ("resultType", ""),
        ("inLanguage", "English"),
        ("inLanguage", "en_GB"),
        ("inLanguage", "EN"),
        ("inLanguage", "en\n"),
    ],
)
def test_any_other_word_is_refused_with_its_place(member: str, word: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        check_word(member, word, "/here")

    assert refused.value.where == "/here"
    assert refused.value.clause.startswith("OB 3.0")
