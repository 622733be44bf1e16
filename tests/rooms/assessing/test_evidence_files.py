"""What a file may do to its reader, and who may read it."""

from django.test import Client
from django.urls import reverse

from assay.campus.assessing import pseudonyms
from assay.campus.assessing.models import Attempt
from assay.campus.assessing.submit import submit, take_back
from tests.cast import NOW
from tests.rooms.assessing.pages import sign_in
from tests.rooms.assessing.work import (
    CONTEXT,
    begun,
    filled,
    items_of,
    save_file,
    save_text,
)
from tests.rooms.town import Town


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
