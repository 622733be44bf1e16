"""A snapshot of the database in one file, and the way back."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from assay.campus.site.configuration import Configuration
from assay.campus.site.database import database_settings
from assay.science.errors import MalformedDocument, Refused, Unavailable


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that is in use, as of one moment.

    Raises ``Refused`` if there is none, ``MalformedDocument`` if it is damaged, ``Unavailable`` if it cannot be copied.
    """
    if not source.is_file():
        raise Refused(f"there is no database {source}; is ASSAY_DATA right?")
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=60)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
        check_sqlite(target)
    except sqlite3.Error as error:
        raise Unavailable(str(source), f"the database could not be copied: {error}") from error


def check_sqlite(path: Path) -> None:
    """Raise ``MalformedDocument`` unless SQLite finds the whole file sound."""
    try:
        with closing(sqlite3.connect(path)) as database:
            said = database.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise MalformedDocument(f"{path} is no database, or it was damaged: {error}") from error
    if said != "ok":
        raise MalformedDocument(f"the database {path} is damaged: {str(said)[:200]}")


def dump_postgresql(configuration: Configuration, target: Path) -> None:
    """Write the database in pg_dump's custom format, as of one moment. Raises ``Refused`` where there is no pg_dump."""
    words = ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    _run("pg_dump", words, configuration)


def restore_postgresql(configuration: Configuration, source: Path) -> None:
    """Fill an empty database, all or nothing. Raises ``Refused`` if it has tables, or pg_restore is not installed."""
    facts = database_settings(configuration)
    count = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    listed = _run("psql", ["-Atc", count, "-d", facts["NAME"]], configuration)
    if listed.strip() != "0":
        raise Refused("the database of ASSAY_DATABASE has tables; restore into an empty one")
    words = [
        "--exit-on-error",
        "--single-transaction",
        "--no-owner",
        "--no-privileges",
        "-d",
        facts["NAME"],
        str(source),
    ]
    _run("pg_restore", words, configuration)


def _run(program: str, words: list[str], configuration: Configuration) -> str:
    path = shutil.which(program)
    if path is None:
        raise Refused(
            f"{program} is not on PATH; install PostgreSQL's client programs (Debian: postgresql-client), no older than"
            " the server"
        )
    # The password goes by the environment: a command line is seen by everybody on the machine.
    environment = {**os.environ, **_libpq(database_settings(configuration))}
    ran = subprocess.run([path, *words], env=environment, capture_output=True, check=False)  # noqa: S603 -- found above
    if ran.returncode:
        raise Unavailable(program, ran.stderr.decode(errors="replace").strip()[:500])
    return ran.stdout.decode(errors="replace")


def _libpq(facts: dict[str, Any]) -> dict[str, str]:
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {variable: str(facts[name]) for variable, name in names.items() if facts[name]}
