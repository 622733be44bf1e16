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
from assay.science.securing.cutting import cut, has_control, has_surrogate, meaning

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
    ("text", "pieces"),
    [
        ('{"id":"urn:a","n":3}', ["{", "id", ":", "urn:a", ",", "n", ":3}"]),
        ('{"a":""}', ["{", "a", ":", "", "}"]),
        ('""', ["", "", ""]),
        ("[1, null]", ["[1, null]"]),
        ("", [""]),
        (r'["a\"b"]', ["[", r"a\"b", "]"]),
        (r'["\"","\""]', ["[", r"\"", ",", r"\"", "]"]),
        (r'["\"\"\""]', ["[", r"\"\"\"", "]"]),
        (r'["\\"]', ["[", r"\\", "]"]),
        (r'["\\\""]', ["[", r"\\\"", "]"]),
        (r'["\\\\","b"]', ["[", r"\\\\", ",", "b", "]"]),
        (r'["\\\\\"","b"]', ["[", r"\\\\\"", ",", "b", "]"]),
    ],
)
def test_punctuation_and_strings_take_turns(text: str, pieces: list[str]) -> None:
    assert [written(piece) for piece in cut(text)] == pieces


@pytest.mark.parametrize("text", ['["a', r'["a\"', r'["a\"b', '"', r"\"", "{\\", '\\"a"'])
def test_a_text_that_is_no_json_is_cut_without_a_fuss_and_nothing_is_lost(text: str) -> None:
    assert '"'.join(map(written, cut(text))) == text


@given(JSON_VALUES, st.sampled_from(WAYS))
def test_the_strings_are_those_that_stand_in_the_text(value: Any, way: dict[str, Any]) -> None:
    text = json.dumps(value, **way)

    pieces = list(map(written, cut(text)))

    assert '"'.join(pieces) == text
    assert pieces[1::2] == STRING.findall(text)
    assert pieces[::2] == STRING.sub('"', text).split('"')


@given(JSON_VALUES, st.sampled_from(WAYS))
def test_the_strings_mean_what_the_parser_finds_in_them(value: Any, way: dict[str, Any]) -> None:
    text = json.dumps(value, **way)

    assert [meaning(string) for string in cut(text)[1::2]] == list(_strings(json.loads(text)))


@given(st.text(st.sampled_from('ab"\\ {}[]:,')))
def test_whatever_is_cut_can_be_joined_again(text: str) -> None:
    assert '"'.join(map(written, cut(text))) == text


def _strings(value: Any) -> list[str]:
    """All strings of a value, member names included, as they follow each other in a text."""
    if isinstance(value, dict):
        return [each for name, member in value.items() for each in (name, *_strings(member))]
    if isinstance(value, list):
        return [each for item in value for each in _strings(item)]
    return [value] if isinstance(value, str) else []


# What a string says.


def said_in(string: str) -> str | None:
    """What a string says that stands in a list alone; ``None`` if it is no string, or more than one."""
    pieces = cut(f'["{string}"]')
    return meaning(pieces[1]) if len(pieces) == 3 else None


@pytest.mark.parametrize(
    ("string", "said"),
    [
        ("welding", "welding"),
        ("", ""),
        (r"\"\\\/\b\f\n\r\t", '"\\/\b\f\n\r\t'),
        (r"\u0041\u00e9\u711a", "Aé焚"),
        (r"\ud83d\udd25", "\U0001f525"),
        ("\x7f\u2028", "\x7f\u2028"),
    ],
)
def test_a_string_says_what_its_escapes_stand_for(string: str, said: str) -> None:
    assert said_in(string) == said


@pytest.mark.parametrize("string", ["\\", "a\\", r"\x", r"\u12", r"\uzzzz", "\n", "\x00", "a\tb", '"', 'a","b', r"\'"])
def test_what_is_not_the_inside_of_a_string_says_nothing(string: str) -> None:
    assert said_in(string) is None


@pytest.mark.parametrize("code", [0x02, 0x09, 0x0A, 0x1F])
def test_controls_have_to_be_escaped_in_json(code: int) -> None:
    assert has_control(f"a{chr(code)}b")
    assert said_in(f"a{chr(code)}b") is None


@pytest.mark.parametrize("character", ["\x00", "\x01", "\ud800"])
def test_a_text_that_cannot_be_json_is_not_cut(character: str) -> None:
    assert len(cut(f'["é{character}"]')) == 1
    assert said_in(f"é{character}") is None


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
    pieces = cut(TEXT)
    one, other = (data.draw(st.integers(0, len(pieces) // 2 - 1)) * 2 + 1 for _ in range(2))
    pieces[one], pieces[other] = pieces[other], pieces[one]
    text = '"'.join(pieces)

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
