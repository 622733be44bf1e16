"""What everybody issues and verifies: one badge of an ordinary size, for a new recipient each time.

An Open Badges 3.0 credential with criteria, three alignments, a picture, a result and its description, an identity,
evidence and an entry of a status list, made by the same functions that issue for real. Its issuer is a did:key, so
nobody needs the network.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from assay.science.dids.publishing import method_id
from assay.science.identifiers import StatusIndex
from assay.science.instants import ValidityPeriod
from assay.science.issuing.compose import StatusPlace, compose
from assay.science.issuing.definition import Definition, read_definition
from assay.science.issuing.issue import VC_JWT, Issuer
from assay.science.issuing.recipient import Recipient, read_recipient
from assay.science.securing import data_integrity, multikey, vc_jwt
from assay.science.securing.contexts import bundled
from assay.science.securing.keys import KeyKind, SecretKey
from assay.science.securing.strict_json import JsonObject
from assay.science.status.bitstring import LIST_LENGTH
from assay.science.status.status_list import compose_status_list

# Fixed and public, so that two runs sign the same bytes.
KEYS = {
    "Ed25519": SecretKey(KeyKind.ED25519, bytes([7]) * 32),
    "P-256": SecretKey(KeyKind.P256, bytes([8]) * 32),
}
# The peers look at the machine's clock: today, and long enough for a run that passes midnight.
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
STATUS_LIST = "https://brunel.example/status/0b7c8d1e5a524b579c0e0f2f6f1d9a10"
Json = dict[str, Any]

DEFINITION: Json = {
    "description": "Level 2 of the college's welding award.",
    "image": {"id": "https://brunel.example/achievements/welding.png", "caption": "A torch"},
    "issuer": {"name": "Brunel College", "url": "https://brunel.example", "email": "awards@brunel.example"},
    "achievement": {
        "id": "https://brunel.example/achievements/0190a3f2b8c47d1ea6f05b7c9d2e4f61/v/3",
        "name": "Fillet welding of mild steel plate",
        "description": "Prepares, tacks and joins plates of mild steel with fillet welds that pass visual inspection.",
        "criteria": {
            "narrative": "Welds three T joints in two positions; each passes visual inspection to ISO 5817 level C, "
            "and the welder explains how the work was prepared, set up and made safe.",
        },
        "image": {"id": "https://brunel.example/achievements/0190a3f2b8c47d1ea6f05b7c9d2e4f61/v/3/badge.png"},
        "alignment": [
            {
                "targetName": "operate welding equipment",
                "targetUrl": "https://skills.example/skill/5d1f8a90-2c3e-4b71-9d46-8f0e1a2b3c4d",
                "targetFramework": "Occupational skills",
                "targetCode": "7212.1",
                "targetType": "CFItem",
            },
            {
                "targetName": "apply arc welding techniques",
                "targetUrl": "https://skills.example/skill/6e2a9ba1-3d4f-4c82-ae57-901f2b3c4d5e",
                "targetFramework": "Occupational skills",
                "targetCode": "7212.4",
                "targetType": "CFItem",
            },
            {
                "targetName": "inspect quality of products",
                "targetUrl": "https://skills.example/skill/7f3bacb2-4e50-4d93-bf68-a1203c4d5e6f",
                "targetFramework": "Occupational skills",
                "targetCode": "7543.2",
                "targetType": "CFItem",
            },
        ],
        "resultDescription": [
            {
                "id": "urn:uuid:0a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10",
                "name": "Grade",
                "resultType": "Percent",
                "valueMin": "0",
                "valueMax": "100",
                "requiredValue": "60",
            }
        ],
        "tag": ["welding", "steel", "workshop"],
        "humanCode": "WELD-2",
        "fieldOfStudy": "Welding",
        "version": "3",
        "inLanguage": "en",
    },
    "validFor": "P3Y",
}
# Quotes, escapes, line breaks, right-to-left, a surrogate pair and a combining mark: honest text that JSON escapes.
WILD = 'Zoë "Ada" Łukasiewicz-آدا \\ 👩\u200d🏭 e\u0301\n\tline two: “ß” \u2028 ’n’'
# What an achievement of a new shape has or lacks: 2^16 shapes.
_OPTIONAL = ("humanCode", "fieldOfStudy", "specialization", "version")
_OPTIONAL_IN_ALIGNMENT = ("targetCode", "targetDescription", "targetFramework", "targetType")


@dataclass(frozen=True, slots=True)
class Award:
    """One badge to be issued: all that the verb ``compose`` takes."""

    definition: Definition
    recipient: Recipient
    evidence: JsonObject
    id: str
    place: StatusPlace

    def composed(self, issuer: Issuer) -> JsonObject:
        """The unsigned credential."""
        return compose(
            self.definition,
            self.recipient,
            id=self.id,
            issuer=issuer.id,
            at=TODAY,
            status=self.place,
            evidence=(self.evidence,),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: how it is secured, and which badge the number ``n`` is."""

    suite: str
    key: str
    award: Callable[[int], Award]
    always_new: bool = False

    @property
    def issuer(self) -> Issuer:
        """Who signs: a did:key, which publishes nothing."""
        secret = KEYS[self.key]
        identifier = f"did:key:{multikey.encode_public(secret.public_key)}"
        return Issuer(identifier, method_id(identifier, secret.public_key), secret, lambda _url: None)

    @property
    def multibase(self) -> dict[str, str]:
        """Both halves of the key, as every library reads them."""
        secret = KEYS[self.key]
        return {
            "secretKeyMultibase": multikey.encode_secret(secret),
            "publicKeyMultibase": multikey.encode_public(secret.public_key),
        }


def ordinary(n: int, text: str = "", definition: Definition | None = None) -> Award:
    """The badge of the recipient ``n``."""
    row = {
        "name": f"Ada Byron the {n}th {text}".strip(),
        "id": f"did:example:learner:{n:032x}",
        "result: Grade": f"{60 + n % 40} {text}".strip(),
    }
    evidence: Json = {
        "id": f"https://brunel.example/evidence/{n:032x}",
        "name": "The frame of a bench",
        "description": "Four photographs of the joints.",
        "audience": "Assessors",
        "genre": "Photograph",
        "narrative": f"Welded the frame {n} of the bench. {text}".strip(),
    }
    return Award(
        definition or _definition(),
        read_recipient(row, line=2),
        evidence,
        f"urn:uuid:{n:08x}-5a52-4b57-9c0e-0f2f6f1d9a10",
        StatusPlace(STATUS_LIST, StatusIndex(n * 7919 % LIST_LENGTH)),
    )


def wild(n: int) -> Award:
    """The same with text that needs escapes in three members."""
    return ordinary(n, WILD)


def new_shape(n: int) -> Award:
    """The badge of the recipient ``n``, of an achievement that has its own choice of optional members."""
    achievement: Json = {name: value for name, value in DEFINITION["achievement"].items() if name not in _OPTIONAL}
    achievement["id"] = f"https://brunel.example/achievements/{n:032x}/v/1"
    bits = [n >> at & 1 for at in range(16)]
    achievement |= {name: f"{name} {n}" for name, bit in zip(_OPTIONAL, bits, strict=False) if bit}
    achievement["alignment"] = [
        {
            "targetName": alignment["targetName"],
            "targetUrl": alignment["targetUrl"],
            **{
                name: "CFItem" if name == "targetType" else f"{name} {n}"
                for name, bit in zip(_OPTIONAL_IN_ALIGNMENT, bits[4 + 4 * at :], strict=False)
                if bit
            },
        }
        for at, alignment in enumerate(achievement["alignment"])
    ]
    return ordinary(n, definition=read_definition({**DEFINITION, "achievement": achievement}))


ROWS = {
    "eddsa-rdfc-2022": Row("eddsa-rdfc-2022", "Ed25519", ordinary),
    "ecdsa-rdfc-2019": Row("ecdsa-rdfc-2019", "P-256", ordinary),
    "eddsa-jcs-2022": Row("eddsa-jcs-2022", "Ed25519", ordinary),
    "VC-JWT EdDSA": Row(VC_JWT, "Ed25519", ordinary),
    "wild text": Row("eddsa-rdfc-2022", "Ed25519", wild),
    "a new shape": Row("eddsa-rdfc-2022", "Ed25519", new_shape, always_new=True),
}


def signed(row: Row, n: int) -> str:
    """The badge ``n`` as its issuer hands it out, without the look at its own work that issuing ends with."""
    return secured(row.award(n).composed(row.issuer), row)


def secured(document: JsonObject, row: Row) -> str:
    """A document with the row's kind of proof, as text."""
    issuer = row.issuer
    if row.suite == VC_JWT:
        return vc_jwt.secure_as_jwt(document, signer=issuer.signer, kid=issuer.method)
    with_proof = data_integrity.secure(
        document, signer=issuer.signer, method=issuer.method, created=TODAY, suite=row.suite, contexts=bundled()
    )
    return json.dumps(with_proof, ensure_ascii=False)


def status_list(row: Row) -> bytes:
    """The list that the badges of the row's issuer name; nobody is revoked in it."""
    unsigned = compose_status_list(
        id=STATUS_LIST,
        issuer=row.issuer.id,
        purpose="revocation",
        bits=bytes(LIST_LENGTH // 8),
        period=ValidityPeriod(TODAY, TODAY + timedelta(days=7)),
    )
    return secured(unsigned, row).encode()


@cache
def _definition() -> Definition:
    return read_definition(DEFINITION)
