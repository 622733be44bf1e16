"""Two credentials are alike if their JSON texts are, but for the texts that may differ."""

from typing import Any

import pytest

from assay.science.issuing.likeness import Likeness

SHARED = {"name": "Welding", "criteria": {"narrative": "A joint.", "points": 3}}
SAMPLE: dict[str, Any] = {
    "id": "urn:a",
    "type": ["One", "Two"],
    "achievement": SHARED,
    "tag": ["x", "y"],
    "result": [{"type": "Result", "value": "1", "weight": 1.5}],
    "final": True,
    "note": None,
    "a/b~c": {"d": "e"},
}
VARY = ["/id", "/tag/0", "/tag/1", "/result/0/value", "/a~1b~0c/d"]


def texts(**changes: Any) -> tuple[str, ...] | None:
    return Likeness(SAMPLE, VARY).texts(SAMPLE | changes)


def test_texts_that_may_differ_are_taken_out_in_their_order() -> None:
    assert texts() == ("urn:a", "x", "y", "1", "e")
    assert texts(id="urn:b", tag=["", "x"], result=[{"type": "Result", "value": "22", "weight": 1.5}]) == (
        "urn:b",
        "",
        "x",
        "22",
        "e",
    )
    assert Likeness(SAMPLE, [*VARY[2:], *VARY[:2]]).texts(SAMPLE) == ("y", "1", "e", "urn:a", "x")


def test_an_equal_object_is_as_good_as_the_very_one() -> None:
    assert texts(achievement={"name": "Welding", "criteria": {"narrative": "A joint.", "points": 3}}) == texts()


@pytest.mark.parametrize(
    "changes",
    [
        {"type": ["One"]},
        {"type": ["Two", "One"]},
        {"type": "One"},
        {"achievement": SHARED | {"name": "Brazing"}},
        {"achievement": {"criteria": SHARED["criteria"], "name": "Welding"}},  # in another order
        {"achievement": SHARED | {"criteria": {"narrative": "A joint.", "points": 3.0}}},
        {"achievement": SHARED | {"criteria": {"narrative": "A joint."}}},
        {"achievement": SHARED | {"more": ""}},
        {"achievement": ["name", "criteria"]},
        {"tag": ["x", "y", "z"]},
        {"tag": ("x", "y")},
        {"tag": ["x", 1]},
        {"id": None},
        {"id": ["urn:a"]},
        {"result": [{"type": "Result", "value": "1", "weight": 1.25}]},
        {"result": [{"type": "Result", "value": "1"}]},
        {"result": [{"type": "Result", "value": "1", "weight": 1.5}] * 2},
        {"result": []},
        {"result": [["type", "value", "weight"]]},
        {"final": 1},
        {"final": "true"},
        {"note": False},
        {"more": "a member"},
    ],
    ids=str,
)
def test_what_differs_elsewhere_is_not_alike(changes: dict[str, Any]) -> None:
    assert texts(**changes) is None


def test_a_zero_with_a_sign_is_another_zero() -> None:
    assert Likeness({"latitude": 0.0}, []).texts({"latitude": -0.0}) is None
    assert Likeness({"latitude": 0.0}, []).texts({"latitude": 0.0}) == ()


def test_one_text_that_may_differ_is_still_a_row_of_texts() -> None:
    assert Likeness({"id": "urn:a"}, ["/id"]).texts({"id": "urn:b"}) == ("urn:b",)
