"""What is refused before the first request: settings, databases and files with which something would be lost."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from assay.campus.site import assertions
from assay.campus.site.assertions import assert_configuration, assert_durable
from assay.campus.site.configuration import Configuration
from assay.campus.site.database import database_settings
from assay.campus.site.host_name import fix_host
from assay.campus.site.secret_key import secret_key
from assay.science.errors import Refused

SOUND = {
    "ASSAY_MODE": "production",
    "ASSAY_ORIGIN": "https://assay.example",
    "ASSAY_BEHIND_PROXY": "1",
    "ASSAY_MAIL": "smtps://user:password@mail.example",
    "ASSAY_DATA": "/srv/assay",
    "ASSAY_KEK_FILE": "/etc/assay/kek",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_sync_retry": "off"}


def test_a_sound_production_is_let_through() -> None:
    assert_configuration(Configuration.read(SOUND))


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"ASSAY_ORIGIN": "http://assay.example"}, "https"),
        ({"ASSAY_BEHIND_PROXY": ""}, "ASSAY_BEHIND_PROXY=1"),
        ({"ASSAY_KEK_FILE": "/srv/assay/kek"}, "ASSAY_KEK_FILE"),
        ({"ASSAY_KEK_FILE": "/srv/assay/../assay/deep/kek"}, "ASSAY_KEK_FILE"),
        ({"ASSAY_MAIL": "file"}, "ASSAY_MAIL"),
        ({"ASSAY_MAIL": "console"}, "ASSAY_MAIL"),
    ],
)
def test_production_refuses_what_would_be_unsafe(other: Mapping[str, str], told: str) -> None:
    with pytest.raises(Refused, match=told):
        assert_configuration(Configuration.read({**SOUND, **other}))

    assert_configuration(Configuration.read({**SOUND, **other, "ASSAY_MODE": "embedded"}))


def test_production_refuses_a_certificate_that_nobody_trusts() -> None:
    with pytest.raises(Refused, match="--tls"):
        assert_configuration(Configuration.read(SOUND), tls=True)


def test_attack_a_link_does_not_lead_the_key_out_of_the_data_directory(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "elsewhere").symlink_to(tmp_path / "data")
    settings = {"ASSAY_DATA": str(tmp_path / "data"), "ASSAY_KEK_FILE": str(tmp_path / "elsewhere" / "kek")}

    with pytest.raises(Refused, match="ASSAY_KEK_FILE"):
        assert_configuration(Configuration.read({**SOUND, **settings}))


def test_sqlite_as_the_platform_opens_it_is_durable(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    settings = database_settings(Configuration.read({"ASSAY_DATA": str(tmp_path)}))
    opened = ConnectionHandler({"default": settings})["default"]

    with django_db_blocker.unblock():
        assert_durable(opened)
        with opened.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone()[0] == 2  # FULL
        opened.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fsync", "off"),
        ("synchronous_commit", "off"),
        ("synchronous_commit", "local"),
        ("full_page_writes", "off"),
        ("data_sync_retry", "on"),
    ],
)
def test_a_postgresql_that_may_forget_is_refused_by_name(name: str, value: str) -> None:
    assertions._assert_postgresql(DURABLE.__getitem__)  # noqa: SLF001 -- the rule without a server of each kind

    with pytest.raises(Refused, match=f"{name}={value}"):
        assertions._assert_postgresql({**DURABLE, name: value}.__getitem__)  # noqa: SLF001 -- as above


@pytest.mark.parametrize(
    ("synchronous", "journal", "version", "sound"),
    [
        (2, "delete", (3, 40, 1), True),
        (2, "wal", (3, 51, 3), True),
        (3, "wal", (3, 60, 0), True),
        (2, "wal", (3, 51, 2), False),
        (1, "delete", (3, 51, 3), False),
        (0, "delete", (3, 51, 3), False),
    ],
)
def test_an_sqlite_that_may_forget_is_refused(
    *, synchronous: int, journal: str, version: tuple[int, ...], sound: bool
) -> None:
    answers = {"synchronous": synchronous, "journal_mode": journal}

    if sound:
        assertions._assert_sqlite(answers.__getitem__, version=version)  # noqa: SLF001 -- as above
    else:
        with pytest.raises(Refused):
            assertions._assert_sqlite(answers.__getitem__, version=version)  # noqa: SLF001 -- as above


def test_a_file_written_with_our_settings_says_so_itself(tmp_path: Path) -> None:
    """Asked with SQLite's own library: the journal of this machine's version is the one that cannot be corrupted."""
    from assay.campus.site.database import database_settings  # noqa: PLC0415 -- beside what it is about

    command = database_settings(Configuration.read({"ASSAY_DATA": str(tmp_path)}))["OPTIONS"]["init_command"]
    with closing(sqlite3.connect(tmp_path / "x.sqlite3")) as database:
        database.executescript(command)
        journal = database.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = database.execute("PRAGMA synchronous").fetchone()[0]

    assert synchronous == 2
    assert journal == ("wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "delete")


def test_the_host_is_fixed_at_the_first_start(tmp_path: Path) -> None:
    for _ in range(2):
        fix_host(tmp_path / "data", "assay.example")

    with pytest.raises(Refused, match=r"belongs to assay\.example, and ASSAY_ORIGIN says evil\.example"):
        fix_host(tmp_path / "data", "evil.example")
    assert (tmp_path / "data" / "host").read_text() == "assay.example\n"


def test_the_secret_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    first = secret_key(tmp_path / "data")

    assert secret_key(tmp_path / "data") == first
    assert len(first) >= 64
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o077 == 0


def test_attack_a_secret_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    secret_key(tmp_path)
    (tmp_path / "secret-key").chmod(0o640)

    with pytest.raises(Refused, match="chmod 600"):
        secret_key(tmp_path)


@pytest.mark.parametrize("content", ["", "changeme", "x" * 42])
def test_attack_a_secret_key_that_could_be_guessed_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret-key").write_text(content)
    (tmp_path / "secret-key").chmod(0o600)

    with pytest.raises(Refused, match="holds no secret key"):
        secret_key(tmp_path)
