import hashlib
import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from assay.campus.catalogue.draft import next_draft, save_draft
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.publish import publish
from assay.campus.catalogue.retire import retire
from assay.science.securing import contexts
from assay.science.securing.jcs import canonicalize
from assay.science.vocabulary.open_badges import check_object
from tests.cast import NOW
from tests.designs import STUDIO, with_changes
from tests.rooms.catalogue.conftest import Draft
from tests.rooms.town import Town


def _path(version: DefinitionVersion) -> str:
    return f"/achievements/{version.definition.public_id}/v/{version.number}"


def _second(town: Town, first: DefinitionVersion) -> DefinitionVersion:
    begun = next_draft(first.definition, actor=town.weiss, at=NOW)
    changed = save_draft(
        begun, with_changes(rubric__criteria__0__name="Choice of charts"), revision=0, actor=town.weiss, at=NOW
    )
    return publish(changed, actor=town.weiss, at=NOW, tools=town.tools)


def _text(content: bytes) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", content.decode())))


def test_a_stranger_reads_everything_that_a_version_promises(client: Client, published: Draft) -> None:
    text = _text(client.get(_path(published())).content)

    for said in (
        "Data Visualisation Studio",
        "Issued by Northgate University",
        "For people who explain numbers to others at work.",
        "Chooses charts that answer a question",
        "deliver visual presentation of data",
        "This service uses the ESCO classification of the European Commission.",
        "EQF 6",
        "90 hours",
        "6 weeks",
        "2 US semester credits",
        "unsupervised, identity not checked",
        "Judged blind by a trained assessor.",
        "3 years",
        "3. Proficient Enough Every chart fits its question.",
        "A text, 4 to 8 words · required",
        "A video · optional",
        "22 November 2026, 09:00 UTC",
    ):
        assert said in text, said


def test_what_is_missing_is_said_to_be_not_stated(client: Client, published: Draft) -> None:
    text = _text(client.get(_path(published(with_changes(credit=None, level=None, audience="")))).content)

    for label in ("Credit", "Level", "Who it is for", "Prerequisites"):
        assert f"{label} not stated" in text


def test_esco_is_named_only_where_its_words_are_shown(client: Client, published: Draft) -> None:
    page = client.get(_path(published(with_changes(skills=[STUDIO["skills"][1]]))))  # type: ignore[index]

    assert b"ESCO" not in page.content


def test_two_versions_have_two_addresses_and_the_latest_leads_to_the_second(
    town: Town, client: Client, published: Draft
) -> None:
    first = published()
    second = _second(town, first)

    assert b"Chart choice" in client.get(_path(first)).content
    assert b"Choice of charts" in client.get(_path(second)).content
    assert client.get(f"/achievements/{first.definition.public_id}").headers["Location"] == _path(second)


def test_an_older_version_says_that_there_is_a_newer_one(town: Town, client: Client, published: Draft) -> None:
    first = published()
    assert b"A newer version exists" not in client.get(_path(first)).content

    second = _second(town, first)

    page = client.get(_path(first)).content
    assert b"A newer version exists" in page
    assert f'href="{_path(second)}">Go to version 2'.encode() in page
    assert b"A newer version exists" not in client.get(_path(second)).content


def test_a_retired_definition_keeps_its_pages_and_is_no_longer_listed(
    town: Town, client: Client, published: Draft
) -> None:
    version = published()
    retire(version.definition, actor=town.weiss, at=NOW)

    assert b"Nobody can begin it since 22 November 2026" in client.get(_path(version)).content
    assert b"Data Visualisation Studio" not in client.get("/achievements").content
    assert b"Data Visualisation Studio" not in client.get(f"/issuers/{town.northgate.public_id}").content


PAGES = ("", ".json", "/rubric", "/rubric.json", "/badge.svg", "/badge.png")


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_is_found_by_nobody_not_even_by_its_designer(
    town: Town, client: Client, published: Draft, page: str
) -> None:
    version = published()
    draft = next_draft(version.definition, actor=town.weiss, at=NOW)
    client.force_login(town.weiss, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get(_path(draft) + page).status_code == 404
    assert client.get(_path(draft) + page, headers={"accept": "application/json"}).status_code == 404
    assert client.get(_path(version) + page).status_code == 200


def test_a_definition_with_nothing_but_a_draft_is_not_there(town: Town, client: Client, draft: Draft) -> None:
    version = draft()

    assert client.get(f"/achievements/{version.definition.public_id}").status_code == 404
    assert client.get(f"/achievements/{version.definition.public_id}/v/1").status_code == 404
    assert b"Data Visualisation" not in client.get("/achievements").content
    assert b"Data Visualisation" not in client.get(f"/issuers/{town.northgate.public_id}").content
    assert client.get("/achievements/../v/1").status_code == 404


@pytest.mark.parametrize("accept", ["application/ld+json", "application/json", "application/json, text/html;q=0.5"])
def test_a_program_that_asks_for_json_gets_the_achievement(client: Client, published: Draft, accept: str) -> None:
    version = published()

    answer = client.get(_path(version), headers={"accept": accept})

    document = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/ld+json"
    assert "Accept" in answer.headers["Vary"]
    assert document["id"] == f"https://testserver.example{_path(version)}"
    assert document["@context"] == [contexts.VC_2, contexts.OB_3]
    assert document["creator"]["name"] == "Northgate University"
    assert version.achievement is not None
    for name, value in version.achievement["achievement"].items():
        if name not in {"alignment", "resultDescription", "criteria"}:  # these get their types
            assert document[name] == value
    check_object({name: value for name, value in document.items() if name != "@context"}, "Achievement", "")


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "image/png", ""])
def test_a_browser_gets_the_page(client: Client, published: Draft, accept: str) -> None:
    answer = client.get(_path(published()), headers={"accept": accept})

    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("page", [".json", "/rubric.json", "/badge.svg", "/badge.png"])
def test_what_never_changes_is_kept_for_a_year_and_known_again(client: Client, published: Draft, page: str) -> None:
    address = _path(published()) + page

    answer = client.get(address)
    again = client.get(address, headers={"if-none-match": answer.headers["ETag"]})

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert (again.status_code, again.content) == (304, b"")


def test_the_badge_is_a_picture_that_may_run_nothing(client: Client, published: Draft) -> None:
    version = published()

    svg, png = client.get(f"{_path(version)}/badge.svg"), client.get(f"{_path(version)}/badge.png")

    assert svg.content.decode() == version.badge_svg
    assert svg.headers["Content-Type"] == "image/svg+xml"
    for answer in (svg, png):
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert png.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(png.content[16:20], "big") == 512


def test_a_stranger_sees_the_rubric_and_its_digest_is_that_of_its_bytes(client: Client, published: Draft) -> None:
    version = published()

    page = client.get(f"{_path(version)}/rubric").content
    bytes_ = client.get(f"{_path(version)}/rubric.json").content

    assert bytes_ == canonicalize(STUDIO["rubric"])
    assert hashlib.sha256(bytes_).hexdigest() == version.rubric_digest
    assert version.rubric_digest.encode() in page
    assert b"Alternatives were tried." in page
    assert client.get(f"{_path(version)}/rubric", headers={"accept": "application/json"}).content == bytes_


def test_an_issuer_has_a_page_and_a_profile(town: Town, client: Client, published: Draft) -> None:
    published()
    address = f"/issuers/{town.northgate.public_id}"

    text = _text(client.get(address).content)
    answer = client.get(address, headers={"accept": "application/ld+json"})

    did = f"did:web:testserver.example:issuers:{town.northgate.public_id}"
    assert "Northgate University" in text
    assert did in text
    assert "Contact not stated" in text
    assert "Data Visualisation Studio" in text
    assert json.loads(answer.content) == {
        "@context": [contexts.VC_2, contexts.OB_3],
        "id": did,
        "type": ["Profile"],
        "name": "Northgate University",
        "url": "https://northgate.example",
    }
    assert client.get("/issuers/0123456789abcdef0123456789abcdef").status_code == 404


def test_an_empty_catalogue_says_what_will_be_here(client: Client, db: None) -> None:
    assert b"What can be earned will be here" in client.get("/achievements").content


def test_a_search_without_result_says_how_to_go_on(client: Client, published: Draft) -> None:
    published()

    page = client.get("/achievements?q=underwater+basket").content.decode()

    assert "Nothing fits “underwater basket”" in unescape(page)
    assert 'value="underwater basket"' in page


@pytest.mark.parametrize("page", ["", "/rubric"])
def test_a_public_page_asks_little(
    town: Town, client: Client, published: Draft, django_assert_max_num_queries: Any, page: str
) -> None:
    first = published()
    _second(town, first)

    with django_assert_max_num_queries(2):
        client.get(_path(first) + page)


def test_a_full_catalogue_asks_as_often_as_a_short_one(
    client: Client, published: Draft, django_assert_num_queries: Any
) -> None:
    published()
    with django_assert_num_queries(2):
        client.get("/achievements")
    for number in range(25):
        published(with_changes(title=f"Title {number:02}"))

    with django_assert_num_queries(2):
        page = client.get("/achievements").content

    assert page.count(b'class="card"') == 24
    assert b"Page 1 of 2" in page
    assert b'href="?page=2"' in page
