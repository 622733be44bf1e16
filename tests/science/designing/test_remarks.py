"""Remarks: worth a second look, and never in the way."""

from typing import Any

import pytest

from assay.science.designing.design import read_draft
from assay.science.designing.faults import what_stops_publishing
from assay.science.designing.remarks import remarks
from tests.designs import with_changes


def told(**places: Any) -> list[tuple[str, str]]:
    design = read_draft(with_changes(**places))
    assert what_stops_publishing(design) == ()
    return [(each.where, each.reason) for each in remarks(design)]


def test_an_ordinary_design_gets_none() -> None:
    assert told() == []


@pytest.mark.parametrize(
    "title", ["Bachelor in Charts", "Master’s level charts", "Chart Diploma", "A DEGREE in charts", "Doctorate, charts"]
)
def test_a_title_that_promises_a_degree_is_remarked_upon(title: str) -> None:
    ((where, reason),) = told(title=title)

    assert where == "/title"
    assert "promises more" in reason


@pytest.mark.parametrize("title", ["Nanodegree in Charts", "Master your charts", "Undegreed", "Diplomacy"])
def test_other_titles_are_not(title: str) -> None:
    assert told(title=title) == []


def test_a_diploma_may_be_called_one() -> None:
    assert told(title="Diploma in Charts", kind="Diploma") == []


def test_a_verb_that_nobody_can_see_is_remarked_upon() -> None:
    assert [where for where, _ in told(outcomes__1__text="Understands charts")] == ["/outcomes/1/text"]
    assert told(outcomes__1__text="is familiar with charts")[0][1].startswith("“is familiar” cannot be seen")
    assert told(outcomes__1__text="Knowledgeably explains charts") == []


@pytest.mark.parametrize(
    ("credit", "hours", "reason"),
    [
        ({"value": "24", "unit": "US semester credits"}, "1080", "larger than the usual 18"),
        ({"value": "45", "unit": "NZ credit"}, "450", "larger than the usual 40"),
    ],
)
def test_more_credit_than_is_usual_is_remarked_upon(credit: dict[str, str], hours: str, reason: str) -> None:
    assert told(credit=credit, workload_hours=hours, duration="") == [("/credit/value", reason)]


@pytest.mark.parametrize(
    ("credit", "hours", "usual"),
    [
        ({"value": "3", "unit": "US semester credit"}, "60", "at least 45"),
        ({"value": "2", "unit": "ECTS"}, "40", "25 to 30"),
        ({"value": "2", "unit": "ECTS credits"}, "90", "25 to 30"),
        ({"value": "5", "unit": "NZ credits"}, "60", "10"),
    ],
)
def test_hours_that_do_not_fit_the_credit_are_remarked_upon(credit: dict[str, str], hours: str, usual: str) -> None:
    ((where, reason),) = told(credit=credit, workload_hours=hours)

    assert where == "/credit/value"
    assert reason == f"{hours} hours for {credit['value']}; one such credit is usually {usual} hours"


@pytest.mark.parametrize(
    ("credit", "hours"),
    [
        ({"value": "18", "unit": "US semester credit"}, "810"),
        ({"value": "2", "unit": "ECTS"}, "60"),
        ({"value": "400", "unit": "house points"}, "60"),
        (None, "60"),
    ],
)
def test_credit_of_a_usual_size_is_not(credit: dict[str, str] | None, hours: str) -> None:
    assert told(credit=credit, workload_hours=hours, duration="") == []


def test_sixty_months_for_sixty_hours_are_remarked_upon() -> None:
    found = told(duration="P60M", workload_hours="60", credit=None)

    assert found[0] == ("/duration", "60 hours over P60M is less than an hour a week; is the duration right?")
    assert found[1] == ("/duration", "longer than a year; micro-credentials take weeks or months")


@pytest.mark.parametrize(("duration", "hours"), [("P1W", "90"), ("P2D", "50"), ("PT6H", "7")])
def test_more_hours_than_there_is_time_for_are_remarked_upon(duration: str, hours: str) -> None:
    assert told(duration=duration, workload_hours=hours, credit=None) == [
        ("/duration", f"{hours} hours do not fit into {duration}; is the duration right?")
    ]


@pytest.mark.parametrize(("duration", "hours"), [("P2D", "16"), ("PT6H", "6"), ("P1Y", "400"), ("", "60")])
def test_time_enough_is_not(duration: str, hours: str) -> None:
    assert told(duration=duration, workload_hours=hours, credit=None) == []


def test_a_longer_programme_of_another_kind_may_take_its_time() -> None:
    assert told(duration="P2Y", workload_hours="1200", credit=None, kind="Certificate") == []


def test_a_draft_without_numbers_gets_no_remarks_about_them() -> None:
    design = read_draft(with_changes(workload_hours="", credit__value="many"))

    assert remarks(design) == ()
    assert remarks(read_draft(with_changes(workload_hours="", duration=""))) == ()
