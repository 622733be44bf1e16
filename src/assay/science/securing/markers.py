"""Markers: what stands for the text of a slot while a shape is compiled.

A marker is an absolute IRI, so it passes where an identifier is due; in the place of a literal it is as good as any
text. It has to come back whole, as an IRI or as a literal. No context defines its scheme, and a document that holds it
is not compiled (``refuse_forged``).
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from assay.science.securing.rdf import Quad, Term
from assay.science.securing.weaving import Part

# A term as text, slot, text; or as one text.
Parts: TypeAlias = tuple[Part, ...]

SCHEME: Final = "x-assay-slot"
_MARKER: Final = re.compile(rf"{SCHEME}:([0-9]+)\.")
_SLOT: Final = re.compile(rf'(<|"){_MARKER.pattern}(>|"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?)')
_IDENTIFIER: Final = re.compile(f"<{_MARKER.pattern}>")


class CannotCompile(Exception):
    """The generic path does this one. Never leaves the package."""


def marker(slot: int) -> str:
    """What stands for a slot."""
    return f"{SCHEME}:{slot}."


def refuse_forged(strings: Iterable[str]) -> None:
    """Raise ``CannotCompile`` if what stands in a document, its escapes undone, could be taken for a marker."""
    if any(SCHEME in string for string in strings):
        raise CannotCompile("a text that looks like a marker")


def parts(term: Term) -> Parts:
    """A term taken apart. Raises ``CannotCompile`` if a marker became a part of something else."""
    found = _SLOT.fullmatch(term)
    if found and SCHEME not in found[3]:
        return found[1], int(found[2]), found[3]
    if SCHEME in term:
        raise CannotCompile("a text that became a part of a term")
    return (term,)


def slots_in(text: str) -> frozenset[int]:
    """The slots whose markers stand in a text."""
    return frozenset(int(slot) for slot in _MARKER.findall(text))


def identifiers_in(quads: Iterable[Quad]) -> frozenset[int]:
    """The slots that are IRIs in these statements."""
    return frozenset(int(found[1]) for quad in quads for term in quad if (found := _IDENTIFIER.fullmatch(term)))


def cut_at_markers(text: str) -> Sequence[Part]:
    """A text with markers in it as the parts of a ``Weave``."""
    return [int(piece) if index % 2 else piece for index, piece in enumerate(_MARKER.split(text))]
