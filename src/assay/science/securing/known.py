"""Texts that were looked at before: identifiers of issuers, achievements and frameworks come again and again."""

from collections.abc import Callable, Iterable
from functools import lru_cache, wraps
from typing import Final, TypeVar

# Some megabyte; an address of a thing is far shorter than 200 characters, and longer ones are looked at each time.
MAX_KNOWN: Final = 8_192
MAX_LENGTH: Final = 200
# Issuers, their keys and where these are found; a stranger could make such texts a megabyte long.
_MAX_ANSWERS: Final = 512
_MAX_QUESTION: Final = 1_024


class Known:
    """A rule about single texts that remembers for which ones it held, as long as there are not too many."""

    __slots__ = ("_held", "_rule")

    def __init__(self, rule: Callable[[str], bool]) -> None:
        self._rule = rule
        self._held: set[str] = set()

    def holds_for(self, texts: Iterable[str]) -> bool:
        """Whether the rule holds for all of them."""
        held = self._held
        if held.issuperset(texts):
            return True
        for text in texts:  # noqa: SIM110 -- a generator takes longer than most of the looking
            if text not in held and not self._look_at(text):
                return False
        return True

    def _look_at(self, text: str) -> bool:
        if not self._rule(text):
            return False
        if len(text) <= MAX_LENGTH:
            if len(self._held) >= MAX_KNOWN:
                self._held = set()
            self._held.add(text)
        return True


T = TypeVar("T")


def remembered(function: Callable[..., T]) -> Callable[..., T]:
    """A pure function of texts that need not be asked twice for the same short ones. What it raises is not kept."""
    kept = lru_cache(maxsize=_MAX_ANSWERS)(function)

    @wraps(function)
    def asked(*texts: str) -> T:
        return kept(*texts) if sum(map(len, texts)) <= _MAX_QUESTION else function(*texts)

    return asked
