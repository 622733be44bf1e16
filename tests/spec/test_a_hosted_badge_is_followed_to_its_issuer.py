"""Open Badges 2.0: an assertion links to its badge class, that to its issuer, and the issuer says what is its own."""

from typing import Any

import pytest

from assay.science.errors import Code
from assay.science.verification.report import Check, Report, Verdict
from tests.world import World, code

ADDRESS = "https://cdn.example/assertions/1"
BADGE = "https://robots.example/badge"
ISSUER = "https://robots.example/issuer"
ASSERTION: dict[str, Any] = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": ADDRESS,
    "recipient": {"type": "email", "identity": "a@b.example"},
    "badge": BADGE,
    "verification": {"type": "HostedBadge"},
}
BADGE_CLASS: dict[str, Any] = {"id": BADGE, "type": "BadgeClass", "name": "Robots", "issuer": ISSUER}
PROFILE: dict[str, Any] = {"id": ISSUER, "type": "Issuer", "verification": {"allowedOrigins": ["cdn.example"]}}


def told(**changes: Any) -> Report:
    documents = {ADDRESS: ASSERTION, BADGE: BADGE_CLASS, ISSUER: PROFILE} | changes.pop("at", {})
    world = World()
    for address, document in documents.items():
        world = world.publishing(address, document) if document is not None else world
    return world.verify(documents[ADDRESS])


def with_rules(rules: Any) -> Report:
    return told(at={ISSUER: {**PROFILE, "verification": rules}})


def test_a_badge_on_the_site_of_the_issuer_behind_its_class_is_valid() -> None:
    address = "https://robots.example/assertions/1"
    shown = {**ASSERTION, "id": address}

    world = World().publishing(address, shown).publishing(BADGE, BADGE_CLASS).publishing(ISSUER, {"id": ISSUER})
    report = world.verify(shown)

    assert report.verdict is Verdict.VALID


def test_a_badge_on_a_site_that_the_issuer_names_is_valid() -> None:
    assert told().verdict is Verdict.VALID


@pytest.mark.parametrize(
    "rules",
    [
        {"startsWith": "https://cdn.example/assertions/"},
        {"startsWith": ["https://x.example/", "https://cdn.example/"]},
        {"allowedOrigins": "cdn.example", "startsWith": "https://cdn.example/a"},
    ],
)
def test_an_issuer_may_name_beginnings_of_addresses(rules: Any) -> None:
    assert with_rules(rules).verdict is Verdict.VALID


@pytest.mark.parametrize(
    "rules",
    [
        None,
        {},
        {"type": "hosted"},
        {"allowedOrigins": ["robots.example"]},
        {"allowedOrigins": ["example"]},
        {"startsWith": "https://cdn.exam"},  # ends inside the host name
        {"startsWith": "https://cdn.example/badges/"},
        {"allowedOrigins": ["cdn.example"], "startsWith": "https://cdn.example/badges/"},
    ],
)
def test_attack_a_badge_on_a_site_that_the_issuer_does_not_name_is_invalid(rules: Any) -> None:
    report = with_rules(rules)

    assert (report.verdict, code(report, Check.ISSUER)) == (Verdict.INVALID, Code.HOST_MISMATCH)


@pytest.mark.parametrize("dots", ["/..", "/%2E%2e", "/.%2e", "/."])
def test_attack_a_beginning_that_is_left_again_is_no_beginning(dots: str) -> None:
    """Somebody else's file at the issuer's host, under a name that begins as the issuer's own do."""
    address = f"https://cdn.example/assertions{dots}/strangers/1"
    shown = {**ASSERTION, "id": address}
    profile = {**PROFILE, "verification": {"startsWith": "https://cdn.example/assertions/"}}
    world = World().publishing(address, shown).publishing(BADGE, BADGE_CLASS).publishing(ISSUER, profile)

    assert code(world.verify(shown), Check.ISSUER) is Code.HOST_MISMATCH


def test_a_badge_class_inside_that_names_no_issuer_is_followed_to_the_one_at_its_address() -> None:
    inside = {**ASSERTION, "badge": {"id": BADGE, "name": "Robots"}}

    assert told(at={ADDRESS: inside}).verdict is Verdict.VALID


@pytest.mark.parametrize("missing", [BADGE, ISSUER])
def test_a_link_that_leads_nowhere_leaves_the_issuer_open(missing: str) -> None:
    report = told(at={missing: None})

    assert (report.verdict, code(report, Check.ISSUER)) == (Verdict.INDETERMINATE, Code.ISSUER_UNREACHABLE)


@pytest.mark.parametrize(
    ("place", "found", "expected"),
    [
        (BADGE, {**BADGE_CLASS, "id": "https://robots.example/other"}, Code.HOST_MISMATCH),
        (BADGE, {"id": BADGE, "type": "BadgeClass"}, Code.MALFORMED),
        (BADGE, {**BADGE_CLASS, "issuer": 7}, Code.MALFORMED),
        (BADGE, "[]", Code.MALFORMED),
        (BADGE, {**BADGE_CLASS, "issuer": "did:web:college.example"}, Code.HOST_MISMATCH),
        (ISSUER, {**PROFILE, "id": BADGE}, Code.HOST_MISMATCH),
        (ISSUER, {**PROFILE, "verification": {"allowedOrigins": 7}}, Code.MALFORMED),
    ],
)
def test_what_is_found_behind_a_link_must_be_what_was_linked(place: str, found: Any, expected: Code) -> None:
    report = told(at={place: found})

    assert (report.verdict, code(report, Check.ISSUER)) == (Verdict.INVALID, expected)


def test_what_is_named_by_http_is_asked_for_by_https() -> None:
    shown = {**ASSERTION, "badge": "http://robots.example/badge"}

    report, asked = World().publishing(ADDRESS, shown).verify_and_watch(shown)

    assert (report.verdict, asked) == (Verdict.INDETERMINATE, [ADDRESS, BADGE])


def test_a_badge_class_that_is_at_no_address_of_the_web_is_not_asked_for() -> None:
    shown = {**ASSERTION, "badge": "urn:uuid:5f3c"}

    report, asked = World().publishing(ADDRESS, shown).verify_and_watch(shown)

    assert (report.verdict, asked) == (Verdict.INDETERMINATE, [ADDRESS])
