"""Awarding on the word of a named issuer, without an assessment here."""

import json

import pytest

from assay.campus.catalogue.retire import retire
from assay.campus.issuing.award import award_directly
from assay.campus.issuing.documents import fetch_for
from assay.campus.issuing.models import Award, Credential, Offer
from assay.campus.people.models import Person
from assay.campus.people.tenancy import across_tenants
from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.verification.asking import drive
from assay.science.verification.report import Verdict
from assay.science.verification.verify import verify
from tests.rooms.issuing.earned import awarded, count, offer_letters, studio
from tests.rooms.town import Town

BECAUSE = "Led our dashboard project in spring; I reviewed the result myself."


def attest(town: Town, *, email: str = "ada@byron.example", award_key: str = "", **changes: object) -> Credential:
    facts = {"name": "Ada Byron", "because": BECAUSE, "version": changes.pop("version", None) or studio(town)} | changes
    version = facts.pop("version")
    return award_directly(
        version,  # type: ignore[arg-type]  # a version, in a dict of anything
        email=email,
        award_key=award_key,
        actor=town.ruth,
        at=town.tools.now(),
        tools=town.tools,
        **facts,  # type: ignore[arg-type]  # name and because, both texts
    )


def test_it_verifies_and_says_whose_word_it_is_and_that_nothing_was_assessed(town: Town) -> None:
    credential = attest(town)

    said = json.loads(credential.signed)
    report = drive(verify(credential.signed.encode(), at=town.tools.now()), fetch_for(town.tools))
    (attestation,) = said["evidence"]
    assert report.verdict is Verdict.VALID
    assert attestation["genre"] == "attested"
    assert attestation["narrative"] == BECAUSE
    assert "Ruth Keller attests for Northgate University" in attestation["description"]
    assert "not assessed" in attestation["description"]
    assert "result" not in said["credentialSubject"]
    assert "relatedResource" not in said


def test_somebody_without_an_account_is_named_and_nothing_else(town: Town) -> None:
    credential = attest(town)

    subject = json.loads(credential.signed)["credentialSubject"]
    with across_tenants():
        offer = Offer.objects.get()
    assert "id" not in subject
    assert subject["identifier"][0]["identityHash"] == "Ada Byron"
    assert "ada@byron.example" not in credential.signed
    assert (offer.person, offer.email) == (None, "ada@byron.example")
    assert [letter.to for letter in offer_letters()] == ["ada@byron.example"]


def test_somebody_with_an_account_is_known_by_the_address_however_it_is_typed(town: Town) -> None:
    samantha = town.samantha

    credential = attest(town, email=" Samantha.Okafor@People.example ", name="Samantha Okafor")

    assert json.loads(credential.signed)["credentialSubject"]["id"].startswith("did:key:z6Mk")
    assert credential.award.person == samantha


def test_the_same_recipient_again_gives_the_first_credential(town: Town) -> None:
    version = studio(town)
    first = attest(town, version=version)

    again = attest(town, version=version, email="ADA@byron.example", name="Ada King", because="Something else.")

    assert (again.id, again.signed) == (first.id, first.signed)
    assert count(Award) == 1


def test_a_renewal_has_a_key_of_its_own(town: Town) -> None:
    version = studio(town)

    first, renewed = attest(town, version=version), attest(town, version=version, award_key="2029")

    assert first.uri != renewed.uri
    assert attest(town, version=version, award_key="2029").id == renewed.id


def test_an_account_opened_later_does_not_make_a_second_recipient(town: Town) -> None:
    version = studio(town)
    first = attest(town, version=version)
    Person.objects.create_user("ada@byron.example", name="Ada Byron")

    assert attest(town, version=version).id == first.id
    assert count(Award) == 1


def test_the_key_of_a_recipient_without_an_account_does_not_tell_the_address(town: Town) -> None:
    attest(town)

    with across_tenants():
        key = Award.objects.get().recipient_key
    assert key.startswith("email:")
    assert "ada" not in key


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"name": "  "}, "/name"),
        ({"name": "x" * 121}, "/name"),
        ({"because": ""}, "/because"),
        ({"because": "x" * 501}, "/because"),
        ({"email": "nobody"}, "/email"),
        ({"award_key": "x" * 81}, "/award_key"),
    ],
)
def test_what_is_missing_or_too_long_is_named(town: Town, changes: dict[str, str], where: str) -> None:
    with pytest.raises(MalformedDocument) as told:
        attest(town, **changes)

    assert told.value.where == where
    assert count(Award) == 0


def test_a_control_character_in_the_reason_is_refused_before_anything_is_written(town: Town) -> None:
    with pytest.raises(MalformedDocument, match="control character"):
        attest(town, because="Good\x07 work")

    assert count(Award) == count(Credential) == 0


def test_nobody_attests_for_themselves_by_their_own_address(town: Town) -> None:
    with pytest.raises(Refused) as told:
        attest(town, email="Ruth.Keller@people.example", name="R. K.")

    assert told.value.code is Code.NOT_ALLOWED
    assert count(Award) == 0


def test_only_what_is_published_and_not_retired_is_awarded(town: Town) -> None:
    version = studio(town)
    retire(version.definition, actor=town.weiss, at=town.tools.now())
    version.definition.refresh_from_db()

    with pytest.raises(Refused, match="retired"):
        attest(town, version=version)


@pytest.mark.parametrize(("name", "code"), [("weiss", Code.NOT_ALLOWED), ("stranger", Code.NOT_FOUND)])
def test_only_an_issuer_attests(town: Town, name: str, code: Code) -> None:
    version = studio(town)

    with pytest.raises(Refused) as told:
        award_directly(
            version,
            name="Ada Byron",
            email="ada@byron.example",
            because=BECAUSE,
            actor=getattr(town, name),
            at=town.tools.now(),
            tools=town.tools,
        )

    assert told.value.code is code


def test_what_was_met_and_what_is_attested_is_one_award(town: Town) -> None:
    version = studio(town)
    first = awarded(town, version=version)

    assert attest(town, version=version, email="samantha.okafor@people.example").id == first.id
