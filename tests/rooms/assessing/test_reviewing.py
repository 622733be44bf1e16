"""Handing in, taking, marking, deciding and trying again."""

import hashlib
import json
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest

from assay.campus.assessing import pseudonyms
from assay.campus.assessing.decide import decide
from assay.campus.assessing.journey import journey_of, my_learning
from assay.campus.assessing.mark import save_marks
from assay.campus.assessing.models import Attempt, AttemptState, Decision, Judgement, Outcome, Route
from assay.campus.assessing.queue import decided_by, desks_of, in_hand, queue_of
from assay.campus.assessing.resubmit import resubmit
from assay.campus.assessing.start import start
from assay.campus.assessing.submit import submit, take_back
from assay.campus.assessing.take import put_back, take
from assay.campus.assessing.timeline import Happening, timeline
from assay.campus.people.grant import end_membership, grant
from assay.campus.people.models import Event, Letter, Membership, Person
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
    filled,
    handed_in,
    items_of,
    judgement_by,
    marked,
    newest,
    save_file,
    save_text,
    studio,
    taken,
)
from tests.rooms.conftest import Clock
from tests.rooms.town import Town


def second_assessor(town: Town) -> Person:
    grant(town.weiss, Role.ASSESSOR, organisation=town.northgate, actor=town.nadia, at=NOW)
    return town.weiss


def leaves(person: Person, role: Role) -> None:
    membership = Membership.objects.get(person=person, role=role)
    end_membership(membership, actor=person, at=NOW)


# --- handing in -------------------------------------------------------------------------------------------------------


def test_what_is_missing_keeps_it_a_draft_and_is_named(town: Town) -> None:
    attempt = begun(town)
    save_text(town, attempt, "e1", "Too short")

    with pytest.raises(Refused) as refused:
        submit(attempt, actor=town.samantha, declared_own_work=True, at=NOW)

    assert refused.value.reason == (
        "Context has 2 words; it needs at least 5; The visualisation is missing; upload a file"
    )
    assert afresh(attempt).state == AttemptState.DRAFT
    assert afresh(attempt).submitted_at is None


def test_one_text_that_is_too_long_is_enough_to_send_it_back(town: Town) -> None:
    attempt = filled(town)
    save_text(town, attempt, "e1", "word " * 41)

    with pytest.raises(Refused, match="at most 40"):
        submit(attempt, actor=town.samantha, declared_own_work=True, at=NOW)


def test_without_the_declaration_nothing_is_handed_in(town: Town) -> None:
    attempt = filled(town)

    with pytest.raises(Refused, match="own work"):
        submit(attempt, actor=town.samantha, declared_own_work=False, at=NOW)

    assert afresh(attempt).state == AttemptState.DRAFT


def test_a_complete_attempt_goes_into_the_queue_once(town: Town, clock: Clock) -> None:
    attempt = filled(town)

    submit(attempt, actor=town.samantha, declared_own_work=True, at=NOW)
    clock.time += timedelta(hours=1)
    submit(attempt, actor=town.samantha, declared_own_work=True, at=clock())

    now = afresh(attempt)
    assert (now.state, now.submitted_at, now.declared_own_work) == (AttemptState.SUBMITTED, NOW, True)
    assert Event.objects.filter(action="assessing.submit", subject=str(attempt.id)).count() == 1


def test_what_was_handed_in_cannot_be_changed(town: Town) -> None:
    attempt = handed_in(town)
    before = [(item.text, item.blob_digest) for item in items_of(attempt)]

    with pytest.raises(Refused, match="handed in") as refused:
        save_text(town, attempt, "e1", "Something else, quite different, this time")
    with pytest.raises(Refused, match="handed in"):
        save_file(town, attempt, "e2", name="other.png")

    assert refused.value.code is Code.CONFLICT
    assert [(item.text, item.blob_digest) for item in items_of(attempt)] == before


def test_a_learner_takes_it_back_while_it_waits(town: Town) -> None:
    attempt = handed_in(town)

    take_back(attempt, actor=town.samantha, at=NOW)
    take_back(attempt, actor=town.samantha, at=NOW)

    now = afresh(attempt)
    assert (now.state, now.submitted_at, now.declared_own_work) == (AttemptState.DRAFT, None, False)
    assert save_text(town, attempt, "e1", REFLECTION).text == REFLECTION
    assert list(queue_of(town.northgate, assessor=town.ana)) == []


def test_a_learner_does_not_take_back_what_is_being_reviewed(town: Town) -> None:
    attempt = taken(town)

    with pytest.raises(Refused) as refused:
        take_back(attempt, actor=town.samantha, at=NOW)

    assert refused.value.code is Code.CONFLICT
    assert afresh(attempt).state == AttemptState.MARKING


# --- taking -----------------------------------------------------------------------------------------------------------


def test_the_queue_is_oldest_first_and_each_organisation_sees_its_own(town: Town, clock: Clock) -> None:
    version = studio(town)
    first = handed_in(town, version=version)
    clock.time += timedelta(minutes=1)
    second = handed_in(town, version=version, learner=town.priya)

    assert list(queue_of(town.northgate, assessor=town.ana)) == [first, second]
    assert list(queue_of(town.cloudvane, assessor=town.otto)) == []


def test_an_assessor_does_not_see_her_own_work_in_the_queue_and_cannot_take_it(town: Town) -> None:
    attempt = handed_in(town, learner=town.ana)

    with pytest.raises(Refused, match="your own work") as refused:
        take(attempt, actor=town.ana, at=NOW)

    assert refused.value.code is Code.NOT_ALLOWED
    assert list(queue_of(town.northgate, assessor=town.ana)) == []
    assert afresh(attempt).state == AttemptState.SUBMITTED


def test_whoever_is_no_assessor_there_takes_nothing(town: Town) -> None:
    attempt = handed_in(town)

    for other, code in (
        (town.weiss, Code.NOT_ALLOWED),
        (town.ruth, Code.NOT_ALLOWED),
        (town.nadia, Code.NOT_ALLOWED),
        (town.otto, Code.NOT_FOUND),
        (town.stranger, Code.NOT_FOUND),
        (town.samantha, Code.NOT_FOUND),
    ):
        with pytest.raises(Refused) as refused:
            take(attempt, actor=other, at=NOW)
        assert refused.value.code is code

    assert afresh(attempt).assessor is None


def test_a_draft_is_not_there_for_assessors(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        take(filled(town), actor=town.ana, at=NOW)

    assert refused.value.code is Code.NOT_FOUND


def test_what_one_assessor_has_another_does_not_get(town: Town) -> None:
    attempt = taken(town)
    take(attempt, actor=town.ana, at=NOW)

    with pytest.raises(Refused, match="somebody else") as refused:
        take(attempt, actor=second_assessor(town), at=NOW)

    assert refused.value.code is Code.CONFLICT
    assert afresh(attempt).assessor == town.ana
    assert Event.objects.filter(action="assessing.take").count() == 1
    assert list(in_hand(town.northgate, assessor=town.ana)) == [attempt]


def test_what_is_put_back_keeps_its_place_and_the_marks_stay_with_whoever_gave_them(town: Town, clock: Clock) -> None:
    attempt = marked(town, SHORT)
    clock.time += timedelta(days=1)
    handed_in(town, version=attempt.submission.version, learner=town.priya)

    put_back(attempt, actor=town.ana, at=clock())
    put_back(attempt, actor=town.ana, at=clock())

    assert next(iter(queue_of(town.northgate, assessor=town.ana))) == attempt
    assert afresh(attempt).assessor is None
    assert judgement_by(attempt, town.ana).scores["c1"]["level"] == 3
    other = second_assessor(town)
    take(attempt, actor=other, at=clock())
    save_marks(attempt, PERFECT, actor=other, at=clock())
    assert decide(attempt, actor=other, at=clock()).outcome == Outcome.MET


def test_nobody_puts_back_what_another_has(town: Town) -> None:
    attempt = taken(town)

    with pytest.raises(Refused):
        put_back(attempt, actor=second_assessor(town), at=NOW)

    assert afresh(attempt).assessor == town.ana


def test_what_an_assessor_left_behind_waits_again(town: Town) -> None:
    attempt = taken(town)
    other = second_assessor(town)
    assert list(queue_of(town.northgate, assessor=other)) == []

    leaves(town.ana, Role.ASSESSOR)

    assert list(queue_of(town.northgate, assessor=other)) == [attempt]
    assert take(attempt, actor=other, at=NOW).assessor == other


# --- marking ----------------------------------------------------------------------------------------------------------


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
    leaves(town.ana, Role.ASSESSOR)

    with pytest.raises(Refused):
        save_marks(attempt, SHORT, actor=town.ana, at=NOW)
    with pytest.raises(Refused):
        decide(attempt, actor=town.ana, at=NOW)

    assert judgement_by(attempt, town.ana).scores == PERFECT


# --- deciding ---------------------------------------------------------------------------------------------------------


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


# --- trying again -----------------------------------------------------------------------------------------------------


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


# --- looking ----------------------------------------------------------------------------------------------------------


def test_the_timeline_tells_what_happened_in_its_order(town: Town, clock: Clock) -> None:
    first = decided(town, SHORT)
    clock.time += timedelta(days=2)
    resubmit(first.attempt.submission, actor=town.samantha, at=clock())

    told = timeline(journey_of(first.attempt.submission))

    assert [(each.what, each.attempt.number) for each in told] == [
        (Happening.STARTED, 1),
        (Happening.SUBMITTED, 1),
        (Happening.TAKEN, 1),
        (Happening.DECIDED, 1),
        (Happening.RESUMED, 2),
    ]
    assert told[-1].at == NOW + timedelta(days=2)


def test_my_learning_is_mine_and_takes_as_many_queries_for_three_as_for_one(
    town: Town, django_assert_num_queries: Any
) -> None:
    begun(town)
    handed_in(town, version=studio(town, title="Second"))
    decided(town, SHORT, version=studio(town, title="Third"))
    begun(town, learner=town.priya, version=studio(town, title="Not hers"))

    with django_assert_num_queries(3):
        titles = {each.submission.version.definition.title for each in my_learning(town.samantha)}

    assert titles == {"Data Visualisation Studio", "Second", "Third"}


def test_the_queue_takes_one_query_however_long_it_is(town: Town, django_assert_num_queries: Any) -> None:
    version = studio(town)
    for learner in (town.samantha, town.priya, town.stranger):
        handed_in(town, version=version, learner=learner)

    with django_assert_num_queries(1):
        seen = [
            (pseudonyms.learner_of(each.submission), each.submission.version.definition.title)
            for each in queue_of(town.northgate, assessor=town.ana)
        ]

    assert len(seen) == 3


def test_an_assessor_sees_where_there_is_work_for_her(town: Town, django_assert_num_queries: Any) -> None:
    version = studio(town)
    taken(town, version=version)
    handed_in(town, version=version, learner=town.priya)
    handed_in(town, version=version, learner=town.ana)
    cloud = town.cloudvane
    grant(town.ana, Role.ASSESSOR, organisation=cloud, actor=town.otto, at=NOW)

    with django_assert_num_queries(2):
        desks = [(each.organisation, each.waiting, each.in_hand) for each in desks_of(town.ana)]

    assert desks == [(cloud, 0, 0), (town.northgate, 1, 1)]
    assert desks_of(town.samantha) == []


def test_an_assessor_finds_what_she_has_decided(town: Town) -> None:
    decision = decided(town, SHORT)

    assert list(decided_by(town.northgate, assessor=town.ana)) == [decision.attempt]
    assert list(decided_by(town.northgate, assessor=second_assessor(town))) == []
