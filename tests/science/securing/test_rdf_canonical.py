"""RDFC-1.0 against the tests of the W3C, the letter of the Recommendation, oxigraph, and attackers."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import Code, Refused
from assay.science.securing import rdf
from assay.science.securing.rdf_canonical import canonical_labels, canonicalize
from tests.science.securing.nquads import parse_nquads
from tests.vectors import vector_files, vectors

P = "<urn:p>"


# The W3C's tests (86: 64 of the text, 21 of the labels, 1 poison graph).


def entries(kind: str) -> list[Any]:
    [manifest] = vector_files("w3c-rdf-canon/manifest.jsonld")
    path = manifest.values[0]
    if not (isinstance(path, Path) and path.exists()):
        return [manifest]
    found = [each for each in json.loads(path.read_text())["entries"] if each["type"] == f"rdfc:RDFC10{kind}Test"]
    return [pytest.param(each, id=each["id"].lstrip("#"), marks=pytest.mark.vectors) for each in found]


def given_quads(entry: dict[str, str]) -> list[rdf.Quad]:
    return parse_nquads(vectors("w3c-rdf-canon", entry["action"]).read_text(encoding="utf-8"))


@pytest.mark.vectors
def test_the_w3c_suite_is_here_as_a_whole() -> None:
    manifest = json.loads(vectors("w3c-rdf-canon", "manifest.jsonld").read_text())

    assert Counter(entry["type"] for entry in manifest["entries"]) == {
        "rdfc:RDFC10EvalTest": 64,
        "rdfc:RDFC10MapTest": 21,
        "rdfc:RDFC10NegativeEvalTest": 1,
    }


@pytest.mark.parametrize("entry", entries("Eval"))
def test_the_canonical_text_of_the_w3cs_graphs_is_theirs_byte_for_byte(entry: dict[str, str]) -> None:
    hash_name = entry.get("hashAlgorithm", "SHA256").lower()

    text = canonicalize(given_quads(entry), hash_name=hash_name, work_limit=2_300)

    assert text.encode() == vectors("w3c-rdf-canon", entry["result"]).read_bytes()


@pytest.mark.parametrize("entry", entries("Map"))
def test_the_canonical_labels_of_the_w3cs_graphs_are_theirs(entry: dict[str, str]) -> None:
    labels = canonical_labels(given_quads(entry), hash_name=entry.get("hashAlgorithm", "SHA256").lower())

    expected = json.loads(vectors("w3c-rdf-canon", entry["result"]).read_text())
    assert labels == {f"_:{label}": f"_:{canonical}" for label, canonical in expected.items()}


@pytest.mark.parametrize("entry", entries("NegativeEval"))
def test_attack_14_the_w3cs_poison_graph_is_refused(entry: dict[str, str]) -> None:
    with pytest.raises(Refused) as refusal:
        canonicalize(given_quads(entry))

    assert refusal.value.code is Code.WORK_BUDGET


# The letter of the Recommendation: every order of every list, no shortcut, no budget.


def is_blank(term: str) -> bool:
    return term.startswith("_:")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def line(terms: Iterable[str]) -> str:
    return " ".join(term for term in terms if term) + " .\n"


def arrangements(items: list[str]) -> Iterator[list[str]]:
    if not items:
        yield []
    for first in dict.fromkeys(items):
        rest = items.copy()
        rest.remove(first)
        for tail in arrangements(rest):
            yield [first, *tail]


class ByTheLetter:
    def __init__(self, quads: Iterable[rdf.Quad]) -> None:
        self.quads = list(dict.fromkeys(quads))
        self.mentions: dict[str, list[rdf.Quad]] = {}
        for quad in self.quads:
            for node in dict.fromkeys(filter(is_blank, quad)):
                self.mentions.setdefault(node, []).append(quad)
        self.first = {node: self.hash_first_degree(node) for node in self.mentions}
        self.canonical: dict[str, str] = {}

    def text(self) -> str:
        alike: dict[str, list[str]] = {}
        for node, seen in self.first.items():
            alike.setdefault(seen, []).append(node)
        for seen in sorted(alike):
            if len(alike[seen]) == 1:
                self.canonical[alike[seen][0]] = f"_:c14n{len(self.canonical)}"
        for seen in sorted(alike):
            walks = [self.hash_n_degree(node, {node: "_:b0"}) for node in alike[seen] if node not in self.canonical]
            for _, issued in sorted(walks, key=lambda walk: walk[0]):
                for node in issued:
                    self.canonical.setdefault(node, f"_:c14n{len(self.canonical)}")
        return "".join(sorted(line(self.canonical.get(term, term) for term in quad) for quad in self.quads))

    def hash_first_degree(self, node: str) -> str:
        hidden = [["_:a" if t == node else "_:z" if is_blank(t) else t for t in quad] for quad in self.mentions[node]]
        return digest("".join(sorted(map(line, hidden))))

    def hash_n_degree(self, node: str, issued: dict[str, str]) -> tuple[str, dict[str, str]]:
        related: dict[str, list[str]] = {}
        for subject, predicate, object_, graph in self.mentions[node]:
            for term, position in ((subject, f"s{predicate}"), (object_, f"o{predicate}"), (graph, "g")):
                if is_blank(term) and term != node:
                    name = self.canonical.get(term) or issued.get(term) or self.first[term]
                    related.setdefault(digest(position + name), []).append(term)
        data = ""
        for seen in sorted(related):
            path, issued = min(
                (self.path(order, issued) for order in arrangements(related[seen])), key=lambda it: it[0]
            )
            data += seen + path
        return digest(data), issued

    def path(self, order: list[str], issued: dict[str, str]) -> tuple[str, dict[str, str]]:
        issued = issued.copy()
        path, fresh = "", []
        for node in order:
            if node not in self.canonical and node not in issued:
                issued[node] = f"_:b{len(issued)}"
                fresh.append(node)
            path += self.canonical.get(node) or issued[node]
        for node in fresh:
            name = issued[node]
            seen, issued = self.hash_n_degree(node, issued)
            path += f"{name}<{seen}>"
        return path, issued


@st.composite
def datasets(draw: st.DrawFn) -> list[rdf.Quad]:
    """Up to three parts, each in a graph of its own choice, with blank nodes of its own, as a presentation has them.

    (The standard's hashes leave out which graph a relation stands in, so if graphs share blank nodes it has ties.)
    """
    quads: list[rdf.Quad] = []
    graphs = draw(st.lists(st.sampled_from(["", "_:g0", "_:g1", "<urn:g>"]), min_size=1, max_size=3))
    for part, graph in enumerate(graphs):
        nodes = [f"_:n{part}{number}" for number in range(draw(st.integers(1, 3)))]
        terms = st.sampled_from([*nodes, *nodes, "<urn:s>"])
        objects = st.one_of(terms, st.just('"x"'))
        quads += draw(st.lists(st.tuples(terms, st.just(P), objects, st.just(graph)), min_size=1, max_size=5))
        if is_blank(graph) and draw(st.booleans()):
            quads.append(("<urn:vp>", P, graph, ""))
    return quads


@given(datasets())
def test_the_shortcuts_change_nothing_of_what_the_recommendation_says(quads: list[rdf.Quad]) -> None:
    assert canonicalize(quads) == ByTheLetter(quads).text()


def clique(size: int, *, loops: bool = False) -> list[rdf.Quad]:
    nodes = [f"_:e{number}" for number in range(size)]
    return [(one, P, other, "") for one in nodes for other in nodes if loops or one != other]


def ring(size: int) -> list[rdf.Quad]:
    """Each node knows both its neighbours, so a walk can go either way round."""
    pairs = [(f"_:e{number}", f"_:e{(number + 1) % size}") for number in range(size)]
    return [quad for one, other in pairs for quad in ((one, P, other, ""), (other, P, one, ""))]


def alike_parents(children: int, graphs: tuple[str, str] = ("", "")) -> list[rdf.Quad]:
    """Two blank nodes that differ in nothing, each with as many children that differ in nothing."""
    quads: list[rdf.Quad] = []
    for parent, graph in zip("ab", graphs, strict=True):
        quads.append(("<urn:vp>", "<urn:holds>", f"_:{parent}", ""))
        for child in range(children):
            quads.append((f"_:{parent}", "<urn:evidence>", f"_:{parent}{child}", graph))
            quads += [(f"_:{parent}{child}", P, text, graph) for text in ('"x"', '"y"')]
    return quads


def deep_differences() -> list[rdf.Quad]:
    """Two blank nodes alike, whose children are alike, whose children are not."""
    quads: list[rdf.Quad] = []
    for node, number in [(node, number) for node in ("_:x", "_:y") for number in "1234"]:
        child, grandchild = f"{node}{number}", f"{node}{number}c"
        quads += [(node, P, child, ""), (child, P, grandchild, ""), (grandchild, P, f'"{number}"', "")]
    return quads


SYMMETRIC = {
    "clique": clique(5),
    "clique with a mark": [*clique(4), ("_:e1", P, '"x"', "")],
    "ring": ring(12),
    "ring with a mark": [*ring(11), ("_:e3", P, '"x"', "")],
    "twins": alike_parents(3),
    "twins in graphs": alike_parents(3, ("_:g", "_:h")),
    "all to all": [(f"_:a{one}", P, f"_:b{other}", "") for one in range(2) for other in range(4)],
    "spokes": [q for each in "xyz" for q in ((f"_:{each}1", P, f"_:{each}2", ""), (f"_:{each}2", P, "_:hub", ""))],
    "deep differences": deep_differences(),
    "a graph that names itself": [("_:b", P, "_:a", "_:b")],
    # Found by search: b1 and b10 stand in one list, and b10 must go first.
    "names of different length": [
        (f"_:{one}", P, f"_:{other}", "")
        for one, other in zip("aabcddeefgghhijjkkll", "cbaeklijdblcfhgkigfj", strict=True)
    ],
}


@pytest.mark.parametrize("quads", SYMMETRIC.values(), ids=SYMMETRIC)
def test_symmetric_graphs_come_out_as_the_recommendation_says(quads: list[rdf.Quad]) -> None:
    assert canonicalize(quads) == ByTheLetter(quads).text()


# What must hold for every graph.


@given(datasets(), st.data())
def test_neither_the_labels_nor_the_order_nor_repetition_changes_the_text(
    quads: list[rdf.Quad], data: st.DataObject
) -> None:
    labels = sorted({term for quad in quads for term in quad if is_blank(term)})
    renamed = dict(zip(labels, data.draw(st.permutations(labels)), strict=True))
    same = [(renamed.get(s, s), p, renamed.get(o, o), renamed.get(g, g)) for s, p, o, g in quads]

    assert canonicalize(data.draw(st.permutations(same * 2))) == canonicalize(quads)


@given(datasets())
def test_every_blank_node_gets_a_label_of_its_own(quads: list[rdf.Quad]) -> None:
    nodes = {term for quad in quads for term in quad if is_blank(term)}

    labels = canonical_labels(quads)

    assert set(labels) == nodes
    assert set(labels.values()) == {f"_:c14n{number}" for number in range(len(nodes))}


nodes = st.sampled_from([f"_:n{number}" for number in range(6)])
graphs_of_one_kind = st.lists(
    st.tuples(
        nodes, st.sampled_from([P, "<urn:q>"]), st.one_of(nodes, st.sampled_from(['"x"', "<urn:o>"])), st.just("")
    ),
    max_size=12,
)


@given(graphs_of_one_kind)
def test_oxigraph_agrees(quads: list[rdf.Quad]) -> None:
    dataset = pyoxigraph.Dataset(pyoxigraph.parse("".join(map(rdf.nquad, quads)), pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0_SHA_256)

    assert canonicalize(quads) == "".join(sorted(f"{quad} .\n" for quad in dataset))


def test_a_graph_without_statements_has_no_text() -> None:
    assert canonicalize([]) == ""


def test_lines_are_sorted_by_code_point_and_not_by_utf_16() -> None:
    quads = [("<urn:s>", P, literal, "") for literal in ('"\U0001f525"', '"\uff5e"', '"z"')]

    text = canonicalize(quads)

    assert text == '<urn:s> <urn:p> "z" .\n<urn:s> <urn:p> "\uff5e" .\n<urn:s> <urn:p> "\U0001f525" .\n'


def test_a_hash_that_no_suite_uses_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        canonicalize([], hash_name="md5")

    assert refusal.value.code is Code.ALGORITHM_REFUSED


# Honest graphs that look alike must pass. The expected texts are rdf-canonize 5.0.0's.


def presentation(badges: int) -> list[rdf.Quad]:
    """So many badges that differ in their identifier alone, each in a graph of its own."""
    template = """
        <urn:vp> <urn:holds> _:g# .
        <urn:badge:#> <urn:subject> _:s# _:g# .
        _:s# <urn:type> <urn:Person> _:g# .
        _:s# <urn:type> <urn:Learner> _:g# .
        _:s# <urn:evidence> _:e# _:g# .
        _:s# <urn:evidence> _:f# _:g# .
        _:e# <urn:note> "weld" _:g# .
        _:f# <urn:note> "weld" _:g# .
    """
    return [quad for number in range(badges) for quad in parse_nquads(template.replace("#", str(number + 1)))]


CANONICAL_PRESENTATION = """\
<urn:badge:1> <urn:subject> _:c14n1 _:c14n2 .
<urn:badge:2> <urn:subject> _:c14n0 _:c14n3 .
<urn:vp> <urn:holds> _:c14n2 .
<urn:vp> <urn:holds> _:c14n3 .
_:c14n0 <urn:evidence> _:c14n4 _:c14n3 .
_:c14n0 <urn:evidence> _:c14n5 _:c14n3 .
_:c14n0 <urn:type> <urn:Learner> _:c14n3 .
_:c14n0 <urn:type> <urn:Person> _:c14n3 .
_:c14n1 <urn:evidence> _:c14n6 _:c14n2 .
_:c14n1 <urn:evidence> _:c14n7 _:c14n2 .
_:c14n1 <urn:type> <urn:Learner> _:c14n2 .
_:c14n1 <urn:type> <urn:Person> _:c14n2 .
_:c14n4 <urn:note> "weld" _:c14n3 .
_:c14n5 <urn:note> "weld" _:c14n3 .
_:c14n6 <urn:note> "weld" _:c14n2 .
_:c14n7 <urn:note> "weld" _:c14n2 .
"""


def test_a_presentation_of_two_nearly_identical_credentials_in_named_graphs_passes() -> None:
    assert canonicalize(presentation(2)) == CANONICAL_PRESENTATION


def test_eight_isomorphic_blank_nodes_pass() -> None:
    text = canonicalize([("<urn:s>", P, f"_:e{number}", "") for number in range(8)])

    assert text == "".join(f"<urn:s> <urn:p> _:c14n{number} .\n" for number in range(8))


@pytest.mark.parametrize(
    ("children", "graphs", "expected_digest"),
    [
        (8, ("", ""), "18cb3c1d38c81a78a7a1305a2e652e82920ae7d681b27429e1454de8ffa1bd9c"),
        (5, ("_:g", "_:h"), "9ad72086e426a6ec52ea3e02761984f18eb69a8d0626c102ef8dbccb9e9ebeb6"),
    ],
)
def test_isomorphic_children_of_isomorphic_parents_pass(
    children: int, graphs: tuple[str, str], expected_digest: str
) -> None:
    assert digest(canonicalize(alike_parents(children, graphs))) == expected_digest


def test_two_equal_chains_of_two_thousand_blank_nodes_pass_without_exhausting_the_stack() -> None:
    links = [(copy, number) for copy in "ab" for number in range(2000)]
    quads = [(f"_:{copy}{number}", P, f"_:{copy}{number + 1}", "") for copy, number in links]
    quads += [(f"_:{copy}{number}", "<urn:number>", f'"{number}"', "") for copy, number in links]

    assert len(canonical_labels(quads)) == 4002


def test_a_presentation_of_three_hundred_copies_of_one_badge_passes() -> None:
    text = canonicalize(presentation(300))

    assert text.count("<urn:holds>") == 300


# Graphs made to take for ever must not. The budget counts steps, so this is the same on every machine.


@pytest.mark.parametrize("size", [7, 8, 10, 100])
@pytest.mark.parametrize("loops", [False, True])
def test_attack_14_a_clique_of_blank_nodes_is_refused(size: int, *, loops: bool) -> None:
    with pytest.raises(Refused) as refusal:
        canonicalize(clique(size, loops=loops))

    assert refusal.value.code is Code.WORK_BUDGET
    assert refusal.value.clause == "RDFC-1.0 §7.1"


def test_attack_14_a_long_identifier_repeated_in_many_statements_is_refused_before_it_is_written_out() -> None:
    long = f"<urn:{'x' * 500_000}>"

    with pytest.raises(Refused) as refusal:
        canonicalize([("<urn:s>", long, f"_:e{number}", "") for number in range(10_000)])

    assert refusal.value.code is Code.WORK_BUDGET


def test_the_budget_counts_steps_so_the_same_graph_needs_the_same_on_every_machine() -> None:
    assert canonicalize(clique(5), work_limit=6_000)
    with pytest.raises(Refused):
        canonicalize(clique(5), work_limit=5_000)
