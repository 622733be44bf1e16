"""The learner's pages: what is kept when something is refused, and what she reads."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from assay.campus.assessing import panels
from assay.campus.assessing.models import AttemptState, Route, Submission
from assay.campus.assessing.panels import Panel, register_panel
from assay.campus.assessing.withdraw import withdraw
from assay.campus.people.models import Person
from assay.campus.people.tenancy import across_tenants
from tests.cast import NOW
from tests.rooms.assessing.pages import body, page_of, sign_in
from tests.rooms.assessing.work import (
    CONTEXT,
    PERFECT,
    SHORT,
    afresh,
    begun,
    decided,
    filled,
    handed_in,
    newest,
    studio,
)
from tests.rooms.town import Town


def test_my_learning_is_empty_at_first_and_leads_to_browsing(town: Town, client: Client) -> None:
    sign_in(client, town.samantha)

    response = client.get("/me")

    assert response.status_code == 200
    assert "What you work towards will be here" in body(response)


def test_my_learning_says_what_comes_next_for_each(
    town: Town, client: Client, django_assert_max_num_queries: Any
) -> None:
    begun(town)
    filled(town, version=studio(town, title="Complete"))
    handed_in(town, version=studio(town, title="Waiting"))
    decided(town, SHORT, version=studio(town, title="Short of it"))
    decided(town, PERFECT, version=studio(town, title="Earned"))
    withdraw(begun(town, version=studio(town, title="Later")).submission, actor=town.samantha, at=NOW)
    sign_in(client, town.samantha)

    with django_assert_max_num_queries(9):
        shown = body(client.get("/me"))

    for words in (
        "Next: 2 things are still missing or need a change.",
        "Next: everything is there. Look it over and hand it in.",
        "Nothing to do for you. Handed in",
        "Next: read the feedback and hand in again.",
        "You have met every criterion.",
        "Take it up again",
    ):
        assert words in shown


def test_an_assessor_finds_her_queue_on_her_home_page(town: Town, client: Client) -> None:
    handed_in(town)
    sign_in(client, town.ana)

    shown = body(client.get("/me"))

    assert "1 submission waits for an assessor." in shown
    assert reverse("assessing:queue", args=["northgate-university"]) in shown


@pytest.mark.parametrize(
    ("route", "kept"), [("assessment", Route.ASSESSMENT), ("prior_learning", Route.PRIOR_LEARNING)]
)
def test_one_starts_on_the_page_of_a_version_by_either_way(town: Town, client: Client, route: str, kept: Route) -> None:
    version = studio(town)
    sign_in(client, town.samantha)
    address = reverse("assessing:start", args=[version.definition.public_id, 1])
    assert "I already have the evidence" in body(client.get(address))

    response = client.post(address, {"route": route})

    with across_tenants():
        submission = Submission.objects.get()
    assert (submission.learner, submission.route) == (town.samantha, kept)
    assert response.status_code == 303
    assert response["Location"] == reverse("assessing:submission", args=[submission.public_id])


def test_who_has_started_is_led_on_from_the_starting_page(town: Town, client: Client) -> None:
    attempt = begun(town)
    sign_in(client, town.samantha)
    version = attempt.submission.version

    response = client.get(reverse("assessing:start", args=[version.definition.public_id, 1]))

    assert response["Location"] == page_of(attempt)


def test_a_version_that_is_not_there_cannot_be_started(town: Town, client: Client) -> None:
    version = studio(town)
    sign_in(client, town.samantha)

    for address in (
        reverse("assessing:start", args=[version.definition.public_id, 2]),
        reverse("assessing:start", args=["0" * 32, 1]),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_the_page_for_handing_in_names_what_is_missing_and_offers_no_button(town: Town, client: Client) -> None:
    attempt = begun(town)
    sign_in(client, town.samantha)

    shown = body(client.get(page_of(attempt, "submit")))
    refused = client.post(page_of(attempt, "submit"), {"own_work": "yes"})

    assert "Not complete yet" in shown
    assert escape("The visualisation is missing; upload a file") in shown
    assert 'name="own_work"' not in shown
    assert refused.status_code == 422
    assert afresh(attempt).state == AttemptState.DRAFT


def test_the_declaration_is_asked_for_and_then_it_waits(town: Town, client: Client) -> None:
    attempt = filled(town)
    sign_in(client, town.samantha)

    refused = client.post(page_of(attempt, "submit"))
    assert refused.status_code == 422
    assert "Say that this is your own work" in body(refused)
    response = client.post(page_of(attempt, "submit"), {"own_work": "yes"}, follow=True)

    assert afresh(attempt).state == AttemptState.SUBMITTED
    assert "Waiting for an assessor" in body(response)
    assert "22 November 2026, 09:00 UTC" in body(response)
    assert "No other submission to this organisation has waited longer." in body(response)


def test_it_is_taken_back_by_a_button_and_put_aside_after_asking(town: Town, client: Client) -> None:
    attempt = handed_in(town)
    sign_in(client, town.samantha)

    client.post(page_of(attempt, "take_back"))
    assert afresh(attempt).state == AttemptState.DRAFT
    assert "Put this aside?" in body(client.get(page_of(attempt, "withdraw")))
    client.post(page_of(attempt, "withdraw"))

    assert "Take it up again" in body(client.get(page_of(attempt)))
    client.post(page_of(attempt, "take_up"))
    assert "Step 2 of 5" in body(client.get(page_of(attempt)))


def test_a_decision_shows_each_level_with_its_feedback_and_not_who_gave_it(town: Town, client: Client) -> None:
    attempt = decided(town, SHORT).attempt
    sign_in(client, town.samantha)

    shown = body(client.get(page_of(attempt)))

    assert "Not yet" in shown
    assert "Begin the axis at zero and say what is missing." in shown
    assert "Honest scales: not yet" in shown
    assert "Question and audience: met" in shown
    assert "Ana" not in shown
    assert "Try again" in shown


def test_trying_again_shows_the_feedback_beside_what_is_to_do(town: Town, client: Client) -> None:
    attempt = decided(town, SHORT).attempt
    sign_in(client, town.samantha)

    shown = body(client.post(page_of(attempt, "resubmit"), follow=True))

    assert "attempt 2" in shown
    assert "What your assessor said about attempt 1" in shown
    assert "Begin the axis at zero and say what is missing." in shown
    assert CONTEXT in shown
    assert newest(attempt.submission).number == 2


def test_a_met_decision_waits_for_its_credential_or_shows_what_upper_rooms_say(
    town: Town, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = decided(town, PERFECT).attempt
    sign_in(client, town.samantha)
    monkeypatch.setattr(panels, "_makers", {})

    assert "Your credential is being issued" in body(client.get(page_of(attempt)))

    def panel(submission: Submission, person: Person) -> Panel | None:
        assert (submission, person) == (attempt.submission, town.samantha)
        context = {"kind": "holds", "title": "Yours", "text": "Here it is."}
        return Panel("components/notice.html", context, share_url="/me/credentials/1")

    register_panel("submission", panel)
    register_panel("submission", panel)
    shown = body(client.get(page_of(attempt)))
    assert shown.count("Here it is.") == 1
    assert "Your credential is being issued" not in shown
