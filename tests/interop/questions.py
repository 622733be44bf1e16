"""The questions that one implementation's documents put to another, each made with the issuer's own software.

``QUESTIONS[case](Brunel(suite, kind, sign))`` is a document, what may be dereferenced for it and when it is looked at;
``matrix.CASES[case]`` says what it is and whether it should be accepted.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from tests.interop.brunel import (
    BRUNEL_DID_JSON,
    BRUNEL_WEB,
    INDEX,
    REVOCATIONS,
    SUSPENSIONS,
    Brunel,
    BrunelWithRsa,
    Json,
    altered,
    did_document,
    entry,
    list_subject,
    multikey,
)

LOOKED_AT = "2026-07-01T00:00:00Z"
BEFORE, AFTER = "2025-12-01T00:00:00Z", "2027-02-01T00:00:00Z"
LIST_ENDED = "2026-02-01T00:00:00Z"


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


def credit(brunel: Brunel, available: float, earned: float) -> Question:
    badge = brunel.badge()
    badge["credentialSubject"] |= {"creditsEarned": earned}
    badge["credentialSubject"]["achievement"] |= {"creditsAvailable": available}
    return Question(brunel.issues(badge))


def coordinates(brunel: Brunel) -> Question:
    geo = {"type": "GeoCoordinates", "latitude": 51.532774, "longitude": -0.472687}
    address = {"type": ["Address"], "addressCountry": "United Kingdom", "geo": geo}
    badge = brunel.badge()
    badge["issuer"] |= {"address": address}
    return Question(brunel.issues(badge))


def by_did_web(brunel: Brunel) -> Question:
    if brunel.did == BRUNEL_WEB:
        return Question(brunel.issues(brunel.badge()))
    issuer = {"id": BRUNEL_WEB, "type": ["Profile"], "name": "Brunel College"}
    document = brunel.issues(brunel.badge(issuer=issuer), verificationMethod=f"{BRUNEL_WEB}#key-1")
    return Question(document, {BRUNEL_DID_JSON: did_document(BRUNEL_WEB, multikey(brunel.keys[brunel.kind][1]))})


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
    return replace(revoked, documents={REVOCATIONS: forged})


def old_list(brunel: Brunel) -> Question:
    ended = brunel.status_list(REVOCATIONS, "revocation", until=LIST_ENDED)
    return replace(with_status(brunel), documents={REVOCATIONS: ended})


QUESTIONS: dict[str, Callable[[Brunel], Question]] = {
    "plain": lambda brunel: Question(brunel.issues(brunel.badge())),
    "names": names,
    "decimals": lambda brunel: credit(brunel, 1.5, 3.0),
    "tenths": lambda brunel: credit(brunel, 0.1, 3),
    "coordinates": coordinates,
    "did:web": by_did_web,
    "proof array": proof_in_an_array,
    "not revoked": lambda brunel: with_status(brunel, INDEX - 1, INDEX + 1),
    "two entries": with_two_entries,
    "tampered": lambda brunel: Question(altered(brunel.issues(brunel.badge()), name="Welding mastery")),
    "member added": lambda brunel: Question(altered(brunel.issues(brunel.badge()), grade="A")),
    "another's key": lambda brunel: Question(brunel.impostor().issues(brunel.badge())),
    "expired": lambda brunel: Question(brunel.issues(brunel.badge()), now=AFTER),
    "not yet valid": lambda brunel: Question(brunel.issues(brunel.badge()), now=BEFORE),
    "revoked": lambda brunel: with_status(brunel, INDEX),
    "suspended": lambda brunel: with_two_entries(brunel, INDEX),
    "forged list": forged_list,
    "old list": old_list,
    "no list": lambda brunel: replace(with_status(brunel), documents={}),
}


# ---- who issues them -------------------------------------------------------------------------------------------------


class Asking(NamedTuple):
    """One question: who issues, in which suite, with which kind of key; and the case."""

    issuer: str
    suite: str
    kind: str
    case: str

    @property
    def label(self) -> str:
        """The suite as the page names it, with the key where the suite leaves a choice."""
        if self.suite == "vc-jwt":
            return f"{self.suite} {_ALGORITHMS[self.kind]}"
        return f"{self.suite} {self.kind}" if self.suite.startswith("ecdsa") else self.suite

    def question(self, sign: Callable[[Json], Any]) -> Question:
        """The question, with all that its issuer has published."""
        brunel = (BrunelWithRsa if self.kind == "RSA" else Brunel)(self.suite, self.kind, sign)
        question = QUESTIONS[self.case](brunel)
        return replace(question, documents=question.documents | brunel.documents)


ISSUING = [
    ("db-vc", "eddsa-rdfc-2022", "Ed25519"),
    ("db-vc", "ecdsa-rdfc-2019", "P-256"),
    ("db-vc", "ecdsa-rdfc-2019", "P-384"),
    ("db-vc", "eddsa-jcs-2022", "Ed25519"),
    ("openvc-core", "eddsa-rdfc-2022", "Ed25519"),
    ("openvc-core", "ecdsa-rdfc-2019", "P-256"),
    ("openvc-core", "ecdsa-rdfc-2019", "P-384"),
    ("openvc-core", "eddsa-jcs-2022", "Ed25519"),
    ("openvc-core", "ecdsa-jcs-2019", "P-256"),
    ("openvc-core", "ecdsa-jcs-2019", "P-384"),
    ("openvc-core", "vc-jwt", "Ed25519"),
    ("openvc-core", "vc-jwt", "P-256"),
    ("openvc-core", "vc-jwt", "P-384"),
    ("openbadgeslib", "eddsa-rdfc-2022", "Ed25519"),
    ("openbadgeslib", "vc-jwt", "Ed25519"),
    ("openbadgeslib", "vc-jwt", "P-256"),
    ("openbadgeslib", "vc-jwt", "RSA"),
]
_ALGORITHMS = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "RSA": "RS256"}


def can_ask(case: str, issuer: str, suite: str) -> bool:
    """Whether the issuer makes such documents at all."""
    if case == "proof array":
        return suite != "vc-jwt"  # a token has no proof member
    if case == "coordinates":
        return not (issuer == "openvc-core" and "rdfc" in suite)  # it signs what its own compaction gives back
    return True


ASKED = [Asking(*issuing, case) for issuing in ISSUING for case in QUESTIONS if can_ask(case, *issuing[:2])]
