"""Credentials in numbers for the tests of issuing, and what the long way makes of each: no shape, no template."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from assay.science.identifiers import StatusIndex
from assay.science.issuing.award import AchievedLevel, RelatedResource
from assay.science.issuing.compose import StatusPlace, compose
from assay.science.issuing.definition import Definition, read_definition
from assay.science.issuing.issue import VC_JWT, Issuer
from assay.science.issuing.recipient import read_recipient
from assay.science.securing import data_integrity, vc_jwt
from assay.science.securing.contexts import ContextLibrary, bundled
from tests.cast import BRUNEL, CHEMISTRY, FIRST_AID, MERIDIAN, NORTHGATE, NOW, WELDING_BASICS, Institution
from tests.world import Json, own_documents

SUITES = [
    (BRUNEL, "eddsa-rdfc-2022"),
    (BRUNEL, "eddsa-jcs-2022"),
    (BRUNEL, "vc-jwt"),
    (NORTHGATE, "ecdsa-rdfc-2019"),
    (NORTHGATE, "ecdsa-jcs-2019"),
    (NORTHGATE, "vc-jwt"),
    (MERIDIAN, "ecdsa-rdfc-2019"),
    (MERIDIAN, "vc-jwt"),
]
DEFINITIONS = [read_definition(each) for each in (WELDING_BASICS, FIRST_AID, CHEMISTRY)]
NAMES = [
    "Ada Byron",
    'Zoë "Ada" Łukasiewicz \\ ab',
    "محمد الخوارزمي",
    "e\u0301 👩\u200d🏭 \U0001f600\ue000\ufffd",
    "two\nlines\tand a tab",
    "a\u2028b\u2029c\u00a0d",
    "@type",
    "_:b0",
    "https://brunel.example/achievements/chemistry/v/3",
    "null",
    "x" * 300,
]
ACCURACY = "urn:uuid:1b7f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10"
SURE = "urn:uuid:2c7f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10"
DIGEST = "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn"


# What a badge may have or lack: cells of its row, and what an award says beside them.
PARTS = [
    *("id", "email", "evidence", "narrative", "credits", "valid_from", "result", "achieved"),
    *("with status", "with email_salt", "with evidence", "with related", "with awarded"),
]


def fresh() -> ContextLibrary:
    """A library that has learned nothing yet."""
    return bundled().extended({})


def issuer_of(institution: Institution) -> Issuer:
    """The institution with its own documents at hand."""
    return institution.issuer(own_documents(institution))


def the_long_way(credential: Json, issuer: Issuer, suite: str, *, at: datetime = NOW) -> str:
    """The signed text, by the functions that look at one document at a time."""
    if suite == VC_JWT:
        return vc_jwt.secure_as_jwt(credential, signer=issuer.signer, kid=issuer.method)
    secured = data_integrity.secure(
        credential, signer=issuer.signer, method=issuer.method, created=at, suite=suite, contexts=bundled()
    )
    return json.dumps(secured, ensure_ascii=False, indent=2)


def badge(number: int, by: Institution = BRUNEL, definition: Definition = DEFINITIONS[0], **more: Any) -> Json:
    """The badge of a recipient, revocable; ``more`` are further cells of the row."""
    row = {"name": f"Learner {number}", "id": f"did:example:{number}", **more}
    place = StatusPlace(by.status_url, StatusIndex(number))
    recipient = read_recipient(row, line=2)
    return compose(definition, recipient, id=f"urn:uuid:{number:036}", issuer=by.id, at=NOW, status=place)


def cohort(seed: int, count: int, by: Institution, forms: int = 16) -> Iterator[Json]:
    """Badges of several achievements and forms, with names of all kinds."""
    dice = Random(seed)  # noqa: S311 -- the same badges every time
    drawn = [(dice.choice(DEFINITIONS), {part for part in PARTS if dice.random() < 0.4}) for _ in range(forms)]
    for number in range(count):
        definition, parts = dice.choice(drawn)
        in_chemistry = parts if definition is DEFINITIONS[2] else set()
        cells = {
            "id": dice.choice([f"did:example:{number}", f"https://people.example/é/{number}"]),
            "email": f"learner{number}@brunel.example",
            "evidence": f"https://brunel.example/work/{number % 50}",
            "narrative": dice.choice(NAMES),
            "credits": dice.choice(["1", "1.5"]),
            "valid_from": (NOW - timedelta(days=dice.randrange(900))).isoformat(),
        }
        row = {"name": f"{dice.choice(NAMES)} {number}", **{name: cells[name] for name in cells if name in parts}}
        if "result" in in_chemistry:
            row["result: Grade"] = dice.choice("ABC")
        more: Json = {
            "status": StatusPlace(by.status_url, StatusIndex(dice.randrange(131_072))),
            "email_salt": f"{dice.randrange(16**20):020x}",
            "evidence": [{"name": dice.choice(NAMES), "audience": "all"} for _ in range(2)],
            "related": [RelatedResource(f"urn:uuid:{number:036x}", "application/json", DIGEST)],
            "awarded": NOW - timedelta(days=dice.randrange(1, 900)),
        }
        yield compose(
            definition,
            read_recipient(row, line=2),
            id=f"urn:uuid:{dice.randrange(16**12):036x}",
            issuer=by.id,
            at=NOW,
            achieved=[AchievedLevel(ACCURACY, SURE)] if "achieved" in in_chemistry else [],
            **{name: more[name] for name in more if f"with {name}" in parts},
        )
