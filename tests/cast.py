"""The people, places and achievements of the tests. All of it is invented; the keys are fixed and public.

BRUNEL     a college, did:web, Ed25519        MALLORY   a stranger with a did:key and bad intentions
NORTHGATE  a university, did:web, P-256       REGISTER  an authority that recognises others
MERIDIAN   a trainer, an https issuer, P-384  ADA, GRACE, MUHAMMAD: learners
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from assay.science.dids.publishing import method_id
from assay.science.issuing.issue import Issuer
from assay.science.securing import multikey
from assay.science.securing.keys import KeyKind, SecretKey
from assay.science.securing.strict_json import JsonObject

# The day on which everything happens, unless a test says otherwise.
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Institution:
    """Somebody who issues: a name, an identifier, the address of its controller document, a key, a status list."""

    name: str
    id: str
    document_url: str
    key: SecretKey
    status_url: str

    @property
    def method(self) -> str:
        """The URL under which its document lists its key."""
        return method_id(self.id, self.key.public_key)

    def issuer(self, own_documents: dict[str, bytes]) -> Issuer:
        """As the verb ``issue`` takes it."""
        return Issuer(self.id, self.method, self.key, own_documents.get)


@dataclass(frozen=True)
class Person:
    """Somebody who learns: a name and an identifier of her own."""

    name: str
    id: str


def ed25519(number: int) -> SecretKey:
    """A key with a seed of 32 equal bytes."""
    return SecretKey(KeyKind.ED25519, bytes([number]) * 32)


def did_key(secret: SecretKey) -> str:
    return f"did:key:{multikey.encode_public(secret.public_key)}"


BRUNEL = Institution(
    "Brunel College",
    "did:web:brunel.example",
    "https://brunel.example/.well-known/did.json",
    ed25519(1),
    "https://brunel.example/status/1",
)
NORTHGATE = Institution(
    "Northgate University",
    "did:web:northgate.example:issuers:7",
    "https://northgate.example/issuers/7/did.json",
    SecretKey(KeyKind.P256, bytes([2]) * 32),
    "https://northgate.example/status/1",
)
MERIDIAN = Institution(
    "Meridian Training",
    "https://meridian.example/issuer",
    "https://meridian.example/issuer",
    SecretKey(KeyKind.P384, bytes([3]) * 48),
    "https://meridian.example/status/1",
)
MALLORY = Institution("Brunel College", did_key(ed25519(66)), "", ed25519(66), "https://mallory.example/status/1")
REGISTER = "did:web:register.example"

ADA = Person("Ada Byron", did_key(ed25519(101)))
GRACE = Person("Grace Hopper", did_key(ed25519(102)))
MUHAMMAD = Person("محمد الخوارزمي", did_key(ed25519(103)))

WELDING_BASICS: JsonObject = {
    "issuer": {"name": "Brunel College", "url": "https://brunel.example"},
    "achievement": {
        "id": "https://brunel.example/achievements/welding-basics/v/1",
        "name": "Welding basics",
        "description": "Joins plates of mild steel with sound fillet welds.",
        "criteria": "Welds a T joint that passes visual inspection.",
        "alignment": [{"targetName": "Welding", "targetUrl": "https://skills.example/welding"}],
    },
    "validFor": "P3Y",
}
FIRST_AID: JsonObject = {
    "issuer": {"name": "Brunel College"},
    "achievement": {
        "id": "https://brunel.example/achievements/first-aid/v/1",
        "name": "First aid in the workshop",
        "description": "Treats burns and cuts until help arrives.",
        "criteria": {"id": "https://brunel.example/criteria/first-aid"},
    },
}
# With everything that a definition may have: results, levels, credits, a picture, an address, names of every kind.
CHEMISTRY: JsonObject = {
    "name": "Analytical chemistry® 🏅",
    "description": "Second semester",
    "image": {"id": "https://brunel.example/chemistry.png", "caption": "A flask"},
    "issuer": {
        "name": "كلية برونيل",
        "url": "https://brunel.example",
        "email": "registry@brunel.example",
        "otherIdentifier": [{"identifier": "5f3c", "identifierType": "ext:register"}],
        "address": {"addressCountry": "United Kingdom", "geo": {"latitude": 51.532774, "longitude": -0.472687}},
        "parentOrg": {"id": "https://trust.example/org", "name": "College Trust"},
    },
    "achievement": {
        "id": "https://brunel.example/achievements/chemistry/v/3",
        "name": "Analytical chemistry® 🏅",
        "description": "Weighs, dilutes and titrates — \u200fوصفحة\u200f.",
        "criteria": {"id": "https://brunel.example/criteria/chemistry", "narrative": "Three *titrations*."},
        "achievementType": "Course",
        "creditsAvailable": 1.5,
        "inLanguage": "en-GB",
        "tag": ["chemistry", "laboratory"],
        "fieldOfStudy": "Chemistry",
        "version": "3",
        "related": [{"id": "https://brunel.example/achievements/chemistry/v/2", "version": "2"}],
        "otherIdentifier": [{"identifier": "CHEM-2", "identifierType": "sourcedId"}],
        "alignment": [
            {
                "targetName": "Titration",
                "targetUrl": "https://skills.example/titration",
                "targetType": "CFItem",
                "targetFramework": "Laboratory skills",
            }
        ],
        "resultDescription": [
            {
                "id": "urn:uuid:0a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10",
                "name": "Grade",
                "resultType": "LetterGrade",
                "allowedValue": ["A", "B", "C"],
                "requiredValue": "C",
            },
            {
                "id": "urn:uuid:1b7f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10",
                "name": "Accuracy",
                "resultType": "RubricCriterionLevel",
                "rubricCriterionLevel": [
                    {"id": "urn:uuid:2c7f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10", "name": "Sure", "level": "2", "points": "4"}
                ],
            },
        ],
    },
    "validUntil": "2031-01-01T00:00:00Z",
}
