"""The clock. The science is told the time; this is who tells it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from assay.science.errors import Refused

Clock: TypeAlias = Callable[[], datetime]


def now() -> datetime:
    """This moment, aware and in UTC."""
    return datetime.now(UTC)


def stopped_at(instant: datetime) -> Clock:
    """A clock that always says ``instant``: for ``--now``, and for tests. Raises ``Refused`` without a zone."""
    if instant.tzinfo is None:
        raise Refused("a clock cannot stop at a time without a zone; write 2026-11-22T09:00:00Z")
    moment = instant.astimezone(UTC)
    return lambda: moment
