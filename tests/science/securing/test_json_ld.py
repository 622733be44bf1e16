"""JSON-LD as RDF: what a document means, and that nothing in it is dropped or guessed."""

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pyld import jsonld

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.securing import contexts, json_ld, rdf_canonical
from assay.science.securing.contexts import bundled
from assay.science.securing.strict_json import JsonObject, JsonValue
from tests.science.securing.badges import ADA, BRUNEL, EXAMPLES_2, MINIMAL, WELDING, changed, w3c_library, without

# What MINIMAL says, written by hand from the two contexts.
MEANING = """\
<did:example:ada> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#AchievementSubject> .
<did:example:ada> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement> <https://brunel.example/achievements/welding> .
<did:web:brunel.example> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile> .
<did:web:brunel.example> <https://schema.org/name> "Brunel College" .
<https://brunel.example/achievements/welding> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement> .
<https://brunel.example/achievements/welding> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#Criteria> _:c14n0 .
<https://brunel.example/achievements/welding> <https://schema.org/description> "Can join two sheets of steel." .
<https://brunel.example/achievements/welding> <https://schema.org/name> "Welding, the basics" .
<urn:uuid:3e5f1f0a-5c0b-4c1c-8d0e-0c9a4d2f9b11> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential> .
<urn:uuid:3e5f1f0a-5c0b-4c1c-8d0e-0c9a4d2f9b11> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .
<urn:uuid:3e5f1f0a-5c0b-4c1c-8d0e-0c9a4d2f9b11> <https://www.w3.org/2018/credentials#credentialSubject> <did:example:ada> .
<urn:uuid:3e5f1f0a-5c0b-4c1c-8d0e-0c9a4d2f9b11> <https://www.w3.org/2018/credentials#issuer> <did:web:brunel.example> .
<urn:uuid:3e5f1f0a-5c0b-4c1c-8d0e-0c9a4d2f9b11> <https://www.w3.org/2018/credentials#validFrom> "2026-11-22T09:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
_:c14n0 <https://purl.imsglobal.org/spec/vc/ob/vocab.html#narrative> "A joint that holds." .
"""  # noqa: E501 -- a statement is a line


def meaning(document: JsonObject) -> str:
    return rdf_canonical.canonicalize(json_ld.to_rdf(document, bundled()))


def refusal(document: JsonObject, library: contexts.ContextLibrary | None = None) -> AssayError:
    with pytest.raises((MalformedDocument, Refused)) as caught:
        json_ld.to_rdf(document, library or bundled())
    return caught.value


def test_a_badge_means_what_its_contexts_say() -> None:
    assert meaning(MINIMAL) == MEANING


def test_a_document_is_not_changed_by_being_read() -> None:
    before = changed(WELDING, "/id", WELDING["id"])

    json_ld.to_rdf(WELDING, bundled())

    assert before == WELDING


@pytest.mark.parametrize(
    ("number", "literal"),
    [
        # JSON-LD 1.1 API §8.6. OB 3.0 gives creditsAvailable the datatype https://www.w3.org/2001/XMLSchema#float.
        (3, '"3"'),
        (3.0, '"3"'),
        (0, '"0"'),
        (-0.0, '"0"'),
        (1.5, '"1.5E0"'),
        (-1.5, '"-1.5E0"'),
        (1e-7, '"1.0E-7"'),
        (0.1, '"1.0E-1"'),
        (1 / 3, '"3.333333333333333E-1"'),
        (1e20, '"100000000000000000000"'),
        (1e21, '"1.0E21"'),
        (1.5e300, '"1.5E300"'),
        (9007199254740991, '"9007199254740991"'),
    ],
)
def test_a_number_of_credits_is_written_in_its_one_way(number: float, literal: str) -> None:
    document = changed(MINIMAL, "/credentialSubject/achievement/creditsAvailable", number)

    assert f"#creditsAvailable> {literal}^^<https://www.w3.org/2001/XMLSchema#float> ." in meaning(document)


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (True, '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        (False, '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        (7, '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (7.5, '"7.5E0"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ("7", '"7"'),
        ('tab\tquote"\n\u007f\u0007é', '"tab\\tquote\\"\\n\\u007F\\u0007é"'),
        ({"@value": "Soudage", "@language": "fr-CA"}, '"Soudage"@fr-ca'),
    ],
)
def test_a_value_without_a_datatype_gets_that_of_its_kind(value: JsonValue, literal: str) -> None:
    document = changed(MINIMAL, "/credentialSubject/achievement/humanCode", value)

    assert f"#humanCode> {literal} ." in meaning(document)


# Guard 1: contexts.


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/context",
        "http://127.0.0.1:9/context",
        "file:///etc/passwd",
        "https://www.w3.org/ns/credentials/v2#",
        "https://www.w3.org/2018/credentials/v2",
        "data:application/json,{}",
    ],
)
@pytest.mark.parametrize(
    "where", ["/@context/-", "/issuer/@context", "/credentialSubject/achievement/criteria/@context"]
)
def test_attack_11_a_context_that_is_not_carried_is_refused_at_any_depth_and_nobody_is_asked(
    where: str, url: str
) -> None:
    fault = refusal(changed(MINIMAL, where, url))

    assert (type(fault), fault.code) == (Refused, Code.CONTEXT_UNKNOWN)


@pytest.mark.parametrize("where", ["/@context/-", "/issuer/@context", "/issuer/@context/0"])
def test_attack_11_a_context_written_into_the_document_is_refused(where: str) -> None:
    document = changed(MINIMAL, "/issuer/@context", [])

    fault = refusal(changed(document, where, {"honours": "https://schema.org/name"}))

    assert fault.code is Code.CONTEXT_REFUSED


@pytest.mark.parametrize("context", [None, [None], [contexts.VC_2, None], 7, True, [[contexts.VC_2]], [[]]])
def test_a_context_is_a_url_or_an_object(context: JsonValue) -> None:
    assert refusal(changed(MINIMAL, "/@context", context)).code is Code.MALFORMED
    assert refusal(changed(MINIMAL, "/issuer/@context", context)).code is Code.MALFORMED


@pytest.mark.parametrize(
    "url", ["", "v2", "//www.w3.org/ns/credentials/v2", "../v2", "@context", "https://a b", "HTTPS://a"]
)
def test_a_context_that_is_no_absolute_url_is_refused(url: str) -> None:
    fault = refusal(changed(MINIMAL, "/@context/-", url))

    assert isinstance(fault, MalformedDocument)
    assert (fault.code, fault.where) == (Code.MALFORMED, "/@context/2")


@pytest.mark.parametrize("context", [[], {}])
def test_without_a_context_no_word_has_a_meaning(context: JsonValue) -> None:
    inline = bundled().extended({}, inline_allowed=True)

    assert refusal(changed(MINIMAL, "/@context", context), inline).code is Code.DATA_LOSS
    assert refusal(without(MINIMAL, "/@context")).code is Code.DATA_LOSS


def test_a_context_carried_may_stand_inside_the_document() -> None:
    document = changed(MINIMAL, "/credentialSubject/@context", MINIMAL["@context"])

    assert meaning(document) == MEANING


# Guard 3: loss.


@pytest.mark.parametrize(
    "where",
    [
        "/honours",
        "/credentialSubject/honours",
        "/credentialSubject/achievement/criteria/honours",
        "/issuer/validUntil",
        "/credentialSubject/achievement/alignments",
        "/credentialSubject/",
        "/Id",
        "/verifiableCredential",
    ],
)
def test_attack_12_a_term_that_is_not_defined_in_its_place_is_refused_and_found(where: str) -> None:
    fault = refusal(changed(MINIMAL, where, "with distinction"))

    assert isinstance(fault, MalformedDocument)
    assert fault.code is Code.DATA_LOSS
    assert fault.where == where


def test_the_place_is_told_only_if_it_is_the_only_one_with_that_name() -> None:
    fault = refusal(changed(MINIMAL, "/achievement", "with distinction"))

    assert isinstance(fault, MalformedDocument)
    assert (fault.code, fault.where) == (Code.DATA_LOSS, "")
    assert "'achievement'" in fault.reason


@pytest.mark.parametrize("value", [None, [], {}, [None], 0, False, ""])
def test_attack_12_an_undefined_term_is_refused_whatever_its_value(value: JsonValue) -> None:
    assert refusal(changed(MINIMAL, "/honours", value)).code is Code.DATA_LOSS


@pytest.mark.parametrize("name", ["Doctorate", "doctorate", "", "../x", "#x", "?x", "//x", "/x", "x/y:z", ":x", "1:x"])
@pytest.mark.parametrize("where", ["/type/-", "/credentialSubject/type/-", "/issuer/type"])
def test_attack_12_a_type_that_is_not_defined_is_refused(where: str, name: str) -> None:
    assert refusal(changed(MINIMAL, where, name)).code is Code.DATA_LOSS


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "ada",
        "/ada",
        "#ada",
        "?ada",
        "//evil.example/ada",
        "../../ada",
        "x-assay-relative://document/ada",
        ":ada",
        "1:ada",
        "@id",
        "@type",
        "@ada",
        "did:example:a da",
        "did:example:ada\n",
        "did:example:ada>",
        "did:example:\\u0041",
        "did:example:{ada}",
        " did:example:ada",
    ],
)
@pytest.mark.parametrize("where", ["/id", "/credentialSubject/id", "/issuer", "/issuer/id", "/evidence"])
def test_attack_12_an_identifier_that_is_not_absolute_is_refused(where: str, identifier: str) -> None:
    assert refusal(changed(MINIMAL, where, identifier)).code is Code.DATA_LOSS


@pytest.mark.parametrize("where", ["/id", "/credentialSubject/id", "/issuer", "/issuer/id", "/type/-"])
def test_a_blank_node_has_no_name_for_with_one_it_could_be_described_twice(where: str) -> None:
    assert refusal(changed(MINIMAL, where, "_:b0")).code is Code.DATA_LOSS


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("/id", ["urn:a:1"]),
        ("/id", None),
        ("/id", 7),
        ("/id", {"id": "urn:a:1"}),
        ("/issuer/id", None),
        ("/type", None),
        ("/type", [None]),
        ("/type", 7),
        ("/type", [["VerifiableCredential"]]),
        ("/type", {"id": "VerifiableCredential"}),
        ("/name", {"@value": None}),
        ("/name", {"@value": ["a"]}),
        ("/name", {"@value": {}}),
        ("/name", {"@value": 7, "@language": "en"}),
        ("/name", {"@value": "a", "@language": 7}),
        ("/name", {"@value": "a", "@language": ["en"]}),
        ("/name", {"@value": "a", "@direction": "up"}),
        ("/name", {"@language": "en"}),
    ],
)
def test_what_json_ld_does_not_allow_is_refused_and_raises_nothing_else(where: str, value: JsonValue) -> None:
    assert refusal(changed(MINIMAL, where, value)).code is Code.DATA_LOSS


@pytest.mark.parametrize("where", ["/name", "/validUntil", "/evidence", "/credentialSubject/achievement/alignment"])
@pytest.mark.parametrize("value", [None, [], [None]])
def test_null_and_the_empty_list_state_nothing(where: str, value: JsonValue) -> None:
    assert meaning(changed(MINIMAL, where, value)) == MEANING


def test_an_empty_object_states_that_there_is_something() -> None:
    document = changed(MINIMAL, "/evidence", {})

    assert "<https://www.w3.org/2018/credentials#evidence> _:c14n" in meaning(document)


def test_an_ordered_list_keeps_its_order_and_its_length() -> None:
    where = "/credentialSubject/achievement/resultDescription/1/allowedValue"
    texts = {meaning(changed(WELDING, where, values)) for values in ([], ["a"], ["a", "b"], ["b", "a"], ["a", "a"])}

    assert len(texts) == 5


def test_a_json_literal_is_kept_as_its_canonical_text() -> None:
    document = changed(MINIMAL, "/_sd", {"b": [1.0, None, True], "a": "ü"})

    literal = '"{\\"a\\":\\"ü\\",\\"b\\":[1,null,true]}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>'
    assert f"#_sd> {literal} ." in meaning(document)


@pytest.mark.parametrize("document", [{}, {"@context": [contexts.VC_2]}])
def test_a_document_that_says_nothing_means_nothing(document: JsonObject) -> None:
    assert json_ld.to_rdf(document, bundled()) == []


def test_a_document_that_is_only_an_identifier_is_refused_for_that_is_dropped() -> None:
    fault = refusal({"@context": [contexts.VC_2], "id": "urn:a:1"})

    assert (fault.code, fault.reason) == (Code.DATA_LOSS, "expansion lost or made up a value")


# Guard 5: terms.


@pytest.mark.parametrize(
    "tag", ["", " ", "en GB", "en_GB", "englishes", "en-languages", "en-", "-en", "en\n", "ü", "12", "*"]
)
def test_a_language_has_the_form_of_one(tag: str) -> None:
    document = changed(MINIMAL, "/name", {"@value": "a", "@language": tag})

    assert refusal(document).code is Code.DATA_LOSS


def test_attack_12_a_language_that_carries_a_statement_would_give_two_documents_one_signature() -> None:
    identifier = "urn:uuid:3e5f1f0a-5c0b-4c1c-8d0e-0c9a4d2f9b11"
    signed: JsonObject = {
        "@context": [contexts.VC_2],
        "id": identifier,
        "type": "VerifiableCredential",
        "description": {"@value": "y", "@language": "en"},
        "name": "x",
    }
    tag = f'en .\n<{identifier}> <https://schema.org/name> "x"'
    forged = changed(without(signed, "/name"), "/description/@language", tag)

    # To a processor that takes the tag as it comes, both are the same text.
    assert canonical_by_pyld(signed) == canonical_by_pyld(forged)
    assert "name" not in forged
    assert refusal(forged).code is Code.DATA_LOSS
    assert json_ld.to_rdf(signed, bundled())


def canonical_by_pyld(document: JsonObject) -> str:
    def load(url: str, _options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": bundled().document(url)}

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return str(jsonld.normalize(document, options))


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_a_number_that_is_not_finite_is_refused(number: float) -> None:
    document = changed(MINIMAL, "/credentialSubject/creditsEarned", number)

    assert refusal(document).code is Code.DATA_LOSS


# The library of the conformance tests admits contexts written into documents. It must not thereby harm others.


def test_a_context_in_the_document_may_not_redefine_what_is_protected() -> None:
    inline = bundled().extended({}, inline_allowed=True)
    redefined = changed(MINIMAL, "/@context/-", {"issuer": "https://evil.example/", "type": "https://evil.example/"})
    scoped = changed(
        MINIMAL, "/@context/-", {"a": {"@id": "urn:a:a", "@context": {"@protected": True, "b": "urn:b:b"}}}
    )
    twice = changed(scoped, "/a", {"@context": {"b": "urn:c:c"}, "b": 1})

    assert refusal(redefined, inline).code is Code.CONTEXT_REFUSED
    assert json_ld.to_rdf(scoped, inline)
    assert refusal(twice, inline).code is Code.CONTEXT_REFUSED


def test_a_context_in_the_document_may_not_set_the_others_aside() -> None:
    inline = bundled().extended({}, inline_allowed=True)
    nullified = changed(MINIMAL, "/@context/-", {"a": {"@id": "urn:a:a", "@context": [None]}})
    nested = changed(MINIMAL, "/@context/-", {"@context": [None]})

    assert json_ld.to_rdf(nullified, inline)
    assert refusal(nested, inline).code in (Code.CONTEXT_REFUSED, Code.DATA_LOSS)


def test_attack_11_a_url_in_a_scoped_context_in_the_document_is_looked_up_in_the_library_and_nowhere_else() -> None:
    inline = bundled().extended({}, inline_allowed=True)
    known: JsonObject = {"a": {"@id": "urn:a:a", "@context": contexts.DATA_INTEGRITY_2}}
    unknown: JsonObject = {"a": {"@id": "urn:a:a", "@context": "https://evil.example/context"}}
    deeper: JsonObject = {"a": {"@id": "urn:a:a", "@context": {"b": {"@id": "urn:b:b", "@context": "//evil.example"}}}}

    assert json_ld.to_rdf(changed(MINIMAL, "/@context/-", known), inline)
    assert refusal(changed(MINIMAL, "/@context/-", unknown), inline).code is Code.CONTEXT_UNKNOWN
    assert refusal(changed(MINIMAL, "/@context/-", deeper), inline).code is Code.CONTEXT_UNKNOWN


def test_attack_11_an_imported_context_would_be_altered_for_every_later_document_and_is_refused() -> None:
    inline = bundled().extended({}, inline_allowed=True)
    importing: JsonObject = {"@import": contexts.DATA_INTEGRITY_2, "honours": "https://schema.org/name"}
    scoped: JsonObject = {"a": {"@id": "urn:a:a", "@context": [importing]}}

    assert refusal(changed(MINIMAL, "/@context/-", importing), inline).code is Code.CONTEXT_REFUSED
    assert refusal(changed(MINIMAL, "/@context/-", scoped), inline).code is Code.CONTEXT_REFUSED
    assert "honours" not in str(inline.document(contexts.DATA_INTEGRITY_2))


def test_a_library_with_more_contexts_does_not_teach_them_to_another() -> None:
    document = changed(MINIMAL, "/@context/-", EXAMPLES_2)

    assert json_ld.to_rdf(document, w3c_library())
    assert refusal(document).code is Code.CONTEXT_UNKNOWN


def test_one_url_can_mean_two_things_to_two_libraries() -> None:
    url = "https://brunel.example/context"
    first = bundled().extended({url: b'{"@context": {"hue": "urn:a:hue"}}'})
    second = bundled().extended({url: b'{"@context": {"tint": "urn:a:tint"}}'})
    hue = changed(changed(MINIMAL, "/@context/-", url), "/hue", "red")
    tint = changed(changed(MINIMAL, "/@context/-", url), "/tint", "red")

    assert json_ld.to_rdf(hue, first)
    assert json_ld.to_rdf(tint, second)
    assert refusal(tint, first).code is refusal(hue, second).code is Code.DATA_LOSS


def test_many_threads_get_the_same_answer() -> None:
    # Different lists of contexts, so that the caches behind them fill up and throw things out.
    ends = [[], [contexts.DATA_INTEGRITY_2], [contexts.ED25519_2020], [contexts.DATA_INTEGRITY_2, contexts.VC_2]]
    lists = [[contexts.VC_2, badges, *end] for badges in sorted(contexts.OB_3_ALL) for end in ends]
    documents = [changed(MINIMAL, "/@context", each) for each in lists]
    expected = [outcome(document) for document in documents]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(outcome, documents * 20))

    assert found == expected * 20
    assert MEANING in expected


def outcome(document: JsonObject) -> str:
    try:
        return meaning(document)
    except MalformedDocument as refused:
        return str(refused)


# Bounds.


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(changed(MINIMAL, "/evidence", [{} for _ in range(4_000)]), id="objects"),
        pytest.param(changed(MINIMAL, "/issuer/type", ["Profile"] * 4_000), id="types"),
        pytest.param(changed(MINIMAL, "/@context", [contexts.VC_2] + [contexts.OB_3] * 256), id="contexts"),
        pytest.param(
            changed(MINIMAL, "/evidence", [{"@context": [contexts.OB_3]} for _ in range(260)]), id="contexts inside"
        ),
        pytest.param(changed(MINIMAL, "/name", ["a"] * 40_000), id="values"),
    ],
)
def test_attack_14_a_document_that_would_keep_the_reader_busy_is_refused(document: JsonObject) -> None:
    assert refusal(document).code is Code.TOO_LARGE


def test_attack_16_depth_without_end_is_refused() -> None:
    deep: JsonValue = "x"
    for _ in range(5_000):
        deep = {"evidence": deep}
    lists: JsonValue = "x"
    for _ in range(5_000):
        lists = [lists]

    assert refusal(changed(MINIMAL, "/evidence", deep)).code is Code.TOO_LARGE
    assert refusal(changed(MINIMAL, "/name", lists)).code is Code.TOO_LARGE


# Without names for blank nodes a document is a tree, so the cliques that take for ever cannot be written at all.
ALIKE: JsonObject = {"type": ["Alignment"], "targetName": "a", "targetUrl": "https://a.example/"}


@pytest.mark.parametrize(
    ("where", "value"),
    [
        pytest.param("/credentialSubject/achievement/alignment", [ALIKE for _ in range(1_900)], id="wide"),
        pytest.param(
            "/credentialSubject/achievement/resultDescription",
            [{"type": ["ResultDescription"], "alignment": [ALIKE for _ in range(40)]} for _ in range(40)],
            id="wide twice",
        ),
        pytest.param(
            "/credentialSubject/achievement/resultDescription",
            [{"type": ["ResultDescription"], "allowedValue": ["a"] * 500} for _ in range(20)],
            id="long lists",
        ),
    ],
)
def test_attack_14_many_nodes_that_look_alike_take_a_second_at_most(where: str, value: JsonValue) -> None:
    document = changed(MINIMAL, where, value)

    started = time.process_time()
    with contextlib.suppress(Refused):
        meaning(document)

    assert time.process_time() - started < 5  # a second, and room for a slow machine under measurement


@pytest.mark.parametrize("size", [7, 10])
def test_attack_14_a_clique_of_blank_nodes_cannot_be_written(size: int) -> None:
    names = [f"_:{number}" for number in range(size)]
    clique: JsonValue = [{"id": name, "evidence": [{"id": other} for other in names]} for name in names]

    assert refusal(changed(MINIMAL, "/evidence", clique)).code is Code.DATA_LOSS


def test_the_cast_is_who_it_says() -> None:
    quads = json_ld.to_rdf(MINIMAL, bundled())

    assert {quad[0] for quad in quads} >= {f"<{ADA}>", f"<{BRUNEL}>"}
    assert {quad[3] for quad in quads} == {""}
