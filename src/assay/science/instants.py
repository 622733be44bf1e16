"""Instants and validity periods. Everything is aware and in UTC; zones exist only in the text."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from assay.science.errors import MalformedDocument

# XSD 1.1 dateTimeStamp: the zone is not optional, "24:00:00" and years beyond four digits are not read.
_STAMP = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)\Z", re.ASCII
)
_CLAUSE = "VCDM 2.0 §4.9, XSD 1.1-2 §3.4.28"


def parse_timestamp(text: object, *, where: str) -> datetime:
    """Read an XSD ``dateTimeStamp`` as an instant in UTC; fractions below a microsecond are cut off.

    Raises ``MalformedDocument`` for anything else: a date alone, a missing zone, a day that does not exist.
    """
    if not isinstance(text, str) or not _STAMP.match(text):
        raise MalformedDocument(f"not a date and time with a zone: {text!r:.60}", where=where, clause=_CLAUSE)
    try:
        return _in_utc(text)
    except (ValueError, OverflowError) as error:
        raise MalformedDocument(f"no such moment: {text!r:.60}", where=where, clause=_CLAUSE) from error


def format_timestamp(instant: datetime) -> str:
    """An instant as credentials carry it: UTC, whole seconds, ``2026-11-22T09:00:00Z``.

    Raises ``MalformedDocument`` for a time without a zone, which Python would take for this machine's.
    """
    if instant.tzinfo is None:
        raise MalformedDocument("a time without a zone", clause=_CLAUSE)
    return _stamp(instant)


@lru_cache(maxsize=256)  # the instant of a batch is written into each of its credentials
def _stamp(instant: datetime) -> str:
    # Not strftime, which writes the year 999 with three digits.
    return instant.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def _in_utc(stamp: str) -> datetime:
    # What the pattern lets through, this reads by the same grammar; but Python 3.14 takes 24:00:00 for midnight.
    if stamp[11:13] == "24":
        raise ValueError("a day has no hour 24")
    return datetime.fromisoformat(stamp).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class ValidityPeriod:
    """When a credential counts: ``validFrom`` to ``validUntil``, both ends included.

    Instants are aware and in UTC; ``None`` leaves that end open. Source: VCDM 2.0 §4.9.
    """

    starts: datetime | None = None
    ends: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a time without a zone and an end before the start."""
        if any(end is not None and end.tzinfo is None for end in (self.starts, self.ends)):
            raise MalformedDocument("a time without a zone", where="/validFrom", clause=_CLAUSE)
        if self.starts and self.ends and self.ends < self.starts:
            raise MalformedDocument("ends before it starts", where="/validUntil", clause="VCDM 2.0 §4.9")

    def contains(self, at: datetime) -> bool:
        """Whether ``at`` lies inside, ends included."""
        return (self.starts is None or self.starts <= at) and (self.ends is None or at <= self.ends)
