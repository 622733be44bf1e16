"""A holder's own pages: hers alone, complete, and as quick with many as with one."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from assay.campus.issuing.correct import correct
from assay.campus.issuing.models import RevocationReason
from assay.campus.issuing.offers import offers_to
from assay.campus.issuing.revoke import ask
from assay.campus.wallet.answer import accept
from assay.campus.wallet.models import Share
from tests.rooms.conftest import Clock
from tests.rooms.town import Town
from tests.rooms.wallet.kept import A_WEEK, attested, held, later, page_of, shared, signed_in


def test_an_empty_wallet_says_what_will_be_there_and_leads_on(town: Town, client: Client) -> None:
    page = signed_in(client, town.samantha).get("/me/credentials").content.decode()

    assert "Your credentials will be here" in page
    assert 'href="/achievements"' in page


def test_what_waits_comes_before_what_is_held(town: Town, client: Client) -> None:
    held(town)
    attested(town, name="Samantha Okafor", email=str(town.samantha.email))

    page = signed_in(client, town.samantha).get("/me/credentials").content.decode()

    assert page.index("Waiting for your answer") < page.index("Chart reading") < page.index("Data Visualisation Studio")
    assert page.index("Data Visualisation Studio") < page.index("Active")


def test_a_correction_waits_and_the_replaced_one_is_kept_apart(town: Town, client: Client, clock: Clock) -> None:
    holding = held(town)
    at = later(town, clock, timedelta(hours=1))
    correct(holding.credential, recipient_name="Samantha Lind", actor=town.ruth, at=at, tools=town.tools)
    signed_in(client, town.samantha)

    page = client.get("/me/credentials").content.decode()
    assert page.index("Waiting for your answer") < page.index("Replaced")
    assert "It waits for your answer" in client.get(page_of(holding)).content.decode()

    successor = accept(offers_to(town.samantha)[0], person=town.samantha, at=at)
    assert page_of(successor) in client.get(page_of(holding)).content.decode()


def test_a_revoked_credential_tells_its_holder_why(town: Town, client: Client) -> None:
    holding = held(town)
    at = town.tools.now()
    ask(holding.credential, RevocationReason.INTEGRITY, "It was bought.", actor=town.ruth, at=at, tools=town.tools)

    page = signed_in(client, town.samantha).get(page_of(holding)).content.decode()

    for said in ("Revoked by Northgate University", "academic integrity", "It was bought."):
        assert said in page


def test_verifying_on_the_page_says_what_a_stranger_would_find(town: Town, client: Client) -> None:
    holding = held(town)
    signed_in(client, town.samantha)
    assert "data-verdict" not in client.get(page_of(holding)).content.decode()

    page = client.get(page_of(holding) + "?verify=1").content.decode()

    assert 'data-verdict="VALID"' in page
    assert "has the digest that was signed" in page


def test_sharing_by_the_form_makes_the_link_that_was_asked_for(town: Town, client: Client) -> None:
    holding = held(town)

    answer = signed_in(client, town.samantha).post(
        page_of(holding, "/shares"), {"label": "Leo", "lasts": "week", "with_record": "on"}
    )

    share = Share.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, page_of(holding) + "#share")
    assert (share.label, share.expires_at, share.with_record, share.with_name) == (
        "Leo",
        town.tools.now() + A_WEEK,
        True,
        False,
    )
    page = client.get(page_of(holding)).content.decode()
    assert f"http://testserver.example/s/{share.token}" in page
    assert f"&lt;iframe src=&quot;http://testserver.example/s/{share.token}/embed&quot;" in page


def test_a_form_with_a_fault_comes_back_with_what_was_typed(town: Town, client: Client) -> None:
    holding = held(town)

    answer = signed_in(client, town.samantha).post(page_of(holding, "/shares"), {"label": "Leo", "lasts": "never"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Leo"' in page
    assert 'aria-invalid="true"' in page
    assert not Share.objects.exists()


def test_revoking_by_the_button_ends_the_link(town: Town, client: Client) -> None:
    share = shared(town)
    signed_in(client, town.samantha)

    answer = client.post(page_of(share.holding, f"/shares/{share.public_id}/revoke"))

    assert answer.status_code == 303
    assert client.get(f"/s/{share.token}").status_code == 410
    assert "1 link that no longer works" in client.get(page_of(share.holding)).content.decode()


PLACES = ("", ".json", ".png", ".svg", ".pdf", "/record.json", "/key")
DEEDS = ("/shares", "/certificate", "/key")


def test_somebody_elses_credential_is_nowhere(town: Town, client: Client) -> None:
    # Row 34: the issuer, the assessor and a stranger alike.
    share = shared(town)
    holding = share.holding
    for person in (town.stranger, town.ruth, town.ana, town.nadia):
        signed_in(client, person)
        for ending in PLACES:
            assert client.get(page_of(holding, ending)).status_code == 404, ending
        for ending in (*DEEDS, f"/shares/{share.public_id}/revoke"):
            assert client.post(page_of(holding, ending), {"lasts": "week"}).status_code == 404, ending
        assert b"Data Visualisation Studio" not in client.get("/me/credentials").content
    assert Share.objects.get().revoked_at is None


def test_a_link_is_not_revoked_through_another_credential(town: Town, client: Client) -> None:
    share = shared(town)
    attested(town, name="Samantha Okafor", email=str(town.samantha.email))
    other = accept(offers_to(town.samantha)[0], person=town.samantha, at=town.tools.now())

    answer = signed_in(client, town.samantha).post(page_of(other, f"/shares/{share.public_id}/revoke"))

    assert answer.status_code == 404
    assert Share.objects.get().revoked_at is None


@pytest.mark.parametrize("ending", [*PLACES, "/shares", "/certificate"])
def test_a_visitor_is_asked_to_sign_in(town: Town, client: Client, ending: str) -> None:
    holding = held(town)

    ask_for = client.post if ending in {"/shares", "/certificate"} else client.get
    answer = ask_for(page_of(holding, ending))

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/login/")


def test_looking_at_a_step_that_changes_something_is_refused(town: Town, client: Client) -> None:
    share = shared(town)
    signed_in(client, town.samantha)

    for ending in ("/shares", "/certificate", f"/shares/{share.public_id}/revoke"):
        assert client.get(page_of(share.holding, ending)).status_code == 405


def test_the_list_costs_the_same_for_one_as_for_many(
    town: Town, client: Client, django_assert_max_num_queries: Any
) -> None:
    address = str(town.samantha.email)
    holding = held(town)
    for number in range(4):
        attested(town, name="Samantha Okafor", email=address, title=f"Part {number}")
    accept(offers_to(town.samantha)[0], person=town.samantha, at=town.tools.now())
    shared(town, holding)
    signed_in(client, town.samantha)

    with django_assert_max_num_queries(6):  # session, person, organisations, offers, holdings
        client.get("/me/credentials")


def test_the_page_costs_the_same_with_many_links(
    town: Town, client: Client, django_assert_max_num_queries: Any
) -> None:
    holding = held(town)
    for _ in range(6):
        shared(town, holding)
    signed_in(client, town.samantha)

    with django_assert_max_num_queries(8):
        client.get(page_of(holding))
