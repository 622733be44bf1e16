from html import unescape
from typing import Any

import pytest
from django.test import Client

from assay.campus.catalogue.draft import next_draft, save_draft
from assay.campus.catalogue.models import DefinitionVersion, State
from assay.campus.catalogue.publish import publish
from assay.campus.people.tenancy import across_tenants
from tests.cast import NOW
from tests.designs import STUDIO, with_changes
from tests.rooms.catalogue.conftest import Draft
from tests.rooms.catalogue.forms import editor_form
from tests.rooms.town import Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _address(version: DefinitionVersion) -> str:
    return f"/org/{version.organisation.slug}/definitions/{version.definition.public_id}/edit"


def _stored(version: DefinitionVersion) -> DefinitionVersion:
    with across_tenants():
        return DefinitionVersion.objects.get(id=version.id)


@pytest.fixture
def weiss(town: Town, client: Client) -> Client:
    client.force_login(town.weiss, backend=BACKEND)
    return client


def test_what_the_form_shows_is_what_it_saves(weiss: Client, draft: Draft) -> None:
    version = draft()

    answer = weiss.post(_address(version), editor_form(weiss.get(_address(version)).content))

    assert answer.status_code == 302
    assert _stored(version).design == version.design
    assert _stored(version).revision == version.revision


def test_an_unfinished_draft_is_saved_and_the_page_tells_what_stops_publishing(weiss: Client, draft: Draft) -> None:
    version = draft({"title": "Only a title"})
    form = editor_form(weiss.get(_address(version)).content)

    answer = weiss.post(_address(version), form | {"purpose": ["To go on with"]}, follow=True)

    assert _stored(version).design["purpose"] == "To go on with"
    assert b"Saved as a draft." in answer.content
    assert b'href="#outcomes">Outcomes</a>: add at least one outcome' in answer.content


@pytest.mark.parametrize(
    ("list_", "first"),
    [
        ("/outcomes", "outcomes-2-text"),
        ("/skills", "skills-2-name"),
        ("/rubric/criteria", "rubric-criteria-2-name"),
        ("/rubric/criteria/1/levels", "rubric-criteria-1-levels-2-label"),
        ("/evidence", "evidence-3-title"),
    ],
)
def test_rows_are_added_and_removed_without_javascript(weiss: Client, draft: Draft, list_: str, first: str) -> None:
    version = draft()
    form = editor_form(weiss.get(_address(version)).content)

    added = weiss.post(_address(version), form | {"title": ["Typed before"], "add": [list_]}, follow=True)
    after = editor_form(added.content)
    removed = weiss.post(_address(version), after | {"remove": [f"{list_}/{first.split('-')[-2]}"]}, follow=True)

    assert after[first] == [""] or after[first] == ["Beginning"]
    assert after["title"] == ["Typed before"]
    assert first not in editor_form(removed.content)
    assert _stored(version).design["title"] == "Typed before"


def test_rows_change_places_without_javascript(weiss: Client, draft: Draft) -> None:
    version = draft()
    form = editor_form(weiss.get(_address(version)).content)

    weiss.post(_address(version), form | {"up": ["/outcomes/1"]})

    assert [each["id"] for each in _stored(version).design["outcomes"]] == ["o2", "o1"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("title", "x" * 121),
        ("evidence-0-min_words", "a few"),
        ("rubric-criteria-1-levels-0-descriptor", "y" * 601),
        ("tags", "z" * 41),
        ("purpose", "a \x07 bell"),
    ],
)
def test_what_cannot_be_saved_is_told_beside_its_field_and_everything_typed_is_kept(
    weiss: Client, draft: Draft, name: str, text: str
) -> None:
    version = draft()
    form = editor_form(weiss.get(_address(version)).content)
    sent = form | {"audience": ["Typed and not lost"], "outcomes-1-text": ["Changed too"], name: [text]}

    answer = weiss.post(_address(version), sent)

    assert answer.status_code == 422
    assert f'id="{name}_error"'.encode() in answer.content
    assert {key: value for key, value in editor_form(answer.content).items() if key != "csrfmiddlewaretoken"} == {
        key: value for key, value in sent.items() if key != "csrfmiddlewaretoken"
    }
    assert _stored(version).design == version.design


def test_a_row_is_added_even_while_something_cannot_be_saved(weiss: Client, draft: Draft) -> None:
    version = draft()
    form = editor_form(weiss.get(_address(version)).content) | {"title": ["x" * 121], "add": ["/skills"]}

    answer = weiss.post(_address(version), form)

    shown = editor_form(answer.content)
    assert answer.status_code == 422
    assert shown["skills-2-name"] == [""]
    assert shown["title"] == ["x" * 121]


def test_who_saves_second_sees_what_the_first_saved_beside_what_was_typed(
    town: Town, weiss: Client, draft: Draft
) -> None:
    version = draft()
    form = editor_form(weiss.get(_address(version)).content)
    save_draft(version, with_changes(title="Theirs", tags=["new"]), revision=1, actor=town.weiss, at=NOW)

    answer = weiss.post(_address(version), form | {"title": ["Mine"]})

    page = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Not saved: Dr Weiss saved this draft" in page
    assert "<p>Theirs</p>" in page
    assert "<p>new</p>" in page
    shown = editor_form(answer.content)
    assert (shown["title"], shown["tags"]) == (["Mine"], ["data, viz"])
    assert _stored(version).design["title"] == "Theirs"

    weiss.post(_address(version), shown)

    assert _stored(version).design["title"] == "Mine"


def test_what_was_typed_outlives_the_publishing_of_the_draft(town: Town, weiss: Client, draft: Draft) -> None:
    version = draft()
    form = editor_form(weiss.get(_address(version)).content) | {"title": ["Typed too late"]}
    publish(version, actor=town.weiss, at=NOW, tools=town.tools)

    answer = weiss.post(_address(version), form)

    shown = editor_form(answer.content)
    assert answer.status_code == 409
    assert shown["title"] == ["Typed too late"]
    following = next_draft(version.definition, actor=town.weiss, at=NOW)
    weiss.post(_address(version), shown)
    assert _stored(following).design["title"] == "Typed too late"
    assert _stored(version).design["title"] == "Data Visualisation Studio"


def test_without_a_draft_there_is_nothing_to_edit(weiss: Client, published: Draft) -> None:
    answer = weiss.get(_address(published()), follow=True)

    assert b"There is no draft." in answer.content


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def _hostile(design: Any) -> Any:
    """The same design with an attack in each text that people write."""
    if isinstance(design, dict):
        fixed = {"id", "kind", "language", "uri", "rule", "release", "period", "value", "duration", "workload_hours"}
        names = {"outcomes"}  # of a criterion: ids
        return {
            name: value if name in fixed or (name in names and value and isinstance(value[0], str)) else _hostile(value)
            for name, value in design.items()
        }
    if isinstance(design, list):
        return [_hostile(each) for each in design]
    return HOSTILE[:38] + f" {len(design)}" if isinstance(design, str) else design


def test_what_people_write_is_shown_and_never_run(town: Town, weiss: Client, draft: Draft) -> None:
    hostile = _hostile(STUDIO)
    hostile["kind"] = "MicroCredential"
    for number, criterion in enumerate(hostile["rubric"]["criteria"]):
        criterion["name"] += f"{number}"
    version = draft(hostile)
    pages = [_address(version), _address(version).replace("edit", "publish")]
    shown = [weiss.get(page) for page in pages]
    publish(version, actor=town.weiss, at=NOW, tools=town.tools)
    path = f"/achievements/{version.definition.public_id}/v/1"
    public = ("/achievements", path, f"{path}/rubric", f"/issuers/{town.northgate.public_id}")
    shown += [weiss.get(page) for page in (*public, f"/org/{town.northgate.slug}/definitions")]

    for answer in shown:
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content
        assert b"&lt;script&gt;alert" in answer.content
    assert b"<script>" not in weiss.get(f"{path}/badge.svg").content


@pytest.mark.parametrize(("name", "status"), [("ana", 403), ("nadia", 403), ("stranger", 404), ("otto", 404)])
def test_only_designers_open_the_editor(town: Town, client: Client, draft: Draft, name: str, status: int) -> None:
    version = draft()
    client.force_login(getattr(town, name), backend=BACKEND)

    assert client.get(_address(version)).status_code == status
    assert client.post(_address(version), {"title": "Taken over"}).status_code == status
    assert _stored(version).design == version.design


def test_a_designer_of_another_organisation_does_not_reach_a_draft_by_its_id(
    town: Town, client: Client, draft: Draft
) -> None:
    version = draft()
    client.force_login(town.otto, backend=BACKEND)
    address = f"/org/{town.cloudvane.slug}/definitions/{version.definition.public_id}/edit"

    assert client.get(address).status_code == 404
    assert client.post(address, {"title": "Taken over"}).status_code == 404
    assert _stored(version).state == State.DRAFT


def test_saving_while_somebody_types_counts_the_revision_on_and_says_nothing(
    town: Town, weiss: Client, draft: Draft, django_assert_max_num_queries: Any
) -> None:
    version = draft()
    form = editor_form(weiss.get(_address(version)).content) | {"purpose": ["While typing"]}

    with django_assert_max_num_queries(19):
        answer = weiss.post(_address(version), form, headers={"HX-Request": "true"}, follow=True)

    assert editor_form(answer.content)["revision"] == ["2"]
    assert b"Saved as a draft." not in answer.content


def test_the_largest_design_that_there_may_be_fits_into_the_form(weiss: Client, draft: Draft) -> None:
    outcomes = [{"id": f"o{number}", "text": f"Does {number}"} for number in range(30)]
    levels = [{"level": number, "label": f"L{number}", "descriptor": "…"} for number in range(1, 9)]
    criteria = [
        {
            "id": f"c{number}",
            "name": f"Criterion {number}",
            "outcomes": [each["id"] for each in outcomes],
            "required_level": 3,
            "levels": levels,
        }
        for number in range(20)
    ]
    version = draft(with_changes(outcomes=outcomes, rubric__criteria=criteria))
    form = editor_form(weiss.get(_address(version)).content)
    assert sum(map(len, form.values())) > 1000

    answer = weiss.post(_address(version), form | {"title": ["Large"]})

    assert answer.status_code == 302
    assert _stored(version).design == {**version.design, "title": "Large"}
