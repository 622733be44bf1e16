# ruff: noqa: E402  the clock is replaced and the network closed before the peers are imported
"""The peers written in Python, behind the protocol of README.md: one JSON request a line in, one reply a line out.

Runs in the virtual environment of ``requirements-interop.lock`` and imports nothing of Assay. It answers in the order
of the requests, and it reaches nothing outside: a document that is not in a request (or was not given by an earlier
``serve``) does not exist.
"""

import base64
import datetime
import json
import sys
import time
from importlib.metadata import version
from typing import Any


class PinnedDatetime(datetime.datetime):
    """``datetime`` whose present is the ``now`` of the request, when it has one: the peers have no such argument."""

    pinned: datetime.datetime | None = None

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        if cls.pinned is None:
            return super().now(tz)
        return cls.pinned.astimezone(tz) if tz else cls.pinned.astimezone().replace(tzinfo=None)


class AnyDatetime(type(datetime.datetime)):  # type: ignore[misc]
    """Lets an ordinary ``datetime`` pass for the replaced one in the peers' ``isinstance``."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, ORDINARY)


ORDINARY = datetime.datetime
PEER_DATETIME = AnyDatetime("datetime", (PinnedDatetime,), {})
MACHINE_TIME = time.time


def present() -> float:
    pinned = PinnedDatetime.pinned
    return MACHINE_TIME() if pinned is None else pinned.timestamp()


def refuse_network(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}:
        raise OSError("a peer has no network")


datetime.datetime = PEER_DATETIME  # type: ignore[misc]
time.time = present
sys.addaudithook(refuse_network)

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from openbadgeslib.ob3 import OB3LdpVerifier, OB3Signer, OB3VerificationError, OB3Verifier
from openbadgeslib.ob3.credential import OpenBadgeCredential
from openbadgeslib.ob3.did import resolve_verification_method
from openbadgeslib.ob3.ldp import add_data_integrity_proof, verify_data_integrity_proof
from openbadgeslib.ob3.status_list import sign_status_list_credential
from openbadgeslib.verify import issuer_did_from_token
from openvc.did.base import DidResolverRegistry
from openvc.did.did_key import DidKeyResolver
from openvc.did.did_web import DidWebResolver
from openvc.keys import Ed25519SigningKey, P256SigningKey, P384SigningKey
from openvc.multibase import decode_multibase
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_ecdsa_rdfc import EcdsaRdfcProofSuite
from openvc.proof.di_jcs import EcdsaJcsProofSuite, EddsaJcsProofSuite
from openvc.proof.vc_jwt import VcJwtProofSuite
from openvc.resolvers import default_status_list_resolver
from openvc.verify import VerificationPolicy, verify_credential

Request = dict[str, Any]
Reply = dict[str, Any]
Suites = dict[str, list[str]]  # suite: the kinds of key it is there for
ALGORITHMS = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}
KINDS = {algorithm: kind for kind, algorithm in ALGORITHMS.items()}
HEADER, PAYLOAD = 0, 1  # of a compact token


class Unsupported(Exception):
    """The peer has no such format or suite, so it has nothing to say about the document."""


class Missing(OSError):
    """A peer asked for a document that it was not given."""


class Documents:
    """What a peer may dereference while it answers one request."""

    def __init__(self, served: dict[str, Any], *, unwrap_proof: bool) -> None:
        self.served = {url: unwrapped(each) for url, each in served.items()} if unwrap_proof else served
        self.missing: list[str] = []

    def text(self, url: str) -> str:
        if url not in self.served:
            self.missing.append(url)
            raise Missing(f"{url} is not among the documents of the request")
        document = self.served[url]
        return document if isinstance(document, str) else json.dumps(document)

    def read(self, url: str) -> bytes:
        return self.text(url).encode()

    def parsed(self, url: str) -> Any:
        return json.loads(self.text(url))

    def contexts(self) -> dict[str, Any]:
        return {url: each for url, each in self.served.items() if isinstance(each, dict) and "@context" in each}


def unwrapped(document: Any) -> Any:
    """The document with its only proof as an object. A signature does not cover that difference."""
    proofs = document.get("proof") if isinstance(document, dict) else None
    return document | {"proof": proofs[0]} if isinstance(proofs, list) and len(proofs) == 1 else document


def secret_key(key: Request) -> Any:
    """The key of the request for ``cryptography``. A secret Multikey is two bytes of type, then the seed or scalar."""
    if key["kind"] == "RSA":
        return load_pem_private_key(key["privateKeyPem"].encode(), None)
    raw = decode_multibase(key["secretKeyMultibase"])[2:]
    if key["kind"] == "Ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(raw)
    curve = ec.SECP256R1() if key["kind"] == "P-256" else ec.SECP384R1()
    return ec.derive_private_key(int.from_bytes(raw, "big"), curve)


def verification_method(request: Request) -> str:
    multibase = request["key"]["publicKeyMultibase"]
    return str(request.get("verificationMethod") or f"did:key:{multibase}#{multibase}")


def instant(request: Request, name: str) -> datetime.datetime | None:
    return ORDINARY.fromisoformat(request[name]) if request.get(name) else None


def part(token: str, number: int) -> Any:
    encoded = token.split(".")[number]
    return json.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))


class Openvc:
    """openvc-core: a credential in, whatever its format, and one pipeline that raises or returns."""

    package = "openvc-core"

    def suites(self) -> Suites:
        return {
            "eddsa-rdfc-2022": ["Ed25519"],
            "ecdsa-rdfc-2019": ["P-256", "P-384"],
            "eddsa-jcs-2022": ["Ed25519"],
            "ecdsa-jcs-2019": ["P-256", "P-384"],
            "vc-jwt": ["Ed25519", "P-256", "P-384"],
        }

    def verify(self, request: Request, documents: Documents) -> str:
        document = request["document"]
        if request["format"] == "jwt" and "vc" not in part(document, PAYLOAD):
            raise Unsupported("openvc-core reads the credential from the claim vc, which this token does not have")
        if request["format"] == "ldp" and isinstance(document.get("proof"), list):
            raise Unsupported("openvc-core reads a proof that is an object, and this one is an array")
        resolver = DidResolverRegistry([DidKeyResolver(), DidWebResolver(documents.parsed)])
        contexts = documents.contexts()
        result = verify_credential(
            document,
            policy=VerificationPolicy(now=PinnedDatetime.pinned, require_status_issuer_binding=True),
            resolver=resolver,
            resolve_status_list=default_status_list_resolver(
                resolver=resolver, extra_contexts=contexts, fetch=documents.text
            ),
            extra_contexts=contexts,
        )
        return f"{result.format} by {result.issuer}"

    def issue(self, request: Request, documents: Documents) -> Any:
        suite, kind, method = request["suite"], request["key"]["kind"], verification_method(request)
        key = {"Ed25519": Ed25519SigningKey, "P-256": P256SigningKey, "P-384": P384SigningKey}[kind]
        signer = key(secret_key(request["key"]), method)
        if suite == "vc-jwt":
            return VcJwtProofSuite().sign(request["credential"], signing_key=signer)
        options = {"signing_key": signer, "verification_method": method, "created": instant(request, "created")}
        if suite in {"eddsa-jcs-2022", "ecdsa-jcs-2019"}:
            jcs_suite = EddsaJcsProofSuite() if suite == "eddsa-jcs-2022" else EcdsaJcsProofSuite()
            return jcs_suite.add_proof(request["credential"], **options)
        rdf_suite = DataIntegrityProofSuite() if suite == "eddsa-rdfc-2022" else EcdsaRdfcProofSuite()
        return rdf_suite.add_proof(request["credential"], extra_contexts=documents.contexts(), **options)


class OpenBadgesLib:
    """openbadgeslib: a verifier for each of the two formats of Open Badges 3.0."""

    package = "openbadgeslib"

    def suites(self) -> Suites:
        return {"eddsa-rdfc-2022": ["Ed25519"], "vc-jwt": ["Ed25519", "P-256", "RSA"]}

    def verify(self, request: Request, documents: Documents) -> str:
        document = request["document"]
        if request["format"] == "jwt":
            credential = part(document, PAYLOAD)
            if "vc" in credential:
                raise Unsupported("openbadgeslib reads the credential from the payload, not from the claim vc")
            verifier = OB3Verifier.for_issuer_did(issuer_did_from_token(document), download=documents.read)
        else:
            credential, document = document, json.dumps(document)
            verifier = OB3LdpVerifier()
        lists = self._lists_with_embedded_proof(credential, documents)
        badge = verifier.verify(document, check_status=True, download=documents.read, verify_status_list=not lists)
        for status_list in lists:
            self._verify_list(status_list, issuer_of(credential), documents)
        return f"{badge.name} by {badge.issuer.id}"

    def _lists_with_embedded_proof(self, credential: Any, documents: Documents) -> list[Any]:
        """The status lists to verify here: the library verifies one that is a JWT, and can be told to leave others."""
        urls = [entry["statusListCredential"] for entry in as_list(credential.get("credentialStatus"))]
        lists = [documents.served.get(url) for url in urls]
        embedded = [each for each in lists if isinstance(each, dict)]
        if 0 < len(embedded) < len(lists):
            raise Unsupported("status lists of two formats in one credential")
        return embedded

    def _verify_list(self, status_list: Any, issuer: Any, documents: Documents) -> None:
        """What the library does for a list that is a JWT, put together from its functions for an embedded proof."""
        method = as_list(status_list.get("proof"))[0]["verificationMethod"]
        if not issuer == issuer_of(status_list) == method.split("#")[0]:
            raise OB3VerificationError("the status list is not signed by the issuer of the credential")
        verify_data_integrity_proof(status_list, resolve_verification_method(method, download=documents.read))

    def issue(self, request: Request, documents: Documents) -> Any:
        credential = request["credential"]
        pem = secret_key(request["key"]).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        if request["suite"] == "vc-jwt" and "BitstringStatusListCredential" in credential["type"]:
            return sign_status_list_credential(credential, pem, ALGORITHMS[request["key"]["kind"]])
        if request["suite"] == "vc-jwt":
            claims = OpenBadgeCredential.from_vc_document(credential).to_jwt_payload()
            registered = {name: claims[name] for name in ("iss", "sub", "jti", "nbf", "exp") if name in claims}
            return OB3Signer(pem, ALGORITHMS[request["key"]["kind"]]).sign_payload(credential | registered)
        return add_data_integrity_proof(
            credential,
            pem,
            verification_method(request),
            created=instant(request, "created"),
            extra_contexts=documents.contexts(),
        )


def as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def issuer_of(credential: Any) -> Any:
    issuer = credential.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer


PEERS: dict[str, Any] = {"openvc-core": Openvc(), "openbadgeslib": OpenBadgesLib()}
kept: dict[str, Any] = {}


def info() -> Reply:
    return {
        "ok": True,
        "peers": {
            name: {
                "versions": {peer.package: version(peer.package)},
                "verify": peer.suites(),
                "issue": peer.suites(),
            }
            for name, peer in PEERS.items()
        },
    }


def suite_of(request: Request) -> tuple[str, str]:
    """The suite that the request is about and the kind of key, each empty where the request does not say."""
    if request["op"] == "issue":
        return request["suite"], request["key"]["kind"]
    if request["format"] == "jwt":
        return "vc-jwt", KINDS.get(part(request["document"], HEADER).get("alg"), "")
    proofs = as_list(request["document"].get("proof"))
    return next((proof["cryptosuite"] for proof in proofs if "cryptosuite" in proof), ""), ""


def ask_peer(request: Request, documents: Documents) -> Reply:
    peer = PEERS[request["peer"]]
    suite, kind = suite_of(request)
    suites = peer.suites()
    if suite and (suite not in suites or kind not in {"", *suites[suite]}):
        raise Unsupported(f"{request['peer']} has no {suite} {kind}".rstrip())
    if request["op"] == "issue":
        return {"ok": True, "document": peer.issue(request, documents)}
    if request.get("unwrapProof"):
        request = request | {"document": unwrapped(request["document"])}
    return {"ok": True, "detail": peer.verify(request, documents)}


def answer(request: Request) -> Reply:
    if request["op"] == "info":
        return info()
    if request["op"] == "serve":
        kept.update(request["documents"])
        return {"ok": True, "documents": len(kept)}
    if request["op"] not in {"verify", "issue"} or request["peer"] not in PEERS:
        raise ValueError(f"no operation {request['op']} of peer {request.get('peer')}")
    documents = Documents(kept | (request.get("documents") or {}), unwrap_proof=request.get("unwrapProof", False))
    PinnedDatetime.pinned = instant(request, "now") or instant(request, "created")
    reply: Reply = {"ok": False, "unsupported": False}
    try:
        reply |= ask_peer(request, documents)
    except Unsupported as reason:
        reply |= {"unsupported": True, "detail": str(reason)}
    except Exception as refusal:  # noqa: BLE001  whatever a peer raises at a document is its answer to that document
        reply |= {"detail": f"{type(refusal).__name__}: {refusal}"}
    missing = list(dict.fromkeys(documents.missing))
    if missing and not reply["ok"]:
        reply["detail"] += "; not given: " + ", ".join(missing)
    return reply | {"missing": missing}


def serve_forever() -> None:
    replies, sys.stdout = sys.stdout, sys.stderr  # standard output belongs to the protocol
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as error:  # noqa: BLE001  one bad request must not end the peer for the others
            reply = {"ok": False, "error": f"{type(error).__name__}: {error}"}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


if __name__ == "__main__":
    serve_forever()
