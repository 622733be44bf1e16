"""A finished design as a definition: what Open Badges have a word for goes there, everything else into the criteria."""

import json
import uuid
from typing import Any

import pytest

from assay.science.assessment.decision import decide
from assay.science.assessment.record import Measure
from assay.science.designing.criteria_text import credit_text
from assay.science.designing.design import read_draft
from assay.science.designing.publication import achieved_levels, definition_of, level_id, result_description_id
from assay.science.errors import Refused
from assay.science.issuing.definition import read_definition
from tests.designs import STUDIO, STUDIO_URL, judged, studio_rubric, with_changes

ISSUER: Any = {"name": "Northgate University"}
# SHA-1 over the namespace 6ba7b811-9dad-11d1-80b4-00c04fd430c8 and `…/v/2#criteria/c1`, cut and marked by hand.
CHART_CHOICE = "urn:uuid:38a514fa-ca32-5da3-8797-270f4c9a037b"
CHART_CHOICE_3 = "urn:uuid:d9a615d1-d652-5b6e-91b6-03f2997975e0"


def published(**places: Any) -> Any:
    design = read_draft(with_changes(**places))
    return definition_of(design, url=STUDIO_URL, version="2", issuer=ISSUER)


def test_a_design_becomes_a_definition_that_can_be_issued_from() -> None:
    definition = definition_of(
        read_draft(STUDIO),
        url=STUDIO_URL,
        version="2",
        issuer=ISSUER,
        image={"id": "https://northgate.example/badge.png"},
        earlier=[("https://northgate.example/achievements/5f3c/v/1", "1")],
    )

    achievement: Any = definition["achievement"]
    descriptions = achievement.pop("resultDescription")
    narrative = achievement["criteria"].pop("narrative")
    assert definition == {
        "issuer": ISSUER,
        "achievement": {
            "id": STUDIO_URL,
            "achievementType": "MicroCredential",
            "name": "Data Visualisation Studio",
            "description": "Designs dashboards that answer a real question.",
            "criteria": {"id": f"{STUDIO_URL}#criteria"},
            "alignment": [
                {
                    "targetName": "deliver visual presentation of data",
                    "targetUrl": "http://data.europa.eu/esco/skill/c3e36d05-8ae8-447f-bb2b-6f9409f85389",
                    "targetFramework": "ESCO",
                    "targetType": "ext:ESCO.skill",
                },
                {"targetName": "Chart critique", "targetUrl": "https://northgate.example/skills/chart-critique"},
            ],
            "inLanguage": "en",
            "version": "2",
            "image": {"id": "https://northgate.example/badge.png"},
            "creditsAvailable": 2,
            "fieldOfStudy": "Data analysis",
            "tag": ["data", "viz"],
            "related": [{"id": "https://northgate.example/achievements/5f3c/v/1", "version": "1"}],
        },
        "validFor": "P3Y",
    }
    assert [each["name"] for each in descriptions] == ["Chart choice", "Caveats"]
    assert "2 US semester credits" in narrative


def test_each_criterion_says_its_levels_and_the_one_required() -> None:
    description = published()["achievement"]["resultDescription"][0]

    assert description["id"] == CHART_CHOICE
    assert description["resultType"] == "RubricCriterionLevel"
    assert description["requiredLevel"] == CHART_CHOICE_3
    assert [(each["level"], each["name"]) for each in description["rubricCriterionLevel"]] == [
        ("1", "Beginning"),
        ("2", "Developing"),
        ("3", "Proficient"),
        ("4", "Excellent"),
    ]
    assert description["rubricCriterionLevel"][2]["id"] == CHART_CHOICE_3
    assert description["rubricCriterionLevel"][2]["description"] == "Every chart fits its question."


def test_ids_follow_from_the_url_of_the_version() -> None:
    assert result_description_id(STUDIO_URL, "c1") == CHART_CHOICE
    assert level_id(STUDIO_URL, "c1", 3) == CHART_CHOICE_3
    other = "https://northgate.example/achievements/5f3c/v/3"
    assert level_id(other, "c1", 3) not in json.dumps(published())
    assert uuid.UUID(CHART_CHOICE.removeprefix("urn:uuid:")).version == 5


def test_the_criteria_can_be_read_by_people() -> None:
    assert (
        published()["achievement"]["criteria"]["narrative"]
        == """\
## What you can do

- Chooses charts that answer a question
- Tells what a chart cannot show

## How it is judged

Every criterion has to be met. Time spent does not count.

- **Chart choice.** Position, length and colour carry meaning. Required: level 3 of 4, Proficient: Every chart fits \
its question.
- **Caveats.** Required: level 2 of 2, Open: Says what the data cannot show.

## What to hand in

- Context (text, 4 to 8 words)
- Dashboard (file)
- Talk (video, optional)

## In short

- Workload: 90 hours
- Assessment: portfolio
- Supervision: unsupervised, identity not checked
- Credit: 2 US semester credits
- Level: EQF 6"""
    )


@pytest.mark.parametrize(
    ("places", "line"),
    [
        ({"evidence__0__max_words": None}, "- Context (text, at least 4 words)"),
        ({"evidence__0__min_words": None}, "- Context (text, at most 8 words)"),
        ({"credit": {"value": "1", "unit": "US semester credit"}}, "- Credit: 1 US semester credit"),
        ({"credit": {"value": "2.5", "unit": "ECTS"}}, "- Credit: 2.5 ECTS"),
    ],
)
def test_the_criteria_say_what_is_asked(places: dict[str, Any], line: str) -> None:
    assert line in published(**places)["achievement"]["criteria"]["narrative"].splitlines()


def test_what_is_not_said_is_left_out() -> None:
    definition = published(
        credit=None,
        level=None,
        field_of_study="",
        tags=[],
        validity={"lifetime": True, "rationale": "Euclid still holds."},
        assessment__supervision="",
    )

    assert not {"creditsAvailable", "fieldOfStudy", "tag", "related", "image"} & set(definition["achievement"])
    assert "validFor" not in definition
    narrative = definition["achievement"]["criteria"]["narrative"]
    assert not any(word in narrative for word in ("Credit:", "Level:", "Supervision:"))


def test_half_a_credit_is_half_a_credit() -> None:
    assert published(credit={"value": "1.50", "unit": "ECTS"})["achievement"]["creditsAvailable"] == 1.5
    assert type(published(credit={"value": "3.00", "unit": "ECTS"})["achievement"]["creditsAvailable"]) is int


def test_one_credit_is_not_several() -> None:
    assert credit_text(Measure("1.00", "ECTS credit")) == "1.00 ECTS credit"
    assert credit_text(Measure("0.5", "ECTS credit")) == "0.5 ECTS credits"


def test_an_unfinished_design_is_not_published() -> None:
    with pytest.raises(Refused, match="/workload_hours: say how many hours"):
        published(workload_hours="")


def test_the_largest_design_fits_into_a_credential() -> None:
    """20 criteria with 8 levels of 600 characters are far below the mebibyte that verifiers read."""
    criteria = [
        {
            "id": f"c{number}",
            "name": f"{number:03}{'n' * 117}",
            "description": "d" * 1000,
            "outcomes": ["o1", "o2"],
            "required_level": 8,
            "levels": [{"level": each, "label": "l" * 60, "descriptor": "é" * 600} for each in range(1, 9)],
        }
        for number in range(20)
    ]

    definition = published(rubric__criteria=criteria)

    read_definition(definition)
    assert len(json.dumps(definition, ensure_ascii=False).encode()) < 1 << 19


def test_the_levels_reached_are_named_as_the_definition_names_them() -> None:
    decided = decide(studio_rubric(), judged(3, 1))

    found = achieved_levels(decided, url=STUDIO_URL)

    described = published()["achievement"]["resultDescription"]
    assert [each.result_description for each in found] == [each["id"] for each in described]
    assert found[0].level == CHART_CHOICE_3
    assert found[1].level == described[1]["rubricCriterionLevel"][0]["id"]
