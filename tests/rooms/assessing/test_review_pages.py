"""The assessor's pages: the queue, marking, deciding; blind where it matters."""

from typing import Any

import pytest
from django.test import Client

from assay.campus.assessing import pseudonyms
from assay.campus.assessing.models import AttemptState, Decision, Outcome
from assay.campus.assessing.submit import take_back
from assay.campus.people.tenancy import across_tenants
from tests.cast import NOW
from tests.rooms.assessing.pages import body, review_of, sign_in
from tests.rooms.assessing.work import (
    CONTEXT,
    PERFECT,
    SHORT,
    afresh,
    decided,
    handed_in,
    judgement_by,
    marked,
    studio,
    taken,
)
from tests.rooms.town import Town


def test_the_queue_and_the_review_tell_nothing_of_the_learner(
    town: Town, client: Client, django_assert_max_num_queries: Any
) -> None:
    version = studio(town)
    attempts = [handed_in(town, version=version, learner=each) for each in (town.samantha, town.priya, town.stranger)]
    sign_in(client, town.ana)

    with django_assert_max_num_queries(8):
        listed = body(client.get("/org/northgate-university/queue"))
    with django_assert_max_num_queries(12):
        shown = body(client.get(review_of(attempts[0])))

    for page in (listed, shown):
        assert pseudonyms.learner_of(attempts[0].submission) in page
        for name in ("Samantha", "Okafor", "samantha.okafor", town.samantha.public_id):
            assert name not in page
    assert "22 November 2026, 09:00 UTC" in listed
    assert CONTEXT in shown


def test_an_empty_queue_says_what_will_be_there(town: Town, client: Client) -> None:
    assert town.northgate
    sign_in(client, town.ana)

    assert "Nothing waits" in body(client.get("/org/northgate-university/queue"))
    assert "Your reviews will be here" in body(client.get("/org/northgate-university/reviews"))


def test_an_assessor_takes_marks_looks_and_decides(town: Town, client: Client) -> None:
    attempt = handed_in(town)
    sign_in(client, town.ana)

    assert client.post(review_of(attempt, "take"))["Location"] == review_of(attempt)
    form = {"level-c1": "3", "feedback-c1": "", "level-c2": "1", "feedback-c2": "Begin at zero.", "then": "decide"}
    assert client.post(review_of(attempt), form)["Location"] == review_of(attempt, "decide")
    shown = body(client.get(review_of(attempt, "decide")))
    assert "The outcome would be: not yet" in shown
    with across_tenants():
        assert not Decision.objects.exists()
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    response = client.post(review_of(attempt, "decide"), {"seen": seen}, follow=True)

    with across_tenants():
        assert Decision.objects.get().outcome == Outcome.NOT_YET
    assert "Decided: not yet" in body(response)
    assert "Begin at zero." in body(response)
    assert "not yet" in body(client.get("/org/northgate-university/reviews"))


def test_unfinished_marks_are_saved_and_the_outcome_page_says_what_is_open(town: Town, client: Client) -> None:
    attempt = taken(town)
    sign_in(client, town.ana)

    client.post(review_of(attempt), {"feedback-c1": "Almost", "level-c2": "1", "feedback-c2": ""})
    shown = body(client.get(review_of(attempt, "decide")))
    refused = client.post(review_of(attempt, "decide"), {"seen": judgement_by(attempt, town.ana).saved_at.isoformat()})

    assert "Not ready to be decided" in shown
    assert "Question and audience has no level yet" in shown
    assert "Honest scales is below the level required" in shown
    assert refused.status_code == 422
    assert afresh(attempt).state == AttemptState.MARKING
    assert "Almost" in body(client.get(review_of(attempt)))


def test_marks_are_saved_while_marking_and_the_page_is_told_how_many(town: Town, client: Client) -> None:
    attempt = taken(town)
    sign_in(client, town.ana)

    response = client.post(review_of(attempt), {"level-c1": "2", "feedback-c1": ""}, headers={"hx-request": "true"})

    assert "1 of 2 criteria have a level." in body(response)
    assert "<html" not in body(response)
    assert judgement_by(attempt, town.ana).scores["c1"] == {"level": 2, "feedback": ""}


@pytest.mark.parametrize("level", ["9", "0", "-1", "2.5", "two", "²", "99999999999999999999"])
def test_a_level_that_there_is_not_is_refused_and_what_was_typed_stays(town: Town, client: Client, level: str) -> None:
    attempt = marked(town, SHORT)
    sign_in(client, town.ana)

    response = client.post(review_of(attempt), {"level-c1": level, "feedback-c1": "My long feedback"})

    assert response.status_code == 422
    assert "My long feedback" in body(response)
    assert judgement_by(attempt, town.ana).scores == SHORT


def test_marks_typed_after_it_was_put_back_elsewhere_can_be_copied(town: Town, client: Client) -> None:
    attempt = taken(town)
    sign_in(client, town.ana)
    client.post(review_of(attempt, "put_back"))

    response = client.post(review_of(attempt), {"level-c1": "2", "feedback-c1": "My long feedback"})

    assert response.status_code == 409
    assert "My long feedback" in body(response)


def test_marks_changed_in_another_tab_are_not_decided_unseen(town: Town, client: Client) -> None:
    attempt = marked(town, PERFECT)
    sign_in(client, town.ana)

    for seen in ("2026-11-22T08:59:59+00:00", "", "nonsense", "2026-13-45T00:00:00Z"):
        assert client.post(review_of(attempt, "decide"), {"seen": seen}).status_code == 409

    assert afresh(attempt).state == AttemptState.MARKING


def test_whoever_is_too_late_to_take_it_is_led_back_to_the_queue(town: Town, client: Client) -> None:
    attempt = handed_in(town)
    take_back(attempt, actor=town.samantha, at=NOW)
    sign_in(client, town.ana)

    response = client.post(review_of(attempt, "take"), follow=True)

    assert response.status_code == 200
    assert "This no longer waits" in body(response)


def test_an_issuer_reads_a_decision_and_marks_nothing(town: Town, client: Client) -> None:
    attempt = decided(town, PERFECT).attempt
    sign_in(client, town.ruth)

    assert "Decided: met" in body(client.get(review_of(attempt)))
    assert client.post(review_of(attempt), {"level-c1": "1"}).status_code == 403
    assert client.get(review_of(attempt, "decide")).status_code == 403
    assert client.get("/org/northgate-university/queue").status_code == 403


def test_marks_in_the_making_are_their_assessors_alone(town: Town, client: Client) -> None:
    attempt = marked(town, SHORT)
    sign_in(client, town.ruth)

    shown = body(client.get(review_of(attempt)))

    assert "A colleague is reviewing this." in shown
    assert "Begin the axis" not in shown
