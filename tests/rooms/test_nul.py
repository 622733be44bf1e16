"""The letter that PostgreSQL keeps nowhere, in every place of every address: nothing is there, and nothing breaks."""

import re

import pytest
from django.test import Client

from assay.campus.people.roles import Role
from tests.rooms.test_matrix import PUBLIC, routes, signed_in
from tests.rooms.town import Town


def _with_nul(pattern: str, slug: str) -> str:
    """The address with the NUL in each place but the number of a version and the organisation of who asks."""
    known = {"slug": slug, "number": "1"}
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: known.get(found[1], "%00a"), pattern)
    return "/" + filled.replace("\\", "")


@pytest.mark.parametrize("slug", ["cloudvane", "%00"])
def test_attack_a_nul_in_an_address_is_no_server_error(town: Town, slug: str) -> None:
    assert town.cloudvane
    client = signed_in(town.otto)
    wrong = []
    for route, pattern in sorted(routes().items()):
        if "(?P" in pattern:  # an expression, which says itself what fits
            continue
        for method in (client.get, client.post):
            answer = method(_with_nul(pattern, slug))
            if answer.status_code >= 500:
                wrong.append((route, answer.status_code))

    assert wrong == []
    assert PUBLIC


def test_attack_a_nul_in_what_is_sent_is_no_server_error(town: Town) -> None:
    client: Client = signed_in(town.otto)
    slug, member = town.cloudvane.slug, town.otto.public_id
    award = {"name": "A\0", "email": "a\0@people.example", "because": "b\0", "award_key": "k\0"}
    sent = [
        client.post(f"/org/{slug}/members/{member}/{Role.ISSUER.value}/end", {"reason": "why\0"}),
        client.get("/achievements", {"q": "a\0b", "page": "\0"}),
        client.get("/api/v1/achievements", {"q": "a\0b"}),
        client.get(f"/org/{slug}/credentials", {"show": "\0"}),
        *(
            client.post(
                f"/api/v1/organisations/{slug}/awards",
                body,
                content_type="application/json",
                headers={"Idempotency-Key": "k"},
            )
            for body in ({"decision": "\0"}, {"achievement": "\0", "version": 1, **award})
        ),
        client.post("/me/account", {"name": "A\0"}),
        client.post("/org/new", {"name": "A\0", "kind": "vendor", "description": "\0"}),
        client.post("/account/login/", {"login": "a\0@people.example", "password": "\0"}),
    ]

    assert [each.status_code for each in sent if each.status_code >= 500] == []
