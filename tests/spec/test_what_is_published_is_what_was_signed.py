"""Issuing: from a definition and a person to a credential that we ourselves would accept, always the same bytes."""

import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.identifiers import StatusIndex
from assay.science.issuing.compose import StatusPlace, compose
from assay.science.issuing.definition import read_definition
from assay.science.issuing.issue import Issuer, issue
from assay.science.issuing.recipient import read_recipient
from assay.science.securing.keys import KeyKind, PublicKey
from assay.science.verification.report import Verdict
from assay.science.vocabulary.kinds import Kind
from tests.cast import (
    ADA,
    BRUNEL,
    CHEMISTRY,
    FIRST_AID,
    GRACE,
    MALLORY,
    MERIDIAN,
    NORTHGATE,
    NOW,
    WELDING_BASICS,
    Institution,
)
from tests.world import AN_ID, Json, World, changed, own_documents, signed

WORLD = World().with_issuer(BRUNEL).with_issuer(NORTHGATE).with_issuer(MERIDIAN)
SUITES = [
    (BRUNEL, "eddsa-rdfc-2022"),
    (BRUNEL, "eddsa-jcs-2022"),
    (BRUNEL, "vc-jwt"),
    (NORTHGATE, "ecdsa-rdfc-2019"),
    (NORTHGATE, "vc-jwt"),
    (MERIDIAN, "ecdsa-jcs-2019"),
]


GRADE: Json = {"result:Grade": "A"}


def issued_by(issuer: Issuer, credential: Json | None = None, **how: Any) -> str:
    return issue(credential or WORLD.composed(WELDING_BASICS, to=ADA), issuer, at=NOW, **how)


# --- what is signed --------------------------------------------------------------------------------------------------


def test_a_composed_credential_says_what_definition_and_row_say() -> None:
    composed = WORLD.composed(
        CHEMISTRY,
        to=ADA,
        evidence="https://brunel.example/w/1",
        narrative="Three flasks",
        credits="1.5",
        **GRADE,
    )

    assert composed["id"] == AN_ID
    assert composed["name"] == "Analytical chemistry® 🏅"
    assert composed["description"] == "Second semester"
    assert composed["issuer"]["id"] == BRUNEL.id
    assert (composed["validFrom"], composed["validUntil"]) == ("2026-11-22T09:00:00Z", "2031-01-01T00:00:00Z")
    assert composed["evidence"] == [
        {"id": "https://brunel.example/w/1", "type": ["Evidence"], "narrative": "Three flasks"}
    ]
    subject = composed["credentialSubject"]
    assert (subject["id"], subject["creditsEarned"]) == (ADA.id, 1.5)
    assert subject["result"] == [
        {"type": ["Result"], "resultDescription": "urn:uuid:0a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10", "value": "A"}
    ]
    assert composed["credentialStatus"] == {
        "id": "https://brunel.example/status/1#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": "https://brunel.example/status/1",
    }


def test_what_nobody_gave_is_not_there() -> None:
    composed = compose(
        read_definition(FIRST_AID), read_recipient({"id": ADA.id}, line=2), id=AN_ID, issuer=BRUNEL.id, at=NOW
    )

    assert not {"validUntil", "evidence", "credentialStatus", "description", "image"} & set(composed)
    assert set(composed["credentialSubject"]) == {"id", "type", "achievement"}  # type: ignore[arg-type]


def test_somebody_without_an_identifier_is_known_by_a_name() -> None:
    composed = compose(
        read_definition(FIRST_AID), read_recipient({"name": "Ada"}, line=2), id=AN_ID, issuer=BRUNEL.id, at=NOW
    )

    issued = issued_by(BRUNEL.issuer(own_documents(BRUNEL)), composed)
    assert "id" not in json.loads(issued)["credentialSubject"]


@pytest.mark.parametrize(("by", "suite"), SUITES)
def test_what_is_published_is_what_was_signed(by: Institution, suite: str) -> None:
    issued = WORLD.issued(CHEMISTRY, to=ADA, by=by, suite=suite)

    report = WORLD.verify(issued)

    assert report.verdict is Verdict.VALID
    assert report.credential is not None
    without_proof = changed(report.credential.document, proof=None)
    assert without_proof == WORLD.composed(CHEMISTRY, to=ADA, by=by)


@pytest.mark.parametrize(("by", "suite"), SUITES)
def test_the_same_arguments_give_the_same_bytes(by: Institution, suite: str) -> None:
    """So that a retry after a crash publishes what was published before."""
    first, second = (WORLD.issued(WELDING_BASICS, to=ADA, by=by, suite=suite) for _ in range(2))

    assert first == second
    assert first != WORLD.issued(WELDING_BASICS, to=GRACE, by=by, suite=suite)


def test_nothing_is_changed_by_being_composed_or_signed() -> None:
    definition = json.loads(json.dumps(CHEMISTRY))
    read = read_definition(definition)
    before = json.dumps([definition, read.achievement, read.issuer])
    unsigned = compose(read, read_recipient({"id": ADA.id}, line=2), id=AN_ID, issuer=BRUNEL.id, at=NOW)
    composed = json.dumps(unsigned)

    issued_by(BRUNEL.issuer(own_documents(BRUNEL)), unsigned)

    assert json.dumps([definition, read.achievement, read.issuer]) == before
    assert json.dumps(unsigned) == composed


def test_a_fraction_of_a_second_is_left_out_everywhere() -> None:
    later = WORLD.on(NOW + timedelta(microseconds=999_999))

    assert later.issued(WELDING_BASICS, to=ADA) == WORLD.issued(WELDING_BASICS, to=ADA)


def test_a_row_may_say_from_when_it_counts() -> None:
    issued = WORLD.issued(WELDING_BASICS, to=ADA, valid_from="2024-02-29T00:00:00+01:00")

    assert (json.loads(issued)["validFrom"], json.loads(issued)["validUntil"]) == (
        "2024-02-28T23:00:00Z",
        "2027-02-28T23:00:00Z",
    )


def test_a_year_has_four_digits() -> None:
    issued = WORLD.issued(FIRST_AID, to=ADA, valid_from="0987-06-05T00:00:00Z")

    assert json.loads(issued)["validFrom"] == "0987-06-05T00:00:00Z"


def test_what_begins_to_count_later_may_be_issued_today() -> None:
    issued = WORLD.issued(FIRST_AID, to=ADA, valid_from="2027-01-01T00:00:00Z")

    assert WORLD.verify(issued).verdict is Verdict.INVALID
    later = WORLD.on(NOW + timedelta(days=60)).with_status(BRUNEL)
    assert later.verify(issued).verdict is Verdict.VALID


# --- what is not composed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ({"result:Speed": "9"}, "/achievement/resultDescription"),
        ({"valid_from": "2031-01-01T00:00:01Z"}, "/validUntil"),
        ({"narrative": "a\x00b"}, "/evidence/0/narrative"),
        ({"result:Grade": "A\x7fB"}, "/credentialSubject/result/0/value"),
    ],
)
def test_a_row_that_does_not_fit_the_definition_is_refused_with_the_place(row: Json, where: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        WORLD.composed(CHEMISTRY, to=ADA, **row)

    assert refused.value.where == where


def test_a_result_needs_a_description_even_where_there_are_none() -> None:
    with pytest.raises(MalformedDocument, match="Grade"):
        WORLD.composed(WELDING_BASICS, to=ADA, **GRADE)


def test_a_control_character_in_a_name_is_refused() -> None:
    with pytest.raises(MalformedDocument, match="control character") as refused:
        compose(
            read_definition(FIRST_AID),
            read_recipient({"name": "Ada\x07Byron"}, line=2),
            id=AN_ID,
            issuer=BRUNEL.id,
            at=NOW,
        )

    assert refused.value.where == "/credentialSubject/identifier/0/identityHash"


def test_a_definition_of_another_issuer_is_not_signed_with_this_ones_name() -> None:
    theirs = {**WELDING_BASICS, "issuer": {"id": NORTHGATE.id, "name": "Northgate"}}

    with pytest.raises(MalformedDocument) as refused:
        WORLD.composed(theirs, to=ADA)

    assert refused.value.where == "/issuer/id"
    assert WORLD.composed(theirs, to=ADA, by=NORTHGATE)["issuer"]["id"] == NORTHGATE.id


# --- what is not let out ---------------------------------------------------------------------------------------------


def refused_because(issuer: Issuer, credential: Json | None = None, **how: Any) -> Code:
    with pytest.raises((Refused, MalformedDocument)) as refused:
        issued_by(issuer, credential, **how)
    return refused.value.code


def test_our_own_output_is_refused_when_our_own_document_does_not_list_the_key() -> None:
    elsewhere = own_documents(Institution(BRUNEL.name, BRUNEL.id, BRUNEL.document_url, NORTHGATE.key, ""))

    assert refused_because(BRUNEL.issuer(elsewhere)) is Code.METHOD_NOT_FOUND


def test_our_own_output_is_refused_when_there_is_no_document_of_ours() -> None:
    assert refused_because(BRUNEL.issuer({})) is Code.ISSUER_UNREACHABLE


def test_our_own_output_is_refused_when_it_names_another_issuer() -> None:
    theirs = WORLD.composed(WELDING_BASICS, to=ADA, by=NORTHGATE)

    assert refused_because(BRUNEL.issuer(own_documents(BRUNEL)), theirs) is Code.ISSUER_MISMATCH


def test_our_own_output_is_refused_when_the_key_is_not_the_one_that_is_listed() -> None:
    wrong = Issuer(BRUNEL.id, BRUNEL.method, MALLORY.key, own_documents(BRUNEL).get)

    assert refused_because(wrong) is Code.PROOF_INVALID


@pytest.mark.parametrize(
    "credential",
    [
        {"honours": "all"},
        {"credentialSubject": {}},
        {"validFrom": "2026-11-22"},
        {"id": "5f3c"},
        {"type": ["VerifiablePresentation"]},
    ],
)
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "vc-jwt"])
def test_our_own_output_is_refused_when_it_is_no_credential(credential: Json, suite: str) -> None:
    broken = {**WORLD.composed(WELDING_BASICS, to=ADA), **credential}

    assert refused_because(BRUNEL.issuer(own_documents(BRUNEL)), broken, suite=suite) in (
        Code.DATA_LOSS,
        Code.MALFORMED,
        Code.WRONG_TYPE,
    )


def test_our_own_output_is_refused_when_it_has_ended_before_it_is_issued() -> None:
    late = WORLD.on(NOW.replace(year=2040))

    with pytest.raises(MalformedDocument, match="ends before it starts"):
        late.composed(CHEMISTRY, to=ADA)
    assert (
        refused_because(
            BRUNEL.issuer(own_documents(BRUNEL)),
            WORLD.composed(WELDING_BASICS, to=ADA, valid_from="2020-01-01T00:00:00Z"),
        )
        is Code.EXPIRED
    )


def test_our_own_output_is_refused_when_it_is_revoked_already() -> None:
    documents = {**own_documents(BRUNEL), **WORLD.with_status(BRUNEL, set_bits=(94_567,)).documents}

    assert refused_because(BRUNEL.issuer(documents)) is Code.REVOKED


@pytest.mark.parametrize("suite", ["eddsa-2022", "ecdsa-sd-2023", "Ed25519Signature2020", "ecdsa-rdfc-2019"])
def test_a_suite_that_is_not_issued_or_does_not_fit_the_key_is_refused(suite: str) -> None:
    assert refused_because(BRUNEL.issuer(own_documents(BRUNEL)), suite=suite) in (
        Code.PROOF_UNSUPPORTED,
        Code.ALGORITHM_REFUSED,
    )


class RsaSigner:
    """Somebody's hardware, with a key of a kind that is verified and never made here."""

    def __init__(self) -> None:
        key = rsa.generate_private_key(65537, 2048).public_key()
        self.public_key = PublicKey(KeyKind.RSA, key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))

    def sign(self, message: bytes) -> bytes:
        raise AssertionError(message)


def test_a_key_that_assay_does_not_issue_with_is_refused_before_it_signs() -> None:
    issuer = Issuer(BRUNEL.id, f"{BRUNEL.id}#rsa", RsaSigner(), own_documents(BRUNEL).get)

    assert refused_because(issuer) is Code.REFUSED


def test_a_status_list_is_issued_like_a_credential() -> None:
    unsigned = changed(WORLD.published(BRUNEL.status_url), proof=None)

    issued = issued_by(BRUNEL.issuer(own_documents(BRUNEL)), unsigned)

    assert json.loads(issued) == signed(unsigned)
    assert (
        WORLD.publishing(BRUNEL.status_url, issued).verify(WORLD.issued(WELDING_BASICS, to=ADA)).verdict
        is Verdict.VALID
    )


def test_a_presentation_is_not_issued() -> None:
    document = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"]}

    assert refused_because(BRUNEL.issuer(own_documents(BRUNEL)), document) is Code.WRONG_TYPE
    assert Kind.PRESENTATION.value == "presentation"


def test_a_place_in_a_status_list_is_named_by_its_address_and_index() -> None:
    place = StatusPlace("https://brunel.example/status/9", StatusIndex(0))

    composed = compose(
        read_definition(FIRST_AID),
        read_recipient({"id": ADA.id}, line=2),
        id=AN_ID,
        issuer=BRUNEL.id,
        at=NOW,
        status=place,
    )

    assert composed["credentialStatus"]["id"] == "https://brunel.example/status/9#0"  # type: ignore[index,call-overload]
