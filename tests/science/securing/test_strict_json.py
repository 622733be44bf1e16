"""The JSON parser for other people's bytes: I-JSON and nothing else, in bounded time."""

import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import strict_json
from assay.science.securing.strict_json import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NAME,
    JsonValue,
    listed,
    parse,
    parse_object,
    pointer,
    walk,
)


def refused(raw: bytes | str) -> MalformedDocument:
    with pytest.raises(MalformedDocument) as caught:
        parse(raw)
    return caught.value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"null", None),
        (b" \t\r\n[true, false] ", [True, False]),
        (b"-0", 0),
        (b"3", 3),
        (b"3.0", 3.0),
        (b"1e-7", 1e-7),
        (b"1E-400", 0.0),
        (b"9007199254740991", 2**53 - 1),
        (b"-9007199254740991", -(2**53) + 1),
        (b'"\\ud83d\\ude00"', "\U0001f600"),
        ('"\U0001f600"'.encode(), "\U0001f600"),
        (b'"\\\\ud800"', "\\ud800"),
        (b'{"a": {"a": 1}}', {"a": {"a": 1}}),
        (b"{}", {}),
        ('{"ü": []}', {"ü": []}),
    ],
)
def test_json_is_read_from_bytes_and_from_text(raw: bytes | str, value: JsonValue) -> None:
    found = parse(raw)

    assert found == value
    assert type(found) is type(value)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**53) + 1, 2**53 - 1)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=20), inner),
        max_leaves=20,
    ),
    st.booleans(),
)
def test_what_python_writes_is_read_again(value: JsonValue, ascii_only: bool) -> None:  # noqa: FBT001 -- drawn
    assert parse(json.dumps(value, ensure_ascii=ascii_only)) == value
    assert parse(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@pytest.mark.parametrize(
    "raw",
    [
        b'{"issuer":"did:web:a.example","issuer":"did:web:b.example"}',
        b'[{"a":[{"b":1,"c":2,"b":1}]}]',
        b'{"a":1,"\\u0061":2}',
    ],
)
def test_attack_15_a_member_named_twice_is_refused_at_any_depth_and_in_any_spelling(raw: bytes) -> None:
    fault = refused(raw)

    assert (fault.code, fault.clause) == (Code.DUPLICATE_KEY, "RFC 7493 §2.3")


def test_the_refusal_of_a_second_member_names_it_and_stays_short() -> None:
    assert str(refused('{"a":1,"b":2,"b":3}')) == "the member 'b' appears twice (RFC 7493 §2.3)"
    assert len(refused(f'{{"{"n" * 200}":1,"{"n" * 200}":2}}').reason) < 120


@pytest.mark.parametrize(
    ("raw", "clause"),
    [
        (b"1e400", "RFC 7493 §2.2"),
        (b"-1e400", "RFC 7493 §2.2"),
        (b"1" * 400 + b".5", "RFC 7493 §2.2"),
        (b"9007199254740992", "RFC 7493 §2.2"),
        (b"-9007199254740992", "RFC 7493 §2.2"),
        (b"99999999999999999999", "RFC 7493 §2.2"),
        (b"1" * 100_000, "RFC 7493 §2.2"),
        (b"NaN", "RFC 8259 §6"),
        (b"[Infinity]", "RFC 8259 §6"),
        (b'{"a":-Infinity}', "RFC 8259 §6"),
    ],
)
def test_attack_16_a_number_that_a_double_cannot_carry_is_refused(raw: bytes, clause: str) -> None:
    fault = refused(raw)

    assert (fault.code, fault.clause) == (Code.MALFORMED, clause)


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b'"\\ud800"', ""),
        (b'{"a":["x","\\udc00\\ud800"]}', "/a/1"),
        (b'{"a/b":{"\\ud83d":1}}', "/a~1b"),
        ('["\ud800"]', "/0"),
    ],
)
def test_attack_16_half_a_surrogate_pair_is_refused_and_found(raw: bytes | str, where: str) -> None:
    fault = refused(raw)

    assert (fault.code, fault.where, fault.clause) == (Code.MALFORMED, where, "RFC 7493 §2.1")


@pytest.mark.parametrize(
    "raw", [b"\xff", b'"\xed\xa0\x80"', b'"\xc0\xaf"', '{"a":1}'.encode("utf-16"), b'"\xf5\x80\x80\x80"']
)
def test_bytes_that_are_not_utf_8_are_refused(raw: bytes) -> None:
    fault = refused(raw)

    assert (fault.reason, fault.clause) == ("not UTF-8", "RFC 7493 §2.1")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" ",
        b"\xef\xbb\xbf{}",
        b"{",
        b"[1,]",
        b'{"a":1,}',
        b"{'a':1}",
        b"{a:1}",
        b"01",
        b"+1",
        b".5",
        b"1.",
        b"0x10",
        b"nul",
        b'"\n"',
        b'"\x00"',
        b'"\\x41"',
        b'"\\u00g0"',
        b'"a',
        b"{} {}",
        b"[1] // comment",
        b"{}\x0c",
        "\u00a0{}".encode(),
        b"]" * 70,
        b"[" * 65 + b"]" * 64 + b'"',
    ],
)
def test_what_is_not_json_is_refused_and_never_raises_anything_else(raw: bytes) -> None:
    assert refused(raw).code in (Code.MALFORMED, Code.TOO_LARGE)


@given(st.binary(max_size=60) | st.text('[]{}":,\\u0d8 tfn19.e-', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        value = parse(raw)
    except MalformedDocument:
        return

    assert value == json.loads(raw)


def test_the_place_of_a_mistake_is_told_with_line_and_column() -> None:
    assert refused(b'{\n "a" 1}').reason == "not JSON: Expecting ':' delimiter at line 2, column 6"


def test_attack_16_depth_up_to_64_is_read_and_more_is_refused() -> None:
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH

    assert parse(deepest) is not None
    for raw in ("[" + deepest + "]", '{"a":' * 65 + "1" + "}" * 65, "[" * 500_000, '{"a":[' * 100_000):
        assert refused(raw).code is Code.TOO_LARGE


def test_brackets_in_strings_and_beside_each_other_are_not_depth() -> None:
    assert parse('["' + "[{" * 200 + '"]') == ["[{" * 200]
    assert parse('["\\"' + "[" * 200 + '"]') == ['"' + "[" * 200]
    assert parse("[" + ",".join(["[]"] * 200) + "]") == [[]] * 200
    assert refused('["' + "[" * 200).code is Code.MALFORMED
    assert refused('["' + "[" * 200 + "\\").code is Code.MALFORMED


def test_attack_16_a_mebibyte_is_read_and_a_byte_more_is_refused() -> None:
    largest = b'"' + b"a" * (MAX_BYTES - 2) + b'"'

    assert len(largest) == 1_048_576
    assert parse(largest) == "a" * (MAX_BYTES - 2)
    assert refused(largest + b" ").code is Code.TOO_LARGE
    with pytest.raises(MalformedDocument, match="larger than 10 bytes"):
        parse(b'"123456789"', max_bytes=10)
    with pytest.raises(MalformedDocument, match="larger than 10 bytes"):
        parse_object(b'{"12345":1}', max_bytes=10)


def test_a_member_s_name_has_up_to_256_characters_so_that_pointers_stay_short() -> None:
    longest = "n" * MAX_NAME

    assert parse(f'{{"{longest}":1}}') == {longest: 1}
    assert refused(f'{{"{longest}n":1}}').code is Code.TOO_LARGE


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("{" + ",".join(f'"{n}":0' for n in range(90_000)) + ',"z":0,"z":0}', id="many members, one twice"),
        pytest.param("[" * 60 + ",".join(["1"] * 100_000) + ',"\\u0041"' + "]" * 60, id="many values, far down"),
        pytest.param('{"' + "n" * 250 + '":[' + ",".join(["1"] * 100_000) + ',"\\u0041"]}', id="a long name"),
        pytest.param('["' + "\\u0041" * 170_000 + '"]', id="many escapes"),
        pytest.param('["' + '\\"[' * 300_000, id="an open string of quotes and brackets"),
        pytest.param("1" * 1_000_000, id="many digits"),
        pytest.param("0." + "1" * 1_000_000, id="many decimals"),
    ],
)
def test_a_mebibyte_made_to_be_slow_takes_a_second_or_two_at_most(raw: str) -> None:
    started = time.process_time()
    with contextlib.suppress(MalformedDocument):
        parse(raw)

    assert time.process_time() - started < 5  # a minute and more if the work grew with the square


def test_a_document_is_an_object() -> None:
    assert parse_object(b'{"a": 1}') == {"a": 1}
    for raw in (b"[]", b"null", b'"{}"', b"1"):
        with pytest.raises(MalformedDocument) as caught:
            parse_object(raw)
        assert (caught.value.reason, caught.value.clause) == ("expected a JSON object", "RFC 8259 §4")


def test_a_pointer_escapes_what_it_is_made_of() -> None:
    assert pointer() == ""
    assert pointer("a/b", 0, "m~n", "") == "/a~1b/0/m~0n/"


def test_every_value_is_walked_to_with_its_pointer_parents_first() -> None:
    value: JsonValue = {"a": [1, {"b/c": None}], "d": "e", "f": {}}

    assert list(walk(value)) == [
        ("", value),
        ("/a", [1, {"b/c": None}]),
        ("/a/0", 1),
        ("/a/1", {"b/c": None}),
        ("/a/1/b~1c", None),
        ("/d", "e"),
        ("/f", {}),
    ]
    assert list(walk("e", "/d")) == [("/d", "e")]


def test_a_value_of_any_depth_can_be_walked() -> None:
    value: JsonValue = []
    for _ in range(3_000):
        value = [value]

    assert sum(1 for _ in walk(value)) == 3_001


def test_the_limits_are_those_that_are_documented() -> None:
    limits = (strict_json.MAX_BYTES, strict_json.MAX_DEPTH, strict_json.MAX_INTEGER, strict_json.MAX_NAME)

    assert limits == (1_048_576, 64, 9_007_199_254_740_991, 256)


@pytest.mark.parametrize(("value", "expected"), [([1, 2], [1, 2]), ([], []), ("a", ["a"]), (None, [None]), ({}, [{}])])
def test_one_value_or_several_are_a_list(value: JsonValue, expected: list[JsonValue]) -> None:
    assert listed(value) == expected
