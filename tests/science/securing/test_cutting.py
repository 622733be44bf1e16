"""JSON text cut at its quotation marks, held against Python's own parser."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import AssayError
from assay.science.securing import shapes, strict_json
from assay.science.securing.contexts import OB_3, VC_2, bundled
from assay.science.securing.cutting import cut, has_control, has_surrogate, is_plain, meaning, meanings

# A string as RFC 8259 §7 writes it; what is between two of them is punctuation.
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
# Quotation marks, backslashes and what looks like an escape, far more often than chance would have it.
AWKWARD = st.text(
    st.one_of(st.sampled_from('"\\\\\\u0041nbr/{}[]:, é焊\U0001f525\x7f'), st.characters(exclude_categories=["Cs"]))
)
JSON_VALUES = st.recursive(
    st.one_of(AWKWARD, st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(AWKWARD, inner, max_size=4)),
    max_leaves=12,
)
WAYS: tuple[dict[str, Any], ...] = ({}, {"ensure_ascii": False}, {"indent": 2}, {"separators": (",", ":")})


def written(string: str) -> str:
    """A string of ``cut`` as it stands in the text: an escaped quotation mark or backslash comes as one character."""
    return string.replace("\x00", r"\"").replace("\x01", r"\\").encode("latin-1").decode()


# Cutting.


@pytest.mark.parametrize(
    ("text", "punctuation", "said"),
    [
        ('{"id":"urn:a","n":3}', ["{", ":", ",", ":3}"], ["id", "urn:a", "n"]),
        ('{"a":""}', ["{", ":", "}"], ["a", ""]),
        ('""', ["", ""], [""]),
        ("[1, null]", ["[1, null]"], []),
        ("", [""], []),
        ('["é","字","\U0001f525"]', ["[", ",", ",", "]"], ["é", "字", "\U0001f525"]),
        (r'["a\"b"]', ["[", "]"], ['a"b']),
        (r'["\"","\""]', ["[", ",", "]"], ['"', '"']),
        (r'["\"\"\""]', ["[", "]"], ['"""']),
        (r'["\\"]', ["[", "]"], ["\\"]),
        (r'["\\\""]', ["[", "]"], ['\\"']),
        (r'["\\\\","b"]', ["[", ",", "]"], ["\\\\", "b"]),
        (r'["\\\\\"","b"]', ["[", ",", "]"], ['\\\\"', "b"]),
        (r'["\\é\"","\u00e9"]', ["[", ",", "]"], ['\\é"', "é"]),
    ],
)
def test_punctuation_and_strings_take_turns(text: str, punctuation: list[str], said: list[str]) -> None:
    pieces = cut(text)

    assert pieces[::2] == punctuation
    assert [meaning(string) for string in pieces[1::2]] == said
    assert meanings(pieces[1::2]) == tuple(said)


@given(JSON_VALUES, st.sampled_from(WAYS))
def test_the_strings_say_what_the_parser_finds_in_them(value: Any, way: dict[str, Any]) -> None:
    text = json.dumps(value, **way)

    pieces = cut(text)

    assert pieces[::2] == STRING.sub('"', text).split('"')
    assert [meaning(string) for string in pieces[1::2]] == list(_strings(json.loads(text)))


@given(JSON_VALUES, st.sampled_from(WAYS))
def test_the_strings_of_a_plain_text_say_what_they_look_like(value: Any, way: dict[str, Any]) -> None:
    text = json.dumps(value, **way)

    assert is_plain(text) is (text.isascii() and "\\" not in text)
    if is_plain(text):
        assert cut(text)[1::2] == list(_strings(json.loads(text)))


@given(st.text(st.sampled_from('ab" {}[]:,é字\n')))
def test_a_text_without_escapes_is_cut_at_each_quotation_mark_whether_it_is_json_or_not(text: str) -> None:
    assert len(cut(text)) == text.count('"') + 1


@given(st.text(st.sampled_from('ab"\\\\ é')))
def test_a_text_is_cut_at_each_quotation_mark_that_is_not_escaped(text: str) -> None:
    assert len(cut(text)) == re.sub(r"\\.", "", text).count('"') + 1


@pytest.mark.parametrize("text", ['{"a":"\x00"}', '{"\x01":"a"}', '{"a":"\ud83d"}'])
def test_what_could_be_taken_for_something_else_is_not_cut_at_all(text: str) -> None:
    assert cut(text) == [text]


def _strings(value: Any) -> list[str]:
    """All strings of a value, member names included, as they follow each other in a text."""
    if isinstance(value, dict):
        return [each for name, member in value.items() for each in (name, *_strings(member))]
    if isinstance(value, list):
        return [each for item in value for each in _strings(item)]
    return [value] if isinstance(value, str) else []


# What a string says.


def inside(string: str) -> str | None:
    """What a string says that stands in a list by itself."""
    pieces = cut(f'["{string}"]')
    return meaning(pieces[1]) if pieces[::2] == ["[", "]"] else None


@pytest.mark.parametrize(
    ("string", "said"),
    [
        ("welding", "welding"),
        ("", ""),
        (r"\"\\\/\b\f\n\r\t", '"\\/\b\f\n\r\t'),
        (r"\u0041\u00e9\u711a", "Aé焚"),
        (r"\u0000\u0001", "\x00\x01"),
        (r"\ud83d\udd25", "\U0001f525"),
        ("\x7f\u2028", "\x7f\u2028"),
        ("Ã©\x80\xa0", "Ã©\x80\xa0"),
    ],
)
def test_a_string_says_what_its_escapes_stand_for(string: str, said: str) -> None:
    assert inside(string) == said


@pytest.mark.parametrize(
    "string", ["\\", "a\\", r"\x", r"\u12", r"\uzzzz", "\n", "\x00", "a\tb", r"\'", "é\\x", "\ud83d"]
)
def test_what_is_not_the_inside_of_a_string_says_nothing(string: str) -> None:
    assert inside(string) is None


def test_several_strings_say_nothing_if_one_of_them_does_not() -> None:
    assert meanings(cut(r'["a","\u0062"]')[1::2]) == ("a", "b")
    assert meanings(cut(r'["a","\x"]')[1::2]) is None
    assert meanings([]) == ()


def test_what_is_wider_than_what_is_cut_says_nothing() -> None:
    assert meaning("字") is None


@pytest.mark.parametrize("code", range(0x20))
def test_controls_have_to_be_escaped_in_json(code: int) -> None:
    assert inside(f"a{chr(code)}b") is None
    assert inside(f"é{chr(code)}b") is None
    assert inside(f"a\\u{code:04x}b") == f"a{chr(code)}b"
    assert has_control(f"a{chr(code)}b") is (code > 1)  # the first two are never in what was cut


@pytest.mark.parametrize("character", [" ", "\x7f", "\x80", "\u2028", "\\", '"'])
def test_other_characters_have_not(character: str) -> None:
    assert not has_control(character)


@pytest.mark.parametrize("code", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
def test_half_a_surrogate_pair_is_noticed(code: int) -> None:
    assert has_surrogate(f"a{chr(code)}b")


@pytest.mark.parametrize("text", ["", "\ud7ff", "\ue000", "\U00010000", "\U0010ffff"])
def test_its_neighbours_are_characters(text: str) -> None:
    assert not has_surrogate(text)


# Why no parser need run: the same, by way of the shapes that stand on it.

LIBRARY = bundled().extended({})
DOCUMENT: dict[str, Any] = {
    "@context": [VC_2, OB_3],
    "id": "urn:uuid:1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "did:web:brunel.example", "type": ["Profile"], "name": 'Brunel "College"'},
    "validFrom": "2026-11-22T09:00:00Z",
    "description": "Can weld.\n\tSafely \\ everywhere.",
    "credentialSubject": {"id": "did:example:ada", "type": ["AchievementSubject"], "creditsEarned": 1.5},
}
TEXT = json.dumps(DOCUMENT, ensure_ascii=False, separators=(",", ":"))
PLAIN = TEXT.replace(r"\"", "'").replace(r"\n\t", "").replace(r"\\", "/")


@pytest.fixture(scope="module", autouse=True)
def _known() -> None:
    assert shapes.learn(TEXT, json.loads(TEXT), LIBRARY)
    assert shapes.learn(PLAIN, json.loads(PLAIN), LIBRARY)


def said(text: str) -> Any:
    """What the fast path reads in a text; ``None`` if it leaves it to the parser."""
    found = shapes.recognise(text, LIBRARY)
    return None if found is None else found.document


@pytest.mark.parametrize("code", range(0x20))
@pytest.mark.parametrize("text", [PLAIN, TEXT], ids=["nothing escaped", "something escaped"])
def test_a_control_that_is_not_escaped_is_not_recognised(text: str, code: int) -> None:
    assert said(text.replace("Safely", "Safe.ly")) is not None
    assert said(text.replace("Safely", f"Safe{chr(code)}ly")) is None


@pytest.mark.parametrize("half", [r"\ud83d", r"\udd25", r"\udd25\ud83d", r"\\\ud83d"])
def test_half_a_surrogate_pair_is_not_recognised_however_it_is_written(half: str) -> None:
    assert said(TEXT.replace("Safely", r"\ud83d\udd25"))["description"] == "Can weld.\n\t\U0001f525 \\ everywhere."
    assert said(TEXT.replace("Safely", half)) is None
    assert said(PLAIN.replace("Safely", "\ud83d")) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"description"', '"id"'),
        ('"description"', r'"\u0069d"'),
        ('"id":"urn:uuid:1"', '"id":"urn:uuid:1","id":"urn:uuid:2"'),
        ('"name":', '"id":'),
        ('"creditsEarned":1.5', '"creditsEarned":1.5,"creditsEarned":1.5'),
    ],
)
def test_members_of_one_name_are_not_recognised(old: str, new: str) -> None:
    assert TEXT.count(old) == 1

    assert said(TEXT.replace(old, new)) is None


@pytest.mark.parametrize("bad", [r"\x", r"\u12", r"\u00g0", "\\"])
def test_an_escape_that_is_none_is_not_recognised(bad: str) -> None:
    assert said(TEXT.replace("Safely", bad)) is None


def test_a_text_says_the_same_with_and_without_escapes() -> None:
    escaped = json.dumps({**DOCUMENT, "description": "Schweißen 🔥"}, separators=(",", ":"))

    assert "\\u00df" in escaped
    assert said(escaped) == {**DOCUMENT, "description": "Schweißen 🔥"}
    assert said(escaped) == said(escaped.replace("\\u00df", "ß").replace(r"\ud83d\udd25", "🔥"))


CHARACTERS = st.one_of(
    st.sampled_from('"\\{}[]:,.-+eE0123456789 \n\t\x00\x1fu/@_'), st.characters(max_codepoint=0x2FFFF)
)


@given(st.sampled_from([TEXT, PLAIN]), st.data())
def test_a_text_that_is_altered_is_not_recognised_or_means_what_the_parser_says(text: str, data: st.DataObject) -> None:
    """One to three characters anywhere are taken out, put in or changed."""
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.one_of(st.just(""), CHARACTERS)) + text[at + data.draw(st.integers(0, 1)) :]

    found = said(text)

    if found is not None:
        assert found == strict_json.parse(text)


@given(st.data())
def test_strings_that_change_places_are_not_recognised_or_mean_what_the_parser_says(data: st.DataObject) -> None:
    strings = list(STRING.finditer(TEXT))
    one, other = sorted(data.draw(st.tuples(*[st.integers(0, len(strings) - 1)] * 2)))
    first, second = strings[one], strings[other]
    text = TEXT
    if first != second:
        between = TEXT[first.end() : second.start()]
        text = f"{TEXT[: first.start()]}{second[0]}{between}{first[0]}{TEXT[second.end() :]}"

    found = said(text)

    if found is not None:
        assert found == strict_json.parse(text)


@given(AWKWARD.map(lambda text: json.dumps(text, ensure_ascii=False)[1:-1]) | AWKWARD)
def test_any_text_in_the_place_of_a_literal_means_what_the_parser_says(inside: str) -> None:
    text = TEXT.replace("Safely", inside)

    found = said(text)

    try:
        expected: Any = strict_json.parse(text)
    except AssayError:
        expected = None
    # With a quotation mark too many it has another punctuation, which nobody learned.
    assert found == expected or (found is None and not STRING.fullmatch(f'"{inside}"'))
