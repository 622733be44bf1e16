"""Roles are offered by letter and taken by whoever owns the address."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from assay.campus.people.accept_invitation import accept_invitation
from assay.campus.people.grant import end_membership, grant
from assay.campus.people.invite import find_invitation, invite, withdraw
from assay.campus.people.models import Event, Invitation, Letter, Membership, Person
from assay.campus.people.permission import roles_of
from assay.campus.people.roles import Role
from assay.campus.people.tools import Tools
from assay.science.errors import Code, Refused
from tests.rooms.conftest import Clock
from tests.rooms.town import Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def token_in(letter: Letter) -> str:
    found = re.search(r"http://testserver\.example/invitations/(\S+)", letter.body)
    assert found
    return found.group(1)


def invited(town: Town, email: str, role: Role = Role.ASSESSOR) -> str:
    invite(town.northgate, email, role, actor=town.nadia, at=town.tools.now(), tools=town.tools)
    return token_in(Letter.objects.order_by("-id")[0])


def test_who_is_invited_and_accepts_has_the_role(town: Town, tools: Tools) -> None:
    token = invited(town, "Samantha.Okafor@people.example")

    membership = accept_invitation(token, person=town.samantha, at=tools.now())

    assert roles_of(town.samantha, town.northgate) == {Role.ASSESSOR}
    assert membership.granted_by == town.nadia
    assert set(Event.objects.filter(actor=town.samantha).values_list("action", flat=True)) == {
        "people.accept_invitation"
    }


def test_accepting_twice_is_accepting_once(town: Town, tools: Tools) -> None:
    token = invited(town, "samantha.okafor@people.example")

    first, second = (accept_invitation(token, person=town.samantha, at=tools.now()) for _ in range(2))

    assert first == second
    assert Membership.objects.filter(person=town.samantha).count() == 1


def test_attack_the_token_is_nowhere_but_in_the_letter(town: Town) -> None:
    token = invited(town, "samantha.okafor@people.example")

    row = Invitation.objects.get()

    assert token not in str(vars(row))
    assert len(token) >= 43  # 256 bits
    assert not Event.objects.filter(reason__contains=token).exists()


def test_attack_the_letter_is_the_same_whether_or_not_the_address_has_an_account(town: Town) -> None:
    bodies = []
    for email in (str(town.samantha.email), "nobody@people.example"):
        token = invited(town, email)
        letter = Letter.objects.order_by("-id")[0]
        bodies.append((letter.subject, letter.body.replace(token, "TOKEN").replace(email, "ADDRESS")))

    assert bodies[0] == bodies[1]


def test_attack_a_forwarded_letter_gives_nobody_else_the_role(town: Town, tools: Tools) -> None:
    token = invited(town, "samantha.okafor@people.example")

    with pytest.raises(Refused, match="sent to samantha") as refusal:
        accept_invitation(token, person=town.stranger, at=tools.now())

    assert refusal.value.code is Code.NOT_ALLOWED
    assert roles_of(town.stranger, town.northgate) == frozenset()


@pytest.mark.parametrize(("days", "counts"), [(13.99, True), (14, False), (400, False)])
def test_an_invitation_ends_after_fourteen_days(town: Town, clock: Clock, *, days: float, counts: bool) -> None:
    token = invited(town, "samantha.okafor@people.example")
    clock.time += timedelta(days=days)

    if counts:
        assert accept_invitation(token, person=town.samantha, at=clock())
    else:
        with pytest.raises(Refused) as refusal:
            accept_invitation(token, person=town.samantha, at=clock())
        assert refusal.value.code is Code.GONE


def test_a_withdrawn_invitation_opens_nothing(town: Town, tools: Tools) -> None:
    token = invited(town, "samantha.okafor@people.example")
    withdraw(Invitation.objects.get(), actor=town.nadia, at=tools.now())

    with pytest.raises(Refused, match="withdrawn"):
        find_invitation(token, at=tools.now())


def test_inviting_again_leaves_one_open_invitation(town: Town, tools: Tools) -> None:
    first = invited(town, "samantha.okafor@people.example")
    second = invited(town, "samantha.okafor@people.example")

    with pytest.raises(Refused, match="withdrawn"):
        find_invitation(first, at=tools.now())
    assert find_invitation(second, at=tools.now())


def test_attack_35_what_an_administrator_has_promised_ends_with_the_right_to_promise_it(
    town: Town, tools: Tools
) -> None:
    token = invited(town, "samantha.okafor@people.example", Role.ADMIN)
    grant(town.weiss, Role.ADMIN, organisation=town.northgate, actor=town.nadia, at=tools.now())
    end_membership(Membership.objects.get(person=town.nadia, role=Role.ADMIN), actor=town.weiss, at=tools.now())

    with pytest.raises(Refused) as refusal:
        accept_invitation(token, person=town.samantha, at=tools.now())

    assert refusal.value.code is Code.GONE
    assert roles_of(town.samantha, town.northgate) == frozenset()


@pytest.mark.parametrize("role", [Role.DESIGNER, Role.ASSESSOR, Role.ISSUER])
def test_only_administrators_invite(town: Town, tools: Tools, role: Role) -> None:
    assert town.northgate
    person = {Role.DESIGNER: town.weiss, Role.ASSESSOR: town.ana, Role.ISSUER: town.ruth}[role]

    with pytest.raises(Refused):
        invite(town.northgate, "x@people.example", Role.ADMIN, actor=person, at=tools.now(), tools=tools)

    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()


def test_the_last_administrator_cannot_leave_and_ending_twice_is_ending_once(town: Town, tools: Tools) -> None:
    assert town.northgate
    mine = Membership.objects.get(person=town.nadia, role=Role.ADMIN)
    with pytest.raises(Refused, match="last administrator"):
        end_membership(mine, actor=town.nadia, at=tools.now())

    grant(town.weiss, Role.ADMIN, organisation=town.northgate, actor=town.nadia, at=tools.now())
    for _ in range(2):
        end_membership(mine, actor=town.nadia, at=tools.now())

    assert roles_of(town.nadia, town.northgate) == frozenset()
    assert Event.objects.filter(action="people.end").count() == 1


def test_the_page_says_what_it_is_about_and_changes_nothing_until_accepted(town: Town, client: Client) -> None:
    token = invited(town, "samantha.okafor@people.example")

    stranger = client.get(f"/invitations/{token}")
    client.force_login(town.samantha, backend=BACKEND)
    mine = client.get(f"/invitations/{token}")

    assert b"Northgate University" in stranger.content
    assert f"/account/login/?next=/invitations/{token}".encode() in stranger.content
    assert b"Accept" in mine.content
    assert roles_of(town.samantha, town.northgate) == frozenset()
    taken = client.post(f"/invitations/{token}")
    assert taken["Location"] == "/org/northgate-university/"
    assert client.get(taken["Location"]).status_code == 200


def test_somebody_else_is_told_whose_the_invitation_is(town: Town, client: Client) -> None:
    token = invited(town, "samantha.okafor@people.example")
    client.force_login(town.stranger, backend=BACKEND)

    assert b"Sent to another address" in client.get(f"/invitations/{token}").content
    assert client.post(f"/invitations/{token}").status_code == 403


def test_a_made_up_token_is_nothing(town: Town, client: Client) -> None:
    assert client.get("/invitations/" + "A" * 43).status_code == 404


def test_attack_an_address_that_was_typed_and_never_proved_takes_no_role(town: Town, tools: Tools) -> None:
    token = invited(town, "victim@people.example")
    squatter = Person.objects.create(email="victim@people.example", name="Squatter")
    EmailAddress.objects.create(user=squatter, email="victim@people.example", verified=False, primary=True)

    with pytest.raises(Refused) as refused:
        accept_invitation(token, person=squatter, at=tools.now())

    assert refused.value.code is Code.NOT_ALLOWED
    assert roles_of(squatter, town.northgate) == frozenset()
