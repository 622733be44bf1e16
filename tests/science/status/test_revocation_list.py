"""The 1EdTech revocation list: who is named, who is not, and what is no list."""

import json
from typing import Any

import pytest

from assay.science.errors import Code, MalformedDocument
from assay.science.status.revocation_list import (
    MAX_BYTES,
    RevocationList,
    is_revoked,
    judge_listing,
    read_revocation_list,
)
from assay.science.status.status_list import StatusJudgement

ADA = "urn:uuid:5f3c1f0e-8a55-4a86-9b0b-0d2f7a1c0001"
BEN = "urn:uuid:5f3c1f0e-8a55-4a86-9b0b-0d2f7a1c0002"
LIST: dict[str, Any] = {
    "@context": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "id": "https://brunel.example/revocations",
    "issuer": "did:web:brunel.example",
    "revokedCredential": [{"id": ADA, "revoked": True, "revocationReason": "issued in error"}],
}


def reading(**members: Any) -> RevocationList:
    return read_revocation_list(json.dumps(LIST | members).encode())


def test_a_credential_is_revoked_when_the_list_names_it() -> None:
    revocations = reading()

    assert (revocations.id, revocations.issuer) == ("https://brunel.example/revocations", "did:web:brunel.example")
    assert dict(revocations.reasons) == {ADA: "issued in error"}
    assert is_revoked(revocations, ADA)
    assert not is_revoked(revocations, BEN)


@pytest.mark.parametrize(
    ("listed", "revoked"),
    [
        ([], False),
        ([{"id": ADA}], True),
        ([{"id": ADA, "revoked": True}], True),
        ([{"id": ADA, "revoked": False}], False),
        ([ADA], True),
        (ADA, True),
        ({"id": ADA}, True),
        ([{"id": BEN}, BEN], False),
        ([{"id": ADA, "revoked": False}, {"id": ADA}], True),
        ([{"id": ADA}, {"id": ADA, "revoked": False}], True),
        ([{"id": f" {ADA}\n"}], True),
        ([{"id": ADA.replace(":", "%3A")}], True),
        ([{"id": ADA.upper()}], False),
        ([{"id": ADA + "0"}, {"id": ADA[:-1]}], False),
    ],
)
def test_who_is_revoked(listed: Any, revoked: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_revoked(reading(revokedCredential=listed), ADA) is revoked


def test_an_id_with_escapes_is_found_by_its_other_spelling() -> None:
    revocations = reading(revokedCredential=["https://brunel.example/credentials/café"])

    assert is_revoked(revocations, "https://brunel.example/credentials/caf%C3%A9")


@pytest.mark.parametrize("spelling", ["revokedCredential", "revokedCredentials"])
def test_both_spellings_of_the_list_are_read(spelling: str) -> None:
    only = {name: value for name, value in LIST.items() if name != "revokedCredential"} | {spelling: [{"id": ADA}]}

    assert is_revoked(read_revocation_list(json.dumps(only).encode()), ADA)


def test_a_list_in_both_spellings_revokes_whom_either_names() -> None:
    revocations = reading(revokedCredentials=[{"id": BEN}])

    assert is_revoked(revocations, ADA)
    assert is_revoked(revocations, BEN)


def test_the_issuer_may_be_a_profile() -> None:
    assert reading(issuer={"id": "did:web:brunel.example", "type": "Profile"}).issuer == "did:web:brunel.example"


@pytest.mark.parametrize(
    ("members", "where"),
    [
        ({"id": None}, "/id"),
        ({"id": "revocations"}, "/id"),
        ({"issuer": None}, "/issuer"),
        ({"issuer": {"name": "Brunel"}}, "/issuer"),
        ({"revokedCredential": None}, "/revokedCredential/0"),
        ({"revokedCredential": [7]}, "/revokedCredential/0"),
        ({"revokedCredential": [{"id": ADA}, {"revoked": True}]}, "/revokedCredential/1"),
        ({"revokedCredential": [{"id": " "}]}, "/revokedCredential/0"),
        ({"revokedCredential": [{"id": ADA, "revoked": "false"}]}, "/revokedCredential/0/revoked"),
        ({"revokedCredential": [{"id": ADA, "revoked": 0}]}, "/revokedCredential/0/revoked"),
        ({"revokedCredential": [{"id": ADA, "revoked": None}]}, "/revokedCredential/0/revoked"),
    ],
)
def test_a_list_that_could_be_read_in_two_ways_is_refused(members: dict[str, Any], where: str) -> None:
    with pytest.raises(MalformedDocument) as caught:
        reading(**members)

    assert (caught.value.code, caught.value.where) == (Code.STATUS_INVALID, where)


def test_a_document_without_a_list_does_not_mean_that_nobody_is_revoked() -> None:
    error_page = {"id": LIST["id"], "issuer": LIST["issuer"], "message": "maintenance"}

    with pytest.raises(MalformedDocument) as caught:
        read_revocation_list(json.dumps(error_page).encode())

    assert caught.value.code is Code.STATUS_INVALID


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"<html>not found</html>", Code.MALFORMED),
        (b"[]", Code.MALFORMED),
        (b'{"revokedCredential": [], "revokedCredential": []}', Code.DUPLICATE_KEY),
        (b" " * (MAX_BYTES + 1), Code.TOO_LARGE),
    ],
)
def test_what_is_not_one_json_object_of_sensible_size_is_refused(raw: bytes, code: Code) -> None:
    with pytest.raises(MalformedDocument) as caught:
        read_revocation_list(raw)

    assert caught.value.code is code


def test_a_long_list_is_read() -> None:
    revocations = reading(revokedCredential=[{"id": f"urn:uuid:{number:032x}"} for number in range(40_000)])

    assert is_revoked(revocations, f"urn:uuid:{39_999:032x}")
    assert not is_revoked(revocations, ADA)


def test_a_listed_credential_fails_with_the_issuers_reason() -> None:
    assert judge_listing(reading(), ADA) == StatusJudgement(
        "FAILS", Code.REVOKED, "the issuer has revoked this credential, saying 'issued in error'"
    )


@pytest.mark.parametrize("reason", [{}, {"revocationReason": ""}, {"revocationReason": {"en": "error"}}])
def test_a_listed_credential_fails_without_a_reason_too(reason: dict[str, Any]) -> None:
    judgement = judge_listing(reading(revokedCredential=[{"id": ADA, **reason}]), ADA)

    assert judgement == StatusJudgement("FAILS", Code.REVOKED, "the issuer has revoked this credential")


def test_a_credential_that_is_not_listed_holds() -> None:
    judgement = judge_listing(reading(), BEN)

    assert (judgement.outcome_name, judgement.code) == ("HOLDS", Code.OK)


def test_a_reason_cannot_act_on_the_page_or_flood_it() -> None:
    nasty = reading(revokedCredential=[{"id": ADA, "revocationReason": "\u202e\x1b[2J" + "x" * 10_000}])

    reason = judge_listing(nasty, ADA).reason

    assert reason.isprintable()
    assert len(reason) < 200
