"""Whatever we issue passes the JSON Schemas of Open Badges 3.0.

The lenient ones, and the rules by which the strict ones differ: lists where they want lists, one status.
"""

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft201909Validator, FormatChecker

from assay.science.errors import MalformedDocument
from assay.science.issuing.closed_words import check_word
from assay.science.issuing.definition import read_definition
from tests.cast import (
    ADA,
    BRUNEL,
    CHEMISTRY,
    FIRST_AID,
    GRACE,
    MERIDIAN,
    MUHAMMAD,
    NORTHGATE,
    WELDING_BASICS,
    Institution,
    Person,
)
from tests.vectors import vectors
from tests.world import Json, World

SCHEMAS = (
    "ob_v3p0_achievementcredential_schema.jsonld-variant.json",
    "ob_v3p0_anyachievementcredential_schema.json",
)
WORLD = World()
MINIMAL: Json = {"issuer": {}, "achievement": {"id": "urn:x:1", "name": "n", "description": "d", "criteria": "c"}}


def with_achievement(**members: Any) -> Json:
    return {**MINIMAL, "achievement": {**MINIMAL["achievement"], **members}}


ISSUED: dict[str, tuple[Json, Person, Institution, Json]] = {
    "a short one": (MINIMAL, ADA, BRUNEL, {}),
    "one with an end": (WELDING_BASICS, ADA, NORTHGATE, {}),
    "criteria by their address": (FIRST_AID, GRACE, MERIDIAN, {}),
    "names of all kinds": (CHEMISTRY, MUHAMMAD, BRUNEL, {}),
    "half a credit": (CHEMISTRY, ADA, BRUNEL, {"credits": "1.5"}),
    "whole credits": (CHEMISTRY, ADA, BRUNEL, {"credits": "3.00"}),
    "results": (CHEMISTRY, ADA, BRUNEL, {"result:Grade": "A", "result:Accuracy": "Sure"}),
    "evidence": (WELDING_BASICS, ADA, BRUNEL, {"evidence": "https://brunel.example/w/1", "narrative": "A frame"}),
    "a story without a file": (WELDING_BASICS, ADA, BRUNEL, {"narrative": "Welded\na frame"}),
    "another beginning": (WELDING_BASICS, ADA, BRUNEL, {"valid_from": "2026-01-01T00:00:00+01:00"}),
    "one value where several may be": (with_achievement(tag="one", inLanguage="en"), ADA, BRUNEL, {}),
}


@cache
def schema(name: str) -> Draft201909Validator:
    loaded = json.loads(vectors("walt-id-ob3-schemas", name).read_text(encoding="utf-8"))
    return Draft201909Validator(loaded, format_checker=FormatChecker())


def definitions() -> Json:
    found = schema(SCHEMAS[0]).schema
    assert isinstance(found, dict)
    classes: Json = found["$defs"]
    return classes


def issued(name: str) -> Json:
    definition, to, by, row = ISSUED[name]
    document: Json = json.loads(WORLD.issued(definition, to=to, by=by, **row))
    return document


@pytest.mark.vectors
@pytest.mark.parametrize("name", ISSUED)
@pytest.mark.parametrize("against", SCHEMAS)
def test_what_is_issued_passes_the_schema(name: str, against: str) -> None:
    faults = [fault.json_path + ": " + fault.message[:200] for fault in schema(against).iter_errors(issued(name))]

    assert faults == []


@pytest.mark.parametrize("name", ISSUED)
def test_what_is_issued_has_lists_where_the_strict_schema_wants_lists(name: str) -> None:
    document = issued(name)
    subject = document["credentialSubject"]
    achievement = subject["achievement"]

    for node in (document, document["issuer"], subject, achievement):
        assert isinstance(node["type"], list)
    assert isinstance(document["@context"], list)
    assert isinstance(document["proof"], list)
    assert isinstance(document["credentialStatus"], dict)
    for node, member in (
        (document, "evidence"),
        (document, "credentialSchema"),
        (subject, "identifier"),
        (subject, "result"),
        (achievement, "alignment"),
        (achievement, "resultDescription"),
        (achievement, "tag"),
        (achievement, "related"),
        (achievement, "otherIdentifier"),
    ):
        assert isinstance(node.get(member, []), list), member


@pytest.mark.parametrize("name", ISSUED)
def test_what_is_issued_has_the_two_standard_contexts_and_no_other(name: str) -> None:
    assert issued(name)["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]


def test_credits_are_whole_where_they_are_whole() -> None:
    whole, half = (issued(name)["credentialSubject"]["creditsEarned"] for name in ("whole credits", "half a credit"))

    assert (whole, type(whole), half) == (3, int, 1.5)


# --- words of a list -------------------------------------------------------------------------------------------------

PLACES: dict[str, tuple[str, list[str]]] = {
    "achievementType": ("Achievement", []),
    "targetType": ("Alignment", []),
    "identifierType": ("IdentifierEntry", []),
    "identityType": ("IdentityObject", []),
    "resultType": ("ResultDescription", []),
}


@pytest.mark.vectors
@pytest.mark.parametrize(("member", "class_name"), [(member, name) for member, (name, _) in PLACES.items()])
def test_the_words_of_a_member_are_those_of_the_schema(member: str, class_name: str) -> None:
    words = definitions()[class_name]["properties"][member]["oneOf"][0]["enum"]

    for word in [*words, "ext:ESCO.skill"]:
        check_word(member, word, "")
    for word in [*(word.lower() + "x" for word in words), "", "ext:", "ext:a b", "Ext:x"]:
        with pytest.raises(MalformedDocument, match="not one of"):
            check_word(member, word, "")


@pytest.mark.vectors
@given(
    st.from_regex(r"[a-zA-Z]{1,5}(-[a-zA-Z0-9]{1,5}){0,3}", fullmatch=True)
    | st.sampled_from(["en", "pt-BR", "zh-Hant"])
)
def test_a_language_code_is_one_exactly_where_the_schema_says_so(code: str) -> None:
    allowed = Draft201909Validator(definitions()["Achievement"]["properties"]["inLanguage"])

    if allowed.is_valid(code):
        check_word("inLanguage", code, "")
    else:
        with pytest.raises(MalformedDocument, match="language code"):
            check_word("inLanguage", code, "")


@pytest.mark.parametrize(
    ("definition", "where"),
    [
        (with_achievement(achievementType="Banana"), "/achievement/achievementType"),
        (with_achievement(inLanguage="English"), "/achievement/inLanguage"),
        (
            with_achievement(alignment=[{"targetName": "n", "targetUrl": "urn:x:1", "targetType": "Skill"}]),
            "/achievement/alignment/0/targetType",
        ),
        (
            with_achievement(resultDescription=[{"id": "urn:x:2", "name": "n", "resultType": "Stars"}]),
            "/achievement/resultDescription/0/resultType",
        ),
        (
            {**MINIMAL, "issuer": {"otherIdentifier": {"identifier": "1", "identifierType": "number"}}},
            "/issuer/otherIdentifier/identifierType",
        ),
    ],
)
def test_a_word_that_the_schema_does_not_have_is_refused_with_its_place(definition: Json, where: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        read_definition(definition)

    assert refused.value.where == where


def test_a_word_of_ones_own_says_so() -> None:
    assert (
        read_definition(with_achievement(achievementType="ext:Licence")).achievement["achievementType"] == "ext:Licence"
    )
