import pytest

from assay.campus.catalogue.draft import next_draft
from assay.campus.catalogue.find import browse, latest
from assay.campus.catalogue.publish import publish
from assay.campus.catalogue.search_words import wanted_words
from assay.science.errors import Code, Refused
from tests.designs import ESCO, STUDIO, with_changes
from tests.rooms.catalogue.conftest import Draft
from tests.rooms.town import Town

SQL = {"name": "SQL", "uri": f"{ESCO}598de5b0-5b58-4ea7-8058-a4bc4d18c742", "framework": "ESCO"}
PLAIN = {"title": "Seams", "description": "Welds that hold.", "tags": ["metalwork"], "field_of_study": ""}


def _titles(words: str) -> list[str]:
    return [version.definition.title for version in browse(words)]


@pytest.mark.parametrize(
    "words",
    [
        *("nanodegree", "nano-degree", "Nano Degree", "nanodegrees", "digital badges", "short course"),
        *("micro credential", "microcredential", "Micro-Credential", "professional certificate", "badge"),
    ],
)
def test_what_people_call_it_finds_micro_credentials(published: Draft, words: str) -> None:
    published(with_changes(**PLAIN))
    published(with_changes(**{**PLAIN, "title": "An afternoon"}, kind="CertificateOfCompletion"))

    assert _titles(words) == ["Seams"]


def test_an_attendance_only_item_is_found_as_what_it_is(published: Draft) -> None:
    published(with_changes(**PLAIN, kind="CertificateOfCompletion", assessment={"types": ["attendance"]}))

    assert _titles("attendance") == ["Seams"]
    assert _titles("nanodegree") == []


def test_a_micro_credential_is_not_found_as_a_degree(published: Draft) -> None:
    published(with_changes(**PLAIN))

    assert _titles("degree") == []


@pytest.mark.parametrize("words", ["seam", "WELDS hold", "metalwork", "visual presentation", "chart critique"])
def test_words_are_found_in_title_description_tags_and_skills(published: Draft, words: str) -> None:
    published(with_changes(**PLAIN))
    published(with_changes(title="Other", description="Nothing of it.", tags=[], skills=[SQL]))

    assert "Seams" in _titles(words)
    assert "Other" not in _titles(words)


def test_all_words_have_to_be_in_it(published: Draft) -> None:
    published(with_changes(**PLAIN))

    assert _titles("seams hold") == ["Seams"]
    assert _titles("seams dashboards") == []


def test_accents_and_case_do_not_matter(published: Draft) -> None:
    published(with_changes(title="Gestión de Proyectos"))

    assert _titles("GESTION") == ["Gestión de Proyectos"]
    assert _titles("gestión") == ["Gestión de Proyectos"]


@pytest.mark.parametrize("words", ["%", "_", "100%", "' OR 1=1 --", "\\"])
def test_signs_of_the_database_are_signs(published: Draft, words: str) -> None:
    published(with_changes(title="Seams"))

    assert _titles(words) == (["Seams"] if not wanted_words(words) else [])


def test_a_query_has_so_many_words_and_no_more() -> None:
    assert len(wanted_words(" ".join(f"word{number}" for number in range(50)))) == 12


def test_only_the_newest_version_is_found(town: Town, published: Draft) -> None:
    first = published(STUDIO)
    begun = next_draft(first.definition, actor=town.weiss, at=town.tools.now())
    second = publish(begun, actor=town.weiss, at=town.tools.now(), tools=town.tools)

    assert list(browse("studio")) == [second]


def test_nothing_published_is_not_found(draft: Draft) -> None:
    with pytest.raises(Refused) as told:
        latest(draft().definition.public_id)

    assert told.value.code is Code.NOT_FOUND
