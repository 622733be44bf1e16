"""The clock of the demo world: it starts three years ago, is set forward from deed to deed, and never goes back."""

from dataclasses import dataclass
from datetime import datetime, timedelta


class StoryClock:
    """Says when the story is. ``Tools.now`` of the verbs while the world is built."""

    def __init__(self, starts: datetime) -> None:
        self._time = starts

    def __call__(self) -> datetime:
        return self._time

    def advance_to(self, at: datetime) -> None:
        """Set it forward. Raises ``ValueError`` for the past: what was signed would be older than what came before."""
        if at < self._time:
            raise ValueError(f"the story is at {self._time.isoformat()} and cannot go back to {at.isoformat()}")
        self._time = at


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days and hours counted back from the moment at which the world is built."""

    now: datetime

    def ago(self, days: int, at: str) -> datetime:
        """So many whole days before today, at that time of day in UTC. At least one: today is not over yet."""
        hour, minute = at.split(":")
        if days < 1:
            raise ValueError("today may be too young for that time of day; use hours_ago")
        day = self.now - timedelta(days=days)
        return day.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)

    def hours_ago(self, hours: float) -> datetime:
        """So many hours before now."""
        return (self.now - timedelta(hours=hours)).replace(microsecond=0)
