"""One shape: what all documents with one key have in common, compiled.

A document is drafted first: which of its strings are member names, which steer, which are slots. Then it is compiled
with markers in the slots, by the generic path. See ``shapes`` for the story and ``steering`` for the reasons.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any, TypeAlias

from assay.science.securing import jcs, json_ld, proofs
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.markers import CannotCompile, cut_at_markers, identifiers_in, marker, slots_in
from assay.science.securing.programs import Program, compile_program
from assay.science.securing.proofs import Proof
from assay.science.securing.rdf import Quad
from assay.science.securing.steering import Steering
from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer, walk
from assay.science.securing.suites import Form, Suite
from assay.science.securing.weaving import Pick, Weave, picker

Build: TypeAlias = Callable[[Sequence[str]], Any]


@dataclass(slots=True)
class Draft:
    """A document taken apart: its strings in the order of the text, and which of them are what, by their places.

    ``vary`` says which texts may become slots, by their pointers; without it all do that do not steer. ``beside`` are
    members that do not belong to the document: a token's claims.
    """

    document: JsonObject
    steering: Steering
    vary: frozenset[str] | None = None
    beside: frozenset[str] = frozenset()
    members: dict[str, Build] = field(default_factory=dict)
    strings: list[str] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)
    naming: list[int] = field(default_factory=list)  # slots
    fixed_names: list[str] = field(default_factory=list)  # of objects whose name is no slot
    places: list[str] = field(default_factory=list)  # of the slots, as pointers

    @property
    def fixed(self) -> tuple[int, ...]:
        """The places of strings that no other document of the shape may change."""
        return (*self.names, *self.keys)

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in the slots."""
        return tuple(self.strings[place] for place in self.slots)


@dataclass(frozen=True, eq=False)
class Shape:
    """What documents have in common. Compared by identity.

    ``marked`` is the document with markers in its slots. ``members`` make those of others, and ``beside`` what stands
    beside them and is not the document's.
    ``places`` are the pointers of its slots, ``identifiers`` the slots of texts that are IRIs. ``names`` are all member
    names in it; ``size`` is the number of its values (``strict_json.walk``). ``suite`` is that of its one proof, if it
    has one; what that signs comes from two programs, or from two weaves for a suite over JCS. ``notes`` are what others
    have worked out for it, by the class of the note.
    """

    marked: JsonObject
    members: Mapping[str, Build]
    beside: Mapping[str, Build]
    places: tuple[str, ...]
    identifiers: tuple[int, ...]
    pick_identifiers: Pick
    names: frozenset[str]
    size: int
    document: Program
    suite: Suite | None = None
    options: Program | None = None
    jcs: tuple[Weave, Weave] | None = None
    notes: dict[type, Any] = field(default_factory=dict)

    @cached_property
    def slot(self) -> Mapping[str, int]:
        """Which slot is at a pointer."""
        return {place: slot for slot, place in enumerate(self.places)}

    def alike(self, values: Sequence[str]) -> frozenset[int]:
        """Slots whose texts make one of two statements or subjects. Raises ``CannotCompile`` if one is no slot."""
        woven = [*values, ""]
        return self.document.alike(woven) | (self.options.alike(woven) if self.options else frozenset())


def draft(
    document: JsonObject,
    steering: Steering,
    *,
    vary: frozenset[str] | None = None,
    beside: frozenset[str] = frozenset(),
) -> Draft:
    """Take a document apart."""
    drawn = Draft(document, steering, vary, beside)
    for name, member in document.items():
        drawn.members[name] = _drafted_member(name, member, drawn, "")
    return drawn


def compile_shape(drawn: Draft, same: Sequence[int], contexts: ContextLibrary) -> Shape:
    """The shape of a document. ``same`` gives for each slot the first one with which it has its text in common by key.

    Raises ``CannotCompile``, or what the generic path raises for the document with markers in it.
    """
    markers = [marker(slot) for slot in same]
    marked: JsonObject = {name: build(markers) for name, build in drawn.members.items()}
    own = {name: member for name, member in marked.items() if name not in drawn.beside}
    suite, options, unsecured = _what_is_signed(drawn.document, own)
    about = json_ld.to_rdf(unsecured, contexts)
    _insist_on_all(unsecured, about)
    identifiers = identifiers_in(about)
    option_program, weaves = None, None
    if suite is not None and suite.form is Form.JCS:
        weaves = _weave(options), _weave(unsecured)
    elif suite is not None:
        stated = json_ld.to_rdf(options, contexts)
        _insist_on_all(options, stated)
        identifiers |= identifiers_in(stated)
        option_program = compile_program(stated)
    return Shape(
        marked=marked,
        members={name: build for name, build in drawn.members.items() if name not in drawn.beside},
        beside={name: build for name, build in drawn.members.items() if name in drawn.beside},
        places=tuple(drawn.places),
        identifiers=tuple(sorted(identifiers)),
        pick_identifiers=picker(sorted(identifiers)),
        names=frozenset(drawn.strings[place] for place in drawn.names),
        size=sum(1 for _ in walk(drawn.document)),
        document=compile_program(about),
        suite=suite,
        options=option_program,
        jcs=weaves,
    )


def _what_is_signed(document: JsonObject, marked: JsonObject) -> tuple[Suite | None, JsonObject, JsonObject]:
    """Of the document with markers: the suite of its proof, the proof's options, and what these and it are signed over.

    No proof is fine too: then nothing is signed yet.
    """
    if "proof" not in document:
        return None, {}, marked
    found = proofs.read_proofs(document)
    if len(found) != 1 or not isinstance(found[0], Proof) or found[0].previous:
        raise CannotCompile("not one proof that stands by itself")
    inside = listed(marked["proof"])[0]
    assert isinstance(inside, dict)  # noqa: S101 -- read_proofs has seen to it
    options, unsecured = proofs.covered(marked, proofs.without_value(inside), found[0].suite)
    return found[0].suite, options, unsecured


def _insist_on_all(marked: JsonObject, quads: list[Quad]) -> None:
    if slots_in(json.dumps(marked)) != slots_in(" ".join([term for quad in quads for term in quad])):
        raise CannotCompile("a text that is in no statement")


def _weave(value: JsonObject) -> Weave:
    return Weave(cut_at_markers(jcs.canonicalize(value).decode()))


def _drafted(value: JsonValue, drawn: Draft, name: str, where: str) -> Build:
    """Note the strings of a value, in the order of the text; return what builds it anew from the texts of the slots."""
    if isinstance(value, str):
        drawn.strings.append(value)
        names_something = name in drawn.steering.naming
        if name in drawn.steering.verbatim or not (drawn.vary is None or where in drawn.vary):
            drawn.keys.append(len(drawn.strings) - 1)
            drawn.fixed_names += [value] if names_something else []
            return lambda _: value
        drawn.naming += [len(drawn.slots)] if names_something else []
        drawn.slots.append(len(drawn.strings) - 1)
        drawn.places.append(where)
        return itemgetter(len(drawn.slots) - 1)
    if isinstance(value, list):
        items = [_drafted(item, drawn, name, f"{where}/{at}") for at, item in enumerate(value)]
        return lambda texts: [item(texts) for item in items]
    if isinstance(value, dict):
        members = [(inner, _drafted_member(inner, member, drawn, where)) for inner, member in value.items()]
        return lambda texts: {inner: build(texts) for inner, build in members}
    return lambda _: value


def _drafted_member(name: str, member: JsonValue, drawn: Draft, where: str) -> Build:
    drawn.strings.append(name)
    drawn.names.append(len(drawn.strings) - 1)
    return _drafted(member, drawn, name, where + pointer(name))
