"""One way to write each thing: what JSON-LD could say in two ways may be said in one."""

import pytest

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import contexts, plain_form
from assay.science.securing.contexts import bundled
from assay.science.securing.plain_form import check_form, nodes
from assay.science.securing.strict_json import JsonObject, JsonValue
from tests.science.securing.badges import BRUNEL, DOCUMENTS, ENDORSED, MINIMAL, WELDING, changed, renamed, without

OWN_ID = "urn:uuid:3e5f1f0a-5c0b-4c1c-8d0e-0c9a4d2f9b11"


def refusal(document: JsonObject) -> MalformedDocument:
    with pytest.raises(MalformedDocument) as caught:
        check_form(document, bundled())
    return caught.value


def is_refused_at(where: str, document: JsonObject) -> bool:
    fault = refusal(document)
    return (fault.code, fault.where) == (Code.DATA_LOSS, where)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_as_issuers_write_them_have_the_form(name: str) -> None:
    check_form(DOCUMENTS[name], bundled())


# Members.


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("/validUntil", "https://www.w3.org/2018/credentials#validUntil"),
        ("/credentialStatus", "https://www.w3.org/2018/credentials#credentialStatus"),
        ("/credentialStatus", "cred:credentialStatus"),
        ("/credentialStatus", "_:credentialStatus"),
        ("/credentialStatus", ":"),
        ("/id", "@id"),
        ("/type", "@type"),
        ("/evidence", "@included"),
        ("/evidence", "@graph"),
        ("/evidence", "@reverse"),
        ("/evidence", "@nest"),
        ("/evidence", "@set"),
        ("/evidence", "@list"),
        ("/evidence", "@index"),
        ("/evidence", "@language"),
        ("/evidence", "@none"),
        ("/evidence", "@json"),
        ("/evidence", "@evidence"),
        ("/evidence", "@"),
    ],
)
@pytest.mark.parametrize("around", ["", "/issuer"])
def test_attack_12_a_member_by_its_iri_or_by_a_keyword_is_refused(where: str, name: str, around: str) -> None:
    document = changed(WELDING, "/issuer", {**WELDING, "id": BRUNEL, "type": ["Profile"]})

    fault = refusal(renamed(document, around + where, name))

    assert (fault.code, fault.where) == (Code.DATA_LOSS, f"{around}/{name.replace('/', '~1')}")


@pytest.mark.parametrize("name", ["Criteria", "Achievement", "Profile", "A", "Z"])
def test_a_class_is_no_member_for_its_iri_may_be_a_member_s_as_well(name: str) -> None:
    where = "/credentialSubject/achievement"

    assert is_refused_at(f"{where}/{name}", renamed(MINIMAL, f"{where}/criteria", name))


@pytest.mark.parametrize("name", ["criteria", "1EdTech", "_sd", "...", "été", "Å", "a@b", "a b", ""])
def test_other_names_are_left_to_the_contexts(name: str) -> None:
    check_form(changed(MINIMAL, f"/{name}", "x"), bundled())


@pytest.mark.parametrize(
    "value",
    [
        {"@value": "Welding"},
        {"@value": "Welding", "@language": "en"},
        {"@value": "Welding", "@language": "en", "@direction": "ltr"},
    ],
)
def test_a_value_has_a_language_and_a_direction(value: JsonObject) -> None:
    check_form(changed(MINIMAL, "/name", value), bundled())


@pytest.mark.parametrize(
    "name", ["@type", "type", "@index", "@id", "id", "@context", "name", "https://schema.org/name", "@list"]
)
def test_a_value_has_nothing_else_not_even_a_datatype(name: str) -> None:
    value: JsonObject = {"@value": "2030-11-22T09:00:00Z", name: "http://www.w3.org/2001/XMLSchema#dateTime"}

    assert refusal(changed(MINIMAL, "/validUntil", value)).code is Code.DATA_LOSS


@pytest.mark.parametrize("name", ["@language", "@direction"])
def test_a_language_belongs_to_a_value(name: str) -> None:
    assert is_refused_at(f"/issuer/{name}", changed(MINIMAL, f"/issuer/{name}", "en"))


@pytest.mark.parametrize("value", [[[]], [["x"]], ["x", [{}]], [[[]]]])
@pytest.mark.parametrize("where", ["/evidence", "/credentialSubject/achievement/tag"])
def test_no_list_stands_in_a_list_where_code_would_pass_it_over(where: str, value: JsonValue) -> None:
    assert is_refused_at(where, changed(MINIMAL, where, value))


# Types.


@pytest.mark.parametrize(
    "iri",
    [
        "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential",
        "https://www.w3.org/ns/credentials/status#BitstringStatusListCredential",
        "https://www.w3.org/2018/credentials#VerifiableCredential",
        "https://purl.imsglobal.org/spec/vc/clr/vocab.html#ClrCredential",
        "https://purl.imsglobal.org/spec/vcrl/v1p0/context.json#1EdTechRevocationList",
        "cred:ManualRefreshService2018",
    ],
)
@pytest.mark.parametrize("around", ["", "/issuer"])
def test_attack_13_a_type_that_has_a_term_is_written_by_it(iri: str, around: str) -> None:
    assert is_refused_at(f"{around}/type", changed(MINIMAL, f"{around}/type/-", iri))
    assert is_refused_at(f"{around}/type", changed(MINIMAL, f"{around}/type", iri))


def test_a_type_that_no_context_knows_may_be_an_iri() -> None:
    check_form(changed(MINIMAL, "/type/-", "https://brunel.example/types#Diploma"), bundled())


@pytest.mark.parametrize("types", [None, 7, [None, 7], {"id": "Profile"}, [["Profile"]]])
def test_a_type_that_is_no_text_is_left_to_expansion(types: JsonValue) -> None:
    document = changed(MINIMAL, "/issuer/type", types)

    if types == [["Profile"]]:
        assert is_refused_at("/issuer/type", document)
    else:
        check_form(document, bundled())


# One place for each description.


@pytest.mark.parametrize(
    "moved",
    [
        {"validUntil": "2030-11-22T09:00:00Z"},
        {"type": ["VerifiableCredential"], "validUntil": "2030-11-22T09:00:00Z"},
        {"type": ["VerifiableCredential", "OpenBadgeCredential"]},
        {"type": "OpenBadgeCredential"},
        {"type": ["1EdTechCredentialRefresh", "EndorsementCredential"]},
        {"type": "VerifiablePresentation"},
        {"name": "Welding"},
        {"@context": [contexts.VC_2]},
    ],
)
@pytest.mark.parametrize("where", ["/refreshService", "/credentialSubject/achievement/related"])
def test_attack_12_a_document_describes_itself_in_one_place(where: str, moved: JsonObject) -> None:
    document = changed(MINIMAL, where, {"id": OWN_ID, **moved})

    assert is_refused_at(where, document)
    assert is_refused_at(f"{where}/0", changed(MINIMAL, where, [{"id": OWN_ID, **moved}]))


@pytest.mark.parametrize("mention", [{}, {"type": "1EdTechCredentialRefresh"}, {"type": ["A", "B"]}])
def test_a_document_may_be_mentioned_in_itself(mention: JsonObject) -> None:
    check_form(changed(MINIMAL, "/refreshService", {"id": OWN_ID, **mention}), bundled())


def test_a_document_without_an_id_cannot_be_mentioned() -> None:
    check_form(without(MINIMAL, "/id"), bundled())
    check_form(changed(without(MINIMAL, "/id"), "/refreshService", {"type": "X", "name": "Y"}), bundled())


RESULT: JsonObject = {"id": "urn:r:1", "type": ["Result"], "value": "49", "status": "Failed"}
HALF: JsonObject = {"id": "urn:r:1", "type": ["Result"], "value": "49"}
OTHER_HALF: JsonObject = {"id": "urn:r:1", "type": ["Result"], "status": "Failed"}


def test_attack_12_what_has_an_id_is_not_described_in_halves() -> None:
    where = "/credentialSubject/result"

    check_form(changed(MINIMAL, where, [RESULT]), bundled())
    assert is_refused_at(f"{where}/1", changed(MINIMAL, where, [HALF, OTHER_HALF]))
    assert is_refused_at(f"{where}/1", changed(MINIMAL, where, [RESULT, HALF]))
    assert is_refused_at(f"{where}/1", changed(MINIMAL, where, [HALF, {**OTHER_HALF, "type": ["Address", "Result"]}]))


def test_the_same_description_twice_or_a_mention_is_harmless() -> None:
    where = "/credentialSubject/result"

    check_form(changed(MINIMAL, where, [RESULT, RESULT]), bundled())
    check_form(changed(MINIMAL, where, [RESULT, {"id": "urn:r:1"}]), bundled())
    check_form(changed(MINIMAL, where, [{"id": "urn:r:1", "type": "Result"}, RESULT]), bundled())
    check_form(changed(MINIMAL, where, [HALF, {**OTHER_HALF, "id": "urn:r:2"}]), bundled())
    check_form(changed(MINIMAL, where, [without(HALF, "/id"), without(OTHER_HALF, "/id")]), bundled())


def test_what_has_an_id_and_no_type_is_not_described_in_halves_either() -> None:
    subjects: JsonValue = [{"id": "did:a:b", "degree": "BSc"}, {"id": "did:a:b", "revoked": True}]

    assert is_refused_at("/credentialSubject/1", changed(MINIMAL, "/credentialSubject", subjects))


def test_one_thing_may_be_described_as_two_classes() -> None:
    criteria: JsonObject = {"id": "https://brunel.example/achievements/welding", "narrative": "A joint."}
    learner: JsonObject = {"id": "did:example:ada", "type": ["Profile"], "name": "Ada"}

    check_form(changed(MINIMAL, "/credentialSubject/achievement/criteria", criteria), bundled())
    check_form(changed(MINIMAL, "/credentialSubject/source", learner), bundled())


def test_a_profile_may_be_told_at_length_in_one_place_and_in_short_in_another() -> None:
    creator: JsonObject = {"id": BRUNEL, "type": ["Profile"], "name": "Brunel", "phone": "+44 1"}

    check_form(changed(MINIMAL, "/credentialSubject/achievement/creator", creator), bundled())


def test_embedded_credentials_may_tell_of_one_learner_each_in_its_way() -> None:
    def embedded(achievement: str) -> JsonObject:
        subject: JsonObject = {"id": "did:example:ada", "type": ["AchievementSubject"], "achievement": achievement}
        return {"id": f"urn:x:{achievement}", "type": ["VerifiableCredential"], "credentialSubject": subject}

    learner: JsonObject = {"id": "did:example:ada", "type": ["ClrSubject"]}
    record = changed(MINIMAL, "/credentialSubject", {**learner, "verifiableCredential": [embedded("a"), embedded("b")]})

    check_form(record, bundled())


def test_attack_12_an_embedded_credential_does_not_tell_again_what_the_one_around_it_tells() -> None:
    told = {"type": ["EndorsementSubject", "Achievement"], "creditsAvailable": 3}
    where = "/endorsement/0/credentialSubject"
    subject = {"id": "https://brunel.example/achievements/welding", "endorsementComment": "Sound.", **told}

    check_form(ENDORSED, bundled())
    assert is_refused_at(where, changed(ENDORSED, where, subject))


def test_it_does_not_matter_which_of_the_two_comes_first() -> None:
    endorsement = changed(ENDORSED, "/endorsement/0/credentialSubject/type/-", "Achievement")["endorsement"]
    first: JsonObject = {"@context": ENDORSED["@context"], "endorsement": endorsement}

    assert refusal({**first, **MINIMAL}).where.startswith("/endorsement")


def test_inside_an_embedded_credential_the_same_holds() -> None:
    where = "/endorsement/0/credentialSubject"
    halves = [{"id": "urn:r:1", "endorsementComment": "a"}, {"id": "urn:r:1", "narrative": "b"}]

    assert is_refused_at(f"{where}/1", changed(ENDORSED, where, halves))


# Bounds.


def test_objects_are_given_with_their_pointers_parents_first_and_none_of_a_context() -> None:
    document: JsonObject = {
        "@context": [{"a": {"@id": "urn:a"}}],
        "a": {"b": [1, {"@context": {"c": {}}, "d/e": {}}]},
        "f": "g",
    }

    assert [where for where, _ in nodes(document)] == ["", "/a", "/a/b/1", "/a/b/1/d~1e"]
    assert [node for _, node in nodes(document)][3] == {}


@pytest.mark.parametrize(
    ("largest", "larger"),
    [
        ({"a": [{} for _ in range(1_999)]}, {"a": [{} for _ in range(4_000)]}),
        ({"type": ["A"] * 3_998}, {"type": ["A"] * 4_000}),
        ({"@context": ["urn:a"] * 256}, {"@context": ["urn:a"] * 257}),
        ({"a": [{"@context": "urn:a"}] * 255}, {"a": [{"@context": "urn:a"}] * 257}),
        ({"a": [0] * 39_998}, {"a": [0] * 39_999}),
    ],
)
def test_so_many_objects_contexts_and_values_are_read_and_no_more(largest: JsonObject, larger: JsonObject) -> None:
    assert list(nodes(largest))

    with pytest.raises(MalformedDocument) as refused:
        list(nodes(larger))

    assert refused.value.code is Code.TOO_LARGE


def test_64_levels_are_read_and_no_more() -> None:
    deep: JsonValue = 0
    for _ in range(63):
        deep = {"a": deep}

    assert len(list(nodes({"a": deep}))) == 64
    with pytest.raises(MalformedDocument):
        list(nodes({"a": {"a": deep}}))


def test_the_limits_are_those_that_are_documented() -> None:
    assert (plain_form.MAX_NODES, plain_form.MAX_CONTEXTS, plain_form.MAX_VALUES) == (4_000, 256, 40_000)
