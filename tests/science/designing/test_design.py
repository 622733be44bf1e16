"""Designs: kept while they are unfinished, refused only for what can be part of none."""

import hashlib
import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.assessment.record import Measure
from assay.science.designing.design import Design, Release, read_draft
from assay.science.designing.faults import what_stops_publishing
from assay.science.designing.remarks import remarks
from assay.science.errors import Code, MalformedDocument
from assay.science.securing.strict_json import parse
from tests.designs import ANY_JSON, STUDIO, with_changes
from tests.fuzz.mutations import any_json


def test_a_design_is_read_and_written_alike() -> None:
    assert read_draft(STUDIO).as_json() == STUDIO


def test_a_draft_may_lack_everything() -> None:
    design = read_draft({})

    assert (design.title, design.outcomes, design.criteria, design.validity) == ("", (), (), None)
    assert design.release is Release.PERSON
    assert read_draft(design.as_json()) == design


@pytest.mark.parametrize("name", sorted(STUDIO))
def test_a_draft_may_lack_any_one_thing(name: str) -> None:
    for nothing in (..., None):
        design = read_draft(with_changes(**{name: nothing}))
        assert read_draft(design.as_json()) == design


def test_a_half_typed_number_is_kept() -> None:
    assert read_draft(with_changes(workload_hours="sixt")).workload_hours == "sixt"


def test_the_white_space_around_a_text_is_not_part_of_it() -> None:
    assert read_draft(with_changes(title=" Studio\n", tags=["data", " "])).as_json()["tags"] == ["data"]
    assert read_draft(with_changes(title=" Studio\n")).title == "Studio"


def test_its_digest_is_that_of_its_canonical_json() -> None:
    canonical = json.dumps(STUDIO, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    assert read_draft(STUDIO).digest() == hashlib.sha256(canonical).hexdigest()


def test_what_every_record_says_comes_from_the_design() -> None:
    terms = read_draft(STUDIO).terms

    assert terms.types == ("portfolio",)
    assert (terms.credit, terms.level) == (Measure("2", "US semester credit"), Measure("6", "EQF"))
    assert (terms.workload_hours, terms.participation) == ("90", "online")


def test_the_rubric_of_a_draft_is_none_until_it_is_finished() -> None:
    assert read_draft(STUDIO).rubric.criterion("c4") is not None
    with pytest.raises(MalformedDocument, match="at least one criterion"):
        read_draft({}).rubric  # noqa: B018 -- reading it is what raises


@pytest.mark.parametrize(
    ("places", "where"),
    [
        ({"colour": "red"}, "/colour"),
        ({"title": 7}, "/title"),
        ({"tags": "data"}, "/tags"),
        ({"tags__0": None}, "/tags/0"),
        ({"outcomes__0__id": "O 1"}, "/outcomes/0/id"),
        ({"outcomes__1__id": "o1"}, "/outcomes/1/id"),
        ({"outcomes__0__verb": "chooses"}, "/outcomes/0/verb"),
        ({"skills__0": "SQL"}, "/skills/0"),
        ({"rubric": []}, "/rubric"),
        ({"rubric__criteria__0__levels__0__level": "1"}, "/rubric/criteria/0/levels/0/level"),
        ({"evidence__0__kind": "scent"}, "/evidence/0/kind"),
        ({"workload_hours": 90}, "/workload_hours"),
        ({"credit": "3"}, "/credit"),
        ({"credit__hours": "3"}, "/credit/hours"),
        ({"level__unit": "EQF"}, "/level/unit"),
        ({"assessment": 7}, "/assessment"),
        ({"assessment__types": "portfolio"}, "/assessment/types"),
        ({"validity": "P3Y"}, "/validity"),
        ({"validity__lifetime": "yes"}, "/validity/lifetime"),
        ({"release": "robot"}, "/release"),
        ({"description": "a\x00b"}, "/description"),
    ],
)
def test_what_can_be_part_of_no_design_is_refused_with_its_place(places: dict[str, Any], where: str) -> None:
    with pytest.raises(MalformedDocument) as error:
        read_draft(with_changes(**places))

    assert error.value.where == where


@pytest.mark.parametrize(
    ("places", "where"),
    [
        ({"title": "t" * 121}, "/title"),
        ({"tags": ["t"] * 21}, "/tags"),
        ({"tags__0": "t" * 41}, "/tags/0"),
        ({"outcomes": [{"id": f"o{number}"} for number in range(31)]}, "/outcomes"),
    ],
)
def test_what_is_too_long_is_refused_with_its_place(places: dict[str, Any], where: str) -> None:
    with pytest.raises(MalformedDocument) as error:
        read_draft(with_changes(**places))

    assert (error.value.where, error.value.code) == (where, Code.TOO_LARGE)


def check(document: Any) -> None:
    """Read it, or see it refused; whatever was read can be judged, written, and read again."""
    try:
        design = read_draft(document)
    except MalformedDocument:
        return
    assert isinstance(design, Design)
    assert read_draft(design.as_json()) == design
    assert len(design.digest()) == 64
    what_stops_publishing(design)
    remarks(design)


@given(ANY_JSON)
def test_any_json_is_a_draft_or_refused(document: Any) -> None:
    check(document)


@given(st.integers(min_value=0))
def test_a_mutated_design_is_a_draft_or_refused(number: int) -> None:
    dice = Random(number)  # noqa: S311 -- nothing is secret here
    raw = json.dumps(STUDIO).encode()
    for _ in range(dice.choice((1, 1, 2, 4))):
        raw = any_json(raw, dice)

    try:
        document = parse(raw)
    except MalformedDocument:
        return
    check(document)
