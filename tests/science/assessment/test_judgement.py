"""Judgements: only what the rubric knows, and feedback for everything that is not there yet."""

from typing import Any

import pytest
from hypothesis import given

from assay.science.assessment.judgement import Judgement, Score, read_judgement
from assay.science.errors import MalformedDocument
from assay.science.securing.strict_json import JsonObject
from tests.designs import ANY_JSON, judged, studio_rubric

FINISHED: JsonObject = {
    "scores": [
        {"criterion": "c4", "level": 1, "feedback": "Say what is missing."},
        {"criterion": "c1", "level": 4, "feedback": ""},
    ]
}


def test_a_judgement_is_read_and_written_alike() -> None:
    judgement = read_judgement(FINISHED, studio_rubric())

    assert judgement.as_json() == FINISHED
    assert judgement.complete
    assert judgement.score("c4") == Score("c4", 1, "Say what is missing.")
    assert judgement.score("c9") is None


@pytest.mark.parametrize(
    ("scores", "where"),
    [
        ([{"criterion": "c9", "level": 1}], "/scores/0/criterion"),
        ([{"criterion": "c4", "level": 3}], "/scores/0/level"),
        ([{"criterion": "c4"}], "/scores/0/level"),
        ([{"level": 3}], "/scores/0/criterion"),
        ([{"criterion": "c4", "level": 1}, {"criterion": "c4", "level": 2}], "/scores/1/criterion"),
        ([{"criterion": "c4", "level": "2"}], "/scores/0/level"),
        ([{"criterion": "c4", "level": 2, "feedback": 7}], "/scores/0/feedback"),
        ([{"criterion": "c4", "level": 2, "hours": 100}], "/scores/0/hours"),
        ({}, "/scores"),
    ],
)
def test_what_the_rubric_does_not_know_is_refused(scores: Any, where: str) -> None:
    with pytest.raises(MalformedDocument) as error:
        read_judgement({"scores": scores}, studio_rubric())

    assert error.value.where == where


def test_an_unscored_criterion_is_named() -> None:
    judgement = judged(3, None)

    assert not judgement.complete
    assert [(each.criterion_id, each.reason) for each in judgement.lacks] == [
        ("c4", "Caveats has no level yet; choose one")
    ]


@pytest.mark.parametrize("feedback", ["", " \n"])
def test_whoever_is_not_there_yet_is_told_what_to_do_next(feedback: str) -> None:
    judgement = judged(2, 2, feedback)

    assert [each.criterion_id for each in judgement.lacks] == ["c1"]
    assert "what to do next" in judgement.lacks[0].reason


def test_whoever_is_there_need_not_be_told() -> None:
    assert judged(3, 2, "").complete


def test_an_empty_judgement_is_one_that_lacks_everything() -> None:
    assert len(Judgement(studio_rubric(), ()).lacks) == 2


@given(ANY_JSON)
def test_any_json_is_a_judgement_or_refused(document: Any) -> None:
    try:
        judgement = read_judgement(document, studio_rubric())
    except MalformedDocument:
        return
    assert read_judgement(judgement.as_json(), studio_rubric()) == judgement
