"""Credentials as Assay issues them: by the verbs that issue for real, with more or less in each."""

import re
from random import Random
from typing import Any

from assay.science.identifiers import StatusIndex
from assay.science.instants import parse_timestamp
from assay.science.issuing.award import AchievedLevel, RelatedResource, ResultStatus
from assay.science.issuing.compose import StatusPlace, compose
from assay.science.issuing.definition import read_definition
from assay.science.issuing.recipient import read_recipient
from assay.science.securing.strict_json import JsonObject
from tests.science.securing.differential import texts

Json = dict[str, Any]

_AT = parse_timestamp("2026-11-22T09:00:00Z", where="")


def issued(random: Random) -> JsonObject:
    """A credential by the verbs that issue for real, from a definition and a row with more or less in them."""
    achievement = _achievement(random)
    described: list[Json] = achievement.get("resultDescription", [])
    words = random.random() < 0.3
    row = {
        "name": texts.ordinary(random),
        **({"id": texts.address(random).replace("mailto:", "urn:x:")} if random.random() < 0.7 else {}),
        **({"email": f"ada{random.randrange(99)}@brunel.example"} if random.random() < 0.5 else {}),
        **({"evidence": texts.address(random)} if random.random() < 0.5 else {}),
        **({"narrative": _clean(random) if words else texts.ordinary(random)} if random.random() < 0.5 else {}),
        **({"credits": random.choice(("3", "1.5", "0.25"))} if random.random() < 0.4 else {}),
        **{f"result: {each['name']}": texts.ordinary(random) for each in described if random.random() < 0.6},
    }
    levels = [(each, level) for each in described for level in each.get("rubricCriterionLevel", [])]
    definition: Json = {"issuer": _college(random), "achievement": achievement}
    if random.random() < 0.5:
        definition["validFor"] = random.choice(("P3Y", "P18M", "P90D"))
    if random.random() < 0.3:
        definition["image"] = {"id": texts.address(random), "caption": texts.ordinary(random)}
    return compose(
        read_definition(definition),
        read_recipient(row, line=2),
        id=texts.address(random),
        issuer="did:web:brunel.example",
        at=_AT,
        status=StatusPlace(texts.address(random), StatusIndex(random.randrange(131_072)))
        if random.random() < 0.6
        else None,
        email_salt="kept for this one" if random.random() < 0.7 else None,
        achieved=[
            AchievedLevel(each["id"], level["id"], random.choice([*ResultStatus, None]))
            for each, level in levels
            if random.random() < 0.3
        ],
        evidence=[{"name": texts.ordinary(random), "genre": "video"} for _ in range(random.choice((0, 0, 1, 2)))],
        source={"id": texts.address(random), "name": texts.ordinary(random)} if random.random() < 0.2 else None,
        related=[RelatedResource(texts.address(random), "application/json", f"sha256-{'A' * 43}=")]
        if random.random() < 0.2
        else (),
    )


def _achievement(random: Random) -> Json:
    found: Json = {
        "id": texts.address(random),
        "name": _clean(random) or "n",
        "description": texts.ordinary(random),
        "criteria": texts.ordinary(random)
        if random.random() < 0.5
        else {"id": texts.address(random), "narrative": "As shown."},
        "alignment": [alignment(random) for _ in range(random.choice((0, 0, 1, 2, 3, 12)))],
        "tag": [texts.ordinary(random) for _ in range(random.choice((0, 1, 2, 5)))],
        "resultDescription": [_described(random, number) for number in range(random.choice((0, 0, 1, 2, 3)))],
    }
    found = {name: member for name, member in found.items() if member != []}
    optional: Json = {
        "image": {"id": texts.address(random)},
        "humanCode": texts.ordinary(random),
        "inLanguage": random.choice(("en", "pt-BR")),
        "creditsAvailable": random.choice((1, 3, 1.5, 60)),
        "fieldOfStudy": texts.ordinary(random),
        "creator": {"id": texts.address(random), "name": texts.ordinary(random)},
        "otherIdentifier": [{"identifier": texts.ordinary(random), "identifierType": "identifier"}],
        "related": [{"id": texts.address(random), "version": "1"}],
        "version": texts.ordinary(random),
    }
    return found | {name: member for name, member in optional.items() if random.random() < 0.3}


def alignment(random: Random) -> Json:
    """One, with more or less in it."""
    return {
        "targetName": texts.ordinary(random),
        "targetUrl": texts.address(random),
        **({"targetFramework": "ESCO"} if random.random() < 0.5 else {}),
        **({"targetCode": texts.ordinary(random)} if random.random() < 0.5 else {}),
        **({"targetType": "CFItem"} if random.random() < 0.3 else {}),
    }


def _described(random: Random, number: int) -> Json:
    found: Json = {"id": texts.address(random), "name": f"R{number}", "resultType": "RubricCriterionLevel"}
    if random.random() < 0.5:
        found["allowedValue"] = [texts.ordinary(random) for _ in range(random.randrange(1, 4))]
    if random.random() < 0.5:
        levels = [{"id": texts.address(random), "name": texts.ordinary(random)} for _ in range(random.randrange(1, 5))]
        found |= {"rubricCriterionLevel": levels}
    return found


def _college(random: Random) -> Json:
    optional: Json = {
        "url": texts.address(random),
        "email": "registry@brunel.example",
        "image": {"id": texts.address(random)},
        "address": {"addressCountry": "Utopia", "geo": {"latitude": 51.5, "longitude": -0.25}},
        "parentOrg": {"id": texts.address(random), "name": texts.ordinary(random)},
    }
    return {"name": "Brunel College"} | {name: each for name, each in optional.items() if random.random() < 0.3}


def _clean(random: Random) -> str:
    """Wild, but without what not every verifier writes alike, which Assay does not issue."""
    return re.sub("[\x00-\x1f\x7f-\x9f\ufffe\uffff]", "", texts.wild(random)).strip()
