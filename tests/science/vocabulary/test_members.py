"""Reading the members of an object that somebody else wrote."""

from typing import Any

import pytest

from assay.science.errors import MalformedDocument
from assay.science.vocabulary.members import identified, objects, plain, text, texts, url


@pytest.mark.parametrize(
    ("node", "expected"), [({}, ()), ({"a": "x"}, ("x",)), ({"a": ["x", "y"]}, ("x", "y")), ({"a": []}, ())]
)
def test_texts_are_one_or_several(node: Any, expected: tuple[str, ...]) -> None:
    assert texts(node, "a", where="", clause="") == expected


@pytest.mark.parametrize("value", ["", [""], 7, None, ["x", 7], {}])
def test_what_is_no_text_among_texts_is_refused(value: Any) -> None:
    with pytest.raises(MalformedDocument) as refused:
        texts({"a": value}, "a", where="/w", clause="c")

    assert (refused.value.where, refused.value.clause) == ("/w/a", "c")


def test_a_text_is_one_or_absent() -> None:
    assert text({"a": "x"}, "a", where="", clause="") == "x"
    assert text({}, "a", where="", clause="") is None


@pytest.mark.parametrize("value", ["", None, 7, ["x"], {"@value": "x"}])
def test_what_is_no_text_is_refused(value: Any) -> None:
    with pytest.raises(MalformedDocument) as refused:
        text({"a/b": value}, "a/b", where="/w", clause="c")

    assert refused.value.where == "/w/a~1b"


def test_a_url_is_one_absolute_url_or_absent() -> None:
    assert url({"a": "urn:x:1"}, "a", where="", clause="") == "urn:x:1"
    assert url({}, "a", where="", clause="") is None


@pytest.mark.parametrize(
    ("node", "required"), [({}, True), ({"a": "x"}, False), ({"a": None}, False), ({"a": ["urn:x:1"]}, False)]
)
def test_what_is_no_url_is_refused(node: Any, required: bool) -> None:  # noqa: FBT001 -- a row of the table above
    with pytest.raises(MalformedDocument) as refused:
        url(node, "a", where="/w", clause="c", required=required)

    assert refused.value.where == "/w/a"


def test_objects_come_with_their_places() -> None:
    assert list(objects({}, "a", where="", clause="")) == []
    assert list(objects({"a": {"b": 1}}, "a", where="/w", clause="")) == [("/w/a", {"b": 1})]
    assert list(objects({"a": [{}, {"b": 1}]}, "a", where="/w", clause="")) == [("/w/a/0", {}), ("/w/a/1", {"b": 1})]


@pytest.mark.parametrize(("value", "where"), [("x", "/w/a"), (None, "/w/a"), ([{}, "x"], "/w/a/1"), ([[]], "/w/a/0")])
def test_what_is_no_object_is_refused_with_its_place(value: Any, where: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        list(objects({"a": value}, "a", where="/w", clause="c"))

    assert refused.value.where == where


@pytest.mark.parametrize(
    ("node", "expected"), [({}, None), ({"a": "urn:x:1"}, "urn:x:1"), ({"a": {"id": "urn:x:1"}}, "urn:x:1")]
)
def test_somebody_is_named_by_a_url_or_by_an_object_with_one(node: Any, expected: str | None) -> None:
    assert identified(node, "a", where="", clause="") == expected


@pytest.mark.parametrize(
    ("value", "where"), [("x", "/a"), ({}, "/a/id"), ({"id": 7}, "/a/id"), ([{"id": "urn:x:1"}], "/a")]
)
def test_somebody_who_is_not_named_is_refused(value: Any, where: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        identified({"a": value}, "a", where="", clause="c")

    assert refused.value.where == where


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x", "x"),
        ("", ""),
        ({"@value": "x", "@language": "en"}, "x"),
        ([{"@value": "x"}, {"@value": "y"}], "x"),
        ([7, None, "x"], "x"),
        ([], None),
        (None, None),
        ({"value": "x"}, None),
        ({"@value": 7}, None),
    ],
)
def test_a_name_to_show_is_the_first_text_there_is(value: Any, expected: str | None) -> None:
    assert plain(value) == expected
