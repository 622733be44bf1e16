"""Markers: a text that stands for a slot comes back whole, or the document is not compiled."""

import pytest

from assay.science.identifiers import is_absolute_url
from assay.science.securing import rdf
from assay.science.securing.contexts import bundled
from assay.science.securing.markers import (
    SCHEME,
    CannotCompile,
    cut_at_markers,
    identifiers_in,
    marker,
    parts,
    slots_in,
)
from assay.science.securing.strict_json import walk
from assay.science.securing.weaving import Weave

P = "<urn:x:p>"


def test_a_marker_is_an_absolute_iri_and_needs_no_escape_anywhere() -> None:
    assert is_absolute_url(marker(12))
    assert rdf.iri(marker(12)) == f"<{marker(12)}>"
    assert rdf.literal(marker(12)) == f'"{marker(12)}"'


def test_no_context_that_assay_carries_knows_the_scheme_of_markers() -> None:
    names = [where for context in bundled().documents.values() for where, _ in walk(context)]

    assert len(names) > 1_000
    assert not [name for name in names if SCHEME in name]


@pytest.mark.parametrize(
    ("term", "taken_apart"),
    [
        (f"<{marker(3)}>", ("<", 3, ">")),
        (f'"{marker(0)}"', ('"', 0, '"')),
        (f'"{marker(10)}"@en-GB', ('"', 10, '"@en-GB')),
        (f'"{marker(7)}"^^<urn:x:date>', ('"', 7, '"^^<urn:x:date>')),
        ("<urn:x:a>", ("<urn:x:a>",)),
        ('"3"^^<urn:x:integer>', ('"3"^^<urn:x:integer>',)),
        ("_:b0", ("_:b0",)),
    ],
)
def test_a_term_is_a_slot_between_two_texts_or_one_text(term: str, taken_apart: tuple[str | int, ...]) -> None:
    assert parts(term) == taken_apart


@pytest.mark.parametrize(
    "term",
    [
        f"<urn:x:{marker(1)}>",
        f"<{marker(1)}#part>",
        f'"{marker(1)}{marker(2)}"',
        f'" {marker(1)}"',
        f'"a"^^<{marker(1)}>',
        f'"{marker(1)}"^^<{marker(2)}>',
        f'"a"@{SCHEME}',
        f"<{SCHEME}:>",
        f'"{{\\"a\\":\\"{marker(1)}\\"}}"',
    ],
)
def test_a_marker_that_became_a_part_of_something_else_cannot_be_compiled(term: str) -> None:
    with pytest.raises(CannotCompile):
        parts(term)


def test_one_slot_is_not_taken_for_another_that_begins_like_it() -> None:
    assert slots_in(f"{marker(1)} {marker(11)}{marker(111)}") == {1, 11, 111}
    assert slots_in("1. 11.") == frozenset()


def test_identifiers_are_the_slots_that_are_iris_in_any_place_of_a_statement() -> None:
    quads = [
        (f"<{marker(0)}>", P, f'"{marker(1)}"', ""),
        ("_:b0", P, f"<{marker(2)}>", ""),
        ("_:b0", f"<{marker(3)}>", "<urn:x:a>", f"<{marker(4)}>"),
    ]

    assert identifiers_in(quads) == {0, 2, 3, 4}


def test_a_text_is_cut_where_markers_stand() -> None:
    text = f'{{"id":"{marker(1)}","name":"{marker(0)}"}}'

    assert cut_at_markers(text) == ['{"id":"', 1, '","name":"', 0, '"}']
    assert Weave(cut_at_markers(text)).text(["Ada", "urn:x:ada"]) == '{"id":"urn:x:ada","name":"Ada"}'
