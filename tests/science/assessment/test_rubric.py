"""Rubrics: read strictly, never unfinished, named by a digest that anybody can compute."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given

from assay.science.assessment.rubric import Rubric, Rule, read_rubric
from assay.science.errors import Code, MalformedDocument
from assay.science.vocabulary.fields import Fields
from tests.designs import ANY_JSON, STUDIO, studio_rubric, with_changes


def refused(document: Any) -> MalformedDocument:
    with pytest.raises(MalformedDocument) as error:
        read_rubric(document)
    return error.value


def changed(**places: Any) -> Any:
    return with_changes(**{f"rubric__{path}": value for path, value in places.items()})["rubric"]


def test_a_rubric_is_read_and_written_alike() -> None:
    rubric = studio_rubric()

    assert rubric.as_json() == STUDIO["rubric"]
    assert rubric.rule is Rule.ALL_MET
    assert [each.name for each in rubric.criteria] == ["Chart choice", "Caveats"]


def test_its_digest_is_that_of_its_canonical_json() -> None:
    canonical = json.dumps(STUDIO["rubric"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    assert studio_rubric().digest() == hashlib.sha256(canonical).hexdigest()


def test_another_descriptor_gives_another_digest() -> None:
    other = read_rubric(changed(criteria__0__levels__0__descriptor="Charts are chosen at random."))

    assert other.digest() != studio_rubric().digest()


def test_criteria_and_levels_are_found_by_their_names() -> None:
    criterion = studio_rubric().criterion("c4")

    assert criterion is not None
    assert criterion.name == "Caveats"
    level = criterion.at(2)
    assert level is not None
    assert level.label == "Open"
    assert criterion.at(3) is None
    assert studio_rubric().criterion("c9") is None


@pytest.mark.parametrize(
    ("places", "where", "reason"),
    [
        ({"criteria": []}, "/criteria", "at least one criterion"),
        ({"criteria": ...}, "/criteria", "at least one criterion"),
        ({"criteria__0__name": " "}, "/criteria/0/name", "give this criterion a name"),
        ({"criteria__0__name": "caveats"}, "/criteria/0/name", "rename one"),
        ({"criteria__0__outcomes": []}, "/criteria/0/outcomes", "which outcome"),
        ({"criteria__1__levels": []}, "/criteria/1/levels", "at least two levels"),
        ({"criteria__1__levels__1": ...}, "/criteria/1/levels", "at least two levels"),
        ({"criteria__0__levels__1__level": 1}, "/criteria/0/levels/1/level", "upwards"),
        ({"criteria__0__levels__0__level": ...}, "/criteria/0/levels/0/level", "a number"),
        ({"criteria__0__levels__0__label": ""}, "/criteria/0/levels/0/label", "a name"),
        ({"criteria__0__levels__0__descriptor": ""}, "/criteria/0/levels/0/descriptor", "how work on this level"),
        ({"criteria__0__required_level": 5}, "/criteria/0/required_level", "from the levels above"),
        ({"criteria__0__required_level": ...}, "/criteria/0/required_level", "from the levels above"),
        ({"criteria__0__required_level": 1}, "/criteria/0/required_level", "nobody could fail"),
    ],
)
def test_an_unfinished_rubric_is_refused_with_what_to_do(places: dict[str, Any], where: str, reason: str) -> None:
    fault = refused(changed(**places))

    assert fault.where == where
    assert reason in fault.reason


@pytest.mark.parametrize(
    ("places", "where"),
    [
        ({"rule": "best_of"}, "/rule"),
        ({"rule": 7}, "/rule"),
        ({"weights": {}}, "/weights"),
        ({"criteria": {}}, "/criteria"),
        ({"criteria__0": 7}, "/criteria/0"),
        ({"criteria__0__id": "C 1"}, "/criteria/0/id"),
        ({"criteria__0__id": ...}, "/criteria/0/id"),
        ({"criteria__1__id": "c1"}, "/criteria/1/id"),
        ({"criteria__0__name": 7}, "/criteria/0/name"),
        ({"criteria__0__name": "bell\x07"}, "/criteria/0/name"),
        ({"criteria__0__name": "\ud800"}, "/criteria/0/name"),
        ({"criteria__0__outcomes__0": 7}, "/criteria/0/outcomes/0"),
        ({"criteria__0__required_level": "3"}, "/criteria/0/required_level"),
        ({"criteria__0__required_level": True}, "/criteria/0/required_level"),
        ({"criteria__0__required_level": 0}, "/criteria/0/required_level"),
        ({"criteria__0__required_level": 3.0}, "/criteria/0/required_level"),
        ({"criteria__0__levels__0__points": 4}, "/criteria/0/levels/0/points"),
    ],
)
def test_what_is_no_part_of_a_rubric_is_refused_with_its_place(places: dict[str, Any], where: str) -> None:
    assert refused(changed(**places)).where == where


@pytest.mark.parametrize(
    ("places", "where"),
    [
        ({"criteria__0__name": "n" * 121}, "/criteria/0/name"),
        ({"criteria__0__levels": [{"level": 1}] * 9}, "/criteria/0/levels"),
        ({"criteria": [{"id": f"c{number}"} for number in range(21)]}, "/criteria"),
    ],
)
def test_what_is_too_long_is_refused_with_its_place(places: dict[str, Any], where: str) -> None:
    fault = refused(changed(**places))

    assert (fault.where, fault.code) == (where, Code.TOO_LARGE)


@given(ANY_JSON)
def test_any_json_is_a_rubric_or_refused(document: Any) -> None:
    try:
        found = read_rubric(document)
    except MalformedDocument:
        return
    assert isinstance(found, Rubric)


def test_what_is_null_counts_as_absent() -> None:
    form = Fields({"a": None, "b": None, "c": None}, "", frozenset("abc"))

    assert (form.text("a", most=1), form.number("b", most=1), form.part("c", frozenset())) == ("", None, None)


def test_a_flag_is_true_or_false_and_nothing_like_it() -> None:
    form = Fields({"on": True, "off": 0}, "/x", frozenset({"on", "off"}))

    assert form.flag("on", otherwise=False)
    assert form.flag("absent", otherwise=True)
    with pytest.raises(MalformedDocument) as error:
        form.flag("off", otherwise=True)
    assert error.value.where == "/x/off"
