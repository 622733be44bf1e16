import hashlib
import threading
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from assay.campus.catalogue import find
from assay.campus.catalogue.draft import next_draft, save_draft
from assay.campus.catalogue.models import DefinitionVersion, State
from assay.campus.catalogue.publish import publish
from assay.campus.catalogue.retire import retire
from assay.campus.people.models import Event
from assay.campus.people.tenancy import across_tenants
from assay.science.errors import Code, Refused
from assay.science.issuing.definition import read_definition
from assay.science.securing.jcs import canonicalize
from tests.cast import NOW
from tests.designs import STUDIO, with_changes
from tests.rooms.catalogue.conftest import Draft
from tests.rooms.town import Town


def _stored(version: DefinitionVersion) -> DefinitionVersion:
    with across_tenants():
        return DefinitionVersion.objects.select_related("definition").get(id=version.id)


def test_publishing_freezes_the_design_and_what_follows_from_it(town: Town, draft: Draft) -> None:
    version = publish(draft(), actor=town.weiss, at=NOW, tools=town.tools)

    assert (version.state, version.published_by, version.published_at) == (State.PUBLISHED, town.weiss, NOW)
    assert version.design_digest == hashlib.sha256(canonicalize(version.design)).hexdigest()
    assert version.rubric_digest == hashlib.sha256(canonicalize(STUDIO["rubric"])).hexdigest()
    assert version.definition.title == "Data Visualisation Studio"
    assert Event.objects.filter(action="catalogue.publish", subject=str(version.id)).count() == 1


def test_the_frozen_definition_is_one_that_credentials_are_issued_from(town: Town, published: Draft) -> None:
    version = published()
    assert isinstance(version.achievement, dict)

    definition = read_definition(version.achievement)

    url = f"https://testserver.example/achievements/{version.definition.public_id}/v/1"
    assert definition.achievement["id"] == url
    assert definition.achievement["image"] == {"id": f"{url}/badge.svg", "type": "Image"}
    assert definition.issuer["id"] == f"did:web:testserver.example:issuers:{town.northgate.public_id}"
    assert (definition.issuer["name"], definition.issuer["url"]) == (
        "Northgate University",
        "https://northgate.example",
    )


def test_the_port_of_the_host_is_encoded_in_the_issuers_did(town: Town, draft: Draft) -> None:
    version = publish(draft(), actor=town.weiss, at=NOW, tools=replace(town.tools, host="localhost:8000"))

    assert version.achievement is not None
    assert version.achievement["issuer"]["id"] == f"did:web:localhost%3A8000:issuers:{town.northgate.public_id}"


def test_the_badge_is_a_picture_with_the_title_in_it(published: Draft) -> None:
    badge = ET.fromstring(published().badge_svg)  # noqa: S314 -- our own drawing

    title = badge.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == "Data Visualisation Studio"


def test_publishing_twice_is_publishing_once(town: Town, published: Draft) -> None:
    version = published()

    again = publish(version, actor=town.weiss, at=NOW.replace(year=2027), tools=town.tools)

    assert again.published_at == NOW
    assert Event.objects.filter(action="catalogue.publish").count() == 1


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({"outcomes": []}, "outcome"),
        ({"rubric": {"rule": "all_met", "criteria": []}}, "criterion"),
        ({"assessment": {"types": []}}, "assessed"),
        ({"evidence": []}, "evidence"),
        ({"skills": []}, "skill"),
        ({"workload_hours": ""}, "hours"),
    ],
)
def test_what_has_no_outcome_or_no_assessment_is_not_published_and_the_reason_is_told(
    town: Town, draft: Draft, left_out: dict[str, object], said: str
) -> None:
    version = draft(with_changes(**left_out))

    with pytest.raises(Refused) as told:
        publish(version, actor=town.weiss, at=NOW, tools=town.tools)

    assert said in told.value.reason
    assert _stored(version).state == State.DRAFT
    assert not Event.objects.filter(action="catalogue.publish").exists()


def test_an_organisation_that_is_held_publishes_nothing(town: Town, draft: Draft) -> None:
    version = draft()
    town.northgate.held_because = "reads like another"
    town.northgate.save()

    with pytest.raises(Refused, match="reads like another"):
        publish(version, actor=town.weiss, at=NOW, tools=town.tools)

    assert _stored(version).state == State.DRAFT


def test_a_retired_definition_gets_no_new_version(town: Town, published: Draft) -> None:
    first = published()
    second = next_draft(first.definition, actor=town.weiss, at=NOW)
    retire(first.definition, actor=town.weiss, at=NOW)

    with pytest.raises(Refused, match="retired"):
        publish(second, actor=town.weiss, at=NOW, tools=town.tools)


def test_what_was_saved_since_somebody_looked_is_not_published_unseen(town: Town, draft: Draft) -> None:
    seen = draft()
    save_draft(seen, with_changes(title="Another title"), revision=1, actor=town.weiss, at=NOW)

    with pytest.raises(Refused) as told:
        publish(seen, actor=town.weiss, at=NOW, tools=town.tools)

    assert told.value.code is Code.CONFLICT
    assert _stored(seen).state == State.DRAFT


def test_a_changed_criterion_makes_version_2_and_version_1_keeps_its_text(town: Town, published: Draft) -> None:
    first = published()
    begun = next_draft(first.definition, actor=town.weiss, at=NOW)
    changed = with_changes(title="Studio, revised", rubric__criteria__0__name="Choice of charts")
    second = publish(
        save_draft(begun, changed, revision=0, actor=town.weiss, at=NOW), actor=town.weiss, at=NOW, tools=town.tools
    )

    assert second.number == 2
    assert second.rubric_digest != first.rubric_digest
    assert _stored(first).design == first.design
    assert _stored(first).definition.title == "Studio, revised"
    assert second.achievement is not None
    assert second.achievement["achievement"]["related"] == [
        {"id": f"https://testserver.example/achievements/{first.definition.public_id}/v/1", "version": "1"}
    ]


def test_two_versions_have_two_addresses_and_one_is_the_latest(town: Town, published: Draft) -> None:
    first = published()
    second = next_draft(first.definition, actor=town.weiss, at=NOW)
    assert find.latest(first.definition.public_id) == first

    publish(second, actor=town.weiss, at=NOW, tools=town.tools)

    assert find.published(first.definition.public_id, 1) == first
    assert find.published(first.definition.public_id, 2) == second
    assert find.latest(first.definition.public_id) == second


def test_a_published_version_is_neither_saved_nor_deleted(town: Town, published: Draft) -> None:
    version = published()
    version.design = with_changes(title="Rewritten")

    for deed in (version.save, version.delete):
        with pytest.raises(Refused, match="never changes"):
            deed()
    with pytest.raises(Refused, match="never changes"):
        save_draft(version, with_changes(title="Rewritten"), revision=1, actor=town.weiss, at=NOW)

    assert _stored(version).design["title"] == "Data Visualisation Studio"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE catalogue_definitionversion SET design = '{}'",
        "UPDATE catalogue_definitionversion SET achievement = NULL",
        "UPDATE catalogue_definitionversion SET badge_svg = ''",
        "UPDATE catalogue_definitionversion SET rubric_digest = ''",
        "UPDATE catalogue_definitionversion SET design_digest = ''",
        "UPDATE catalogue_definitionversion SET number = 7",
        "UPDATE catalogue_definitionversion SET state = 'draft'",
        "UPDATE catalogue_definitionversion SET published_at = NULL",
        "DELETE FROM catalogue_definitionversion",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_published(published: Draft, change: str) -> None:
    version = published()

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)

    again = _stored(version)
    assert (again.design, again.badge_svg, again.number) == (version.design, version.badge_svg, 1)


def test_the_database_lets_drafts_change_and_forgets_who_published_when_asked(town: Town, published: Draft) -> None:
    version = published()
    other = next_draft(version.definition, actor=town.weiss, at=NOW)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_definitionversion SET published_by_id = NULL, edited_by_id = NULL")
        cursor.execute("UPDATE catalogue_definitionversion SET design = '{}' WHERE state = 'draft'")

    assert _stored(version).published_by is None
    assert _stored(other).design == {}


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_the_same_moment_publish_once(town: Town, draft: Draft) -> None:
    version = draft()
    start = threading.Barrier(2)
    published: list[DefinitionVersion] = []

    def go() -> None:
        start.wait()
        try:
            published.append(publish(_stored(version), actor=town.weiss, at=NOW, tools=town.tools))
        finally:
            connection.close()

    both = [threading.Thread(target=go) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert [each.state for each in published] == [State.PUBLISHED] * 2
    assert Event.objects.filter(action="catalogue.publish").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_the_next_version_at_the_same_moment_write_in_one_draft(town: Town, published: Draft) -> None:
    definition = published().definition
    start = threading.Barrier(2)
    begun: list[DefinitionVersion] = []

    def go() -> None:
        start.wait()
        try:
            begun.append(next_draft(definition, actor=town.weiss, at=NOW))
        finally:
            connection.close()

    both = [threading.Thread(target=go) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert len({each.id for each in begun}) == 1
    assert len(begun) == 2
