"""Amounts as people type them."""

from decimal import Decimal

import pytest

from assay.science.designing.amounts import amount, elapsed_days


@pytest.mark.parametrize(("text", "number"), [("60", "60"), ("1.5", "1.5"), ("0.25", "0.25"), ("3.00", "3")])
def test_a_number_with_at_most_two_decimals_is_an_amount(text: str, number: str) -> None:
    assert amount(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "0", "0.00", "-3", "+3", "1e3", "1,5", ".5", "5.", "1.555", "1000000", "٣", "NaN"]
)
def test_anything_else_is_none(text: str) -> None:
    assert amount(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [("P6W", 42), ("P2D", 2), ("P1W1D", 8), ("PT6H", Decimal("0.25")), ("P1DT12H", Decimal("1.5")), ("PT90M", 0.0625)],
)
def test_an_elapsed_time_has_days(text: str, days: Decimal | float) -> None:
    found = elapsed_days(text)

    assert found is not None
    assert abs(found - Decimal(days)) < Decimal("0.0001")


def test_years_and_months_are_about_as_long_as_they_are() -> None:
    assert 365 < (elapsed_days("P1Y") or 0) < 366
    assert 1826 < (elapsed_days("P60M") or 0) < 1827


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P6", "6W", "P6w", "P1.5W", "six weeks", "P0D", "PT0H", "P1W\n", "P-1D"]
)
def test_what_is_no_elapsed_time_has_none(text: str) -> None:
    assert elapsed_days(text) is None
