from typing import Any

from django.test import Client

from assay.campus.catalogue.draft import next_draft
from tests.cast import NOW
from tests.designs import with_changes
from tests.rooms.catalogue.conftest import Draft
from tests.rooms.town import Town


def test_programs_list_what_can_be_earned(client: Client, published: Draft) -> None:
    version = published()

    answer = client.get("/api/v1/achievements").json()

    assert (answer["count"], answer["page"], answer["pages"]) == (1, 1, 1)
    (item,) = answer["items"]
    assert item["id"] == f"https://testserver.example/achievements/{version.definition.public_id}/v/1"
    assert (item["title"], item["issuer"]) == ("Data Visualisation Studio", "Northgate University")
    assert item["rubric_digest"] == version.rubric_digest


def test_programs_search_and_turn_pages(client: Client, published: Draft) -> None:
    for number in range(51):
        published(with_changes(title=f"Title {number:02}"))

    first = client.get("/api/v1/achievements").json()
    last = client.get("/api/v1/achievements?page=2").json()
    found = client.get("/api/v1/achievements?q=title+07").json()

    assert (len(first["items"]), first["pages"], first["count"]) == (50, 2, 51)
    assert [item["title"] for item in last["items"]] == ["Title 50"]
    assert [item["title"] for item in found["items"]] == ["Title 07"]


def test_one_version_comes_with_the_achievement_that_credentials_carry(client: Client, published: Draft) -> None:
    version = published()

    answer = client.get(f"/api/v1/achievements/{version.definition.public_id}/v/1").json()

    assert answer["achievement"]["id"] == answer["id"]
    assert answer["achievement"]["achievementType"] == "MicroCredential"


def test_a_draft_is_a_problem_with_a_code(town: Town, client: Client, published: Draft) -> None:
    version = published()
    next_draft(version.definition, actor=town.weiss, at=NOW)

    answer = client.get(f"/api/v1/achievements/{version.definition.public_id}/v/2")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "NOT_FOUND"


def test_a_page_that_is_no_number_is_malformed(client: Client, db: None) -> None:
    for query in ("page=0", "page=many", "page=" + "9" * 30, "q=" + "x" * 201):
        answer = client.get(f"/api/v1/achievements?{query}")
        assert (answer.status_code, answer.json()["code"]) == (400, "MALFORMED"), query


def test_the_list_asks_as_often_however_long(client: Client, published: Draft, django_assert_num_queries: Any) -> None:
    for number in range(3):
        published(with_changes(title=f"Title {number}"))

    with django_assert_num_queries(2):
        client.get("/api/v1/achievements")
