"""What must hold before the first request is answered: else what we acknowledge could be lost, or keys be read.

Each function raises ``Refused`` with one sentence that says what to change. Source: SQLite's and PostgreSQL's
documentation of the settings named; ``synchronous`` and ``fsync`` were measured with power cuts.
"""

import sqlite3
from collections.abc import Callable

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from assay.campus.site.configuration import Configuration, Mode
from assay.science.errors import Refused

# SQLite's number for synchronous=FULL; EXTRA, 3, is stricter still.
_FULL = 2
_WAL_SOUND_FROM = (3, 51, 3)
# setting: the values that lose nothing
_POSTGRESQL = {
    "fsync": {"on"},
    "synchronous_commit": {"on", "remote_apply"},
    "full_page_writes": {"on"},
    # After a failed fsync the kernel may have dropped the page: asking again and hearing "fine" is a lie.
    "data_sync_retry": {"off"},
}


def assert_configuration(configuration: Configuration, *, tls: bool = False) -> None:
    """Refuse what would be unsafe in production. ``tls``: we serve https ourselves, with a certificate made up."""
    if configuration.mode is not Mode.PRODUCTION:
        return
    if settings.DEBUG:
        raise Refused("production does not run with DEBUG: it shows strangers what is inside")
    if not configuration.is_https:
        raise Refused(
            f"production needs https, and ASSAY_ORIGIN is {configuration.origin}; write https://… and put a web server"
            " that does TLS in front"
        )
    if tls:
        raise Refused(
            "--tls makes a certificate that nobody trusts; in production put a web server that does TLS in front"
        )
    if not configuration.behind_proxy:
        raise Refused(
            "production listens without TLS, so a web server must stand in front; then say ASSAY_BEHIND_PROXY=1"
        )
    if configuration.kek_file.resolve().is_relative_to(configuration.data.resolve()):
        raise Refused(
            f"the key-encryption key {configuration.kek_file} lies in the data directory, where a copy would take"
            " it along with what it seals; set ASSAY_KEK_FILE to a file elsewhere"
        )
    if configuration.mail in {"file", "console"}:
        raise Refused("production sends mail: set ASSAY_MAIL to smtp://… or smtps://…; without mail nobody can sign in")


def assert_durable(connection: BaseDatabaseWrapper) -> None:
    """Refuse a database that may forget what it has acknowledged. In every mode."""
    if connection.vendor == "sqlite":
        _assert_sqlite(lambda name: _one(connection, f"PRAGMA {name}"), version=sqlite3.sqlite_version_info)
    else:
        _assert_postgresql(lambda name: _one(connection, f"SHOW {name}"))


def _assert_sqlite(ask: Callable[[str], object], *, version: tuple[int, ...]) -> None:
    if int(str(ask("synchronous"))) < _FULL:
        raise Refused("SQLite runs with synchronous below FULL, and a power cut would lose what was acknowledged")
    if str(ask("journal_mode")).lower() == "wal" and version < _WAL_SOUND_FROM:
        shown = ".".join(map(str, version))
        raise Refused(f"SQLite {shown} can corrupt a write-ahead log; use the rollback journal, or 3.51.3 or newer")


def _assert_postgresql(ask: Callable[[str], object]) -> None:
    for name, sound in _POSTGRESQL.items():
        found = str(ask(name))
        if found not in sound:
            wanted = " or ".join(sorted(sound))
            raise Refused(f"PostgreSQL runs with {name}={found}, and a crash would lose data; set it to {wanted}")


def _one(connection: BaseDatabaseWrapper, statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
