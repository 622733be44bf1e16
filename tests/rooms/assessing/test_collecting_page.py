"""The page on which evidence is collected: nothing that was typed is lost."""

from io import BytesIO
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from PIL import Image

from tests.rooms.assessing.pages import body, page_of, sign_in, upload
from tests.rooms.assessing.work import (
    CONTEXT,
    REFLECTION,
    begun,
    filled,
    handed_in,
    items_of,
    picture,
    save_text,
)
from tests.rooms.town import Town


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


def test_of_several_files_the_good_ones_are_kept_and_each_other_one_is_named(town: Town, client: Client) -> None:
    attempt = begun(town)
    sign_in(client, town.samantha)
    html = b"<!doctype html><script>alert(1)</script>"

    response = client.post(
        page_of(attempt),
        {"file-e2": [upload(html, "bad.png"), upload(picture(), "good.png"), upload(html, "worse.png")]},
    )

    assert response.status_code == 415
    assert "bad.png: " in body(response)
    assert "worse.png: " in body(response)
    assert [item.file_name for item in items_of(attempt)] == ["good.png"]


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
