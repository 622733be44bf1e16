"""Attack 37: whether an address has an account shows neither in a reply nor in the letters that are written."""

import re
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.core.cache import cache
from django.test import Client

from assay.campus.people.letters import deliver_letters
from assay.campus.people.models import Letter, Person
from assay.campus.people.tools import Tools
from tests.rooms.town import Town

UNKNOWN = "nobody.at.all@people.example"
PASSWORD = "correct horse battery"


def _typed(path: str, email: str) -> dict[str, str]:
    if "signup" in path:
        return {"name": "Somebody", "email": email, "password1": PASSWORD, "password2": PASSWORD}
    return {"email": email}


def _seen(responses: list[Any], email: str) -> list[Any]:
    """What a stranger sees: status, headers and body, without what differs in every reply and without the address."""
    return [
        (
            each.status_code,
            each.get("Location"),
            sorted(each.cookies),
            re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"', b"", each.content).replace(
                email.encode(), b"ADDRESS"
            ),
        )
        for each in responses
    ]


def _ask(path: str, email: str) -> list[Any]:
    cache.clear()  # each is the first of its kind for the rate limits
    stranger = Client(headers={"host": "testserver.example"})
    first = stranger.post(path, _typed(path, email))
    return _seen([first, stranger.get(first["Location"])], email)


@pytest.mark.parametrize(
    "path", ["/account/login/code/", "/account/password/reset/", "/account/signup/", "/account/signup/passkey/"]
)
def test_attack_known_and_unknown_addresses_get_the_same_reply_and_one_letter_each(town: Town, path: str) -> None:
    known = str(town.samantha.email)

    replies = [_ask(path, email) for email in (known, UNKNOWN)]

    assert replies[0] == replies[1]
    assert replies[0][0][0] == 302
    assert sorted(Letter.objects.values_list("to", flat=True)) == sorted([known, UNKNOWN])


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/", "/account/signup/"])
def test_attack_the_two_letters_have_one_subject_and_leave_in_the_same_round(
    town: Town, tools: Tools, path: str
) -> None:
    for email in (str(town.samantha.email), UNKNOWN):
        _ask(path, email)

    letters = Letter.objects.all()
    assert len({letter.subject for letter in letters}) == 1
    assert {letter.sent_at for letter in letters} == {None}
    assert deliver_letters(at=max(letter.next_try_at for letter in letters)) == 2


def test_attack_signing_up_hashes_one_password_for_a_known_address_too(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    hasher = hashers.get_hasher().__class__
    encode = hasher.encode

    def counting(self: Any, password: str, *rest: Any) -> Any:
        hashed.append(password)
        return encode(self, password, *rest)

    known = str(town.samantha.email)
    monkeypatch.setattr(hasher, "encode", counting)
    counts = []
    for email in (known, UNKNOWN):
        hashed.clear()
        _ask("/account/signup/", email)
        counts.append(len(hashed))

    assert counts == [1, 1]


def test_attack_a_wrong_password_and_an_unknown_address_get_the_same_reply(town: Town) -> None:
    replies = []
    for email in (str(town.samantha.email), UNKNOWN):
        cache.clear()
        stranger = Client(headers={"host": "testserver.example"})
        page = stranger.post("/account/login/", {"login": email, "password": "wrong horse battery"})
        replies.append(_seen([page], email))

    assert replies[0] == replies[1]
    assert replies[0][0][0] == 200


def test_attack_a_known_address_is_not_taken_over_by_signing_up_again(town: Town, client: Client) -> None:
    known = str(town.samantha.email)
    client.post("/account/signup/", _typed("/account/signup/", known))

    page = client.post("/account/confirm-email/", {"code": "AAAAAA"})

    assert page.status_code == 200
    assert "_auth_user_id" not in client.session
    assert Person.objects.filter(email=known).count() == 1
    assert Person.objects.get(email=known).name == "Samantha Okafor"


def test_asking_for_codes_again_and_again_is_slowed_down(town: Town) -> None:
    email = str(town.samantha.email)
    browsers = [Client(headers={"host": "testserver.example"}) for _ in range(4)]

    pages = [browser.post("/account/login/code/", {"email": email}) for browser in browsers]

    assert [page.status_code for page in pages] == [302, 302, 302, 200]
    assert Letter.objects.filter(to=email).count() == 3


def test_guessing_a_password_is_slowed_down(town: Town, client: Client) -> None:
    email = str(town.samantha.email)
    for _ in range(5):
        client.post("/account/login/", {"login": email, "password": "wrong horse battery"})

    page = client.post("/account/login/", {"login": email, "password": PASSWORD})

    assert page.status_code in {200, 429}
    assert "_auth_user_id" not in client.session


def test_the_text_of_a_letter_is_forgotten_once_it_is_sent(town: Town, client: Client) -> None:
    client.post("/account/login/code/", {"email": town.samantha.email})
    letter = Letter.objects.get()
    assert letter.body

    deliver_letters(at=letter.next_try_at)

    letter.refresh_from_db()
    assert (letter.body, bool(letter.sent_at)) == ("", True)
