"""did:key: an identifier that is its own key, so nothing has to be fetched and nothing can be revoked.

    did:key:z6Mk…   has one method, did:key:z6Mk…#z6Mk…

Source: did:key Method v0.7 §2 and §3.1.1.
"""

import re
from functools import lru_cache

from assay.science.dids.did_document import ControllerDocument, VerificationMethod
from assay.science.errors import Code, MalformedDocument
from assay.science.securing import multikey

_DID_KEY = re.compile(r"did:key:(z[1-9A-HJ-NP-Za-km-z]+)\Z")
# did:key Method §3.1.1; keyAgreement would need a derived encryption key, and Assay encrypts nothing to issuers.
_PURPOSES = ("assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation")
_CLAUSE = "did:key Method §2"
_KEPT_DOCUMENTS = 1024  # of 2 to 3 kB each: a text that holds a key is short


@lru_cache(maxsize=_KEPT_DOCUMENTS)
def resolve_did_key(did: str) -> ControllerDocument:
    """The document that a did:key stands for: its one key, good for every signing purpose.

    Raises ``MalformedDocument`` with ``DID_INVALID`` for anything but ``did:key:z…`` (no fragment, no version
    part), ``Refused`` with ``KEY_REFUSED`` for a key that is not Ed25519, P-256 or P-384, or is a weak one.
    The last documents made are kept.
    """
    match = _DID_KEY.match(did)
    if match is None:
        raise MalformedDocument(f"not a did:key: {did!r:.100}", clause=_CLAUSE, code=Code.DID_INVALID)
    try:
        key = multikey.decode_public(match[1])
    except MalformedDocument as error:
        raise MalformedDocument(f"a did:key without a key: {error}", clause=_CLAUSE, code=Code.DID_INVALID) from error
    method = VerificationMethod(id=f"{did}#{match[1]}", controller=did, key=key)
    listed = frozenset({method.id})
    return ControllerDocument(id=did, methods={method.id: method}, relationships=dict.fromkeys(_PURPOSES, listed))
