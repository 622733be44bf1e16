"""Which database, and that what it acknowledges is on disk."""

import sqlite3
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from assay.campus.site.configuration import Configuration
from assay.science.errors import Refused

# SQLite's WAL can be corrupted by a reset in 3.7.0 to 3.51.2; older ones keep the rollback journal, which cannot.
_WAL_IS_SOUND = sqlite3.sqlite_version_info >= (3, 51, 3)
# Longer than the longest queue of writers that we have seen behind one another; then an error, not a hang.
_BUSY_SECONDS = 30


def database_settings(configuration: Configuration) -> dict[str, Any]:
    """Django's settings for ``ASSAY_DATABASE``: "" is SQLite in the data directory, else ``postgresql://…``."""
    if not configuration.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(configuration.data / "assay.sqlite3"),
            "OPTIONS": {
                # A transaction that reads and then writes fails at once if it began as a reader, whatever the timeout.
                "transaction_mode": "IMMEDIATE",
                "timeout": _BUSY_SECONDS,
                # FULL: with NORMAL a power cut loses commits that were acknowledged.
                "init_command": f"PRAGMA journal_mode={'WAL' if _WAL_IS_SOUND else 'DELETE'};PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(configuration.database)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise Refused("ASSAY_DATABASE is empty for SQLite, or postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or parse_qs(parts.query).get("host", [""])[0],  # ?host=/run/… is a socket
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
