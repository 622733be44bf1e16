from typing import Any

import pytest
from django.test import Client

from assay.campus.catalogue.draft import next_draft, save_draft
from assay.campus.catalogue.models import Definition, DefinitionVersion, State
from assay.campus.people.tenancy import across_tenants
from tests.cast import NOW
from tests.designs import STUDIO, with_changes
from tests.rooms.catalogue.conftest import Draft
from tests.rooms.catalogue.forms import editor_form
from tests.rooms.town import Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def weiss(town: Town, client: Client) -> Client:
    client.force_login(town.weiss, backend=BACKEND)
    return client


def _list(town: Town) -> str:
    return f"/org/{town.northgate.slug}/definitions"


def _stored(version: DefinitionVersion) -> DefinitionVersion:
    with across_tenants():
        return DefinitionVersion.objects.select_related("definition").get(id=version.id)


def test_a_designer_goes_from_an_empty_list_to_a_published_version(town: Town, weiss: Client) -> None:
    assert b"What you certify will be here" in weiss.get(_list(town)).content
    editor = weiss.post(f"{_list(town)}/new", follow=True)
    address = editor.redirect_chain[-1][0]
    form = editor_form(editor.content)
    assert form["outcomes-0-id"] == ["o1"]
    form |= {
        "title": ["Seams that hold"],
        "description": ["Welds that hold."],
        "purpose": ["To weld for others."],
        "outcomes-0-text": ["Welds a seam"],
        "skills-0-name": ["solve problems"],
        "rubric-criteria-0-name": ["Seam"],
        "rubric-criteria-0-outcomes": ["o1"],
        **{f"rubric-criteria-0-levels-{number}-descriptor": [f"Seam {number}"] for number in range(4)},
        "evidence-0-title": ["Seam"],
        "evidence-0-instructions": ["Describe it."],
        "workload_hours": ["20"],
        "assessment-types": ["practical task"],
        "participation": ["on site"],
        "quality_assurance": ["Two assessors."],
        "validity-period-count": ["3"],
        "validity-period-unit": ["Y"],
    }

    saved = weiss.post(address, form, follow=True)
    assert b"Nothing stops publishing" in saved.content
    publishing = address.replace("edit", "publish")
    page = weiss.get(publishing)
    assert b"Publish version 1 for good?" in page.content
    published = weiss.post(publishing, {"revision": editor_form(page.content)["revision"]}, follow=True)

    assert b"Version 1 is published." in published.content
    assert published.redirect_chain[-1][0].endswith("/v/1")
    assert b"Seams that hold" in weiss.get(_list(town)).content


def test_the_page_for_publishing_lists_what_is_missing_and_offers_no_button(
    town: Town, weiss: Client, draft: Draft
) -> None:
    version = draft({"title": "Only a title"})

    page = weiss.get(f"{_list(town)}/{version.definition.public_id}/publish").content

    assert b"Not ready to publish" in page
    assert b"Publish version 1</button>" not in page


def test_what_was_saved_after_the_page_was_opened_is_not_published_unseen(
    town: Town, weiss: Client, draft: Draft
) -> None:
    version = draft()
    save_draft(version, with_changes(title="Saved meanwhile"), revision=1, actor=town.weiss, at=NOW)

    answer = weiss.post(f"{_list(town)}/{version.definition.public_id}/publish", {"revision": "1"})

    assert answer.status_code == 409
    assert b"Look again" in answer.content
    assert b"Saved meanwhile" in answer.content
    assert _stored(version).state == State.DRAFT


def test_a_held_organisation_is_told_why_it_cannot_publish(town: Town, weiss: Client, draft: Draft) -> None:
    version = draft()
    town.northgate.held_because = "the name reads like another"
    town.northgate.save()

    answer = weiss.post(f"{_list(town)}/{version.definition.public_id}/publish", {"revision": "1"})

    assert answer.status_code == 422
    assert b"the name reads like another" in answer.content
    assert _stored(version).state == State.DRAFT


def test_the_next_version_begins_with_a_button_and_is_the_same_twice(
    town: Town, weiss: Client, published: Draft
) -> None:
    version = published()
    address = f"{_list(town)}/{version.definition.public_id}/next"

    first, second = weiss.post(address), weiss.post(address)

    assert first.headers["Location"] == second.headers["Location"]
    with across_tenants():
        assert DefinitionVersion.objects.filter(definition=version.definition, state=State.DRAFT).count() == 1


def test_retiring_asks_first_and_can_be_undone(town: Town, weiss: Client, published: Draft) -> None:
    version = published()
    address = f"{_list(town)}/{version.definition.public_id}"

    assert b"Nobody can begin it any more" in weiss.get(f"{address}/retire").content
    assert _stored(version).definition.retired_at is None
    weiss.post(f"{address}/retire")
    assert _stored(version).definition.retired_at == NOW
    weiss.post(f"{address}/bring-back")
    assert _stored(version).definition.retired_at is None


def test_discarding_asks_first(town: Town, weiss: Client, draft: Draft) -> None:
    version = draft()
    address = f"{_list(town)}/{version.definition.public_id}/discard"

    assert b"cannot be brought back" in weiss.get(address).content
    weiss.post(address)

    with across_tenants():
        assert not Definition.objects.filter(id=version.definition_id).exists()


@pytest.mark.parametrize(("name", "status"), [("ana", 403), ("nadia", 403), ("stranger", 404), ("otto", 404)])
def test_only_designers_take_steps(town: Town, client: Client, published: Draft, name: str, status: int) -> None:
    version = published()
    begun = next_draft(version.definition, actor=town.weiss, at=NOW)
    client.force_login(getattr(town, name), backend=BACKEND)
    address = f"{_list(town)}/{version.definition.public_id}"

    for step in ("publish", "next", "retire", "bring-back", "discard"):
        assert client.post(f"{address}/{step}", {"revision": "0"}).status_code == status
    assert client.post(f"{_list(town)}/new").status_code == status

    assert _stored(begun).state == State.DRAFT
    assert _stored(version).definition.retired_at is None


def test_members_read_the_list_and_only_designers_see_its_buttons(town: Town, client: Client, published: Draft) -> None:
    published()
    client.force_login(town.ana, backend=BACKEND)

    page = client.get(_list(town)).content

    assert b"Data Visualisation Studio" in page
    assert b"Start next version" not in page
    client.force_login(town.stranger, backend=BACKEND)
    assert client.get(_list(town)).status_code == 404


def test_a_form_from_elsewhere_changes_nothing(town: Town, published: Draft) -> None:
    version = published()
    elsewhere = Client(enforce_csrf_checks=True, headers={"host": "testserver.example"})
    elsewhere.force_login(town.weiss, backend=BACKEND)

    answer = elsewhere.post(f"{_list(town)}/{version.definition.public_id}/retire")

    assert answer.status_code == 403
    assert _stored(version).definition.retired_at is None


def test_a_long_list_asks_as_often_as_a_short_one(
    town: Town, weiss: Client, draft: Draft, published: Draft, django_assert_num_queries: Any
) -> None:
    published()
    draft()
    weiss.get(_list(town))
    with django_assert_num_queries(8):
        weiss.get(_list(town))
    for number in range(5):
        published(with_changes(title=f"Title {number}"))
        draft(with_changes(title=f"Draft {number}"))

    with django_assert_num_queries(8):
        page = weiss.get(_list(town)).content

    assert page.count(b"<tr>") == 13
    assert b"Title 4" in page


def test_the_first_page_of_the_organisation_leads_here(town: Town, weiss: Client, draft: Draft) -> None:
    draft(STUDIO)

    page = weiss.get(f"/org/{town.northgate.slug}/").content

    assert _list(town).encode() in page
    assert b"Drafts being written: 1" in page
