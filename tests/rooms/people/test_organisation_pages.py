"""The pages of an organisation and of a person, as members, other members and strangers meet them."""

import pytest
from django.test import Client

from assay.campus.people import panels
from assay.campus.people.grant import grant
from assay.campus.people.models import Event, Letter, Organisation, Person
from assay.campus.people.panels import Panel, register_panel
from assay.campus.people.permission import roles_of
from assay.campus.people.roles import Role
from tests.rooms.town import Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FACTS = {"name": "Northgate University", "kind": "university", "country": "gb", "url": "northgate.example"}


def as_(client: Client, person: Person) -> Client:
    client.force_login(person, backend=BACKEND)
    return client


@pytest.mark.parametrize("path", ["", "facts", "members", "members/invite", "invitations/x/withdraw"])
def test_a_stranger_learns_nothing_of_an_organisation(client: Client, town: Town, path: str) -> None:
    assert town.northgate
    somebody = as_(client, town.stranger)

    there = (
        somebody.post(f"/org/northgate-university/{path}")
        if "/" in path
        else somebody.get(f"/org/northgate-university/{path}")
    )
    nowhere = somebody.post(f"/org/no-such/{path}") if "/" in path else somebody.get(f"/org/no-such/{path}")

    assert (there.status_code, nowhere.status_code) == (404, 404)


@pytest.mark.parametrize("path", ["facts", "members/invite"])
def test_a_member_without_the_role_is_told_so(client: Client, town: Town, path: str) -> None:
    assert town.northgate

    page = as_(client, town.ana).post(f"/org/northgate-university/{path}", FACTS)

    assert page.status_code == 403
    assert "administrator" in page.content.decode()


def test_a_member_sees_the_members_and_no_forms(client: Client, town: Town) -> None:
    assert town.northgate

    page = as_(client, town.ana).get("/org/northgate-university/members").content.decode()

    assert "Nadia Haddad" in page
    assert 'action="/org/northgate-university/members/invite"' not in page
    assert page.count("/end") == 1  # her own role


def test_an_administrator_states_facts_and_the_history_says_which(client: Client, town: Town) -> None:
    assert town.northgate

    page = as_(client, town.nadia).post("/org/northgate-university/facts", {**FACTS, "description": "We teach."})

    assert page.status_code == 302
    kept = Organisation.objects.get(slug="northgate-university")
    assert (kept.country, kept.url, kept.description) == ("GB", "https://northgate.example", "We teach.")
    assert Event.objects.get(action="people.state_facts").reason == "description"


def test_facts_that_are_wrong_come_back_as_typed(client: Client, town: Town) -> None:
    assert town.northgate

    page = as_(client, town.nadia).post(
        "/org/northgate-university/facts", {**FACTS, "country": "Germany", "description": "Typed with care."}
    )

    assert page.status_code == 422
    assert "Typed with care." in page.content.decode()
    assert 'id="id_country_error"' in page.content.decode()
    assert Organisation.objects.get(slug="northgate-university").description == ""


def test_somebody_founds_an_organisation_and_administers_it(client: Client, town: Town) -> None:
    page = as_(client, town.samantha).post("/org/new", {**FACTS, "name": "Okafor Training"})

    made = Organisation.objects.get()
    assert page["Location"] == f"/org/{made.slug}/"
    assert roles_of(town.samantha, made) == {Role.ADMIN}


def test_an_organisation_called_new_does_not_hide_behind_our_own_page(client: Client, town: Town) -> None:
    as_(client, town.samantha).post("/org/new", {**FACTS, "name": "New"})

    assert Organisation.objects.get().slug.startswith("new-")


def test_an_administrator_invites_and_withdraws(client: Client, town: Town) -> None:
    assert town.northgate
    admin = as_(client, town.nadia)
    admin.post("/org/northgate-university/members/invite", {"email": "ines@new.example", "role": "issuer"})

    listed = admin.get("/org/northgate-university/members").content.decode()
    public_id = town.northgate.invitations.get().public_id
    admin.post(f"/org/northgate-university/invitations/{public_id}/withdraw")

    assert "ines@new.example" in listed
    assert Letter.objects.get().to == "ines@new.example"
    assert "No invitation is open" in admin.get("/org/northgate-university/members").content.decode()


def test_ending_a_role_is_asked_first_and_counts_with_the_next_request(client: Client, town: Town) -> None:
    assert town.northgate
    admin, hers = as_(client, town.nadia), f"/org/northgate-university/members/{town.ana.public_id}/assessor/end"

    asked = admin.get(hers)
    assert b"Ana Silva stops being assessor?" in asked.content
    assert roles_of(town.ana, town.northgate)
    admin.post(hers, {"reason": "Left the university."})

    assert roles_of(town.ana, town.northgate) == frozenset()
    assert Event.objects.get(action="people.end").reason == "Left the university."
    assert (
        as_(Client(headers={"host": "testserver.example"}), town.ana).get("/org/northgate-university/").status_code
        == 404
    )


def test_a_member_does_not_end_the_roles_of_others(client: Client, town: Town) -> None:
    assert town.northgate
    path = f"/org/northgate-university/members/{town.ana.public_id}/assessor/end"

    assert as_(client, town.ruth).post(path).status_code == 403
    assert roles_of(town.ana, town.northgate) == {Role.ASSESSOR}


def test_somebody_changes_her_name(client: Client, town: Town) -> None:
    page = as_(client, town.samantha).post("/me/account", {"name": "  Samantha   N. Okafor "})

    assert page.status_code == 302
    assert Person.objects.get(id=town.samantha.id).name == "Samantha N. Okafor"


def test_a_blank_name_is_refused_and_keeps_the_old_one(client: Client, town: Town) -> None:
    page = as_(client, town.samantha).post("/me/account", {"name": "  "})

    assert page.status_code == 422
    assert Person.objects.get(id=town.samantha.id).name == "Samantha Okafor"


def test_panels_come_from_upper_rooms_by_role_and_what_waits_comes_first(
    client: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "_fillers", [])

    @register_panel()
    def _everybody(_organisation: Organisation, _person: Person) -> Panel:
        return Panel("For all", "Text.", "/a", "Look", order=1)

    @register_panel(Role.ASSESSOR)
    def _assessors(organisation: Organisation, person: Person) -> Panel:
        return Panel("Queue", f"{person.name} at {organisation.name}", "/q", "Mark", count=3, waits=True, order=9)

    @register_panel(Role.ISSUER)
    def _issuers(_organisation: Organisation, _person: Person) -> Panel:
        raise AssertionError("not for an assessor")

    assert town.northgate
    page = as_(client, town.ana).get("/org/northgate-university/").content.decode()

    assert page.index("Queue") < page.index("For all")
    assert "Ana Silva at Northgate University" in page
    assert "waits for you" in page


def test_the_pages_ask_few_questions_however_many_members_there_are(
    client: Client, town: Town, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: object
) -> None:
    monkeypatch.setattr(panels, "_fillers", [])
    for number in range(12):
        member = town.person(f"Member {number}")
        grant(member, Role.ASSESSOR, organisation=town.northgate, actor=town.nadia, at=town.tools.now())
    somebody = as_(client, town.nadia)

    with django_assert_max_num_queries(11):  # type: ignore[operator]  # pytest-django's own callable
        somebody.get("/org/northgate-university/members")
    with django_assert_max_num_queries(11):  # type: ignore[operator]  # as above
        somebody.get("/me/account")
