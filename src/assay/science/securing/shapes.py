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
and never another one. What is kept is bounded: at most ``MAX_SHAPES``, those in use stay; of the texts of documents
only identifiers are kept.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, TypeAlias
from weakref import WeakKeyDictionary

from assay.science.errors import AssayError
from assay.science.securing import cutting, jcs, rdf
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.markers import SCHEME, CannotCompile
from assay.science.securing.programs import Program
from assay.science.securing.shape import Draft, Shape, compile_shape, draft
from assay.science.securing.steering import Steering, may_be_compiled, steering_of
from assay.science.securing.strict_json import JsonObject, JsonValue, listed
from assay.science.securing.weaving import Pick, picker

# Which of several texts are equal: for each the place of the first like it; () when all differ.
Pattern: TypeAlias = tuple[int, ...]

# A badge has 4 KB, a learner record 60. Longer ones carry pictures, and hashing them costs more than reading them.
MAX_TEXT: Final = 1 << 16
# Some 60 KB each.
MAX_SHAPES: Final = 1_024
# Under one punctuation; a stranger's texts in it must not push out everybody else's.
MAX_ALIKE: Final = 64
# Far below what ``rdf_canonical`` refuses, so that it need not be asked.
MAX_CANONICAL: Final = 1 << 20
# Identifiers that were found safe before: those of issuers, achievements and frameworks come again and again.
MAX_KNOWN: Final = 8_192
_MAX_KNOWN_LENGTH: Final = 200
# Merging equal texts can make further ones meet; each round takes a compilation.
_MAX_ROUNDS: Final = 4

_HASHES: Final = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


class Recognised:
    """A text of a known shape. It is JSON, and every check that rests on its shape has been made."""

    __slots__ = ("_document", "_plain", "shape", "values")

    def __init__(self, shape: Shape, values: tuple[str, ...], *, plain: bool) -> None:
        self.shape = shape
        self.values = values
        self._plain = plain
        self._document: JsonObject | None = None

    @property
    def document(self) -> JsonObject:
        """The document as the parser would give it."""
        if self._document is None:
            self._document = self.only(*self.shape.members)
        return self._document

    def only(self, *names: str) -> JsonObject:
        """The document with these members, as far as it has them, and no other."""
        members = self.shape.members
        return {name: members[name](self.values) for name in names if name in members}

    @property
    def json_texts(self) -> Sequence[str]:
        """The texts of the slots as JSON has them between quotation marks, in the one way of RFC 8785."""
        return self.values if self._plain else [_in_json(text) for text in self.values]

    def canonical_document(self, hash_name: str = "sha256") -> bytes | None:
        """The canonical N-Quads of the document without its proof, or ``None`` at a tie."""
        return self._run(self.shape.document, hash_name)

    def canonical_options(self, hash_name: str = "sha256") -> bytes | None:
        """The canonical N-Quads of its proof's options; ``None`` at a tie, or if it has no proof of an RDFC suite."""
        return None if self.shape.options is None else self._run(self.shape.options, hash_name)

    def canonical_forms(self, hash_name: str) -> tuple[bytes, bytes] | None:
        """What its one proof signs: options and document in the canonical form of its suite; ``None`` as above."""
        if self.shape.jcs is not None:
            options, document = self.shape.jcs
            return options.text(self.json_texts).encode(), document.text(self.json_texts).encode()
        first, second = self.canonical_options(hash_name), self.canonical_document(hash_name)
        return None if first is None or second is None else (first, second)

    def _run(self, program: Program, hash_name: str) -> bytes | None:
        values = list(self.values) if self._plain else [_in_nquads(text) for text in self.values]
        values.append("")
        found = program.run(values, _HASHES[hash_name])
        return None if found is None or len(found) > MAX_CANONICAL else found.encode()


def recognise(text: str, contexts: ContextLibrary) -> Recognised | None:
    """The document that a text holds, if its shape was learned; ``None`` when it was not, or at any doubt."""
    store = _STORES.get(contexts)
    if store is None or len(text) > MAX_TEXT:
        return None
    pieces = cutting.cut(text)
    form = store.forms.get('"'.join(pieces[::2]))
    if form is None:
        return None
    strings = pieces[1::2]
    outline = form.outlines.get(form.names(strings))
    family = outline and outline.families.get(outline.steering(strings))
    if not outline or not family:
        return None
    values = outline.slots(strings)
    if "\\" in text:
        found = _undone(values)
        if found is None:
            return None
        values = found
    shape = family.shapes.get(pattern_of(family.pick(values)))
    if shape is None:
        return None
    form.used = True
    return store.filled(shape, values, raw="\\" not in text)


def learn(text: str, document: JsonObject, contexts: ContextLibrary) -> bool:
    """Compile the shape of a document that the generic path has accepted; ``text`` is what it was parsed from.

    ``False`` if it is of a kind that is never compiled. Takes about as long as verifying it took.
    Not checked: that it was accepted. To learn what is refused costs time and memory, and changes no verdict.
    """
    store = store_of(contexts)
    # A proof is signed apart from the rest, so that it does not matter that it is a graph of its own.
    apart: list[JsonValue] = [{name: member for name, member in document.items() if name != "proof"}]
    apart += listed(document.get("proof", []))
    if len(text) > MAX_TEXT or SCHEME in text or not may_be_compiled(apart, store.steering):
        return False
    with store.lock:
        try:
            store.learn(text, document, contexts)
        except (CannotCompile, AssayError):
            return False
    return True


def forget(contexts: ContextLibrary) -> None:
    """Forget every shape of a library."""
    _STORES.pop(contexts, None)


def store_of(contexts: ContextLibrary) -> "Store":
    """What is kept for a library."""
    return _STORES.get(contexts) or _STORES.setdefault(contexts, Store(contexts))


def known(contexts: ContextLibrary) -> int:
    """How many shapes of a library are kept at this moment."""
    store = _STORES.get(contexts)
    return 0 if store is None else store.count()


class _Family:
    """Shapes that differ only in which of the ``watched`` slots have equal texts."""

    __slots__ = ("pick", "shapes", "watched")

    def __init__(self) -> None:
        self.watched: tuple[int, ...] = ()
        self.pick: Pick = picker(())
        self.shapes: dict[Pattern, Shape] = {}

    def watch(self, slots: frozenset[int]) -> None:
        """Watch these too. What was learned under fewer is not found any more."""
        if not slots <= set(self.watched):
            self.watched = tuple(sorted(slots.union(self.watched)))
            self.pick = picker(self.watched)
            self.shapes = {}


@dataclass(slots=True)
class _Outline:
    """One set of member names in one punctuation: where its steering texts stand, and where its slots."""

    steering: Pick
    slots: Pick
    families: dict[tuple[str, ...], _Family] = field(default_factory=dict)


@dataclass(slots=True)
class _Form:
    """One punctuation. ``used``: it was recognised since the last time that room was needed."""

    names: Pick
    outlines: dict[tuple[str, ...], _Outline] = field(default_factory=dict)
    used: bool = True

    def count(self) -> int:
        return sum(len(f.shapes) for outline in self.outlines.values() for f in outline.families.values())


class Store:
    """The shapes of one library."""

    def __init__(self, contexts: ContextLibrary) -> None:
        self.steering: Steering = steering_of(contexts)
        self.forms: dict[str, _Form] = {}
        self.lock = Lock()
        self._safe: set[str] = set()

    def count(self) -> int:
        return sum(form.count() for form in list(self.forms.values()))

    def filled(self, shape: Shape, values: tuple[str, ...], *, raw: bool = False) -> Recognised | None:
        """A shape with texts in its slots, if they are texts and its identifiers are safe.

        ``raw``: they were taken from JSON in which nothing is escaped, so that what JSON wants escaped is an error.
        """
        together = "".join(values)
        plain = together.isprintable() and '"' not in together and "\\" not in together
        if not plain and (cutting.has_surrogate(together) or (raw and cutting.has_control(together))):
            return None
        return Recognised(shape, values, plain=plain) if self.are_safe(shape.pick_identifiers(values)) else None

    def are_safe(self, iris: tuple[str, ...]) -> bool:
        """Whether identifiers are plain absolute IRIs, whatever the contexts; see ``steering``."""
        if self._safe.issuperset(iris):
            return True
        for iri in iris:
            if iri not in self._safe:
                if not self.steering.is_safe(iri):
                    return False
                if len(iri) <= _MAX_KNOWN_LENGTH:
                    if len(self._safe) >= MAX_KNOWN:
                        self._safe = set()
                    self._safe.add(iri)
        return True

    def learn(self, text: str, document: JsonObject, contexts: ContextLibrary) -> None:
        """Put the shape of a document where ``recognise`` finds it."""
        pieces = cutting.cut(text)
        strings, drawn = pieces[1::2], draft(document, self.steering)
        if [cutting.meaning(string) for string in strings] != drawn.strings:
            raise CannotCompile("a text that is not the document's")
        family = self._family('"'.join(pieces[::2]), strings, drawn)
        shape, pattern = _compiled(drawn, family, contexts)
        family.shapes[pattern] = shape

    def _family(self, punctuation: str, strings: list[str], drawn: Draft) -> "_Family":
        form = self.forms.get(punctuation)
        if form is None:
            self.make_room()
            form = self.forms.setdefault(punctuation, _Form(picker(drawn.names)))
        elif form.count() >= MAX_ALIKE:
            form.outlines.clear()
        outline = form.outlines.setdefault(form.names(strings), _Outline(picker(drawn.keys), picker(drawn.slots)))
        return outline.families.setdefault(outline.steering(strings), _Family())

    def make_room(self) -> None:
        """Drop forms that nobody used since this was last called, oldest first; every form once, if need be."""
        while self.forms and self.count() >= MAX_SHAPES:
            punctuation, form = next(iter(self.forms.items()))
            del self.forms[punctuation]
            if form.used and len(self.forms) > 0:
                form.used = False
                self.forms[punctuation] = form


_STORES: WeakKeyDictionary[ContextLibrary, Store] = WeakKeyDictionary()


def _compiled(drawn: Draft, family: _Family, contexts: ContextLibrary) -> tuple[Shape, Pattern]:
    """The shape of a document and the pattern under which it is kept; the family learns what it has to watch."""
    texts = drawn.texts
    deciding = frozenset(drawn.naming)
    for _ in range(_MAX_ROUNDS):
        family.watch(deciding)
        pattern = pattern_of(family.pick(texts))
        shape = compile_shape(drawn, merged(len(texts), family.watched, pattern), contexts)
        # Equal texts under one subject and predicate are one statement, so which are equal belongs to the key.
        deciding = shape.alike(texts)
        if deciding <= set(family.watched):
            break
    if Recognised(shape, texts, plain=False).canonical_document() is None:
        raise CannotCompile("blank nodes that only RDFC-1.0 §4.8 tells apart")
    return shape, pattern


def merged(count: int, watched: tuple[int, ...], pattern: Pattern) -> tuple[int, ...]:
    """For each slot the first one whose text is the same by the pattern."""
    same = list(range(count))
    for place, first in enumerate(pattern):
        same[watched[place]] = watched[first]
    return tuple(same)


def pattern_of(texts: tuple[str, ...]) -> Pattern:
    """Which of several texts are equal: for each the place of the first like it; ``()`` when all differ."""
    if len(set(texts)) == len(texts):
        return ()
    first: dict[str, int] = {}
    return tuple([first.setdefault(text, place) for place, text in enumerate(texts)])


def _undone(values: tuple[str, ...]) -> tuple[str, ...] | None:
    """The texts with their escapes undone; ``None`` if one is not well formed."""
    undone = []
    for value in values:
        text = cutting.meaning(value) if "\\" in value else value
        if text is None or ("\\" not in value and cutting.has_control(value)):
            return None
        undone.append(text)
    return tuple(undone)


def _in_nquads(text: str) -> str:
    return text if text.isprintable() and '"' not in text and "\\" not in text else rdf.escaped(text)


def _in_json(text: str) -> str:
    """As RFC 8785 §3.2.2.2 writes it, between the quotation marks."""
    return jcs.canonicalize(text).decode()[1:-1]
