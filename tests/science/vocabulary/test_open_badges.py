"""The classes of Open Badges 3.0: every member of the right kind, every object of the right type."""

from typing import Any

import pytest

from assay.science.errors import MalformedDocument
from assay.science.securing.contexts import OB_3, bundled
from assay.science.vocabulary.demands import checked
from assay.science.vocabulary.kinds import Kind
from assay.science.vocabulary.open_badges import CLASSES, UNTYPED, check_object, demands

Json = dict[str, Any]
ACHIEVEMENT: Json = {
    "id": "urn:x:1",
    "type": ["Achievement"],
    "name": "n",
    "description": "d",
    "criteria": {"narrative": "c"},
}
CREDENTIAL: Json = {
    "id": "urn:uuid:5f3c",
    "issuer": "did:web:brunel.example",
    "credentialSubject": {"id": "did:example:ada", "type": ["AchievementSubject"], "achievement": ACHIEVEMENT},
}
ENDORSEMENT: Json = {
    "id": "urn:uuid:6a3c",
    "issuer": {"id": "did:web:northgate.example", "type": "Profile"},
    "credentialSubject": {"id": "urn:x:1", "type": "EndorsementSubject", "endorsementComment": "Sound."},
}


def with_subject(**members: Any) -> Json:
    subject = {
        name: value for name, value in {**CREDENTIAL["credentialSubject"], **members}.items() if value is not None
    }
    return {**CREDENTIAL, "credentialSubject": subject}


def check_achievement_credential(document: Json) -> None:
    checked(demands(document, Kind.ACHIEVEMENT))


def check_endorsement_credential(document: Json) -> None:
    checked(demands(document, Kind.ENDORSEMENT))


def fault_of(check: Any, *arguments: Any) -> str:
    with pytest.raises(MalformedDocument) as refused:
        check(*arguments)
    assert refused.value.clause
    return refused.value.where


@pytest.mark.parametrize(
    "document",
    [
        CREDENTIAL,
        {**CREDENTIAL, "credentialSubject": [CREDENTIAL["credentialSubject"]]},
        {**CREDENTIAL, "issuer": {"id": "urn:x:2", "type": ["Profile"], "url": "https://brunel.example"}},
        {**CREDENTIAL, "evidence": {"type": "Evidence"}, "image": {"id": "urn:x:i", "type": "Image"}},
        with_subject(
            id=None, identifier={"type": "IdentityObject", "hashed": False, "identityHash": "a", "identityType": "name"}
        ),
        with_subject(creditsEarned=1.5, activityStartDate="2026-01-01T00:00:00Z", role="learner"),
        with_subject(result=[{"type": ["Result"], "achievedLevel": "urn:x:l", "status": "Completed"}]),
        with_subject(achievement={**ACHIEVEMENT, "tag": "a", "name": {"@value": "n", "@language": "en"}}),
        with_subject(achievement={**ACHIEVEMENT, "endorsementJwt": ["a.b.c"]}),
        with_subject(anything={"else": 1}),
    ],
)
def test_an_achievement_credential_of_the_right_shape_is_taken(document: Json) -> None:
    check_achievement_credential(document)


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ({name: value for name, value in CREDENTIAL.items() if name != "id"}, "/id"),
        ({name: value for name, value in CREDENTIAL.items() if name != "credentialSubject"}, "/credentialSubject"),
        ({**CREDENTIAL, "credentialSubject": [CREDENTIAL["credentialSubject"]] * 2}, "/credentialSubject"),
        ({**CREDENTIAL, "credentialSubject": "did:example:ada"}, "/credentialSubject"),
        ({**CREDENTIAL, "issuer": {"id": "urn:x:2"}}, "/issuer/type"),
        ({**CREDENTIAL, "issuer": {"id": "urn:x:2", "type": "Person"}}, "/issuer/type"),
        ({**CREDENTIAL, "evidence": [{"type": "Evidence"}, {}]}, "/evidence/1/type"),
        ({**CREDENTIAL, "image": "https://x.example/i.png"}, "/image"),
        (with_subject(id=None), "/credentialSubject"),
        (with_subject(id=None, identifier=[]), "/credentialSubject"),
        (with_subject(type="Person"), "/credentialSubject/type"),
        (with_subject(type=None), "/credentialSubject/type"),
        (with_subject(achievement=None), "/credentialSubject/achievement"),
        (with_subject(achievement=[ACHIEVEMENT, ACHIEVEMENT]), "/credentialSubject/achievement"),
        (with_subject(creditsEarned="1.5"), "/credentialSubject/creditsEarned"),
        (with_subject(creditsEarned=True), "/credentialSubject/creditsEarned"),
        (with_subject(activityEndDate="2026-01-01"), "/credentialSubject/activityEndDate"),
        (with_subject(narrative=7), "/credentialSubject/narrative"),
        (
            with_subject(result=[{"type": "Result", "achievedLevel": "level 2"}]),
            "/credentialSubject/result/0/achievedLevel",
        ),
        (
            with_subject(achievement={**ACHIEVEMENT, "criteria": {"id": "criteria"}}),
            "/credentialSubject/achievement/criteria/id",
        ),
        (
            with_subject(achievement={**ACHIEVEMENT, "endorsementJwt": "a.b"}),
            "/credentialSubject/achievement/endorsementJwt",
        ),
        (
            with_subject(
                identifier={"type": "IdentityObject", "hashed": "no", "identityHash": "a", "identityType": "name"}
            ),
            "/credentialSubject/identifier/hashed",
        ),
    ],
)
def test_a_fault_is_refused_with_its_place(document: Json, where: str) -> None:
    assert fault_of(check_achievement_credential, document) == where


def test_nobody_is_named_by_a_subject_in_brackets_either() -> None:
    nameless = {name: value for name, value in CREDENTIAL["credentialSubject"].items() if name != "id"}

    assert (
        fault_of(check_achievement_credential, {**CREDENTIAL, "credentialSubject": [nameless]})
        == "/credentialSubject/0"
    )


def test_an_endorsement_credential_of_the_right_shape_is_taken() -> None:
    check_endorsement_credential(ENDORSEMENT)


@pytest.mark.parametrize(
    ("subject", "where"),
    [
        ({"type": "EndorsementSubject"}, "/credentialSubject/id"),
        ({"id": "urn:x:1", "type": "AchievementSubject"}, "/credentialSubject/type"),
        (
            {"id": "urn:x:1", "type": "EndorsementSubject", "endorsementComment": 7},
            "/credentialSubject/endorsementComment",
        ),
    ],
)
def test_a_fault_of_an_endorsement_is_refused_with_its_place(subject: Json, where: str) -> None:
    assert fault_of(check_endorsement_credential, {**ENDORSEMENT, "credentialSubject": subject}) == where


# --- the table -------------------------------------------------------------------------------------------------------


def _terms(context: Any) -> set[str]:
    """Every name that a context defines, at any depth."""
    found: set[str] = set()
    if isinstance(context, dict):
        for name, member in context.items():
            found |= ({name} if not name.startswith("@") else set()) | _terms(member)
    elif isinstance(context, list):
        for item in context:
            found |= _terms(item)
    return found


def test_every_class_and_member_of_the_table_is_a_word_of_the_context() -> None:
    words = _terms(bundled().document(OB_3)["@context"]) | {"id", "type"}

    assert set(CLASSES) - words == set()
    assert {member for members in CLASSES.values() for member in members} - words == set()


def test_every_member_of_the_table_is_of_a_kind_that_there_is() -> None:
    kinds = {member.kind for members in CLASSES.values() for member in members.values()}

    assert sorted(kinds - set(CLASSES)) == ["flag", "instant", "number", "text", "token", "url"]
    assert set(CLASSES) >= UNTYPED


@pytest.mark.parametrize("name", CLASSES)
def test_an_object_of_every_class_is_taken_with_what_it_must_have_and_missed_without(name: str) -> None:
    node = _example(name)

    check_object(node, name, "/here")

    for member in [member for member, row in CLASSES[name].items() if row.required]:
        lacking = {each: value for each, value in node.items() if each != member}
        assert fault_of(check_object, lacking, name, "/here") == f"/here/{member}"
    wrongs: tuple[Any, ...] = ("text", None, [], 7)
    for wrong in wrongs:
        assert fault_of(check_object, wrong, name, "/here") == "/here"


def _example(name: str) -> Json:
    values = {
        "text": "x",
        "url": "urn:x:1",
        "number": 1,
        "flag": True,
        "instant": "2026-01-01T00:00:00Z",
        "token": "a.b.c",
    }
    required = {member: row for member, row in CLASSES[name].items() if row.required}
    node = {member: values.get(row.kind) or _example(row.kind) for member, row in required.items()}
    return node if name in UNTYPED else {"type": [name], **node}
