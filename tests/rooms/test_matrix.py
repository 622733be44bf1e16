"""Every address × everybody who has nothing to do there: 404. Every unsafe request without its token: refused.

The rows come from the URL table itself: a new route fails here until it says whose it is (``PUBLIC``, ``Land``).
Attack 34: foreign objects, also under one's own organisation's address.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from assay.campus.assessing.models import Attempt, EvidenceItem
from assay.campus.assessing.resubmit import resubmit
from assay.campus.catalogue.draft import next_draft
from assay.campus.issuing.models import Offer, RevocationReason
from assay.campus.issuing.revoke import ask
from assay.campus.people.invite import invite
from assay.campus.people.models import Person
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import across_tenants
from assay.campus.wallet.answer import accept
from assay.campus.wallet.share import make_share
from tests.rooms.issuing.earned import awarded, decided, met, studio
from tests.rooms.town import Town

ROOMS = {"people", "catalogue", "assessing", "issuing", "wallet", "verifying", "api"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Open to everybody, or to whoever has the secret that stands in the address.
PUBLIC = {
    "api:achievement",
    "api:achievements",
    "api:api-root",
    "api:openapi-json",
    "api:openapi-view",
    "api:verify_badge",
    "assessing:start",  # anybody who has signed in may begin
    "catalogue:badge_png",
    "catalogue:badge_svg",
    "catalogue:browse",
    "catalogue:issuer",
    "catalogue:latest",
    "catalogue:rubric",
    "catalogue:rubric_json",
    "catalogue:version",
    "catalogue:version_json",
    "issuing:did",
    "issuing:status",
    "people:invitation",
    "verifying:verify",
    "wallet:embed",
    "wallet:offer",
    "wallet:share",
    "wallet:share_certificate",
    "wallet:share_json",
    "wallet:share_preview",
    "wallet:share_record",
    "wallet:share_svg",
}
# One's own page, which has nothing of anybody else's in its address.
OWN = {"assessing:my_learning", "people:account", "people:found", "wallet:credentials"}
# The answer depends on the bytes that are sent and on nothing else, so a foreign page gains nothing by sending them.
WITHOUT_TOKEN = {"api:verify_badge"}


@cache
def routes() -> dict[str, str]:
    """Every named route of our rooms, with its pattern."""
    return {name: pattern for name, pattern in _walk(get_resolver(), "", "") if name.partition(":")[0] in ROOMS}


def _walk(resolver: URLResolver, before: str, room: str) -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each, pattern, each.namespace or room)
        else:
            yield f"{room}:{each.name}", pattern


@dataclass(frozen=True)
class Land:
    """Northgate with one of everything, and where each route leads when it leads to those."""

    town: Town
    where: dict[str, dict[str, Any]]
    owners: dict[str, Person]

    def address(self, route: str, **other: Any) -> str:
        return reverse(route, kwargs={**self.where[route], **other})


@pytest.fixture
def land(town: Town) -> Land:
    """Everything that a route can lead to, made by the real verbs."""
    at, tools = town.tools.now(), town.tools
    northgate = town.northgate.slug
    version = studio(town)
    credential = awarded(town, version=version)
    with across_tenants():
        offer = Offer.objects.select_related("credential").get(credential=credential)
    holding = accept(offer, person=town.samantha, at=at)
    share = make_share(
        holding, actor=town.samantha, label="Leo", expires_at=None, with_record=True, with_name=False, at=at
    )
    waiting = met(town, learner=town.priya, version=version)
    second = town.person("Second Learner")
    failed = decided(town, version, second, (1, 1))
    with across_tenants():
        again = resubmit(failed.attempt.submission, actor=second, at=at)
        attempt = Attempt.objects.get(submission__learner=town.samantha)
        item = EvidenceItem.objects.filter(attempt=attempt).first()
        mine = attempt.submission.public_id
        open_offer_to = town.person("Third Learner")
        open_offer = Offer.objects.get(credential=awarded(town, learner=open_offer_to, version=version))
    assert item is not None
    assert again.state == "draft"
    next_draft(version.definition, actor=town.weiss, at=at)
    invitation = invite(town.northgate, "new@people.example", Role.ASSESSOR, actor=town.nadia, at=at, tools=tools)
    ask(credential, RevocationReason.ERROR, "typing error", actor=town.ruth, at=at, tools=tools)
    definition = {"slug": northgate, "public_id": version.definition.public_id}
    person = {"slug": northgate, "public_id": town.ana.public_id, "role": "assessor"}
    held = {"public_id": holding.public_id}
    where: dict[str, dict[str, Any]] = {
        **{f"people:{name}": {"slug": northgate} for name in ("organisation", "facts", "members", "invite")},
        "people:withdraw_invitation": {"slug": northgate, "public_id": invitation.public_id},
        "people:end_role": person,
        **{f"catalogue:{name}": {"slug": northgate} for name in ("definitions", "new")},
        **{f"catalogue:{name}": definition for name in ("edit", "publish", "next", "retire", "bring_back", "discard")},
        **{
            f"assessing:{name}": {"public_id": mine}
            for name in ("submission", "submit", "take_back", "resubmit", "withdraw", "take_up")
        },
        "assessing:evidence": {"public_id": mine, "requirement_id": "context"},
        **{f"assessing:{name}": {"public_id": item.public_id} for name in ("evidence_file", "remove")},
        **{f"assessing:{name}": {"slug": northgate} for name in ("queue", "reviews")},
        **{
            f"assessing:{name}": {"slug": northgate, "public_id": attempt.public_id}
            for name in ("review", "take", "put_back", "decide")
        },
        **{f"issuing:{name}": {"slug": northgate} for name in ("credentials", "award")},
        "issuing:release": {"slug": northgate, "public_id": waiting.public_id},
        **{
            f"issuing:{name}": {"slug": northgate, "public_id": credential.public_id}
            for name in ("credential", "revoke", "confirm", "drop", "correct")
        },
        "api:award": {"slug": northgate},
        "api:see_award": {"slug": northgate, "public_id": credential.award.public_id},
        **{
            f"wallet:{name}": held
            for name in ("certificate", "credential", "record", "make_certificate", "shares", "key")
        },
        "wallet:download": {**held, "kind": "json"},
        "wallet:revoke_share": {**held, "share_id": share.public_id},
        **{f"wallet:{name}": {"public_id": open_offer.credential.public_id} for name in ("accept", "decline")},
    }
    owners = {"wallet:accept": open_offer_to, "wallet:decline": open_offer_to}
    return Land(town, where, owners)


# A request that reads its body before it asks who sends it gets one that it can read.
BODIES: dict[str, dict[str, Any]] = {
    "api:award": {
        "data": '{"achievement": "0", "version": 1, "name": "A", "email": "a@people.example", "because": "b"}',
        "content_type": "application/json",
        "headers": {"Idempotency-Key": "1"},
    }
}


def signed_in(person: Person | None, *, strict: bool = False) -> Client:
    client = Client(headers={"host": "testserver.example"}, enforce_csrf_checks=strict)
    if person is not None:
        client.force_login(person, backend=BACKEND)
    return client


def test_every_route_says_whose_it_is(land: Land) -> None:
    assert sorted(set(routes()) - PUBLIC - OWN - set(land.where)) == []
    assert sorted((PUBLIC | OWN | set(land.where)) - set(routes())) == []


def test_attack_34_whoever_has_nothing_to_do_there_gets_404(land: Land) -> None:
    town = land.town
    outsiders = [town.stranger, town.otto, town.priya]
    assert town.cloudvane
    wrong = []
    for route in sorted(land.where):
        address = land.address(route)
        for person in outsiders:
            client = signed_in(person)
            for method in ("get", "post"):
                status = _status(client, method, route, address)
                if status not in (404, 405):
                    wrong.append((route, person.name, method, status))

    assert wrong == []


def test_attack_34_a_foreign_object_is_404_under_ones_own_organisation_too(land: Land) -> None:
    slug = land.town.cloudvane.slug
    client = signed_in(land.town.otto)
    wrong = []
    for route, kwargs in sorted(land.where.items()):
        if "slug" not in kwargs or len(kwargs) == 1:
            continue
        for method in ("get", "post"):
            status = _status(client, method, route, land.address(route, slug=slug))
            if status not in (404, 405):
                wrong.append((route, method, status))

    assert wrong == []


def test_whoever_has_not_signed_in_is_asked_to_or_gets_404(land: Land) -> None:
    client = signed_in(None)
    wrong = []
    for route in sorted(land.where):
        for method in ("get", "post"):
            answer = getattr(client, method)(land.address(route))
            asked_to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/")
            refused = answer.status_code in (401, 403, 404, 405)
            if not asked_to_sign_in and not (
                refused and (route.startswith("api:") or answer.status_code in (404, 405))
            ):
                wrong.append((route, method, answer.status_code))

    assert wrong == []


def test_a_member_without_the_role_is_told_so_and_nothing_happens(land: Land) -> None:
    town = land.town
    roles = {
        "catalogue": [town.ana, town.ruth],
        "assessing": [town.weiss, town.nadia],
        "issuing": [town.weiss, town.ana, town.nadia],
    }
    wrong = []
    for route, kwargs in sorted(land.where.items()):
        room = route.partition(":")[0]
        if "slug" not in kwargs or room not in roles:
            continue
        for person in roles[room]:
            status = signed_in(person).post(land.address(route)).status_code
            if status not in (403, 404, 405):
                wrong.append((route, person.name, status))

    assert wrong == []


def test_attack_37_every_unsafe_request_needs_its_token(land: Land) -> None:
    town = land.town
    people = [town.samantha, town.nadia, town.weiss, town.ana, town.ruth]
    wrong = []
    for route in sorted(set(routes()) - WITHOUT_TOKEN):
        kwargs = land.where.get(route, {})
        if set(kwargs) != _parameters(routes()[route]):
            kwargs = dict.fromkeys(_parameters(routes()[route]), "1")
        for person in people:
            answer = signed_in(person, strict=True).post(reverse(route, kwargs=kwargs))
            if answer.status_code not in (403, 404, 405):
                wrong.append((route, person.name, answer.status_code))

    assert wrong == []


def _status(client: Client, method: str, route: str, address: str) -> int:
    status: int = getattr(client, method)(address, **(BODIES.get(route, {}) if method == "post" else {})).status_code
    return status


def _parameters(pattern: str) -> set[str]:
    return set(re.findall(r"<(?:\w+:)?(\w+)>", pattern))
