"""Which kind of document something is: told by its exact types together with its contexts."""

from typing import Any

import pytest

from assay.science.errors import Code, MalformedDocument
from assay.science.vocabulary.kinds import CREDENTIALS, Kind, Model, kind_of, model_of

V2 = "https://www.w3.org/ns/credentials/v2"
V1 = "https://www.w3.org/2018/credentials/v1"
OB2 = "https://w3id.org/openbadges/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
VC = "VerifiableCredential"


def document(types: Any, *contexts: Any) -> dict[str, Any]:
    return {"@context": list(contexts or (V2, OB3)), "type": types}


@pytest.mark.parametrize(
    ("context", "model"),
    [
        (V2, Model.VCDM_2),
        ([V2, OB3], Model.VCDM_2),
        ([V1], Model.VCDM_1),
        (OB2, Model.OB_2),
        ([OB2, "https://robots.example/context"], Model.OB_2),
    ],
)
def test_the_first_context_tells_the_data_model(context: Any, model: Model) -> None:
    assert model_of({"@context": context}) is model


@pytest.mark.parametrize(
    "context",
    [
        None,
        "",
        [],
        {},
        0,
        7,
        OB3,
        [OB3, V2],
        [[V2]],
        [{"@vocab": "urn:x:"}, V2],
        [None, V2],
        V2 + "/",
        V2.upper(),
        " " + V2,
    ],
)
def test_a_document_with_another_first_context_has_no_model(context: Any) -> None:
    with pytest.raises(MalformedDocument) as refused:
        model_of({"@context": context})

    assert (refused.value.where, refused.value.code) == ("/@context", Code.MALFORMED)


def test_a_document_without_a_context_has_no_model() -> None:
    with pytest.raises(MalformedDocument):
        model_of({})


@pytest.mark.parametrize(
    ("types", "contexts", "kind"),
    [
        ([VC, "OpenBadgeCredential"], (V2, OB3), Kind.ACHIEVEMENT),
        ([VC, "AchievementCredential"], (V2, OB3), Kind.ACHIEVEMENT),
        (["OpenBadgeCredential", "AchievementCredential", VC], (V1, OB3), Kind.ACHIEVEMENT),
        ([VC, "OpenBadgeCredential", "ext:More"], (V2, OB3), Kind.ACHIEVEMENT),
        ([VC, "EndorsementCredential"], (V2, OB3), Kind.ENDORSEMENT),
        ([VC, "ClrCredential"], (V2,), Kind.CLR),
        ([VC, "BitstringStatusListCredential"], (V2,), Kind.STATUS_LIST),
        ([VC, "StatusList2021Credential"], (V1,), Kind.STATUS_LIST),
        ("VerifiablePresentation", (V2,), Kind.PRESENTATION),
        (["VerifiablePresentation", "ext:More"], (V2,), Kind.PRESENTATION),
        (VC, (V2,), Kind.OTHER_CREDENTIAL),
        ([VC, "AlumniCredential"], (V2, OB3), Kind.OTHER_CREDENTIAL),
        # The word means what Open Badges says only under one of its contexts.
        ([VC, "OpenBadgeCredential"], (V2,), Kind.OTHER_CREDENTIAL),
        ([VC, "OpenBadgeCredential"], (V2, {"OpenBadgeCredential": "urn:x:1"}), Kind.OTHER_CREDENTIAL),
        ("Assertion", (OB2,), Kind.OB2_ASSERTION),
        (["Assertion"], (OB2,), Kind.OB2_ASSERTION),
    ],
)
def test_types_and_contexts_tell_the_kind(types: Any, contexts: tuple[Any, ...], kind: Kind) -> None:
    assert kind_of(document(types, *contexts)) is kind


@pytest.mark.parametrize(
    ("types", "contexts"),
    [
        (["OpenBadgeCredential"], (V2, OB3)),
        (["BitstringStatusListCredential"], (V2,)),
        ([], (V2,)),
        (["ext:Nothing"], (V2,)),
        ([VC, "OpenBadgeCredential", "EndorsementCredential"], (V2, OB3)),
        ([VC, "VerifiablePresentation", "ClrCredential"], (V2,)),
        ("BadgeClass", (OB2,)),
        (["Assertion", "Extension"], (OB2,)),
        ([], (OB2,)),
    ],
)
def test_a_document_of_two_kinds_or_of_none_is_of_the_wrong_type(types: Any, contexts: tuple[str, ...]) -> None:
    with pytest.raises(MalformedDocument) as refused:
        kind_of(document(types, *contexts))

    assert (refused.value.code, refused.value.where) == (Code.WRONG_TYPE, "/type")


@pytest.mark.parametrize("types", [None, 7, "", [""], [VC, 7], {"@id": VC}, [[VC]]])
def test_types_that_are_no_text_are_malformed(types: Any) -> None:
    with pytest.raises(MalformedDocument) as refused:
        kind_of(document(types))

    assert refused.value.code is Code.MALFORMED


def test_a_status_list_and_a_presentation_are_nothing_to_rely_on_by_themselves() -> None:
    assert set(Kind) - CREDENTIALS == {Kind.STATUS_LIST, Kind.PRESENTATION}
