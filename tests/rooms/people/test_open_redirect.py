"""Attack 26: nobody is led off by an address of ours."""

import pytest
from django.test import Client

from tests.rooms.town import Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OUTSIDE = [
    "//evil.test",
    "///evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "https:evil.test",
    "https://evil.test",
    "http:///evil.test",
    "javascript:alert(1)",
    "//evil.test/%2e%2e",
    "https://testserver.example@evil.test",
    "https://testserver.example.evil.test",
    "\t//evil.test",
]


@pytest.mark.parametrize("target", OUTSIDE)
def test_attack_signing_in_never_leads_elsewhere(client: Client, town: Town, target: str) -> None:
    typed = {"login": town.samantha.email, "password": "correct horse battery", "next": target}

    page = client.post("/account/login/", typed)

    assert (page.status_code, page["Location"]) == (302, "/me")


@pytest.mark.parametrize("target", OUTSIDE)
def test_attack_nor_does_coming_back_signed_in_or_signing_out(client: Client, town: Town, target: str) -> None:
    client.force_login(town.samantha, backend=BACKEND)

    back = client.get("/account/login/", {"next": target})
    out = client.post("/account/logout/", {"next": target})

    assert back["Location"] == "/me"
    assert out["Location"] == "/"


@pytest.mark.parametrize("target", OUTSIDE)
def test_attack_the_sign_in_page_carries_no_such_target_on(client: Client, town: Town, target: str) -> None:
    page = client.get("/account/login/", {"next": target})

    assert b'href="//evil' not in page.content
    assert b'href="https://evil' not in page.content


def test_a_page_of_our_own_is_a_fine_target(client: Client, town: Town) -> None:
    typed = {"login": town.samantha.email, "password": "correct horse battery", "next": "/me/account"}

    assert client.post("/account/login/", typed)["Location"] == "/me/account"
