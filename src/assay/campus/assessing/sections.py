"""The submission page, one section for each piece of evidence that is asked for: what is there and what is missing."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assay.campus.assessing.evidence import WAYS
from assay.campus.assessing.journey import Journey
from assay.campus.assessing.models import Attempt, EvidenceItem
from assay.campus.catalogue.reading import design_of
from assay.science.assessment.evidence import EvidenceRequirement
from assay.science.assessment.words import word_count


@dataclass(frozen=True, slots=True)
class Section:
    """One requirement with what answers it. ``lack`` is about what is kept, ``errors`` about what was just sent."""

    requirement: EvidenceRequirement
    text: str
    links: Sequence[EvidenceItem]
    files: Sequence[EvidenceItem]
    lack: str
    typed_link: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def ways(self) -> tuple[str, ...]:
        """In which forms it may be handed in."""
        return tuple(way.value for way in WAYS[self.requirement.kind])

    @property
    def words(self) -> int:
        """How many the text has."""
        return word_count(self.text)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there."""
        return not (self.text.strip() or self.links or self.files)

    @property
    def is_done(self) -> bool:
        """Whether it is there and complete."""
        return not self.lack and not self.is_empty

    @property
    def seen(self) -> str:
        """What the text was when the page was made: a section that nobody touched is not saved over a newer text."""
        return fingerprint(self.text)


def fingerprint(text: str) -> str:
    """Of a text however its lines end: browsers send CR LF."""
    return hashlib.sha256(text.replace("\r\n", "\n").replace("\r", "\n").encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a refused form held: texts and links by requirement, and what was wrong, by requirement and way."""

    texts: Mapping[str, str]
    links: Mapping[str, str]
    errors: Mapping[str, Mapping[str, str]]


def sections_of(journey: Journey, sent: Sent | None = None) -> list[Section]:
    """The sections of the newest attempt, in the order of the design; with what was typed where it was refused."""
    lacks = {missing.requirement_id: missing.reason for missing in reversed(journey.missing)}
    return _sections(journey.attempt, lacks, sent)


def handed_in_sections(attempt: Attempt) -> list[Section]:
    """The sections of an attempt that was handed in: nothing is missing."""
    return _sections(attempt, {}, None)


def _sections(attempt: Attempt, lacks: Mapping[str, str], sent: Sent | None) -> list[Section]:
    items = sorted(attempt.evidence.all(), key=lambda item: item.id)
    return [
        _section(each, [item for item in items if item.requirement == each.id], lacks.get(each.id, ""), sent)
        for each in design_of(attempt.submission.version).evidence
    ]


def _section(requirement: EvidenceRequirement, items: Sequence[EvidenceItem], lack: str, sent: Sent | None) -> Section:
    kept = next((item.text for item in items if not item.url and not item.blob_digest), "")
    return Section(
        requirement=requirement,
        text=sent.texts.get(requirement.id, kept) if sent else kept,
        links=[item for item in items if item.url],
        files=[item for item in items if item.blob_digest],
        lack=lack,
        typed_link=sent.links.get(requirement.id, "") if sent else "",
        errors=sent.errors.get(requirement.id, {}) if sent else {},
    )


def present(sections: Sequence[Section]) -> tuple[int, int]:
    """How many of the required pieces are there, and how many there are to be."""
    required = [each for each in sections if each.requirement.required]
    return sum(each.is_done for each in required), len(required)
