"""Offers: by person, by token, and what becomes of them. And where a credential stands at an instant."""

from datetime import timedelta

import pytest

from assay.campus.issuing.models import Offer, RevocationReason
from assay.campus.issuing.offers import offer_by_token, offers_to
from assay.campus.issuing.revoke import ask
from assay.campus.issuing.standing import StandingWord, standing_of
from assay.campus.people.models import Person
from assay.campus.people.tenancy import across_tenants
from assay.science.errors import Code, Refused
from tests.rooms.issuing.earned import awarded, offer_letters, stored, token_of
from tests.rooms.issuing.test_attested import attest
from tests.rooms.town import Town


def test_a_released_credential_is_offered_to_its_earner_and_to_nobody_else(town: Town) -> None:
    credential = awarded(town)

    assert [offer.credential for offer in offers_to(town.samantha)] == [credential]
    assert offers_to(town.priya) == offers_to(town.ruth) == []


def test_an_offer_to_an_address_is_found_by_whoever_signs_in_with_it(town: Town) -> None:
    credential = attest(town)

    ada = Person.objects.create_user("Ada@Byron.example", name="Ada Byron")

    assert [offer.credential for offer in offers_to(ada)] == [credential]


def test_somebody_without_an_address_is_offered_nothing_of_others(town: Town) -> None:
    attest(town)

    assert offers_to(Person.objects.create_user(None, name="Nobody")) == []


def test_what_was_answered_waits_no_longer(town: Town) -> None:
    awarded(town)
    with across_tenants():
        Offer.objects.update(answered_at=town.tools.now())

    assert offers_to(town.samantha) == []


def test_the_letters_token_opens_the_offer(town: Town) -> None:
    credential = awarded(town)

    offer = offer_by_token(token_of(offer_letters()[0]), at=town.tools.now())

    assert offer.credential == credential


def test_a_token_that_was_never_written_opens_nothing(town: Town) -> None:
    awarded(town)
    with across_tenants():
        digest = Offer.objects.get().token_digest

    for wrong in ("", "x" * 43, digest, token_of(offer_letters()[0])[:-1]):
        with pytest.raises(Refused) as told:
            offer_by_token(wrong, at=town.tools.now())
        assert told.value.code is Code.NOT_FOUND


def test_a_link_runs_out_after_ninety_days_and_the_offer_does_not(town: Town) -> None:
    awarded(town)
    token = token_of(offer_letters()[0])

    assert offer_by_token(token, at=town.tools.now() + timedelta(days=90))
    with pytest.raises(Refused) as told:
        offer_by_token(token, at=town.tools.now() + timedelta(days=90, seconds=1))

    assert told.value.code is Code.GONE
    assert len(offers_to(town.samantha)) == 1


def test_what_was_revoked_before_it_was_accepted_is_offered_no_longer(town: Town) -> None:
    credential = awarded(town)
    ask(credential, RevocationReason.ERROR, "Wrong.", actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert offers_to(town.samantha) == []
    with pytest.raises(Refused) as told:
        offer_by_token(token_of(offer_letters()[0]), at=town.tools.now())
    assert told.value.code is Code.GONE


def test_a_credential_stands_until_its_end_and_then_has_expired_without_anybody_doing_anything(town: Town) -> None:
    credential = stored(awarded(town))
    assert credential.valid_until is not None

    at_the_end = standing_of(credential, at=credential.valid_until)
    after = standing_of(credential, at=credential.valid_until + timedelta(seconds=1))

    assert (at_the_end.word, at_the_end.counts) == (StandingWord.ACTIVE, True)
    assert (after.word, after.since, after.counts) == (StandingWord.EXPIRED, credential.valid_until, False)


def test_that_it_was_revoked_goes_before_that_it_has_expired(town: Town) -> None:
    credential = awarded(town)
    ask(credential, RevocationReason.FRAUD, "Wrong.", actor=town.ruth, at=town.tools.now(), tools=town.tools)

    standing = standing_of(stored(credential), at=town.tools.now() + timedelta(days=4000))

    assert standing.word is StandingWord.REVOKED
    assert standing.since == town.tools.now()
    assert standing.reason == "obtained by fraud"
