import threading
from datetime import timedelta

import pytest
from django.db import connection

from assay.campus.catalogue.draft import discard_draft, next_draft, save_draft, start_draft
from assay.campus.catalogue.models import Definition, DefinitionVersion, State
from assay.campus.catalogue.publish import publish
from assay.campus.catalogue.retire import bring_back, retire
from assay.campus.people.models import Event
from assay.campus.people.tenancy import across_tenants
from assay.science.errors import Code, MalformedDocument, Refused
from tests.cast import NOW
from tests.designs import STUDIO, with_changes
from tests.rooms.catalogue.conftest import Draft
from tests.rooms.town import Town


def _stored(version: DefinitionVersion) -> DefinitionVersion:
    with across_tenants():
        return DefinitionVersion.objects.get(id=version.id)


def test_a_designer_begins_a_definition_with_a_draft_of_version_1(town: Town) -> None:
    version = start_draft(town.northgate, actor=town.weiss, at=NOW)

    assert (version.number, version.state, version.revision) == (1, State.DRAFT, 0)
    assert version.definition.organisation == town.northgate
    assert Event.objects.filter(action="catalogue.start_draft", subject=str(version.id), actor=town.weiss).count() == 1


def test_a_draft_begins_with_what_the_organisation_says_of_its_quality_assurance(town: Town) -> None:
    town.northgate.quality_assurance = "Audited by the Regional Commission."
    town.northgate.save()

    version = start_draft(town.northgate, actor=town.weiss, at=NOW)

    assert version.design["quality_assurance"] == "Audited by the Regional Commission."


def test_a_draft_is_saved_however_unfinished_it_is(town: Town, draft: Draft) -> None:
    version = draft({"title": "Only a title"})

    assert version.design["title"] == "Only a title"
    assert version.revision == 1
    assert version.definition.title == "Only a title"


def test_what_is_no_design_is_not_saved(town: Town, draft: Draft) -> None:
    version = draft()

    with pytest.raises(MalformedDocument) as told:
        save_draft(version, with_changes(title="x" * 121), revision=1, actor=town.weiss, at=NOW)

    assert told.value.where == "/title"
    assert _stored(version).design["title"] == "Data Visualisation Studio"


def test_a_save_from_an_older_revision_is_refused_and_changes_nothing(town: Town, draft: Draft) -> None:
    version = draft()
    save_draft(version, with_changes(title="First"), revision=1, actor=town.weiss, at=NOW)

    with pytest.raises(Refused) as told:
        save_draft(version, with_changes(title="Second"), revision=1, actor=town.weiss, at=NOW)

    assert told.value.code is Code.CONFLICT
    assert "Dr Weiss" in told.value.reason
    assert (_stored(version).design["title"], _stored(version).revision) == ("First", 2)


def test_saving_the_same_again_is_saving_it_once(town: Town, draft: Draft) -> None:
    version = draft()

    again = save_draft(version, STUDIO, revision=0, actor=town.weiss, at=NOW + timedelta(days=1))

    assert (again.revision, again.edited_at) == (1, NOW)
    assert Event.objects.filter(action="catalogue.save_draft").count() == 1


@pytest.mark.parametrize(
    ("name", "code"), [("ana", Code.NOT_ALLOWED), ("nadia", Code.NOT_ALLOWED), ("otto", Code.NOT_FOUND)]
)
def test_only_designers_of_the_organisation_write(town: Town, published: Draft, name: str, code: Code) -> None:
    version = published()
    other = next_draft(version.definition, actor=town.weiss, at=NOW)
    town.cloudvane  # noqa: B018 -- makes OTTO a designer, elsewhere
    actor = getattr(town, name)
    events = Event.objects.count()

    for deed in (
        lambda: start_draft(town.northgate, actor=actor, at=NOW),
        lambda: next_draft(version.definition, actor=actor, at=NOW),
        lambda: save_draft(other, with_changes(title="Taken"), revision=0, actor=actor, at=NOW),
        lambda: discard_draft(other, actor=actor, at=NOW),
        lambda: publish(other, actor=actor, at=NOW, tools=town.tools),
        lambda: retire(version.definition, actor=actor, at=NOW),
        lambda: bring_back(version.definition, actor=actor, at=NOW),
    ):
        with pytest.raises(Refused) as told:
            deed()
        assert told.value.code is code

    assert Event.objects.count() == events
    assert _stored(other).state == State.DRAFT


def test_the_next_version_begins_from_the_newest_published_one(town: Town, published: Draft) -> None:
    first = published()

    second = next_draft(first.definition, actor=town.weiss, at=NOW)

    assert (second.number, second.state) == (2, State.DRAFT)
    assert second.design == first.design


def test_there_is_one_draft_at_a_time(town: Town, published: Draft) -> None:
    first = published()

    begun = next_draft(first.definition, actor=town.weiss, at=NOW)
    again = next_draft(first.definition, actor=town.weiss, at=NOW)

    assert again == begun


def test_nothing_is_begun_from_a_retired_definition(town: Town, published: Draft) -> None:
    definition = retire(published().definition, actor=town.weiss, at=NOW)

    with pytest.raises(Refused, match="retired"):
        next_draft(definition, actor=town.weiss, at=NOW)


def test_retiring_twice_is_retiring_once_and_it_can_be_brought_back(town: Town, published: Draft) -> None:
    definition = published().definition

    retire(definition, actor=town.weiss, at=NOW)
    retired = retire(definition, actor=town.weiss, at=NOW + timedelta(days=3))
    back = bring_back(bring_back(definition, actor=town.weiss, at=NOW), actor=town.weiss, at=NOW)

    assert retired.retired_at == NOW
    assert back.retired_at is None
    actions = Event.objects.filter(subject=str(definition.id)).order_by("id").values_list("action", flat=True)
    assert list(actions) == ["catalogue.retire", "catalogue.bring_back"]


def test_discarding_the_only_draft_takes_its_definition_along(town: Town, draft: Draft) -> None:
    version = draft()

    discard_draft(version, actor=town.weiss, at=NOW)
    discard_draft(version, actor=town.weiss, at=NOW)

    with across_tenants():
        assert not Definition.objects.filter(id=version.definition_id).exists()
    assert Event.objects.filter(action="catalogue.discard_draft").count() == 1


def test_discarding_the_next_draft_leaves_what_is_published(town: Town, published: Draft) -> None:
    first = published()

    discard_draft(next_draft(first.definition, actor=town.weiss, at=NOW), actor=town.weiss, at=NOW)

    with across_tenants():
        assert [each.number for each in first.definition.versions.all()] == [1]
    with pytest.raises(Refused, match="stays"):
        discard_draft(first, actor=town.weiss, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_is_told_of_the_other(town: Town, draft: Draft) -> None:
    version = draft()
    start = threading.Barrier(2)
    told: list[str] = []

    def save(title: str) -> None:
        start.wait()
        try:
            save_draft(version, with_changes(title=title), revision=1, actor=town.weiss, at=NOW)
            told.append(title)
        except Refused as error:
            told.append(str(error.code))
        finally:
            connection.close()

    writers = [threading.Thread(target=save, args=(title,)) for title in ("Mine", "Yours")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    saved = _stored(version)
    assert sorted(told) == sorted([saved.design["title"], "CONFLICT"])
    assert saved.revision == 2
