"""What an assessor finds on the first page of her organisation."""

from django.test import Client

from assay.campus.assessing.desk import to_finish, to_take
from assay.campus.people.tenancy import scope
from tests.rooms.assessing.pages import body, sign_in
from tests.rooms.assessing.work import handed_in, studio, taken
from tests.rooms.town import Town


def test_the_queue_tells_how_many_wait_and_leads_there(town: Town) -> None:
    version = studio(town)
    for learner in (town.samantha, town.priya):
        handed_in(town, version=version, learner=learner)

    with scope(organisation=town.northgate):
        panel = to_take(town.northgate, town.ana)

    assert (panel.count, panel.waits) == (2, True)
    assert panel.url == "/org/northgate-university/queue"


def test_an_empty_queue_waits_for_nobody(town: Town) -> None:
    with scope(organisation=town.northgate):
        queue, reviews = to_take(town.northgate, town.ana), to_finish(town.northgate, town.ana)

    assert (queue.count, queue.waits) == (0, False)
    assert (reviews.count, reviews.waits) == (None, False)


def test_what_she_has_begun_is_hers_alone(town: Town) -> None:
    taken(town)

    with scope(organisation=town.northgate):
        hers, colleagues = to_finish(town.northgate, town.ana), to_finish(town.northgate, town.weiss)

    assert (hers.count, hers.waits) == (1, True)
    assert not colleagues.waits


def test_the_first_page_of_the_organisation_shows_both(town: Town, client: Client) -> None:
    handed_in(town)
    sign_in(client, town.ana)

    page = body(client.get("/org/northgate-university/"))

    assert 'href="/org/northgate-university/queue"' in page
    assert 'href="/org/northgate-university/reviews"' in page
    assert "A submission waits for an assessor." in page
