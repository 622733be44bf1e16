"""Two at the same moment: one wins, the other is told, nothing is half done."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from assay.campus.assessing import evidence
from assay.campus.assessing.decide import decide
from assay.campus.assessing.mark import save_marks
from assay.campus.assessing.models import Attempt, AttemptState, Decision, EvidenceItem, Outcome, Submission
from assay.campus.assessing.resubmit import resubmit
from assay.campus.assessing.start import start
from assay.campus.assessing.submit import submit, take_back
from assay.campus.assessing.take import take
from assay.campus.assessing.withdraw import withdraw
from assay.campus.people.grant import grant
from assay.campus.people.models import Event, Letter
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import across_tenants
from assay.science.errors import Refused
from tests.cast import NOW
from tests.rooms.assessing.work import (
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
    picture,
    studio,
)
from tests.rooms.town import Town

pytestmark = pytest.mark.django_db(transaction=True)

Deed = Callable[[], object]


def at_once(*deeds: Deed) -> list[str]:
    """Do them in threads that start together; "done" or the reason code of each, in their order."""
    gate = threading.Barrier(len(deeds))
    told = [""] * len(deeds)

    def go(number: int, deed: Deed) -> None:
        gate.wait()
        try:
            deed()
            told[number] = "done"
        except Refused as error:
            told[number] = str(error.code)
        except Exception as error:  # noqa: BLE001 -- a thread's error would be lost; it fails the test by its name
            told[number] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_of_two_assessors_who_take_it_at_once_one_gets_it(town: Town) -> None:
    attempt = handed_in(town)
    grant(town.weiss, Role.ASSESSOR, organisation=town.northgate, actor=town.nadia, at=NOW)
    mine, yours = afresh(attempt), afresh(attempt)
    ana, weiss = town.ana, town.weiss

    told = at_once(lambda: take(mine, actor=ana, at=NOW), lambda: take(yours, actor=weiss, at=NOW))

    assert sorted(told) == ["CONFLICT", "done"]
    assert afresh(attempt).assessor == (ana if told[0] == "done" else weiss)
    assert Event.objects.filter(action="assessing.take").count() == 1


def test_handing_in_twice_at_once_is_handing_in_once(town: Town) -> None:
    attempt = filled(town)
    rows = [afresh(attempt), afresh(attempt)]
    learner = town.samantha

    told = at_once(*(lambda row=row: submit(row, actor=learner, declared_own_work=True, at=NOW) for row in rows))

    assert told == ["done", "done"]
    assert afresh(attempt).state == AttemptState.SUBMITTED
    assert Event.objects.filter(action="assessing.submit").count() == 1


def test_a_text_that_is_saved_while_handing_in_is_either_in_it_or_refused(town: Town) -> None:
    attempt = filled(town)
    learner, tools = town.samantha, town.tools
    row, other = afresh(attempt), afresh(attempt)

    told = at_once(
        lambda: submit(row, actor=learner, declared_own_work=True, at=NOW),
        lambda: evidence.save_text(other, "e1", REFLECTION, actor=learner, at=NOW, tools=tools),
    )

    assert told in (["done", "done"], ["done", "CONFLICT"])
    assert (items_of(attempt)[0].text == REFLECTION) == (told[1] == "done")
    assert afresh(attempt).state == AttemptState.SUBMITTED


def test_taking_back_and_taking_at_once_has_one_winner(town: Town) -> None:
    attempt = handed_in(town)
    learner, ana = town.samantha, town.ana
    row, other = afresh(attempt), afresh(attempt)

    told = at_once(lambda: take_back(row, actor=learner, at=NOW), lambda: take(other, actor=ana, at=NOW))

    assert sorted(told) in (["NOT_FOUND", "done"], ["CONFLICT", "done"])
    state = AttemptState.DRAFT if told[0] == "done" else AttemptState.MARKING
    assert afresh(attempt).state == state


def test_putting_aside_and_handing_in_at_once_has_one_winner(town: Town) -> None:
    attempt = filled(town)
    learner = town.samantha
    row, submission = afresh(attempt), afresh(attempt).submission

    told = at_once(
        lambda: submit(row, actor=learner, declared_own_work=True, at=NOW),
        lambda: withdraw(submission, actor=learner, at=NOW),
    )

    assert sorted(told) == ["CONFLICT", "done"]
    with across_tenants():
        aside = Submission.objects.get(id=submission.id).withdrawn_at is not None
    assert (afresh(attempt).state == AttemptState.DRAFT) == aside


def test_deciding_twice_at_once_makes_one_decision(town: Town) -> None:
    attempt = marked(town, PERFECT)
    rows = [afresh(attempt), afresh(attempt)]
    ana = town.ana

    told = at_once(*(lambda row=row: decide(row, actor=ana, at=NOW) for row in rows))

    assert told == ["done", "done"]
    with across_tenants():
        assert Decision.objects.count() == 1
    assert Letter.objects.count() == 1


def test_marks_that_are_saved_while_deciding_are_either_decided_upon_or_refused(town: Town) -> None:
    attempt = marked(town, PERFECT)
    ana = town.ana
    row, other = afresh(attempt), afresh(attempt)

    told = at_once(lambda: decide(row, actor=ana, at=NOW), lambda: save_marks(other, SHORT, actor=ana, at=NOW))

    assert told in (["done", "done"], ["done", "CONFLICT"])
    with across_tenants():
        decision = Decision.objects.get()
    assert decision.scores == judgement_by(attempt, ana).scores
    assert decision.outcome == (Outcome.NOT_YET if told[1] == "done" else Outcome.MET)


def test_starting_twice_at_once_makes_one_submission(town: Town) -> None:
    version = studio(town)
    learner = town.samantha

    told = at_once(*[lambda: start(version, learner=learner, at=NOW)] * 2)

    assert told == ["done", "done"]
    with across_tenants():
        assert (Submission.objects.count(), Attempt.objects.count()) == (1, 1)


def test_trying_again_twice_at_once_makes_one_attempt(town: Town) -> None:
    submission = decided(town, SHORT).attempt.submission
    learner = town.samantha

    told = at_once(*[lambda: resubmit(submission, actor=learner, at=NOW)] * 2)

    assert told == ["done", "done"]
    attempt = newest(submission)
    assert attempt.number == 2
    assert len(items_of(attempt)) == 2


def test_the_first_save_of_a_text_twice_at_once_keeps_one(town: Town) -> None:
    attempt = begun(town)
    learner, tools = town.samantha, town.tools
    rows = [afresh(attempt), afresh(attempt)]

    told = at_once(
        *(
            lambda row=row: evidence.save_text(row, "e1", "Same words", actor=learner, at=NOW, tools=tools)
            for row in rows
        )
    )

    assert told == ["done", "done"]
    assert [item.text for item in items_of(attempt)] == ["Same words"]


def test_two_files_at_once_do_not_get_past_the_limit_together(town: Town) -> None:
    attempt = begun(town)
    learner, tools = town.samantha, town.tools
    with across_tenants():
        EvidenceItem.objects.bulk_create(
            EvidenceItem(
                organisation=town.northgate,
                attempt=attempt,
                requirement="e2",
                kind="file",
                blob_digest=f"{number:064}",
                saved_at=NOW,
            )
            for number in range(evidence.MOST_FILES - 1)
        )

    def save(shade: int) -> object:
        return evidence.save_file(
            afresh(attempt),
            "e2",
            picture((shade, 0, 0)),
            name="chart.png",
            media_type=None,
            actor=learner,
            at=NOW,
            tools=tools,
        )

    told = at_once(lambda: save(1), lambda: save(2))

    assert sorted(told) == ["TOO_LARGE", "done"]
    assert len(items_of(attempt)) == evidence.MOST_FILES
