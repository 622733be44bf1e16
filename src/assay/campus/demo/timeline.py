"""Many stories at once, told in the order of time.

A story is a generator: it yields the instant for which it waits, and goes on when the clock has reached it.

    def samantha(world):
        yield world.calendar.ago(200, "09:15")
        submission = world.start("samantha", "sql-in-practice")
        yield world.calendar.ago(190, "18:40")
        ...
"""

import heapq
from collections.abc import Callable, Generator, Iterable
from datetime import datetime
from itertools import count
from typing import TypeAlias

from assay.campus.demo.story_clock import StoryClock

Story: TypeAlias = Generator[datetime, None, None]


def tell(stories: Iterable[Story], *, clock: StoryClock, afterwards: Callable[[], None]) -> None:
    """Tell all stories to their ends, whichever is due next. ``afterwards`` is called after each part of one.

    Two parts of one instant are told in the order in which their stories are listed.
    """
    order = count()
    due: list[tuple[datetime, int, Story]] = []

    def wait(story: Story) -> None:
        at = next(story, None)
        if at is not None:
            heapq.heappush(due, (at, next(order), story))

    for story in stories:
        wait(story)
    while due:
        at, _, story = heapq.heappop(due)
        clock.advance_to(at)
        wait(story)
        afterwards()
