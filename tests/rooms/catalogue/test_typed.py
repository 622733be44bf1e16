from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from assay.campus.catalogue.typed import document_of, elapsed_parts, typed_from, typed_in
from assay.campus.catalogue.typed_rows import add, move_up, remove
from assay.science.designing.design import read_draft
from tests.designs import STUDIO, with_changes


def test_a_stored_design_shown_and_sent_back_is_the_same_design() -> None:
    stored = read_draft(STUDIO).as_json()

    assert read_draft(document_of(typed_from(stored))).as_json() == stored


def test_what_is_known_by_name_gets_its_address() -> None:
    typed = typed_from(
        read_draft(with_changes(skills=[{"name": "Think Critically", "uri": "", "framework": ""}])).as_json()
    )

    (skill,) = read_draft(document_of(typed)).skills

    assert skill.uri == "http://data.europa.eu/esco/skill/7dd94ad3-13d6-43fe-8b94-51fcbf67ced9"
    assert (skill.name, skill.framework) == ("think critically", "ESCO")


def test_an_address_that_was_typed_is_kept() -> None:
    skills = [{"name": "think critically", "uri": "https://skills.example/thinking", "framework": "ours"}]

    document = document_of(typed_from(read_draft(with_changes(skills=skills)).as_json()))

    assert document["skills"] == skills


def test_levels_are_numbered_by_their_order_whatever_numbers_they_had() -> None:
    criterion = {
        "id": "c1",
        "name": "Seams",
        "required_level": 5,
        "levels": [{"level": 2, "label": "Low", "descriptor": "a"}, {"level": 5, "label": "High", "descriptor": "b"}],
    }
    stored = read_draft(with_changes(rubric__criteria=[criterion])).as_json()

    (read,) = read_draft(document_of(typed_from(stored))).criteria

    assert [(each.level, each.label) for each in read.levels] == [(1, "Low"), (2, "High")]
    assert read.required_level == 2


def test_a_row_that_is_added_has_an_id_of_its_own() -> None:
    typed = typed_from(read_draft(STUDIO).as_json())

    place = add(typed, "/outcomes")

    assert place == "/outcomes/2"
    assert [each["id"] for each in typed["outcomes"]] == ["o1", "o2", "o3"]


def test_a_new_criterion_comes_with_levels_to_describe() -> None:
    typed = typed_from(read_draft(STUDIO).as_json())

    add(typed, "/rubric/criteria")
    add(typed, "/rubric/criteria/2/levels")

    assert len(typed["rubric"]["criteria"][2]["levels"]) == 5


def test_an_outcome_that_is_removed_is_no_longer_named_by_criteria() -> None:
    typed = typed_from(read_draft(STUDIO).as_json())

    remove(typed, "/outcomes/0")

    assert [each["id"] for each in typed["outcomes"]] == ["o2"]
    assert [each["outcomes"] for each in typed["rubric"]["criteria"]] == [[], ["o2"]]


def test_the_level_that_is_enough_stays_the_same_level_when_one_below_is_removed() -> None:
    typed = typed_from(read_draft(STUDIO).as_json())

    remove(typed, "/rubric/criteria/0/levels/0")
    assert typed["rubric"]["criteria"][0]["required_level"] == "2"

    remove(typed, "/rubric/criteria/0/levels/1")
    assert typed["rubric"]["criteria"][0]["required_level"] == ""


def test_a_row_moves_above_its_neighbour_and_the_first_stays() -> None:
    typed = typed_from(read_draft(STUDIO).as_json())

    assert move_up(typed, "/outcomes/1") == "/outcomes/0"
    assert move_up(typed, "/outcomes/0") == "/outcomes/0"
    assert [each["id"] for each in typed["outcomes"]] == ["o2", "o1"]


@given(place=st.from_regex(r"(/[a-z_0-9]{1,10}){0,5}", fullmatch=True) | st.text(max_size=30))
def test_a_place_that_is_none_changes_nothing(place: str) -> None:
    typed = typed_from(read_draft({"title": "Only a title"}).as_json())
    before = document_of(typed)

    remove(typed, place)
    move_up(typed, place)

    assert document_of(typed) == before


@given(fields=st.dictionaries(st.text(max_size=30) | st.sampled_from(["outcomes-0-id", "outcomes-7-text"]), st.text()))
def test_whatever_is_sent_can_be_shown_again(fields: dict[str, str]) -> None:
    sent = QueryDict(mutable=True)
    sent.update(fields)

    document = document_of(typed_in(sent))

    assert document["title"] == fields.get("title", "").replace("\r\n", "\n")


def test_elapsed_times_are_taken_apart_and_compound_ones_left_as_they_are() -> None:
    assert elapsed_parts("P6W") == ("6", "W")
    assert elapsed_parts("P1Y6M") == ("P1Y6M", "")
    assert elapsed_parts("") == ("", "W")


def test_a_number_that_is_none_is_kept_as_it_was_typed() -> None:
    sent = QueryDict(mutable=True)
    sent.update({"validity-period-count": "a few", "validity-period-unit": "Y"})

    typed = typed_in(sent)

    assert elapsed_parts(typed["validity"]["period"]) == ("a few", "Y")
