"""Nobody makes us write to strangers without end, or keep letters that say too much for ever."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from assay.campus.people import found_organisation as founding
from assay.campus.people import invite as inviting
from assay.campus.people.found_organisation import found_organisation
from assay.campus.people.invite import invite
from assay.campus.people.letters import deliver_letters, write_letter
from assay.campus.people.models import Invitation, Letter, OrganisationKind
from assay.campus.people.roles import Role
from assay.science.errors import Code, Refused
from tests.rooms.conftest import Clock
from tests.rooms.town import Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def asked(town: Town, address: str) -> None:
    invite(town.northgate, address, Role.ASSESSOR, actor=town.nadia, at=town.tools.now(), tools=town.tools)


def test_attack_one_address_is_not_flooded_with_invitations_not_even_by_two_organisations(
    town: Town, clock: Clock
) -> None:
    for _ in range(2):
        asked(town, "victim@people.example")
    invite(town.cloudvane, "Victim@people.example", Role.ADMIN, actor=town.otto, at=town.tools.now(), tools=town.tools)

    with pytest.raises(Refused) as refused:
        asked(town, "victim@people.example")

    assert refused.value.code is Code.TOO_MANY
    assert Letter.objects.filter(to="victim@people.example").count() == 3
    clock.time += timedelta(days=1)
    asked(town, "victim@people.example")


def test_attack_an_organisation_writes_to_so_many_strangers_a_day_and_no_more(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert inviting.MOST_A_DAY == 200
    monkeypatch.setattr(inviting, "MOST_A_DAY", 5)
    for number in range(5):
        asked(town, f"stranger{number}@people.example")

    with pytest.raises(Refused) as refused:
        asked(town, "one.more@people.example")

    assert refused.value.code is Code.TOO_MANY
    assert Invitation.objects.count() == 5


def test_the_page_says_so_beside_the_address(client: Client, town: Town) -> None:
    assert town.northgate
    client.force_login(town.nadia, backend=BACKEND)
    typed = {"email": "victim@people.example", "role": "assessor"}

    answers = [client.post(f"/org/{town.northgate.slug}/members/invite", typed) for _ in range(4)]

    assert [each.status_code for each in answers] == [302, 302, 302, 429]
    assert "wait for an answer" in answers[-1].content.decode()


def test_attack_nobody_founds_organisations_without_end(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(founding, "MOST_FOUNDED", 2)
    at = town.tools.now()
    for name in ("First", "Second"):
        found_organisation(name, kind=OrganisationKind.VENDOR, founder=town.stranger, at=at)

    with pytest.raises(Refused) as refused:
        found_organisation("Third", kind=OrganisationKind.VENDOR, founder=town.stranger, at=at)

    assert refused.value.code is Code.TOO_MANY


def test_a_letter_that_no_mail_can_carry_stops_no_other(db: None, clock: Clock, mailoutbox: Any) -> None:
    write_letter("a@" + "x" * 64 + "\u00e9.example", "Code", "4711", at=clock())
    write_letter("b@people.example", "Code", "4712", at=clock())

    assert deliver_letters(at=clock()) == 1

    assert [mail.to for mail in mailoutbox] == [["b@people.example"]]


def test_a_letter_that_is_given_up_is_forgotten_like_one_that_was_sent(db: None, clock: Clock) -> None:
    letter = write_letter("a@" + "x" * 64 + "\u00e9.example", "Code", "the code is 4711", at=clock())
    for _ in range(20):
        clock.time += timedelta(hours=7)
        deliver_letters(at=clock())

    letter.refresh_from_db()

    assert (letter.sent_at, letter.body) == (None, "")
    assert letter.tries == 12
