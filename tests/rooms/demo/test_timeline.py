"""Many stories on one clock that never goes back."""

from datetime import UTC, datetime, timedelta

import pytest

from assay.campus.demo.story_clock import Calendar, StoryClock
from assay.campus.demo.timeline import Story, tell

START = datetime(2026, 1, 1, tzinfo=UTC)


def after(days: int) -> datetime:
    return START + timedelta(days=days)


def test_stories_are_told_in_the_order_of_time_whatever_the_order_of_their_list() -> None:
    clock = StoryClock(START)
    told: list[tuple[str, datetime]] = []

    def story(name: str, *days: int) -> Story:
        for day in days:
            yield after(day)
            told.append((name, clock()))

    tell([story("late", 3, 9), story("early", 1, 5)], clock=clock, afterwards=lambda: None)

    assert told == [("early", after(1)), ("late", after(3)), ("early", after(5)), ("late", after(9))]


def test_of_two_stories_at_one_instant_the_first_of_the_list_goes_first() -> None:
    clock = StoryClock(START)
    told: list[str] = []

    def story(name: str) -> Story:
        yield after(1)
        told.append(name)

    tell([story("first"), story("second")], clock=clock, afterwards=lambda: told.append("-"))

    assert told == ["first", "-", "second", "-"]


def test_a_story_that_would_go_back_is_refused() -> None:
    clock = StoryClock(START)

    def story() -> Story:
        yield after(4)
        yield after(2)

    with pytest.raises(ValueError, match="cannot go back"):
        tell([story()], clock=clock, afterwards=lambda: None)
    assert clock() == after(4)


def test_days_are_counted_back_from_now_and_today_is_not_one_of_them() -> None:
    calendar = Calendar(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))

    assert calendar.ago(2, "21:15") == datetime(2026, 11, 20, 21, 15, tzinfo=UTC)
    assert calendar.hours_ago(1.5) == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="today"):
        calendar.ago(0, "08:00")
