"""Assay as one more party: its badges for the cases of ``matrix.CASES``, and its verdict on anybody's.

Every document is made by the verbs that issue for real: a definition and a row are read, composed and issued.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
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
from assay.science.status.bitstring import LIST_LENGTH, with_entries
from assay.science.status.status_list import compose_status_list
from tests.interop.questions import (
    AFTER,
    BEFORE,
    BRUNEL_DID_JSON,
    BRUNEL_WEB,
    INDEX,
    ISSUED,
    KEYS,
    REVOCATIONS,
    Question,
    altered,
    list_subject,
)

Json = dict[str, Any]

ENDS = "2027-01-01T00:00:00Z"
ACHIEVEMENT: Json = {
    "id": "https://brunel.example/achievements/welding-basics",
    "name": "Welding basics",
    "description": "Joins two plates of steel so that they hold.",
    "criteria": "Two joints, inspected by a welder.",
    "inLanguage": "en",
    "tag": ["welding", "steel"],
    "alignment": [
        {
            "targetName": "Welders and flame cutters",
            "targetUrl": "https://occupations.example/7212",
            "targetCode": "7212",
        }
    ],
    "resultDescription": [
        {"id": "urn:uuid:0b7c8d1e-5a52-4b57-9c0e-0f2f6f1d9a10", "name": "Grade", "resultType": "LetterGrade"}
    ],
}
BRUNEL_PROFILE: Json = {
    "name": "Brunel College",
    "url": "https://brunel.example",
    "address": {"addressCountry": "United Kingdom", "geo": {"latitude": 51.532774, "longitude": -0.472687}},
}
ADA = {
    "name": "Ada Byron",
    "id": "did:example:ada",
    "email": "ada@learner.example",
    "evidence": "https://brunel.example/works/1",
    "narrative": "Welded a frame.",
    "result: Grade": "A",
}


@dataclass(frozen=True)
class College:
    """Brunel College with Assay: the suite and the kind of key, and the identifier that it issues under."""

    suite: str
    kind: str
    web: bool = False

    @property
    def issuer(self) -> Issuer:
        key = multikey.decode_secret(KEYS[self.kind][0])
        identifier = BRUNEL_WEB if self.web else f"did:key:{KEYS[self.kind][1]}"
        published = {url: json.dumps(document).encode() for url, document in self.published.items()}
        return Issuer(identifier, method_id(identifier, key.public_key), key, published.get)

    @property
    def published(self) -> Json:
        """What it has to publish so that others find its key."""
        if not self.web:
            return {}
        key = multikey.decode_public(KEYS[self.kind][1])
        return {did_web_url(BRUNEL_WEB): compose_document(BRUNEL_WEB, {method_id(BRUNEL_WEB, key): key})}

    def issues(self, *, achievement: Json | None = None, status: StatusPlace | None = None, **row: str) -> Any:
        definition = read_definition(
            {"issuer": BRUNEL_PROFILE, "achievement": ACHIEVEMENT | (achievement or {}), "validUntil": ENDS}
        )
        at, issuer = parse_timestamp(ISSUED, where=""), self.issuer
        credential = compose(
            definition,
            read_recipient(ADA | row, line=2),
            id="urn:uuid:6f2b8a1c-3c61-4c8e-9d0a-3f6a5b6c7d8e",
            issuer=issuer.id,
            at=at,
            status=status,
            email_salt="kept for this one",
        )
        text = issue(credential, issuer, at=at, suite=self.suite)
        return text if self.suite == VC_JWT else json.loads(text)

    def status_list(self, *bits_set: int) -> Any:
        issuer = self.issuer
        starts = parse_timestamp(ISSUED, where="")
        bits = with_entries(bytes(LIST_LENGTH // 8), dict.fromkeys(bits_set, 1))
        document = compose_status_list(
            id=REVOCATIONS,
            issuer=issuer.id,
            purpose="revocation",
            bits=bits,
            period=ValidityPeriod(starts, parse_timestamp(ENDS, where="")),
        )
        if self.suite == VC_JWT:
            return vc_jwt.secure_as_jwt(document, signer=issuer.signer, kid=issuer.method)
        return data_integrity.secure(
            document,
            signer=issuer.signer,
            method=issuer.method,
            created=starts,
            suite=self.suite,
            contexts=contexts.bundled(),
        )


# ---- the cases -------------------------------------------------------------------------------------------------------


def names(brunel: College) -> Question:
    achievement = {"name": "Brunel® 🏅👩‍🏭 Schweißen \u2028 لحام أساسي", "description": 'a "b" \\ c\td\ne “e\u0301”'}
    return Question(brunel.issues(achievement=achievement, name="آدا بايرون"))


def by_did_web(brunel: College) -> Question:
    web = College(brunel.suite, brunel.kind, web=True)
    return Question(web.issues(), web.published)


def with_status(brunel: College, *bits_set: int) -> Question:
    document = brunel.issues(status=StatusPlace(REVOCATIONS, StatusIndex(INDEX)))
    return Question(document, {REVOCATIONS: brunel.status_list(*bits_set)})


def forged_list(brunel: College) -> Question:
    revoked = with_status(brunel, INDEX)
    forged = altered(revoked.documents[REVOCATIONS], credentialSubject=list_subject(REVOCATIONS, "revocation"))
    return Question(revoked.document, {REVOCATIONS: forged})


# Not here: two status entries, which Assay reads and never writes.
OUR_QUESTIONS: dict[str, Callable[[College], Question]] = {
    "plain": lambda brunel: Question(brunel.issues()),
    "names": names,
    "decimals": lambda brunel: Question(brunel.issues(achievement={"creditsAvailable": 1.5}, credits="3.0")),
    "did:web": by_did_web,
    "proof array": lambda brunel: Question(brunel.issues()),
    "not revoked": lambda brunel: with_status(brunel, INDEX - 1, INDEX + 1),
    "tampered": lambda brunel: Question(altered(brunel.issues(), name="Welding mastery")),
    "expired": lambda brunel: Question(brunel.issues(), now=AFTER),
    "not yet valid": lambda brunel: Question(brunel.issues(), now=BEFORE),
    "revoked": lambda brunel: with_status(brunel, INDEX),
    "forged list": forged_list,
}


# ---- the verdict -----------------------------------------------------------------------------------------------------


def judged(question: Question) -> Report:
    """What Assay finds, with nothing but the question's documents in the world."""
    published = {url: _bytes(document) for url, document in question.documents.items()}
    return drive(verify(_bytes(question.document), at=parse_timestamp(question.now, where="")), published.get)


def reply(report: Report) -> Json:
    """Assay's verdict in the form of a peer's reply."""
    detail = "; ".join(f"{each.code}: {each.reason}" for each in report.findings if each.check.decides)
    return {"ok": report.verdict is Verdict.VALID, "unsupported": False, "detail": detail}


def _bytes(document: Any) -> bytes:
    return document.encode() if isinstance(document, str) else json.dumps(document).encode()
