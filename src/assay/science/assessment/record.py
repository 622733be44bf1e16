"""The assessment record: how a decision was reached, for whoever holds the credential to show or to keep.

    {"type": "AssayAssessmentRecord", "version": 1,
     "achievement": "https://northgate.example/achievements/5f3c/v/1",
     "rubric": {"rule": "all_met", "digest": "9f86d0…"},
     "route": "assessment", "attempt": 2, "outcome": "met", "decided_at": "2026-11-22T09:00:00Z",
     "assessor": "assessor 7",
     "criteria": [{"id": "c1", "name": "…", "required_level": 3, "level": 4, "label": "Excellent", "met": true}],
     "evidence": [{"requirement": "e2", "kind": "file", "sha256": "…"}],
     "assessment": {"types": ["portfolio"], "supervision": "…"}, "participation": "online",
     "quality_assurance": "…", "workload_hours": "90", "credit": {"value": "2", "unit": "US semester credit"},
     "level": {"framework": "EQF", "value": "6"}, "policies": {"release": "person"}}

It stands beside the credential, which binds it by its digest (``relatedResource``, VCDM 2.0 §5.3), because the contexts
of Open Badges have no words for unit, supervision or policy. It names no learner and no assessor, and quotes neither
evidence nor feedback. The shape is published: ``record.schema.json``. Not checked: that any of it is true.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assay.science.assessment.decision import Decided
from assay.science.assessment.evidence import EvidenceKind
from assay.science.errors import MalformedDocument
from assay.science.identifiers import is_absolute_url
from assay.science.instants import format_timestamp
from assay.science.securing.jcs import canonicalize
from assay.science.securing.strict_json import JsonObject, JsonValue

RECORD_TYPE = "AssayAssessmentRecord"
RECORD_VERSION = 1
RECORD_MEDIA_TYPE = "application/json"

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class Route(StrEnum):
    """The way to the decision."""

    ASSESSMENT = "assessment"
    PRIOR_LEARNING = "prior_learning"
    IMPORT = "import"
    ATTESTED = "attested"


@dataclass(frozen=True, slots=True)
class Measure:
    """A value with what it is measured in: 2 in US semester credits, 6 in the EQF. Neither says anything alone."""

    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What the definition promises about every award: the members of 2022/C 243/02 Annex I that Open Badges lack."""

    types: tuple[str, ...]
    supervision: str = ""
    participation: str = ""
    quality_assurance: str = ""
    workload_hours: str = ""
    credit: Measure | None = None
    level: Measure | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFact:
    """That something was handed in: for which requirement, of which kind, and the file's digest if it was a file."""

    requirement_id: str
    kind: EvidenceKind
    sha256: str | None = None

    def __post_init__(self) -> None:
        """Refuse a digest that is none."""
        if self.sha256 is not None and not _SHA256.match(self.sha256):
            raise MalformedDocument("a SHA-256 digest is 64 hexadecimal digits in small letters", where="/sha256")


def compose_record(
    decided: Decided,
    *,
    achievement: str,
    route: Route,
    attempt: int,
    decided_at: datetime,
    assessor: str,
    terms: Terms,
    evidence: Sequence[EvidenceFact] = (),
    policies: Mapping[str, str] | None = None,
) -> JsonObject:
    """The record of one decision. ``achievement`` is the URL of the definition's version, ``assessor`` a pseudonym.

    Raises ``MalformedDocument`` for an achievement that is no URL, an attempt below 1 or a blank assessor.
    """
    if not is_absolute_url(achievement):
        raise MalformedDocument("name the achievement by the URL of its version", where="/achievement")
    if attempt < 1:
        raise MalformedDocument("attempts are counted from 1", where="/attempt")
    if not assessor.strip() or "@" in assessor:
        raise MalformedDocument("name the assessor by a pseudonym", where="/assessor")
    record: JsonObject = {
        "type": RECORD_TYPE,
        "version": RECORD_VERSION,
        "achievement": achievement,
        "rubric": {"rule": decided.rubric.rule.value, "digest": decided.rubric.digest()},
        "route": route.value,
        "attempt": attempt,
        "outcome": decided.outcome.value,
        "decided_at": format_timestamp(decided_at),
        "assessor": assessor,
        "criteria": _criteria(decided),
        "evidence": [_fact(each) for each in evidence],
        **_terms(terms),
        "policies": dict(policies or {}),
    }
    return record


def record_bytes(record: JsonObject) -> bytes:
    """The record as it is kept and sent, byte for byte: canonical JSON (RFC 8785)."""
    return canonicalize(record)


def digest_sri(raw: bytes) -> str:
    """The digest that a credential binds these bytes by, ``sha384-…``. Source: SRI §3.5, VCDM 2.0 §5.3."""
    return "sha384-" + base64.b64encode(hashlib.sha384(raw).digest()).decode()


def _criteria(decided: Decided) -> list[JsonValue]:
    return [
        {
            "id": each.criterion.id,
            "name": each.criterion.name,
            "required_level": each.criterion.required_level,
            "level": each.reached.level,
            "label": each.reached.label,
            "met": each.met,
        }
        for each in decided.results
    ]


def _fact(fact: EvidenceFact) -> JsonObject:
    digest: JsonObject = {} if fact.sha256 is None else {"sha256": fact.sha256}
    return {"requirement": fact.requirement_id, "kind": fact.kind.value, **digest}


def _terms(terms: Terms) -> JsonObject:
    """What is not known is left out: an empty text could be read as "none"."""
    types: list[JsonValue] = [*terms.types]
    supervision: JsonObject = {"supervision": terms.supervision} if terms.supervision else {}
    texts = {
        "participation": terms.participation,
        "quality_assurance": terms.quality_assurance,
        "workload_hours": terms.workload_hours,
    }
    found: JsonObject = {"assessment": {"types": types, **supervision}}
    found.update({name: text for name, text in texts.items() if text})
    if terms.credit:
        found["credit"] = {"value": terms.credit.value, "unit": terms.credit.unit}
    if terms.level:
        found["level"] = {"framework": terms.level.unit, "value": terms.level.value}
    return found
