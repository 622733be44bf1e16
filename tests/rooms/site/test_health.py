"""Probes: alive at once, ready only when the work can be done."""

from pathlib import Path

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from assay.campus.people.tools import Tools
from assay.campus.site import health
from assay.science.errors import Refused


def test_it_is_alive_without_a_database_a_session_or_a_known_host() -> None:
    page = Client(headers={"host": "10.0.0.7"}).get("/livez")

    assert (page.status_code, page.content) == (200, b"alive\n")
    assert not page.cookies


def test_it_is_ready_when_everything_is_there(db: None, tools: Tools) -> None:
    page = Client(headers={"host": "10.0.0.7"}).get("/readyz")

    assert page.status_code == 200
    assert page.json() == {
        "ready": True,
        "checks": {"database": "ok", "migrations": "ok", "keys": "ok", "files": "ok"},
    }


def test_it_is_not_ready_while_a_migration_is_missing(db: None, tools: Tools) -> None:
    MigrationRecorder.Migration.objects.filter(app="wallet").delete()

    page = Client().get("/readyz")

    assert (page.status_code, page.json()["checks"]["migrations"]) == (503, "missing: run ./run manage migrate")


def test_it_is_not_ready_when_nothing_can_be_written(
    db: None, tools: Tools, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(health, "settings", _Settings(tmp_path / "not" / "there"))

    page = Client().get("/readyz")

    assert (page.status_code, page.json()["checks"]["files"]) == (503, "cannot be written")


def test_it_is_not_ready_when_the_keys_do_not_open(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked() -> Tools:
        raise Refused("sealed under another key")

    monkeypatch.setattr(health, "tools", locked)

    page = Client().get("/readyz")

    assert (page.status_code, page.json()["checks"]["keys"]) == (503, "do not open")
    assert b"sealed under" not in page.content


def test_a_database_out_of_reach_is_told_and_is_no_error_page(monkeypatch: pytest.MonkeyPatch, tools: Tools) -> None:
    from django.db import OperationalError  # noqa: PLC0415 -- beside its only use

    class Down:
        def cursor(self) -> None:
            raise OperationalError("connection refused")

    monkeypatch.setattr(health, "connection", Down())
    monkeypatch.setattr(health, "_migrations", lambda: "unknown")

    page = Client().get("/readyz")

    assert (page.status_code, page.json()["checks"]["database"]) == (503, "out of reach")


class _Settings:
    def __init__(self, data: Path) -> None:
        self.CONFIGURATION = self
        self.data = data
