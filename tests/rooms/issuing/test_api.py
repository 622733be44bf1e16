"""Awarding over HTTP: signed in, with a token against forged requests, and one answer for each key."""

import json
from typing import Any

import pytest
from django.test import Client

from assay.campus.issuing.models import Award, Credential, IdempotentReply
from assay.campus.people.models import Person
from tests.rooms.issuing.earned import count, decided, met, studio
from tests.rooms.town import Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(person: Person, **client: Any) -> Client:
    browser = Client(headers={"host": "testserver.example"}, **client)
    browser.force_login(person, backend=BACKEND)
    return browser


def post(client: Client, town: Town, body: Any, key: str | None = "k-1", **headers: str) -> Any:
    if key is not None:
        headers["Idempotency-Key"] = key
    content = body if isinstance(body, str) else json.dumps(body)
    path = f"/api/v1/organisations/{town.northgate.slug}/awards"
    return client.post(path, content, content_type="application/json", headers=headers)


def direct(town: Town) -> dict[str, Any]:
    version = studio(town)
    return {
        "achievement": version.definition.public_id,
        "version": 1,
        "name": "Ada Byron",
        "email": "ada@byron.example",
        "because": "I saw it.",
    }


def is_problem(answer: Any, status: int, code: str) -> bool:
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/problem+json", told
    return (answer.status_code, told["status"], told["code"]) == (status, status, code)


def test_a_met_decision_is_awarded_and_its_award_can_be_seen(town: Town) -> None:
    decision = met(town)
    client = signed_in(town.ruth)

    answer = post(client, town, {"decision": decision.public_id})

    told = answer.json()
    assert answer.status_code == 201
    assert (told["state"], told["standing"]) == ("released", "active")
    assert (told["valid_from"], told["valid_until"]) == ("2026-11-22T09:00:00Z", "2029-11-22T09:00:00Z")
    seen = client.get(f"/api/v1/organisations/{town.northgate.slug}/awards/{told['id']}")
    assert seen.json() == told


def test_an_award_can_be_attested(town: Town) -> None:
    answer = post(signed_in(town.ruth), town, direct(town))

    assert answer.status_code == 201
    assert answer.json()["credential"].startswith("urn:uuid:")


def test_the_answer_names_no_person_and_holds_no_credential(town: Town) -> None:
    answer = post(signed_in(town.ruth), town, direct(town))

    for secret in ("Ada", "ada@", "proof", "did:"):
        assert secret not in answer.content.decode()


def test_the_same_key_and_body_again_is_the_same_answer_byte_for_byte(town: Town) -> None:
    body, client = direct(town), signed_in(town.ruth)

    first, again = post(client, town, body), post(client, town, body)

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (count(Award), count(IdempotentReply)) == (1, 1)


def test_the_same_key_with_another_body_is_refused(town: Town) -> None:
    body, client = direct(town), signed_in(town.ruth)
    post(client, town, body)

    answer = post(client, town, {**body, "email": "grace@hopper.example"})

    assert is_problem(answer, 409, "CONFLICT")
    assert count(Award) == 1


def test_another_key_for_the_same_recipient_gives_the_credential_that_there_is(town: Town) -> None:
    body, client = direct(town), signed_in(town.ruth)

    first, again = post(client, town, body, "k-1"), post(client, town, body, "k-2")

    assert again.json() == first.json()
    assert count(Credential) == 1


def test_a_refusal_keeps_no_answer_so_the_request_can_be_sent_again(town: Town) -> None:
    version = studio(town)
    client = signed_in(town.ruth)
    town.northgate.held_because = "under review"
    town.northgate.save()
    body = {**direct_for(version.definition.public_id)}

    refused = post(client, town, body)
    town.northgate.held_because = ""
    town.northgate.save()
    answer = post(client, town, body)

    assert is_problem(refused, 403, "NOT_ALLOWED")
    assert answer.status_code == 201


def direct_for(achievement: str) -> dict[str, Any]:
    return {
        "achievement": achievement,
        "version": 1,
        "name": "Ada Byron",
        "email": "ada@byron.example",
        "because": "I saw it.",
    }


@pytest.mark.parametrize("key", [None, "", "x" * 201, "a\u0000b"])
def test_a_request_without_a_proper_key_is_malformed(town: Town, key: str | None) -> None:
    answer = post(signed_in(town.ruth), town, direct(town), key)

    assert is_problem(answer, 400, "MALFORMED")
    assert count(Award) == 0


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"email": "nobody"}, "/email"),
        ({"because": ""}, "/because"),
        ({"unknown": 1}, "/body/unknown"),
        ({"version": "one"}, "/body/version"),
        ({"decision": "0" * 32}, "/decision"),
    ],
)
def test_what_is_wrong_in_the_body_is_pointed_to(town: Town, change: dict[str, Any], where: str) -> None:
    answer = post(signed_in(town.ruth), town, {**direct(town), **change})

    assert is_problem(answer, 400, "MALFORMED")
    assert answer.json()["pointer"] == where
    assert count(Award) == 0


def test_bytes_that_are_no_json_are_malformed(town: Town) -> None:
    assert post(signed_in(town.ruth), town, "{").status_code == 400


def test_what_is_not_there_is_404(town: Town) -> None:
    client = signed_in(town.ruth)
    town.northgate  # noqa: B018 -- makes RUTH an issuer

    for number, body in enumerate([{"decision": "0" * 32}, direct_for("0" * 32)]):
        assert is_problem(post(client, town, body, f"k-{number}"), 404, "NOT_FOUND")
    assert client.get(f"/api/v1/organisations/{town.northgate.slug}/awards/{'0' * 32}").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("ana", 403), ("nadia", 403), ("otto", 404), ("stranger", 404)])
def test_only_an_issuer_of_the_organisation_awards(town: Town, name: str, status: int) -> None:
    body = {"decision": met(town).public_id}
    town.cloudvane  # noqa: B018 -- makes OTTO an issuer, elsewhere

    answer = post(signed_in(getattr(town, name)), town, body)

    assert answer.status_code == status
    assert (count(Award), count(IdempotentReply)) == (0, 0)


def test_a_decision_of_another_organisation_is_not_there(town: Town) -> None:
    decision = decided(town, studio(town), town.samantha)
    town.cloudvane  # noqa: B018 -- OTTO issues there

    path = f"/api/v1/organisations/{town.cloudvane.slug}/awards"
    answer = signed_in(town.otto).post(
        path,
        json.dumps({"decision": decision.public_id}),
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )

    assert is_problem(answer, 404, "NOT_FOUND")
    assert count(Award) == 0


def test_nobody_awards_without_signing_in(town: Town, client: Client) -> None:
    answer = post(client, town, direct(town))

    assert is_problem(answer, 403, "NOT_ALLOWED")
    assert count(Award) == 0


def test_a_request_that_another_site_forged_is_refused(town: Town) -> None:
    client = signed_in(town.ruth, enforce_csrf_checks=True)

    answer = post(client, town, direct(town))

    assert answer.status_code == 403
    assert count(Award) == 0


def test_the_description_names_the_header_as_it_is_sent(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/organisations/{slug}/awards"]["post"]

    assert [(each["in"], each["name"], each["required"]) for each in described["parameters"]] == [
        ("path", "slug", True),
        ("header", "Idempotency-Key", True),
    ]
