"""What one award says beyond its row: levels reached, documents bound, who assessed, when it was first awarded."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assay.science.errors import MalformedDocument
from assay.science.issuing.award import AchievedLevel, RelatedResource, ResultStatus
from assay.science.issuing.compose import compose
from assay.science.issuing.definition import read_definition
from assay.science.issuing.recipient import read_recipient
from tests.cast import ADA, BRUNEL, CHEMISTRY, NOW
from tests.world import AN_ID

ACCURACY = "urn:uuid:1b7f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10"
SURE = "urn:uuid:2c7f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10"
GRADE = "urn:uuid:0a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10"
# SHA-384 of "abc", FIPS 180-4's example, in base64.
DIGEST = "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn"
RECORD = RelatedResource("urn:uuid:9a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10", "application/json", DIGEST)


def composed(row: dict[str, str] | None = None, **award: Any) -> Any:
    recipient = read_recipient({"name": ADA.name, "id": ADA.id, **(row or {})}, line=2)
    return compose(read_definition(CHEMISTRY), recipient, id=AN_ID, issuer=BRUNEL.id, at=NOW, **award)


def test_without_an_award_nothing_is_added() -> None:
    document = composed()

    assert not {"awardedDate", "evidence", "relatedResource"} & set(document)
    assert not {"result", "source"} & set(document["credentialSubject"])


def test_a_level_reached_is_named_by_its_id() -> None:
    document = composed(achieved=[AchievedLevel(ACCURACY, SURE, ResultStatus.COMPLETED)])

    assert document["credentialSubject"]["result"] == [
        {"type": ["Result"], "resultDescription": ACCURACY, "achievedLevel": SURE, "status": "Completed"}
    ]


def test_levels_stand_behind_the_results_of_the_row() -> None:
    results = composed({"result:Grade": "A"}, achieved=[AchievedLevel(ACCURACY, SURE)])["credentialSubject"]["result"]

    assert results == [
        {"type": ["Result"], "resultDescription": GRADE, "value": "A"},
        {"type": ["Result"], "resultDescription": ACCURACY, "achievedLevel": SURE},
    ]


@pytest.mark.parametrize(
    ("achieved", "reason"),
    [
        (AchievedLevel("urn:uuid:7", SURE), "no resultDescription"),
        (AchievedLevel(ACCURACY, "urn:uuid:7"), "'Accuracy' has no level"),
        (AchievedLevel(GRADE, SURE), "'Grade' has no level"),
    ],
)
def test_a_level_that_the_definition_does_not_describe_is_refused(achieved: AchievedLevel, reason: str) -> None:
    with pytest.raises(MalformedDocument, match=reason):
        composed(achieved=[achieved])


def test_evidence_stands_behind_that_of_the_row() -> None:
    shown = {"name": "Dashboard", "genre": "file", "description": "A dashboard with its sources"}

    document = composed({"narrative": "Three titrations"}, evidence=[shown])

    assert document["evidence"] == [
        {"type": ["Evidence"], "narrative": "Three titrations"},
        {"type": ["Evidence"], **shown},
    ]


def test_evidence_with_members_of_its_own_is_refused_with_its_place() -> None:
    with pytest.raises(MalformedDocument) as error:
        composed(evidence=[{"name": "Dashboard"}, {"sha256": "9f86"}])

    assert error.value.where == "/evidence/1/sha256"


def test_whoever_assessed_is_told_by_their_profile() -> None:
    document = composed(source={"id": "did:web:assess.example", "name": "Assess Ltd"})

    assert document["credentialSubject"]["source"] == {
        "id": "did:web:assess.example",
        "type": ["Profile"],
        "name": "Assess Ltd",
    }


def test_a_correction_keeps_the_day_of_the_first_award() -> None:
    document = composed(awarded=datetime(2025, 6, 1, 12, tzinfo=UTC))

    assert (document["awardedDate"], document["validFrom"]) == ("2025-06-01T12:00:00Z", "2026-11-22T09:00:00Z")


def test_a_document_is_bound_by_its_digest() -> None:
    assert composed(related=[RECORD])["relatedResource"] == [
        {"id": RECORD.id, "mediaType": "application/json", "digestSRI": DIGEST}
    ]


@pytest.mark.parametrize(
    ("members", "where"),
    [
        (("record.json", "application/json", DIGEST), "/relatedResource/id"),
        (("urn:x:1", "json", DIGEST), "/relatedResource/mediaType"),
        (("urn:x:1", "application/json; charset=utf-8", DIGEST), "/relatedResource/mediaType"),
        (("urn:x:1", "application/json", "sha384-abc"), "/relatedResource/digestSRI"),
        (("urn:x:1", "application/json", DIGEST.replace("384", "256")), "/relatedResource/digestSRI"),
        (("urn:x:1", "application/json", DIGEST + "\n"), "/relatedResource/digestSRI"),
        (("urn:x:1", "application/json", ""), "/relatedResource/digestSRI"),
    ],
)
def test_what_no_verifier_could_compare_is_refused(members: tuple[str, str, str], where: str) -> None:
    with pytest.raises(MalformedDocument) as error:
        RelatedResource(*members)

    assert error.value.where == where
