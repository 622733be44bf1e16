"""What stops publishing: each fault beside its field, with what to do."""

from typing import Any

import pytest

from assay.science.designing.design import read_draft
from assay.science.designing.faults import what_stops_publishing
from tests.designs import STUDIO, with_changes


def faults(**places: Any) -> dict[str, str]:
    return {each.where: each.reason for each in what_stops_publishing(read_draft(with_changes(**places)))}


def test_a_finished_design_has_none() -> None:
    assert what_stops_publishing(read_draft(STUDIO)) == ()


def test_an_empty_draft_is_told_everything_that_it_needs() -> None:
    assert [each.where for each in what_stops_publishing(read_draft({}))] == [
        "/title",
        "/purpose",
        "/description",
        "/kind",
        "/language",
        "/outcomes",
        "/skills",
        "/rubric/criteria",
        "/evidence",
        "/workload_hours",
        "/assessment/types",
        "/participation",
        "/quality_assurance",
        "/validity",
    ]


@pytest.mark.parametrize(
    ("places", "where", "reason"),
    [
        ({"title": " "}, "/title", "title"),
        ({"purpose": ""}, "/purpose", "what it is for"),
        ({"description": ""}, "/description", "one or two sentences"),
        ({"kind": "Nanodegree"}, "/kind", "not one of"),
        ({"language": "English"}, "/language", "language code"),
        ({"outcomes__0__text": ""}, "/outcomes/0/text", "say what somebody can do"),
        ({"skills__0__name": ""}, "/skills/0/name", "its name"),
        ({"skills__0__uri": "SQL"}, "/skills/0/uri", "address"),
        ({"skills__0__uri": "javascript:alert(1)"}, "/skills/0/uri", "address"),  # attack 32
        ({"skills__0__uri": "data:text/html,x"}, "/skills/0/uri", "address"),
        ({"rubric__criteria__0__name": "Safe\u202egpj.exe"}, "/rubric/criteria/0/name", "turns the reading"),
        ({"title": "\u2066Studio"}, "/title", "turns the reading"),
        ({"rubric__criteria__0__levels__0__label": ""}, "/rubric/criteria/0/levels/0/label", "a name"),
        ({"rubric__criteria__0__required_level": ...}, "/rubric/criteria/0/required_level", "enough"),
        ({"rubric__criteria__0__outcomes": ["o1", "o9"]}, "/rubric/criteria/0/outcomes", "there is no outcome o9"),
        ({"evidence__0__title": ""}, "/evidence/0/title", "a title"),
        ({"workload_hours": "0"}, "/workload_hours", "how many hours"),
        ({"workload_hours": "sixty"}, "/workload_hours", "how many hours"),
        ({"duration": "six weeks"}, "/duration", "P6W"),
        ({"credit__value": ""}, "/credit/value", "3 or 1.5"),
        ({"credit__unit": ""}, "/credit/unit", "without a unit"),
        ({"level__framework": ""}, "/level/framework", "both or none"),
        ({"level__value": ""}, "/level/value", "both or none"),
        ({"assessment__types": []}, "/assessment/types", "how it is assessed"),
        ({"participation": ""}, "/participation", "online"),
        ({"quality_assurance": ""}, "/quality_assurance", "who assures"),
        ({"validity": None}, "/validity", "how long"),
        ({"validity": {}}, "/validity", "how long"),
        ({"validity__lifetime": True}, "/validity", "not both"),
        ({"validity": {"lifetime": True}}, "/validity/rationale", "never goes out of date"),
        ({"validity": {"period": "three years"}}, "/validity/period", "P3Y"),
        ({"validity": {"period": "P0D"}}, "/validity/period", "no time"),
    ],
)
def test_a_fault_is_told_beside_its_field(places: dict[str, Any], where: str, reason: str) -> None:
    found = faults(**places)

    assert list(found) == [where]
    assert reason in found[where]


def test_an_outcome_that_nothing_assesses_stops_it() -> None:
    found = faults(rubric__criteria__1__outcomes=["o1"])

    assert list(found) == ["/outcomes/1"]
    assert "no criterion shows this outcome" in found["/outcomes/1"]


def test_without_a_criterion_no_outcome_is_assessed() -> None:
    assert list(faults(rubric=None)) == ["/outcomes/0", "/outcomes/1", "/rubric/criteria"]


@pytest.mark.parametrize("types", [["attendance"], ["Attendance", "participation"], ["Level of attendance"]])
def test_being_there_is_no_assessment(types: list[str]) -> None:
    found = faults(assessment__types=types)

    assert list(found) == ["/assessment/types"]
    assert "publish it as CertificateOfCompletion" in found["/assessment/types"]


def test_being_there_may_be_certified_as_what_it_is() -> None:
    assert faults(assessment__types=["attendance"], kind="CertificateOfCompletion") == {}


def test_attendance_beside_an_assessment_does_no_harm() -> None:
    assert faults(assessment__types=["attendance", "project"]) == {}


@pytest.mark.parametrize(
    "places",
    [
        {"credit": None},
        {"level": None},
        {"duration": ""},
        {"prerequisites": "A pulse."},
        {"validity": {"lifetime": True, "rationale": "Euclid still holds."}},
        {"kind": "ext:NanoDegree"},
        {"audience": ""},
        {"tags": []},
    ],
)
def test_what_may_be_left_out_or_said_otherwise_stops_nothing(places: dict[str, Any]) -> None:
    assert faults(**places) == {}
