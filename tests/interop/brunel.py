"""The issuing college of these tests: its keys, its addresses, its badges and status lists, before anybody signs them.

``sign`` takes the members of an ``issue`` request (peers/README.md) and returns the secured document:
``peers.signing("db-vc")``, or anybody's function.
"""

import base64
import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

Json = dict[str, Any]

# Keys for these tests and nothing else, so they may be read by anybody.
KEYS = {
    "Ed25519": (
        "z3u2XhHZ1fPrteWUjZLYrMQjhR87oJgwZpz1mE4BG2xYkmjn",
        "z6MkjxwJdEFRdxX8E1K47cYPWL9pyoPPYp1GQMPh3sGfN1te",
    ),
    "P-256": (
        "z42trqHc1E8wcSNMVzRN2ZYJV6otTGW9NRmzt9W6rpivkWXd",
        "zDnaeirSHhky7TFh72HCUteRSSNf1mzgW5C9DwZjfFAQyFye1",
    ),
    "P-384": (
        "z2fatHNGbktGo2oA9ngQ7XXSf1LU2bYxeREeeHbLA1ZRX9gQAPJ2Zb8C8s6AqrTEHLCwHB",
        "z82LkyD8ZcKcFgzPR695YMKhPKpL3X4tpKLnACYFNBmcu4ekons1mvo1Bt5yBurCktcZ6Ug",
    ),
}
MALLORYS_KEYS = {
    "Ed25519": (
        "z3u2RHB3fua6cg3yxE6me4watnPuEVXdsQSes2rgaTjWkWaE",
        "z6MktcCwPEXgdJpUwC1ci1UpEbFDxj3v7Z33XeqQ1YH4WLwq",
    ),
    "P-256": (
        "z42thtxSXUatqBPRVDe1KHeuCuuv38CgXx8GqvttRrUdtVcY",
        "zDnaerZQw42qyYh3An4BNo9bYk2GSQ7krRbcGg1DrPJPtbNhj",
    ),
    "P-384": (
        "z2faj467hnzA7r14HgCwE3GxTBNk3VpDx2gUErg7qcXbr9xFkaw88GzksdTzbMfKSuRUbJ",
        "z82LkvDxxRzRmsoKhERKZ48wncVttHPG2qnxYjeJn7dH6G6QmHxWJ4TyPvBBrE2NwtCdu5g",
    ),
}

ISSUED, ENDS = "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"
REVOCATIONS, SUSPENSIONS = "https://brunel.example/status/1", "https://brunel.example/status/2"
INDEX = 94567
BRUNEL_WEB, BRUNEL_DID_JSON = (
    "did:web:brunel.example:schools:welding",
    "https://brunel.example/schools/welding/did.json",
)


@dataclass(frozen=True)
class Brunel:
    """An issuing college: the suite and key it signs with, and the software that does it."""

    suite: str
    kind: str
    sign: Callable[[Json], Any]
    keys: Mapping[str, tuple[str, str]] = field(default_factory=lambda: KEYS)

    @property
    def did(self) -> str:
        return f"did:key:{self.keys[self.kind][1]}"

    @property
    def key(self) -> Json:
        secret, public = self.keys[self.kind]
        return {"kind": self.kind, "secretKeyMultibase": secret, "publicKeyMultibase": public}

    @property
    def documents(self) -> Json:
        """What it has to publish, so that others find its key."""
        return {}

    def impostor(self) -> "Brunel":
        return replace(self, keys=MALLORYS_KEYS)

    def issues(self, credential: Json, **more: Any) -> Any:
        return self.sign({"suite": self.suite, "key": self.key, "credential": credential, "created": ISSUED, **more})

    def badge(self, **changes: Any) -> Json:
        achievement = {
            "id": "https://brunel.example/achievements/welding-basics",
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": "Welding basics",
            "description": "Joins two plates of steel so that they hold.",
            "criteria": {"narrative": "Two joints, inspected by a welder."},
            "inLanguage": "en",
        }
        return {
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ],
            "id": "urn:uuid:6f2b8a1c-3c61-4c8e-9d0a-3f6a5b6c7d8e",
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": "Welding basics",
            "issuer": {"id": self.did, "type": ["Profile"], "name": "Brunel College"},
            "validFrom": ISSUED,
            "validUntil": ENDS,
            "credentialSubject": {"id": "did:example:ada", "type": ["AchievementSubject"], "achievement": achievement},
        } | changes

    def status_list(self, url: str, purpose: str, *bits_set: int, until: str = ENDS) -> Any:
        return self.issues(
            {
                "@context": ["https://www.w3.org/ns/credentials/v2"],
                "id": url,
                "type": ["VerifiableCredential", "BitstringStatusListCredential"],
                "issuer": self.did,
                "validFrom": ISSUED,
                "validUntil": until,
                "credentialSubject": list_subject(url, purpose, *bits_set),
            }
        )


@cache
def rsa_key(whose: str) -> str:
    """A new key each time: for RSA there is no Multikey, and a PEM in a repository looks like a leak."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@dataclass(frozen=True)
class BrunelWithRsa(Brunel):
    """The same with an RSA key, for which there is no did:key either: it is always a did:web."""

    owner: str = "Brunel"

    @property
    def did(self) -> str:
        return BRUNEL_WEB

    @property
    def key(self) -> Json:
        return {"kind": self.kind, "privateKeyPem": rsa_key(self.owner)}

    @property
    def documents(self) -> Json:
        private = load_pem_private_key(rsa_key(self.owner).encode(), None)
        assert isinstance(private, rsa.RSAPrivateKey)
        numbers = private.public_key().public_numbers()
        n, e = (number.to_bytes((number.bit_length() + 7) // 8, "big") for number in (numbers.n, numbers.e))
        jwk = {"kty": "RSA", "n": base64url(n), "e": base64url(e)}
        return {BRUNEL_DID_JSON: did_document(BRUNEL_WEB, {"type": "JsonWebKey", "publicKeyJwk": jwk})}

    def impostor(self) -> Brunel:
        return replace(self, owner="Mallory")


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def list_subject(url: str, purpose: str, *bits_set: int) -> Json:
    bits = bytearray(131_072 // 8)
    for index in bits_set:
        bits[index // 8] |= 0x80 >> (index % 8)  # index 0 is the left-most bit, BSL 1.0 §2.2
    packed = base64url(gzip.compress(bytes(bits), mtime=0))
    subject = {"id": f"{url}#list", "type": "BitstringStatusList", "statusPurpose": purpose}
    return subject | {"encodedList": "u" + packed}


def entry(url: str, purpose: str) -> Json:
    return {
        "id": f"{url}#{INDEX}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(INDEX),
        "statusListCredential": url,
    }


def multikey(public_key: str) -> Json:
    return {"type": "Multikey", "publicKeyMultibase": public_key}


def did_document(did: str, public_key: Json) -> Json:
    method = {"id": f"{did}#key-1", "controller": did, **public_key}
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [method],
        "assertionMethod": [method["id"]],
    }


def altered(document: Any, **changes: Any) -> Any:
    """The document with other members and the signature it had, whatever its format."""
    if not isinstance(document, str):
        return document | changes
    header, payload, signature = document.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    claims.get("vc", claims).update(changes)
    return ".".join([header, base64url(json.dumps(claims).encode()), signature])
