"""RDF terms and N-Quads: one spelling for each term, and nothing that could carry a second statement."""

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import MalformedDocument
from assay.science.securing import rdf
from tests.science.securing.nquads import parse_nquads

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

texts = st.text(st.characters(exclude_categories=["Cs"]))
iris = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=' <>"{}|^`\\')).map("urn:x:{}".format)
labels = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.·-]*[A-Za-z0-9_]", fullmatch=True)
resources = st.one_of(iris.map(rdf.iri), labels.map(rdf.blank))
languages = st.from_regex(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,2}", fullmatch=True)
literals = st.one_of(
    st.builds(rdf.literal, texts),
    st.builds(rdf.literal, texts, datatype=iris),
    st.builds(rdf.literal, texts, language=languages),
)
quads = st.tuples(resources, iris.map(rdf.iri), st.one_of(resources, literals), st.one_of(st.just(""), resources))


def test_an_iri_is_written_between_angle_brackets_as_it_is() -> None:
    assert (
        rdf.iri("https://brunel.example/badges/Schweißen?x=%20#é")
        == "<https://brunel.example/badges/Schweißen?x=%20#é>"
    )


@pytest.mark.parametrize("character", [*'<>"{}|^`\\', *map(chr, [*range(0x21), 0xD800, 0xDFFF])])
def test_an_iri_with_a_character_that_n_quads_cannot_hold_is_refused(character: str) -> None:
    with pytest.raises(MalformedDocument, match="not an absolute IRI"):
        rdf.iri(f"urn:x:{character}y")


@pytest.mark.parametrize("text", ["", "badges/welding", "//brunel.example/", "#fragment", "1urn:x", ":x", "ü:x"])
def test_attack_12_a_relative_iri_is_refused(text: str) -> None:
    with pytest.raises(MalformedDocument, match="not an absolute IRI"):
        rdf.iri(text)


@pytest.mark.parametrize("label", ["b0", "0", "_", "a.b", "a..b", "é", "a·b", "x:y", "a-b"])
def test_a_blank_node_keeps_its_label(label: str) -> None:
    assert rdf.blank(label) == f"_:{label}"


@pytest.mark.parametrize("label", ["", ".a", "a.", "-a", "a b", "a\n", "a>", "·a", "\ud800"])
def test_a_blank_node_label_that_n_quads_cannot_hold_is_refused(label: str) -> None:
    with pytest.raises(MalformedDocument, match="not a blank node label"):
        rdf.blank(label)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("", '""'),
        ("Schweißen 🔥", '"Schweißen 🔥"'),
        ("\b\t\n\f\r\"\\'", '"\\b\\t\\n\\f\\r\\"\\\\\'"'),
        ("\0\x01\x07", '"\\u0000\\u0001\\u0007"'),
        ("\v\x0e\x1f\x7f", '"\\u000B\\u000E\\u001F\\u007F"'),
        ("\x80\x85\u2028\ufffd", '"\x80\x85\u2028\ufffd"'),
        ("\ufffe\uffff\U0001ffff", '"\\uFFFE\\uFFFF\U0001ffff"'),
    ],
)
def test_a_literal_is_escaped_as_rdfc_1_0_appendix_a_demands_and_no_further(text: str, spelling: str) -> None:
    assert rdf.literal(text) == spelling


def test_a_literal_of_type_string_is_written_without_its_datatype() -> None:
    assert rdf.literal("x", datatype=f"{XSD}string") == '"x"'


def test_a_literal_of_another_type_is_written_with_its_datatype() -> None:
    assert rdf.literal("1", datatype=f"{XSD}integer") == f'"1"^^<{XSD}integer>'


def test_a_language_tag_is_written_as_it_came() -> None:
    assert rdf.literal("Farbe", language="de-CH") == '"Farbe"@de-CH'


@pytest.mark.parametrize("language", ["", "de_CH", "1a", "de-", "é", "en .\n<urn:a> <urn:b> <urn:c>"])
def test_a_language_tag_that_n_quads_cannot_hold_is_refused(language: str) -> None:
    with pytest.raises(MalformedDocument, match="not a language-tagged string"):
        rdf.literal("x", language=language)


@pytest.mark.parametrize(
    ("datatype", "language"), [(f"{XSD}integer", "en"), (RDF_LANG_STRING, None), ("integer", None), ("urn:a b", None)]
)
def test_a_literal_whose_datatype_cannot_be_is_refused(datatype: str, language: str | None) -> None:
    with pytest.raises(MalformedDocument):
        rdf.literal("x", datatype=datatype, language=language)


@pytest.mark.parametrize("half", ["\ud800", "a\udfffb"])
def test_attack_16_half_a_surrogate_pair_in_a_literal_is_refused(half: str) -> None:
    with pytest.raises(MalformedDocument, match="surrogate"):
        rdf.literal(half)


@given(texts)
def test_a_literal_is_spelled_as_oxigraph_spells_it(text: str) -> None:
    assert rdf.literal(text) == str(pyoxigraph.Literal(text))


def test_a_statement_of_the_default_graph_is_written_on_a_line_of_three_terms() -> None:
    assert rdf.nquad(("<urn:s>", "<urn:p>", '"o"', "")) == '<urn:s> <urn:p> "o" .\n'


def test_a_statement_of_a_named_graph_is_written_on_a_line_of_four_terms() -> None:
    assert rdf.nquad(("_:s", "<urn:p>", "_:o", "_:g")) == "_:s <urn:p> _:o _:g .\n"


def test_an_n_quads_document_is_read_in_its_order_with_comments_blank_lines_and_any_end_of_line() -> None:
    text = (
        "# a comment\n\n \t\r\n"
        '<urn:s>\t<urn:p> "a"@en-GB .# another\r'
        f'_:b.1<urn:p>"1"^^<{XSD}integer><urn:g>.\r\n'
        '<urn:s> <urn:p> "line\u2028separator\x85"^^<http://www.w3.org/2001/XMLSchema#string> _:g .\n'
        "<urn:s> <urn:p> _:b.1. "
    )

    assert parse_nquads(text) == [
        ("<urn:s>", "<urn:p>", '"a"@en-GB', ""),
        ("_:b.1", "<urn:p>", f'"1"^^<{XSD}integer>', "<urn:g>"),
        ("<urn:s>", "<urn:p>", '"line\u2028separator\x85"', "_:g"),
        ("<urn:s>", "<urn:p>", "_:b.1", ""),
    ]


def test_escapes_are_read_and_written_again_in_the_canonical_spelling() -> None:
    text = r'<urn:\u0065x:\U0001F525> <urn:p> "\u0022\u005c\'\t\U00000007\u221e"^^<urn:\u0074> <urn:\u2070> .'

    assert parse_nquads(text) == [("<urn:ex:🔥>", "<urn:p>", '"\\"\\\\\'\\t\\u0007∞"^^<urn:t>', "<urn:⁰>")]


def test_repeated_statements_are_all_read() -> None:
    assert len(parse_nquads("<urn:s> <urn:p> <urn:o> .\n" * 2)) == 2


@pytest.mark.parametrize(
    "line",
    [
        "<urn:s> <urn:p> .",
        "<urn:s> <urn:p> <urn:o>",
        "<urn:s> <urn:p> <urn:o> <urn:g> <urn:h> .",
        "<urn:s> <urn:p> <urn:o> . <urn:s> <urn:p> <urn:o> .",
        "<urn:s> _:p <urn:o> .",
        '"s" <urn:p> <urn:o> .',
        '<urn:s> "p" <urn:o> .',
        '<urn:s> <urn:p> <urn:o> "g" .',
        "<urn:s> <urn:p> 'o' .",
        '<urn:s> <urn:p> "o .',
        '<urn:s> <urn:p> "a"b" .',
        '<urn:s> <urn:p> "o"@ .',
        '<urn:s> <urn:p> "o"@en^^<urn:t> .',
        '<urn:s> <urn:p> "o"^^_:t .',
        r'<urn:s> <urn:p> "\x" .',
        r'<urn:s> <urn:p> "\u12" .',
        r'<urn:s> <urn:p> "\U00110000" .',
        r'<urn:s> <urn:p> "\ud83d\ude00" .',
        r"<urn:s> <urn:p> <urn:\u0020> .",
        r"<urn:s> <urn:p> <urn:\u003E> .",
        r"<urn:s> <urn:p> <urn:\n> .",
        "<s> <urn:p> <urn:o> .",
        "<urn:s> <urn:p> <urn:o o> .",
        "<urn:s> <urn:p> _:o- .-",
        "_: <urn:p> <urn:o> .",
        "_:.a <urn:p> <urn:o> .",
        '<urn:s> <urn:p> "o"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .',
        "<urn:s> <urn:p> <urn:o> <g> .",
        "\ufeff<urn:s> <urn:p> <urn:o> .",
        "@prefix x: <urn:x> .",
    ],
)
def test_a_line_that_is_not_a_statement_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(MalformedDocument, match=r"^line 2\b"):
        parse_nquads(f"<urn:s> <urn:p> <urn:o> .\n{line}\n")


@given(st.lists(quads))
def test_what_is_written_is_read_back(statements: list[rdf.Quad]) -> None:
    assert parse_nquads("".join(map(rdf.nquad, statements))) == statements


@given(st.text(st.sampled_from('<>_:"\\u0041@^.en# \n\r\té\ud800')))
def test_any_text_is_either_refused_or_read_into_statements_that_read_the_same_again(text: str) -> None:
    try:
        statements = parse_nquads(text)
    except MalformedDocument:
        return

    assert parse_nquads("".join(map(rdf.nquad, statements))) == statements


@given(quads, st.data())
def test_a_statement_with_a_character_taken_out_never_becomes_two(quad: rdf.Quad, data: st.DataObject) -> None:
    line = rdf.nquad(quad)
    at = data.draw(st.integers(0, len(line) - 1))

    try:
        statements = parse_nquads(line[:at] + line[at + 1 :])
    except MalformedDocument:
        return

    assert len(statements) <= 1
