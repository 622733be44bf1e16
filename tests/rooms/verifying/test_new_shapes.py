"""How many new shapes of documents one visitor may have us learn. All of them are verified."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from assay.campus.people.tools import Tools
from assay.campus.site import wiring
from assay.campus.verifying.rate import NEW_SHAPES_PER_MINUTE
from assay.campus.verifying.verify import verify_bytes
from assay.science.securing import contexts, shapes
from assay.science.verification.report import Verdict
from tests.cast import BRUNEL, GRACE, MALLORY, WELDING_BASICS
from tests.rooms.town import Town
from tests.rooms.wallet.kept import shared
from tests.world import World, signed

WORLD = World().with_issuer(BRUNEL)
PLAIN = WORLD.composed(WELDING_BASICS, to=GRACE, revocable=False)


def badge(tags: int, **members: Any) -> str:
    """Of a shape of its own for every number of tags."""
    subject = PLAIN["credentialSubject"]
    tagged = {**subject["achievement"], "tag": [f"part {each}" for each in range(tags)]}
    return json.dumps(signed({**PLAIN, **members, "credentialSubject": {**subject, "achievement": tagged}}))


MANY = [badge(tags) for tags in range(1, NEW_SHAPES_PER_MINUTE + 2)]


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The minute that visitors are counted in does not end while a test runs."""
    monkeypatch.setattr(time, "time", lambda: 1_795_338_000.0)


@pytest.fixture(autouse=True)
def online(tools: Tools) -> Iterator[None]:
    """The issuer's documents can be had, and no shape is known yet."""
    shapes.forget(contexts.bundled())
    with wiring.using(replace(tools, fetch=lambda: WORLD.documents.get)):
        yield
    shapes.forget(contexts.bundled())


def learned() -> int:
    return shapes.known(contexts.bundled())


def is_known(text: str) -> bool:
    return shapes.recognise(text, contexts.bundled()) is not None


def by_the_api(client: Client, text: str, **meta: str) -> str:
    answer = client.post("/api/v1/verify", data=text, content_type="application/json", **meta)  # type: ignore[arg-type]  # meta is of WSGI
    return str(answer.json()["verdict"])


def test_attack_ever_new_shapes_are_all_verified_and_ten_a_minute_learned(client: Client) -> None:
    verdicts = [by_the_api(client, each) for each in MANY]

    assert verdicts == ["VALID"] * 11
    assert learned() == 10
    assert [is_known(each) for each in MANY] == [True] * 10 + [False]


def test_the_page_counts_together_with_the_api(client: Client, db: None) -> None:
    for each in MANY[:5]:
        by_the_api(client, each)
    pages = [client.post("/verify", {"text": each}).content.decode() for each in MANY[5:]]

    assert all('data-verdict="VALID"' in page for page in pages)
    assert [is_known(each) for each in MANY] == [True] * 10 + [False]


def test_attack_one_visitor_does_not_use_up_what_another_may_have_learned(client: Client) -> None:
    for each in MANY:
        by_the_api(client, each, REMOTE_ADDR="198.51.100.7")

    assert by_the_api(client, MANY[-1], REMOTE_ADDR="198.51.100.8") == "VALID"
    assert is_known(MANY[-1])


def test_a_known_shape_is_not_counted_however_often_it_comes(client: Client) -> None:
    for _ in range(20):
        by_the_api(client, MANY[0])
    for each in MANY[1:10]:
        by_the_api(client, each)

    assert learned() == 10


def test_the_shape_of_a_status_list_counts_as_well(client: Client) -> None:
    revocable = json.dumps(signed(WORLD.composed(WELDING_BASICS, to=GRACE)))
    for each in MANY[:9]:
        by_the_api(client, each)

    assert by_the_api(client, revocable) == "VALID"

    assert is_known(revocable)
    assert not is_known(WORLD.documents[BRUNEL.status_url].decode())


def test_attack_what_its_issuer_did_not_sign_is_counted_and_never_kept(client: Client) -> None:
    forged = [badge(tags, issuer={**PLAIN["issuer"], "id": MALLORY.id}) for tags in range(1, 11)]

    assert {by_the_api(client, each) for each in forged} == {"INVALID"}
    assert by_the_api(client, MANY[-1]) == "VALID"

    assert learned() == 0


def test_a_door_that_counts_nobody_learns_nothing(tools: Tools) -> None:
    online = replace(tools, fetch=lambda: WORLD.documents.get)

    assert verify_bytes(MANY[0].encode(), at=tools.now(), tools=online).report.verdict is Verdict.VALID

    assert learned() == 0


def test_what_we_have_signed_ourselves_is_learned_whoever_looks_at_it(town: Town, client: Client) -> None:
    share = shared(town)
    for each in MANY:
        by_the_api(client, each)

    assert client.get(f"/s/{share.token}").status_code == 200

    assert is_known(share.holding.credential.signed)
