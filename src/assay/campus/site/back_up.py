"""Write all that an installation is into one file, while it runs; the key-encryption key stays out."""

import os
import re
import secrets
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from assay.adapters.durable_files import make_durable
from assay.campus.site import archive
from assay.campus.site.archive import Manifest
from assay.campus.site.configuration import Configuration
from assay.campus.site.database_copies import copy_sqlite, dump_postgresql
from assay.science.errors import Refused, Unavailable
from assay.science.instants import format_timestamp

_KEK = re.compile(r'"kek": "([0-9a-f]+)"')


def back_up(configuration: Configuration, file: Path, *, at: datetime) -> Manifest:
    """Write ``file``, which must not exist; durable when this returns, and nothing under its name if it fails.

    Blobs and keys are written before the rows that name them, so the database is copied first and they after it: what
    the copy names is there. Raises ``Refused`` where there is nothing to back up or the file exists, ``Unavailable``.
    """
    data = configuration.data
    if not (data / "host").is_file():
        raise Refused(f"{data} is no data directory that was ever served from; is ASSAY_DATA right?")
    if file.exists():
        raise Refused(f"{file} exists, and nothing is overwritten; choose another name")
    sealed_by = _KEK.search((data / "keys" / "kek.json").read_text())
    manifest = Manifest(
        made=format_timestamp(at),
        host=(data / "host").read_text().strip(),
        sealed_by=sealed_by.group(1) if sealed_by else "",
    )
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with tempfile.TemporaryDirectory(prefix=".assay-backup-", dir=file.parent) as folder:
            name, database = _snapshot(configuration, Path(folder))
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as target:
                with tarfile.open(fileobj=target, mode="w:gz") as packed:
                    archive.pack(packed, name, database, manifest)
                    for each, path in _files(data):
                        archive.pack(packed, each, path, manifest)
                    archive.seal(packed, manifest)
                target.flush()
                os.fsync(target.fileno())
        os.link(draft, file)  # fails when the name was taken meanwhile
        make_durable(file.parent)
    except FileExistsError as error:
        raise Refused(f"{file} exists, and nothing is overwritten; choose another name") from error
    except OSError as error:
        raise Unavailable(str(file), f"the backup could not be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            draft.unlink()
    return manifest


def _snapshot(configuration: Configuration, folder: Path) -> tuple[str, Path]:
    if configuration.database:
        dump_postgresql(configuration, folder / archive.POSTGRESQL)
        return archive.POSTGRESQL, folder / archive.POSTGRESQL
    copy_sqlite(configuration.data / "assay.sqlite3", folder / archive.SQLITE)
    return archive.SQLITE, folder / archive.SQLITE


def _files(data: Path) -> Iterator[tuple[str, Path]]:
    """What else there is, by its name in the archive. No drafts, whose names begin with a dot; no mail, no TLS keys."""
    for name in ("host", "secret-key"):
        yield name, data / name
    for folder in ("keys", "blobs"):
        for path in sorted((data / folder).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(data).as_posix(), path
