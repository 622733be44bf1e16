"""The questions that one implementation's documents put to another, each made with the issuer's own software.

``QUESTIONS[case](Brunel(suite, kind, sign))`` is a document, what may be dereferenced for it and when it is looked at;
``matrix.CASES[case]`` says what it is and whether it should be accepted. ``sign`` takes the members of an ``issue``
request (peers/README.md) and returns the secured document: ``peers.signing("db-vc")``, or anybody's function.
"""

import base64
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

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
ANOTHER_PUBLIC_KEY = "z6MktQRcMS4RaJUWHh9JaHT7jFBY8EV8NyJbmA1wAGUYArUw"

ISSUED, LOOKED_AT = "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z"
BEFORE, AFTER = "2025-12-01T00:00:00Z", "2027-02-01T00:00:00Z"
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

    @property
    def did(self) -> str:
        return f"did:key:{KEYS[self.kind][1]}"

    def issues(self, credential: Json, **more: Any) -> Any:
        secret, public = KEYS[self.kind]
        key = {"kind": self.kind, "secretKeyMultibase": secret, "publicKeyMultibase": public}
        return self.sign({"suite": self.suite, "key": key, "credential": credential, "created": ISSUED, **more})

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
            "validUntil": "2027-01-01T00:00:00Z",
            "credentialSubject": {"id": "did:example:ada", "type": ["AchievementSubject"], "achievement": achievement},
        } | changes

    def status_list(self, url: str, purpose: str, *bits_set: int) -> Any:
        return self.issues(
            {
                "@context": ["https://www.w3.org/ns/credentials/v2"],
                "id": url,
                "type": ["VerifiableCredential", "BitstringStatusListCredential"],
                "issuer": self.did,
                "validFrom": ISSUED,
                "validUntil": "2027-01-01T00:00:00Z",
                "credentialSubject": list_subject(url, purpose, *bits_set),
            }
        )


def list_subject(url: str, purpose: str, *bits_set: int) -> Json:
    bits = bytearray(131_072 // 8)
    for index in bits_set:
        bits[index // 8] |= 0x80 >> (index % 8)  # index 0 is the left-most bit, BSL 1.0 §2.2
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")
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


def did_document(did: str, public_key: str) -> Json:
    method = {"id": f"{did}#key-1", "type": "Multikey", "controller": did, "publicKeyMultibase": public_key}
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
    return ".".join([header, base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("="), signature])


@dataclass(frozen=True)
class Question:
    """What a verifier is asked: a document, what it may dereference, and when."""

    document: Any
    documents: Json = field(default_factory=dict)
    now: str = LOOKED_AT


# ---- the cases: each makes its question ------------------------------------------------------------------------------


def names(brunel: Brunel) -> Question:
    badge = brunel.badge(name="Brunel® 🔥👩‍🏭 Schweißen \u2028 لحام أساسي")
    badge["credentialSubject"]["achievement"] |= {"name": "“é” is not “e\u0301”", "description": 'a "b" \\ c\td\ne'}
    return Question(brunel.issues(badge))


def decimals(brunel: Brunel) -> Question:
    badge = brunel.badge()
    badge["credentialSubject"] |= {"creditsEarned": 3.0}
    badge["credentialSubject"]["achievement"] |= {"creditsAvailable": 1.5}
    return Question(brunel.issues(badge))


def by_did_web(brunel: Brunel) -> Question:
    issuer = {"id": BRUNEL_WEB, "type": ["Profile"], "name": "Brunel College"}
    document = brunel.issues(brunel.badge(issuer=issuer), verificationMethod=f"{BRUNEL_WEB}#key-1")
    return Question(document, {BRUNEL_DID_JSON: did_document(BRUNEL_WEB, KEYS[brunel.kind][1])})


def proof_in_an_array(brunel: Brunel) -> Question:
    document = brunel.issues(brunel.badge())
    proofs = document["proof"]
    return Question(document | {"proof": proofs if isinstance(proofs, list) else [proofs]})


def with_status(brunel: Brunel, *bits_set: int) -> Question:
    document = brunel.issues(brunel.badge(credentialStatus=entry(REVOCATIONS, "revocation")))
    return Question(document, {REVOCATIONS: brunel.status_list(REVOCATIONS, "revocation", *bits_set)})


def with_two_entries(brunel: Brunel, *suspended: int) -> Question:
    entries = [entry(REVOCATIONS, "revocation"), entry(SUSPENSIONS, "suspension")]
    lists = {
        REVOCATIONS: brunel.status_list(REVOCATIONS, "revocation"),
        SUSPENSIONS: brunel.status_list(SUSPENSIONS, "suspension", *suspended),
    }
    return Question(brunel.issues(brunel.badge(credentialStatus=entries)), lists)


def forged_list(brunel: Brunel) -> Question:
    revoked = with_status(brunel, INDEX)
    forged = altered(revoked.documents[REVOCATIONS], credentialSubject=list_subject(REVOCATIONS, "revocation"))
    return Question(revoked.document, {REVOCATIONS: forged})


QUESTIONS: dict[str, Callable[[Brunel], Question]] = {
    "plain": lambda brunel: Question(brunel.issues(brunel.badge())),
    "names": names,
    "decimals": decimals,
    "did:web": by_did_web,
    "proof array": proof_in_an_array,
    "not revoked": lambda brunel: with_status(brunel, INDEX - 1, INDEX + 1),
    "two entries": with_two_entries,
    "tampered": lambda brunel: Question(altered(brunel.issues(brunel.badge()), name="Welding mastery")),
    "expired": lambda brunel: Question(brunel.issues(brunel.badge()), now=AFTER),
    "not yet valid": lambda brunel: Question(brunel.issues(brunel.badge()), now=BEFORE),
    "revoked": lambda brunel: with_status(brunel, INDEX),
    "suspended": lambda brunel: with_two_entries(brunel, INDEX),
    "forged list": forged_list,
}
