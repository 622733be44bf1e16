from assay.campus.catalogue.known_skills import known_skill, known_skills
from assay.science.identifiers import is_absolute_url


def test_each_known_skill_has_a_name_and_an_address_of_its_own() -> None:
    skills = known_skills()

    assert len({skill.name for skill in skills}) == len({skill.uri for skill in skills}) == len(skills) == 46
    assert all(is_absolute_url(skill.uri) and skill.framework == "ESCO" for skill in skills)


def test_a_known_skill_is_found_however_it_is_typed() -> None:
    found = known_skill("  SOLVE   Problems ")

    assert found is not None
    assert found.uri == "http://data.europa.eu/esco/skill/adc6dc11-3376-467b-96c5-9b0a21edc869"
    assert known_skill("solve") is None
