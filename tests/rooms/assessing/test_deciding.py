"""Marking, deciding, and trying again."""

import hashlib
import json
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest

from assay.campus.assessing import pseudonyms
from assay.campus.assessing.decide import decide
from assay.campus.assessing.mark import save_marks
from assay.campus.assessing.models import Attempt, AttemptState, Decision, Judgement, Outcome, Route
from assay.campus.assessing.resubmit import resubmit
from assay.campus.assessing.start import start
from assay.campus.assessing.submit import submit
from assay.campus.assessing.take import put_back, take
from assay.campus.people.models import Event, Letter
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import across_tenants
from assay.science.errors import Code, MalformedDocument, Refused
from tests.cast import NOW
from tests.rooms.assessing.work import (
    CONTEXT,
    PERFECT,
    REFLECTION,
    SHORT,
    afresh,
    begun,
    decided,
    handed_in,
    items_of,
    judgement_by,
    leaves,
    marked,
    newest,
    save_file,
    save_text,
    second_assessor,
    studio,
    taken,
)
from tests.rooms.conftest import Clock
from tests.rooms.town import Town


def test_marks_are_saved_as_they_come_and_what_is_not_named_stays(town: Town) -> None:
    attempt = taken(town)

    save_marks(attempt, {"c1": {"level": None, "feedback": " Almost "}}, actor=town.ana, at=NOW)
    save_marks(attempt, {"c2": {"level": 2, "feedback": ""}}, actor=town.ana, at=NOW)

    assert judgement_by(attempt, town.ana).scores == {
        "c1": {"level": None, "feedback": "Almost"},
        "c2": {"level": 2, "feedback": ""},
    }


@pytest.mark.parametrize(
    "marks",
    [
        {"c9": {"level": 1, "feedback": ""}},
        {"c9": {"level": None, "feedback": "x"}},
        {"c1": {"level": 4, "feedback": ""}},
        {"c1": {"level": 0, "feedback": ""}},
        {"c1": {"level": -1, "feedback": ""}},
        {"c1": {"level": True, "feedback": ""}},
        {"c1": {"level": "2", "feedback": ""}},
        {"c1": {"level": None, "feedback": "x" * 4001}},
        {"c1": {"level": 2, "feedback": "a\x00b"}},
    ],
)
def test_marks_that_the_rubric_does_not_have_are_refused_whole(town: Town, marks: dict[str, Any]) -> None:
    attempt = marked(town, SHORT)

    with pytest.raises(MalformedDocument):
        save_marks(attempt, {"c2": {"level": 3, "feedback": ""}, **marks}, actor=town.ana, at=NOW)

    assert judgement_by(attempt, town.ana).scores == SHORT


def test_only_whoever_reviews_it_marks_it(town: Town) -> None:
    attempt = taken(town)

    for other in (second_assessor(town), town.otto, town.samantha, town.nadia):
        with pytest.raises(Refused):
            save_marks(attempt, PERFECT, actor=other, at=NOW)

    with across_tenants():
        assert not Judgement.objects.exists()


def test_whoever_loses_the_role_can_neither_mark_nor_decide(town: Town) -> None:
    attempt = marked(town, PERFECT)
    leaves(town, town.ana, Role.ASSESSOR)

    with pytest.raises(Refused):
        save_marks(attempt, SHORT, actor=town.ana, at=NOW)
    with pytest.raises(Refused):
        decide(attempt, actor=town.ana, at=NOW)

    assert judgement_by(attempt, town.ana).scores == PERFECT


def test_every_criterion_met_is_met_however_long_it_took(town: Town) -> None:
    decision = decided(town, PERFECT)

    assert decision.outcome == Outcome.MET
    assert afresh(decision.attempt).state == AttemptState.DECIDED


def test_one_criterion_below_is_not_yet(town: Town) -> None:
    assert decided(town, SHORT).outcome == Outcome.NOT_YET


def test_unfinished_marks_decide_nothing_and_say_what_is_open(town: Town) -> None:
    attempt = marked(town, {"c1": {"level": 1, "feedback": " "}})

    with pytest.raises(Refused) as refused:
        decide(attempt, actor=town.ana, at=NOW)

    assert "Question and audience is below the level required" in refused.value.reason
    assert "Honest scales has no level yet" in refused.value.reason
    assert afresh(attempt).state == AttemptState.MARKING
    with across_tenants():
        assert not Decision.objects.exists()


def test_without_any_marks_nothing_is_decided(town: Town) -> None:
    attempt = taken(town)

    with pytest.raises(Refused, match="no marks yet"):
        decide(attempt, actor=town.ana, at=NOW)

    assert afresh(attempt).state == AttemptState.MARKING


def test_deciding_twice_gives_the_first_decision_byte_for_byte(town: Town, clock: Clock) -> None:
    first = decided(town, PERFECT)
    clock.time += timedelta(days=1)

    again = decide(first.attempt, actor=town.ana, at=clock())

    assert (again.id, again.record, again.decided_at) == (first.id, first.record, NOW)
    assert Event.objects.filter(action="assessing.decide").count() == 1
    assert Letter.objects.filter(to=town.samantha.email).count() == 1


def test_another_assessor_decides_nothing(town: Town) -> None:
    attempt = marked(town, PERFECT)

    with pytest.raises(Refused):
        decide(attempt, actor=second_assessor(town), at=NOW)

    assert afresh(attempt).state == AttemptState.MARKING


def test_marks_changed_since_the_outcome_was_shown_are_not_decided_unseen(town: Town, clock: Clock) -> None:
    attempt = marked(town, PERFECT)
    seen = judgement_by(attempt, town.ana).saved_at
    clock.time += timedelta(seconds=1)
    save_marks(attempt, SHORT, actor=town.ana, at=clock())

    with pytest.raises(Refused, match="changed since") as refused:
        decide(attempt, actor=town.ana, at=clock(), seen=seen)

    assert refused.value.code is Code.CONFLICT
    assert afresh(attempt).state == AttemptState.MARKING


def test_marks_under_another_rubric_are_not_decided(town: Town) -> None:
    attempt = marked(town, PERFECT)
    with across_tenants():
        Judgement.objects.update(rubric_digest="0" * 64)

    with pytest.raises(Refused, match="another rubric"):
        decide(attempt, actor=town.ana, at=NOW)

    assert afresh(attempt).state == AttemptState.MARKING


def test_marks_are_frozen_with_the_decision(town: Town) -> None:
    decision = decided(town, PERFECT)

    with pytest.raises(Refused):
        save_marks(decision.attempt, SHORT, actor=town.ana, at=NOW)
    with pytest.raises(Refused):
        save_text(town, decision.attempt, "e1", REFLECTION)
    with pytest.raises(Refused):
        put_back(decision.attempt, actor=town.ana, at=NOW)

    assert judgement_by(decision.attempt, town.ana).scores == PERFECT
    assert decision.scores == PERFECT


def test_the_record_tells_how_it_was_decided_and_names_nobody(town: Town) -> None:
    version = studio(town)
    submission = start(version, learner=town.samantha, at=NOW, route=Route.PRIOR_LEARNING)
    attempt = newest(submission)
    save_text(town, attempt, "e1", CONTEXT)
    file = save_file(town, attempt, "e2", name="Samantha Okafor.png")
    submit(attempt, actor=town.samantha, declared_own_work=True, at=NOW)
    take(attempt, actor=town.ana, at=NOW)
    save_marks(attempt, PERFECT, actor=town.ana, at=NOW)

    decision = decide(attempt, actor=town.ana, at=NOW)

    raw = decision.record.encode()
    assert decision.record_digest == "sha384-" + b64encode(hashlib.sha384(raw).digest()).decode()
    record = json.loads(raw)
    assert record["achievement"] == f"https://testserver.example/achievements/{version.definition.public_id}/v/1"
    assert record["rubric"] == {"rule": "all_met", "digest": version.rubric_digest}
    assert (record["route"], record["attempt"], record["outcome"]) == ("prior_learning", 1, "met")
    assert record["decided_at"] == "2026-11-22T09:00:00Z"
    assert [(each["id"], each["level"], each["met"]) for each in record["criteria"]] == [
        ("c1", 3, True),
        ("c2", 3, True),
    ]
    assert record["evidence"] == [
        {"requirement": "e1", "kind": "text"},
        {"requirement": "e2", "kind": "file", "sha256": file.blob_digest},
    ]
    assert record["credit"] == {"value": "3", "unit": "ECTS"}
    assert record["policies"] == {"release": "person"}
    assert record["assessor"] == pseudonyms.assessor_of(town.ana, town.northgate)
    for name in ("Samantha", "Okafor", "Ana", "Silva", str(town.ana.public_id), str(town.samantha.public_id)):
        assert name not in decision.record


def test_the_learner_is_told_that_there_is_a_decision_and_not_which(town: Town) -> None:
    decided(town, SHORT)

    letter = Letter.objects.get(to=town.samantha.email)
    assert "Data Visualisation Studio" in letter.subject
    assert "not yet" not in letter.body.lower()


def test_pseudonyms_differ_from_submission_to_submission_and_from_house_to_house(town: Town) -> None:
    version = studio(town)
    one = start(version, learner=town.samantha, at=NOW)
    other = start(version, learner=town.priya, at=NOW)

    names = {pseudonyms.learner_of(one), pseudonyms.learner_of(other)}
    assert len(names) == 2
    assert pseudonyms.assessor_of(town.ana, town.northgate) != pseudonyms.assessor_of(town.ana, town.cloudvane)


def test_after_not_yet_the_next_attempt_begins_with_a_copy_of_the_evidence(town: Town) -> None:
    decision = decided(town, SHORT)
    before = items_of(decision.attempt)

    attempt = resubmit(decision.attempt.submission, actor=town.samantha, at=NOW)

    assert (attempt.number, attempt.state) == (2, AttemptState.DRAFT)
    copies = items_of(attempt)
    assert [(copy.requirement, copy.text, copy.blob_digest, copy.file_name) for copy in copies] == [
        (item.requirement, item.text, item.blob_digest, item.file_name) for item in before
    ]
    assert not {copy.public_id for copy in copies} & {item.public_id for item in before}
    save_text(town, attempt, "e1", REFLECTION)
    assert items_of(decision.attempt) == before
    assert items_of(decision.attempt)[0].text == CONTEXT


def test_trying_again_twice_begins_one_attempt(town: Town) -> None:
    submission = decided(town, SHORT).attempt.submission

    assert resubmit(submission, actor=town.samantha, at=NOW) == resubmit(submission, actor=town.samantha, at=NOW)
    with across_tenants():
        assert Attempt.objects.filter(submission=submission).count() == 2


def test_who_has_met_it_does_not_try_again(town: Town) -> None:
    decision = decided(town, PERFECT)

    with pytest.raises(Refused, match="every criterion"):
        resubmit(decision.attempt.submission, actor=town.samantha, at=NOW)

    assert newest(decision.attempt.submission) == decision.attempt


@pytest.mark.parametrize("stage", [begun, handed_in, taken])
def test_before_a_decision_there_is_no_next_attempt(town: Town, stage: Any) -> None:
    attempt = stage(town)

    with pytest.raises(Refused) as refused:
        resubmit(attempt.submission, actor=town.samantha, at=NOW)

    assert refused.value.code is Code.CONFLICT


def test_the_second_attempt_is_decided_like_the_first(town: Town) -> None:
    first = decided(town, SHORT)
    attempt = resubmit(first.attempt.submission, actor=town.samantha, at=NOW)
    submit(attempt, actor=town.samantha, declared_own_work=True, at=NOW)
    take(attempt, actor=town.ana, at=NOW)
    save_marks(attempt, PERFECT, actor=town.ana, at=NOW)

    second = decide(attempt, actor=town.ana, at=NOW)

    assert (second.outcome, json.loads(second.record)["attempt"]) == (Outcome.MET, 2)
    with across_tenants():
        assert Decision.objects.get(id=first.id).outcome == Outcome.NOT_YET
