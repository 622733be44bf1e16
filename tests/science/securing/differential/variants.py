"""Other documents from one: with the same structure and other texts, with a mutation, or in other bytes.

Shapes are learned from one document and met in the others. What is an address and what is kept is told by the member's
name, in tables of our own, so that a mistake in the profile of the contexts is not made here too.
"""

import json
import re
from collections.abc import Callable
from random import Random
from typing import Any, Final

from assay.science.securing.strict_json import JsonObject, JsonValue
from tests.science.securing.differential import texts

# What decides the meaning of other members, or what a document of this shape never varies.
KEPT: Final = frozenset(
    {"@context", "type", "kind", "word", "proofPurpose", "cryptosuite", "@language", "@direction", "data", "exact"}
)
ADDRESSES: Final = frozenset(
    """id issuer holder verificationMethod assertionMethod controller alsoKnownAs statusListCredential targetUrl url
    achievedLevel resultDescription requiredLevel criteria creator link links image evidence""".split()  # noqa: SIM905 -- 19 words, no quotes
)
INSTANTS: Final = frozenset(
    """created expires validFrom validUntil awardedDate issuanceDate expirationDate activityStartDate activityEndDate
    dateOfBirth""".split()  # noqa: SIM905 -- the same
)
# Ways to tell a document again: other texts everywhere; equal ones stay equal; texts that are hard to write; even equal
# addresses become different; few different texts; its own texts in other places; addresses that are none; as it was,
# but for a text or two.
WAYS: Final = ("fresh", "renamed", "wild", "parted", "collapsed", "shuffled", "odd", "nearly")
# The ways that keep equal addresses equal and others different, so that the document is of the same shape.
SOUND: Final = frozenset({"fresh", "renamed", "wild"})

_Choose = Callable[[str, str], str]


def retold(document: JsonObject, random: Random, way: str) -> JsonObject:
    """The document with the same structure and other texts."""
    again: JsonObject = _told(document, _CHOICES[way](document, random))
    return again


def _told(value: Any, choose: _Choose, name: str = "") -> Any:
    if isinstance(value, dict):
        return {each: member if each in KEPT else _told(member, choose, each) for each, member in value.items()}
    if isinstance(value, list):
        return [_told(item, choose, name) for item in value]
    return choose(name, value) if isinstance(value, str) else value


def _of_its_kind(random: Random, name: str, text: Callable[[Random], str] = texts.ordinary) -> str:
    if name == "proofValue":
        return texts.proof_value(random)
    if name in INSTANTS:
        return texts.instant(random)
    return texts.address(random) if name in ADDRESSES else text(random)


def _fresh(_document: JsonObject, random: Random) -> _Choose:
    renamed = _renamed(_document, random)
    return lambda name, text: renamed(name, text) if name in ADDRESSES else _of_its_kind(random, name)


def _renamed(_document: JsonObject, random: Random) -> _Choose:
    names: dict[tuple[bool, str], str] = {}
    return lambda name, text: names.setdefault((name in ADDRESSES, text), _of_its_kind(random, name))


def _wild(_document: JsonObject, random: Random) -> _Choose:
    renamed = _renamed(_document, random)

    def choose(name: str, text: str) -> str:
        if name in ADDRESSES:
            return renamed(name, text)
        return text if random.random() < 0.3 else _of_its_kind(random, name, texts.wild)

    return choose


def _parted(_document: JsonObject, random: Random) -> _Choose:
    return lambda name, _text: _of_its_kind(random, name)


def _collapsed(_document: JsonObject, random: Random) -> _Choose:
    few = {each: [_of_its_kind(random, each) for _ in range(2)] for each in ("", "id")}
    likely = random.choice((0.2, 0.6))

    def choose(name: str, text: str) -> str:
        if name in INSTANTS or name == "proofValue" or random.random() > likely:
            return text
        return random.choice(few["id" if name in ADDRESSES else ""])

    return choose


def _shuffled(document: JsonObject, random: Random) -> _Choose:
    own: dict[bool, list[str]] = {True: ["urn:x:1"], False: ["x"]}
    _told(document, lambda name, text: own[name in ADDRESSES].append(text) or text)  # type: ignore[func-returns-value]  # append gives None, so the text is kept
    return lambda name, text: random.choice(own[name in ADDRESSES]) if random.random() < 0.5 else text


def _odd(_document: JsonObject, random: Random) -> _Choose:
    likely = random.choice((0.03, 0.1))

    def choose(name: str, text: str) -> str:
        if random.random() > likely:
            return text
        if name in ADDRESSES:
            return texts.odd_address(random)
        return texts.no_text(random) if random.random() < 0.1 else texts.wild(random)

    return choose


def _nearly(_document: JsonObject, random: Random) -> _Choose:
    likely = random.choice((0, 0.1, 0.3))
    return lambda name, text: _of_its_kind(random, name) if random.random() < likely else text


_CHOICES: Final = {
    "fresh": _fresh,
    "renamed": _renamed,
    "wild": _wild,
    "parted": _parted,
    "collapsed": _collapsed,
    "shuffled": _shuffled,
    "odd": _odd,
    "nearly": _nearly,
}

# ---- mutations of the document ---------------------------------------------------------------------------------------

_NAMES: Final = (
    *("id", "type", "name", "description", "criteria", "alignment", "evidence", "tag", "result", "proof", "url"),
    *("@id", "@type", "@value", "@language", "@graph", "@list", "@set", "@nest", "@index", "@reverse", "@context"),
    *("", "honours", "Criteria", "ob:name", "NAME", "idd", "text", "part", "row", "word", "validUntil", "image"),
)
_VALUES: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, 1, -1, 1.5, 1.0, 1e21, 0.1, [], {}, [None], [[]], [[], []], [{}], "", "x", "urn:x:1"),
    *({"id": "urn:x:1"}, {"@value": "x"}, {"@value": 1}, {"@value": "x", "@language": "en"}, {"type": "Profile"}),
    *(["x"], ["x", "x"], ["x", 1], {"@list": ["x"]}, {"@id": "urn:x:1"}, {"@set": []}, ["Profile"], "Profile"),
)


def mutated_value(document: JsonObject, random: Random) -> JsonObject:
    """The document with one value of it replaced, whatever stood there."""
    copy = json.loads(json.dumps(document))
    node, key = random.choice(_places(copy))
    draw = random.random()
    if draw < 0.4:
        node[key] = _any_value(random)
    elif draw < 0.7:
        node[key] = texts.odd_address(random)
    else:
        node[key] = texts.wild(random)
    return _object(copy)


def _any_value(random: Random) -> Any:
    """Nobody else's: what stands in two places would change in both."""
    return json.loads(json.dumps(random.choice(_VALUES)))


def mutated_structure(document: JsonObject, random: Random) -> JsonObject:
    """The document with something dropped, added, renamed, wrapped, doubled, moved or turned round."""
    copy = json.loads(json.dumps(document))
    for _ in range(random.choice((1, 1, 2))):
        places = _places(copy)
        if places:
            node, key = random.choice(places)
            _change(node, key, copy, random)
    return _object(copy)


def _change(node: Any, key: Any, whole: Any, random: Random) -> None:
    value = node[key]
    way = random.randrange(9)
    if way == 0:
        del node[key]
    elif way == 8 and isinstance(node, dict):
        node["honours"] = random.choice((7, True, 1.5, {}, "x"))  # a word that no context has
    elif way == 1:
        node[key] = [value]
    elif way == 2 and isinstance(value, list) and value:
        node[key] = value[0] if random.random() < 0.5 else [*value, value[-1]]
    elif way == 3 and isinstance(node, dict):
        node[random.choice(_NAMES)] = node.pop(key)
    elif way == 4 and isinstance(value, dict):
        value[random.choice(_NAMES)] = _any_value(random)
    elif way == 5:
        other, at = random.choice(_places(whole))
        node[key], other[at] = json.loads(json.dumps(other[at])), json.loads(json.dumps(value))
    elif way == 6 and isinstance(node, dict):
        members = list(node.items())
        random.shuffle(members)
        node.clear()
        node.update(members)
    elif isinstance(value, list):
        random.shuffle(value)
    else:
        node[key] = _any_value(random)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every member and item, by the object or list that it stands in."""
    keys: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
    found = [(value, key) for key in keys]
    for key in keys:
        if isinstance(value[key], dict | list):
            found += _places(value[key])
    return found


def _object(value: Any) -> JsonObject:
    return value if isinstance(value, dict) else {"@context": []}


# ---- the same document in other bytes --------------------------------------------------------------------------------


def compact(document: JsonValue, _random: Random) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def spaced(document: JsonValue, _random: Random) -> str:
    return json.dumps(document, ensure_ascii=False)


def pretty(document: JsonValue, _random: Random) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def escaped(document: JsonValue, _random: Random) -> str:
    return json.dumps(document, ensure_ascii=True)


def with_crlf(document: JsonValue, _random: Random) -> str:
    return json.dumps(document, ensure_ascii=False, indent="\t").replace("\n", "\r\n")


def oddly_escaped(document: JsonValue, random: Random) -> str:
    """Any letter of a text, and now and then of a name, may be written as an escape; a solidus after a backslash."""
    return "\n".join(
        _line_escaped(line, random) for line in json.dumps(document, ensure_ascii=False, indent=0).split("\n")
    )


_VALUE: Final = re.compile(r'(?P<before>(?:"[^"\\]*": )?)"(?P<text>[^"\\]*)"(?P<after>,?)\Z')


def _line_escaped(line: str, random: Random) -> str:
    found = _VALUE.match(line)
    if not found or random.random() < 0.6:
        return line
    before, text, after = found.groups()
    if random.random() < 0.02:
        before = before.replace("e", "\\u0065")
    letters = [f"\\u{ord(each):04x}" if random.random() < 0.1 and each < "\ud800" else each for each in text]
    return f'{before}"{"".join(letters)}"{after}'.replace("/", "\\/")


STYLES: Final[dict[str, Callable[[JsonValue, Random], str]]] = {
    "compact": compact,
    "spaced": spaced,
    "pretty": pretty,
    "escaped": escaped,
    "with CRLF": with_crlf,
    "oddly escaped": oddly_escaped,
}

_PIECES: Final = (
    *('"', '""', "\\", '\\"', "\\\\", "\\u0022", "\\u005c", "\\u0000", "\\ud800", "\\ud83d\\udd25", "\\x", "\\"),
    *(",", ":", "{", "}", "[", "]", "{}", "[]", " ", "\n", "\r\n", "\t", "\x00", "\x0c", "\u00a0", "\ufeff", "\u2028"),
    *("0", "1", "-", "1.0", "1e400", "01", "true", "null", "NaN", "Infinity", "//", "/**/", "'", "\ud800", "é"),
    *('"type":', '"id":"urn:x:2",', '"@context":[],', ',"name":"x"', '"x",', '"x":1,', '"":"",', '"id":null,'),
)


_CONTROLS: Final = ("\x00", "\x01", "\x08", "\t", "\n", "\r", "\x1b", "\x1f", "\x7f", "\u2028")


def mutated_text(text: str, random: Random) -> str:
    """The text with some of its characters cut, doubled, exchanged or put in between: seldom JSON, often nearly so."""
    if random.random() < 0.1:
        return text + random.choice(_PIECES) + random.choice(("", "x", "\n]}"))
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        marks = [at for at, each in enumerate(text) if each in '"\\{}[],:'] or [0]
        start = random.choice(marks) if random.random() < 0.7 else random.randrange(len(text) + 1)
        end = min(len(text), start + random.choice((0, 0, 1, 1, 1, 2, 8)))
        piece = text[start:end]
        way = random.randrange(8)
        if way == 7:
            piece = random.choice(_CONTROLS)
        elif way == 6:
            text, start, end, piece = text.replace("\\n", "\n"), 0, 0, ""  # JSON wants it escaped
        elif way == 0:
            piece = random.choice(_PIECES)
        elif way == 1:
            piece += random.choice(_PIECES)
        elif way == 2:
            piece = random.choice(_PIECES) + piece
        elif way == 3:
            piece = piece * 2
        elif way == 4:
            piece = ""
        else:
            other = random.choice(marks)
            piece = text[other : other + random.choice((1, 10, 60))]
        text = text[:start] + piece + text[end:]
    return text
