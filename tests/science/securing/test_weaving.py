"""Texts with holes: whatever is woven in stands where it belongs, and as it was given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.securing.weaving import Part, Weave, picker

VALUES = ("zero", "one", "two", "three")


@pytest.mark.parametrize(
    ("parts", "woven"),
    [
        (("<", 0, "> <urn:p> ", 1, " ."), "<zero> <urn:p> one ."),
        ((0,), "zero"),
        ((0, 1), "zeroone"),
        ((2, "-", 2, "-", 0), "two-two-zero"),
        (("a", "b", 3, "c", "d"), "abthreecd"),
        (("", 0, ""), "zero"),
        (("no hole",), "no hole"),
        ((), ""),
    ],
)
def test_each_hole_takes_the_value_of_its_number(parts: tuple[Part, ...], woven: str) -> None:
    assert Weave(parts).text(VALUES) == woven


@pytest.mark.parametrize("value", ["", '"', "\\", "{0}", "%s", "\n", "\ue000"])
def test_a_value_is_woven_in_as_it_is(value: str) -> None:
    assert Weave(("[", 0, "]")).text([value]) == "[" + value + "]"


def test_a_weave_is_the_same_after_it_was_used() -> None:
    weave = Weave((0, " and ", 1))

    assert weave.text(["a", "b"]) == "a and b"
    assert weave.text(["c", "d"]) == "c and d"
    assert weave.text(["a", "b"]) == "a and b"


def test_parts_are_read_once_so_that_they_may_be_a_stream() -> None:
    assert Weave(part for part in ("a", 0, "b")).text(["-"]) == "a-b"


def test_texts_that_several_weaves_share_are_kept_once_and_stand_in_each() -> None:
    shared: dict[str, str] = {}
    first = Weave((0, " <urn:p> ", 1, " .\n"), shared)
    second = Weave((1, " <urn:p> ", 0, " .\n", 0), shared)

    assert first.text(["a", "b"]) == "a <urn:p> b .\n"
    assert second.text(["a", "b"]) == "b <urn:p> a .\na"
    assert set(shared) == {" <urn:p> ", " .\n"}


@given(st.lists(st.one_of(st.text(max_size=3), st.integers(0, 3))))
def test_weaving_is_writing_the_parts_one_after_the_other(parts: list[Part]) -> None:
    expected = "".join(VALUES[part] if isinstance(part, int) else part for part in parts)

    assert Weave(parts).text(VALUES) == expected


@pytest.mark.parametrize(
    ("places", "picked"),
    [((), ()), ((2,), ("two",)), ((3, 0), ("three", "zero")), ((1, 1, 1), ("one", "one", "one"))],
)
def test_what_is_picked_is_a_tuple_in_the_order_asked_for(places: tuple[int, ...], picked: tuple[str, ...]) -> None:
    assert picker(places)(VALUES) == picked


def test_a_value_that_is_missing_is_an_error_and_no_empty_text() -> None:
    with pytest.raises(IndexError):
        Weave(("a", 1)).text(["only one"])
