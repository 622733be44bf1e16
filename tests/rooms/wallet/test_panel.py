"""What the learner sees of her credential on the page of the submission that it came from."""

from django.template.loader import render_to_string
from django.test import Client

from assay.campus.assessing.models import Submission
from assay.campus.issuing.award import award_decision
from assay.campus.people.tenancy import across_tenants
from assay.campus.wallet.panel import credential_panel
from tests.cast import NOW
from tests.rooms.issuing.earned import met
from tests.rooms.town import Town
from tests.rooms.wallet.kept import held, page_of, shared, signed_in


def submission_of() -> Submission:
    with across_tenants():
        return Submission.objects.select_related("learner").get()


def test_there_is_nothing_before_a_credential_was_released(town: Town) -> None:
    met(town)

    assert credential_panel(submission_of(), town.samantha) is None


def test_an_offered_credential_waits_there(town: Town) -> None:
    credential = award_decision(met(town), actor=town.ruth, at=NOW, tools=town.tools)

    panel = credential_panel(submission_of(), town.samantha)

    assert panel is not None
    assert (panel.share_url, panel.shared) == ("", False)
    assert f"/me/offers/{credential.public_id}/accept" in render_to_string(panel.template, panel.context)


def test_a_held_credential_leads_to_sharing(town: Town) -> None:
    holding = held(town)

    panel = credential_panel(submission_of(), town.samantha)

    assert panel is not None
    assert (panel.share_url, panel.shared) == (page_of(holding) + "#share", False)
    assert page_of(holding) in render_to_string(panel.template, panel.context)

    shared(town, holding)
    again = credential_panel(submission_of(), town.samantha)
    assert again is not None
    assert again.shared


def test_nobody_else_sees_it(town: Town) -> None:
    held(town)

    for person in (town.stranger, town.ana, town.ruth):
        assert credential_panel(submission_of(), person) is None


def test_the_room_shows_it_on_the_page_of_the_submission(town: Town, client: Client) -> None:
    holding = held(town)

    page = signed_in(client, town.samantha).get(f"/me/submissions/{submission_of().public_id}").content.decode()

    assert page_of(holding) in page
