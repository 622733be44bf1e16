"""Accept or decline an offer."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from assay.campus.issuing.correct import correct
from assay.campus.issuing.models import RevocationReason
from assay.campus.issuing.offers import offers_to
from assay.campus.issuing.revoke import ask
from assay.campus.people.models import Event, Person
from assay.campus.wallet.answer import accept, decline
from assay.campus.wallet.models import Answer, Holding
from assay.science.errors import Code, Refused
from tests.cast import NOW
from tests.rooms.issuing.earned import awarded
from tests.rooms.town import Town
from tests.rooms.wallet.kept import attested, offer_of, page_of, signed_in


def test_accepting_puts_the_credential_into_the_wallet_of_its_earner(town: Town) -> None:
    credential = awarded(town)

    holding = accept(offer_of(credential), person=town.samantha, at=NOW)

    assert (holding.person, holding.credential, holding.answer) == (town.samantha, credential, Answer.ACCEPTED)
    assert offers_to(town.samantha) == []


def test_accepting_twice_is_accepting_once(town: Town) -> None:
    offer = offer_of(awarded(town))
    first = accept(offer, person=town.samantha, at=NOW)

    again = accept(offer, person=town.samantha, at=NOW + timedelta(days=1))

    assert again == first
    assert again.answered_at == NOW
    assert Event.objects.filter(action="wallet.accept").count() == 1


def test_the_event_of_an_answer_names_who_gave_it_and_when(town: Town) -> None:
    holding = accept(offer_of(awarded(town)), person=town.samantha, at=NOW)

    event = Event.objects.get(action="wallet.accept")

    assert (event.actor, event.at, event.subject) == (town.samantha, NOW, str(holding.id))


def test_what_was_accepted_is_not_declined_any_more(town: Town) -> None:
    offer = offer_of(awarded(town))
    accept(offer, person=town.samantha, at=NOW)

    with pytest.raises(Refused) as refusal:
        decline(offer, person=town.samantha, at=NOW)

    assert refusal.value.code is Code.CONFLICT
    assert Holding.objects.get().answer == Answer.ACCEPTED


def test_what_was_declined_can_be_accepted_after_all_while_the_offer_lasts(town: Town) -> None:
    offer = offer_of(awarded(town))
    decline(offer, person=town.samantha, at=NOW)

    holding = accept(offer, person=town.samantha, at=offer.expires_at)

    assert holding.answer == Answer.ACCEPTED
    assert Holding.objects.count() == 1


def test_what_was_declined_is_gone_when_the_offer_has_run_out(town: Town) -> None:
    offer = offer_of(awarded(town))
    decline(offer, person=town.samantha, at=NOW)

    with pytest.raises(Refused) as refusal:
        accept(offer, person=town.samantha, at=offer.expires_at + timedelta(seconds=1))

    assert refusal.value.code is Code.GONE
    assert Holding.objects.get().answer == Answer.DECLINED


def test_somebody_else_finds_no_offer_to_answer(town: Town) -> None:
    offer = offer_of(awarded(town))

    for answer in (accept, decline):
        with pytest.raises(Refused) as refusal:
            answer(offer, person=town.stranger, at=NOW)

        assert refusal.value.code is Code.NOT_FOUND
    assert not Holding.objects.exists()


def test_an_offer_to_an_address_is_for_whoever_has_proved_that_address(town: Town) -> None:
    offer = offer_of(attested(town, email="grace@work.example"))
    grace = Person.objects.create_user("grace@home.example", None, name="Grace Nwosu")
    EmailAddress.objects.create(user=grace, email="grace@work.example", verified=True)

    assert accept(offer, person=grace, at=NOW).person == grace


def test_an_address_that_is_only_claimed_opens_nothing(town: Town) -> None:
    offer = offer_of(attested(town, email="grace@work.example"))
    EmailAddress.objects.create(user=town.stranger, email="grace@work.example", verified=False)

    with pytest.raises(Refused) as refusal:
        accept(offer, person=town.stranger, at=NOW)

    assert refusal.value.code is Code.NOT_FOUND


def test_an_address_that_changes_hands_takes_no_credential_with_it(town: Town) -> None:
    # M120: the offer names SAMANTHA's account; she gives the address up, and STRANGER gets it.
    offer = offer_of(awarded(town))
    address = str(town.samantha.email)
    EmailAddress.objects.filter(user=town.samantha).update(email="samantha@new.example")
    Person.objects.filter(id=town.samantha.id).update(email="samantha@new.example")
    EmailAddress.objects.create(user=town.stranger, email=address, verified=True)

    with pytest.raises(Refused) as refusal:
        accept(offer, person=town.stranger, at=NOW)

    assert refusal.value.code is Code.NOT_FOUND
    assert accept(offer, person=town.samantha, at=NOW).person == town.samantha


def test_what_was_withdrawn_meanwhile_cannot_be_accepted(town: Town) -> None:
    credential = awarded(town)
    offer = offer_of(credential)
    ask(credential, RevocationReason.ERROR, "Wrong person.", actor=town.ruth, at=NOW, tools=town.tools)

    with pytest.raises(Refused) as refusal:
        accept(offer, person=town.samantha, at=NOW)

    assert refusal.value.code is Code.GONE
    assert not Holding.objects.exists()


def test_of_a_corrected_credential_the_corrected_one_is_accepted(town: Town) -> None:
    credential = awarded(town)
    offer = offer_of(credential)
    made = correct(credential, recipient_name="Samantha Lind", actor=town.ruth, at=NOW, tools=town.tools)

    with pytest.raises(Refused) as refusal:
        accept(offer, person=town.samantha, at=NOW)

    assert refusal.value.code is Code.GONE
    assert accept(offer_of(made), person=town.samantha, at=NOW).credential == made


def test_the_list_answers_by_buttons(town: Town, client: Client) -> None:
    credential = awarded(town)
    signed_in(client, town.samantha)

    declined = client.post(f"/me/offers/{credential.public_id}/decline")
    assert (declined.status_code, declined["Location"]) == (303, "/me/credentials")
    assert b"Accept after all" in client.get("/me/credentials").content

    accepted = client.post(f"/me/offers/{credential.public_id}/accept")
    assert (accepted.status_code, accepted["Location"]) == (303, page_of(Holding.objects.get()))


def test_somebody_elses_buttons_do_nothing(town: Town, client: Client) -> None:
    credential = awarded(town)
    signed_in(client, town.stranger)

    for answer in ("accept", "decline"):
        assert client.post(f"/me/offers/{credential.public_id}/{answer}").status_code == 404
    assert not Holding.objects.exists()
