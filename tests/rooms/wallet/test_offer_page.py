"""The link in the letter: shown without signing in, accepted without a password, once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from assay.campus.issuing.models import RevocationReason
from assay.campus.issuing.revoke import ask
from assay.campus.people.models import Person
from assay.campus.wallet.models import Holding
from tests.rooms.conftest import Clock
from tests.rooms.issuing.earned import awarded
from tests.rooms.town import Town
from tests.rooms.wallet.kept import GRACE, attested, newest_token, page_of, signed_in


@pytest.fixture
def token(town: Town) -> str:
    """Of the letter to GRACE, who has no account."""
    attested(town)
    return newest_token()


def test_the_page_says_what_is_offered_to_whom_and_by_whom(client: Client, token: str) -> None:
    page = client.get(f"/offers/{token}").content.decode()

    for said in ("Grace Nwosu", "Chart reading", "Northgate University", "not assessed here"):
        assert said in page


def test_looking_changes_nothing_however_often(client: Client, token: str, town: Town) -> None:
    # Mail scanners, previews and browsers that look ahead open every link.
    for ask_for in (client.get, client.head, client.get):
        answer = ask_for(f"/offers/{token}")
        assert answer.status_code == 200
        assert "_auth_user_id" not in client.session

    assert not Holding.objects.exists()
    assert not Person.objects.filter(email=GRACE).exists()


def test_the_page_is_kept_by_no_cache_and_listed_by_no_search_engine(client: Client, token: str) -> None:
    answer = client.get(f"/offers/{token}")

    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"  # not no-referrer: browsers then send a form from nowhere


def test_accepting_makes_an_account_without_a_password_and_signs_in(client: Client, token: str) -> None:
    answer = client.post(f"/offers/{token}")

    grace = Person.objects.get(email=GRACE)
    holding = Holding.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, page_of(holding))
    assert (holding.person, grace.name, grace.has_usable_password()) == (grace, "Grace Nwosu", False)
    assert EmailAddress.objects.filter(user=grace, email=GRACE, verified=True, primary=True).count() == 1
    assert client.get(page_of(holding)).status_code == 200


def test_accepting_signs_in_the_account_that_the_address_has(town: Town, client: Client) -> None:
    awarded(town)

    client.post(f"/offers/{newest_token()}")

    assert client.session["_auth_user_id"] == str(town.samantha.pk)
    assert Holding.objects.get().person == town.samantha


def test_the_account_of_a_second_proved_address_is_the_one(town: Town, client: Client, token: str) -> None:
    EmailAddress.objects.create(user=town.priya, email=GRACE, verified=True)

    client.post(f"/offers/{token}")

    assert Holding.objects.get().person == town.priya
    assert not Person.objects.filter(email=GRACE).exists()


def test_the_link_works_once(client: Client, token: str) -> None:
    client.post(f"/offers/{token}")

    for method in ("get", "post"):
        stranger = Client(headers={"host": "testserver.example"})
        assert getattr(stranger, method)(f"/offers/{token}").status_code == 410
        assert "_auth_user_id" not in stranger.session
    assert Holding.objects.count() == 1


def test_its_holder_is_led_to_her_credentials_by_the_used_link(client: Client, token: str) -> None:
    client.post(f"/offers/{token}")

    answer = client.get(f"/offers/{token}")

    assert (answer.status_code, answer["Location"]) == (302, "/me/credentials")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_has_run_out_is_gone(client: Client, token: str, clock: Clock, method: str) -> None:
    clock.time += timedelta(days=91)

    assert getattr(client, method)(f"/offers/{token}").status_code == 410
    assert not Holding.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_link_leads_nowhere(client: Client, token: str, method: str) -> None:
    assert getattr(client, method)(f"/offers/{token[:-1]}_").status_code == 404
    assert not Holding.objects.exists()


def test_a_link_to_what_was_withdrawn_is_gone(town: Town, client: Client) -> None:
    credential = attested(town)
    ask(credential, RevocationReason.ERROR, "Wrong person.", actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert client.get(f"/offers/{newest_token()}").status_code == 410
    assert client.post(f"/offers/{newest_token()}").status_code == 410


def test_page_and_answer_are_the_same_whether_or_not_the_address_has_an_account(town: Town) -> None:
    # Attack 37. Two letters about the same award, one to an address with an account.
    Person.objects.create_user(GRACE, "correct horse battery", name="Somebody With An Account")
    seen = []
    for name, address, title in (("G", GRACE, "Known"), ("G", "unknown@elsewhere.example", "Other")):
        attested(town, name=name, email=address, title=title)
        browser = Client(headers={"host": "testserver.example"})
        token = newest_token()
        looked, posted = browser.get(f"/offers/{token}"), browser.post(f"/offers/{token}")
        seen.append((_shape(looked, title), _shape(posted, title)))

    assert seen[0] == seen[1]


def test_an_account_with_a_second_factor_signs_in_first_and_comes_back(town: Town, client: Client) -> None:
    awarded(town)
    token = newest_token()
    Authenticator.objects.create(user=town.samantha, type=Authenticator.Type.TOTP, data={"secret": "x"})

    answer = client.post(f"/offers/{token}")

    assert (answer.status_code, answer["Location"]) == (303, f"/account/login/?next=%2Foffers%2F{token}")
    assert "_auth_user_id" not in client.session
    assert not Holding.objects.exists()

    signed_in(client, town.samantha)
    assert client.post(f"/offers/{token}")["Location"] == page_of(Holding.objects.get())


def test_somebody_who_was_locked_out_does_not_come_in_by_letter(town: Town, client: Client) -> None:
    awarded(town)
    Person.objects.filter(id=town.samantha.id).update(is_active=False)

    client.post(f"/offers/{newest_token()}")

    assert "_auth_user_id" not in client.session
    assert not Holding.objects.exists()


def test_a_letter_to_an_address_that_was_given_up_opens_no_account(town: Town, client: Client) -> None:
    # M120: the letter went to where SAMANTHA was; whoever reads it there now must not become her.
    awarded(town)
    token = newest_token()
    EmailAddress.objects.filter(user=town.samantha).update(email="samantha@new.example")
    Person.objects.filter(id=town.samantha.id).update(email="samantha@new.example")

    answer = client.post(f"/offers/{token}")

    assert answer["Location"].startswith("/account/login/")
    assert not Person.objects.filter(email="samantha.okafor@people.example").exists()
    assert not Holding.objects.exists()


def test_a_password_that_somebody_set_for_an_address_not_theirs_is_worth_nothing_afterwards(
    town: Town, client: Client
) -> None:
    # Mallory signs up with GRACE's address, cannot prove it, and waits for her to come.
    squatter = Person.objects.create_user(GRACE, "mallory knows this one", name="Mallory")
    EmailAddress.objects.filter(user=squatter).update(verified=False)
    attested(town)

    client.post(f"/offers/{newest_token()}")

    grace = Holding.objects.get().person
    assert (grace.email, grace.name, grace.has_usable_password()) == (GRACE, "Grace Nwosu", False)
    assert EmailAddress.objects.get(user=grace).verified
    assert not client.login(username=GRACE, password="mallory knows this one")


def test_somebody_signed_in_accepts_into_her_own_wallet(town: Town, client: Client) -> None:
    awarded(town)
    signed_in(client, town.samantha)

    client.post(f"/offers/{newest_token()}")

    assert Holding.objects.get().person == town.samantha


def test_somebody_else_who_is_signed_in_is_told_and_takes_nothing(town: Town, client: Client) -> None:
    awarded(town)
    token = newest_token()
    signed_in(client, town.stranger)

    for answer in (client.get(f"/offers/{token}"), client.post(f"/offers/{token}")):
        page = answer.content.decode()
        assert "You are signed in as Sol Stranger" in page
        assert 'class="button button-primary">Accept' not in page
        assert "@people.example" not in page
    assert not Holding.objects.exists()


def test_accepting_by_a_forged_form_is_refused(client: Client, token: str) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "testserver.example"})

    assert strict.post(f"/offers/{token}").status_code == 403
    assert not Holding.objects.exists()


def _shape(answer: Any, title: str) -> Any:
    """All that a stranger can compare: what is random, and the title that differs, made equal."""
    text = answer.content.decode().replace(title, "TITLE")
    text = re.sub(r'value="\w{64}"|/offers/[\w-]+|[0-9a-f]{32}', "RANDOM", text)
    headers = {name: re.sub(r"[0-9a-f]{32}|\d+", "N", value) for name, value in answer.headers.items()}
    return answer.status_code, headers, sorted(answer.cookies), text
