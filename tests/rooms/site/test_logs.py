"""The log tells what happened and keeps nobody's secrets."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog
from django.test import Client

from assay.campus.site.logs import configure_logs, redacted
from tests.rooms.town import Town

TOKEN = "qX3v9Lw2-Zk7RtYb_1NcPdSfGhJkM5a8eUoIx4TzW6"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to standard error, as JSON."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root = logging.getLogger()
    before, level = root.handlers, root.level
    configure_logs("json")
    yield written
    root.handlers = before
    root.setLevel(level)
    structlog.reset_defaults()


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_an_event_is_one_line_of_json(log: io.StringIO) -> None:
    structlog.get_logger("assay.x").info("happened", number=3)

    (line,) = lines(log)
    assert (line["event"], line["number"], line["level"], line["logger"]) == ("happened", 3, "info", "assay.x")
    assert str(line["timestamp"]).endswith("Z")


def test_text_is_for_people(log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", log)  # pytest puts its own back between fixture and test
    configure_logs("text")
    structlog.get_logger("assay.x").info("happened", number=3)

    assert "happened" in log.getvalue()
    assert not log.getvalue().startswith("{")


@pytest.mark.parametrize(
    "text",
    [
        "mail to ada@example.org failed",
        "GET /verify?token=abc&name=Ada",
        f"/s/{TOKEN}",
        f"/offers/{TOKEN}/accept",
        f"/invitations/{TOKEN}",
        f"a {TOKEN} b",
        'duplicate key: Key (email)=("ada@example.org")',
    ],
)
def test_attack_secrets_in_a_text_do_not_reach_the_log(log: io.StringIO, text: str) -> None:
    structlog.get_logger("assay.x").warning(text, why=text, nested={"deep": [text]})
    logging.getLogger("anything").error("%s", text)

    said = log.getvalue()
    assert "ada@" not in said
    assert TOKEN not in said
    assert "token=abc" not in said
    assert "name=Ada" not in said


@pytest.mark.parametrize("name", ["password", "token", "secret_key", "cookie", "Authorization", "code", "email", "key"])
def test_attack_what_is_called_a_secret_is_not_logged(log: io.StringIO, name: str) -> None:
    structlog.get_logger("assay.x").info("happened", **{name: "hunter2"})

    assert "hunter2" not in log.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "0191e7a2-5b1f-7c3d-9a4e-2f6b8d0c1e3a",  # a row's key
        "9f86d081884c7d659a2feaa0c55ad015",  # a public id
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",  # a digest
        "org/<slug:slug>/members",
        "2026-11-22T09:00:00Z",
        "Is it valid? Yes.",
    ],
)
def test_what_one_needs_to_find_a_fault_stays(text: str) -> None:
    assert redacted(text) == text


def test_attack_a_fault_shows_where_and_not_what_was_typed(log: io.StringIO) -> None:
    try:
        int(f"no such person: ada@example.org, token {TOKEN}")
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: /s/%s", TOKEN)

    (line,) = lines(log)
    assert "ValueError" in str(line["exception"])
    assert "ada@example.org" not in log.getvalue()
    assert TOKEN not in log.getvalue()


def test_attack_a_request_is_logged_by_its_route_without_token_or_query(
    log: io.StringIO, client: Client, town: Town
) -> None:
    client.get(f"/invitations/{TOKEN}?ref=ada@example.org")

    requests = [line for line in lines(log) if line["event"] == "request"]
    assert [(line["route"], line["status"]) for line in requests] == [("invitations/<str:token>", 404)]
    assert TOKEN not in log.getvalue()
    assert "ref=" not in log.getvalue()
