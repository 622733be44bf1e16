"""Correcting a name: the same credential with a later date; the earlier one is withdrawn once that is there."""

import json
from datetime import timedelta

import pytest

from assay.campus.issuing.award import award_decision
from assay.campus.issuing.correct import correct, name_on
from assay.campus.issuing.documents import fetch_for
from assay.campus.issuing.models import Credential, CredentialState, Offer, Revocation, RevocationReason, StatusPlace
from assay.campus.issuing.offers import offer_by_token, offers_to
from assay.campus.issuing.revoke import ask
from assay.campus.issuing.standing import StandingWord, standing_of
from assay.campus.people.grant import grant
from assay.campus.people.models import Event
from assay.campus.people.roles import Role
from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.verification.asking import drive
from assay.science.verification.report import Verdict
from assay.science.verification.verify import verify
from tests.rooms.issuing.earned import awarded, count, letters_to, offer_letters, stored, token_of
from tests.rooms.town import Town

LATER = timedelta(days=2)
MARRIED = "Samantha Okafor-Lind"


def corrected(town: Town, credential: Credential, name: str = MARRIED) -> Credential:
    return correct(credential, recipient_name=name, actor=town.ruth, at=town.tools.now() + LATER, tools=town.tools)


def verdict(town: Town, credential: Credential) -> Verdict:
    at = town.tools.now() + LATER
    return drive(verify(credential.signed.encode(), at=at), fetch_for(town.tools)).verdict


def test_the_correction_has_the_same_id_a_later_date_and_another_index(town: Town) -> None:
    first = awarded(town)

    second = corrected(town, first)

    before, after = json.loads(first.signed), json.loads(second.signed)
    assert after["id"] == before["id"]
    assert (before["validFrom"], after["validFrom"]) == ("2026-11-22T09:00:00Z", "2026-11-24T09:00:00Z")
    assert after["credentialSubject"]["identifier"][0]["identityHash"] == MARRIED
    assert second.status_place_id != first.status_place_id
    assert str(stored(second).status_place.index) == after["credentialStatus"]["statusListIndex"]


def test_nothing_but_the_name_the_date_and_the_index_is_another(town: Town) -> None:
    first = awarded(town)

    before, after = json.loads(first.signed), json.loads(corrected(town, first).signed)

    for document in (before, after):
        for changing in ("validFrom", "credentialStatus", "proof"):
            del document[changing]
        del document["credentialSubject"]["identifier"]
    assert after == before
    assert after["awardedDate"] == "2026-11-22T09:00:00Z"


def test_the_correction_counts_and_the_earlier_one_no_longer_does(town: Town) -> None:
    first = awarded(town)

    second = corrected(town, first)

    assert verdict(town, second) is Verdict.VALID
    assert verdict(town, first) is Verdict.INVALID
    at = town.tools.now() + LATER
    assert standing_of(stored(first), at=at).word is StandingWord.SUPERSEDED
    assert standing_of(stored(second), at=at).word is StandingWord.ACTIVE


def test_the_earlier_bytes_are_kept(town: Town) -> None:
    first = awarded(town)

    corrected(town, first)

    assert stored(first).signed == first.signed


def test_the_holder_gets_a_new_offer_and_the_old_link_says_that_it_is_gone(town: Town) -> None:
    first = awarded(town)
    old_token = token_of(offer_letters()[0])

    second = corrected(town, first)

    assert [offer.credential for offer in offers_to(town.samantha)] == [second]
    letter = letters_to(town.samantha)[-1]
    assert "corrected" in letter.subject
    assert offer_by_token(token_of(letter), at=town.tools.now()).credential == second
    with pytest.raises(Refused) as told:
        offer_by_token(old_token, at=town.tools.now())
    assert told.value.code is Code.GONE


def test_correcting_twice_alike_is_correcting_once(town: Town) -> None:
    first = awarded(town)

    second, again = corrected(town, first), corrected(town, first)

    assert (again.id, again.signed) == (second.id, second.signed)
    assert (count(Credential), count(Offer), count(StatusPlace)) == (2, 2, 2)
    assert Event.objects.filter(action="issuing.correct", subject=str(first.id), actor=town.ruth).count() == 1


def test_a_corrected_one_is_corrected_again_through_its_replacement_only(town: Town) -> None:
    first = awarded(town)
    second = corrected(town, first)

    with pytest.raises(Refused) as told:
        corrected(town, first, "Sam Okafor")
    third = corrected(town, second, "Sam Okafor")

    assert told.value.code is Code.CONFLICT
    assert third.uri == first.uri
    assert third.valid_from > second.valid_from, "in the same second, and later all the same"
    assert name_on(third) == "Sam Okafor"


def test_awarding_again_gives_the_corrected_credential(town: Town) -> None:
    first = awarded(town)
    second = corrected(town, first)
    decision = stored(first).award.decision
    assert decision is not None

    again = award_decision(decision, actor=town.ruth, at=town.tools.now() + LATER, tools=town.tools)

    assert again.id == second.id


def test_the_same_name_is_no_correction(town: Town) -> None:
    with pytest.raises(MalformedDocument) as told:
        corrected(town, awarded(town), " Samantha  Okafor ")

    assert told.value.where == "/recipient_name"
    assert count(Credential) == 1


def test_what_is_revoked_or_about_to_be_is_not_corrected(town: Town) -> None:
    credential = awarded(town)
    grant(town.weiss, Role.ISSUER, organisation=town.northgate, actor=town.nadia, at=town.tools.now())
    ask(credential, RevocationReason.ERROR, "Wrong.", actor=town.ruth, at=town.tools.now(), tools=town.tools)

    with pytest.raises(Refused) as told:
        corrected(town, credential)

    assert told.value.code is Code.CONFLICT
    assert count(Credential) == 1


def test_what_was_corrected_is_revoked_through_its_replacement(town: Town) -> None:
    first = awarded(town)
    second = corrected(town, first)

    with pytest.raises(Refused) as told:
        ask(first, RevocationReason.ERROR, "Wrong.", actor=town.ruth, at=town.tools.now(), tools=town.tools)
    ask(second, RevocationReason.ERROR, "Wrong.", actor=town.ruth, at=town.tools.now() + LATER, tools=town.tools)

    assert told.value.code is Code.CONFLICT
    assert verdict(town, second) is Verdict.INVALID


def test_that_it_was_corrected_is_written_down_as_the_reason(town: Town) -> None:
    first = awarded(town)

    corrected(town, first)

    row = Revocation._base_manager.get(credential=first)  # noqa: SLF001 -- whosever it is
    assert (row.reason, row.asked_by) == (RevocationReason.CORRECTED, town.ruth)


@pytest.mark.parametrize(("name", "code"), [("ana", Code.NOT_ALLOWED), ("stranger", Code.NOT_FOUND)])
def test_only_an_issuer_corrects(town: Town, name: str, code: Code) -> None:
    credential = awarded(town)

    with pytest.raises(Refused) as told:
        correct(
            credential,
            recipient_name=MARRIED,
            actor=getattr(town, name),
            at=town.tools.now(),
            tools=town.tools,
        )

    assert told.value.code is code
    assert stored(credential).state == CredentialState.RELEASED
    assert count(Credential) == 1
