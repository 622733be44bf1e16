"""Attack 32: a name reads as it is written, wherever it is signed, printed or mailed."""

import pytest
from django.test import Client

from assay.campus.issuing.award import award_directly
from assay.campus.issuing.correct import correct
from assay.campus.people.found_organisation import found_organisation
from assay.campus.people.models import Organisation, OrganisationKind, Person
from assay.campus.people.rename import rename
from assay.campus.people.stated_name import stated_name
from assay.science.errors import MalformedDocument
from tests.rooms.issuing.earned import awarded, studio
from tests.rooms.town import Town

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TURNING = ["Ada\u202enoraM", "\u2067Ada", "Ada\u200f", "Ada\x01", "Ada\x7f", "Ada\x9b31m", "\ud800"]
BLANK = ["", " \t\n", "\u200b\u200d", "\u3164", "\ufeff "]


@pytest.mark.parametrize("name", [*TURNING, *BLANK])
def test_attack_32_a_name_that_hides_or_turns_is_refused(name: str) -> None:
    with pytest.raises(MalformedDocument):
        stated_name(name, where="/name")


PERSIAN = "نرگس می\u200cخواهد"  # noqa: RUF001 -- its letters are its own


@pytest.mark.parametrize("name", ["Ada  Marón", PERSIAN, "李小龙", "Zoë O’Neill-Ünal", "क्\u200dष"])
def test_a_name_in_any_script_is_kept(name: str) -> None:
    assert stated_name(f" {name}\n", where="/name") == " ".join(name.split())


def test_attack_32_no_verb_takes_such_a_name(town: Town) -> None:
    at, tools = town.tools.now(), town.tools
    version = studio(town)
    credential = awarded(town, version=version)
    bad = TURNING[0]

    with pytest.raises(MalformedDocument):
        rename(town.samantha, bad, at=at)
    with pytest.raises(MalformedDocument):
        found_organisation(bad, kind=OrganisationKind.VENDOR, founder=town.otto, at=at)
    with pytest.raises(MalformedDocument):
        correct(credential, recipient_name=bad, actor=town.ruth, at=at, tools=tools)
    with pytest.raises(MalformedDocument):
        award_directly(version, name=bad, email="a@people.example", because="seen", actor=town.ruth, at=at, tools=tools)

    assert not Person.objects.filter(name__contains="\u202e").exists()
    assert not Organisation.objects.filter(name__contains="\u202e").exists()


def test_the_pages_say_so_beside_the_field(client: Client, town: Town) -> None:
    client.force_login(town.samantha, backend=BACKEND)

    answers = [client.post("/me/account", {"name": TURNING[0]}), client.post("/org/new", {"name": TURNING[0]})]

    for answer in answers:
        assert answer.status_code == 422
        assert "changes how the name reads" in answer.content.decode()


def test_signing_up_says_so_as_well(client: Client, town: Town) -> None:
    typed = {"name": TURNING[0], "email": "x@people.example", "password1": "correct horse", "password2": ""}

    answer = client.post("/account/signup/", typed)

    assert "changes how the name reads" in answer.content.decode()
    assert not Person.objects.filter(email="x@people.example").exists()
