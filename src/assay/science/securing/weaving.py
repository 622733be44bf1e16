"""Texts with holes: what is the same in many documents is written once, and the rest is woven in.

    Weave(("<", 0, "> <urn:p> ", 1, " .")).text(["urn:a", '"x"'])   # '<urn:a> <urn:p> "x" .'

A hole is the index of a value. Not done: escaping; the values are woven in as they are.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, TypeAlias

Part: TypeAlias = str | int
Pick: TypeAlias = Callable[[Sequence[str]], tuple[str, ...]]


def picker(places: Sequence[Any]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that takes what is at these places of a sequence or a mapping, always as a tuple."""
    if not places:
        return lambda _: ()
    if len(places) == 1:
        only = places[0]
        return lambda values: (values[only],)
    return itemgetter(*places)


class Weave:
    """One text with holes. Never changed once it is made."""

    __slots__ = ("_frame", "pick")

    def __init__(self, parts: Iterable[Part], shared: dict[str, str] | None = None) -> None:
        """Join neighbouring texts and put an empty one between neighbouring holes.

        ``shared`` are the texts of weaves that have many in common: each is then kept once.
        """
        # Text and hole take turns, so that all holes are filled in one stroke.
        frame: list[Any] = [""]
        holes: list[int] = []
        for part in parts:
            if isinstance(part, str):
                frame[-1] += part
            else:
                holes.append(part)
                frame += (None, "")
        self._frame = (
            [shared.setdefault(text, text) if text else text for text in frame] if shared is not None else frame
        )
        self.pick = picker(holes)

    def text(self, values: Sequence[str]) -> str:
        """The text with the values at the places that it names."""
        woven = self._frame.copy()
        woven[1::2] = self.pick(values)
        return "".join(woven)
