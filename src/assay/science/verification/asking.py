"""The core asks, the shell fetches.

A verification is a generator: it yields a ``Need`` for each outside document and is sent the bytes found
there, or ``None``. So one story serves a page, a command, a test and an offline bundle alike.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar


@dataclass(frozen=True, slots=True)
class Need:
    """One outside document, by its https URL."""

    url: str


T = TypeVar("T")
Asking: TypeAlias = Generator[Need, bytes | None, T]
# A record, and the credentials and endorsements in it, each of another issuer with a list: some seventy at the worst.
# ``adapters.safe_fetch`` fetches as many.
MAX_NEEDS = 80


def drive(story: Asking[T], fetch: Callable[[str], bytes | None]) -> T:
    """Run a story to its end, answering each need with ``fetch``; ``a_dict.get`` is a fetch."""
    try:
        need = next(story)
        while True:
            need = story.send(fetch(need.url))
    except StopIteration as end:
        result: T = end.value
        return result


def sparingly(story: Asking[T], *, most: int = MAX_NEEDS) -> Asking[T]:
    """The same story, asking for each document once and for ``most`` of them; the rest could not be had.

    Every answer may take seconds, and a document can name thousands of addresses.
    """
    answers: dict[str, bytes | None] = {}
    try:
        need = next(story)
        while True:
            if need.url not in answers and len(answers) < most:
                answers[need.url] = yield need
            need = story.send(answers.get(need.url))
    except StopIteration as end:
        result: T = end.value
        return result
