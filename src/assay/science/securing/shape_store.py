"""Where the shapes of one context library are kept, and how a text finds its own.

Three looks lead to a shape: by the punctuation; by the strings that are fixed, member names and steering texts; by
which of the watched slots have equal texts. What is kept is bounded.

Safe under threads: a reader finds a shape whole or not at all, and writers take turns.
"""

from threading import Lock
from typing import Final, TypeAlias

from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.known import Known
from assay.science.securing.shape import Draft, Shape
from assay.science.securing.steering import Steering, steering_of
from assay.science.securing.weaving import Pick, picker

# Which of several texts are equal: for each the place of the first like it; () when all differ.
Pattern: TypeAlias = tuple[int, ...]

# Some 100 KB each when it is learned, and up to 300 KB when it has met many orders of its lines.
MAX_SHAPES: Final = 1_024
# Under one punctuation; a stranger's texts in it must not push out everybody else's.
MAX_ALIKE: Final = 256


def pattern_of(texts: tuple[str, ...]) -> Pattern:
    """Which of several texts are equal."""
    if len(set(texts)) == len(texts):
        return ()
    first: dict[str, int] = {}
    return tuple([first.setdefault(text, place) for place, text in enumerate(texts)])


class Family:
    """Shapes that differ only in which of the ``watched`` slots have equal texts."""

    __slots__ = ("pick", "shapes", "watched")

    def __init__(self, watched: tuple[int, ...]) -> None:
        self.watched = watched
        self.pick: Pick = picker(watched)
        self.shapes: dict[Pattern, Shape] = {}

    def find(self, texts: tuple[str, ...]) -> Shape | None:
        """The shape of a document with these texts in its slots."""
        # ``pick`` and ``shapes`` belong together for as long as a family lives: watching more makes another family.
        return self.shapes.get(pattern_of(self.pick(texts)))


class _Outline:
    """What is fixed in one punctuation, member names and steering texts, by place; and where the slots are."""

    __slots__ = ("families", "fixed", "places", "slots")

    def __init__(self, drawn: Draft) -> None:
        self.places = drawn.fixed
        self.fixed: Pick = picker(self.places)
        self.slots: Pick = picker(drawn.slots)
        self.families: dict[str, Family] = {}


def _joined(outline: _Outline, strings: list[str]) -> str:
    """What is fixed, as one text: a quotation mark inside a string, as it is written, has a backslash before it."""
    return '"'.join(outline.fixed(strings))


class _Form:
    """One punctuation. ``used``: it was recognised since the last time that room was needed.

    It says which strings are member names, and these which texts steer: mostly there is one outline.
    """

    __slots__ = ("outlines", "used")

    def __init__(self) -> None:
        self.outlines: tuple[_Outline, ...] = ()
        self.used = False

    def count(self) -> int:
        return sum(len(family.shapes) for outline in self.outlines for family in list(outline.families.values()))


class Store:
    """The shapes of one library, with what is needed to make more."""

    def __init__(self, contexts: ContextLibrary) -> None:
        self.steering: Steering = steering_of(contexts)
        self.safe = Known(self.steering.is_safe)
        self._lock = Lock()
        self._forms: dict[str, _Form] = {}

    def find(self, pieces: list[str]) -> tuple[Family, tuple[str, ...]] | None:
        """The family of a text that was cut, and what stands in its slots as it is written; ``None`` without one."""
        form = self._forms.get('"'.join(pieces[::2]))
        # Punctuation is the first piece and the last; if not, a string was opened at the end and never closed.
        if form is None or len(pieces) % 2 == 0:
            return None
        strings = pieces[1::2]
        for outline in form.outlines:
            family = outline.families.get(_joined(outline, strings))
            if family is not None:
                form.used = True
                return family, outline.slots(strings)
        return None

    def keep(self, pieces: list[str], drawn: Draft, watched: tuple[int, ...], pattern: Pattern, shape: Shape) -> None:
        """Put a shape where ``find`` leads. A family that watched fewer slots is given up."""
        punctuation, strings = '"'.join(pieces[::2]), pieces[1::2]
        with self._lock:
            form = self._forms.get(punctuation)
            if form is None or form.count() >= MAX_ALIKE:
                self._make_room()
                form = self._forms[punctuation] = _Form()
            outline = next((each for each in form.outlines if each.places == drawn.fixed), None)
            if outline is None:
                outline = _Outline(drawn)
                form.outlines = (*form.outlines, outline)
            fixed = _joined(outline, strings)
            family = outline.families.get(fixed)
            if family is None or family.watched != watched:
                family = outline.families[fixed] = Family(watched)
            family.shapes[pattern] = shape

    def count(self) -> int:
        """How many shapes are kept."""
        return sum(form.count() for form in list(self._forms.values()))

    def _make_room(self) -> None:
        """Drop forms that nobody used since room was last needed, oldest first; if all were used, the oldest."""
        while self.count() >= MAX_SHAPES:
            punctuation, form = next(iter(self._forms.items()))
            del self._forms[punctuation]
            if form.used and self._forms:
                form.used = False
                self._forms[punctuation] = form
