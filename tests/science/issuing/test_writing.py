"""Objects as they are issued: typed, with lists where the strict schema wants them, and nothing of another class."""

from typing import Any

import pytest

from assay.science.errors import MalformedDocument
from assay.science.issuing.writing import written

Json = dict[str, Any]
ACHIEVEMENT: Json = {"id": "urn:x:1", "name": "n", "description": "d", "criteria": {"narrative": "c"}}


def test_types_are_filled_in_all_the_way_down() -> None:
    result = written(
        {
            **ACHIEVEMENT,
            "image": {"id": "urn:x:i"},
            "creator": {"id": "urn:x:2", "address": {"geo": {"latitude": 1, "longitude": 2}}},
            "otherIdentifier": {"identifier": "1", "identifierType": "sourcedId"},
        },
        "Achievement",
    )

    assert result["type"] == ["Achievement"]
    assert result["image"] == {"id": "urn:x:i", "type": "Image"}
    assert result["criteria"] == {"narrative": "c"}
    assert result["creator"] == {
        "id": "urn:x:2",
        "type": ["Profile"],
        "address": {"type": ["Address"], "geo": {"type": "GeoCoordinates", "latitude": 1, "longitude": 2}},
    }
    assert result["otherIdentifier"] == [{"type": "IdentifierEntry", "identifier": "1", "identifierType": "sourcedId"}]


def test_the_id_comes_first_and_the_type_second() -> None:
    assert list(written({"name": "n", "url": "urn:x:2", "id": "urn:x:1"}, "Profile")) == ["id", "type", "name", "url"]


def test_brackets_are_put_where_several_may_be_and_taken_where_one_must_be() -> None:
    result = written({**ACHIEVEMENT, "tag": "one", "name": ["n"]}, "Achievement")

    assert (result["tag"], result["name"]) == (["one"], "n")


@pytest.mark.parametrize("type_name", ["Achievement", ["Achievement"]])
def test_a_type_that_is_given_must_be_the_one_that_it_is(type_name: Any) -> None:
    assert written({**ACHIEVEMENT, "type": type_name}, "Achievement")["type"] == ["Achievement"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"type": "Profile"}, "/a/type"),
        ({"type": ["Achievement", "Course"]}, "/a/type"),  # dropped without a word otherwise
        ({"type": []}, "/a/type"),
        ({"type": 7}, "/a/type"),
        ({"nmae": "n"}, "/a/nmae"),
        ({"@context": {}}, "/a/@context"),
        ({"endorsementJwt": ["a.b.c"]}, "/a/endorsementJwt"),
        ({"name": ""}, "/a/name"),
        ({"name": 7}, "/a/name"),
        ({"name": None}, "/a/name"),
        ({"name": ["a", "b"]}, "/a/name"),
        ({"name": []}, "/a/name"),
        ({"id": "not a url"}, "/a/id"),
        ({"tag": ["a", ""]}, "/a/tag/1"),
        ({"image": "https://x.example/i.png"}, "/a/image"),
        ({"image": {}}, "/a/image/id"),
        ({"creator": {"id": "urn:x:2", "parentOrg": {"id": 7}}}, "/a/creator/parentOrg/id"),
        ({"alignment": [{"targetName": "n"}]}, "/a/alignment/0/targetUrl"),
        (
            {"alignment": [{"targetName": "n", "targetUrl": "urn:x:1"}, {"targetUrl": "urn:x:1"}]},
            "/a/alignment/1/targetName",
        ),
    ],
)
def test_what_does_not_belong_is_refused_with_its_place(change: Json, where: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        written({**ACHIEVEMENT, **change}, "Achievement", "/a")

    assert refused.value.where == where


@pytest.mark.parametrize("missing", ["id", "name", "description", "criteria"])
def test_what_is_missing_is_named(missing: str) -> None:
    with pytest.raises(MalformedDocument, match=f"{missing} is missing") as refused:
        written({name: value for name, value in ACHIEVEMENT.items() if name != missing}, "Achievement", "/a")

    assert refused.value.where == f"/a/{missing}"


def test_a_member_that_is_still_to_come_may_be_missing_and_is_not_made_up() -> None:
    assert written({"name": "n"}, "Profile", without=frozenset({"id"})) == {"type": ["Profile"], "name": "n"}
    assert written({"id": "urn:x:1"}, "Profile", without=frozenset({"id"})) == {"id": "urn:x:1", "type": ["Profile"]}


def test_the_argument_is_not_changed() -> None:
    given: Json = {**ACHIEVEMENT, "tag": "one", "image": {"id": "urn:x:i"}}
    before = {**given, "image": {**given["image"]}}

    written(given, "Achievement")

    assert given == before
