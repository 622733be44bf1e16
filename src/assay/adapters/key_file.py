"""A secret key in a file of its own, for the command line and for small installations.

    {"id": "did:web:uni.example", "type": "Multikey", "publicKeyMultibase": "z6Mk…", "secretKeyMultibase": "z3u2…"}

The owner alone may read it; a file that others can read is refused, as ssh does. It is never overwritten, and a crash
leaves either no file or the whole one. Source: CID 1.0 §2.2.2 for the Multikey members; ``id`` is ours: the issuer
or holder that the key signs for, or null.
Not protected: the file is not encrypted. Whoever reads the disk or a backup of it can sign.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

from assay.adapters.durable_files import create, read_private
from assay.science.errors import AssayError, Code, MalformedDocument
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
    create(path, json.dumps(members, indent=2).encode() + b"\n", what="key")


def load(path: Path) -> StoredKey:
    """Read a key file.

    Raises ``Unavailable`` if there is none, ``Refused`` if others than its owner may read or write it,
    ``MalformedDocument`` if it is not a Multikey file or its two halves do not belong together.
    """
    members = parse_object(read_private(path, max_bytes=_MAX_BYTES, what="key"), max_bytes=_MAX_BYTES)
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
