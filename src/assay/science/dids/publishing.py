"""The controller document that an issuer publishes, so that others find its keys.

Source: DID Core 1.0 §5, CID 1.0 §2, did:web Method. Several keys may be listed: a retired one stays, or what it signed
could no longer be checked.
"""

from collections.abc import Iterable, Mapping

from assay.science.securing import multikey
from assay.science.securing.keys import PublicKey
from assay.science.securing.strict_json import JsonObject

_CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
# For signing and for logging in: what an issuer does.
_PURPOSES = ("assertionMethod", "authentication")


def method_id(identifier: str, key: PublicKey) -> str:
    """The URL under which ``identifier`` lists ``key``: the key itself is the fragment, so it needs no register."""
    return f"{identifier}#{multikey.encode_public(key)}"


def compose_document(
    identifier: str, keys: Mapping[str, PublicKey], *, purposes: Iterable[str] = _PURPOSES
) -> JsonObject:
    """The document of ``identifier`` with these keys (method URL to key), each for all of ``purposes``."""
    methods: list[JsonObject] = [
        {"id": url, "type": "Multikey", "controller": identifier, "publicKeyMultibase": multikey.encode_public(key)}
        for url, key in keys.items()
    ]
    return {
        "@context": list(_CONTEXTS),
        "id": identifier,
        "verificationMethod": list(methods),
        **{purpose: list(keys) for purpose in purposes},
    }
