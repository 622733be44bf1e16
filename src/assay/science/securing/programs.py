"""Canonical N-Quads of all documents of one shape, by a program that is compiled once.

The statements of a shape are known but for the texts in their slots, which are values here. What those texts decide is
in which order the lines stand, and nothing else. So a program

1. puts into order what only the texts can order: the subjects that are IRIs, and several objects of one predicate;
2. hashes what is said of each blank node (RDFC-1.0 §4.6), which orders these and so names them;
3. weaves the texts into the lines, laid out for just that order. Layouts are kept, for few orders occur.

The rest of the order is fixed when compiling, because of how a line begins: an IRI (``<``) stands before a blank node
(``_``), as a literal (``"``) stands before both; the lines of one subject are ordered by predicate; and a blank node's
own lines (``_:a``) stand before those of other blank nodes (``_:z``) and after those of IRIs.

It gives up at every tie: two objects or subjects that are written alike may be one statement, and two blank nodes with
equal hashes need RDFC-1.0 §4.8. The generic path then decides. Not compiled: statements in named graphs, and a blank
node that is the object of several statements, or of its own, which no JSON tree makes.

Source: RDFC-1.0 §4.4, §4.6 and §5. Not checked here: the values, which must be safe in their places (``steering``), and
escaped where they are literals.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from assay.science.securing.markers import CannotCompile, Parts, parts
from assay.science.securing.rdf import Quad, Term
from assay.science.securing.weaving import Part, Weave

Order: TypeAlias = tuple[int, ...]
NewHash: TypeAlias = Callable[[bytes], Any]

# A badge meets a handful of orders: three results sorted by their texts have six.
MAX_LAYOUTS: Final = 32
# After so many documents in a row in which a node said something else, it is not one that repeats.
MAX_CHANGES: Final = 4


@dataclass(frozen=True, slots=True)
class _Group:
    """The objects of one subject and predicate: ``fixed`` in order, or a ``choice`` among all; then blank nodes."""

    predicate: Term
    fixed: tuple[Parts, ...]
    choice: int | None
    blanks: tuple[Term, ...]


class _Choice:
    """Several terms whose order the texts decide."""

    def __init__(self, terms: Sequence[Parts], end: str) -> None:
        self.terms = tuple(terms)
        # (before, slot, after); a term without a slot takes the empty text that stands after all values.
        self._keys = [_key(term, end) for term in terms]
        self._places = range(len(terms))

    def order(self, values: Sequence[str]) -> Order | None:
        """The order of the terms, or ``None`` when two are written alike."""
        keys = [before + values[slot] + after for before, slot, after in self._keys]
        if len(set(keys)) < len(keys):
            return None
        return tuple(sorted(self._places, key=keys.__getitem__))

    def alike(self, values: Sequence[str]) -> frozenset[int]:
        """The slots of terms that these texts make alike. Raises ``CannotCompile`` if one of the terms has no slot."""
        keys = Counter(before + values[slot] + after for before, slot, after in self._keys)
        slots = {slot for before, slot, after in self._keys if keys[before + values[slot] + after] > 1}
        if -1 in slots:
            raise CannotCompile("a text that is the same as a fixed one")
        return frozenset(slots)


def _key(parts: Parts, end: str) -> tuple[str, int, str]:
    if len(parts) == 1:
        return str(parts[0]) + end, -1, ""
    before, slot, after = parts
    assert isinstance(slot, int)  # noqa: S101 -- ``parts`` makes nothing else
    return str(before), slot, str(after) + end


class _Blank:
    """A blank node: what is said of it, as Hash First Degree Quads wants it. Source: RDFC-1.0 §4.6.3."""

    def __init__(self, groups: Sequence[_Group], incoming: tuple[Parts | None, Term] | None) -> None:
        self.groups = groups
        self.choices = tuple(group.choice for group in groups if group.choice is not None)
        self._incoming = incoming
        self._weaves: dict[tuple[Order, ...], Weave] = {}
        # The last texts of each weave and hash, with their hash: most of an achievement is the same in the next
        # document. What differs from one to the next is mostly a person's, and soon not kept any more.
        self._last: dict[tuple[Weave, NewHash], tuple[tuple[str, ...], bytes]] = {}
        self._changes = 0

    def digest(
        self, values: Sequence[str], orders: Sequence[Order], choices: Sequence[_Choice], new_hash: NewHash
    ) -> bytes:
        mine = tuple([orders[choice] for choice in self.choices]) if self.choices else ()
        weave = self._weaves.get(mine)
        if weave is None:
            weave = Weave(self._lines(orders, choices))
            if len(self._weaves) >= MAX_LAYOUTS:
                self._weaves.clear()
                self._last.clear()
            self._weaves[mine] = weave
        texts = weave.pick(values)
        last = self._last.get((weave, new_hash))
        if last is not None and last[0] == texts:
            self._changes = 0
            return last[1]
        found: bytes = new_hash(weave.text(values).encode()).digest()
        if self._changes < MAX_CHANGES:
            self._changes += 1
            self._last[weave, new_hash] = texts, found
        else:
            self._last.clear()
        return found

    def _lines(self, orders: Sequence[Order], choices: Sequence[_Choice]) -> list[Part]:
        lines: list[Part] = []
        if self._incoming is not None and self._incoming[0] is not None:
            lines += [*self._incoming[0], f" {self._incoming[1]} _:a .\n"]
        for group in self.groups:
            for term in _objects(group, orders, choices):
                lines += [f"_:a {group.predicate} ", *term, " .\n"]
            # Equal lines are kept: §4.6.3 hashes one line for each statement.
            lines += [f"_:a {group.predicate} _:z .\n"] * len(group.blanks)
        if self._incoming is not None and self._incoming[0] is None:
            lines.append(f"_:z {self._incoming[1]} _:a .\n")
        return lines


def _objects(group: _Group, orders: Sequence[Order], choices: Sequence[_Choice]) -> Iterable[Parts]:
    if group.choice is None:
        return group.fixed
    terms = choices[group.choice].terms
    return [terms[place] for place in orders[group.choice]]


class Program:
    """The canonical N-Quads of a shape as a function of its texts. Made by ``compile_program``; safe under threads."""

    def __init__(
        self,
        subjects: Sequence[tuple[Parts, Sequence[_Group]]],
        blanks: dict[Term, _Blank],
        choices: Sequence[_Choice],
    ) -> None:
        self._subjects = subjects
        self._blanks = blanks
        self._choices = choices
        fixed = len(subjects) < 2 or all(len(subject) == 1 for subject, _ in subjects)  # noqa: PLR2004 -- one has no order
        self._subject_order = None if fixed else _Choice([subject for subject, _ in subjects], "")
        if fixed:
            self._subjects = sorted(subjects, key=lambda each: str(each[0][0]))
        self._fixed_order = tuple(range(len(subjects)))
        self._blank_order = range(len(blanks))
        self._nodes = tuple(blanks.values())
        self._layouts: dict[tuple[Order, ...], Weave] = {}
        self._shared: dict[str, str] = {}

    def run(self, values: Sequence[str], new_hash: NewHash) -> str | None:
        """The canonical N-Quads, or ``None`` at a tie.

        ``values`` are the texts by slot, escaped for N-Quads where they are literals, and one empty text after them.
        ``new_hash`` is ``hashlib.sha256`` or ``hashlib.sha384``, as in ``rdf_canonical.canonicalize``.
        """
        order = self._fixed_order
        if self._subject_order is not None:  # (1)
            found = self._subject_order.order(values)
            if found is None:
                return None
            order = found
        orders: list[Order] = []
        for choice in self._choices:
            found = choice.order(values)
            if found is None:
                return None
            orders.append(found)
        names: Order = ()
        if self._nodes:  # (2)
            names = self._named(values, orders, new_hash) if len(self._nodes) > 1 else (0,)
            if not names:
                return None
        key = (order, names, *orders)  # (3)
        layout = self._layouts.get(key)
        if layout is None:
            if len(self._layouts) >= MAX_LAYOUTS:
                self._layouts.clear()
                self._shared.clear()
            layout = Weave(self._laid_out(order, names, orders), self._shared)
            self._layouts[key] = layout
        return layout.text(values)

    def alike(self, values: Sequence[str]) -> frozenset[int]:
        """The slots whose texts, as they are, make one subject or statement of two. Raises ``CannotCompile``."""
        choices = self._choices if self._subject_order is None else [self._subject_order, *self._choices]
        return frozenset().union(*(choice.alike(values) for choice in choices))

    def _named(self, values: Sequence[str], orders: Sequence[Order], new_hash: NewHash) -> Order:
        """The blank nodes in the order of their hashes, which is that of their names; empty at a tie."""
        digests = [node.digest(values, orders, self._choices, new_hash) for node in self._nodes]
        if len(set(digests)) < len(digests):
            return ()
        return tuple(sorted(self._blank_order, key=digests.__getitem__))

    def _laid_out(self, order: Order, names: Order, orders: Sequence[Order]) -> list[Part]:
        """All lines in their order; labels are compared as they are written, ``_:c14n10 `` before ``_:c14n2 ``."""
        blanks = list(self._blanks)
        labels = {blanks[node]: f"_:c14n{number}" for number, node in enumerate(names)}
        by_label = sorted(blanks, key=lambda blank: f"{labels[blank]} ")
        about: list[tuple[Parts, Sequence[_Group]]] = [self._subjects[place] for place in order]
        about += [((labels[blank],), self._blanks[blank].groups) for blank in by_label]
        lines: list[Part] = []
        for subject, groups in about:
            for group in groups:
                named = [(labels[blank],) for blank in by_label if blank in group.blanks]
                for term in (*_objects(group, orders, self._choices), *named):
                    lines += [*subject, f" {group.predicate} ", *term, " .\n"]
        return lines


def compile_program(quads: Iterable[Quad]) -> Program:
    """The program of statements in whose terms markers stand for slots. Raises ``CannotCompile``."""
    choices: list[_Choice] = []
    described: dict[Term, dict[Term, list[Term]]] = {}
    incoming: dict[Term, tuple[Parts | None, Term]] = {}
    for subject, predicate, object_, graph in dict.fromkeys(quads):
        if graph:
            raise CannotCompile("a named graph")
        described.setdefault(subject, {}).setdefault(predicate, []).append(object_)
        if object_[0] == "_":
            if object_ in incoming or object_ == subject:
                raise CannotCompile("a blank node with two places")
            incoming[object_] = (None if subject[0] == "_" else parts(subject), predicate)
            described.setdefault(object_, {})
    subjects: list[tuple[Parts, Sequence[_Group]]] = []
    blanks: dict[Term, _Blank] = {}
    for subject, about in described.items():
        groups = [_group(predicate, about[predicate], choices) for predicate in sorted(about)]
        if subject[0] == "_":
            blanks[subject] = _Blank(groups, incoming.get(subject))
        else:
            subjects.append((parts(subject), groups))
    return Program(subjects, blanks, choices)


def _group(predicate: Term, objects: Sequence[Term], choices: list[_Choice]) -> _Group:
    blanks = tuple(term for term in objects if term[0] == "_")
    terms = [parts(term) for term in objects if term[0] != "_"]
    if len(terms) > 1 and any(len(term) > 1 for term in terms):
        choices.append(_Choice(terms, " ."))
        return _Group(predicate, (), len(choices) - 1, blanks)
    return _Group(predicate, tuple(sorted(terms, key=lambda term: f"{term[0]} .")), None, blanks)
