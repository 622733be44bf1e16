"""Base64url: one spelling for each value, so that a signature is not two strings."""

import base64
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import base64url

LETTERS = ascii_letters + digits + "-_"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        # RFC 4648 §10, without the padding; RFC 7515 §C; and the two letters that base64 spells + and /.
        (b"", ""),
        (b"f", "Zg"),
        (b"fo", "Zm8"),
        (b"foo", "Zm9v"),
        (b"foob", "Zm9vYg"),
        (b"fooba", "Zm9vYmE"),
        (b"foobar", "Zm9vYmFy"),
        (bytes([3, 236, 255, 224, 193]), "A-z_4ME"),
        (b"\xfb\xff", "-_8"),
    ],
)
def test_the_examples_of_the_rfcs_are_read_and_written(data: bytes, text: str) -> None:
    assert base64url.encode(data) == text
    assert base64url.decode(text) == data


@given(st.binary())
def test_what_is_written_is_read_again_and_is_what_the_standard_library_writes(data: bytes) -> None:
    text = base64url.encode(data)

    assert text == base64.urlsafe_b64encode(data).decode().rstrip("=")
    assert base64url.decode(text) == data


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Zg==", id="padding"),
        pytest.param("Zg=", id="half the padding"),
        pytest.param("Zm8=", id="padding of one"),
        pytest.param("+_8", id="the other alphabet's 62"),
        pytest.param("-/8", id="the other alphabet's 63"),
        pytest.param("Z", id="six bits are no byte"),
        pytest.param("Zm9vY", id="six bits too many"),
        pytest.param("Zg\n", id="a line break at the end"),
        pytest.param("Z g", id="a blank"),
        pytest.param("Zm9v.", id="a full stop"),
        pytest.param("Zü", id="a letter beyond ASCII"),
        pytest.param("Z\u0661", id="a digit of another alphabet"),
        pytest.param("Zm\u2029v", id="a line break of another alphabet"),
    ],
)
def test_anything_but_the_letters_of_the_alphabet_is_refused(text: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        base64url.decode(text)

    assert (refused.value.code, refused.value.clause) == (Code.MALFORMED, "RFC 7515 §2")


@pytest.mark.parametrize("text", ["Zh", "Zm9", "_x", "AAB"])
def test_stray_bits_at_the_end_are_refused_for_they_would_be_a_second_spelling(text: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        base64url.decode(text)

    assert refused.value.clause == "RFC 4648 §3.5"


@given(st.text(LETTERS, max_size=12))
def test_no_two_texts_stand_for_the_same_bytes(text: str) -> None:
    try:
        data = base64url.decode(text)
    except MalformedDocument:
        return

    assert base64url.encode(data) == text
