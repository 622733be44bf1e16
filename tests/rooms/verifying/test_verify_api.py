"""``POST /api/v1/verify`` gives the same answer as the command for the same bytes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from assay.campus.people.tools import Tools
from assay.campus.site import wiring
from assay.cli.main import main
from tests.cast import BRUNEL, GRACE, WELDING_BASICS
from tests.world import World, signed

pytestmark = pytest.mark.django_db
WORLD = World().with_issuer(BRUNEL)
BADGE = json.dumps(signed(WORLD.composed(WELDING_BASICS, to=GRACE)))


@pytest.fixture
def online(tools: Tools) -> Iterator[None]:
    with wiring.using(replace(tools, fetch=lambda: WORLD.documents.get)):
        yield


def asked(client: Client, body: bytes, kind: str = "application/json") -> Any:
    return client.post("/api/v1/verify", body, content_type=kind)


def test_a_genuine_badge_is_valid(client: Client, online: None) -> None:
    answer = asked(client, BADGE.encode())

    assert answer.status_code == 200
    assert answer.json()["verdict"] == "VALID"


def test_the_answer_is_that_of_the_command_for_the_same_bytes(
    client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "badge.json"
    file.write_text(BADGE)
    main(["verify", "--offline", "--json", "--now", "2026-11-22T09:00:00Z", str(file)])
    told = json.loads(capsys.readouterr().out)

    answer = asked(client, BADGE.encode())

    assert answer.json() == told


@pytest.mark.parametrize("body", [b"", b"hello", b"{", b"\xff\xfe", b"{}" * 10])
def test_bytes_that_cannot_be_read_are_invalid_with_a_status_of_the_400s(client: Client, body: bytes) -> None:
    answer = asked(client, body, "application/octet-stream")

    assert answer.status_code == 400
    assert answer.json()["verdict"] == "INVALID"


def test_no_account_no_token_and_no_cookie_are_needed(online: None) -> None:
    strict = Client(headers={"host": "testserver.example"}, enforce_csrf_checks=True)

    answer = strict.post("/api/v1/verify", BADGE, content_type="application/json")

    assert answer.status_code == 200
    assert not answer.cookies


def test_more_than_five_megabytes_are_too_large(client: Client) -> None:
    answer = asked(client, b" " * ((5 << 20) + 1))

    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "TOO_LARGE"


def test_too_many_in_a_minute_are_refused_as_a_problem(client: Client) -> None:
    answers = [asked(client, b"{}") for _ in range(61)]

    assert answers[-1].status_code == 429
    assert answers[-1].json()["code"] == "TOO_MANY"
