"""Open Badges 3.0 documents as issuers write them, unsigned; and the contexts that the W3C's vectors need."""

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from assay.science.securing import contexts
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.strict_json import JsonObject
from tests.vectors import vectors

BRUNEL = "did:web:brunel.example"
ADA = "did:example:ada"
WELDING_ID = "https://brunel.example/achievements/welding"
EXAMPLES_2 = "https://www.w3.org/ns/credentials/examples/v2"
CITIZENSHIP = "https://w3id.org/citizenship/v4rc1"

MINIMAL: JsonObject = {
    "@context": [contexts.VC_2, contexts.OB_3],
    "id": "urn:uuid:3e5f1f0a-5c0b-4c1c-8d0e-0c9a4d2f9b11",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": BRUNEL, "type": ["Profile"], "name": "Brunel College"},
    "validFrom": "2026-11-22T09:00:00Z",
    "credentialSubject": {
        "id": ADA,
        "type": ["AchievementSubject"],
        "achievement": {
            "id": WELDING_ID,
            "type": ["Achievement"],
            "name": "Welding, the basics",
            "description": "Can join two sheets of steel.",
            "criteria": {"narrative": "A joint that holds."},
        },
    },
}

WELDING: JsonObject = {
    "@context": [contexts.VC_2, contexts.OB_3],
    "id": "urn:uuid:7b1c2d3e-4f50-4617-8283-94a5b6c7d8e9",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": [{"@value": "Welding", "@language": "en"}, {"@value": "Schweißen", "@language": "de"}],
    "description": {"@value": "لحام", "@language": "ar", "@direction": "rtl"},
    "image": {"id": "https://brunel.example/badges/welding.png", "type": "Image", "caption": "A spark"},
    "awardedDate": "2026-11-20T16:00:00+01:00",
    "issuer": {
        "id": BRUNEL,
        "type": ["Profile"],
        "name": "Brunel College",
        "url": "https://brunel.example/",
        "email": "registry@brunel.example",
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "10001", "identifierType": "nationalIdentityNumber"}
        ],
        "address": {
            "type": ["Address"],
            "addressCountry": "Utopia",
            "addressCountryCode": "UT",
            "geo": {"type": "GeoCoordinates", "latitude": 51.5, "longitude": -0.25},
        },
        "parentOrg": {"id": "https://northgate.example/", "type": ["Profile"], "name": "Northgate"},
    },
    "validFrom": "2026-11-22T09:00:00Z",
    "validUntil": "2030-11-22T09:00:00Z",
    "credentialSubject": {
        "id": ADA,
        "type": ["AchievementSubject"],
        "activityStartDate": "2026-09-01T00:00:00Z",
        "activityEndDate": "2026-11-19T00:00:00Z",
        "creditsEarned": 1.5,
        "term": "Autumn",
        "role": "learner",
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$c7ef86405ba71b85acd8e2e95166c4b111448089f2e1599f42fe1bba46e865c5",
                "identityType": "emailAddress",
                "salt": "deadsea",
            },
            {"type": "IdentityObject", "hashed": False, "identityHash": "student-17", "identityType": "studentId"},
        ],
        "result": [
            {"type": ["Result"], "resultDescription": f"{WELDING_ID}#mark", "value": "87"},
            {
                "type": ["Result"],
                "resultDescription": f"{WELDING_ID}#level",
                "achievedLevel": f"{WELDING_ID}#level-2",
                "status": "Completed",
            },
        ],
        "achievement": {
            "id": WELDING_ID,
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": "Welding",
            "description": 'Can weld.\n\tSafely, and in "all" positions \\ places.',
            "criteria": {"id": f"{WELDING_ID}/criteria", "narrative": "Six joints, *seen* and tested."},
            "creditsAvailable": 3,
            "fieldOfStudy": "Metalwork",
            "humanCode": "W-1",
            "inLanguage": "en-GB",
            "version": "2",
            "tag": ["welding", "steel", "été"],
            "creator": {"id": BRUNEL, "type": ["Profile"], "name": "Brunel College"},
            "related": [{"id": "https://brunel.example/achievements/brazing", "type": ["Related"], "version": "1"}],
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "operate welding equipment",
                    "targetUrl": "http://data.europa.eu/esco/skill/1",
                    "targetFramework": "ESCO",
                    "targetType": "ceasn:Competency",
                    "targetCode": "S8.1",
                },
                {
                    "type": ["Alignment"],
                    "targetName": "apply health and safety standards",
                    "targetUrl": "http://data.europa.eu/esco/skill/2",
                },
            ],
            "resultDescription": [
                {
                    "id": f"{WELDING_ID}#mark",
                    "type": ["ResultDescription"],
                    "name": "Mark",
                    "resultType": "Percent",
                    "valueMin": "0",
                    "valueMax": "100",
                    "requiredValue": "50",
                },
                {
                    "id": f"{WELDING_ID}#level",
                    "type": ["ResultDescription"],
                    "name": "Level",
                    "resultType": "RubricCriterionLevel",
                    "allowedValue": ["pass", "merit", "pass"],
                    "requiredLevel": f"{WELDING_ID}#level-1",
                    "rubricCriterionLevel": [
                        {"id": f"{WELDING_ID}#level-1", "type": ["RubricCriterionLevel"], "name": "One", "points": "1"},
                        {"id": f"{WELDING_ID}#level-2", "type": ["RubricCriterionLevel"], "name": "Two", "level": "2"},
                    ],
                },
            ],
        },
    },
    "evidence": [
        {"id": "https://brunel.example/evidence/1", "type": ["Evidence"], "name": "Film", "genre": "video"},
        {"type": ["Evidence"], "narrative": "Six joints.", "audience": "assessors"},
    ],
    "credentialStatus": [
        {
            "id": "https://brunel.example/status/3#94567",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": "https://brunel.example/status/3",
        },
        {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "suspension",
            "statusListIndex": "17",
            "statusListCredential": "https://brunel.example/status/4",
        },
    ],
    "credentialSchema": [{"id": "https://brunel.example/schema.json", "type": "JsonSchema"}],
    "termsOfUse": {"type": "https://brunel.example/terms#Policy", "id": "https://brunel.example/terms"},
}

ENDORSED: JsonObject = deepcopy(MINIMAL) | {
    "endorsement": [
        {
            "@context": [contexts.VC_2, contexts.OB_3],
            "id": "urn:uuid:0d9b9a3e-4f0e-4b39-9d52-2f0f9a8b7c6d",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "issuer": {"id": "did:web:northgate.example", "type": ["Profile"], "name": "Northgate"},
            "validFrom": "2026-11-22T10:00:00Z",
            "credentialSubject": {"id": WELDING_ID, "type": ["EndorsementSubject"], "endorsementComment": "Sound."},
            "proof": [
                {
                    "type": "DataIntegrityProof",
                    "cryptosuite": "eddsa-rdfc-2022",
                    "created": "2026-11-22T10:00:00Z",
                    "verificationMethod": "did:web:northgate.example#key-1",
                    "proofPurpose": "assertionMethod",
                    "proofValue": "z3FXQjecWufY46",
                }
            ],
        }
    ],
}

PRESENTATION: JsonObject = {
    "@context": [contexts.VC_2],
    "id": "urn:uuid:5a5a5a5a-0000-4000-8000-000000000001",
    "type": ["VerifiablePresentation"],
    "holder": {"id": ADA},
    "verifiableCredential": [MINIMAL, ENDORSED, WELDING],
}

DOCUMENTS = {"minimal": MINIMAL, "welding": WELDING, "endorsed": ENDORSED, "presentation": PRESENTATION}


@cache
def w3c_library() -> ContextLibrary:
    """What Assay carries and what the W3C's vectors use beside it."""
    citizenship = Path(__file__).parents[2] / "data" / "contexts" / "citizenship-v4rc1.json"
    examples = vectors("w3c-contexts", "credentials-examples-v2.jsonld")
    return contexts.bundled().extended({EXAMPLES_2: examples.read_bytes(), CITIZENSHIP: citizenship.read_bytes()})


def changed(document: JsonObject, where: str, value: Any) -> JsonObject:
    """A copy of the document with ``value`` at a JSON pointer whose last step may be new (``-`` adds to a list)."""
    copy = _copy(document)
    place, last = _place(copy, where)
    if isinstance(place, list):
        place[:] = [*place, value] if last == "-" else [*place[: int(last)], value, *place[int(last) + 1 :]]
    else:
        place[last] = value
    return copy


def without(document: JsonObject, where: str) -> JsonObject:
    """A copy of the document without the member or item at a JSON pointer."""
    copy = _copy(document)
    place, last = _place(copy, where)
    if isinstance(place, list):
        place.pop(int(last))
    else:
        del place[last]
    return copy


def renamed(document: JsonObject, where: str, name: str) -> JsonObject:
    """A copy of the document in which the member at a JSON pointer has another name."""
    copy = _copy(document)
    place, last = _place(copy, where)
    assert isinstance(place, dict)
    place[name] = place.pop(last)
    return copy


def _copy(document: JsonObject) -> JsonObject:
    """As bytes would bring it: no list stands in two places, as it may in a document just made."""
    copy: JsonObject = json.loads(json.dumps(document))
    return copy


def _place(document: JsonObject, where: str) -> tuple[Any, str]:
    *steps, last = [step.replace("~1", "/").replace("~0", "~") for step in where.removeprefix("/").split("/")]
    place: Any = document
    for step in steps:
        place = place[int(step)] if isinstance(place, list) else place[step]
    return place, last
