"""The public verify page: no account, nothing stored, an answer in words."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assay.campus.people.models import Event, Letter, Person
from assay.campus.people.tools import Tools
from assay.campus.site import wiring
from assay.science.baking.badge_file import bake
from tests.cast import BRUNEL, GRACE, WELDING_BASICS
from tests.world import World, signed

pytestmark = pytest.mark.django_db
WORLD = World().with_issuer(BRUNEL)
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def badge(**members: Any) -> str:
    return json.dumps(signed({**WORLD.composed(WELDING_BASICS, to=GRACE), **members}))


@pytest.fixture
def online(tools: Tools) -> Any:
    """The issuer's documents can be had; what was asked for is noted."""
    asked: list[str] = []

    def fetch(url: str, /) -> bytes | None:
        asked.append(url)
        return WORLD.documents.get(url)

    with wiring.using(replace(tools, fetch=lambda: fetch)):
        yield asked


def shown(client: Client, **fields: Any) -> Any:
    return client.post("/verify", fields)


def test_a_genuine_badge_is_called_so_and_its_meaning_is_told(client: Client, online: list[str]) -> None:
    answer = shown(client, text=badge())

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-verdict="VALID"' in page
    assert "This credential is genuine and current." in page
    assert "Welding basics" in page
    assert "brunel.example" in page
    for question in ("Is it unaltered since it was signed?", "Has the issuer withdrawn it?", "Who is the issuer?"):
        assert question in page


def test_a_changed_badge_is_not_to_be_relied_on_and_the_reason_stands_there(client: Client, online: list[str]) -> None:
    page = shown(client, text=badge().replace("mild steel", "wild steel")).content.decode()

    assert 'data-verdict="INVALID"' in page
    assert "Do not rely on this." in page
    assert "the signature does not match" in page
    assert "Nothing of it is established" in page


def test_an_issuer_out_of_reach_is_not_a_forgery(client: Client) -> None:
    page = shown(client, text=badge()).content.decode()

    assert 'data-verdict="INDETERMINATE"' in page


def test_a_picture_with_a_badge_inside_is_verified_like_the_badge(client: Client, online: list[str]) -> None:
    file = SimpleUploadedFile("badge.svg", bake(PICTURE, badge()), "image/svg+xml")

    assert 'data-verdict="VALID"' in shown(client, file=file).content.decode()


def test_a_verification_asks_the_issuer_nothing_that_names_the_holder(client: Client, online: list[str]) -> None:
    shown(client, text=badge())

    assert sorted(set(online)) == sorted({BRUNEL.document_url, BRUNEL.status_url})


def test_nothing_is_stored_and_no_cookie_is_set_beyond_the_one_of_the_form(client: Client, online: list[str]) -> None:
    before = (Event.objects.count(), Letter.objects.count(), Person.objects.count())

    answer = shown(client, text=badge())

    assert (Event.objects.count(), Letter.objects.count(), Person.objects.count()) == before
    assert "sessionid" not in answer.cookies
    assert "assay" not in answer.cookies
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("rubbish", ["hello", "{", "{}", "[]", "a.b.c", '{"type": 7}', "🏅"])
def test_what_cannot_be_read_gets_a_reason_and_no_server_error(client: Client, rubbish: str) -> None:
    answer = shown(client, text=rubbish)

    assert answer.status_code == 422
    assert "Do not rely on this." in answer.content.decode()


def test_a_control_character_is_refused_at_the_form(client: Client) -> None:
    answer = shown(client, text="{\x00}")

    assert answer.status_code == 422
    assert "Null characters are not allowed." in answer.content.decode()


def test_an_empty_form_says_what_to_give(client: Client) -> None:
    answer = shown(client)

    assert answer.status_code == 422
    assert "Choose a file, paste a text, or give an address." in answer.content.decode()


def test_what_was_typed_is_still_there_when_two_things_are_given(client: Client) -> None:
    answer = shown(client, text="my long credential", address="https://brunel.example/badge")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "my long credential" in page
    assert "https://brunel.example/badge" in page


@pytest.mark.parametrize(
    "address",
    ["http://brunel.example/b", "ftp://x", "javascript:alert(1)", "https://127.0.0.1/b", "brunel", "//evil.test"],
)
def test_an_address_that_cannot_be_asked_is_told_beside_its_field(
    client: Client, online: list[str], address: str
) -> None:
    answer = shown(client, address=address)

    assert answer.status_code == 422
    assert online == []


def test_a_link_with_an_address_in_it_fills_the_form_and_asks_nobody(client: Client, online: list[str]) -> None:
    page = client.get("/verify", {"address": "https://brunel.example/badge"}).content.decode()

    assert 'value="https://brunel.example/badge"' in page
    assert online == []


def test_a_badge_at_an_address_is_fetched_and_verified(client: Client, tools: Tools) -> None:
    documents = {**WORLD.documents, "https://brunel.example/badges/1": badge().encode()}
    with wiring.using(replace(tools, fetch=lambda: documents.get)):
        page = shown(client, address="https://brunel.example/badges/1").content.decode()

    assert 'data-verdict="VALID"' in page


def test_a_share_of_our_own_leads_to_its_page(client: Client) -> None:
    answer = shown(client, address="https://testserver.example/s/0123abcd")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/s/0123abcd"


def test_attack_26_an_address_of_ours_with_tricks_in_it_leads_nowhere_else(client: Client) -> None:
    answer = shown(client, address="https://testserver.example/s//evil.test/x")

    assert answer.headers.get("Location", "/").startswith("/s/")


def test_markup_in_a_credential_is_text_on_the_page(client: Client, online: list[str]) -> None:
    welding: dict[str, Any] = dict(WELDING_BASICS)
    definition = {**welding, "achievement": {**welding["achievement"], "name": "<script>alert(1)</script>"}}
    text = json.dumps(signed(WORLD.composed(definition, to=GRACE)))

    page = shown(client, text=text).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_too_many_in_a_minute_are_told_to_wait(client: Client) -> None:
    statuses = [shown(client, text="{}").status_code for _ in range(61)]

    assert statuses[-1] == 429
    assert 429 not in statuses[:60]


def test_a_form_without_its_token_is_refused_and_says_what_to_do() -> None:
    strict = Client(headers={"host": "testserver.example"}, enforce_csrf_checks=True)

    answer = strict.post("/verify", {"text": "{}"})

    assert answer.status_code == 403
    assert "reload the page" in answer.content.decode()
