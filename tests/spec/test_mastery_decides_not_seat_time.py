"""Whoever meets the criteria is awarded, whoever does not is told what to do next; hours and attempts never count.

From the design to a verified credential, through the real verbs.
"""

import inspect
import json
from typing import Any

import pytest
from jsonschema import Draft201909Validator, FormatChecker

from assay.science.assessment import decision
from assay.science.assessment.decision import Decided, Outcome, decide
from assay.science.assessment.record import (
    RECORD_MEDIA_TYPE,
    Route,
    compose_record,
    digest_sri,
    record_bytes,
)
from assay.science.designing.design import Design, read_draft
from assay.science.designing.publication import achieved_levels, definition_of
from assay.science.errors import Code
from assay.science.identifiers import StatusIndex
from assay.science.issuing.award import RelatedResource
from assay.science.issuing.compose import StatusPlace, compose
from assay.science.issuing.definition import read_definition
from assay.science.issuing.issue import issue
from assay.science.issuing.recipient import read_recipient
from assay.science.verification.report import CURRENT, STRICT, Check, Verdict
from assay.science.verification.report import Outcome as CheckOutcome
from tests.cast import ADA, BRUNEL, NOW
from tests.designs import STUDIO, STUDIO_URL, judged, studio_rubric
from tests.vectors import vectors
from tests.world import AN_ID, AN_INDEX, Json, World, code, finding, own_documents

WORLD = World().with_issuer(BRUNEL)
RECORD_ID = "urn:uuid:9a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10"
DESIGN = read_draft(STUDIO)


def recorded(decided: Decided, design: Design = DESIGN) -> bytes:
    record = compose_record(
        decided,
        achievement=STUDIO_URL,
        route=Route.ASSESSMENT,
        attempt=1,
        decided_at=NOW,
        assessor="assessor 7",
        terms=design.terms,
    )
    return record_bytes(record)


def awarded(decided: Decided, suite: str | None = None) -> str:
    """The credential for a decision, as text."""
    definition = definition_of(DESIGN, url=STUDIO_URL, version="2", issuer={"name": "Brunel College"})
    unsigned = compose(
        read_definition(definition),
        read_recipient({"name": ADA.name, "id": ADA.id, "credits": "2"}, line=1),
        id=AN_ID,
        issuer=BRUNEL.id,
        at=NOW,
        status=StatusPlace(BRUNEL.status_url, StatusIndex(AN_INDEX)),
        achieved=achieved_levels(decided, url=STUDIO_URL),
        evidence=[{"name": "Dashboard", "genre": "file", "narrative": "A dashboard for a shop."}],
        source={"id": "did:web:assess.example", "name": "Assess Ltd"},
        related=[RelatedResource(RECORD_ID, RECORD_MEDIA_TYPE, digest_sri(recorded(decided)))],
        awarded=NOW,
    )
    return issue(unsigned, BRUNEL.issuer(own_documents(BRUNEL)), at=NOW, suite=suite)


MET = decide(studio_rubric(), judged(3, 2))
ISSUED: Json = json.loads(awarded(MET))


def test_a_learner_with_no_logged_hours_and_all_criteria_met_is_awarded() -> None:
    report = WORLD.verify(awarded(MET))

    assert MET.outcome is Outcome.MET
    assert report.verdict is Verdict.VALID


def test_a_learner_with_a_hundred_hours_and_one_criterion_unmet_is_not_yet() -> None:
    decided = decide(studio_rubric(), judged(4, 1))

    assert decided.outcome is Outcome.NOT_YET
    assert [each.criterion.name for each in decided.unmet] == ["Caveats"]


def test_a_decision_takes_a_rubric_and_a_judgement_and_nothing_else() -> None:
    assert list(inspect.signature(decision.decide).parameters) == ["rubric", "judgement"]


def test_whoever_is_not_there_yet_is_told_what_to_do_next() -> None:
    decided = decide(studio_rubric(), judged(4, 1))

    assert all(each.feedback for each in decided.unmet)


def test_every_level_reached_can_be_found_in_the_credential() -> None:
    subject = ISSUED["credentialSubject"]
    described = {each["id"]: each for each in subject["achievement"]["resultDescription"]}
    levels = {
        level["id"]: (description["name"], level["name"])
        for description in described.values()
        for level in description["rubricCriterionLevel"]
    }

    assert [levels[each["achievedLevel"]] for each in subject["result"]] == [
        ("Chart choice", "Proficient"),
        ("Caveats", "Open"),
    ]
    assert all(each["resultDescription"] in described for each in subject["result"])


# --- the record that the credential binds ----------------------------------------------------------------------------


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "vc-jwt"])
def test_a_record_that_is_not_at_hand_stops_nobody(suite: str) -> None:
    report = WORLD.verify(awarded(MET, suite))

    assert report.verdict is Verdict.VALID
    assert report.outcome(Check.RESOURCES) is CheckOutcome.NOT_APPLICABLE
    assert code(report, Check.RESOURCES) is Code.RESOURCE_NOT_CHECKED
    assert RECORD_ID in finding(report, Check.RESOURCES).reason
    assert report.accept(CURRENT).unverified.issuer == BRUNEL.id
    assert Check.RESOURCES in STRICT.must_hold


def test_the_credential_binds_the_record_byte_for_byte() -> None:
    (related,) = ISSUED["relatedResource"]

    assert related["id"] == RECORD_ID
    assert related["digestSRI"] == digest_sri(recorded(MET))
    assert related["digestSRI"] != digest_sri(recorded(decide(studio_rubric(), judged(4, 2))))


def test_a_record_that_was_swapped_after_signing_is_found() -> None:
    other = digest_sri(recorded(decide(studio_rubric(), judged(4, 2))))
    swapped = {**ISSUED, "relatedResource": [{**ISSUED["relatedResource"][0], "digestSRI": other}]}

    assert WORLD.verify(swapped).verdict is Verdict.INVALID


def test_a_level_that_was_raised_after_signing_is_found() -> None:
    raised: Any = json.loads(json.dumps(ISSUED))
    levels = raised["credentialSubject"]["achievement"]["resultDescription"][0]["rubricCriterionLevel"]
    raised["credentialSubject"]["result"][0]["achievedLevel"] = levels[3]["id"]

    assert WORLD.verify(raised).verdict is Verdict.INVALID


# --- as others check it ----------------------------------------------------------------------------------------------


@pytest.mark.vectors
@pytest.mark.parametrize(
    "name",
    [
        "ob_v3p0_achievementcredential_schema.jsonld-variant.json",
        "ob_v3p0_anyachievementcredential_schema.json",
    ],
)
def test_it_passes_the_schemas_of_open_badges(name: str) -> None:
    schema = json.loads(vectors("walt-id-ob3-schemas", name).read_text(encoding="utf-8"))

    faults = list(Draft201909Validator(schema, format_checker=FormatChecker()).iter_errors(ISSUED))

    assert [fault.json_path + ": " + fault.message[:200] for fault in faults] == []


def test_there_are_lists_where_the_strict_schema_wants_lists() -> None:
    subject = ISSUED["credentialSubject"]
    for description in subject["achievement"]["resultDescription"]:
        assert description["type"] == ["ResultDescription"]
        assert all(level["type"] == ["RubricCriterionLevel"] for level in description["rubricCriterionLevel"])

    assert isinstance(subject["result"], list)
    assert isinstance(ISSUED["evidence"], list)
    assert isinstance(ISSUED["credentialStatus"], dict)
    assert ISSUED["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
