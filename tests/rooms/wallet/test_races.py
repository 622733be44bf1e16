"""The same thing at the same time: one holding, one account, one certificate link (row 36)."""

import pytest
from django.test import Client

from assay.campus.people.models import Event, Person
from assay.campus.wallet.answer import accept, decline
from assay.campus.wallet.models import Holding, Share
from assay.campus.wallet.share import MOST_LIVE, certificate_share
from tests.cast import NOW
from tests.rooms.issuing.earned import awarded
from tests.rooms.issuing.test_races import at_once, told
from tests.rooms.town import Town
from tests.rooms.wallet.kept import GRACE, attested, held, newest_token, offer_of, shared

pytestmark = pytest.mark.django_db(transaction=True)
_MANY = 12


def test_many_acceptances_at_once_make_one_holding_and_get_the_same_answer(town: Town) -> None:
    offer, samantha = offer_of(awarded(town)), town.samantha

    answers = at_once([lambda: accept(offer, person=samantha, at=NOW).id] * _MANY)

    assert set(answers) == {Holding.objects.get().id}
    assert Event.objects.filter(action="wallet.accept").count() == 1


def test_of_yes_and_no_at_once_the_wallet_keeps_the_yes(town: Town) -> None:
    offer, samantha = offer_of(awarded(town)), town.samantha
    yes = told(lambda: accept(offer, person=samantha, at=NOW).answer)
    no = told(lambda: decline(offer, person=samantha, at=NOW).answer)

    answers = at_once([yes, no] * (_MANY // 2))

    assert Holding.objects.get().answer == "accepted"
    assert set(answers) <= {"accepted", "declined", "CONFLICT"}


def test_a_link_that_is_used_many_times_at_once_makes_one_account(town: Town) -> None:
    attested(town)
    token = newest_token()

    def use() -> int:
        return Client(headers={"host": "testserver.example"}).post(f"/offers/{token}").status_code

    answers = at_once([use] * _MANY)

    assert sorted(answers) == [303] + [410] * (_MANY - 1)
    assert Holding.objects.get().person == Person.objects.get(email=GRACE)


def test_many_certificates_at_once_have_one_link(town: Town) -> None:
    holding, samantha = held(town), town.samantha

    def make() -> str:
        return certificate_share(holding, actor=samantha, label="Certificate", at=NOW).token

    assert set(at_once([make] * _MANY)) == {Share.objects.get().token}


def test_the_number_of_links_holds_when_many_are_made_at_once(town: Town) -> None:
    holding = held(town)
    for _ in range(MOST_LIVE - 2):
        shared(town, holding)

    answers = at_once([told(lambda: shared(town, holding).label)] * _MANY)

    assert sorted(answers) == [""] * 2 + ["CONFLICT"] * (_MANY - 2)
