"""What the reader of uploaded files answers, and a parent that trusts none of it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.adapters.upload_answer import refused, taken, understood
from assay.adapters.upload_kinds import Kind
from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from tests.adapters import evidence_files as made

PNG = made.picture("PNG")


def answer(header: Any, body: bytes = b"") -> bytes:
    told = json.dumps(header).encode()
    return len(told).to_bytes(4, "big") + told + body


def test_what_was_taken_comes_over_whole() -> None:
    assert understood(taken(Kind.PNG, ("turned",), PNG)) == (Kind.PNG, PNG, ("turned",))
    assert understood(taken(Kind.PDF, (), b"")) == (Kind.PDF, b"", ())
    assert taken(Kind.PDF, (), b"") == answer({"kind": "PDF", "notes": [], "bytes": 0})


def test_a_refusal_comes_over_with_its_code_and_its_reason() -> None:
    for code, family in (
        (Code.TOO_LARGE, Refused),
        (Code.UNSUPPORTED_MEDIA, Refused),
        (Code.MALFORMED, MalformedDocument),
    ):
        with pytest.raises(family) as refusal:
            understood(refused(code, "send less"))
        assert (refusal.value.code, refusal.value.reason) == (code, "send less")


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\0\0\0\0",
        b"\xff\xff\xff\xff{}",
        answer([]),
        answer({}),
        answer({"kind": "HTML", "notes": [], "bytes": 0}),
        answer({"kind": "PNG", "notes": [], "bytes": 6}, b"<html>"),
        answer({"kind": "GIF", "notes": [], "bytes": len(PNG)}, PNG),
        answer({"kind": "PDF", "notes": [], "bytes": 4}, b"%PDF"),
        answer({"kind": "PNG", "notes": [], "bytes": len(PNG)}, PNG[:-1]),
        answer({"kind": "PNG", "notes": [], "bytes": len(PNG)}, PNG + b"x"),
        answer({"kind": "PNG", "notes": "x", "bytes": len(PNG)}, PNG),
        answer({"kind": "TEXT", "notes": ["x" * 100_000], "bytes": 0}),
        answer({"kind": "__class__", "notes": [], "bytes": 0}),
    ],
)
def test_attack_a_reader_that_was_taken_over_cannot_make_a_page_of_a_file(hostile: bytes) -> None:
    with pytest.raises(MalformedDocument, match="save it again"):
        understood(hostile)


def test_attack_a_reader_that_was_taken_over_has_few_words_and_three_codes() -> None:
    with pytest.raises(MalformedDocument) as refusal:
        understood(answer({"refused": "REVOKED", "reason": "a\u202eb\r\nc" + "x" * 5000}))
    _, _, notes = understood(answer({"kind": "TEXT", "notes": ["a\u202eb\0", {}] * 1000, "bytes": 0}))

    assert refusal.value.code is Code.MALFORMED
    assert refusal.value.reason == "abc" + "x" * 497
    assert notes == ("ab", "{}") * 5


@given(st.binary(max_size=200))
def test_whatever_it_answers_is_a_refusal_or_a_kind_that_is_taken(noise: bytes) -> None:
    try:
        kind, _, _ = understood(noise)
    except AssayError:
        return
    assert kind in Kind
