"""Multibase: base58btc and base64url, named by their first letter, and no other alphabet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import multibase

# draft-msporny-base58-03 §5, and the multibase repository's vectors for leading zeros.
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
EXAMPLES = {
    b"Hello World!": "2NEpo7TZRRrLZSi2U",
    b"The quick brown fox jumps over the lazy dog.": "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
    bytes.fromhex("0000287fb4cd"): "11233QC4",
    b"\0yes mani !": "17paNL19xttacUY",
    b"\0\0yes mani !": "117paNL19xttacUY",
    b"": "",
    b"\0": "1",
    b"\0\0\0": "111",
}


@pytest.mark.parametrize(("data", "text"), EXAMPLES.items())
def test_the_examples_of_base58_are_read_and_written(data: bytes, text: str) -> None:
    assert multibase.base58_encode(data) == text
    assert multibase.base58_decode(text) == data


def by_schoolbook(text: str) -> bytes:
    """Letter by letter, as the drafts tell it."""
    number = 0
    for letter in text:
        number = 58 * number + ALPHABET.index(letter)
    return bytes(len(text) - len(text.lstrip("1"))) + number.to_bytes((number.bit_length() + 7) // 8, "big")


@given(st.text(ALPHABET, max_size=512))
def test_a_text_of_any_length_stands_for_the_number_whose_digits_it_has(text: str) -> None:
    assert multibase.base58_decode(text) == by_schoolbook(text)
    assert multibase.base58_encode(by_schoolbook(text)) == text


@pytest.mark.parametrize("length", range(513))
def test_the_greatest_and_the_least_text_of_each_length_are_read(length: int) -> None:
    greatest, least = "z" * length, "2".ljust(length, "1")[:length]

    assert multibase.base58_decode(greatest) == by_schoolbook(greatest)
    assert multibase.base58_decode(least) == by_schoolbook(least)


@given(st.binary(max_size=120))
def test_what_is_written_is_read_again(data: bytes) -> None:
    assert multibase.decode(multibase.encode(data)) == data


@given(st.text(ALPHABET, max_size=60))
def test_no_two_texts_stand_for_the_same_bytes(text: str) -> None:
    assert multibase.base58_encode(multibase.base58_decode(text)) == text


@pytest.mark.parametrize("letter", ["0", "O", "I", "l", "_", " ", "\n", "ü", "\u0661", "é", "="])
def test_a_letter_outside_the_alphabet_is_refused_wherever_it_stands(letter: str) -> None:
    for text in (letter, f"{letter}23", f"23{letter}", f"2{letter}3"):
        with pytest.raises(MalformedDocument) as refused:
            multibase.base58_decode(text)

        assert (refused.value.code, refused.value.clause) == (Code.MALFORMED, "CID 1.0 §2.4")


@pytest.mark.parametrize("foreign", ["0", "?", "\xff", "\u0661", "\U0001f600", "\ud800"])
def test_the_first_foreign_letter_is_the_one_that_is_named(foreign: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        multibase.base58_decode(f"23{foreign}45Il")

    assert refused.value.reason == f"{foreign!r} is not a base58 letter"


def test_512_letters_of_base58_are_read_and_one_more_is_not_for_the_cost_grows_with_the_square() -> None:
    assert multibase.base58_decode("1" * 512) == bytes(512)

    with pytest.raises(MalformedDocument, match="too long"):
        multibase.base58_decode("1" * 513)


def test_both_alphabets_are_read_and_base58_is_written() -> None:
    assert multibase.encode(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert multibase.decode("z2NEpo7TZRRrLZSi2U") == b"Hello World!"
    assert multibase.decode("uSGVsbG8gV29ybGQh") == b"Hello World!"
    assert multibase.decode("z") == multibase.decode("u") == b""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2NEpo7TZRRrLZSi2U",
        "f48656c6c6f",  # base16
        "mSGVsbG8gV29ybGQh",  # base64
        "USGVsbG8gV29ybGQh",  # base64url with padding
        "Z2NEpo7TZRRrLZSi2U",  # base58flickr
        " z2NEpo7TZRRrLZSi2U",
        "\u1e942NEpo7",  # a letter that looks like z
    ],
)
def test_another_alphabet_or_none_is_refused(text: str) -> None:
    with pytest.raises(MalformedDocument, match="starts with z or u"):
        multibase.decode(text)


@pytest.mark.parametrize("text", ["u====", "uZh", "zO", "z2NEpo7TZRRrLZSi2U\n"])
def test_faults_behind_the_first_letter_are_refused_as_well(text: str) -> None:
    with pytest.raises(MalformedDocument):
        multibase.decode(text)
