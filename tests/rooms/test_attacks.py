"""Attacks on what several rooms do together, each by its number in the threat model."""

import io
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from assay.campus.assessing import evidence
from assay.campus.issuing import resume
from assay.campus.issuing.award import award_directly
from assay.campus.issuing.models import Credential, CredentialState
from assay.campus.issuing.offers import offers_to
from assay.campus.issuing.resume import award_what_decides_itself, finish_unfinished
from assay.campus.people.invite import invite
from assay.campus.people.models import Letter
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import across_tenants
from assay.campus.wallet.answer import accept
from assay.campus.wallet.models import Holding
from assay.science.errors import Code, Refused
from tests.rooms.assessing import work
from tests.rooms.conftest import Clock
from tests.rooms.issuing.earned import met, studio
from tests.rooms.issuing.test_races import at_once, told
from tests.rooms.test_matrix import PUBLIC, Land, land, signed_in
from tests.rooms.town import Town
from tests.rooms.wallet.kept import shared

__all__ = ["land"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MARKUP = '<img src=file:///etc/passwd onerror=alert(1)>]]></svg><script>alert(1)</script>"'


def holding_of(town: Town, name: str) -> Holding:
    """SAMANTHA holds a credential with this name on it."""
    version, at, tools = studio(town), town.tools.now(), town.tools
    facts = {"name": name, "email": town.samantha.email or "", "because": "She led the workshop."}
    award_directly(version, **facts, actor=town.ruth, at=at, tools=tools)
    return accept(offers_to(town.samantha)[0], person=town.samantha, at=at)


def test_attack_31_the_badge_of_a_share_runs_nothing_though_its_holders_name_is_markup(
    town: Town, client: Client
) -> None:
    share = shared(town, holding_of(town, MARKUP))

    drawing = client.get(reverse("wallet:share_svg", args=[share.token]))

    assert "sandbox" in drawing["Content-Security-Policy"]
    assert "default-src 'none'" in drawing["Content-Security-Policy"]
    tree = ElementTree.fromstring(drawing.content)  # noqa: S314 -- our own, and what the name made of it is the question
    names = {each.tag.rpartition("}")[2] for each in tree.iter()}
    assert "credential" in names
    assert not names & {"script", "img", "image", "foreignObject", "a"}


@pytest.mark.parametrize("part", ["", "/embed"])
def test_attack_32_a_name_that_is_markup_is_text_on_every_page_of_a_share(
    town: Town, client: Client, part: str
) -> None:
    share = shared(town, holding_of(town, MARKUP), with_name=True)

    page = client.get(f"/s/{share.token}{part}").content.decode()

    assert "<script>alert" not in page
    assert "<img src=file" not in page


def test_attack_33_a_table_with_formulas_is_a_file_to_keep_and_its_sender_is_told(town: Town, client: Client) -> None:
    attempt = work.begun(town)
    table = b'name,sum\n=HYPERLINK("https://evil.test","x"),1\n'
    item = work.save_file(town, attempt, "e2", table, name="table.csv")
    client.force_login(town.samantha, backend=BACKEND)

    answer = client.get(reverse("assessing:evidence_file", args=[item.public_id]))

    assert answer["Content-Disposition"].startswith("attachment")
    assert "begin like formulas" in item.notes


def test_attack_33_nothing_that_we_write_ourselves_is_a_table_for_a_spreadsheet(land: Land) -> None:
    """No export of ours has cells: when one comes, it fails here until it neutralises what people have typed."""
    kinds = set()
    people = [land.town.samantha, land.town.nadia, land.town.ruth, land.town.ana, land.town.weiss, None]
    for person in people:
        client = signed_in(person)
        for route in set(land.where) - {"assessing:evidence_file"}:
            kinds.add(client.get(land.address(route)).headers.get("Content-Type", "").partition(";")[0])

    assert kinds <= {
        *("", "text/html", "application/json", "application/problem+json"),
        *("application/vc", "application/pdf", "image/png", "image/svg+xml"),
    }


@pytest.mark.django_db(transaction=True)
def test_attack_36_invitations_at_once_are_as_many_as_one_after_the_other(town: Town) -> None:
    northgate, nadia, tools = town.northgate, town.nadia, town.tools

    def ask() -> object:
        at = tools.now()
        return invite(northgate, "victim@people.example", Role.ASSESSOR, actor=nadia, at=at, tools=tools)

    answers = at_once([told(ask) for _ in range(12)])

    assert answers.count(Code.TOO_MANY.value) == 9
    assert Letter.objects.filter(to="victim@people.example").count() == 3


def test_attack_40_no_shared_cache_keeps_what_only_one_person_may_read(land: Land) -> None:
    town = land.town
    wrong, seen = [], 0
    for person in (town.samantha, town.nadia, town.weiss, town.ana, town.ruth):
        client = signed_in(person)
        for route in sorted(land.where):
            answer = client.get(land.address(route))
            kept = answer.headers.get("Cache-Control", "")
            if answer.status_code != 200:
                continue
            seen += 1
            if "private" not in kept and "no-store" not in kept:
                wrong.append((route, person.name, answer.status_code, kept))

    assert wrong == []
    assert seen > 20


def test_attack_40_pages_behind_a_secret_are_kept_by_no_cache_though_nobody_has_signed_in(
    town: Town, client: Client
) -> None:
    invite(town.northgate, "new@people.example", Role.ASSESSOR, actor=town.nadia, at=town.tools.now(), tools=town.tools)
    invitation = Letter.objects.get(to="new@people.example").body.partition("/invitations/")[2].split()[0]
    share = shared(town)
    offer = Letter.objects.filter(body__contains="/offers/").latest("id").body.partition("/offers/")[2].split()[0]

    for address in (f"/invitations/{invitation}", f"/offers/{offer}", f"/s/{share.token}", f"/s/{share.token}/embed"):
        assert "no-store" in client.get(address).headers["Cache-Control"], address
    assert "wallet:share" in PUBLIC


def test_attack_42_nobody_fills_the_store_by_sending_and_removing(
    town: Town, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert evidence.MOST_FILES_A_DAY == 200
    monkeypatch.setattr(evidence, "MOST_FILES_A_DAY", 3)
    attempt = work.begun(town)
    for number in range(3):
        item = work.save_file(town, attempt, "e2", f"Notes {number}, in a few words.".encode(), name="note.txt")
        evidence.remove(item, actor=town.samantha, at=town.tools.now())

    with pytest.raises(Refused) as refused:
        work.save_file(town, attempt, "e2", b"Once more, in a few words.", name="note.txt")

    assert refused.value.code is Code.TOO_MANY


def test_attack_43_a_name_that_names_a_file_is_literal_text_on_the_certificate(town: Town, client: Client) -> None:
    share = shared(town, holding_of(town, "<img src=file:///etc/passwd>"))

    sheet = client.get(f"/s/{share.token}/certificate.pdf")

    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet.content)).pages)
    assert "file:///etc/passwd" in "".join(said.split()).replace("\u200b", "")
    assert "root:" not in said


def test_attack_one_organisations_faults_do_not_stand_before_all_others_for_ever(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resume, "_MOST", 1)
    version = studio(town, release="decision")
    broken = met(town, version=version)
    with across_tenants():
        type(broken).objects.filter(id=broken.id).update(record_digest="sha384-" + "A" * 64)
    met(town, learner=town.priya, version=version)

    rounds = [award_what_decides_itself(at=town.tools.now(), tools=town.tools) for _ in range(40)]

    assert sum(rounds) == 1
    with across_tenants():
        assert Credential.objects.get().state == CredentialState.RELEASED
    assert finish_unfinished(at=town.tools.now(), tools=town.tools) == 0
