"""The physical limit: only the signature and the hashes, of bytes that somebody else has worked out.

Issuing: SHA-256 of the canonical document, and one signature; the hash of the proof's options is kept, for it is the
same for a batch. Verifying: both hashes, and one signature. A token is signed as it stands. Ed25519 by libsodium,
P-256 by OpenSSL. Run as a process by ``race``: ``python -m benchmarks.racers.limit HANDOUT``.
"""

import json
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair

from assay.science.securing import multikey
from benchmarks.racers.lane import Job, again, serve


@dataclass(frozen=True, slots=True)
class Bare:
    """What is left of a document when only the physical work remains. ``signature``: 64 bytes, or DER for P-256."""

    options: bytes
    document: bytes
    token: bytes
    options_digest: bytes
    signature: bytes


class Sodium:
    """Ed25519 by libsodium."""

    def __init__(self, seed: bytes) -> None:
        self.public, self.secret = crypto_sign_seed_keypair(seed)

    def sign(self, message: bytes) -> bytes:
        return crypto_sign(message, self.secret)[:64]

    def verify(self, signature: bytes, message: bytes) -> None:
        crypto_sign_open(signature + message, self.public)


class OpenSsl:
    """P-256 by OpenSSL."""

    def __init__(self, scalar: bytes) -> None:
        self.secret = ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1())
        self.public = self.secret.public_key()
        self.how = ec.ECDSA(hashes.SHA256())

    def sign(self, message: bytes) -> bytes:
        return self.secret.sign(message, self.how)

    def verify(self, signature: bytes, message: bytes) -> None:
        self.public.verify(signature, message, self.how)


def jobs_of(row: Any) -> tuple[Job, Job]:  # noqa: ANN401 -- whatever JSON holds
    """Issuing and verifying at the limit."""
    secret = multikey.decode_secret(row["key"]["secretKeyMultibase"])
    scheme = Sodium(secret.raw) if row["kind"] == "Ed25519" else OpenSsl(secret.raw)
    bare = []
    for hashed in row["hashed"]:
        options, document, token = (hashed[name].encode() for name in ("options", "document", "token"))
        message = token or sha256(options).digest() + sha256(document).digest()
        bare.append(Bare(options, document, token, sha256(options).digest(), scheme.sign(message)))

    def issue(each: Bare) -> None:
        scheme.sign(each.token or each.options_digest + sha256(each.document).digest())

    def verify(each: Bare) -> None:
        scheme.verify(each.signature, each.token or sha256(each.options).digest() + sha256(each.document).digest())

    return Job(issue, again(bare)), Job(verify, again(bare))


def main() -> None:
    """Prepare, then answer."""
    handout = json.loads(Path(sys.argv[1]).read_text())
    jobs: dict[tuple[str, str], Job] = {}
    for name, row in handout["rows"].items():
        jobs["issue", name], jobs["verify", name] = jobs_of(row)
    serve(jobs)


if __name__ == "__main__":
    main()
