"""Definitions by hand: what YAML may say, and the surprises it is not allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.cli.yaml_text import parse_definition
from assay.science.errors import Code, MalformedDocument


def test_the_norway_problem_words_and_dates_stay_text() -> None:
    raw = b"""
country: no
answer: yes
switch: off
letter: y
date: 2026-11-22
time: 12:30
moment: 2026-11-22T09:00:00Z
version: 1.10.2
octal: 0o17
leading: 0123
hexadecimal: 0x1F
grouped: 1_000
signed: +1
infinite: .inf
missing: .nan
merge: <<
equals: =
"""

    assert parse_definition(raw) == {
        "country": "no",
        "answer": "yes",
        "switch": "off",
        "letter": "y",
        "date": "2026-11-22",
        "time": "12:30",
        "moment": "2026-11-22T09:00:00Z",
        "version": "1.10.2",
        "octal": "0o17",
        "leading": "0123",
        "hexadecimal": "0x1F",
        "grouped": "1_000",
        "signed": "+1",
        "infinite": ".inf",
        "missing": ".nan",
        "merge": "<<",
        "equals": "=",
    }


def test_what_is_a_number_a_truth_value_or_null_in_json_is_one_here() -> None:
    raw = b"a: 3\nb: -1.50\nc: 1e2\nd: 2.5E-1\ne: true\nf: false\ng: null\nh: ~\ni:\nj: 0\nk: '3'\n"

    found = parse_definition(raw)

    assert list(found) == list("abcdefghijk")
    assert list(found.values()) == [3, -1.5, 100.0, 0.25, True, False, None, None, None, 0, "3"]
    assert [type(found[name]) for name in "abce"] == [int, float, float, bool]


def test_lists_objects_and_long_texts_are_what_they_look_like() -> None:
    raw = (
        "achievement:\n  tag: [weld, 'no']\n  criteria: >\n    Welds a T joint\n    that holds.\n  name: Schweißen 🏅\n"
    )

    assert parse_definition(raw.encode()) == {
        "achievement": {"tag": ["weld", "no"], "criteria": "Welds a T joint that holds.\n", "name": "Schweißen 🏅"}
    }


def test_json_is_read_as_json_and_a_byte_order_mark_is_no_letter() -> None:
    assert parse_definition(b' \n{"a": [1, "no"]}') == {"a": [1, "no"]}
    assert parse_definition(b"\xef\xbb\xbfa: 1") == {"a": 1}


@pytest.mark.parametrize(
    ("raw", "code", "reason"),
    [
        (b"a: 1\nb:\n  c: 2\n  c: 3\n", Code.DUPLICATE_KEY, "line 4: the member 'c' appears twice"),
        (b"a: 1\n'a': 2\n", Code.DUPLICATE_KEY, "line 2: the member 'a' appears twice"),
        (b'{"a": 1, "a": 2}', Code.DUPLICATE_KEY, "appears twice"),
        (b"a: &x 1\nb: *x\n", Code.MALFORMED, "line 2: an alias; write it out"),
        (b"*x", Code.MALFORMED, "line 1: an alias"),
        (b"1: a", Code.MALFORMED, "line 1: a member's name is text, which 1 is not; put it into quotes"),
        (b"null: a", Code.MALFORMED, "which None is not"),
        (b"? [a, b]\n: c", Code.MALFORMED, "which ['a', 'b'] is not"),
        (b"- a\n- b", Code.MALFORMED, "a definition is an object"),
        (b"", Code.MALFORMED, "a definition is an object"),
        (b"Welding", Code.MALFORMED, "a definition is an object"),
        (b"a: 1\n---\nb: 2", Code.MALFORMED, "single document"),
        (b"a: 1\n\tb: 2", Code.MALFORMED, "at line 2, column 1"),
        (b"a: [1", Code.MALFORMED, "neither JSON nor YAML"),
        (b"a: \x00", Code.MALFORMED, "neither JSON nor YAML"),
        (b"a: \x1b", Code.MALFORMED, "neither JSON nor YAML"),
        (b"%YAML 9.9\n---\na: 1", Code.MALFORMED, "incompatible"),
        (b"a: \xff", Code.MALFORMED, "not UTF-8"),
        ("a: 1".encode("utf-16"), Code.MALFORMED, "not UTF-8"),
        (b"a: 9007199254740993", Code.MALFORMED, "too large to be exact"),
        (b"a: " + b"9" * 5000, Code.MALFORMED, "neither JSON nor YAML"),
        (b"a: 1.0e999", Code.MALFORMED, "Infinity"),
        (b'a: "\\ud83c"', Code.MALFORMED, "half a surrogate pair"),
        (b"a: " + b"[" * 65 + b"]" * 65, Code.TOO_LARGE, "nested more than 64"),
        (b"a: " + b"x" * (1 << 20), Code.TOO_LARGE, "larger than 1048576 bytes"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused_with_its_place(raw: bytes, code: Code, reason: str) -> None:
    with pytest.raises(MalformedDocument) as caught:
        parse_definition(raw)

    assert caught.value.code is code
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    "tagged",
    [
        "!!python/object/apply:os.system [touch pwned]",
        "!!python/name:os.system",
        "!!python/module:os",
        "!!python/tuple [1]",
        "!!binary aGVsbG8=",
        "!!timestamp 2026-11-22",
        "!!set {a, b}",
        "!!omap [a: 1]",
        "!!pairs [a: 1]",
        "!!map [1]",
        "!!int ''",
        "!!bool maybe",
        "!!float .inf",
        "!!merge x",
        "!local x",
        "! x",
        "!<tag:yaml.org,2002:str> x",
    ],
)
def test_attack_a_tag_makes_nothing_that_json_does_not_have(tagged: str) -> None:
    for raw in (f"a: {tagged}", f"--- {tagged}"):
        with pytest.raises(MalformedDocument, match="line 1: a tag; there is nothing here but what JSON has"):
            parse_definition(raw.encode())


def test_attack_a_billion_laughs_are_stopped_at_the_first_alias() -> None:
    laughs = ["a0: &a0 [lol]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]

    with pytest.raises(MalformedDocument, match="line 2: an alias"):
        parse_definition("\n".join(laughs).encode())


@pytest.mark.parametrize("raw", [b"[" * 100_000, b"a: " + b"{a: " * 50_000, b"- " * 100_000, b"? " * 100_000])
def test_attack_depth_does_not_exhaust_the_stack(raw: bytes) -> None:
    with pytest.raises(MalformedDocument):
        parse_definition(raw)


def test_attack_many_members_take_time_in_proportion() -> None:
    """Searching the names one by one for each would take minutes here."""
    members = b"".join(b"k%d: 1\n" % number for number in range(20_000))

    assert len(parse_definition(members)) == 20_000


@given(st.binary(max_size=300))
def test_whatever_the_bytes_the_answer_is_an_object_or_a_refusal(raw: bytes) -> None:
    try:
        found = parse_definition(raw)
    except MalformedDocument:
        return
    assert isinstance(found, dict)


@given(st.text(alphabet="a:-[]{}!&*?|>'\"#%@,1.e \n\t~<=", max_size=60))
def test_whatever_the_yaml_the_answer_is_an_object_or_a_refusal(text: str) -> None:
    try:
        found = parse_definition(text.encode())
    except MalformedDocument:
        return
    assert isinstance(found, dict)
