"""Signing in, up and out: each page of it in our look, none with a script or style of its own inside."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from assay.campus.people.models import Letter, Person
from tests.rooms.town import Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FOR_STRANGERS = [
    "/account/login/",
    "/account/signup/",
    "/account/signup/passkey/",
    "/account/login/code/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/inactive/",
]
FOR_MEMBERS = [
    "/account/logout/",
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/webauthn/",
    "/account/reauthenticate/",
    "/me/account",
    "/org/new",
    "/org/northgate-university/",
    "/org/northgate-university/facts",
    "/org/northgate-university/members",
]


class _Inline(HTMLParser):
    """Collects what the Content-Security-Policy would stop a browser from running or applying."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "style" or "style" in facts or any(name.startswith("on") for name in facts):
            self.found.append(f"{tag} {facts}")
        if tag == "script" and "src" not in facts and facts.get("type") != "application/json":
            self.found.append("script")


def _inline(page: bytes) -> list[str]:
    parser = _Inline()
    parser.feed(page.decode())
    return parser.found


@pytest.mark.parametrize("path", FOR_STRANGERS)
def test_a_page_for_strangers_has_our_look_and_nothing_inline(client: Client, town: Town, path: str) -> None:
    page = client.get(path)

    assert page.status_code == 200
    assert page.content.count(b"<h1") == 1
    assert b'class="skip-link"' in page.content
    assert _inline(page.content) == []
    assert "script-src" not in page["Content-Security-Policy"] or "unsafe" not in page["Content-Security-Policy"]


@pytest.mark.parametrize("path", FOR_MEMBERS)
def test_a_page_for_members_has_our_look_and_nothing_inline(client: Client, town: Town, path: str) -> None:
    assert town.northgate
    client.force_login(town.nadia, backend=BACKEND)

    page = client.get(path)

    assert page.status_code == 200
    assert page.content.count(b"<h1") == 1
    assert _inline(page.content) == []
    assert page["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/account/2fa/webauthn/add/",
        "/account/2fa/totp/activate/",
        "/account/2fa/recovery-codes/generate/",
        "/account/password/set/",
    ],
)
def test_a_step_that_could_lock_somebody_out_asks_again_who_it_is(client: Client, town: Town, path: str) -> None:
    client.force_login(town.samantha, backend=BACKEND)

    page = client.get(path)

    assert page.status_code == 302
    assert page["Location"] != path


@pytest.mark.parametrize("path", ["/account/2fa/webauthn/add/", "/account/2fa/totp/activate/"])
def test_after_the_password_was_typed_again_the_step_opens(client: Client, town: Town, path: str) -> None:
    signed_in(client, town.samantha)

    page = client.post(f"/account/reauthenticate/?next={path}", {"password": "correct horse battery"}, follow=True)

    assert page.status_code == 200
    assert page.request["PATH_INFO"] == path
    assert _inline(page.content) == []


def test_a_page_that_needs_somebody_sends_a_stranger_to_sign_in_and_back(client: Client, town: Town) -> None:
    page = client.get("/me/account")

    assert page["Location"] == "/account/login/?next=/me/account"
    signed = client.post(
        page["Location"], {"login": town.samantha.email, "password": "correct horse battery", "next": "/me/account"}
    )
    assert signed["Location"] == "/me/account"


def test_somebody_signs_up_proves_the_address_and_is_in(client: Client, town: Town) -> None:
    typed = {"name": "Ines Ferreira", "email": "Ines@New.example", "password1": "", "password2": ""}

    client.post("/account/signup/", typed)
    code = code_in(Letter.objects.get(to="ines@new.example"))
    page = client.post("/account/confirm-email/", {"code": code})

    assert page["Location"] == "/me"
    person = Person.objects.get(email="ines@new.example")
    assert (person.name, person.has_usable_password()) == ("Ines Ferreira", False)
    assert client.get("/me/account").status_code == 200


def test_somebody_signs_in_by_code(client: Client, town: Town) -> None:
    client.post("/account/login/code/", {"email": town.samantha.email})

    page = client.post("/account/login/code/confirm/", {"code": code_in(Letter.objects.get())})

    assert page["Location"] == "/me"


def test_three_wrong_codes_end_the_attempt(client: Client, town: Town) -> None:
    client.post("/account/login/code/", {"email": town.samantha.email})
    code = code_in(Letter.objects.get())

    for _ in range(3):
        client.post("/account/login/code/confirm/", {"code": "WRONG1"})
    page = client.post("/account/login/code/confirm/", {"code": code})

    assert page["Location"] == "/account/login/code/"
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced_by_code(client: Client, town: Town) -> None:
    client.post("/account/password/reset/", {"email": town.samantha.email})
    client.post("/account/password/reset/confirm/", {"code": code_in(Letter.objects.get())})

    page = client.post(
        "/account/password/reset/complete/",
        {"password1": "another horse battery", "password2": "another horse battery"},
    )

    assert page.status_code == 302
    assert Person.objects.get(id=town.samantha.id).check_password("another horse battery")


@pytest.mark.parametrize(
    ("password", "complaint"),
    [("fourteen chars", b"at least 15"), ("passwordpassword", b"repeats"), ("123456789987654321", b"too common")],
)
def test_a_password_is_long_and_not_well_known(client: Client, town: Town, password: str, complaint: bytes) -> None:
    typed = {"name": "Ines", "email": "ines@new.example", "password1": password, "password2": password}

    page = client.post("/account/signup/", typed)

    assert page.status_code == 200
    assert not Person.objects.filter(email="ines@new.example").exists()
    assert complaint in page.content


def test_signing_out_ends_the_session(client: Client, town: Town) -> None:
    signed_in(client, town.samantha)

    client.post("/account/logout/")

    assert client.get("/me/account").status_code == 302


def signed_in(client: Client, person: Person) -> None:
    page = client.post("/account/login/", {"login": person.email, "password": "correct horse battery"})
    assert page.status_code == 302


def code_in(letter: Letter) -> str:
    found = re.search(r"^([A-Z0-9-]{6,12})$", letter.body, re.MULTILINE)
    assert found
    return found.group(1)
