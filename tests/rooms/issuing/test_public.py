"""What verifiers fetch from us: keys and status lists, the same for everybody. And what nobody finds (row 40)."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assay.campus.issuing.documents import fetch_for, own_document
from assay.campus.issuing.models import IssuerKey, KeyPurpose, RevocationReason, StatusList
from assay.campus.issuing.revoke import ask
from assay.campus.people.tenancy import across_tenants, scope
from tests.rooms.issuing.earned import awarded, offer_letters, stored, token_of
from tests.rooms.town import Town


def addresses(town: Town) -> list[str]:
    with across_tenants():
        status_list = StatusList.objects.get()
    return [f"/issuers/{town.northgate.public_id}/did.json", f"/status/{status_list.public_id}"]


def test_keys_and_lists_are_served_with_their_media_types_to_scripts_of_any_site(town: Town, client: Client) -> None:
    awarded(town)

    did, status = (client.get(address) for address in addresses(town))

    assert did.json()["id"] == f"did:web:testserver.example:issuers:{town.northgate.public_id}"
    assert json.loads(status.content)["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert (did["Content-Type"], status["Content-Type"]) == ("application/did+json", "application/vc")
    assert did["Access-Control-Allow-Origin"] == status["Access-Control-Allow-Origin"] == "*"


def test_nobody_is_told_apart(town: Town, client: Client) -> None:
    """No cookie, no variation by cookie, the same bytes for an anonymous verifier and for the holder."""
    awarded(town)
    holder = Client(headers={"host": "testserver.example"})
    holder.force_login(town.samantha, backend="allauth.account.auth_backends.AuthenticationBackend")

    for address in addresses(town):
        anonymous, known = client.get(address), holder.get(address)
        assert anonymous.content == known.content
        for answer in (anonymous, known):
            assert not answer.cookies
            assert "Cookie" not in answer.get("Vary", "")


def test_no_cache_keeps_a_list_for_longer_than_a_minute(town: Town, client: Client) -> None:
    awarded(town)

    did, status = (client.get(address) for address in addresses(town))

    assert status["Cache-Control"] == "public, max-age=60"
    assert did["Cache-Control"] == "public, max-age=300"


def test_whoever_has_the_bytes_already_is_told_so_until_they_change(town: Town, client: Client) -> None:
    credential = awarded(town)
    _, address = addresses(town)
    tag = client.get(address)["ETag"]

    same = client.get(address, headers={"if-none-match": tag})
    ask(credential, RevocationReason.ERROR, "Wrong.", actor=town.ruth, at=town.tools.now(), tools=town.tools)
    changed = client.get(address, headers={"if-none-match": tag})

    assert (same.status_code, same.content) == (304, b"")
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def test_asking_for_them_costs_few_queries_and_writes_nothing(town: Town, client: Client) -> None:
    awarded(town)

    for address, most in zip(addresses(town), (2, 1), strict=True):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        assert len(asked) <= most
        assert all(query["sql"].startswith("SELECT") for query in asked)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_they_are_only_read(town: Town, client: Client, method: str) -> None:
    awarded(town)

    for address in addresses(town):
        assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("address", ["/issuers/{}/did.json", "/status/{}"])
def test_what_is_not_there_is_404(town: Town, client: Client, address: str) -> None:
    assert client.get(address.format("0" * 32)).status_code == 404


def test_our_own_documents_are_answered_without_the_network(town: Town) -> None:
    credential = awarded(town)
    base = "https://testserver.example"
    did, status = (base + address for address in addresses(town))
    achievement = json.loads(credential.signed)["credentialSubject"]["achievement"]["id"]

    fetch = fetch_for(town.tools)

    assert json.loads(fetch(did) or b"")["id"].endswith(town.northgate.public_id)
    assert json.loads(fetch(status) or b"")["id"] == status
    assert json.loads(fetch(achievement) or b"")["name"] == "Data Visualisation Studio"
    assert json.loads(fetch(achievement + ".json") or b"")["id"] == achievement


@pytest.mark.parametrize(
    "path", ["/", "/issuers/x/did.json", "/status/", "/achievements/" + "0" * 32 + "/v/1", "/status/" + "0" * 32 + "?a"]
)
def test_nothing_else_under_our_host_is_answered_and_nothing_of_it_is_fetched(town: Town, path: str) -> None:
    assert own_document("https://testserver.example" + path, tools=town.tools) is None
    assert fetch_for(town.tools)("https://testserver.example" + path) is None


def test_another_host_that_begins_like_ours_is_not_ours(town: Town) -> None:
    awarded(town)
    did, _ = addresses(town)

    assert own_document("https://testserver.example.evil.example" + did, tools=town.tools) is None


def test_a_crawl_without_signing_in_finds_no_private_id(town: Town, client: Client) -> None:
    """Every public page and everything it links to: no credential, no person, no index that belongs to anybody."""
    credential = stored(awarded(town))
    with scope(organisation=town.northgate):
        keys = [key.multikey for key in IssuerKey.objects.filter(purpose=KeyPurpose.CREDENTIALS)]
    private = {
        credential.uri,
        credential.uri.removeprefix("urn:uuid:"),
        credential.public_id,
        str(credential.id),
        credential.award.public_id,
        str(credential.award.id),
        token_of(offer_letters()[0]),
        f"#{credential.status_place.index}",
        "Samantha Okafor",
        "samantha.okafor",
        *(str(person.id) for person in (town.samantha, town.ana, town.ruth)),
        *(person.public_id for person in (town.samantha, town.ana, town.ruth)),
    }

    seen, wanted = set[str](), ["/", "/sitemap.xml", "/robots.txt", *addresses(town)]
    bodies = []
    while wanted:
        path = wanted.pop()
        if path in seen or path.startswith(("/static/", "/account/")) or len(seen) > 100:
            continue
        seen.add(path)
        answer = client.get(path, follow=True)
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        body = answer.getvalue().decode("utf-8", "replace") + head
        bodies.append(body)
        wanted += re.findall(r'(?:href|src)="(/[^"#?]*)', body)
        wanted += re.findall(r'https://testserver\.example(/[^"#?\s\\]*)', body)
    everything = "\n".join(bodies)

    assert len(seen) > 4
    assert keys[0] in everything, "the crawl has seen the keys"
    assert [each for each in private if each in everything] == []
