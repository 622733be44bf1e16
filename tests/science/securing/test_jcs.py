"""JSON Canonicalization: the examples of RFC 8785, another implementation, and what I-JSON cannot carry."""

import json
import math
import struct

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import jcs
from assay.science.securing.strict_json import JsonValue, parse

# RFC 8785 appendix B: the bits of a double and how ECMAScript writes it.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_the_numbers_of_the_rfc_are_written_as_in_its_appendix_b(bits: str, text: str) -> None:
    [number] = struct.unpack(">d", bytes.fromhex(bits))

    assert jcs.canonicalize(number) == text.encode()


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (1.5, "1.5"),
        (-1.5, "-1.5"),
        (0.1, "0.1"),
        (100.0, "100"),
        (123456.789, "123456.789"),
        (1e-7, "1e-7"),
        (1.25e-7, "1.25e-7"),
        (1e20, "100000000000000000000"),
        (9007199254740991, "9007199254740991"),
        (-9007199254740991, "-9007199254740991"),
    ],
)
def test_numbers_as_credits_have_them_are_written_without_ornament(number: float, text: str) -> None:
    assert jcs.canonicalize(number) == text.encode()


def test_the_strings_of_the_rfc_are_escaped_as_in_its_section_3_2_2() -> None:
    document = parse(
        r'{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        r'"string": "\u20ac$\u000F\u000aA'
        r"'"
        r'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}'
    )

    canonical = jcs.canonicalize(document)

    assert canonical == bytes.fromhex(
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333333333"
        "332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c"
        "222f227d"
    )


def test_members_are_sorted_by_utf_16_code_units_as_in_section_3_2_3() -> None:
    document: JsonValue = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }

    canonical = jcs.canonicalize(document)

    assert list(json.loads(canonical).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("\b\t\n\f\r", r"\b\t\n\f\r"),
        ("\x00\x01\x1f", r"\u0000\u0001\u001f"),
        ('"\\/', r"\"\\/"),
        ("\x7f\x80\u2028\ufeff\uffff", "\x7f\x80\u2028\ufeff\uffff"),
    ],
)
def test_no_character_is_escaped_that_need_not_be(text: str, escaped: str) -> None:
    assert jcs.canonicalize(text) == f'"{escaped}"'.encode()


def test_texts_are_not_normalised_for_whoever_signed_them_chose_them() -> None:
    composed, decomposed = "\u00e9", "e\u0301"

    assert jcs.canonicalize([composed, decomposed]) == b'["\xc3\xa9","e\xcc\x81"]'


def test_empty_and_nested_values_are_written_without_blanks() -> None:
    document: JsonValue = {"b": [[], {}, [{}], [[1, None]]], "a": {"": ""}}

    assert jcs.canonicalize(document) == b'{"a":{"":""},"b":[[],{},[{}],[[1,null]]]}'


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)


@given(
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=25,
    )
)
def test_every_value_is_written_as_by_the_package_rfc8785(value: JsonValue) -> None:
    assert jcs.canonicalize(value) == rfc8785.dumps(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_is_written_as_by_the_package_rfc8785_and_reads_back_the_same(number: float) -> None:
    canonical = jcs.canonicalize(number)

    assert canonical == rfc8785.dumps(number)
    assert float(canonical) == number


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        2**53,
        -(2**53),
        10**400,
        "\ud800",
        "a\udfff",
        {"\ud800": 1},
        [{"a": ["\udc00"]}],
    ],
)
def test_attack_16_what_i_json_cannot_carry_is_refused(value: JsonValue) -> None:
    with pytest.raises(MalformedDocument) as refused:
        jcs.canonicalize(value)

    assert (refused.value.code, refused.value.clause) == (Code.MALFORMED, "RFC 8785 §3.2")
