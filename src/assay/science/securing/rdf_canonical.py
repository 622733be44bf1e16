"""RDFC-1.0: one text for a graph, whatever its blank nodes were called and in whatever order its statements came.

Most blank nodes are told apart by the statements that mention them (§4.6), which costs one digest each. The others are
told apart by walking the graph from each of them, in every order that could give the least description (§4.8). For a
graph made for the purpose that never ends, so all work is counted, and a graph that needs too much is refused.

Source: W3C Recommendation "RDF Dataset Canonicalization", 21 May 2024; numbers in comments are its steps.
Not checked: the terms, which must come from ``assay.science.securing.rdf``. Not promised: one text where named graphs
share blank nodes. The hash of a relation leaves out the graph it stands in (§4.7.3), so nodes can tie without being
alike, and the order of the statements decides. Such a signature can fail to verify, but never verifies another graph.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from assay.science.errors import Code, Refused
from assay.science.securing.rdf import Quad, Term, nquad

# A unit is a statement, 100 characters of one, or a step of a walk: each about a microsecond of CPython, so the limit
# is a quarter of a second. An OB 3.0 badge needs 190 units, the hardest eval test of the W3C 2,300, a presentation of
# 1 MiB with 290 copies of one badge 70,000 (142,000 if not even the badges have an id). A clique of 7 blank nodes would
# need 470,000, and each further node ten times more.
WORK_LIMIT: Final = 200_000
_CHARACTERS_A_UNIT: Final = 100

_HASHES: Final = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


def canonicalize(quads: Iterable[Quad], *, hash_name: str = "sha256", work_limit: int = WORK_LIMIT) -> str:
    """The canonical N-Quads of a graph, each statement once: the text whose UTF-8 a signature covers.

    Raises ``Refused`` with ``WORK_BUDGET``, or with ``ALGORITHM_REFUSED`` for a hash other than sha256 and sha384.
    Source: RDFC-1.0 §4.4.3, §5.
    """
    statements = dict.fromkeys(quads)
    name = _canonical_labels(statements, hash_name, work_limit).get
    return "".join(sorted([nquad((name(s, s), p, name(o, o), name(g, g))) for s, p, o, g in statements]))


def canonical_labels(
    quads: Iterable[Quad], *, hash_name: str = "sha256", work_limit: int = WORK_LIMIT
) -> dict[Term, Term]:
    """What ``canonicalize`` calls each blank node: ``{"_:b7": "_:c14n0"}``. Raises as it does. Source: §4.4.3."""
    return _canonical_labels(dict.fromkeys(quads), hash_name, work_limit)


def _canonical_labels(quads: dict[Quad, None], hash_name: str, work_limit: int) -> dict[Term, Term]:
    if hash_name not in _HASHES:
        raise Refused(f"no suite canonicalises with {hash_name!r}", code=Code.ALGORITHM_REFUSED, clause="RDFC-1.0 §3.1")
    new_hash = _HASHES[hash_name]

    def digest(text: str) -> str:
        return new_hash(text.encode()).hexdigest()

    budget = _Budget(work_limit)
    # A document of a mebibyte can repeat one long identifier in so many statements that they take gigabytes.
    characters = sum([len(s) + len(p) + len(o) + len(g) for s, p, o, g in quads])
    budget.spend(len(quads) + characters // _CHARACTERS_A_UNIT)
    mentions = _mentions(quads)  # (2)
    first_degree = {node: digest(_seen_from(node, mentioning)) for node, mentioning in mentions.items()}  # (3)
    alike: dict[str, list[Term]] = {}
    for node, seen in first_degree.items():
        alike.setdefault(seen, []).append(node)
    labels: dict[Term, Term] = {}
    for seen in sorted(alike):  # (4)
        if len(alike[seen]) == 1:
            labels[alike[seen][0]] = f"_:c14n{len(labels)}"
    if len(labels) < len(mentions):  # (5)
        walker = _Walker(mentions, first_degree, labels, digest, budget)
        for seen in sorted(alike):
            walker.tell_apart(alike[seen])
    return labels


def _mentions(quads: Iterable[Quad]) -> dict[Term, list[Quad]]:
    """The statements in which each blank node is subject, object or graph name, each statement once."""
    mentions: dict[Term, list[Quad]] = {}
    for quad in quads:
        subject, _, object_, graph = quad
        if subject[0] == "_":
            mentions.setdefault(subject, []).append(quad)
        if object_[0] == "_" and object_ != subject:
            mentions.setdefault(object_, []).append(quad)
        if graph[:1] == "_" and graph not in (subject, object_):
            mentions.setdefault(graph, []).append(quad)
    return mentions


def _seen_from(node: Term, mentioning: list[Quad]) -> str:
    """What Hash First Degree Quads digests (§4.6.3): the node is ``_:a``, every other blank node ``_:z``."""
    lines = []
    for quad in mentioning:
        subject, predicate, object_, graph = quad
        if subject[0] == "_":
            subject = "_:a" if subject == node else "_:z"
        if object_[0] == "_":
            object_ = "_:a" if object_ == node else "_:z"
        if graph[:1] == "_":
            graph = "_:a" if graph == node else "_:z"
        lines.append(nquad((subject, predicate, object_, graph)))
    lines.sort()
    return "".join(lines)


class _Budget:
    """How much work is left."""

    def __init__(self, limit: int) -> None:
        self._left = limit

    def spend(self, units: int) -> None:
        self._left -= units
        if self._left < 0:
            raise Refused(
                "the blank nodes of this graph are too alike to be told apart in reasonable time; give them an id",
                code=Code.WORK_BUDGET,
                clause="RDFC-1.0 §7.1",
            )


class _Walker:
    """Hash N-Degree Quads (§4.8.3), without recursion: a list of a thousand equal items is a thousand steps deep.

    One identifier issuer serves a whole walk. Where the standard copies it, this one is rolled back.
    """

    def __init__(
        self,
        mentions: dict[Term, list[Quad]],
        first_degree: dict[Term, str],
        labels: dict[Term, Term],
        digest: Callable[[str], str],
        budget: _Budget,
    ) -> None:
        self._mentions = mentions
        self._first_degree = first_degree
        self._labels = labels
        self._digest = digest
        self._budget = budget
        self._issued: dict[Term, Term] = {}
        self._answer = ""
        # What is found once is kept, for walks come by again and again.
        self._neighbours: dict[Term, list[tuple[Term, _Position]]] = {}
        self._positions: dict[str, _Position] = {}
        self._outlines: dict[Term, int] = {}
        self._outline_numbers: dict[frozenset[Quad], int] = {}

    def tell_apart(self, nodes: list[Term]) -> None:
        """Name blank nodes whose mentions look the same, and all that is reached from them. Steps 5.1 to 5.3."""
        walks = []
        for node in nodes:
            if node not in self._labels:
                self._issued = {node: "_:b0"}
                walks.append((self._walk(node), self._issued))
        for _, issued in sorted(walks, key=itemgetter(0)):
            for node in issued:
                if node not in self._labels:
                    self._labels[node] = f"_:c14n{len(self._labels)}"

    def _walk(self, start: Term) -> str:
        """Run ``_hash`` and each ``_hash`` that it asks for on a stack of our own."""
        stack = [self._hash(start)]
        while stack:
            try:
                stack.append(self._hash(next(stack[-1])))
            except StopIteration as done:
                self._answer = done.value
                stack.pop()
        return self._answer

    def _hash(self, node: Term) -> Generator[Term, None, str]:
        """Yield a blank node to find its hash in ``_answer``; return the hash of this one."""
        neighbours = self._neighbours.get(node)
        if neighbours is None:
            neighbours = self._neighbours[node] = list(self._find_neighbours(node))
        self._budget.spend(3 + len(neighbours))
        groups: dict[str, list[Term]] = {}  # (1) to (3)
        for related, position in neighbours:
            name = self._labels.get(related) or self._issued.get(related) or self._first_degree[related]
            seen = position.hashes.get(name) or self._hash_related(position, name)
            groups.setdefault(seen, []).append(related)
        described = []
        for seen in sorted(groups):  # (5)
            described.append(seen)
            described.append((yield from self._shortest_path(groups[seen])))
        return self._digest("".join(described))  # (6)

    def _find_neighbours(self, node: Term) -> Iterator[tuple[Term, "_Position"]]:
        """Each mention of another blank node beside this one, and how it is mentioned."""
        for subject, predicate, object_, graph in self._mentions[node]:
            if subject[0] == "_" and subject != node:
                yield subject, self._position(f"s{predicate}")
            if object_[0] == "_" and object_ != node:
                yield object_, self._position(f"o{predicate}")
            if graph[:1] == "_" and graph != node:
                yield graph, self._position("g")

    def _position(self, spelling: str) -> "_Position":
        return self._positions.setdefault(spelling, _Position(spelling))

    def _hash_related(self, position: "_Position", name: str) -> str:
        """Hash Related Blank Node, §4.7.3."""
        self._budget.spend(len(position.spelling) // _CHARACTERS_A_UNIT)
        found = position.hashes[name] = self._digest(position.spelling + name)
        return found

    def _shortest_path(self, nodes: list[Term]) -> Generator[Term, None, str]:
        """Steps 5.1 to 5.6: the least path through related blank nodes. What it issued stays issued."""
        issued, first = self._issued, len(self._issued)
        names = {node: self._labels.get(node) or issued.get(node, "") for node in nodes}
        if all(names.values()):
            return "".join(sorted([names[node] for node in nodes], key=_in_a_path))
        orders = _Orders(nodes, names, self._younger_twins(names), first, self._budget)
        kept: list[Term] | None = None  # what the shortest path issued, unless ``issued`` stands at its end
        for path, fresh in orders:
            if len(issued) > first:
                undone = self._roll_back(first)
                kept = undone if kept is None else kept
            issued.update(fresh)
            steps, length, tied = [path], len(path), orders.shortest.startswith(path)
            for node, name in fresh.items():
                yield node
                step = f"{name}<{self._answer}>"
                steps.append(step)
                if tied:
                    rival = orders.shortest[length : length + len(step)]
                    if step > rival:
                        break
                    tied = step == rival
                    length += len(step)
            else:
                if not tied:
                    orders.shortest, kept = "".join(steps), None
        if kept is not None:
            self._roll_back(first)
            self._budget.spend(len(kept))
            for node in kept:
                issued[node] = f"_:b{len(issued)}"
        return orders.shortest

    def _roll_back(self, first: int) -> list[Term]:
        undone = [self._issued.popitem()[0] for _ in range(len(self._issued) - first)]
        undone.reverse()
        return undone

    def _younger_twins(self, names: dict[Term, str]) -> dict[Term, Term]:
        """For each nameless node the next one that is mentioned in the same statements but for itself.

        To exchange two such nodes changes nothing, so they need to be visited in one order only.
        """
        younger: dict[Term, Term] = {}
        last: dict[int, Term] = {}
        for node in [node for node, name in names.items() if not name]:
            outline = self._outlines.get(node)
            if outline is None:
                outline = self._outlines[node] = self._outline(node)
            if outline in last:
                younger[last[outline]] = node
            last[outline] = node
        return younger

    def _outline(self, node: Term) -> int:
        """A number that nodes share if they are mentioned in the same statements but for themselves."""
        mentioning = self._mentions[node]
        self._budget.spend(len(mentioning))

        def hide(term: Term) -> Term:
            return "_:" if term == node else term  # no blank node is called that

        outline = frozenset([(hide(s), p, hide(o), hide(g)) for s, p, o, g in mentioning])
        return self._outline_numbers.setdefault(outline, len(self._outline_numbers))


@dataclass(frozen=True, slots=True)
class _Position:
    """How a blank node is mentioned, as §4.7.3 spells it (``s<urn:p>``, ``o<urn:p>``, ``g``); its hashes by name."""

    spelling: str
    hashes: dict[str, str] = field(default_factory=dict)


def _in_a_path(name: str) -> str:
    """The key by which sorted names make the least path: in a path every name but the last is followed by ``_``."""
    return f"{name}_"


class _Orders:
    """The orders in which blank nodes can be visited, without those that cannot give the least path (step 5.4).

    A node can be in the list several times. An order is given up at the first name that makes its path greater than
    ``shortest``, which the caller sets; a twin waits for its elder.
    """

    def __init__(
        self, nodes: list[Term], names: dict[Term, str], younger: dict[Term, Term], first: int, budget: _Budget
    ) -> None:
        self.shortest = ""
        self._names = names
        self._younger = younger
        self._first = first
        self._budget = budget
        self._times = Counter(nodes)
        self._count = len(nodes)
        waiting = set(younger.values())
        # The least names first: the first path is then short, and others are given up early.
        self._left = {
            node: self._times[node]
            for node in sorted(names, key=lambda node: _in_a_path(names[node] or f"_:b{first}"))
            if node not in waiting
        }
        self._visited: list[Term] = []
        self._path: list[str] = []
        self._length = 0
        self._fresh: dict[Term, str] = {}
        self._tied = False

    def __iter__(self) -> Iterator[tuple[str, dict[Term, str]]]:
        """Yield each path as far as it consists of names, and the names on it that are newly issued."""
        places = [iter(list(self._left))]
        while places:
            node = next(places[-1], None)
            if node is None:
                places.pop()
                if places:
                    self._leave()
            elif self._enter(node):
                if len(self._path) < self._count:
                    places.append(iter(list(self._left)))
                else:
                    yield "".join(self._path), self._fresh
                    self._tied = True  # ``shortest`` is now this path or one that begins alike
                    self._leave()

    def _enter(self, node: Term) -> bool:
        self._budget.spend(1 + len(self._left) // _CHARACTERS_A_UNIT)
        name = self._names[node] or self._fresh.get(node) or f"_:b{self._first + len(self._fresh)}"
        if self._tied:
            rival = self.shortest[self._length : self._length + len(name)]
            if name > rival:
                return False
            self._tied = name == rival
        self._visited.append(node)
        self._path.append(name)
        self._length += len(name)
        if not self._names[node] and node not in self._fresh:
            self._fresh[node] = name
            if node in self._younger:
                self._left[self._younger[node]] = self._times[self._younger[node]]
        self._left[node] -= 1
        if not self._left[node]:
            del self._left[node]
        return True

    def _leave(self) -> None:
        node = self._visited.pop()
        self._length -= len(self._path.pop())
        self._left[node] = self._left.get(node, 0) + 1
        if not self._names[node] and self._left[node] == self._times[node]:
            del self._fresh[node]
            self._left.pop(self._younger.get(node, ""), None)
