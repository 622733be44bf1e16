"""Instants and requirements in words."""

from datetime import timedelta

import pytest

from assay.campus.assessing.templatetags.in_words import asked_as, when
from assay.science.assessment.evidence import EvidenceKind, EvidenceRequirement
from tests.cast import NOW


def test_an_instant_is_told_with_its_zone_and_how_long_ago_it_was() -> None:
    assert when(NOW, NOW + timedelta(days=3)) == (
        '<time datetime="2026-11-22T09:00:00+00:00" title="3\xa0days ago">22 November 2026, 09:00 UTC</time>'
    )


@pytest.mark.parametrize(
    ("kind", "least", "most", "words"),
    [
        (EvidenceKind.TEXT, 5, 40, "a text of 5 to 40 words"),
        (EvidenceKind.TEXT, 5, None, "a text of at least 5 words"),
        (EvidenceKind.TEXT, None, 40, "a text of at most 40 words"),
        (EvidenceKind.TEXT, None, None, "a text"),
        (EvidenceKind.FILE, None, None, "one or more files"),
        (EvidenceKind.LINK, None, None, "a link"),
        (EvidenceKind.VIDEO, None, None, "a video, as a link or a file"),
        (EvidenceKind.ATTESTATION, None, None, "somebody's statement, as a text or a file"),
    ],
)
def test_what_is_asked_for_is_said_with_its_bounds(
    kind: EvidenceKind, least: int | None, most: int | None, words: str
) -> None:
    assert asked_as(EvidenceRequirement("e1", kind, "Title", "Do it.", True, least, most)) == words  # noqa: FBT003 -- the value has no keywords of its own
