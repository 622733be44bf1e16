"""Attack 41: a name that reads like another organisation's is held until a person has looked."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from assay.campus.people.found_organisation import found_organisation
from assay.campus.people.held import refuse_if_held
from assay.campus.people.lookalike import in_punycode, mixed_word, plain_domain, skeleton
from assay.campus.people.models import Event, Organisation, OrganisationKind
from assay.campus.people.state_facts import state_facts
from assay.campus.people.tools import Tools
from assay.science.errors import MalformedDocument, Refused
from tests.rooms.town import Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CYRILLIC_O = "\N{CYRILLIC CAPITAL LETTER O}"


def founded(town: Town, name: str) -> Organisation:
    return found_organisation(
        name, kind=OrganisationKind.PROVIDER, founder=town.stranger, at=town.tools.now(), url="https://sol.example"
    )


@pytest.mark.parametrize(
    "imitation",
    [
        "Northgate University",
        "NORTHGATE  UNIVERSITY",
        "North-Gate University",
        "N\N{CYRILLIC SMALL LETTER O}rthgate University",
        "Northgat\N{CYRILLIC SMALL LETTER IE} University",
        "Northgate Univers\N{LATIN SMALL LETTER DOTLESS I}ty",
        "Northgate Un1versity",
        "N0rthgate University",
        "Northgate University\N{ZERO WIDTH SPACE}",
        "N\N{COMBINING DIAERESIS}orthgate University",
        "\N{FULLWIDTH LATIN CAPITAL LETTER N}orthgate University",
        "\N{MATHEMATICAL BOLD CAPITAL N}orthgate University",
        "Northgate Un\N{GREEK SMALL LETTER IOTA}vers\N{GREEK SMALL LETTER IOTA}ty",
        "Northgate Universlty",
    ],
)
def test_attack_an_imitation_of_a_name_is_held_and_cannot_issue(town: Town, imitation: str) -> None:
    assert town.northgate

    made = founded(town, imitation)

    assert made.held_because
    with pytest.raises(Refused, match="cannot publish or issue yet"):
        refuse_if_held(made)
    refuse_if_held(town.northgate)


@pytest.mark.parametrize(
    "name", ["Southgate University", "Northgate College", "Universität Northgate", "Норвежский дом"]
)
def test_another_name_is_free(town: Town, name: str) -> None:
    assert town.northgate

    assert founded(town, name).held_because == ""


def test_attack_a_word_of_two_alphabets_is_held_though_nobody_has_that_name_yet(town: Town) -> None:
    made = founded(town, f"{CYRILLIC_O}xford")

    assert "mixes letters of different alphabets" in made.held_because
    assert "xn--xford-iye" in made.held_because  # as RFC 3492 encodes it


@pytest.mark.parametrize(
    ("one", "other"),
    [("Barnes", "Bames"), ("Illinois", "1llin0is"), ("Waverley", "VVaverley"), ("Łódź", "Lodz"), ("Straße", "Strasse")],
)
def test_names_that_a_hurried_reader_takes_for_each_other_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("name", ["!!!", "日本", "\N{SNOWMAN}"])
def test_a_name_without_latin_letters_still_has_a_look(name: str) -> None:
    assert skeleton(name)


def test_a_name_in_one_alphabet_is_not_mixed() -> None:
    assert mixed_word("Московский Университет") is None
    assert mixed_word("Πανεπιστήμιο Oxford") is None  # two words, each in its own
    assert mixed_word(f"The {CYRILLIC_O}xford") == f"{CYRILLIC_O}xford"


def test_a_domain_is_shown_as_browsers_ask_for_it() -> None:
    assert plain_domain(f"https://{CYRILLIC_O}xford.example/about") == "xn--xford-iye.example"
    assert plain_domain("https://northgate.example/x") == "northgate.example"
    assert in_punycode("Northgate") == "Northgate"


def test_the_database_itself_lets_only_one_of_a_look_be_free(town: Town) -> None:
    assert town.northgate
    held = founded(town, "Northgate University")

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(id=held.id).update(held_because="")


def test_a_person_of_the_platform_releases_it_with_a_reason(town: Town) -> None:
    assert town.northgate
    held = founded(town, "Northgate University")
    said = io.StringIO()
    why = "A sister school; papers seen."

    call_command("release_hold", held.slug, str(town.nadia.email), why, stdout=said)

    held.refresh_from_db()
    refuse_if_held(held)
    event = Event.objects.get(action="people.release_hold")
    assert (event.actor, event.reason) == (town.nadia, why)
    assert "Decided by Nadia Haddad" in said.getvalue()


@pytest.mark.parametrize(("slug", "by"), [("no-such", "nadia.haddad@people.example"), ("", "nobody@people.example")])
def test_releasing_names_who_or_what_is_missing(town: Town, slug: str, by: str) -> None:
    assert town.northgate
    held = founded(town, "Northgate University")

    with pytest.raises(CommandError):
        call_command("release_hold", slug or held.slug, by, "x")

    held.refresh_from_db()
    assert held.held_because


def test_a_release_needs_a_reason(town: Town, tools: Tools) -> None:
    assert town.northgate
    held = founded(town, "Northgate University")

    with pytest.raises(MalformedDocument):
        call_command("release_hold", held.slug, str(town.nadia.email), "  ")


def test_a_new_name_is_looked_at_again_and_a_release_does_not_cover_it(town: Town, tools: Tools) -> None:
    assert town.northgate
    assert town.cloudvane
    facts = {
        "kind": "vendor",
        "country": "US",
        "url": "https://cloudvane.example",
        "email": "",
        "description": "",
        "quality_assurance": "",
    }

    renamed = state_facts(town.cloudvane, actor=town.otto, at=tools.now(), name="Northgate Univer5ity", **facts)

    assert "Northgate University" in renamed.held_because
    back = state_facts(renamed, actor=town.otto, at=tools.now(), name="Cloudvane", **facts)
    assert back.held_because == ""


def test_the_hold_is_told_plainly_on_the_organisations_page(town: Town, client: Client) -> None:
    assert town.northgate
    held = found_organisation(
        "N\N{CYRILLIC SMALL LETTER O}rthgate University",
        kind=OrganisationKind.PROVIDER,
        founder=town.stranger,
        at=town.tools.now(),
        url="https://n\u043erthgate.example",
    )
    client.force_login(town.stranger, backend=BACKEND)

    page = client.get(f"/org/{held.slug}/").content.decode()

    assert "Held: it can prepare, and neither publish nor issue" in page
    assert ">xn--nrthgate-nbh.example<" in page
    assert "website, as browsers ask for it: xn--nrthgate-nbh.example" in page
