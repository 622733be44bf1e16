"""One click and you are somebody: in the demo, and nowhere else."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from assay.campus.demo.sign_in_as import PERSONAS, people_to_be
from assay.campus.demo.world import World
from assay.campus.site import wiring
from assay.campus.site.configuration import Mode

ROOT = Path(__file__).parents[3]
Press = Callable[[str], HttpResponseBase]


@pytest.fixture
def visitor(world: World, db: None, settings: Settings) -> Iterator[Client]:
    """A browser in the demo world. Forms are checked for their tokens."""
    settings.CONFIGURATION = replace(settings.CONFIGURATION, mode=Mode.DEMO)
    settings.ROOT_URLCONF = "tests.rooms.demo.demo_urls"
    with wiring.using(replace(world.tools, now=world.clock)):
        yield Client(headers={"host": "testserver.example"}, enforce_csrf_checks=True)


@pytest.fixture
def press(visitor: Client, world: World) -> Press:
    """Press somebody's button; the response."""

    def pressed(public_id: str) -> HttpResponseBase:
        visitor.get("/")
        token = visitor.cookies["csrf"].value
        return visitor.post("/demo/sign-in-as", {"person": public_id, "csrfmiddlewaretoken": token})

    return pressed


def test_the_bar_offers_eight_people_by_one_query(
    world: World, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    with django_assert_num_queries(1):
        offered = people_to_be(request)

    assert [each["name"] for each in offered] == [
        "Samantha",
        "Priya",
        "Dr Weiss",
        "Ana",
        "Cy",
        "Ruth",
        "Tomasz",
        "Leo",
    ]
    assert not any(each["current"] for each in offered)


def test_the_bar_marks_who_one_is(world: World, db: None) -> None:
    request = RequestFactory().get("/")
    request.user = world.person("cy")

    assert [each["name"] for each in people_to_be(request) if each["current"]] == ["Cy"]


@pytest.mark.parametrize(
    ("key", "page"),
    [
        ("samantha", "/me"),
        ("priya", "/me"),
        ("weiss", "/org/northgate-university/definitions"),
        ("ana", "/org/northgate-university/queue"),
        ("cy", "/org/northgate-university/queue"),
        ("ruth", "/org/northgate-university/credentials"),
        ("tomasz", "/org/northgate-university/credentials"),
        ("leo", "/verify"),
    ],
)
def test_each_begins_where_their_work_is(visitor: Client, press: Press, world: World, key: str, page: str) -> None:
    answer = press(world.person(key).public_id)
    begun = visitor.get(page)

    assert (answer.status_code, answer["Location"]) == (303, page)
    assert begun.status_code == 200
    assert world.person(key).name in begun.content.decode()


def test_the_pages_of_each_case_are_those_of_all_personas() -> None:
    assert [persona.key for persona in PERSONAS] == ["samantha", "priya", "weiss", "ana", "cy", "ruth", "tomasz", "leo"]


def test_nobody_can_be_who_is_not_in_the_bar(visitor: Client, press: Press, world: World) -> None:
    for other in (world.person("sam").public_id, "0" * 32, ""):
        answer = press(other)
        assert answer.status_code == 404
    assert "_auth_user_id" not in visitor.session


def test_a_link_or_another_site_signs_nobody_in(visitor: Client, world: World) -> None:
    samantha = world.person("samantha").public_id

    assert visitor.get("/demo/sign-in-as", {"person": samantha}).status_code == 405
    assert visitor.post("/demo/sign-in-as", {"person": samantha}).status_code == 403
    assert "_auth_user_id" not in visitor.session


_LOOK = """
import sys, django
django.setup()
from django.urls import Resolver404, resolve
try:
    resolve("/demo/sign-in-as")
    print("there")
except Resolver404:
    print("404")
print("assay.campus.demo.sign_in_as" in sys.modules)
"""


@pytest.mark.parametrize(
    ("mode", "said"), [("production", "404 False"), ("embedded", "404 False"), ("demo", "there True")]
)
def test_attack_outside_the_demo_there_is_no_such_address_and_its_code_is_not_loaded(
    tmp_path: Path, mode: str, said: str
) -> None:
    environment = {
        **os.environ,
        "ASSAY_MODE": mode,
        "ASSAY_DATA": str(tmp_path),
        "ASSAY_ORIGIN": "https://assay.example",
        "DJANGO_SETTINGS_MODULE": "assay.campus.site.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    environment.pop("ASSAY_DATABASE", None)

    looked = subprocess.run(
        [sys.executable, "-c", _LOOK], env=environment, capture_output=True, text=True, check=False, timeout=60
    )

    assert looked.stdout.split() == said.split(), looked.stderr


def test_in_the_tests_own_mode_the_address_is_404(client: Client, db: None) -> None:
    assert client.post("/demo/sign-in-as", {"person": "0" * 32}).status_code == 404
