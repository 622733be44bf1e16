"""Canonical N-Quads by a compiled program, held against what RDFC-1.0 says, written by hand.

The names of blank nodes have tests of their own: ``test_programs_names``.
"""

import hashlib
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.securing import rdf
from assay.science.securing.markers import CannotCompile, marker
from assay.science.securing.programs import MAX_LAYOUTS, compile_program
from assay.science.securing.rdf import Quad, Term
from assay.science.securing.rdf_canonical import canonicalize
from tests.science.securing.programs_by_hand import HAS, ROOT, SAYS, TAKES, iri, program, run, text

# Statements of IRIs.


def test_what_is_fixed_stands_in_the_order_of_its_lines() -> None:
    compiled = program(
        ("<urn:x:b>", SAYS, '"b"'),
        ("<urn:x:a>", TAKES, "<urn:x:c>"),
        ("<urn:x:a>", SAYS, '"a"@en'),
        ("<urn:x:a>", SAYS, '"a"'),
        ("<urn:x:a>", SAYS, "<urn:x:a>"),
        ("<urn:x:a/b>", SAYS, '"c"'),
    )

    assert run(compiled) == (
        '<urn:x:a/b> <urn:x:says> "c" .\n'
        '<urn:x:a> <urn:x:says> "a" .\n'
        '<urn:x:a> <urn:x:says> "a"@en .\n'
        "<urn:x:a> <urn:x:says> <urn:x:a> .\n"
        "<urn:x:a> <urn:x:takes> <urn:x:c> .\n"
        '<urn:x:b> <urn:x:says> "b" .\n'
    )


def test_texts_stand_in_their_slots() -> None:
    compiled = program((iri(0), TAKES, iri(2)), (iri(0), SAYS, text(1, "^^<urn:x:date>")))

    assert run(compiled, "urn:x:ada", r"say \"now\"", "urn:x:time") == (
        r'<urn:x:ada> <urn:x:says> "say \"now\""^^<urn:x:date> .'
        "\n<urn:x:ada> <urn:x:takes> <urn:x:time> .\n"
    )


def test_a_statement_that_is_made_twice_is_one() -> None:
    compiled = program((iri(0), SAYS, text(1)), (iri(0), SAYS, text(1)))

    assert run(compiled, "urn:x:a", "b") == '<urn:x:a> <urn:x:says> "b" .\n'


def test_no_statements_are_no_text() -> None:
    assert run(program()) == ""


# The order of subjects.


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("urn:x:a", "urn:x:b"),
        ("urn:x:B", "urn:x:a"),
        # The line goes on with ">", which stands after "/" and "#" and before "?" and letters.
        ("urn:x:a/b", "urn:x:a"),
        ("urn:x:a#b", "urn:x:a"),
        ("urn:x:a", "urn:x:a?b"),
        ("urn:x:a", "urn:x:ab"),
        ("urn:x:a-", "urn:x:a"),
        # By code points: UTF-16 would have it the other way round.
        ("urn:x:\uffee", "urn:x:\U00010000"),
        ("urn:x:é", "urn:x:ê"),
    ],
)
def test_subjects_stand_in_the_order_of_their_lines(first: str, second: str) -> None:
    compiled = program((iri(0), SAYS, '"one"'), (iri(1), SAYS, '"two"'))

    assert run(compiled, first, second) == f'<{first}> {SAYS} "one" .\n<{second}> {SAYS} "two" .\n'
    assert run(compiled, second, first) == f'<{first}> {SAYS} "two" .\n<{second}> {SAYS} "one" .\n'


def test_a_subject_that_is_fixed_takes_its_place_among_the_others() -> None:
    compiled = program(("<urn:x:m>", SAYS, '"fixed"'), (iri(0), SAYS, '"free"'))

    assert run(compiled, "urn:x:a") == '<urn:x:a> <urn:x:says> "free" .\n<urn:x:m> <urn:x:says> "fixed" .\n'
    assert run(compiled, "urn:x:z") == '<urn:x:m> <urn:x:says> "fixed" .\n<urn:x:z> <urn:x:says> "free" .\n'


def test_two_subjects_that_are_one_are_a_tie() -> None:
    compiled = program((iri(0), SAYS, '"one"'), (iri(1), SAYS, '"two"'), ("<urn:x:m>", SAYS, '"three"'))

    assert run(compiled, "urn:x:a", "urn:x:b") is not None
    assert run(compiled, "urn:x:a", "urn:x:a") is None
    assert run(compiled, "urn:x:a", "urn:x:m") is None


# The order of several objects of one predicate.


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a", "b"),
        ("B", "a"),
        # The line goes on with a quotation mark, which stands after a space and an exclamation mark.
        ("a b", "a"),
        ("a!", "a"),
        ("a", "a#"),
        ("a", "aa"),
        ("", "a"),
        (" ", ""),
        ("10", "9"),
        ("\uffee", "\U0001f525"),
        (r"\"", "a"),
        (r"a\n", "ab"),
    ],
)
def test_literals_stand_in_the_order_of_their_lines(first: str, second: str) -> None:
    compiled = program((ROOT, SAYS, text(0)), (ROOT, SAYS, text(1)))

    expected = f'{ROOT} {SAYS} "{first}" .\n{ROOT} {SAYS} "{second}" .\n'
    assert run(compiled, first, second) == run(compiled, second, first) == expected


def test_literals_of_one_text_stand_in_the_order_of_what_follows_it() -> None:
    compiled = program(
        (ROOT, SAYS, text(0, "^^<urn:x:date>")),
        (ROOT, SAYS, text(1, "@en")),
        (ROOT, SAYS, text(2, "@de")),
        (ROOT, SAYS, text(3)),
    )

    assert run(compiled, "a", "a", "a", "a") == (
        f'{ROOT} {SAYS} "a" .\n{ROOT} {SAYS} "a"@de .\n{ROOT} {SAYS} "a"@en .\n{ROOT} {SAYS} "a"^^<urn:x:date> .\n'
    )


def test_literals_stand_before_iris_and_these_before_blank_nodes() -> None:
    compiled = program(
        (ROOT, SAYS, "_:b9"),
        (ROOT, SAYS, iri(0)),
        (ROOT, SAYS, '"fixed"'),
        (ROOT, SAYS, "<urn:x:m>"),
        (ROOT, SAYS, text(1)),
    )

    assert run(compiled, "urn:x:z", "zulu") == (
        f'{ROOT} {SAYS} "fixed" .\n{ROOT} {SAYS} "zulu" .\n'
        f"{ROOT} {SAYS} <urn:x:m> .\n{ROOT} {SAYS} <urn:x:z> .\n{ROOT} {SAYS} _:c14n0 .\n"
    )
    assert run(compiled, "urn:x:a", "alpha") == (
        f'{ROOT} {SAYS} "alpha" .\n{ROOT} {SAYS} "fixed" .\n'
        f"{ROOT} {SAYS} <urn:x:a> .\n{ROOT} {SAYS} <urn:x:m> .\n{ROOT} {SAYS} _:c14n0 .\n"
    )


def test_two_objects_that_are_one_are_a_tie() -> None:
    compiled = program((ROOT, SAYS, text(0)), (ROOT, SAYS, text(1)), (ROOT, SAYS, '"c"'))

    assert run(compiled, "a", "b") is not None
    assert run(compiled, "a", "a") is None
    assert run(compiled, "a", "c") is None


def test_equal_texts_in_different_places_are_no_tie() -> None:
    compiled = program((ROOT, SAYS, text(0)), (ROOT, TAKES, text(1)), (iri(2), SAYS, text(3)))

    assert run(compiled, "a", "a", "urn:x:a", "a") == (
        f'<urn:x:a> {SAYS} "a" .\n{ROOT} {SAYS} "a" .\n{ROOT} {TAKES} "a" .\n'
    )


def test_every_order_of_many_objects_gives_the_same_text() -> None:
    """There are more orders than layouts are kept."""
    compiled = program(*((ROOT, SAYS, text(slot)) for slot in range(5)))
    expected = "".join(f'{ROOT} {SAYS} "{each}" .\n' for each in "abcde")

    orders = list(permutations("abcde"))
    assert len(orders) > 3 * MAX_LAYOUTS
    for order in (*orders, *orders):
        assert run(compiled, *order) == expected


# Which texts, when they are equal, make another shape.


def test_equal_objects_and_equal_subjects_are_told() -> None:
    compiled = program(
        (iri(0), SAYS, text(1)), (iri(0), SAYS, text(2)), (iri(0), TAKES, text(3)), (iri(4), SAYS, text(5))
    )

    assert compiled.alike(["urn:x:a", "1", "2", "1", "urn:x:b", "1", ""]) == frozenset()
    assert compiled.alike(["urn:x:a", "1", "1", "1", "urn:x:b", "1", ""]) == {1, 2}
    assert compiled.alike(["urn:x:a", "1", "1", "1", "urn:x:a", "1", ""]) == {0, 1, 2, 4}


def test_a_text_that_is_the_same_as_a_fixed_one_cannot_be_compiled() -> None:
    compiled = program((ROOT, SAYS, text(0)), (ROOT, SAYS, '"fixed"'))

    assert compiled.alike(["free", ""]) == frozenset()
    with pytest.raises(CannotCompile):
        compiled.alike(["fixed", ""])


# What cannot be compiled.


def test_a_named_graph_cannot_be_compiled() -> None:
    with pytest.raises(CannotCompile):
        compile_program([(ROOT, SAYS, '"a"', "_:g")])


def test_a_blank_node_that_points_at_itself_cannot_be_compiled() -> None:
    with pytest.raises(CannotCompile):
        program((ROOT, HAS, "_:b0"), ("_:b1", SAYS, "_:b1"))


@pytest.mark.parametrize("second", [(ROOT, TAKES, "_:b0"), ("<urn:x:a>", HAS, "_:b0"), ("_:b1", HAS, "_:b0")])
def test_a_blank_node_with_two_places_cannot_be_compiled(second: tuple[Term, Term, Term]) -> None:
    with pytest.raises(CannotCompile):
        program((ROOT, HAS, "_:b0"), second)


@pytest.mark.parametrize("term", [f'"a {marker(0)}"', f"<urn:x:{marker(0)}>", f'"a"^^<{marker(0)}>'])
def test_a_marker_that_became_a_part_of_a_term_cannot_be_compiled(term: Term) -> None:
    with pytest.raises(CannotCompile):
        program((ROOT, SAYS, term))


# A second opinion: the generic path, on any tree.

TEXTS = st.sampled_from(["", "a", "a b", "b", "10", "9", "é", "\U0001f525", '"', "\\", "\n", "\ue000"])
NAMES = st.sampled_from(["urn:x:a", "urn:x:a/b", "urn:x:a#b", "urn:x:b", "urn:x:\uffee", "urn:x:\U00010000"])


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[Quad], list[str], list[Quad]]:
    """Statements with markers, the texts for these (escaped), and the same statements with the texts in them."""
    values: list[str] = []
    marked: list[Quad] = []
    nodes: list[Term] = []
    told: list[Quad] = []
    real: dict[Term, Term] = {}

    def slot(value: str) -> int:
        values.append(value)
        return len(values) - 1

    def term() -> tuple[Term, Term]:
        kind = draw(st.sampled_from(["text", "text", "language", "iri", "fixed"]))
        if kind == "iri":
            value = draw(NAMES)
            return f"<{marker(slot(value))}>", f"<{value}>"
        value = rdf.escaped(draw(TEXTS))
        if kind == "fixed":
            return f'"{value}"', f'"{value}"'
        more = "@en" if kind == "language" else ""
        return f'"{marker(slot(value))}"{more}', f'"{value}"{more}'

    def state(subject: Term, predicate: Term, object_: Term, meant: Term) -> None:
        marked.append((subject, predicate, object_, ""))
        told.append((real[subject], predicate, meant, ""))

    for _ in range(draw(st.integers(1, 6))):
        if draw(st.booleans()):
            value = draw(NAMES)
            node, meant = f"<{marker(slot(value))}>", f"<{value}>"
        else:
            node = meant = f"_:b{len(nodes)}"
        real[node] = meant
        if nodes:
            state(draw(st.sampled_from(nodes)), draw(st.sampled_from([HAS, TAKES])), node, meant)
        nodes.append(node)
        for _ in range(draw(st.integers(0, 3))):
            state(node, draw(st.sampled_from([SAYS, TAKES])), *term())
    return marked, values, told


@given(trees(), st.sampled_from(["sha256", "sha384"]))
def test_any_tree_is_what_the_generic_path_makes_of_it_or_left_to_that(
    tree: tuple[list[Quad], list[str], list[Quad]], hash_name: str
) -> None:
    marked, values, told = tree

    found = compile_program(marked).run([*values, ""], getattr(hashlib, hash_name))

    assert found is None or found == canonicalize(told, hash_name=hash_name)
