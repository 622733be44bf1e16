"""Assessment records: of the published shape, bound by their digest, and silent about persons."""

import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from assay.science.assessment.decision import decide
from assay.science.assessment.evidence import EvidenceKind
from assay.science.assessment.record import (
    EvidenceFact,
    Measure,
    Route,
    Terms,
    compose_record,
    digest_sri,
    record_bytes,
)
from assay.science.errors import MalformedDocument
from tests.designs import STUDIO_URL, judged, studio_rubric

SCHEMA = json.loads(files("assay.science.assessment").joinpath("record.schema.json").read_text("utf-8"))
A_DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
FULL = Terms(
    types=("portfolio",),
    supervision="unsupervised, identity not checked",
    participation="online",
    quality_assurance="Judged blind.",
    workload_hours="90",
    credit=Measure("2", "US semester credit"),
    level=Measure("6", "EQF"),
)


def composed(c1: int = 4, c4: int = 2, **changes: Any) -> Any:
    arguments: dict[str, Any] = {
        "achievement": STUDIO_URL,
        "route": Route.ASSESSMENT,
        "attempt": 2,
        "decided_at": datetime(2026, 11, 22, 9, tzinfo=UTC),
        "assessor": "assessor 7",
        "terms": FULL,
        "evidence": [
            EvidenceFact("context", EvidenceKind.TEXT),
            EvidenceFact("dashboard", EvidenceKind.FILE, A_DIGEST),
        ],
        "policies": {"release": "person"},
    }
    return compose_record(decide(studio_rubric(), judged(c1, c4)), **{**arguments, **changes})


def faults(record: Any) -> list[str]:
    validator = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    return [fault.message for fault in validator.iter_errors(record)]


def test_a_record_says_how_the_decision_was_reached() -> None:
    assert composed() == {
        "type": "AssayAssessmentRecord",
        "version": 1,
        "achievement": STUDIO_URL,
        "rubric": {"rule": "all_met", "digest": studio_rubric().digest()},
        "route": "assessment",
        "attempt": 2,
        "outcome": "met",
        "decided_at": "2026-11-22T09:00:00Z",
        "assessor": "assessor 7",
        "criteria": [
            {"id": "c1", "name": "Chart choice", "required_level": 3, "level": 4, "label": "Excellent", "met": True},
            {"id": "c4", "name": "Caveats", "required_level": 2, "level": 2, "label": "Open", "met": True},
        ],
        "evidence": [
            {"requirement": "context", "kind": "text"},
            {"requirement": "dashboard", "kind": "file", "sha256": A_DIGEST},
        ],
        "assessment": {"types": ["portfolio"], "supervision": "unsupervised, identity not checked"},
        "participation": "online",
        "quality_assurance": "Judged blind.",
        "workload_hours": "90",
        "credit": {"value": "2", "unit": "US semester credit"},
        "level": {"framework": "EQF", "value": "6"},
        "policies": {"release": "person"},
    }


@pytest.mark.parametrize(
    "record",
    [
        composed(),
        composed(1, 1),
        composed(terms=Terms(types=("portfolio",)), evidence=(), policies=None),
        composed(route=Route.PRIOR_LEARNING),
        composed(terms=Terms(types=(), credit=Measure("1.5", "ECTS"))),
    ],
)
def test_every_record_has_the_published_shape(record: Any) -> None:
    assert faults(record) == []


@pytest.mark.parametrize("name", sorted(composed()))
def test_the_published_shape_leaves_nothing_to_chance(name: str) -> None:
    without = {member: value for member, value in composed().items() if member != name}
    optional = {"participation", "quality_assurance", "workload_hours", "credit", "level"}

    assert bool(faults(without)) is (name not in optional)
    assert faults({**composed(), name: 0})
    assert faults({**composed(), "learner": "Ada Byron"})


def test_the_published_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_what_is_not_known_is_left_out() -> None:
    record = composed(terms=Terms(types=("portfolio",)))

    assert record["assessment"] == {"types": ["portfolio"]}
    assert not {"participation", "quality_assurance", "workload_hours", "credit", "level"} & set(record)


def test_feedback_stays_between_assessor_and_learner() -> None:
    assert b"missing years" not in record_bytes(composed(1, 1))


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"achievement": "5f3c"}, "/achievement"),
        ({"attempt": 0}, "/attempt"),
        ({"assessor": " "}, "/assessor"),
        ({"assessor": "ana@northgate.example"}, "/assessor"),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], where: str) -> None:
    with pytest.raises(MalformedDocument) as error:
        composed(**changes)

    assert error.value.where == where


@pytest.mark.parametrize("digest", ["", "9F86", A_DIGEST.upper(), A_DIGEST + "\n"])
def test_a_digest_is_one(digest: str) -> None:
    with pytest.raises(MalformedDocument, match="SHA-256"):
        EvidenceFact("dashboard", EvidenceKind.FILE, digest)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(MalformedDocument, match="zone"):
        composed(decided_at=datetime(2026, 11, 22, 9))  # noqa: DTZ001 -- that is the point


def test_its_bytes_are_canonical_and_its_digest_is_that_of_the_bytes() -> None:
    raw = record_bytes(composed())

    assert raw == json.dumps(composed(), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    # The example of Subresource Integrity 1.0 §3.2.
    example = b"alert('Hello, world.');"
    assert digest_sri(example) == "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
