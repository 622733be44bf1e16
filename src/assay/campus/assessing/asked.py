"""What a version asks for, what of it was handed in, and what is missing: from rows to ``science.assessment``."""

from collections.abc import Iterable

from assay.campus.assessing.models import Attempt, EvidenceItem
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.reading import design_of
from assay.campus.people.permission import not_found
from assay.science.assessment import evidence
from assay.science.assessment.evidence import EvidenceKind, EvidenceRequirement, Missing


def requirement_of(version: DefinitionVersion, requirement_id: str) -> EvidenceRequirement:
    """The requirement of that id. Raises ``Refused`` (404) when the version asks for no such thing."""
    found = next((each for each in design_of(version).evidence if each.id == requirement_id), None)
    if found is None:
        not_found()
    return found


def handed_in(item: EvidenceItem) -> evidence.EvidenceItem:
    """The row as the rules see it."""
    return evidence.EvidenceItem(
        requirement_id=item.requirement,
        kind=EvidenceKind(item.kind),
        text=item.text,
        url=item.url,
        has_file=bool(item.blob_digest),
    )


def what_is_missing(attempt: Attempt, items: Iterable[EvidenceItem] | None = None) -> tuple[Missing, ...]:
    """What keeps the attempt from being handed in. One query, or none when its ``items`` are at hand."""
    found = attempt.evidence.all() if items is None else items
    return evidence.what_is_missing(design_of(attempt.submission.version).evidence, map(handed_in, found))
