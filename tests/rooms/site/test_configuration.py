"""The settings: each is checked when it is read, and a mistake names the setting and what it may be."""

from pathlib import Path

import pytest

from assay.campus.site.configuration import Configuration, Mode
from assay.campus.site.database import database_settings
from assay.campus.site.mail import mail_settings
from assay.science.errors import Refused


def test_without_any_setting_it_is_one_box(tmp_path: Path) -> None:
    found = Configuration.read({"ASSAY_DATA": str(tmp_path)})

    assert (found.mode, found.origin, found.host) == (Mode.EMBEDDED, "http://localhost:8000", "localhost:8000")
    assert (found.kek_file, found.listen, found.workers) == (tmp_path / "kek", ("127.0.0.1", 8000), 1)
    assert database_settings(found)["NAME"] == str(tmp_path / "assay.sqlite3")
    assert mail_settings(found)["EMAIL_FILE_PATH"] == str(tmp_path / "mail")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ASSAY_MODE", "debug", "demo, embedded, production"),
        ("ASSAY_ORIGIN", "assay.example", "https://assay.example"),
        ("ASSAY_ORIGIN", "https://assay.example/path", "https://assay.example"),
        ("ASSAY_ORIGIN", "ftp://assay.example", "https://assay.example"),
        ("ASSAY_ORIGIN", "https://assay.example?x=1", "https://assay.example"),
        ("ASSAY_ORIGIN", "https://user:pw@assay.example", "https://assay.example"),
        ("ASSAY_ORIGIN", "https://assay.example:99999", "https://assay.example"),
        ("ASSAY_PORT", "80a", "1 to 65535"),
        ("ASSAY_PORT", "0", "1 to 65535"),
        ("ASSAY_PORT", "٣", "1 to 65535"),
        ("ASSAY_WORKERS", "0", "1 to 64"),
        ("ASSAY_MAIL", "smtp", "smtp://user:password@host:port"),
        ("ASSAY_LOG", "xml", "text, json"),
        ("ASSAY_BEHIND_PROXY", "yes", "1"),
        ("ASSAY_LISTEN", "everywhere", "an IP address"),
    ],
)
def test_a_setting_that_is_wrong_is_named_with_what_it_may_be(name: str, value: str, told: str) -> None:
    with pytest.raises(Refused) as refusal:
        Configuration.read({name: value})

    assert refusal.value.reason.startswith(name)
    assert told in refusal.value.reason


@pytest.mark.parametrize("value", ["smtp:user:hunter2@mail", "hunter2@mail"])
def test_attack_a_wrong_mail_setting_does_not_show_its_password(value: str) -> None:
    with pytest.raises(Refused) as refusal:
        Configuration.read({"ASSAY_MAIL": value})

    assert "hunter2" not in refusal.value.reason


def test_a_database_that_is_not_postgresql_is_refused() -> None:
    with pytest.raises(Refused, match="postgresql://"):
        database_settings(Configuration.read({"ASSAY_DATABASE": "mysql://root@db/assay"}))


def test_a_postgresql_address_is_taken_apart() -> None:
    found = database_settings(Configuration.read({"ASSAY_DATABASE": "postgresql://as%40say:p%2Fw@db.example:5433/ass"}))

    assert [found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "as@say",
        "p/w",
        "db.example",
        "5433",
        "ass",
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("smtps://u:p%40@mail.example", ("mail.example", 465, "p@", True, False)),
        ("smtp://u:p@mail.example", ("mail.example", 587, "p", False, True)),
        ("smtp://localhost:25", ("localhost", 25, "", False, False)),
    ],
)
def test_a_password_for_mail_travels_inside_tls(value: str, expected: tuple[object, ...]) -> None:
    found = mail_settings(Configuration.read({"ASSAY_MAIL": value}))

    names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD", "EMAIL_USE_SSL", "EMAIL_USE_TLS")
    assert tuple(found[name] for name in names) == expected
