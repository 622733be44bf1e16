"""A secret key in a file of its own, for the command line and for small installations.

    {"id": "did:web:uni.example", "type": "Multikey", "publicKeyMultibase": "z6Mk…", "secretKeyMultibase": "z3u2…"}

The owner alone may read it; a file that others can read is refused, as ssh does. It is never overwritten, and a crash
leaves either no file or the whole one. Source: CID 1.0 §2.2.2 for the Multikey members; ``id`` is ours: the issuer
or holder that the key signs for, or null.
Not protected: the file is not encrypted. Whoever reads the disk or a backup of it can sign.
"""

import contextlib
import json
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from assay.science.errors import AssayError, Code, MalformedDocument, Refused, Unavailable
from assay.science.identifiers import is_absolute_url
from assay.science.securing import multikey
from assay.science.securing.keys import SecretKey
from assay.science.securing.strict_json import parse_object

# Four short strings; more is another file.
_MAX_BYTES = 4096
_CLAUSE = "CID 1.0 §2.2.2"


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A secret key and the identifier that it signs for, if one was noted. Its ``repr`` keeps the secret."""

    controller: str | None
    secret: SecretKey = field(repr=False)


def store(path: Path, key: StoredKey) -> None:
    """Write a new key file with mode 0600, whole or not at all, and durable when this returns.

    Raises ``Refused`` if the file exists, ``Unavailable`` if it cannot be written.
    """
    members = {
        "id": key.controller,
        "type": "Multikey",
        "publicKeyMultibase": multikey.encode_public(key.secret.public_key),
        "secretKeyMultibase": multikey.encode_secret(key.secret),
    }
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_durably(draft, json.dumps(members, indent=2).encode() + b"\n")
        # Linking, unlike renaming, fails when the name is taken: no key is ever lost under a new one.
        os.link(draft, path)
        _make_durable(path.parent)
    except FileExistsError as error:
        raise Refused(f"{path} exists, and a key is never overwritten; choose another name") from error
    except OSError as error:
        raise Unavailable(str(path), f"the key could not be written: {error.strerror}") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()


def load(path: Path) -> StoredKey:
    """Read a key file.

    Raises ``Unavailable`` if there is none, ``Refused`` if others than its owner may read or write it,
    ``MalformedDocument`` if it is not a Multikey file or its two halves do not belong together.
    """
    members = parse_object(_read_private(path), max_bytes=_MAX_BYTES)
    controller, public, secret = (members.get(name) for name in ("id", "publicKeyMultibase", "secretKeyMultibase"))
    if members.get("type") != "Multikey" or not isinstance(public, str) or not isinstance(secret, str):
        raise MalformedDocument(f"{path} is not a Multikey file with both halves of a key", clause=_CLAUSE)
    if controller is not None and not is_absolute_url(controller):
        raise MalformedDocument(f"the id in {path} is neither a URL nor null", where="/id", clause=_CLAUSE)
    try:
        key = multikey.decode_secret(secret)
    except AssayError:
        # The reason may quote what it could not read, so it stays here.
        raise MalformedDocument("not a secret key", where="/secretKeyMultibase", clause=_CLAUSE) from None
    if multikey.encode_public(key.public_key) != public:
        reason = f"the two halves of the key in {path} do not belong together"
        raise MalformedDocument(reason, where="/publicKeyMultibase", clause=_CLAUSE, code=Code.MALFORMED)
    return StoredKey(controller, key)


def _write_durably(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _make_durable(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_private(path: Path) -> bytes:
    """Look at the open file, not at its name: between two looks at a name the file can change."""
    try:
        # Without O_NONBLOCK, opening a pipe would wait for somebody to write.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise Refused(f"{path} is not an ordinary file")
            if found.st_mode & 0o077:
                raise Refused(f"others than its owner may use the key in {path}; run: chmod 600 {path}")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                return file.read(_MAX_BYTES + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise Unavailable(str(path), f"the key could not be read: {error.strerror}") from error
