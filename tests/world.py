"""A small world for tests: who publishes what, and the real verbs to issue and verify in it.

    world = World().with_issuer(BRUNEL).offline("https://brunel.example/status/1")
    report = world.verify(world.issued(WELDING_BASICS, to=ADA))

A world never changes: each verb returns a new one. Nothing in it is fetched; what is not published cannot be had.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from assay.science.dids.publishing import compose_document
from assay.science.errors import Code
from assay.science.identifiers import StatusIndex
from assay.science.instants import ValidityPeriod
from assay.science.issuing.compose import StatusPlace, compose
from assay.science.issuing.definition import read_definition
from assay.science.issuing.issue import DEFAULT_SUITES, issue
from assay.science.issuing.recipient import read_recipient
from assay.science.securing import data_integrity
from assay.science.securing.contexts import bundled
from assay.science.status import bitstring
from assay.science.status.status_list import compose_status_list
from assay.science.trust.trust_file import TrustFile
from assay.science.verification.asking import drive
from assay.science.verification.report import Check, Finding, Report
from assay.science.verification.verify import verify
from tests.cast import BRUNEL, NOW, Institution, Person

# JSON whose members a test takes hold of.
Json = dict[str, Any]

AN_ID = "urn:uuid:5f3c9a1e-0b57-4c7e-9a52-5a3f6d0c1e11"
AN_INDEX = 94_567
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class World:
    """What is published where, at an instant."""

    at: datetime = NOW
    documents: Mapping[str, bytes] = field(default_factory=dict)

    def with_issuer(self, issuer: Institution) -> "World":
        """Publish the issuer's controller document and an empty status list of today."""
        document = compose_document(issuer.id, {issuer.method: issuer.key.public_key})
        return self.publishing(issuer.document_url, document).with_status(issuer)

    def with_status(
        self,
        issuer: Institution,
        *,
        set_bits: tuple[int, ...] = (),
        purpose: str = "revocation",
        signed_by: Institution | None = None,
        **changes: Any,
    ) -> "World":
        """Publish the issuer's status list; ``changes`` are made to the list before it is signed (``None`` removes)."""
        bits = bitstring.with_entries(bytes(bitstring.LIST_LENGTH // 8), dict.fromkeys(set_bits, 1))
        unsigned = compose_status_list(
            id=issuer.status_url,
            issuer=issuer.id,
            purpose=purpose,
            bits=bits,
            period=ValidityPeriod(self.at - AN_HOUR, self.at - AN_HOUR + A_DAY),
        )
        return self.publishing(issuer.status_url, signed(changed(unsigned, **changes), by=signed_by or issuer))

    def publishing(self, url: str, document: Json | str | bytes) -> "World":
        """Put a document at an address, in place of what was there."""
        text = json.dumps(document) if isinstance(document, dict) else document
        raw = text.encode() if isinstance(text, str) else text
        return replace(self, documents={**self.documents, url: raw})

    def published(self, url: str) -> Json:
        """What is published at an address, as JSON."""
        document: Json = json.loads(self.documents[url])
        return document

    def offline(self, *urls: str) -> "World":
        """Take these addresses away; without any, everything."""
        gone = urls or tuple(self.documents)
        return replace(self, documents={url: raw for url, raw in self.documents.items() if url not in gone})

    def on(self, at: datetime) -> "World":
        """The same world, looked at at another instant."""
        return replace(self, at=at)

    def composed(
        self,
        definition: Mapping[str, Any],
        *,
        to: Person,
        by: Institution = BRUNEL,
        revocable: bool = True,
        **row: str,
    ) -> Json:
        """The unsigned credential; ``row`` has further cells of the recipient's row."""
        place = StatusPlace(by.status_url, StatusIndex(AN_INDEX)) if revocable else None
        return compose(
            read_definition(dict(definition)),
            read_recipient({"name": to.name, "id": to.id, **row}, line=2),
            id=AN_ID,
            issuer=by.id,
            at=self.at,
            status=place,
        )

    def issued(
        self,
        definition: Mapping[str, Any],
        *,
        to: Person,
        by: Institution = BRUNEL,
        suite: str | None = None,
        revocable: bool = True,
        **row: str,
    ) -> str:
        """A credential through the verbs that issue, as text."""
        unsigned = self.composed(definition, to=to, by=by, revocable=revocable, **row)
        return issue(unsigned, by.issuer(own_documents(by)), at=self.at, suite=suite)

    def verify(self, credential: Json | str | bytes, *, trust: TrustFile | None = None) -> Report:
        """Verify in this world."""
        return self.verify_and_watch(credential, trust=trust)[0]

    def verify_and_watch(
        self, credential: Json | str | bytes, *, trust: TrustFile | None = None
    ) -> tuple[Report, list[str]]:
        """Verify in this world, and tell in order what was asked for."""
        asked: list[str] = []

        def fetch(url: str) -> bytes | None:
            asked.append(url)
            return self.documents.get(url)

        raw = json.dumps(credential) if isinstance(credential, dict) else credential
        return drive(verify(raw, at=self.at, trust=trust or TrustFile()), fetch), asked


def own_documents(issuer: Institution) -> dict[str, bytes]:
    """What the issuer publishes about itself."""
    document = compose_document(issuer.id, {issuer.method: issuer.key.public_key})
    return {issuer.document_url: json.dumps(document).encode()}


def signed(
    document: Mapping[str, Any],
    *,
    by: Institution = BRUNEL,
    method: str | None = None,
    suite: str | None = None,
    purpose: str = "assertionMethod",
    **more: Any,
) -> Json:
    """The document with one more proof; unlike ``issue``, it signs whatever it is given."""
    return data_integrity.secure(
        dict(document),
        signer=by.key,
        method=method or by.method,
        created=NOW,
        suite=suite or DEFAULT_SUITES[by.key.kind],
        contexts=bundled(),
        more=more,
        purpose=purpose,
    )


def changed(document: Mapping[str, Any], **changes: Any) -> Json:
    """A copy with other members; ``None`` takes one away."""
    return {name: value for name, value in {**document, **changes}.items() if value is not None}


def finding(report: Report, check: Check) -> Finding:
    """The finding of a check that weighs most."""
    found = [each for each in report.findings if each.check is check]
    return next(each for each in found if each.outcome is report.outcome(check))


def code(report: Report, check: Check) -> Code:
    """Its code."""
    return finding(report, check).code
