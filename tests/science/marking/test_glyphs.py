"""Which glyph a definition gets, from the words of its field of study, its tags and its skills."""

import pytest

from assay.science.marking.glyphs import SkillGroup, glyph_of


@pytest.mark.parametrize(
    ("texts", "group"),
    [
        (("Applied machine learning", "Python", "statistics"), SkillGroup.DATA),
        (("Cyber-security", "incident response"), SkillGroup.SECURITY),
        (("First aid", "wound care"), SkillGroup.HEALTH),
        (("PEDAGOGY",), SkillGroup.TEACHING),
        (("Project management",), SkillGroup.MANAGEMENT),
        (("Academic writing in English",), SkillGroup.COMMUNICATION),
        (("Welding basics",), SkillGroup.CRAFT),
        (("Falconry",), SkillGroup.GENERAL),
        ((), SkillGroup.GENERAL),
        (("Career guidance",), SkillGroup.GENERAL),  # no care, though it begins so
    ],
)
def test_words_choose_the_group_they_begin_like(texts: tuple[str, ...], group: SkillGroup) -> None:
    assert glyph_of(*texts) is group


def test_most_words_win() -> None:
    assert glyph_of("data security", "privacy", "threat models") is SkillGroup.SECURITY


def test_the_order_of_tags_does_not_matter() -> None:
    assert glyph_of("teaching", "statistics") is glyph_of("statistics", "teaching") is SkillGroup.DATA
