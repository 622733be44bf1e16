"""How far a long run has come, on standard error, where a person is watching."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
# A few seconds of signing.
_EVERY = 500


def watched(items: Iterable[T], *, total: int, monotonic: Callable[[], float] = time.monotonic) -> Iterator[T]:
    """The same items; after every 500 but the last, a line with the count, the rate and the time left."""
    began = monotonic()
    for number, item in enumerate(items, start=1):
        yield item
        if number % _EVERY == 0 and number < total and sys.stderr.isatty():
            each_s = max(monotonic() - began, 0.001) / number
            left = f"{1 / each_s:.0f} a second, {(total - number) * each_s:.0f} s left"
            print(f"{number} of {total}, {left}", file=sys.stderr)
