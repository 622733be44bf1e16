"""Handing in, taking it back, and taking it to review."""

from datetime import timedelta

import pytest

from assay.campus.assessing.decide import decide
from assay.campus.assessing.mark import save_marks
from assay.campus.assessing.models import AttemptState, Outcome
from assay.campus.assessing.queue import in_hand, queue_of
from assay.campus.assessing.submit import submit, take_back
from assay.campus.assessing.take import put_back, take
from assay.campus.people.models import Event
from assay.campus.people.roles import Role
from assay.science.errors import Code, Refused
from tests.cast import NOW
from tests.rooms.assessing.work import (
    PERFECT,
    REFLECTION,
    SHORT,
    afresh,
    begun,
    filled,
    handed_in,
    items_of,
    judgement_by,
    leaves,
    marked,
    save_file,
    save_text,
    second_assessor,
    studio,
    taken,
)
from tests.rooms.conftest import Clock
from tests.rooms.town import Town


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

    leaves(town, town.ana, Role.ASSESSOR)

    assert list(queue_of(town.northgate, assessor=other)) == [attempt]
    assert take(attempt, actor=other, at=NOW).assessor == other
