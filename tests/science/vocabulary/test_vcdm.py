"""The structure that the W3C data models demand, each fault with its place."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assay.science.errors import MalformedDocument
from assay.science.instants import ValidityPeriod
from assay.science.vocabulary.demands import checked
from assay.science.vocabulary.kinds import Model
from assay.science.vocabulary.vcdm import (
    Landmarks,
    check_presentation,
    demands,
    issuer_of,
    landmarks,
    validity_of,
)

Json = dict[str, Any]
CREDENTIAL: Json = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "issuer": "did:web:brunel.example",
    "credentialSubject": {"id": "did:example:ada", "name": "Ada"},
}
PRESENTATION: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiablePresentation"],
}


def check_credential(document: Json, model: Model) -> None:
    checked(demands(document, model))


def fault_of(check: Any, *arguments: Any) -> str:
    with pytest.raises(MalformedDocument) as refused:
        check(*arguments)
    assert refused.value.clause
    return refused.value.where


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"id": "urn:uuid:5f3c"},
        {"issuer": {"id": "https://brunel.example", "name": "Brunel"}},
        {"name": "Welding", "description": {"@value": "Welds", "@language": "en", "@direction": "ltr"}},
        {"name": [{"@value": "Welding"}, {"@value": "لحام", "@language": "ar"}]},
        {"credentialSubject": [{"id": "did:example:ada"}, {"name": "Grace"}]},
        {"credentialSubject": {"name": "nobody in particular"}},
        {"validFrom": "2026-01-01T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"},
        {"credentialStatus": {"type": "X"}, "evidence": [{"type": ["E"]}], "proof": []},
        {"credentialSchema": {"id": "urn:x:s", "type": "JsonSchema"}},
        {"relatedResource": [{"id": "urn:x:1", "digestSRI": "a"}, {"id": "urn:x:2", "digestMultibase": "z"}]},
        {"anything": "else"},
    ],
)
def test_a_credential_of_the_right_shape_is_taken(members: dict[str, Any]) -> None:
    check_credential({**CREDENTIAL, **members}, Model.VCDM_2)


@pytest.mark.parametrize(
    ("members", "where"),
    [
        ({"id": "5f3c"}, "/id"),
        ({"id": None}, "/id"),
        ({"issuer": None}, "/issuer"),
        ({"issuer": "Brunel"}, "/issuer"),
        ({"issuer": ["did:web:brunel.example"]}, "/issuer"),
        ({"issuer": {}}, "/issuer/id"),
        ({"issuer": {"id": "did:web:a", "name": 7}}, "/issuer/name"),
        ({"issuer": {"id": "did:web:a", "description": {"@value": "x", "url": "y"}}}, "/issuer/description"),
        ({"name": 7}, "/name"),
        ({"name": {"@language": "en"}}, "/name"),
        ({"name": ["plain", "texts"]}, "/name"),
        ({"description": {"@value": ["x"]}}, "/description"),
        ({"credentialSubject": "did:example:ada"}, "/credentialSubject"),
        ({"credentialSubject": []}, "/credentialSubject"),
        ({"credentialSubject": {}}, "/credentialSubject"),
        ({"credentialSubject": [{"id": "urn:x:1"}, {}]}, "/credentialSubject/1"),
        ({"credentialSubject": {"id": ["urn:x:1", "urn:x:2"]}}, "/credentialSubject/id"),
        ({"validFrom": "2026-01-01"}, "/validFrom"),
        ({"validFrom": "2026-01-02T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"}, "/validUntil"),
        ({"credentialStatus": {}}, "/credentialStatus/type"),
        ({"credentialStatus": [{"type": "X"}, {"id": "urn:x:1"}]}, "/credentialStatus/1/type"),
        ({"credentialStatus": {"type": "X", "id": "not a url"}}, "/credentialStatus/id"),
        ({"credentialStatus": "x"}, "/credentialStatus"),
        ({"credentialSchema": {"type": "X"}}, "/credentialSchema/id"),
        ({"refreshService": {"id": "urn:x:1"}}, "/refreshService/type"),
        ({"termsOfUse": [{"type": ""}]}, "/termsOfUse/0/type"),
        ({"evidence": [{"type": []}]}, "/evidence/0/type"),
        ({"proof": {"cryptosuite": "x"}}, "/proof/type"),
        ({"relatedResource": [{"digestSRI": "a"}]}, "/relatedResource/0/id"),
        ({"relatedResource": {"id": "urn:x:1"}}, "/relatedResource"),
        ({"relatedResource": {"id": "urn:x:1", "digestSRI": []}}, "/relatedResource"),
        ({"relatedResource": {"id": "urn:x:1", "digestSRI": 7}}, "/relatedResource/digestSRI"),
        ({"relatedResource": {"id": "urn:x:1", "digestMultibase": 7}}, "/relatedResource/digestMultibase"),
        (
            {"relatedResource": [{"id": "urn:x:1", "digestSRI": "a"}, {"id": "urn:x:1", "digestSRI": "b"}]},
            "/relatedResource/1/id",
        ),
    ],
)
def test_a_fault_is_refused_with_its_place_and_its_clause(members: dict[str, Any], where: str) -> None:
    assert fault_of(check_credential, {**CREDENTIAL, **members}, Model.VCDM_2) == where


@pytest.mark.parametrize("missing", ["issuer", "credentialSubject"])
def test_what_every_credential_has_is_missed(missing: str) -> None:
    document = {name: value for name, value in CREDENTIAL.items() if name != missing}

    assert fault_of(check_credential, document, Model.VCDM_2) == f"/{missing}"


def test_the_issuer_is_a_url_or_an_object_with_one() -> None:
    assert issuer_of({"issuer": "urn:x:1"}) == issuer_of({"issuer": {"id": "urn:x:1"}}) == "urn:x:1"


def test_the_two_models_name_their_dates_differently() -> None:
    begins, ends = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    of_2: Json = {"validFrom": "2026-01-01T00:00:00Z", "validUntil": "2027-01-01T00:00:00Z"}
    of_1: Json = {"issuanceDate": "2026-01-01T00:00:00Z", "expirationDate": "2027-01-01T00:00:00Z"}

    assert validity_of(of_2, Model.VCDM_2) == validity_of(of_1, Model.VCDM_1) == ValidityPeriod(begins, ends)
    assert validity_of({}, Model.VCDM_2) == ValidityPeriod()
    assert fault_of(validity_of, of_2, Model.VCDM_1) == "/issuanceDate"


@pytest.mark.parametrize(
    ("members", "model", "expected"),
    [
        ({}, Model.VCDM_2, Landmarks(None, "/issuer", (), ())),
        (
            {"id": "urn:uuid:5f3c", "issuer": {"id": "did:web:a"}, "validUntil": "2027-01-01T00:00:00Z"},
            Model.VCDM_2,
            Landmarks("/id", "/issuer/id", (), ("/validUntil",)),
        ),
        (
            {"validFrom": "2026-01-01T00:00:00Z", "expirationDate": "not a word of this model"},
            Model.VCDM_2,
            Landmarks(None, "/issuer", ("/validFrom",), ()),
        ),
        (
            dict.fromkeys(["validUntil", "validFrom", "expirationDate", "issuanceDate"], "2026-01-01T00:00:00Z"),
            Model.VCDM_1,
            Landmarks(None, "/issuer", ("/issuanceDate", "/validFrom"), ("/expirationDate", "/validUntil")),
        ),
    ],
)
def test_a_credential_says_where_its_issuer_and_its_dates_stand(
    members: Json, model: Model, expected: Landmarks
) -> None:
    assert landmarks({**CREDENTIAL, **members}, model) == expected


@pytest.mark.parametrize(
    ("document", "where"),
    [({"issuanceDate": "2026-01-01T00:00:00Z"}, "/issuer"), ({"issuer": "did:web:a"}, "/issuanceDate")],
)
def test_where_there_is_no_landmark_none_is_named(document: Json, where: str) -> None:
    assert fault_of(landmarks, document, Model.VCDM_1) == where


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"id": "urn:uuid:5f3c", "holder": "did:example:ada"},
        {"holder": {"id": "did:example:ada"}},
        {"verifiableCredential": CREDENTIAL},
        {"verifiableCredential": [CREDENTIAL, {"@context": "x", "type": "EnvelopedVerifiableCredential"}]},
        {"verifiableCredential": []},
    ],
)
def test_a_presentation_of_the_right_shape_is_taken(members: dict[str, Any]) -> None:
    check_presentation({**PRESENTATION, **members})


@pytest.mark.parametrize(
    ("members", "where"),
    [
        ({"id": "5f3c"}, "/id"),
        ({"holder": "Ada"}, "/holder"),
        ({"holder": {"name": "Ada"}}, "/holder/id"),
        ({"proof": {"created": "x"}}, "/proof/type"),
        ({"verifiableCredential": "a.b.c"}, "/verifiableCredential"),
        ({"verifiableCredential": [CREDENTIAL, {"type": "VerifiableCredential"}]}, "/verifiableCredential/1"),
        ({"verifiableCredential": {"@context": [], "type": "Else"}}, "/verifiableCredential"),
        ({"verifiableCredential": {"@context": [], "type": 7}}, "/verifiableCredential/type"),
    ],
)
def test_a_fault_of_a_presentation_is_refused_with_its_place(members: dict[str, Any], where: str) -> None:
    assert fault_of(check_presentation, {**PRESENTATION, **members}) == where


def test_where_an_older_document_has_both_pairs_of_dates_the_stricter_count() -> None:
    document: Json = {
        "issuanceDate": "2026-01-01T00:00:00Z",
        "validFrom": "2026-02-01T00:00:00Z",
        "expirationDate": "2028-01-01T00:00:00Z",
        "validUntil": "2027-01-01T00:00:00Z",
    }

    period = validity_of(document, Model.VCDM_1)

    assert period == ValidityPeriod(datetime(2026, 2, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def test_an_older_document_that_ends_before_it_starts_is_refused_by_its_own_names() -> None:
    document: Json = {"issuanceDate": "2026-01-02T00:00:00Z", "expirationDate": "2026-01-01T00:00:00Z"}

    assert fault_of(validity_of, document, Model.VCDM_1) == "/expirationDate"
