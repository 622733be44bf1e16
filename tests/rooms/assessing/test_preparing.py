"""Starting, collecting evidence, and putting aside."""

from io import BytesIO

import pytest
from PIL import Image

from assay.campus.assessing import evidence
from assay.campus.assessing.models import Attempt, AttemptState, EvidenceItem, Route, Submission
from assay.campus.assessing.resubmit import resubmit
from assay.campus.assessing.start import start
from assay.campus.assessing.submit import submit
from assay.campus.assessing.withdraw import take_up, withdraw
from assay.campus.catalogue.draft import next_draft, save_draft
from assay.campus.catalogue.publish import publish
from assay.campus.catalogue.retire import retire
from assay.campus.people.models import Event
from assay.campus.people.tenancy import across_tenants
from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from tests.cast import NOW
from tests.rooms.assessing import work
from tests.rooms.assessing.work import CONTEXT, begun, filled, items_of, newest, picture, save_file, save_text, studio
from tests.rooms.town import Town


def save_link(town: Town, attempt: Attempt, requirement: str, url: str) -> EvidenceItem:
    learner = attempt.submission.learner
    return evidence.save_link(attempt, requirement, url, actor=learner, at=town.tools.now(), tools=town.tools)


def code_of(error: pytest.ExceptionInfo[AssayError]) -> Code:
    return error.value.code


def test_whoever_starts_has_one_submission_with_a_first_attempt_to_fill(town: Town) -> None:
    version = studio(town)

    submission = start(version, learner=town.samantha, at=NOW)

    attempt = newest(submission)
    assert (attempt.number, attempt.state) == (1, AttemptState.DRAFT)
    assert submission.organisation == town.northgate
    assert Event.objects.filter(action="assessing.start", subject=str(submission.id), actor=town.samantha).count() == 1


def test_starting_twice_is_starting_once(town: Town) -> None:
    version = studio(town)

    first = start(version, learner=town.samantha, at=NOW)
    again = start(version, learner=town.samantha, at=NOW)

    assert again == first
    with across_tenants():
        assert Attempt.objects.count() == 1


def test_two_learners_start_apart(town: Town) -> None:
    version = studio(town)

    assert start(version, learner=town.samantha, at=NOW) != start(version, learner=town.priya, at=NOW)


def test_who_has_the_evidence_already_starts_without_a_course_and_the_route_is_kept(town: Town) -> None:
    submission = start(studio(town), learner=town.samantha, at=NOW, route=Route.PRIOR_LEARNING)

    assert submission.route == Route.PRIOR_LEARNING
    assert save_text(town, newest(submission), "e1", CONTEXT).text == CONTEXT


def test_a_draft_cannot_be_started(town: Town) -> None:
    version = next_draft(studio(town).definition, actor=town.weiss, at=NOW)

    with pytest.raises(Refused) as refused:
        start(version, learner=town.samantha, at=NOW)

    assert code_of(refused) is Code.NOT_FOUND


def test_a_replaced_version_takes_nobody_new_and_keeps_who_is_there(town: Town) -> None:
    old = studio(town)
    mine = start(old, learner=town.samantha, at=NOW)
    draft = next_draft(old.definition, actor=town.weiss, at=NOW)
    changed = {**draft.design, "title": "Data Visualisation Studio II"}
    draft = save_draft(draft, changed, revision=draft.revision, actor=town.weiss, at=NOW)
    publish(draft, actor=town.weiss, at=NOW, tools=town.tools)

    with pytest.raises(Refused, match="newest version") as refused:
        start(old, learner=town.priya, at=NOW)

    assert code_of(refused) is Code.CONFLICT
    assert start(old, learner=town.samantha, at=NOW) == mine


def test_a_retired_definition_takes_nobody_new_and_keeps_who_is_there(town: Town) -> None:
    version = studio(town)
    mine = start(version, learner=town.samantha, at=NOW)
    retire(version.definition, actor=town.weiss, at=NOW)
    version.definition.refresh_from_db()

    with pytest.raises(Refused, match="retired") as refused:
        start(version, learner=town.priya, at=NOW)

    assert code_of(refused) is Code.GONE
    assert start(version, learner=town.samantha, at=NOW) == mine


def test_a_text_is_saved_over_the_one_before(town: Town) -> None:
    attempt = begun(town)

    save_text(town, attempt, "e1", "One")
    save_text(town, attempt, "e1", "One\r\nand two")

    assert [item.text for item in items_of(attempt)] == ["One\nand two"]


def test_a_draft_may_be_too_short_too_long_or_empty(town: Town) -> None:
    attempt = begun(town)

    for text in ("", "Short", "word " * 500):
        assert save_text(town, attempt, "e1", text).text == text


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ud800b"])
def test_a_text_that_no_database_can_keep_is_refused_and_the_old_one_stays(town: Town, text: str) -> None:
    attempt = begun(town)
    save_text(town, attempt, "e1", CONTEXT)

    with pytest.raises(MalformedDocument):
        save_text(town, attempt, "e1", text)

    assert [item.text for item in items_of(attempt)] == [CONTEXT]


def test_a_text_of_a_book_is_refused(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        save_text(town, begun(town), "e1", "x" * 200_001)

    assert code_of(refused) is Code.TOO_LARGE


def test_what_nobody_asked_for_cannot_be_handed_in(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        save_text(town, begun(town), "e99", "Here")

    assert code_of(refused) is Code.NOT_FOUND


def test_each_requirement_takes_its_own_kinds_only(town: Town) -> None:
    attempt = begun(town)

    with pytest.raises(Refused, match="asks for a file, not for a text"):
        save_text(town, attempt, "e2", "Here")
    with pytest.raises(Refused, match="asks for a text, not for a link"):
        save_link(town, attempt, "e1", "https://charts.example/1")
    with pytest.raises(Refused, match="asks for a link, not for a file"):
        save_file(town, attempt, "e3")
    assert items_of(attempt) == []


def test_a_video_is_a_link_or_a_file_and_an_attestation_a_text_or_a_file(town: Town) -> None:
    attempt = begun(town)

    save_link(town, attempt, "e5", "https://films.example/walk")
    save_text(town, attempt, "e6", "She did it herself, I was there.")
    save_file(town, attempt, "e6")

    assert [(item.requirement, item.kind) for item in items_of(attempt)] == [
        ("e5", "video"),
        ("e6", "attestation"),
        ("e6", "attestation"),
    ]


def test_a_link_is_kept_once(town: Town) -> None:
    attempt = begun(town)

    first = save_link(town, attempt, "e3", " https://charts.example/1 ")
    again = save_link(town, attempt, "e3", "https://charts.example/1")
    save_link(town, attempt, "e3", "https://charts.example/2")

    assert again == first
    assert [item.url for item in items_of(attempt)] == ["https://charts.example/1", "https://charts.example/2"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "charts.example",
        "http://charts.example/",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "https://",
        "https://[half",
        "https://user:secret@charts.example/",
        "https://charts.example/" + "a" * 2100,
        "https://testserver.example/me/submissions/1",
        "https://testserver.example/evidence/1",
    ],
)
def test_a_link_that_an_assessor_cannot_follow_is_refused(town: Town, url: str) -> None:
    attempt = begun(town)

    with pytest.raises(Refused):
        save_link(town, attempt, "e3", url)

    assert items_of(attempt) == []


def test_a_file_is_kept_by_its_digest_with_its_true_type(town: Town) -> None:
    attempt = begun(town)

    item = save_file(town, attempt, "e2", picture(), name="../../chart.jpg")

    assert (item.media_type, item.file_name) == ("image/png", "chart.jpg.png")
    kept = town.tools.blobs.get(item.blob_digest)
    assert (kept[:8], len(kept)) == (b"\x89PNG\r\n\x1a\n", item.size)
    assert "its name ended in .jpg" in item.notes


def test_a_picture_loses_what_it_says_of_the_place_and_the_camera(town: Town) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"  # Make
    exif.get_ifd(0x8825)[29] = "2026:11:22"  # GPSDateStamp
    file = BytesIO()
    Image.new("RGB", (40, 30)).save(file, "JPEG", exif=exif)
    assert b"SECRETCAMERA" in file.getvalue()

    item = save_file(town, begun(town), "e2", file.getvalue(), name="photo.jpg")

    kept = town.tools.blobs.get(item.blob_digest)
    assert item.media_type == "image/jpeg"
    assert b"SECRETCAMERA" not in kept
    assert b"2026:11:22" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


def test_html_in_the_guise_of_a_picture_is_refused(town: Town) -> None:
    attempt = begun(town)

    with pytest.raises(Refused) as refused:
        save_file(town, attempt, "e2", b"<!doctype html><script>alert(1)</script>", name="chart.png")

    assert code_of(refused) is Code.UNSUPPORTED_MEDIA
    assert items_of(attempt) == []


def test_a_file_of_26_mebibytes_is_refused(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        save_file(town, begun(town), "e2", b"\0" * (26 << 20))

    assert code_of(refused) is Code.TOO_LARGE


def test_the_same_file_twice_is_one(town: Town) -> None:
    attempt = begun(town)

    assert save_file(town, attempt, "e2") == save_file(town, attempt, "e2")
    assert len(items_of(attempt)) == 1


def test_the_twenty_first_file_is_refused_and_the_twenty_stay(town: Town) -> None:
    attempt = begun(town)
    hold_files(town, attempt, 20, size=1)

    with pytest.raises(Refused, match="20 files") as refused:
        save_file(town, attempt, "e2")

    assert code_of(refused) is Code.TOO_LARGE
    assert len(items_of(attempt)) == 20


def test_files_of_more_than_100_mebibytes_together_are_refused_with_the_room_that_is_left(town: Town) -> None:
    attempt = begun(town)
    hold_files(town, attempt, 4, size=25 << 20)

    with pytest.raises(Refused, match=r"room for 0\.0 MiB") as refused:
        save_file(town, attempt, "e2")

    assert code_of(refused) is Code.TOO_LARGE


def hold_files(town: Town, attempt: Attempt, number: int, *, size: int) -> None:
    """Rows as ``save_file`` makes them, of a size that a test would take too long to send."""
    with across_tenants():
        for index in range(number):
            EvidenceItem.objects.create(
                organisation=town.northgate,
                attempt=attempt,
                requirement="e2",
                kind="file",
                blob_digest=f"{index:064}",
                file_name=f"{index}.png",
                media_type="image/png",
                size=size,
                saved_at=NOW,
            )


def test_the_twenty_first_link_is_refused(town: Town) -> None:
    attempt = begun(town)
    for number in range(20):
        save_link(town, attempt, "e3", f"https://charts.example/{number}")

    with pytest.raises(Refused, match="20 links"):
        save_link(town, attempt, "e3", "https://charts.example/more")


def test_a_piece_is_removed_once_and_for_good(town: Town) -> None:
    attempt = filled(town)
    item = items_of(attempt)[1]

    evidence.remove(item, actor=town.samantha, at=NOW)
    evidence.remove(item, actor=town.samantha, at=NOW)

    assert [item.requirement for item in items_of(attempt)] == ["e1"]
    assert Event.objects.filter(action="assessing.remove").count() == 1


def test_nobody_else_touches_a_learners_evidence(town: Town) -> None:
    attempt = filled(town)
    mine = items_of(attempt)

    for other in (town.priya, town.ana, town.nadia, town.otto, town.stranger):
        for attack in (
            lambda other=other: evidence.save_text(attempt, "e1", "x", actor=other, at=NOW, tools=town.tools),
            lambda other=other: evidence.save_link(
                attempt, "e3", "https://x.example/", actor=other, at=NOW, tools=town.tools
            ),
            lambda other=other: evidence.save_file(
                attempt, "e2", picture(), name="x.png", media_type=None, actor=other, at=NOW, tools=town.tools
            ),
            lambda other=other: evidence.remove(mine[0], actor=other, at=NOW),
            lambda other=other: submit(attempt, actor=other, declared_own_work=True, at=NOW),
            lambda other=other: withdraw(attempt.submission, actor=other, at=NOW),
            lambda other=other: resubmit(attempt.submission, actor=other, at=NOW),
        ):
            with pytest.raises(Refused) as refused:
                attack()
            assert code_of(refused) is Code.NOT_FOUND

    assert items_of(attempt) == mine
    assert [item.text for item in items_of(attempt)] == [CONTEXT, ""]
    assert work.afresh(attempt).state == AttemptState.DRAFT


def test_what_was_put_aside_cannot_be_changed_and_is_taken_up_as_it_was(town: Town) -> None:
    attempt = filled(town)
    withdraw(attempt.submission, actor=town.samantha, at=NOW)
    withdraw(attempt.submission, actor=town.samantha, at=NOW)

    with pytest.raises(Refused, match="put this aside"):
        save_text(town, attempt, "e1", "Changed")
    with pytest.raises(Refused, match="put this aside"):
        submit(attempt, actor=town.samantha, declared_own_work=True, at=NOW)

    take_up(attempt.submission, actor=town.samantha, at=NOW)
    take_up(attempt.submission, actor=town.samantha, at=NOW)
    assert items_of(attempt)[0].text == CONTEXT
    assert submit(attempt, actor=town.samantha, declared_own_work=True, at=NOW).state == AttemptState.SUBMITTED
    assert Event.objects.filter(action__in=["assessing.withdraw", "assessing.take_up"]).count() == 2


def test_after_putting_aside_one_may_start_anew_and_then_not_take_up_the_old_one(town: Town) -> None:
    attempt = filled(town)
    old = withdraw(attempt.submission, actor=town.samantha, at=NOW)

    new = start(old.version, learner=town.samantha, at=NOW)

    assert new != old
    assert items_of(newest(new)) == []
    with pytest.raises(Refused, match="started this anew") as refused:
        take_up(old, actor=town.samantha, at=NOW)
    assert code_of(refused) is Code.CONFLICT
    with across_tenants():
        assert Submission.objects.filter(withdrawn_at__isnull=True).get() == new


def test_what_was_handed_in_cannot_be_put_aside(town: Town) -> None:
    attempt = work.handed_in(town)

    with pytest.raises(Refused) as refused:
        withdraw(attempt.submission, actor=town.samantha, at=NOW)

    assert code_of(refused) is Code.CONFLICT
