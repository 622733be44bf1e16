"""A definition says nothing that verifiers are known to read in different ways."""

from typing import Any

import pytest

from assay.science.errors import MalformedDocument
from assay.science.issuing.definition import read_definition

Json = dict[str, Any]


def definition(achievement: Json | None = None, **members: Any) -> Json:
    welding = {
        "id": "https://brunel.example/achievements/welding-basics",
        "name": "Welding basics",
        "description": "Joins two plates of steel so that they hold.",
        "criteria": "Two joints, inspected by a welder.",
    }
    return {"issuer": {"name": "Brunel College"}, "achievement": welding | (achievement or {})} | members


def at(latitude: Any, longitude: Any) -> Json:
    return {"name": "Brunel College", "address": {"geo": {"latitude": latitude, "longitude": longitude}}}


@pytest.mark.parametrize("credits_available", [0, 3, 3.0, 0.1, 0.07, 1.5, -1, 999_999.99])
def test_credits_with_two_decimals_are_written_as_they_are(credits_available: float) -> None:
    read = read_definition(definition({"creditsAvailable": credits_available}))

    assert read.achievement["creditsAvailable"] == credits_available
    assert type(read.achievement["creditsAvailable"]) is type(credits_available)


@pytest.mark.parametrize(
    "credits_available",
    [0.125, 1e-7, 5e-324, 1_000_000, -1_000_000, 1e21, 2**53 + 1, float("inf"), float("nan")],
)
def test_credits_that_verifiers_would_read_differently_are_refused(credits_available: float) -> None:
    with pytest.raises(MalformedDocument, match="at most 2 decimals") as refused:
        read_definition(definition({"creditsAvailable": credits_available}))

    assert refused.value.where == "/achievement/creditsAvailable"


def test_a_place_may_be_told_to_a_tenth_of_a_metre() -> None:
    read = read_definition(definition(issuer=at(51.532774, -0.472687)))

    assert read.issuer["address"] == {
        "type": ["Address"],
        "geo": {"type": "GeoCoordinates", "latitude": 51.532774, "longitude": -0.472687},
    }


def test_a_place_told_to_a_hair_is_refused() -> None:
    with pytest.raises(MalformedDocument, match="at most 6 decimals") as refused:
        read_definition(definition(issuer=at(51.532774, 1e-7)))

    assert refused.value.where == "/issuer/address/geo/longitude"


@pytest.mark.parametrize("credits_available", ["3", True])
def test_a_number_that_is_none_is_refused_as_what_it_is(credits_available: Any) -> None:
    with pytest.raises(MalformedDocument, match="not a number"):
        read_definition(definition({"creditsAvailable": credits_available}))


ARABIC = {"@value": "لحام أساسي", "@language": "ar", "@direction": "rtl"}


@pytest.mark.parametrize(
    ("written", "where"),
    [
        (definition({"name": ARABIC}), "/achievement/name"),
        (definition({"criteria": {"narrative": ARABIC}}), "/achievement/criteria/narrative"),
        (definition(name=ARABIC), "/name"),
        (definition(description=["Welding", ARABIC]), "/description"),
        (definition({"tag": ["steel", ARABIC]}), "/achievement/tag/1"),
    ],
)
def test_a_text_with_a_language_of_its_own_is_refused(written: Json, where: str) -> None:
    with pytest.raises(MalformedDocument, match="plain text") as refused:
        read_definition(written)

    assert refused.value.where == where


def test_the_same_words_as_plain_text_are_welcome() -> None:
    read = read_definition(definition({"name": "لحام أساسي"}, name="Brunel® 🏅"))

    assert (read.name, read.about["name"]) == ("لحام أساسي", "Brunel® 🏅")


def test_a_control_character_is_refused() -> None:
    with pytest.raises(MalformedDocument, match="control character"):
        read_definition(definition({"name": "Welding\x7f"}))
