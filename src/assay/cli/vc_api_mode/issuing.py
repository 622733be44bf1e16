"""Issuing in the conformance test mode: keys that live as long as the server, and credentials signed with them.

Each pair of a cryptosuite and a kind of key is an issuer of its own, a ``did:key``. What is issued here says so by its
issuer, and no trust file names that issuer. ``assay issue`` is the command for badges.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec

from assay.science.errors import Code, Refused
from assay.science.securing import contexts, data_integrity, multikey
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.keys import KeyKind, SecretKey
from assay.science.securing.signer import Signer
from assay.science.securing.strict_json import JsonObject, listed
from assay.science.securing.suites import CRYPTOSUITES
from assay.science.verification.asking import Asking
from assay.science.verification.report import Check, Policy
from assay.science.verification.verify import verification
from assay.science.vocabulary import kinds
from assay.science.vocabulary.kinds import Kind, Model
from assay.science.vocabulary.reading import read_document

_KEYS = {"ed25519": KeyKind.ED25519, "p-256": KeyKind.P256, "p-384": KeyKind.P384}
_CURVES: dict[KeyKind, ec.EllipticCurve] = {KeyKind.P256: ec.SECP256R1(), KeyKind.P384: ec.SECP384R1()}
# Kinds that the W3C suites ask for: credentials, and the status lists that belong to them.
READABLE = kinds.CREDENTIALS - {Kind.OB2_ASSERTION} | {Kind.STATUS_LIST}
# The suites issue credentials of the far future and of the past; all else must hold of what we sign.
_ISSUABLE = Policy(
    "VC_API",
    frozenset({Check.READING, Check.CONTEXT, Check.PROOF, Check.ISSUER}),
    overlooks=frozenset({Code.EXPIRED, Code.NOT_YET_VALID}),
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """One issuer of the test mode; ``path`` is ``eddsa-rdfc-2022/ed25519``, ``id`` its did:key."""

    path: str
    suite: str
    signer: Signer
    id: str

    @property
    def method(self) -> str:
        """The verification method: the one key of the did:key."""
        return f"{self.id}#{self.id.removeprefix('did:key:')}"


def issuers_from(seed: bytes) -> tuple[Issuer, ...]:
    """Every suite with every kind of key that fits it. The same seed gives the same keys; whoever has it can sign."""
    secrets = {name: _secret(kind, name, seed) for name, kind in _KEYS.items()}
    return tuple(
        Issuer(f"{suite.name}/{name}", suite.name, secret, f"did:key:{multikey.encode_public(secret.public_key)}")
        for suite in CRYPTOSUITES.values()
        for name, secret in secrets.items()
        if secret.kind in suite.keys
    )


def issue(issuer: Issuer, credential: JsonObject, *, at: datetime, library: ContextLibrary) -> Asking[JsonObject]:
    """The credential with one more proof, by ``issuer`` and made at ``at``; proofs that it brought are kept unread.

    Raises as ``read_document`` and ``data_integrity.secure`` do, and ``Refused`` with ``ISSUER_MISMATCH`` when the
    credential names another issuer, or with the first fault found in what was signed, a wrong digest of a related
    resource for one. It is verified like a stranger's, apart from its dates.
    """
    read = read_document(credential, expecting=READABLE)
    if read.token is not None:
        raise Refused("an envelope is secured already; send the credential itself", code=Code.WRONG_TYPE)
    if read.issuer != issuer.id:
        raise Refused(f"this endpoint issues as {issuer.id}, not as {read.issuer}", code=Code.ISSUER_MISMATCH)
    unsecured = _with_proof_context(credential) if read.model is Model.VCDM_1 else credential
    secured = data_integrity.secure(
        {name: member for name, member in unsecured.items() if name != "proof"},
        signer=issuer.signer,
        method=issuer.method,
        created=at,
        suite=issuer.suite,
        contexts=library,
    )
    report = yield from verification(read_document(secured, expecting=READABLE), at=at, contexts=library)
    report.accept(_ISSUABLE)
    return {**secured, "proof": [*listed(credential.get("proof", [])), *listed(secured["proof"])]}


def _with_proof_context(credential: JsonObject) -> JsonObject:
    """VCDM 1.1 has no words for Data Integrity proofs, so their context is added. Source: Data Integrity 1.0 §2.4.2."""
    found = listed(credential["@context"])
    if contexts.DATA_INTEGRITY_2 in found:
        return credential
    return {**credential, "@context": [*found, contexts.DATA_INTEGRITY_2]}


def _secret(kind: KeyKind, name: str, seed: bytes) -> SecretKey:
    drawn = hashlib.shake_256(f"assay vc-api {name} ".encode() + seed)
    if kind is KeyKind.ED25519:
        return SecretKey(kind, drawn.digest(32))
    order = _CURVES[kind].group_order
    width = (order.bit_length() + 7) // 8
    # FIPS 186-5 §A.2.1: 64 bits more than the order has, so that no scalar is noticeably likelier than another.
    scalar = 1 + int.from_bytes(drawn.digest(width + 8), "big") % (order - 1)
    return SecretKey(kind, scalar.to_bytes(width, "big"))
