"""A new random signing key: the one place where keys are drawn."""

import secrets
from contextlib import suppress

from assay.science.errors import Refused
from assay.science.securing.keys import KeyKind, SecretKey

# Bytes of a secret key, by the kinds that Assay signs with.
SIZES = {KeyKind.ED25519: 32, KeyKind.P256: 32, KeyKind.P384: 48}


def new_key(kind: KeyKind) -> SecretKey:
    """A new random key. Bytes that are no scalar of the curve are drawn again, which happens once in 2^32 times.

    Raises ``Refused`` for a kind that Assay verifies and does not sign with.
    """
    if kind not in SIZES:
        raise Refused("RSA keys verify old tokens; sign with Ed25519, P-256 or P-384")
    while True:
        with suppress(Refused):
            return SecretKey(kind, secrets.token_bytes(SIZES[kind]))
