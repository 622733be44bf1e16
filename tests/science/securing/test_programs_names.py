"""The names that programs give to blank nodes, held against RDFC-1.0 §4.4.3 and §4.6.3, by hand.

Hashes are taken by ``hashlib`` of lines that are written out here, so that the order of blank nodes is not taken at the
word of the code that is tested.
"""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import permutations

from tests.science.securing.programs_by_hand import HAS, ROOT, SAYS, TAKES, NewHash, iri, program, run, text

# What RDFC-1.0 §4.6 hashes first of a node that the root has.
OF_ROOT = f"{ROOT} {HAS} _:a .\n"


def says(said: str) -> str:
    """What is hashed of a blank node that says something."""
    return f'_:a {SAYS} "{said}" .\n'


def named(nodes: Mapping[str, Sequence[str]], by: NewHash = hashlib.sha256) -> dict[str, str]:
    """The names of blank nodes of which these lines are hashed. Source: RDFC-1.0 §4.4.3 step 4."""
    ranked = sorted(nodes, key=lambda node: by("".join(nodes[node]).encode()).hexdigest())
    return {node: f"_:c14n{number}" for number, node in enumerate(ranked)}


def test_one_blank_node_needs_no_hash() -> None:
    assert run(program(("_:b3", SAYS, text(0))), "a") == '_:c14n0 <urn:x:says> "a" .\n'


def test_blank_nodes_are_named_in_the_order_of_their_hashes() -> None:
    """SHA-256 of ``<urn:x:root> <urn:x:has> _:a .⏎_:a <urn:x:says> "three" .⏎`` is less than that for "ten"."""
    compiled = program((ROOT, HAS, "_:b0"), ("_:b0", SAYS, text(0)), (ROOT, HAS, "_:b1"), ("_:b1", SAYS, text(1)))
    assert named({"3": [OF_ROOT, says("three")], "10": [OF_ROOT, says("ten")]}) == {"3": "_:c14n0", "10": "_:c14n1"}

    expected = (
        "<urn:x:root> <urn:x:has> _:c14n0 .\n"
        "<urn:x:root> <urn:x:has> _:c14n1 .\n"
        '_:c14n0 <urn:x:says> "three" .\n'
        '_:c14n1 <urn:x:says> "ten" .\n'
    )
    assert run(compiled, "three", "ten") == expected
    assert run(compiled, "ten", "three") == expected


def test_sha_384_names_them_in_another_order() -> None:
    compiled = program((ROOT, HAS, "_:b0"), ("_:b0", SAYS, text(0)), (ROOT, HAS, "_:b1"), ("_:b1", SAYS, text(1)))
    hashed = {"3": [OF_ROOT, says("three")], "10": [OF_ROOT, says("ten")]}
    assert named(hashed, hashlib.sha384) == {"10": "_:c14n0", "3": "_:c14n1"}

    expected = (
        "<urn:x:root> <urn:x:has> _:c14n0 .\n"
        "<urn:x:root> <urn:x:has> _:c14n1 .\n"
        '_:c14n0 <urn:x:says> "ten" .\n'
        '_:c14n1 <urn:x:says> "three" .\n'
    )
    assert run(compiled, "three", "ten", by=hashlib.sha384) == expected
    # One after the other with one program: a hash of one kind is not taken for one of the other.
    assert run(compiled, "three", "ten", by=hashlib.sha256) != expected
    assert run(compiled, "three", "ten", by=hashlib.sha384) == expected


def test_the_tenth_name_stands_between_the_first_and_the_second() -> None:
    """Labels are compared as they are written: ``_:c14n10`` and ``_:c14n11`` stand before ``_:c14n2``."""
    statements = [(ROOT, HAS, f"_:b{slot}") for slot in range(12)]
    compiled = program(*statements, *((f"_:b{slot}", SAYS, text(slot)) for slot in range(12)))
    order = "dfgbeilcjhka"  # of the hashes of what the nodes say
    assert named({each: [OF_ROOT, says(each)] for each in "abcdefghijkl"}) == {
        each: f"_:c14n{number}" for number, each in enumerate(order)
    }

    written = [0, 1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9]
    assert run(compiled, *"abcdefghijkl") == "".join(
        [f"{ROOT} {HAS} _:c14n{number} .\n" for number in written]
        + [f'_:c14n{number} {SAYS} "{order[number]}" .\n' for number in written]
    )
    assert run(compiled, *"lkjihgfedcba") == run(compiled, *"abcdefghijkl")


def test_of_a_blank_node_inside_another_what_it_says_is_hashed_before_what_is_said_of_it() -> None:
    """As lines are sorted, and ``_:z <urn:x:with> _:a`` is the last. The other way round the order would be another."""
    compiled = program(
        (ROOT, HAS, "_:outer"),
        ("_:outer", TAKES, "_:b1"),
        ("_:b1", SAYS, text(0)),
        ("_:outer", TAKES, "_:b2"),
        ("_:b2", SAYS, text(1)),
    )
    inside = f"_:z {TAKES} _:a .\n"
    outer = [OF_ROOT, f"_:a {TAKES} _:z .\n", f"_:a {TAKES} _:z .\n"]
    one, other = "one", "three"
    name = named({"outer": outer, "one": [says(one), inside], "other": [says(other), inside]})
    wrong = named({"outer": outer, "one": [inside, says(one)], "other": [inside, says(other)]})
    assert name != wrong

    assert run(compiled, one, other) == "".join(
        sorted(
            [
                f"{ROOT} {HAS} {name['outer']} .\n",
                f"{name['outer']} {TAKES} {name['one']} .\n",
                f"{name['outer']} {TAKES} {name['other']} .\n",
                f'{name["one"]} {SAYS} "{one}" .\n',
                f'{name["other"]} {SAYS} "{other}" .\n',
            ]
        )
    )


def test_of_a_blank_node_that_points_at_two_both_lines_are_hashed_though_they_are_alike() -> None:
    """RDFC-1.0 §4.6.3 takes one line for each statement. Taken once, the order would be another."""
    compiled = program(
        (ROOT, HAS, "_:b0"),
        ("_:b0", SAYS, text(0)),
        ("_:b0", TAKES, "_:b1"),
        ("_:b0", TAKES, "_:b2"),
        ("_:b1", SAYS, text(1)),
        ("_:b2", SAYS, text(2)),
        (ROOT, HAS, "_:b3"),
        ("_:b3", SAYS, text(3)),
    )
    points, inside = f"_:a {TAKES} _:z .\n", f"_:z {TAKES} _:a .\n"
    fixed = {"1": [says("left"), inside], "2": [says("right"), inside], "3": [OF_ROOT, says("two")]}
    name = named({**fixed, "0": [OF_ROOT, says("one"), points, points]})
    assert name != named({**fixed, "0": [OF_ROOT, says("one"), points]})

    assert run(compiled, "one", "left", "right", "two") == "".join(
        sorted(
            [
                f"{ROOT} {HAS} {name['0']} .\n",
                f"{ROOT} {HAS} {name['3']} .\n",
                f'{name["0"]} {SAYS} "one" .\n',
                f"{name['0']} {TAKES} {name['1']} .\n",
                f"{name['0']} {TAKES} {name['2']} .\n",
                f'{name["1"]} {SAYS} "left" .\n',
                f'{name["2"]} {SAYS} "right" .\n',
                f'{name["3"]} {SAYS} "two" .\n',
            ]
        )
    )


def test_several_texts_of_a_blank_node_are_hashed_in_their_order() -> None:
    """And in more orders than are kept, each time with the same result."""
    compiled = program(
        (ROOT, HAS, "_:b0"),
        *(("_:b0", SAYS, text(slot)) for slot in range(5)),
        (ROOT, HAS, "_:b1"),
        ("_:b1", SAYS, text(5)),
    )
    name = named({"0": [OF_ROOT, *map(says, "abcde")], "1": [OF_ROOT, says("f")]})
    said = sorted([*(f'{name["0"]} {SAYS} "{each}" .\n' for each in "abcde"), f'{name["1"]} {SAYS} "f" .\n'])
    expected = "".join([f"{ROOT} {HAS} _:c14n0 .\n{ROOT} {HAS} _:c14n1 .\n", *said])

    for order in permutations("abcde"):
        assert run(compiled, *order, "f") == expected


def test_a_blank_node_that_nothing_points_at_is_hashed_by_what_it_says() -> None:
    compiled = program(("_:b0", SAYS, text(0)), ("_:b0", TAKES, "_:b1"), ("_:b1", SAYS, text(1)))
    name = named(
        {"0": [says("a"), f"_:a {TAKES} _:z .\n"], "1": [says("b"), f"_:z {TAKES} _:a .\n"]},
    )

    assert run(compiled, "a", "b") == "".join(
        sorted(
            [
                f'{name["0"]} {SAYS} "a" .\n',
                f"{name['0']} {TAKES} {name['1']} .\n",
                f'{name["1"]} {SAYS} "b" .\n',
            ]
        )
    )


def test_a_blank_node_of_which_nothing_is_said_is_hashed_by_what_points_at_it() -> None:
    compiled = program((iri(0), HAS, "_:b0"), (iri(0), TAKES, "_:b1"))
    name = named({"0": [f"<urn:x:ada> {HAS} _:a .\n"], "1": [f"<urn:x:ada> {TAKES} _:a .\n"]})

    assert run(compiled, "urn:x:ada") == f"<urn:x:ada> {HAS} {name['0']} .\n<urn:x:ada> {TAKES} {name['1']} .\n"


def test_blank_nodes_that_say_the_same_are_a_tie() -> None:
    compiled = program((ROOT, HAS, "_:b0"), ("_:b0", SAYS, text(0)), (ROOT, HAS, "_:b1"), ("_:b1", SAYS, text(1)))

    assert run(compiled, "a", "b") is not None
    assert run(compiled, "a", "a") is None


def test_blank_nodes_that_only_their_own_blank_nodes_tell_apart_are_a_tie() -> None:
    """RDFC-1.0 §4.8 tells them apart, which no program does."""
    compiled = program(
        (ROOT, HAS, "_:b0"),
        ("_:b0", TAKES, "_:b1"),
        ("_:b1", SAYS, text(0)),
        (ROOT, HAS, "_:b2"),
        ("_:b2", TAKES, "_:b3"),
        ("_:b3", SAYS, text(1)),
    )

    assert run(compiled, "a", "b") is None
    assert run(compiled, "a", "b", by=hashlib.sha384) is None


def test_what_a_document_was_hashed_to_does_not_stay_for_the_next() -> None:
    compiled = program((ROOT, HAS, "_:b0"), ("_:b0", SAYS, text(0)), (ROOT, HAS, "_:b1"), ("_:b1", SAYS, '"steel"'))
    names = {each: named({"free": [OF_ROOT, says(each)], "steel": [OF_ROOT, says("steel")]}) for each in "abcdefgh"}
    assert len({name["free"] for name in names.values()}) == 2

    for each in "aabbccddeeffgghhaabb":
        name = names[each]
        lines = sorted([f'{name["free"]} {SAYS} "{each}" .\n', f'{name["steel"]} {SAYS} "steel" .\n'])
        assert run(compiled, each) == "".join([f"{ROOT} {HAS} _:c14n0 .\n{ROOT} {HAS} _:c14n1 .\n", *lines])
