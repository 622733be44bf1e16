"""The holder's secret key: handed to her alone, and only just after she has proved that it is she."""

import json
import time
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.test import Client, RequestFactory

from assay.adapters import key_file
from assay.campus.people.models import Event, Person
from assay.campus.wallet.key_export import export_key
from assay.campus.wallet.models import Holding
from assay.science.errors import Code, Refused
from tests.cast import NOW
from tests.rooms.town import Town
from tests.rooms.wallet.kept import attested, held, newest_token, page_of, signed_in


def test_the_key_is_that_of_the_credentials_subject(town: Town, tmp_path: Path) -> None:
    holding = held(town)

    content = export_key(holding, actor=town.samantha, at=NOW, tools=town.tools)

    subject = json.loads(holding.credential.signed)["credentialSubject"]["id"]
    path = tmp_path / "holder-key.json"
    path.touch(mode=0o600)
    path.write_bytes(content)
    assert key_file.load(path).controller == subject  # which also holds the two halves together
    assert f"did:key:{json.loads(content)['publicKeyMultibase']}" == subject
    assert Event.objects.get(action="wallet.export_key").actor == town.samantha


def test_nobody_gets_somebody_elses_key(town: Town, client: Client) -> None:
    holding = held(town)

    with pytest.raises(Refused) as refusal:
        export_key(holding, actor=town.stranger, at=NOW, tools=town.tools)

    assert refusal.value.code is Code.NOT_FOUND
    assert signed_in(client, town.stranger).get(page_of(holding, "/key")).status_code == 404
    assert signed_in(client, town.stranger).post(page_of(holding, "/key")).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_has_a_password_types_it_again_first(town: Town, client: Client, method: str) -> None:
    place = page_of(held(town), "/key")

    answer = getattr(signed_in(client, town.samantha), method)(place)

    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/account/reauthenticate/?next={place.replace('/', '%2F')}",
    )


def test_after_the_password_the_key_is_handed_over(town: Town, client: Client) -> None:
    place = page_of(held(town), "/key")
    signed_in(client, town.samantha)

    back = client.post(f"/account/reauthenticate/?next={place}", {"password": "correct horse battery"})

    assert back["Location"] == place
    assert "Whoever has this file can pass for you" in client.get(place).content.decode()
    answer = client.post(place)
    assert answer["Content-Disposition"] == 'attachment; filename="holder-key.json"'
    assert "no-store" in answer["Cache-Control"]
    assert json.loads(answer.content)["secretKeyMultibase"].startswith("z")


def test_who_came_by_a_letter_signs_in_by_a_code_first(town: Town, client: Client) -> None:
    # A letter that was forwarded must not hand out the key.
    attested(town)
    client.post(f"/offers/{newest_token()}")

    answer = client.post(page_of(Holding.objects.get(), "/key"))

    assert answer["Location"].startswith("/account/login/code/?next=")
    assert "_auth_user_id" not in client.session


def test_a_sign_in_by_code_counts_for_a_few_minutes(town: Town, client: Client) -> None:
    holding = held(town)
    Person.objects.filter(id=town.samantha.id).update(password="!")
    samantha = Person.objects.get(id=town.samantha.id)
    signed_in(client, samantha)
    _signed_in_by_code(client, samantha, seconds_ago=10)
    assert client.get(page_of(holding, "/key")).status_code == 200

    _signed_in_by_code(client, samantha, seconds_ago=3600)

    assert "Sign in once more" in client.get(page_of(holding, "/key")).content.decode()
    assert client.session["_auth_user_id"], "reading a page signs nobody out"
    assert client.post(page_of(holding, "/key")).status_code == 303
    assert "_auth_user_id" not in client.session


def test_a_credential_without_a_key_says_so(town: Town, client: Client) -> None:
    attested(town)
    client.post(f"/offers/{newest_token()}")
    holding = Holding.objects.get()
    _signed_in_by_code(client, holding.person, seconds_ago=10)

    assert "There is none to take along" in client.get(page_of(holding, "/key")).content.decode()
    assert client.post(page_of(holding, "/key")).status_code == 404


def _signed_in_by_code(client: Client, person: Person, *, seconds_ago: int) -> None:
    """As allauth records it in the session."""
    request = RequestFactory().get("/")
    request.session, request.user = client.session, person
    request.session.pop("account_authentication_methods", None)
    record_authentication(request, person, method="code")
    for record in request.session["account_authentication_methods"]:
        record["at"] = time.time() - seconds_ago
    request.session.save()
