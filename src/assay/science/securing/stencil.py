"""A document with holes: what may be put into them, and what it is then.

Which objects of a document are one and the same depends on their identifiers, so the texts that are put in must agree
and differ where those of the sample did.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assay.science.errors import AssayError, MalformedDocument
from assay.science.securing import shapes
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.markers import CannotCompile, refuse_forged
from assay.science.securing.recognised import Recognised
from assay.science.securing.shape import Draft, Shape, compile_shape, draft
from assay.science.securing.shape_store import Pattern, Store, pattern_of
from assay.science.securing.strict_json import JsonObject
from assay.science.securing.weaving import Pick, picker


@dataclass(frozen=True, eq=False)
class Stencil:
    """A shape, and how the identifiers in its holes must agree with each other and with none of the fixed ones."""

    shape: Shape
    _store: Store
    _pick_names: Pick
    _pattern: Pattern
    _fixed_names: frozenset[str]

    def fill(self, texts: Sequence[str]) -> Recognised | None:
        """The document of these texts; ``None`` where only the generic path can tell what it states.

        That is: an identifier that is no plain absolute URL, or that names another object of the document as well.
        Raises ``MalformedDocument`` unless there are as many texts as holes.
        """
        if len(texts) != len(self.shape.places):
            raise MalformedDocument(f"{len(texts)} texts for {len(self.shape.places)} holes")
        names = self._pick_names(texts)
        if pattern_of(names) != self._pattern or not self._fixed_names.isdisjoint(names):
            return None
        return shapes.filled(self.shape, tuple(texts), self._store)


def drafted(document: JsonObject, vary: frozenset[str], contexts: ContextLibrary) -> Draft:
    """The document taken apart, with holes at these pointers.

    Raises ``MalformedDocument`` when one leads to no text, or to one that steers what other words mean, such as a type.
    """
    drawn = draft(document, shapes.store_of(contexts).steering, vary=vary)
    stray = vary.difference(drawn.places)
    if stray:
        raise MalformedDocument("no text here that may vary", where=min(stray))
    return drawn


def cut(drawn: Draft, contexts: ContextLibrary) -> Stencil | None:
    """The stencil of a document; ``None`` if it is of a kind that is never compiled."""
    pick = picker(drawn.naming)
    pattern = pattern_of(pick(drawn.texts))
    fixed = frozenset(drawn.fixed_names)
    if not fixed.isdisjoint(pick(drawn.texts)):
        return None
    try:
        refuse_forged(drawn.strings)
        shape = compile_shape(drawn, shapes.merged(len(drawn.texts), tuple(drawn.naming), pattern), contexts)
    except (CannotCompile, AssayError):
        return None
    return Stencil(shape, shapes.store_of(contexts), pick, pattern, fixed)
