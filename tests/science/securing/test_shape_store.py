"""Where shapes are kept: which equal texts make another one, how many there may be, and which of them go."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from assay.science.securing import shapes
from assay.science.securing.shape_store import MAX_ALIKE, MAX_SHAPES, pattern_of
from assay.science.securing.shapes import MAX_TEXT
from tests.science.securing.words import (
    PERSON,
    V1,
    WORDS,
    generic,
    knowing,
    library_of,
    person,
    recognised,
    said,
)


@pytest.mark.parametrize(
    ("texts", "pattern"),
    [
        ((), ()),
        (("a",), ()),
        (("a", "b"), ()),
        (("a", "a"), (0, 0)),
        (("a", "b", "a"), (0, 1, 0)),
        (("a", "b", "b", "a", "c"), (0, 1, 1, 0, 4)),
    ],
)
def test_a_pattern_says_which_texts_are_equal(texts: tuple[str, ...], pattern: tuple[int, ...]) -> None:
    assert pattern_of(texts) == pattern


# Bounds.


def long_text(letters: int) -> str:
    document = person(says="")
    return json.dumps({**document, "says": "x" * (letters - len(json.dumps(document)))})


def test_a_long_text_is_neither_learned_nor_recognised() -> None:
    longest, longer = long_text(MAX_TEXT), long_text(MAX_TEXT + 1)
    assert (len(longest), len(longer)) == (MAX_TEXT, MAX_TEXT + 1)
    library = library_of()
    assert not shapes.learn(longer, json.loads(longer), library)
    assert shapes.learn(longest, json.loads(longest), library)

    assert shapes.recognise(longest, library)
    assert shapes.recognise(longer, library) is None


def test_statements_that_are_long_together_are_left_to_the_generic_path() -> None:
    """A name may be repeated in each of them, so a text of 64 KiB can state megabytes."""
    tags = [f"tag {number}" for number in range(80)]
    library = knowing(person(tags=tags))
    named = "urn:x:" + "a" * 20_000

    found = recognised(person(id=named, tags=tags), library)

    assert found is not None
    assert found.canonical_document() is None
    assert len(generic(found.document, library)) > 1 << 20


def test_no_more_shapes_are_kept_than_there_is_room_for_and_those_in_use_stay() -> None:
    library = knowing(PERSON)
    counts = []

    for number in range(2 * MAX_SHAPES):
        knowing(person(says=number), library=library)  # another number is another punctuation
        counts.append(shapes.known(library))
        assert recognised(PERSON, library), number

    assert max(counts) == MAX_SHAPES
    assert min(counts[MAX_SHAPES:]) > MAX_SHAPES // 2
    kept = [number for number in range(2 * MAX_SHAPES) if recognised(person(says=number), library)]
    assert kept[-1] == 2 * MAX_SHAPES - 1
    assert kept[0] >= MAX_SHAPES // 2


def test_a_shape_that_is_used_no_more_goes_in_the_end() -> None:
    library = knowing(PERSON)
    assert recognised(PERSON, library)

    for number in range(3 * MAX_SHAPES):
        knowing(person(says=number), library=library)

    assert recognised(PERSON, library) is None


def test_if_all_are_in_use_the_oldest_goes() -> None:
    library = knowing(*(person(says=number) for number in range(MAX_SHAPES)))
    for number in range(MAX_SHAPES):
        assert recognised(person(says=number), library)

    knowing(PERSON, library=library)

    assert shapes.known(library) == MAX_SHAPES
    assert recognised(person(says=0), library) is None
    for number in range(1, MAX_SHAPES):
        assert recognised(person(says=number), library)


def test_texts_of_one_punctuation_do_not_push_out_the_others() -> None:
    """Else a stranger could do so, with another type each time."""
    library = knowing(PERSON)
    counts = []

    for number in range(3 * MAX_ALIKE):
        knowing({"@context": [V1], "type": [f"urn:x:{number}"], "says": "a"}, library=library)
        counts.append(shapes.known(library))

    assert max(counts) <= MAX_ALIKE + 1
    assert recognised(PERSON, library)
    assert recognised({"@context": [V1], "type": [f"urn:x:{3 * MAX_ALIKE - 1}"], "says": "b"}, library)


def test_two_sets_of_member_names_may_share_a_punctuation() -> None:
    """And their slots may stand in different places."""
    one = {"@context": [V1], "says": "a", "type": "Person"}
    other = {"@context": [V1], "type": "Person", "says": "a"}
    library = knowing(one, other)

    for document in (one, other):
        assert said(document, library) == (
            "_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://words.example/Person> .\n"
            f'_:c14n0 <{WORDS}says> "a" .\n'
        )
    assert recognised({"@context": [V1], "adds": "a", "type": "Person"}, library) is None


# Threads.


def test_threads_may_learn_forget_and_recognise_at_once() -> None:
    library = library_of()
    documents = [
        person(says=[f"{name}{number}" for number in range(length)]) for length in range(2, 8) for name in "ab"
    ]
    expected = {json.dumps(document): generic(document, library) for document in documents}

    def work(thread: int) -> int:
        met = 0
        for turn in range(60):
            text = list(expected)[(thread + turn) % len(expected)]
            found = shapes.recognise(text, library)
            if found is None:
                shapes.learn(text, json.loads(text), library)
            else:
                assert found.document == json.loads(text)
                assert found.canonical_document() == expected[text]
                met += 1
            if thread == 0 and turn % 20 == 19:
                shapes.forget(library)
        return met

    with ThreadPoolExecutor(8) as threads:
        met = list(threads.map(work, range(8)))

    assert all(met)
    assert shapes.known(library) <= 6
