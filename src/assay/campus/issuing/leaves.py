"""What the transparency log will take in: commitments that tell nothing about anybody without their salt."""

import hashlib

from assay.science.errors import Refused
from assay.science.securing.jcs import canonicalize
from assay.science.securing.strict_json import parse_object

SALT_BYTES = 32
# Keeps a leaf from being anything else that somebody hashes; Merkle trees put their own 0x00 before it.
_DOMAIN = b"assay-leaf-v1"


def commitment(signed: str, *, salt: bytes) -> str:
    """SHA-256("assay-leaf-v1" ‖ salt ‖ SHA-256(JCS of the signed JSON)), in hexadecimal.

    With the salt destroyed, nobody can tell what was committed to: names and grades could otherwise be guessed.
    """
    if len(salt) != SALT_BYTES:
        raise Refused(f"a leaf's salt has {SALT_BYTES} bytes, this has {len(salt)}")
    return hashlib.sha256(_DOMAIN + salt + _digest(signed)).hexdigest()


def public_digest(signed: str) -> str:
    """SHA-256 of the JCS of a signed document that everybody may read, such as a status list."""
    return _digest(signed).hex()


def _digest(signed: str) -> bytes:
    return hashlib.sha256(canonicalize(parse_object(signed.encode()))).digest()
