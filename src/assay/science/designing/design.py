"""The design of a micro-credential: what a designer writes, kept as a draft and frozen at publishing.

    {"title": "Data Visualisation Studio", "kind": "MicroCredential", "purpose": "…", "audience": "…",
     "description": "…", "language": "en",
     "outcomes": [{"id": "o1", "text": "Chooses charts that answer a question"}],
     "skills": [{"name": "…", "uri": "http://data.europa.eu/esco/skill/…", "framework": "ESCO"}],
     "rubric": {"rule": "all_met", "criteria": […]}, "evidence": […],
     "workload_hours": "90", "duration": "P6W", "credit": {"value": "2", "unit": "US semester credit"},
     "level": {"framework": "EQF", "value": "6"},
     "assessment": {"types": ["portfolio"], "supervision": "…"}, "participation": "online",
     "quality_assurance": "…", "prerequisites": "", "validity": {"period": "P3Y"},
     "tags": ["…"], "field_of_study": "", "release": "person"}

A draft may lack anything. Numbers that people type are kept as text until ``assay.science.designing.faults`` looks at
them, so that a half-typed one is told and not lost.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from assay.science.assessment import evidence, rubric
from assay.science.assessment.evidence import EvidenceRequirement
from assay.science.assessment.record import Measure, Terms
from assay.science.assessment.rubric import Criterion, Rubric, Rule
from assay.science.securing.jcs import canonicalize
from assay.science.securing.strict_json import JsonObject, JsonValue
from assay.science.vocabulary.fields import Fields

_MEMBERS = frozenset(
    {
        *("title", "kind", "purpose", "audience", "description", "language", "outcomes", "skills", "rubric"),
        *("evidence", "workload_hours", "duration", "credit", "level", "assessment", "participation"),
        *("quality_assurance", "prerequisites", "validity", "tags", "field_of_study", "release"),
    }
)
MICRO_CREDENTIAL = "MicroCredential"


class Release(StrEnum):
    """What lets a credential out after a met decision: a named person of the issuer, or the decision itself."""

    PERSON = "person"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class LearningOutcome:
    """What somebody can do who has earned it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill of a framework, by its URL there."""

    name: str
    uri: str
    framework: str


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a credential counts: for a period, or for life with a reason."""

    period: str = ""
    lifetime: bool = False
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class Design:
    """A design, finished or not. Absent texts are ``""``; ``credit``, ``level`` and ``validity`` may be ``None``."""

    title: str
    kind: str
    purpose: str
    audience: str
    description: str
    language: str
    outcomes: tuple[LearningOutcome, ...]
    skills: tuple[Skill, ...]
    rule: Rule
    criteria: tuple[Criterion, ...]
    evidence: tuple[EvidenceRequirement, ...]
    workload_hours: str
    duration: str
    credit: Measure | None
    level: Measure | None
    assessment_types: tuple[str, ...]
    supervision: str
    participation: str
    quality_assurance: str
    prerequisites: str
    validity: Validity | None
    tags: tuple[str, ...]
    field_of_study: str
    release: Release

    @property
    def rubric(self) -> Rubric:
        """The finished rubric. Raises ``MalformedDocument`` while it is unfinished."""
        return Rubric(self.rule, self.criteria)

    @property
    def terms(self) -> Terms:
        """What the assessment record says of every award."""
        return Terms(
            types=self.assessment_types,
            supervision=self.supervision,
            participation=self.participation,
            quality_assurance=self.quality_assurance,
            workload_hours=self.workload_hours,
            credit=self.credit,
            level=self.level,
        )

    def as_json(self) -> JsonObject:
        """The design with every member, as it is kept and published; ``read_draft`` gives the same value for it."""
        outcomes: list[JsonValue] = [{"id": each.id, "text": each.text} for each in self.outcomes]
        skills: list[JsonValue] = [
            {"name": each.name, "uri": each.uri, "framework": each.framework} for each in self.skills
        ]
        types: list[JsonValue] = [*self.assessment_types]
        tags: list[JsonValue] = [*self.tags]
        return {
            "title": self.title,
            "kind": self.kind,
            "purpose": self.purpose,
            "audience": self.audience,
            "description": self.description,
            "language": self.language,
            "outcomes": outcomes,
            "skills": skills,
            "rubric": rubric.unfinished_json(self.rule, self.criteria),
            "evidence": [each.as_json() for each in self.evidence],
            "workload_hours": self.workload_hours,
            "duration": self.duration,
            "credit": _measure_json(self.credit, "unit"),
            "level": _measure_json(self.level, "framework"),
            "assessment": {"types": types, "supervision": self.supervision},
            "participation": self.participation,
            "quality_assurance": self.quality_assurance,
            "prerequisites": self.prerequisites,
            "validity": _validity_json(self.validity),
            "tags": tags,
            "field_of_study": self.field_of_study,
            "release": self.release.value,
        }

    def digest(self) -> str:
        """SHA-256 over its canonical JSON (RFC 8785), in hexadecimal: what a published version is held to."""
        return hashlib.sha256(canonicalize(self.as_json())).hexdigest()


def read_draft(document: JsonValue) -> Design:
    """Read a design, finished or not.

    Raises ``MalformedDocument`` with a JSON pointer for an unknown member, a wrong type, a text or list that is too
    long, two parts of one id. Not checked: whether it could be published; see ``assay.science.designing.faults``.
    """
    form = Fields(document, "", _MEMBERS)
    # The lengths are generous for people and keep a credential below the mebibyte that verifiers read.
    rule, criteria = rubric.read_unfinished(form.part("rubric", rubric.MEMBERS) or Fields({}, "", frozenset()))
    assessed = form.part("assessment", frozenset({"types", "supervision"})) or Fields({}, "", frozenset())
    return Design(
        title=form.text("title", most=120),
        kind=form.text("kind", most=60),
        purpose=form.text("purpose", most=2000),
        audience=form.text("audience", most=1000),
        description=form.text("description", most=500),
        language=form.text("language", most=20),
        outcomes=tuple(
            LearningOutcome(each.name("id"), each.text("text", most=400))
            for each in form.named("outcomes", frozenset({"id", "text"}), most=rubric.MOST_OUTCOMES)
        ),
        skills=tuple(
            Skill(each.text("name", most=200), each.text("uri", most=500), each.text("framework", most=80))
            for each in form.parts("skills", frozenset({"name", "uri", "framework"}), most=20)
        ),
        rule=rule,
        criteria=criteria,
        evidence=evidence.read_unfinished(form),
        workload_hours=form.text("workload_hours", most=20),
        duration=form.text("duration", most=20),
        credit=_measure(form, "credit", "unit"),
        level=_measure(form, "level", "framework"),
        assessment_types=assessed.texts("types", most=10, each=80),
        supervision=assessed.text("supervision", most=200),
        participation=form.text("participation", most=200),
        quality_assurance=form.text("quality_assurance", most=2000),
        prerequisites=form.text("prerequisites", most=2000),
        validity=_validity(form),
        tags=form.texts("tags", most=20, each=40),
        field_of_study=form.text("field_of_study", most=200),
        release=Release(form.word("release", tuple(Release))),
    )


def _measure(form: Fields, name: str, unit: str) -> Measure | None:
    part = form.part(name, frozenset({"value", unit}))
    return None if part is None else Measure(part.text("value", most=20), part.text(unit, most=80))


def _measure_json(measure: Measure | None, unit: str) -> JsonValue:
    return None if measure is None else {"value": measure.value, unit: measure.unit}


def _validity(form: Fields) -> Validity | None:
    part = form.part("validity", frozenset({"period", "lifetime", "rationale"}))
    if part is None:
        return None
    return Validity(
        part.text("period", most=20), part.flag("lifetime", otherwise=False), part.text("rationale", most=1000)
    )


def _validity_json(validity: Validity | None) -> JsonValue:
    if validity is None:
        return None
    return {"period": validity.period, "lifetime": validity.lifetime, "rationale": validity.rationale}
