"""Times: read from one strict grammar, kept in UTC, compared as instants."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import Code, MalformedDocument
from assay.science.instants import ValidityPeriod, format_timestamp, parse_timestamp

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-22T09:00:00Z", NINE),
        ("2026-11-22T09:00:00+00:00", NINE),
        ("2026-11-22T09:00:00-00:00", NINE),
        ("2026-11-22T10:30:00+01:30", NINE),
        ("2026-11-22T23:00:00+14:00", NINE),
        ("2026-11-21T19:00:00-14:00", NINE),
        ("2026-11-22T22:59:00+13:59", NINE),
        ("2026-11-22T09:00:00.5Z", NINE.replace(microsecond=500_000)),
        ("2026-11-22T09:00:00.000001Z", NINE.replace(microsecond=1)),
        ("2026-11-22T09:00:00.000000999Z", NINE),
        ("2024-02-29T00:00:00Z", datetime(2024, 2, 29, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_date_and_time_with_a_zone_is_an_instant_in_utc(text: str, instant: datetime) -> None:
    found = parse_timestamp(text, where="/validFrom")

    assert found == instant
    assert found.tzinfo is UTC


@given(
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)),  # noqa: DTZ001 -- the zone is drawn beside it
    st.integers(-14 * 60, 14 * 60),
    st.text("0123456789", max_size=9),
)
def test_each_part_of_a_time_counts_and_a_fraction_to_the_microsecond(
    local: datetime, minutes: int, fraction: str
) -> None:
    zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    text = f"{local:%H:%M:%S}{fraction and '.'}{fraction}{zone}"
    microsecond = int(fraction.ljust(6, "0")[:6])

    found = parse_timestamp(f"{local.year:04}-{local:%m-%d}T{text}", where="")

    assert found == local.replace(microsecond=microsecond, tzinfo=UTC) - timedelta(minutes=minutes)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2026-11-22", id="a date alone"),
        pytest.param("2026-11-22T09:00:00", id="no zone"),
        pytest.param("2026-11-22T09:00Z", id="no seconds"),
        pytest.param("2026-11-22 09:00:00Z", id="no T"),
        pytest.param("2026-11-22t09:00:00z", id="small letters"),
        pytest.param("2026-11-22T09:00:00.Z", id="a point and no fraction"),
        pytest.param("2026-11-22T09:00:00,5Z", id="a comma"),
        pytest.param("2026-11-22T09:00:00.1234567890Z", id="ten decimals"),
        pytest.param("2026-11-22T09:00:00+1:00", id="a short zone"),
        pytest.param("2026-11-22T09:00:00+0100", id="a zone without a colon"),
        pytest.param("2026-11-22T09:00:00+14:01", id="a zone beyond the last"),
        pytest.param("2026-11-22T09:00:00+01:60", id="sixty minutes"),
        pytest.param("2026-11-22T09:00:00Z\n", id="a line break at the end"),
        pytest.param(" 2026-11-22T09:00:00Z", id="a blank before"),
        pytest.param("12026-11-22T09:00:00Z", id="five digits of year"),
        pytest.param("-2026-11-22T09:00:00Z", id="before our era"),
        pytest.param("٢٠٢٦-11-22T09:00:00Z", id="digits of another alphabet"),
        pytest.param("2026-W47-7T09:00:00Z", id="a week"),
        pytest.param("", id="nothing"),
        pytest.param(None, id="null"),
        pytest.param(1795338000, id="a number"),
        pytest.param(["2026-11-22T09:00:00Z"], id="a list of one"),
        pytest.param({"@value": "2026-11-22T09:00:00Z"}, id="a value object"),
    ],
)
def test_attack_39_any_other_way_to_write_a_time_is_refused(text: object) -> None:
    with pytest.raises(MalformedDocument, match="not a date and time with a zone") as refused:
        parse_timestamp(text, where="/validUntil")

    assert (refused.value.code, refused.value.where) == (Code.MALFORMED, "/validUntil")


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29T09:00:00Z",
        "2026-13-01T09:00:00Z",
        "2026-00-01T09:00:00Z",
        "2026-11-31T09:00:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T24:00:00.0+01:00",
        "2026-11-22T25:00:00Z",
        "2026-11-22T09:60:00Z",
        "2026-12-31T23:59:60Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
    ],
)
def test_a_moment_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(MalformedDocument, match="no such moment") as refused:
        parse_timestamp(text, where="/validFrom")

    assert refused.value.where == "/validFrom"


def test_what_is_not_a_time_is_shown_in_part_only() -> None:
    with pytest.raises(MalformedDocument) as refused:
        parse_timestamp("x" * 100_000, where="")

    assert len(refused.value.reason) < 100


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (NINE, "2026-11-22T09:00:00Z"),
        (NINE.replace(microsecond=999_999), "2026-11-22T09:00:00Z"),
        (datetime(2026, 11, 22, 23, tzinfo=timezone(timedelta(hours=14))), "2026-11-22T09:00:00Z"),
        (datetime(999, 1, 2, 3, 4, 5, tzinfo=UTC), "0999-01-02T03:04:05Z"),
    ],
)
def test_an_instant_is_written_in_utc_with_whole_seconds(instant: datetime, text: str) -> None:
    assert format_timestamp(instant) == text


@given(st.datetimes(timezones=st.just(UTC)))
def test_what_is_written_is_read_again_to_the_second(instant: datetime) -> None:
    assert parse_timestamp(format_timestamp(instant), where="") == instant.replace(microsecond=0)


def test_a_time_without_a_zone_is_not_written_for_it_would_be_this_machine_s() -> None:
    with pytest.raises(MalformedDocument, match="without a zone"):
        format_timestamp(datetime(2026, 11, 22, 9))  # noqa: DTZ001 -- the fault


@pytest.mark.parametrize(
    ("period", "inside", "outside"),
    [
        (ValidityPeriod(NINE, NOON), (NINE, NOON, NINE + SECOND), (NINE - SECOND, NOON + SECOND)),
        (ValidityPeriod(starts=NINE), (NINE, NOON), (NINE - SECOND,)),
        (ValidityPeriod(ends=NINE), (NINE, NINE - SECOND), (NOON,)),
        (ValidityPeriod(NINE, NINE), (NINE,), (NINE - SECOND, NINE + SECOND)),
        (ValidityPeriod(), (NINE, NOON), ()),
    ],
)
def test_both_ends_of_a_period_belong_to_it_and_a_missing_end_is_open(
    period: ValidityPeriod, inside: tuple[datetime, ...], outside: tuple[datetime, ...]
) -> None:
    assert all(period.contains(at) for at in inside)
    assert not any(period.contains(at) for at in outside)


def test_attack_39_an_end_that_has_passed_elsewhere_on_earth_has_passed() -> None:
    until = parse_timestamp("2026-11-22T22:00:00+14:00", where="/validUntil")

    assert not ValidityPeriod(ends=until).contains(NINE)


@pytest.mark.parametrize(
    ("starts", "ends", "where"),
    [
        (NOON, NINE, "/validUntil"),
        (datetime(2026, 11, 22), None, "/validFrom"),  # noqa: DTZ001 -- the fault
        (None, datetime(2026, 11, 22), "/validFrom"),  # noqa: DTZ001 -- the fault
    ],
)
def test_a_period_cannot_end_before_it_starts_nor_lack_a_zone(
    starts: datetime | None, ends: datetime | None, where: str
) -> None:
    with pytest.raises(MalformedDocument) as refused:
        ValidityPeriod(starts, ends)

    assert refused.value.where == where
