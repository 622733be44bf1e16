"""The one file that a backup is: a gzipped tar with a manifest of digests at its end.

    database.sqlite3 or database.pgdump    a snapshot of one moment
    host, secret-key                       what makes this installation itself
    keys/…                                 private keys, sealed; the key-encryption key is NOT here
    blobs/ab/cd/<digest>                   evidence and records, by the digest of their bytes
    manifest.json                          {"version": 1, "made": …, "host": …, "sealedBy": …, "files": {name: {…}}}

Whoever has the file reads everything in it but the private keys. Not compressed twice, not encrypted: do that where
it is kept.
"""

import hashlib
import io
import json
import re
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from assay.adapters.durable_files import make_folder
from assay.science.errors import MalformedDocument

VERSION: Final = 1
MANIFEST: Final = "manifest.json"
SQLITE: Final = "database.sqlite3"
POSTGRESQL: Final = "database.pgdump"
# Exactly what a backup holds. A name from somebody else's file must not lead out of the folder, or onto the KEK.
_NAMES: Final = re.compile(
    r"database\.(sqlite3|pgdump)|host|secret-key|keys/(kek\.json|(tenants|keys)/[A-Za-z0-9]+\.json)"
    r"|blobs/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}"
)
_BLOB: Final = re.compile(r"blobs/../../([0-9a-f]{64})")
_AT_ONCE: Final = 1 << 20
_MAX_MANIFEST: Final = 1 << 30


@dataclass(slots=True)
class Manifest:
    """What is in the file, each with the SHA-256 of its bytes."""

    made: str
    host: str
    sealed_by: str
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)  # blobs whose bytes were not those of their name, when copied

    def written(self) -> bytes:
        """As JSON."""
        members = {
            "version": VERSION,
            "made": self.made,
            "host": self.host,
            "sealedBy": self.sealed_by,
            "damaged": self.damaged,
            "files": self.files,
        }
        return json.dumps(members, indent=1).encode()

    @classmethod
    def read(cls, data: bytes) -> "Manifest":
        """Raises ``MalformedDocument`` for anything else."""
        try:
            members = json.loads(data)
            if members["version"] != VERSION:
                raise MalformedDocument(f"a backup of version {members['version']}; this Assay reads {VERSION}")
            return cls(
                made=str(members["made"]),
                host=str(members["host"]),
                sealed_by=str(members["sealedBy"]),
                files=dict(members["files"]),
                damaged=list(members["damaged"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise MalformedDocument("this is no backup, or its manifest was damaged") from error


class _Hashed(io.RawIOBase):
    """Reads a file and hashes what it reads."""

    def __init__(self, source: IO[bytes]) -> None:
        super().__init__()
        self._source = source
        self.sha256 = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.sha256.update(data)
        return data


def pack(archive: tarfile.TarFile, name: str, path: Path, manifest: Manifest) -> None:
    """Add a file and note its digest; a blob that is not what its name says is noted as damaged."""
    with path.open("rb") as source:
        member = tarfile.TarInfo(name)
        member.size = path.stat().st_size
        member.mode = 0o600
        hashed = _Hashed(source)
        archive.addfile(member, hashed)
    digest = hashed.sha256.hexdigest()
    manifest.files[name] = {"sha256": digest, "bytes": member.size}
    if (blob := _BLOB.fullmatch(name)) and blob.group(1) != digest:
        manifest.damaged.append(name)


def seal(archive: tarfile.TarFile, manifest: Manifest) -> None:
    """Write the manifest: without it the file is no backup."""
    data = manifest.written()
    member = tarfile.TarInfo(MANIFEST)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))


def unpack(file: Path, folder: Path) -> Manifest:
    """Write all files into ``folder`` and hold each to the manifest's digest.

    Raises ``MalformedDocument`` for a file that is cut off, has anything that a backup does not have, or differs.
    """
    found: dict[str, str] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(file, "r:gz") as archive:
            for member in archive:
                source = archive.extractfile(member) if member.isreg() else None
                if source is None or manifest is not None:
                    raise MalformedDocument(f"{file} holds {member.name!r:.80}, which no backup does")
                if member.name == MANIFEST and member.size < _MAX_MANIFEST:
                    manifest = Manifest.read(source.read())
                elif _NAMES.fullmatch(member.name) and member.name not in found:
                    found[member.name] = _copy(source, folder / member.name)
                else:
                    raise MalformedDocument(f"{file} holds {member.name!r:.80}, which no backup does")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise MalformedDocument(f"{file} cannot be read to its end: {error}") from error
    if manifest is None:
        raise MalformedDocument(f"{file} has no manifest: it is no backup, or it was cut off")
    _hold_to(manifest, found, file)
    return manifest


def _hold_to(manifest: Manifest, found: dict[str, str], file: Path) -> None:
    stated = {name: facts["sha256"] for name, facts in manifest.files.items()}
    if missing := sorted(set(stated) - set(found)):
        raise MalformedDocument(f"{file} lacks {missing[0]}")
    for name, digest in found.items():
        if stated.get(name) != digest:
            raise MalformedDocument(f"{name} in {file} is not what was backed up")
        if (blob := _BLOB.fullmatch(name)) and blob.group(1) != digest and name not in manifest.damaged:
            raise MalformedDocument(f"{name} in {file} does not have the bytes of its name")


def _copy(source: IO[bytes], path: Path) -> str:
    make_folder(path.parent)
    sha256 = hashlib.sha256()
    path.touch(mode=0o600)
    with path.open("wb") as target:
        while data := source.read(_AT_ONCE):
            sha256.update(data)
            target.write(data)
    return sha256.hexdigest()
