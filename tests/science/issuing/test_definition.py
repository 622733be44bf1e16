"""Definitions: what all credentials of one kind will say, and how long they count."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assay.science.errors import MalformedDocument
from assay.science.issuing.definition import Duration, read_definition

Json = dict[str, Any]
ACHIEVEMENT: Json = {"id": "urn:x:1", "name": "Welding", "description": "d", "criteria": "Weld two joints."}


def definition(**changes: Any) -> Json:
    document = {"issuer": {"name": "Brunel College"}, "achievement": ACHIEVEMENT, **changes}
    return {name: value for name, value in document.items() if value is not None}


def achievement(**changes: Any) -> Json:
    return {name: value for name, value in {**ACHIEVEMENT, **changes}.items() if value is not None}


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, 30, tzinfo=UTC)


def test_a_definition_is_read_with_its_types_filled_in() -> None:
    read = read_definition(definition(name="For wallets", image={"id": "urn:x:i"}))

    assert read.name == "Welding"
    assert read.issuer == {"type": ["Profile"], "name": "Brunel College"}
    assert read.about == {"name": "For wallets", "image": {"id": "urn:x:i", "type": "Image"}}
    assert read.achievement["criteria"] == {"narrative": "Weld two joints."}
    assert read.achievement["achievementType"] == "MicroCredential"
    assert read.ends(at(2026, 11, 22)) is None


def test_an_achievement_may_be_of_another_type_and_have_criteria_elsewhere() -> None:
    read = read_definition(definition(achievement=achievement(achievementType="Badge", criteria={"id": "urn:x:c"})))

    assert (read.achievement["achievementType"], read.achievement["criteria"]) == ("Badge", {"id": "urn:x:c"})


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (definition(isuer={}), "/isuer"),
        (definition(proof=[]), "/proof"),
        (definition(issuer=None), "/issuer"),
        (definition(issuer="did:web:brunel.example"), "/issuer"),
        (definition(issuer=[]), "/issuer"),
        (definition(issuer={"id": "Brunel"}), "/issuer/id"),
        (definition(issuer={"nmae": "B"}), "/issuer/nmae"),
        (definition(achievement=None), "/achievement"),
        (definition(achievement=achievement(criteria=None)), "/achievement/criteria"),
        (definition(achievement=achievement(criteria="")), "/achievement/criteria/narrative"),
        (definition(achievement=achievement(criteria={})), "/achievement/criteria"),
        (definition(achievement=achievement(criteria=[])), "/achievement/criteria"),
        (definition(achievement=achievement(criteria=7)), "/achievement/criteria"),
        (definition(achievement=achievement(criteria={"text": "c"})), "/achievement/criteria/text"),
        (definition(achievement=achievement(id=None)), "/achievement/id"),
        (definition(achievement=achievement(type="Profile")), "/achievement/type"),
        (definition(name=7), "/name"),
        (definition(name=""), "/name"),
        (definition(description=["a", "b"]), "/description"),
        (definition(image="https://x.example/i.png"), "/image"),
        (definition(image={"caption": "c"}), "/image/id"),
        (definition(validFor="3 years"), "/validFor"),
        (definition(validFor=3), "/validFor"),
        (definition(validUntil="2031-01-01"), "/validUntil"),
        (definition(validFor="P3Y", validUntil="2031-01-01T00:00:00Z"), "/validUntil"),
        (definition(achievement=achievement(name="Welding\x7f")), "/achievement/name"),
        (definition(issuer={"name": "\x1b[2J"}), "/issuer/name"),
    ],
)
def test_a_fault_is_refused_with_its_place_and_a_reason(document: Json, where: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        read_definition(document)

    assert refused.value.where == where
    assert refused.value.reason.isprintable()


# --- how long it counts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("duration", "starts", "ends"),
    [
        ("P3Y", at(2026, 11, 22), at(2029, 11, 22)),
        ("P18M", at(2026, 11, 22), at(2028, 5, 22)),
        ("P1M", at(2026, 1, 31), at(2026, 2, 28)),
        ("P1M", at(2028, 1, 31), at(2028, 2, 29)),
        ("P1M", at(2026, 12, 31), at(2027, 1, 31)),
        ("P13M", at(2026, 12, 31), at(2028, 1, 31)),
        ("P1Y", at(2028, 2, 29), at(2029, 2, 28)),
        ("P4Y", at(2028, 2, 29), at(2032, 2, 29)),
        ("P1Y", at(1999, 2, 28), at(2000, 2, 28)),
        ("P100Y", at(2000, 2, 29), at(2100, 2, 28)),  # 2100 is no leap year
        ("P30D", at(2026, 2, 1), at(2026, 3, 3)),
        ("P1M1D", at(2026, 1, 31), at(2026, 3, 1)),  # the month first, then the day
        ("P1Y2M3D", at(2026, 11, 22), at(2028, 1, 25)),
        ("P999Y", at(2026, 11, 22), at(3025, 11, 22)),
    ],
)
def test_a_duration_goes_by_the_calendar(duration: str, starts: datetime, ends: datetime) -> None:
    assert read_definition(definition(validFor=duration)).ends(starts) == ends


@pytest.mark.parametrize(
    "duration",
    ["", "P", "3Y", "PT3H", "P3W", "P-3Y", "P3.5Y", "P3Y ", "P3M1Y", "p3y", "P1000Y", "P٣Y", "P3YT", "P3Y\n", ["P3Y"]],
)
def test_what_is_no_duration_in_years_months_and_days_is_refused(duration: Any) -> None:
    with pytest.raises(MalformedDocument, match="P3Y or P18M"):
        read_definition(definition(validFor=duration))


@pytest.mark.parametrize("duration", [Duration(12 * 999, 0), Duration(0, 9999), Duration(1, 0)])
def test_an_end_beyond_the_calendar_is_refused(duration: Duration) -> None:
    with pytest.raises(MalformedDocument, match="beyond the calendar") as refused:
        duration.after(at(9999, 12, 31))

    assert refused.value.where == "/validFor"


def test_a_fixed_end_is_the_same_for_everybody() -> None:
    read = read_definition(definition(validUntil="2031-01-01T01:00:00+01:00"))

    assert read.ends(at(2026, 1, 1)) == read.ends(at(2030, 1, 1)) == datetime(2031, 1, 1, tzinfo=UTC)
