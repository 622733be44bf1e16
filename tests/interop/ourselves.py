"""Assay as one more party: its badges for the cases of ``matrix.CASES``, and its verdict on anybody's.

Every document is made by the verbs that issue for real: a definition and a row are read, composed and issued.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from assay import Report, Verdict, drive, verify
from assay.science.dids.did_web import did_web_url
from assay.science.dids.publishing import compose_document, method_id
from assay.science.identifiers import StatusIndex
from assay.science.instants import ValidityPeriod, parse_timestamp
from assay.science.issuing.compose import StatusPlace, compose
from assay.science.issuing.definition import read_definition
from assay.science.issuing.issue import VC_JWT, Issuer, issue
from assay.science.issuing.recipient import read_recipient
from assay.science.securing import contexts, data_integrity, multikey, vc_jwt
from assay.science.securing.strict_json import JsonObject
from assay.science.status.bitstring import LIST_LENGTH, with_entries
from assay.science.status.status_list import compose_status_list
from tests.interop.brunel import (
    BRUNEL_WEB,
    ENDS,
    INDEX,
    ISSUED,
    KEYS,
    MALLORYS_KEYS,
    REVOCATIONS,
    Json,
    altered,
    list_subject,
)
from tests.interop.questions import AFTER, BEFORE, LIST_ENDED, Question

WELDING: Json = {
    "id": "https://brunel.example/achievements/welding-basics",
    "name": "Welding basics",
    "description": "Joins two plates of steel so that they hold.",
    "criteria": "Two joints, inspected by a welder.",
    "inLanguage": "en",
    "tag": ["welding", "steel"],
    "alignment": [{"targetName": "Welders", "targetUrl": "https://occupations.example/7212", "targetCode": "7212"}],
    "resultDescription": [
        {"id": "urn:uuid:0b7c8d1e-5a52-4b57-9c0e-0f2f6f1d9a10", "name": "Grade", "resultType": "LetterGrade"}
    ],
}
COLLEGE: Json = {"name": "Brunel College", "url": "https://brunel.example"}
ADA = {
    "name": "Ada Byron",
    "id": "did:example:ada",
    "email": "ada@learner.example",
    "evidence": "https://brunel.example/works/1",
    "narrative": "Welded a frame.",
    "result: Grade": "A",
}


def instant(text: str) -> datetime:
    return parse_timestamp(text, where="")


@dataclass(frozen=True)
class College:
    """Brunel College with Assay: the suite and the kind of key, and where others find the key."""

    suite: str
    kind: str
    on_the_web: bool = False

    @property
    def issuer(self) -> Issuer:
        key = multikey.decode_secret(KEYS[self.kind][0])
        name = BRUNEL_WEB if self.on_the_web else f"did:key:{KEYS[self.kind][1]}"
        published = {url: json.dumps(document).encode() for url, document in self.documents.items()}
        return Issuer(name, method_id(name, key.public_key), key, published.get)

    @property
    def documents(self) -> Json:
        if not self.on_the_web:
            return {}
        key = multikey.decode_public(KEYS[self.kind][1])
        return {did_web_url(BRUNEL_WEB): compose_document(BRUNEL_WEB, {method_id(BRUNEL_WEB, key): key})}

    def composed(
        self, *, status: StatusPlace | None = None, row: dict[str, str] | None = None, **changes: Any
    ) -> JsonObject:
        definition = {"issuer": COLLEGE, "achievement": WELDING | changes.pop("achievement", {}), "validUntil": ENDS}
        return compose(
            read_definition(definition | changes),
            read_recipient(ADA | (row or {}), line=2),
            id="urn:uuid:6f2b8a1c-3c61-4c8e-9d0a-3f6a5b6c7d8e",
            issuer=self.issuer.id,
            at=instant(ISSUED),
            status=status,
            email_salt="kept for this one",
        )

    def issues(self, **more: Any) -> Any:
        text = issue(self.composed(**more), self.issuer, at=instant(ISSUED), suite=self.suite)
        return text if self.suite == VC_JWT else json.loads(text)

    def secures(self, document: JsonObject, issuer: Issuer) -> Any:
        """What ``issue`` does before it looks at the result, for what it does not issue."""
        if self.suite == VC_JWT:
            return vc_jwt.secure_as_jwt(document, signer=issuer.signer, kid=issuer.method)
        return data_integrity.secure(
            document,
            signer=issuer.signer,
            method=issuer.method,
            created=instant(ISSUED),
            suite=self.suite,
            contexts=contexts.bundled(),
        )

    def status_list(self, *bits_set: int, until: str = ENDS) -> Any:
        document = compose_status_list(
            id=REVOCATIONS,
            issuer=self.issuer.id,
            purpose="revocation",
            bits=with_entries(bytes(LIST_LENGTH // 8), dict.fromkeys(bits_set, 1)),
            period=ValidityPeriod(instant(ISSUED), instant(until)),
        )
        return self.secures(document, self.issuer)

    @property
    def mallory(self) -> Issuer:
        key = multikey.decode_secret(MALLORYS_KEYS[self.kind][0])
        name = f"did:key:{MALLORYS_KEYS[self.kind][1]}"
        return Issuer(name, method_id(name, key.public_key), key, lambda _url: None)


# ---- the cases -------------------------------------------------------------------------------------------------------


def names(brunel: College) -> Question:
    achievement = {"name": "Brunel® 🏅👩‍🏭 Schweißen \u2028 لحام أساسي", "description": 'a "b" \\ c\td\ne “e\u0301”'}
    return Question(brunel.issues(achievement=achievement, row={"name": "آدا بايرون"}))


def credit(brunel: College, available: float, earned: str) -> Question:
    return Question(brunel.issues(achievement={"creditsAvailable": available}, row={"credits": earned}))


def coordinates(brunel: College) -> Question:
    geo = {"latitude": 51.532774, "longitude": -0.472687}
    return Question(brunel.issues(issuer=COLLEGE | {"address": {"addressCountry": "United Kingdom", "geo": geo}}))


def by_did_web(brunel: College) -> Question:
    brunel = replace(brunel, on_the_web=True)
    return Question(brunel.issues(), brunel.documents)


def with_status(brunel: College, *bits_set: int) -> Question:
    document = brunel.issues(status=StatusPlace(REVOCATIONS, StatusIndex(INDEX)))
    return Question(document, {REVOCATIONS: brunel.status_list(*bits_set)})


def forged_list(brunel: College) -> Question:
    revoked = with_status(brunel, INDEX)
    forged = altered(revoked.documents[REVOCATIONS], credentialSubject=list_subject(REVOCATIONS, "revocation"))
    return replace(revoked, documents={REVOCATIONS: forged})


def old_list(brunel: College) -> Question:
    return replace(with_status(brunel), documents={REVOCATIONS: brunel.status_list(until=LIST_ENDED)})


# Not here: two status entries, which Assay reads and never writes.
OUR_QUESTIONS: dict[str, Callable[[College], Question]] = {
    "plain": lambda brunel: Question(brunel.issues()),
    "names": names,
    "decimals": lambda brunel: credit(brunel, 1.5, "3.0"),
    "tenths": lambda brunel: credit(brunel, 0.1, "3"),
    "coordinates": coordinates,
    "did:web": by_did_web,
    "proof array": lambda brunel: Question(brunel.issues()),
    "not revoked": lambda brunel: with_status(brunel, INDEX - 1, INDEX + 1),
    "tampered": lambda brunel: Question(altered(brunel.issues(), name="Welding mastery")),
    "member added": lambda brunel: Question(altered(brunel.issues(), grade="A")),
    "another's key": lambda brunel: Question(brunel.secures(brunel.composed(), brunel.mallory)),
    "expired": lambda brunel: Question(brunel.issues(), now=AFTER),
    "not yet valid": lambda brunel: Question(brunel.issues(), now=BEFORE),
    "revoked": lambda brunel: with_status(brunel, INDEX),
    "forged list": forged_list,
    "old list": old_list,
    "no list": lambda brunel: replace(with_status(brunel), documents={}),
}


# ---- the verdict -----------------------------------------------------------------------------------------------------


def judged(question: Question) -> Report:
    """What Assay finds, with nothing but the question's documents in the world."""
    published = {url: _bytes(document) for url, document in question.documents.items()}
    return drive(verify(_bytes(question.document), at=instant(question.now)), published.get)


def reply(report: Report) -> Json:
    """Assay's verdict in the form of a peer's reply."""
    detail = "; ".join(f"{each.code}: {each.reason}" for each in report.findings if each.check.decides)
    return {"ok": report.verdict is Verdict.VALID, "unsupported": False, "detail": detail}


def _bytes(document: Any) -> bytes:
    return document.encode() if isinstance(document, str) else json.dumps(document).encode()
