"""Expansion where the W3C's tests do not look: what is told of as dropped, what is refused, what is bounded."""

import json
from types import MappingProxyType
from typing import Any

import pytest

from assay.science.errors import Code, MalformedDocument
from assay.science.securing.contexts import VC_2, ContextLibrary, bundled
from assay.science.securing.expansion.expand import expand
from assay.science.securing.strict_json import MAX_DEPTH, JsonValue
from tests.science.securing.badges import DOCUMENTS, WELDING

BASE = "https://brunel.example/documents/"
NONE = ContextLibrary(MappingProxyType({}), MappingProxyType({}), inline_allowed=True)
COLLEGE: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "kind": "@type",
    "name": "https://schema.org/name",
    "secret": None,
    "holds": {"@id": "https://schema.org/hasPart", "@type": "@id"},
}


def told(context: JsonValue, **members: JsonValue) -> list[Any]:
    return expand({"@context": context, **members}, NONE, base=BASE)


def refused(document: JsonValue) -> str:
    with pytest.raises(MalformedDocument) as caught:
        expand(document, NONE, base=BASE)
    return caught.value.reason.removeprefix("not JSON-LD: ")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_not_changed_and_expands_alike_every_time(name: str) -> None:
    before = json.dumps(DOCUMENTS[name])

    first = expand(DOCUMENTS[name], bundled(), base=BASE)

    assert json.dumps(DOCUMENTS[name]) == before
    assert expand(DOCUMENTS[name], bundled(), base=BASE) == first


def test_of_every_member_without_a_meaning_is_told_by_its_own_name() -> None:
    dropped: list[str] = []
    document: JsonValue = {
        "@context": COLLEGE,
        "name": "Brunel",
        "honours": 1,
        "secret": 2,
        "@honours": 3,
        "@vocab": 4,
        "@list": [5],
        "a b:c": 6,
        "holds": {"name": "Ada", "honours": None, "@graph": [{"@list": [], "honours": 7}]},
    }

    expanded = expand(document, NONE, base=BASE, dropped=dropped.append)

    assert sorted(dropped) == sorted(
        ["honours", "secret", "@honours", "@vocab", "@list", "a b:c", "honours", "@list", "honours"]
    )
    assert expanded == [
        {
            "https://schema.org/name": [{"@value": "Brunel"}],
            "https://schema.org/hasPart": [{"https://schema.org/name": [{"@value": "Ada"}], "@graph": []}],
        }
    ]


def test_whoever_hears_of_a_dropped_member_may_stop_the_expansion() -> None:
    def stop(name: str) -> None:
        raise LookupError(name)

    with pytest.raises(LookupError, match="honours"):
        expand({"honours": 1}, NONE, base=BASE, dropped=stop)


@pytest.mark.parametrize("document", [None, "a", 7, [], {}, [None, "a"], {"@id": "urn:a:a"}, {"@value": 1}])
def test_what_says_nothing_expands_to_nothing(document: JsonValue) -> None:
    assert expand(document, NONE, base=BASE) == []


def test_two_names_of_one_keyword_collide_except_for_types() -> None:
    assert refused({"@context": COLLEGE, "id": "urn:a:a", "@id": "urn:a:a"}) == "colliding keywords"
    assert told(COLLEGE, type="urn:a:a", kind="urn:a:b") == [{"@type": ["urn:a:b", "urn:a:a"]}]


@pytest.mark.parametrize(
    ("value", "expanded"),
    [
        ({"@value": "a", "@type": None}, [{"@value": "a"}]),
        ({"@value": "a", "@type": "urn:a:text"}, [{"@value": "a", "@type": "urn:a:text"}]),
        # A type that is no IRI is one beside the document, here as everywhere.
        ({"@value": "a", "@type": "text"}, [{"@value": "a", "@type": f"{BASE}text"}]),
        ({"@value": None, "@type": "urn:a:text"}, None),
        ({"@value": None, "@type": "@json"}, [{"@value": None, "@type": "@json"}]),
        ({"@value": [1], "@type": "@json"}, [{"@value": [1], "@type": "@json"}]),
        ({"@value": "a", "@language": "EN"}, [{"@value": "a", "@language": "en"}]),
        ({"@value": "a", "@language": None}, [{"@value": "a"}]),
        ({"@set": None}, [{}]),
        ({"@list": None}, [{}]),
        ({"@list": [["a"], []]}, [{"@list": [{"@list": [{"@value": "a"}]}, {"@list": []}]}]),
        ({"type": []}, [{}]),
        ({"@language": "en"}, None),
        ({"@graph": {"id": "urn:a:b"}}, [{}]),
    ],
)
def test_a_value_in_its_many_spellings(value: JsonValue, expanded: Any) -> None:
    found = expand([{"@context": COLLEGE, "@id": "urn:a:a", "name": value, "urn:a:b": 1}], NONE, base=BASE)

    assert found[0].get("https://schema.org/name") == expanded


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"@value": "a", "@type": ["urn:a:text"]}, "invalid typed value"),
        ({"@value": "a", "@type": "@id"}, "invalid typed value"),
        ({"@value": "a", "@type": "@text"}, "invalid typed value"),
        ({"@value": "a", "@type": "_:text"}, "invalid typed value"),
        ({"@value": "a", "type": "urn:a:a", "kind": "urn:a:b"}, "invalid typed value"),
        ({"@value": "a", "name": "b"}, "invalid value object"),
        ({"@value": [1], "type": []}, "invalid value object value"),
        ({"@value": 1, "type": 7}, "invalid type value"),
        ({"@value": "a", "@direction": ["ltr"]}, "invalid base direction"),
        ({"@graph": "a"}, "invalid @graph value"),
        ({"@graph": None}, "invalid @graph value"),
        ({"@included": None}, "invalid @included value"),
        ({"@list": [], "@type": "urn:a:a"}, "invalid set or list object"),
        ({"@reverse": {"@nest": {}}}, "invalid reverse property map"),
        ({"type": None}, "invalid type value"),
    ],
)
def test_what_contradicts_itself_is_refused_by_the_name_that_the_standard_has_for_it(
    value: JsonValue, code: str
) -> None:
    assert refused({"@context": COLLEGE, "name": value}) == code


def test_a_document_of_64_levels_is_read_and_a_deeper_one_is_not() -> None:
    def nested(levels: int) -> JsonValue:
        document: JsonValue = {"urn:a:a": 1}
        for _ in range(levels - 1):
            document = {"urn:a:a": document}
        return document

    assert json.dumps(expand(nested(MAX_DEPTH), NONE, base=BASE)).count("urn:a:a") == MAX_DEPTH
    with pytest.raises(MalformedDocument) as caught:
        expand(nested(MAX_DEPTH + 1), NONE, base=BASE)
    assert caught.value.code is Code.TOO_LARGE


def test_what_a_type_brings_does_not_count_below_its_node_but_for_values_and_references() -> None:
    context: JsonValue = {
        "@vocab": "urn:outer:",
        "Badge": {"@id": "urn:a:Badge", "@context": {"@vocab": "urn:inner:", "is": "@id", "says": "@value"}},
    }
    parts: JsonValue = [{"part": 1}, {"is": "urn:a:a"}, {"says": "a"}, {"is": "urn:a:a", "part": 2}]

    expanded = told(context, **{"@type": "Badge", "part": parts})

    assert expanded == [
        {
            "@type": ["urn:a:Badge"],
            "urn:inner:part": [
                {"urn:outer:part": [{"@value": 1}]},
                {"@id": "urn:a:a"},
                {"@value": "a"},
                {"urn:outer:is": [{"@value": "urn:a:a"}], "urn:outer:part": [{"@value": 2}]},
            ],
        }
    ]


def test_a_word_of_the_credentials_means_what_the_w3c_says() -> None:
    expanded = expand(
        {"@context": VC_2, "type": "VerifiableCredential", "issuer": "did:example:a"}, bundled(), base=BASE
    )

    assert expanded == [
        {
            "@type": ["https://www.w3.org/2018/credentials#VerifiableCredential"],
            "https://www.w3.org/2018/credentials#issuer": [{"@id": "did:example:a"}],
        }
    ]
    assert expand(WELDING, bundled(), base=BASE)[0]["@id"] == WELDING["id"]
