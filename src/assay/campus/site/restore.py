"""Make a data directory from a backup, all of it or nothing."""

import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from assay.adapters.durable_files import make_durable, make_folder
from assay.campus.site import archive
from assay.campus.site.archive import Manifest
from assay.campus.site.configuration import Configuration
from assay.campus.site.database_copies import check_sqlite, restore_postgresql
from assay.science.errors import Refused, Unavailable


def restore(configuration: Configuration, file: Path) -> Manifest:
    """Fill ``ASSAY_DATA``, which must be empty or not there. Every file is held to its digest before any is used.

    Raises ``Refused`` for a directory with anything in it, or a backup of the other kind of database;
    ``MalformedDocument`` for a damaged backup, ``Unavailable`` when it cannot be written.
    Not done: the key-encryption key. It is not in the backup; put it where ASSAY_KEK_FILE says.
    """
    data = configuration.data
    if data.exists() and any(data.iterdir()):
        raise Refused(f"{data} is not empty, and nothing is overwritten; choose another ASSAY_DATA")
    make_folder(data.parent)
    staged = data.with_name(f".{data.name}.{secrets.token_hex(8)}")
    staged.mkdir(mode=0o700)
    try:
        # (1) All files, each compared with the manifest.
        manifest = archive.unpack(file, staged)
        # (2) The database: a sound one, of the kind that the settings ask for.
        _place_database(configuration, staged)
        # (3) The name: from here on it is the data directory.
        with suppress(FileNotFoundError):
            data.rmdir()
        staged.rename(data)
        make_durable(data.parent)
    except OSError as error:
        raise Unavailable(str(data), f"the backup could not be restored: {error.strerror}") from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return manifest


def _place_database(configuration: Configuration, staged: Path) -> None:
    sqlite, dump = staged / archive.SQLITE, staged / archive.POSTGRESQL
    if configuration.database:
        if not dump.is_file():
            raise Refused("this backup is of an SQLite database, and ASSAY_DATABASE names a PostgreSQL one")
        restore_postgresql(configuration, dump)
        dump.unlink()
        return
    if not sqlite.is_file():
        raise Refused("this backup is of a PostgreSQL database; name an empty one in ASSAY_DATABASE")
    check_sqlite(sqlite)
    sqlite.rename(staged / "assay.sqlite3")
