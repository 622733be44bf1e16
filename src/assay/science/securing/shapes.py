"""Documents whose shape is known: their canonical forms from the text alone, without parsing or expanding it again.

Issuers write the same form over and over. A document that the generic path has accepted is *learned*: its shape is
compiled into programs, and the shape's key leads to them. A text with the same key is *recognised*: its statements are
those of the shape with its own texts in the slots. ``steering`` says what the key holds and why that is enough.

1. **Learn.** Cut the text at its quotation marks; put a marker into each slot; run the document with markers through
   the generic path (``json_ld.to_rdf`` with all its guards). Every marker must come back, whole, as an IRI or as a
   literal: a text that is in no statement is signed by nobody.
2. **Recognise.** Cut the text; look the pieces up (punctuation, member names, steering texts, which identifiers are
   equal); check that the identifiers are safe. No parser runs: ``cutting`` says why none need.
3. **Run** the programs on the texts.

Any doubt, on the way or at a tie, gives ``None``, and the generic path decides. So a shape can make a verdict faster,
and never another one. What is kept is bounded: at most ``MAX_SHAPES``, those in use stay. Of the texts of documents
two things are kept: identifiers (``Store.safe``), and what the last document of a shape said of each blank node, until
a few have said something else (``programs``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from assay.science.errors import AssayError
from assay.science.securing import cutting
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.markers import CannotCompile, refuse_forged
from assay.science.securing.recognised import Recognised
from assay.science.securing.shape import Draft, Shape, compile_shape, draft
from assay.science.securing.shape_store import Family, Pattern, Store, pattern_of
from assay.science.securing.steering import may_be_compiled
from assay.science.securing.strict_json import JsonObject, JsonValue, listed

# A badge has 4 KB, a learner record 60. Longer ones carry pictures, and hashing them costs more than reading them.
MAX_TEXT: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Fresh:
    """A document whose shape was compiled just now. ``keep`` makes it known, if the document turns out to be good."""

    recognised: Recognised
    keep: Callable[[], None]


def recognise(text: str, contexts: ContextLibrary) -> Recognised | None:
    """The document that a text holds, if its shape was learned; ``None`` when it was not, or at any doubt."""
    store = _STORES.get(contexts)
    if store is None or len(text) > MAX_TEXT:
        return None
    found = store.find(cutting.cut(text))
    if found is None:
        return None
    family, written = found
    plain = cutting.is_plain(text)
    values = written if plain else cutting.meanings(written)
    shape = None if values is None else family.find(values)
    return None if shape is None or values is None else filled(shape, values, store, raw=plain)


def compiled(
    text: str, document: JsonObject, contexts: ContextLibrary, *, beside: frozenset[str] = frozenset()
) -> Fresh | None:
    """A document as one of its shape, which is compiled for it; ``text`` is what it was parsed from.

    ``beside`` names members of the text that are not the document's.

    ``None`` if it is of a kind that is never compiled, or at any doubt. Whatever the generic path would refuse for its
    form or its meaning is refused here too, as ``None``. Not checked: any signature, and what reading demands.
    """
    store = store_of(contexts)
    # A proof is signed apart from the rest, so that it does not matter that it is a graph of its own.
    own: JsonObject = {name: member for name, member in document.items() if name not in beside | {"proof"}}
    apart: list[JsonValue] = [own]
    apart += listed(document.get("proof", []))
    if len(text) > MAX_TEXT or not may_be_compiled(apart, store.steering):
        return None
    pieces, drawn = cutting.cut(text), draft(document, store.steering, beside=beside)
    if [cutting.meaning(string) for string in pieces[1::2]] != drawn.strings:
        return None
    family = store.find(pieces)
    try:
        refuse_forged(drawn.strings)
        shape, watched, pattern = _compiled(drawn, family[0] if family else Family(()), contexts)
    except (CannotCompile, AssayError):
        return None
    recognised = filled(shape, drawn.texts, store)
    if recognised is None or recognised.canonical_document() is None:
        return None  # blank nodes that only RDFC-1.0 §4.8 tells apart, or an identifier that is not safe
    return Fresh(recognised, lambda: store.keep(pieces, drawn, watched, pattern, shape))


def learn(text: str, document: JsonObject, contexts: ContextLibrary) -> bool:
    """Compile and keep the shape of a document that the generic path has accepted; ``False`` if it cannot be compiled.

    Not checked: that it was accepted. To learn what is refused costs time and memory, and changes no verdict.
    """
    fresh = compiled(text, document, contexts)
    if fresh is not None:
        fresh.keep()
    return fresh is not None


def forget(contexts: ContextLibrary) -> None:
    """Forget every shape of a library."""
    _STORES.pop(contexts, None)


def known(contexts: ContextLibrary) -> int:
    """How many shapes of a library are kept at this moment."""
    store = _STORES.get(contexts)
    return 0 if store is None else store.count()


def store_of(contexts: ContextLibrary) -> Store:
    """What is kept for a library."""
    return _STORES.get(contexts) or _STORES.setdefault(contexts, Store(contexts))


def filled(shape: Shape, values: tuple[str, ...], store: Store, *, raw: bool = False) -> Recognised | None:
    """A shape with texts in its slots; ``None`` if they are no texts, or its identifiers are not safe.

    ``raw``: they were taken from JSON in which nothing is escaped, so that what JSON wants escaped is an error.
    """
    together = "".join(values)
    plain = together.isprintable() and '"' not in together and "\\" not in together
    if not plain and (cutting.has_surrogate(together) or (raw and cutting.has_control(together))):
        return None
    return Recognised(shape, values, plain=plain) if store.safe.holds_for(shape.pick_identifiers(values)) else None


def merged(count: int, watched: tuple[int, ...], pattern: Pattern) -> tuple[int, ...]:
    """For each slot the first one whose text is the same by the pattern."""
    same = list(range(count))
    for place, first in enumerate(pattern):
        same[watched[place]] = watched[first]
    return tuple(same)


_STORES: WeakKeyDictionary[ContextLibrary, Store] = WeakKeyDictionary()


def _compiled(drawn: Draft, family: Family, contexts: ContextLibrary) -> tuple[Shape, tuple[int, ...], Pattern]:
    """The shape of a document, the slots that its family has to watch, and the pattern of their texts."""
    texts = drawn.texts
    deciding = frozenset(drawn.naming).union(family.watched)
    while True:  # twice at the most: what is one subject is known from the names, before any two objects are compared
        family = Family(tuple(sorted(deciding)))
        pattern = pattern_of(family.pick(texts))
        shape = compile_shape(drawn, merged(len(texts), family.watched, pattern), contexts)
        # Equal texts under one subject and predicate are one statement, so which are equal belongs to the key.
        alike = shape.alike(texts)
        if alike <= deciding:
            return shape, family.watched, pattern
        deciding |= alike
