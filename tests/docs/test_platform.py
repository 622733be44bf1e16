"""docs/platform.md: its addresses, its roles and who may go where are those of the code."""

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from assay.campus.people.roles import Role
from tests.docs.pages import page, section, table
from tests.rooms.test_matrix import OWN, PUBLIC, ROOMS

TEXT = page("docs/platform.md")
ADDRESSES = table(section(TEXT, "## Addresses"))
# Open to whoever has signed in, and so nobody's in particular.
ANYBODY_SIGNED_IN = OWN | {"assessing:start"}


def test_every_address_is_told_and_every_address_told_exists() -> None:
    assert [(name, address) for name, address, _ in ADDRESSES] == [
        (name, _written(pattern)) for name, pattern, _ in _routes()
    ]


def test_it_is_told_for_whom_each_address_is() -> None:
    told = {name: whom for name, _, whom in ADDRESSES}

    assert {name for name, whom in told.items() if whom == "anybody"} == PUBLIC - ANYBODY_SIGNED_IN
    assert {name for name, whom in told.items() if whom == "signed in"} == ANYBODY_SIGNED_IN
    in_organisations = {name: whom for name, _, route in _routes() if (whom := _members(route)) is not None}
    assert {name: whom for name, whom in told.items() if name in in_organisations} == in_organisations
    assert {whom for name, whom in told.items() if name not in in_organisations} == {
        "anybody",
        "signed in",
        "whose it is",
        Role.ISSUER.label,  # the API's own check, in its function
    }


def test_the_roles_are_those_of_the_code() -> None:
    [head] = re.findall(r"^\| who may \|(.+)\|$", section(TEXT, "## Roles"), re.MULTILINE)

    assert [name.strip() for name in head.split("|")] == [str(role.label) for role in Role]


def test_every_address_in_the_text_is_one_of_them() -> None:
    there_are = {address for _, address, _ in ADDRESSES}
    text = TEXT.replace(section(TEXT, "## Addresses"), "")

    assert [each for each in re.findall(r"`(/[^`\s]*)`", text) if each not in there_are] == []


@cache
def _routes() -> list[tuple[str, str, URLPattern]]:
    """Every named route of the rooms, by name and address."""
    found = [each for each in _walk(get_resolver(), "", "") if each[0].partition(":")[0] in ROOMS]
    return sorted(found, key=lambda each: (each[0].startswith("api:"), _written(each[1]), each[0]))


def _walk(resolver: URLResolver, before: str, room: str) -> Iterator[tuple[str, str, URLPattern]]:
    for each in resolver.url_patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each, pattern, each.namespace or room)
        else:
            yield f"{room}:{each.name}", pattern, each


def _written(pattern: str) -> str:
    """``me/<slug:public_id>`` and ``^me/(?P<public_id>…)$`` as people write them: ``/me/<public_id>``."""
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern.strip("^$")).replace("\\", "")
    return "/" + re.sub(r"<\w+:(\w+)>", r"<\1>", plain)


def _members(route: URLPattern) -> str | None:
    """The roles that a page of an organisation asks for, read from its decorator; ``None`` for other pages."""
    view = inspect.unwrap(route.callback)
    if view.__module__.endswith((".api", "ninja.operation")) or not view.__module__.startswith("assay."):
        return None
    module = inspect.getmodule(view)
    assert module
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.FunctionDef) and node.name == view.__name__:
            for each in node.decorator_list:
                if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "in_organisation":
                    roles = [Role[role.attr] for role in each.args if isinstance(role, ast.Attribute)]
                    return ", ".join(str(role.label) for role in roles) or "members"
    return None
