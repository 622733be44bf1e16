"""The pages: who sees what, what is kept when something is refused, what a file may do to its reader."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from PIL import Image

from assay.campus.assessing import panels, pseudonyms
from assay.campus.assessing.models import Attempt, AttemptState, Decision, Outcome, Route, Submission
from assay.campus.assessing.panels import Panel, register_panel
from assay.campus.assessing.resubmit import resubmit
from assay.campus.assessing.submit import submit, take_back
from assay.campus.assessing.withdraw import withdraw
from assay.campus.people.models import Person
from assay.campus.people.tenancy import across_tenants
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
    picture,
    save_file,
    save_text,
    studio,
    taken,
)
from tests.rooms.town import Town


def sign_in(client: Client, person: Person) -> None:
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")


def page_of(attempt: Attempt, name: str = "submission") -> str:
    return reverse(f"assessing:{name}", args=[attempt.submission.public_id])


def review_of(attempt: Attempt, name: str = "review") -> str:
    return reverse(f"assessing:{name}", args=["northgate-university", attempt.public_id])


def body(response: Any) -> str:
    return str(response.content.decode())


def upload(data: bytes, name: str, media_type: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=media_type)


# --- my learning and starting -----------------------------------------------------------------------------------------


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


def test_a_version_that_is_not_there_cannot_be_started(town: Town, client: Client) -> None:
    version = studio(town)
    sign_in(client, town.samantha)

    for address in (
        reverse("assessing:start", args=[version.definition.public_id, 2]),
        reverse("assessing:start", args=["0" * 32, 1]),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


# --- collecting -------------------------------------------------------------------------------------------------------


def test_the_page_asks_for_each_piece_and_says_what_is_missing(
    town: Town, client: Client, django_assert_max_num_queries: Any
) -> None:
    attempt = begun(town)
    sign_in(client, town.samantha)

    with django_assert_max_num_queries(9):
        shown = body(client.get(page_of(attempt)))

    assert "Step 2 of 5: Collect evidence" in shown
    assert "0 of 2 required pieces are complete" in shown
    assert escape("Context is missing; write it") in shown
    assert "a text of 5 to 40 words" in shown


def test_one_button_saves_everything_that_was_typed(town: Town, client: Client) -> None:
    attempt = begun(town)
    sign_in(client, town.samantha)

    response = client.post(
        page_of(attempt),
        {
            "text-e1": CONTEXT,
            "text-e4": REFLECTION,
            "link-e3": "https://charts.example/1",
            "file-e2": [upload(picture(), "one.png"), upload(picture((9, 9, 9)), "two.png")],
            "then": "submit",
        },
    )

    assert response.status_code == 303
    assert response["Location"] == page_of(attempt, "submit")
    assert {(item.requirement, item.text or item.url or item.file_name) for item in items_of(attempt)} == {
        ("e1", CONTEXT),
        ("e4", REFLECTION),
        ("e3", "https://charts.example/1"),
        ("e2", "one.png"),
        ("e2", "two.png"),
    }


def test_html_named_png_is_answered_415_and_everything_else_is_kept(town: Town, client: Client) -> None:
    attempt = begun(town)
    sign_in(client, town.samantha)

    response = client.post(
        page_of(attempt),
        {
            "text-e1": CONTEXT,
            "link-e3": "https://charts.example/1",
            "file-e2": upload(b"<!doctype html><script>alert(1)</script>", "<b>chart.png"),
        },
    )

    assert response.status_code == 415
    shown = body(response)
    assert "Something here needs your attention. Everything else is saved." in shown
    assert 'aria-describedby="file-e2-hint file-e2-error"' in shown
    assert "<b>chart" not in shown
    assert CONTEXT in shown
    assert [(item.requirement, item.text or item.url) for item in items_of(attempt)] == [
        ("e1", CONTEXT),
        ("e3", "https://charts.example/1"),
    ]


def test_a_file_of_26_mebibytes_is_answered_413_and_what_was_typed_is_saved(town: Town, client: Client) -> None:
    attempt = begun(town)
    sign_in(client, town.samantha)

    response = client.post(page_of(attempt), {"text-e1": CONTEXT, "file-e2": upload(b"\0" * (26 << 20), "big.png")})

    assert response.status_code == 413
    assert "more than 25 MiB" in body(response)
    assert [item.text for item in items_of(attempt)] == [CONTEXT]


def test_a_picture_sent_by_the_page_loses_its_exif(town: Town, client: Client) -> None:
    attempt = begun(town)
    sign_in(client, town.samantha)
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    file = BytesIO()
    Image.new("RGB", (30, 30)).save(file, "JPEG", exif=exif)

    client.post(page_of(attempt), {"file-e2": upload(file.getvalue(), "photo.jpg", "image/jpeg")})

    served = client.get(reverse("assessing:evidence_file", args=[items_of(attempt)[0].public_id])).content
    assert served[:3] == b"\xff\xd8\xff"
    assert b"SECRETCAMERA" in file.getvalue()
    assert b"SECRETCAMERA" not in served


def test_a_link_that_cannot_be_followed_stays_in_its_field(town: Town, client: Client) -> None:
    attempt = begun(town)
    sign_in(client, town.samantha)

    response = client.post(page_of(attempt), {"link-e3": 'javascript:alert("1")'})

    assert response.status_code == 422
    assert 'value="javascript:alert(&quot;1&quot;)"' in body(response)
    assert items_of(attempt) == []


def test_a_text_that_cannot_be_kept_stays_in_its_field_and_the_old_one_in_the_rows(town: Town, client: Client) -> None:
    attempt = filled(town)
    sign_in(client, town.samantha)

    response = client.post(page_of(attempt), {"text-e1": "New words\x1b</textarea><script>"})

    assert response.status_code == 422
    assert "New words\x1b&lt;/textarea&gt;&lt;script&gt;" in body(response)
    assert items_of(attempt)[0].text == CONTEXT


def test_an_old_tab_does_not_save_over_what_it_has_not_touched(town: Town, client: Client) -> None:
    attempt = filled(town)
    sign_in(client, town.samantha)
    shown = body(client.get(page_of(attempt)))
    seen = shown.split('name="seen-e1" value="')[1].split('"')[0]
    save_text(town, attempt, "e1", "Newer words from another tab, six")

    client.post(page_of(attempt), {"text-e1": CONTEXT, "seen-e1": seen, "text-e4": REFLECTION})

    assert {item.text for item in items_of(attempt)} == {"Newer words from another tab, six", "", REFLECTION}


def test_a_text_is_saved_while_it_is_written_and_the_page_is_told_what_changed(town: Town, client: Client) -> None:
    attempt = begun(town)
    sign_in(client, town.samantha)
    address = reverse("assessing:evidence", args=[attempt.submission.public_id, "e1"])

    response = client.post(address, {"text-e1": "Only three words"}, headers={"hx-request": "true"})

    assert response.status_code == 200
    shown = body(response)
    assert "3 words" in shown
    assert escape("Context has 3 words; it needs at least 5") in shown
    assert "<html" not in shown
    assert items_of(attempt)[0].text == "Only three words"


def test_what_was_typed_into_a_page_that_is_no_draft_any_more_can_be_copied(town: Town, client: Client) -> None:
    attempt = handed_in(town)
    sign_in(client, town.samantha)

    response = client.post(page_of(attempt), {"text-e1": "Typed too late, in another tab"})

    assert response.status_code == 409
    assert "Typed too late, in another tab" in body(response)
    assert items_of(attempt)[0].text == CONTEXT


def test_a_piece_is_removed_after_asking_once(town: Town, client: Client) -> None:
    attempt = filled(town)
    sign_in(client, town.samantha)
    file = items_of(attempt)[1]
    address = reverse("assessing:remove", args=[file.public_id])

    assert "chart.png" in body(client.get(address))
    assert len(items_of(attempt)) == 2
    response = client.post(address)

    assert response["Location"] == page_of(attempt) + "#e2"
    assert [item.requirement for item in items_of(attempt)] == ["e1"]


# --- handing in, waiting, reading the decision ------------------------------------------------------------------------


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


# --- files ------------------------------------------------------------------------------------------------------------


def file_of(attempt: Attempt) -> str:
    item = next(item for item in items_of(attempt) if item.blob_digest)
    return reverse("assessing:evidence_file", args=[item.public_id])


def test_a_file_is_an_attachment_in_a_sandbox_that_nobody_caches(town: Town, client: Client) -> None:
    attempt = filled(town)
    sign_in(client, town.samantha)

    response = client.get(file_of(attempt))

    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert response["Content-Disposition"] == 'attachment; filename="chart.png"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cache-Control"] == "private, no-store"
    assert "Accept-Ranges" not in response


def test_only_a_picture_is_shown_in_place_and_only_in_the_sandbox(town: Town, client: Client) -> None:
    attempt = filled(town)
    text = save_file(town, attempt, "e2", b"Notes.\n\n<script>alert(1)</script>\n", name="note.txt")
    sign_in(client, town.samantha)

    shown = client.get(file_of(attempt) + "?inline")
    kept = client.get(reverse("assessing:evidence_file", args=[text.public_id]) + "?inline")

    assert shown["Content-Disposition"].startswith("inline")
    assert shown["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert kept["Content-Disposition"].startswith("attachment")
    assert kept["Content-Type"] == "text/plain"


def test_a_file_is_read_by_its_learner_and_once_handed_in_by_assessors_and_issuers(town: Town, client: Client) -> None:
    attempt = filled(town)
    address = file_of(attempt)
    everybody = {
        town.samantha: (200, 200),
        town.ana: (404, 200),
        town.ruth: (404, 200),
        town.weiss: (404, 404),
        town.nadia: (404, 404),
        town.priya: (404, 404),
        town.otto: (404, 404),
        town.stranger: (404, 404),
    }

    assert town.cloudvane
    for moment in (0, 1):
        for person, statuses in everybody.items():
            sign_in(client, person)
            assert client.get(address).status_code == statuses[moment], (person, moment)
        submit(attempt, actor=town.samantha, declared_own_work=True, at=NOW)
    take_back(attempt, actor=town.samantha, at=NOW)
    sign_in(client, town.ana)
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address)["Location"].startswith("/account/login/")


def test_a_file_does_not_tell_an_assessor_whose_it_is(town: Town, client: Client) -> None:
    attempt = begun(town)
    save_text(town, attempt, "e1", CONTEXT)
    save_file(town, attempt, "e2", name="Samantha Okafor.png")
    submit(attempt, actor=town.samantha, declared_own_work=True, at=NOW)
    sign_in(client, town.ana)

    response = client.get(file_of(attempt))

    assert "Samantha" not in response["Content-Disposition"]
    assert pseudonyms.learner_of(attempt.submission) in response["Content-Disposition"]
    assert response["Content-Disposition"].endswith('.png"')


# --- reviewing --------------------------------------------------------------------------------------------------------


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


# --- foreign objects --------------------------------------------------------------------------------------------------


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
