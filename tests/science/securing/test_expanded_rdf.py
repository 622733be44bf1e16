"""Expanded JSON-LD as statements: each value one, and what can be none is an error."""

from typing import Any

import pytest

from assay.science.errors import Code, MalformedDocument
from assay.science.securing.expanded_rdf import count, quads
from tests.science.securing.nquads import parse_nquads

P = "urn:p"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
FIRST = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
REST = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
NIL = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"
XSD = "http://www.w3.org/2001/XMLSchema#"


def literal(value: dict[str, Any]) -> str:
    [(_, _, found, _)] = quads([{"@id": "urn:s", P: [value]}])
    return found


def refusal(expanded: list[Any]) -> MalformedDocument:
    with pytest.raises(MalformedDocument) as caught:
        quads(expanded)
    return caught.value


def test_a_node_states_its_types_and_its_values() -> None:
    expanded = [
        {
            "@id": "urn:s",
            "@type": ["urn:T", "urn:U"],
            P: [{"@value": "a"}, {"@id": "urn:o"}, {"@id": "urn:n", "urn:q": [{"@value": "b"}]}],
        }
    ]

    assert quads(expanded) == [
        ("<urn:s>", TYPE, "<urn:T>", ""),
        ("<urn:s>", TYPE, "<urn:U>", ""),
        ("<urn:n>", "<urn:q>", '"b"', ""),
        ("<urn:s>", "<urn:p>", '"a"', ""),
        ("<urn:s>", "<urn:p>", "<urn:o>", ""),
        ("<urn:s>", "<urn:p>", "<urn:n>", ""),
    ]
    assert quads([]) == []


def test_each_node_without_an_id_is_a_blank_node_of_its_own() -> None:
    expanded = [{P: [{}, {}]}, {"@type": ["urn:T"]}]

    assert quads(expanded) == [
        ("_:b0", "<urn:p>", "_:b1", ""),
        ("_:b0", "<urn:p>", "_:b2", ""),
        ("_:b3", TYPE, "<urn:T>", ""),
    ]


def test_a_list_is_a_chain_that_ends_with_nil() -> None:
    expanded = [{"@id": "urn:s", P: [{"@list": [{"@value": "a"}, {"@id": "urn:b"}]}]}]

    assert quads(expanded) == [
        ("_:b0", FIRST, "<urn:b>", ""),
        ("_:b0", REST, NIL, ""),
        ("_:b1", FIRST, '"a"', ""),
        ("_:b1", REST, "_:b0", ""),
        ("<urn:s>", "<urn:p>", "_:b1", ""),
    ]
    assert quads([{"@id": "urn:s", P: [{"@list": []}]}]) == [("<urn:s>", "<urn:p>", NIL, "")]


def test_a_list_may_hold_lists() -> None:
    expanded = [{"@id": "urn:s", P: [{"@list": [{"@list": [{"@value": "a"}]}]}]}]

    assert set(quads(expanded)) == {
        ("_:b0", FIRST, '"a"', ""),
        ("_:b0", REST, NIL, ""),
        ("_:b1", FIRST, "_:b0", ""),
        ("_:b1", REST, NIL, ""),
        ("<urn:s>", "<urn:p>", "_:b1", ""),
    }


def test_a_proof_stands_in_a_graph_of_its_own() -> None:
    proof = {"@graph": [{"@id": "urn:proof", "@type": ["urn:T"], P: [{"@list": [{"@value": "a"}]}]}]}

    assert quads([{"@id": "urn:s", P: [proof]}]) == [
        ("<urn:proof>", TYPE, "<urn:T>", "_:b0"),
        ("_:b1", FIRST, '"a"', "_:b0"),
        ("_:b1", REST, NIL, "_:b0"),
        ("<urn:proof>", "<urn:p>", "_:b1", "_:b0"),
        ("<urn:s>", "<urn:p>", "_:b0", ""),
    ]


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ({"@value": "a"}, '"a"'),
        ({"@value": ""}, '""'),
        ({"@value": 'a"\\\n'}, '"a\\"\\\\\\n"'),
        ({"@value": "a", "@type": f"{XSD}string"}, '"a"'),
        ({"@value": "a", "@type": "urn:T"}, '"a"^^<urn:T>'),
        ({"@value": "a", "@language": "en-gb"}, '"a"@en-gb'),
        ({"@value": "a", "@language": "ar", "@direction": "rtl"}, '"a"^^<https://www.w3.org/ns/i18n#ar_rtl>'),
        ({"@value": True}, f'"true"^^<{XSD}boolean>'),
        ({"@value": False}, f'"false"^^<{XSD}boolean>'),
        ({"@value": True, "@type": "urn:T"}, '"true"^^<urn:T>'),
        ({"@value": 0}, f'"0"^^<{XSD}integer>'),
        ({"@value": -7}, f'"-7"^^<{XSD}integer>'),
        ({"@value": 7.0}, f'"7"^^<{XSD}integer>'),
        ({"@value": 7, "@type": "urn:T"}, '"7"^^<urn:T>'),
        ({"@value": 7, "@type": f"{XSD}double"}, f'"7.0E0"^^<{XSD}double>'),
        ({"@value": 7.5}, f'"7.5E0"^^<{XSD}double>'),
        ({"@value": 7.5, "@type": f"{XSD}decimal"}, f'"7.5E0"^^<{XSD}decimal>'),
        ({"@value": "7.50", "@type": f"{XSD}double"}, f'"7.50"^^<{XSD}double>'),
        ({"@value": -1.25e-9}, f'"-1.25E-9"^^<{XSD}double>'),
        ({"@value": 1e21}, f'"1.0E21"^^<{XSD}double>'),
        ({"@value": 10**21}, f'"1.0E21"^^<{XSD}double>'),
        ({"@value": -(10**21)}, f'"-1.0E21"^^<{XSD}double>'),
        ({"@value": 10**20}, f'"100000000000000000000"^^<{XSD}integer>'),
        (
            {"@value": {"b": 1, "a": []}, "@type": "@json"},
            '"{\\"a\\":[],\\"b\\":1}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>',
        ),
        ({"@value": None, "@type": "@json"}, '"null"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>'),
    ],
)
def test_a_value_is_a_literal_in_its_one_spelling(value: dict[str, Any], term: str) -> None:
    assert literal(value) == term
    assert parse_nquads(f"<urn:s> <urn:p> {term} .") == [("<urn:s>", "<urn:p>", term, "")]


@pytest.mark.parametrize(
    "value",
    [
        {"@value": "a", "@index": "b"},
        {"@value": "a", "@type": "relative"},
        {"@value": "a", "@type": "_:b"},
        {"@value": "a", "@type": "urn:a>"},
        {"@value": "a", "@language": ""},
        {"@value": "a", "@language": "en\n"},
        {"@value": "a", "@language": 'en .\n<urn:a> <urn:b> "c"'},
        {"@value": float("nan")},
        {"@value": float("inf"), "@type": f"{XSD}double"},
    ],
)
def test_a_value_that_is_no_literal_is_refused(value: dict[str, Any]) -> None:
    assert refusal([{"@id": "urn:s", P: [value]}]).code is Code.DATA_LOSS


NOT_ABSOLUTE = [
    None,
    "",
    "relative",
    "_:b0",
    "@id",
    "x-assay-relative://document/a",
    "x-assay-relative://document/",
    "x-assay-relative://evil.example/a",
    ":a",
    "1a:b",
    "a/b:c",
    "urn:a b",
    "urn:a\n",
    "urn:a>",
    "urn:a\\u0020",
    "urn:\ud800",
]


@pytest.mark.parametrize("text", NOT_ABSOLUTE)
def test_an_identifier_type_or_property_that_is_not_absolute_is_refused(text: str | None) -> None:
    for expanded in (
        {"@id": text},
        {"@id": "urn:s", "@type": [text]},
        {"@id": "urn:s", "@type": ["urn:T", text]},
        {"@id": "urn:s", P: [{"@id": text}]},
        {"@id": "urn:s", text or "": [{"@value": "a"}]},
    ):
        assert refusal([expanded]).code is Code.DATA_LOSS


def test_the_refusal_shows_the_identifier_as_the_document_has_it() -> None:
    assert refusal([{"@id": "x-assay-relative://document/ada"}]).reason.endswith("not an absolute URL: 'ada'")
    assert len(refusal([{"@id": "a" * 100_000}]).reason) < 200


@pytest.mark.parametrize("keyword", ["@reverse", "@included", "@index", "@nest", "@set"])
def test_what_rdf_has_no_statement_for_is_refused(keyword: str) -> None:
    assert refusal([{"@id": "urn:s", keyword: [{"@id": "urn:o"}]}]).code is Code.DATA_LOSS


@pytest.mark.parametrize(
    ("expanded", "number"),
    [
        ([], 0),
        ([{}], 0),
        ([{"@id": None}], 0),
        ([{"@id": "urn:s"}], 1),
        ([{"@id": "urn:s", "@type": ["urn:T", "urn:T"]}], 3),
        ([{P: [{"@value": "a", "@language": "en", "@direction": "ltr"}]}], 1),
        ([{P: [{"@value": False}, {"@value": 0}, {"@value": ""}]}], 3),
        ([{P: [{"@list": [{"@value": "a"}, {"@id": "urn:b"}]}]}], 2),
        ([{P: [{"@graph": [{"@id": "urn:b"}]}]}], 1),
        ([{P: [{"@value": {"a": [1, None, {"b": ""}], "c": None}, "@type": "@json"}]}], 2),
        ([{P: [{"@value": None, "@type": "@json"}]}], 0),
        (["a scalar that expansion let through"], 0),
    ],
)
def test_values_are_counted_as_the_json_had_them(expanded: list[Any], number: int) -> None:
    assert count(expanded) == number
