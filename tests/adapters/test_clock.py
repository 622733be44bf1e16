"""The clock."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from assay.adapters import clock
from assay.science.errors import Refused


def test_now_is_aware_and_moves_on() -> None:
    before = datetime.now(UTC)

    moment = clock.now()

    assert before <= moment <= datetime.now(UTC)
    assert moment.utcoffset() == timedelta(0)


def test_a_stopped_clock_always_says_the_same_instant_in_utc() -> None:
    stopped = clock.stopped_at(datetime(2026, 11, 22, 10, tzinfo=timezone(timedelta(hours=1))))

    assert stopped() == stopped() == datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert stopped().utcoffset() == timedelta(0)


def test_a_clock_cannot_stop_at_a_time_without_a_zone() -> None:
    with pytest.raises(Refused):
        clock.stopped_at(datetime(2026, 11, 22, 9))  # noqa: DTZ001  (it is the point)
