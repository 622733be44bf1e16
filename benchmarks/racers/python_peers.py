"""The peers written in Python, each given its best case: contexts in memory, keys kept, no status list to look at.

Run as a process by ``race``, in the peers' own environment: ``python -m benchmarks.racers.python_peers NAME HANDOUT``.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from openbadgeslib.ob3 import OB3LdpSigner, OB3LdpVerifier, OB3Signer, OB3Verifier
from openbadgeslib.ob3.credential import OpenBadgeCredential
from openbadgeslib.ob3.ldp import add_data_integrity_proof, verify_data_integrity_proof
from openvc.keys import Ed25519SigningKey, P256SigningKey
from openvc.multibase import decode_multibase, encode_multibase
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_ecdsa_rdfc import EcdsaRdfcProofSuite
from openvc.proof.di_jcs import EddsaJcsProofSuite
from pyld import jsonld

from benchmarks.racers.lane import Job, again, serve

Json: TypeAlias = dict[str, Any]
Secret: TypeAlias = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
Pair: TypeAlias = tuple[Job, Job]


def secret_key(row: Json) -> Secret:
    """The row's key. A secret Multikey is two bytes of type, then the seed or scalar."""
    raw = decode_multibase(row["key"]["secretKeyMultibase"])[2:]
    if row["kind"] == "Ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(raw)
    return ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())


def private_pem(secret: Secret) -> bytes:
    """As openbadgeslib takes a key."""
    return secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_pem(secret: Secret) -> bytes:
    """The same for the public half."""
    return secret.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def openvc_core(row: Json, contexts: Json) -> Pair:
    """openvc-core, its suites as they are."""
    secret = secret_key(row)
    suite: Any = {
        "eddsa-rdfc-2022": DataIntegrityProofSuite,
        "ecdsa-rdfc-2019": EcdsaRdfcProofSuite,
        "eddsa-jcs-2022": EddsaJcsProofSuite,
    }[row["suite"]]()
    more = {} if row["suite"] == "eddsa-jcs-2022" else {"extra_contexts": contexts}
    key: Any = (Ed25519SigningKey if row["kind"] == "Ed25519" else P256SigningKey)(secret, row["method"])
    jwk = key.public_jwk()

    def issue(credential: Json) -> Json:
        added: Json = suite.add_proof(credential, signing_key=key, verification_method=row["method"], **more)
        return added

    def verify(text: str) -> None:
        suite.verify(json.loads(text), public_key_jwk=jwk, **more)

    return Job(issue, again(row["unsigned"])), Job(verify, again(row["signed"]))


def openbadgeslib(row: Json, _contexts: Json) -> Pair:
    """openbadgeslib, the signer and the verifier that it tells its users to take."""
    secret = secret_key(row)
    if row["suite"] == "vc-jwt":
        token_signer, token_verifier = OB3Signer(private_pem(secret), "EdDSA"), OB3Verifier(public_pem(secret))
        claims = [with_claims(credential) for credential in row["unsigned"]]
        return Job(token_signer.sign_payload, again(claims)), Job(token_verifier.verify, again(row["signed"]))
    signer, verifier = OB3LdpSigner(private_pem(secret), row["method"]), OB3LdpVerifier(public_pem(secret))
    badges = [OpenBadgeCredential.from_vc_document(credential) for credential in row["unsigned"]]
    return Job(signer.sign, again(badges)), Job(verifier.verify, again(row["signed"]))


def with_claims(credential: Json) -> Json:
    """The credential with the token's own claims beside its members, as Open Badges 3.0 has it."""
    claims = OpenBadgeCredential.from_vc_document(credential).to_jwt_payload()
    return credential | {name: claims[name] for name in ("iss", "sub", "jti", "nbf", "exp") if name in claims}


def openbadgeslib_proof(row: Json, _contexts: Json) -> Pair:
    """openbadgeslib, its functions for the proof alone, which do not check that the proof covers the document."""
    private, public = private_pem(secret_key(row)), public_pem(secret_key(row))

    def issue(credential: Json) -> Json:
        signed: Json = add_data_integrity_proof(credential, private, row["method"])
        return signed

    def verify(text: str) -> None:
        verify_data_integrity_proof(json.loads(text), public)

    return Job(issue, again(row["unsigned"])), Job(verify, again(row["signed"]))


def pyld_alone(row: Json, contexts: Json) -> Pair:
    """Two canonicalizations by PyLD, two hashes and a signature: what a signer in Python costs before any check."""
    secret = secret_key(row)
    if not isinstance(secret, ed25519.Ed25519PrivateKey):
        raise TypeError("PyLD is asked for rows with an Ed25519 key only")
    public = secret.public_key()

    def load(url: str, _options: object) -> Json:
        found = {"contextUrl": None, "documentUrl": url, "document": contexts[url]}
        return {**found, "contentType": "application/ld+json", "tag": "static"}

    how = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}

    def hashed(options: Json, credential: Json) -> bytes:
        options = {**options, "@context": credential["@context"]}
        return b"".join(hashlib.sha256(jsonld.normalize(each, how).encode()).digest() for each in (options, credential))

    def issue(credential: Json) -> Json:
        signature = secret.sign(hashed(row["options"], credential))
        return {**credential, "proof": {**row["options"], "proofValue": encode_multibase(signature)}}

    def verify(text: str) -> None:
        document = json.loads(text)
        options = document.pop("proof")
        signature = decode_multibase(options.pop("proofValue"))
        public.verify(signature, hashed(options, document))

    return Job(issue, again(row["unsigned"])), Job(verify, again(row["signed"]))


RACERS = {
    "openvc-core": (openvc_core, ("eddsa-rdfc-2022", "ecdsa-rdfc-2019", "eddsa-jcs-2022")),
    "openbadgeslib": (openbadgeslib, ("eddsa-rdfc-2022", "VC-JWT EdDSA")),
    "openbadgeslib, proof alone": (openbadgeslib_proof, ("eddsa-rdfc-2022",)),
    "PyLD alone": (pyld_alone, ("eddsa-rdfc-2022", "wild text", "a new shape")),
}


def main() -> None:
    """Prepare, then answer."""
    racer, names = RACERS[sys.argv[1]]
    handout = json.loads(Path(sys.argv[2]).read_text())
    jobs: dict[tuple[str, str], Job] = {}
    for name in names:
        if name in handout["rows"]:
            jobs["issue", name], jobs["verify", name] = racer(handout["rows"][name], handout["contexts"])
    serve(jobs)


if __name__ == "__main__":
    main()
