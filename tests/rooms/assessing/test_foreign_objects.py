"""What belongs to somebody else is not there, on every page."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assay.campus.assessing import pseudonyms
from assay.campus.assessing.models import Attempt, AttemptState
from assay.campus.assessing.resubmit import resubmit
from assay.campus.assessing.submit import submit
from tests.cast import NOW
from tests.rooms.assessing.pages import body, page_of, review_of, sign_in
from tests.rooms.assessing.work import (
    CONTEXT,
    PERFECT,
    SHORT,
    afresh,
    decided,
    filled,
    handed_in,
    items_of,
    judgement_by,
    marked,
    taken,
)
from tests.rooms.town import Town


def learner_addresses(attempt: Attempt) -> list[tuple[str, str]]:
    page = attempt.submission.public_id
    item = items_of(attempt)[0].public_id
    return [
        ("get", reverse("assessing:submission", args=[page])),
        ("post", reverse("assessing:submission", args=[page])),
        ("post", reverse("assessing:evidence", args=[page, "e1"])),
        ("get", reverse("assessing:submit", args=[page])),
        ("post", reverse("assessing:submit", args=[page])),
        ("post", reverse("assessing:take_back", args=[page])),
        ("post", reverse("assessing:resubmit", args=[page])),
        ("get", reverse("assessing:withdraw", args=[page])),
        ("post", reverse("assessing:withdraw", args=[page])),
        ("post", reverse("assessing:take_up", args=[page])),
        ("get", reverse("assessing:remove", args=[item])),
        ("post", reverse("assessing:remove", args=[item])),
    ]


def assessor_addresses(attempt: Attempt, slug: str) -> list[tuple[str, str]]:
    return [
        ("get", reverse("assessing:review", args=[slug, attempt.public_id])),
        ("post", reverse("assessing:review", args=[slug, attempt.public_id])),
        ("post", reverse("assessing:put_back", args=[slug, attempt.public_id])),
        ("get", reverse("assessing:decide", args=[slug, attempt.public_id])),
        ("post", reverse("assessing:decide", args=[slug, attempt.public_id])),
    ]


FORM = {"text-e1": "Foreign words", "own_work": "yes", "level-c1": "3", "level-c2": "3"}


@pytest.mark.parametrize("stage", [filled, handed_in, taken])
def test_a_learners_pages_are_there_for_nobody_else(
    town: Town, client: Client, stage: Callable[[Town], Attempt]
) -> None:
    attempt = stage(town)
    assert town.cloudvane
    before = afresh(attempt)

    for person in (town.priya, town.ana, town.ruth, town.nadia, town.otto, town.stranger):
        sign_in(client, person)
        for method, address in learner_addresses(attempt):
            assert getattr(client, method)(address, FORM).status_code == 404, (person, address)

    now = afresh(attempt)
    assert (now.state, now.changed_at) == (before.state, before.changed_at)
    assert items_of(attempt)[0].text == CONTEXT


def test_an_organisations_reviews_are_there_for_its_people_alone(town: Town, client: Client) -> None:
    attempt = marked(town, PERFECT)
    assert town.cloudvane

    for person, foreign, own in ((town.otto, 404, 404), (town.stranger, 404, 404), (town.samantha, 404, 404)):
        sign_in(client, person)
        for method, address in assessor_addresses(attempt, "northgate-university"):
            assert getattr(client, method)(address, FORM).status_code == foreign, (person, address)
        # through his own organisation's door
        for method, address in assessor_addresses(attempt, "cloudvane"):
            assert getattr(client, method)(address, FORM).status_code == own, (person, address)
        assert client.get("/org/northgate-university/queue").status_code == 404
        assert client.get("/org/northgate-university/reviews").status_code == 404
    for person in (town.weiss, town.nadia):
        sign_in(client, person)
        for method, address in assessor_addresses(attempt, "northgate-university"):
            assert getattr(client, method)(address, FORM).status_code == 403, (person, address)

    assert judgement_by(attempt, town.ana).scores == PERFECT
    assert afresh(attempt).state == AttemptState.MARKING


def test_a_draft_is_there_for_no_assessor(town: Town, client: Client) -> None:
    attempt = filled(town)
    sign_in(client, town.ana)

    for method, address in assessor_addresses(attempt, "northgate-university"):
        assert getattr(client, method)(address, FORM).status_code == 404, address


def test_an_assessor_does_not_review_her_own_work(town: Town, client: Client) -> None:
    attempt = handed_in(town, learner=town.ana)
    sign_in(client, town.ana)

    assert client.get(review_of(attempt)).status_code == 403
    assert client.post(review_of(attempt, "take")).status_code == 403
    assert pseudonyms.learner_of(attempt.submission) not in body(client.get("/org/northgate-university/queue"))


def test_a_visitor_is_sent_to_sign_in_and_comes_back(town: Town, client: Client) -> None:
    attempt = taken(town)
    version = attempt.submission.version
    start = ("get", reverse("assessing:start", args=[version.definition.public_id, 1]))
    queue = ("get", "/org/northgate-university/queue")
    pages = [
        ("get", "/me"),
        start,
        queue,
        *learner_addresses(attempt),
        *assessor_addresses(attempt, "northgate-university"),
    ]

    for method, address in pages:
        response = getattr(client, method)(address, FORM)
        assert response.status_code == 302, address
        assert response["Location"].startswith("/account/login/?next=/"), address


def test_what_changes_something_is_not_done_by_a_link(town: Town, client: Client) -> None:
    attempt = handed_in(town)
    sign_in(client, town.samantha)
    for name in ("take_back", "resubmit", "take_up"):
        assert client.get(page_of(attempt, name)).status_code == 405
    sign_in(client, town.ana)
    for name in ("take", "put_back"):
        assert client.get(review_of(attempt, name)).status_code == 405

    assert afresh(attempt).state == AttemptState.SUBMITTED


def test_a_second_attempt_hides_the_first_ones_marks_from_whoever_reviews_it(town: Town, client: Client) -> None:
    first = decided(town, SHORT).attempt
    second = resubmit(first.submission, actor=town.samantha, at=NOW)
    submit(second, actor=town.samantha, declared_own_work=True, at=NOW)
    sign_in(client, town.ana)

    shown = body(client.get(review_of(second)))

    assert "Attempt 2" in shown
    assert "Begin the axis at zero" not in shown
