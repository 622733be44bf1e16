"""Open Badges 2.0, read and never written: genuine is what the issuer's own site serves at the badge's address."""

import json
from typing import Any

import pytest

from assay.science.errors import Code
from assay.science.securing import base64url
from assay.science.verification.report import Check, Outcome, Report, Verdict
from assay.science.vocabulary.kinds import Kind
from tests.cast import NOW
from tests.vectors import vectors
from tests.world import World, changed, code

ADDRESS = "https://robots.example/assertions/1"
ASSERTION: dict[str, Any] = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": ADDRESS,
    "recipient": {"type": "email", "hashed": True, "identity": "sha256$ecf5", "salt": "deadsea"},
    "badge": {"id": "https://robots.example/badge", "name": "Robots", "issuer": "https://robots.example/issuer"},
    "issuedOn": "2016-12-31T23:59:59+00:00",
    "verification": {"type": "HostedBadge"},
}


BADGE, ISSUER = "https://robots.example/badge", "https://robots.example/issuer"
BADGE_CLASS: dict[str, Any] = {**ASSERTION["badge"], "type": "BadgeClass"}
WORLD = World().publishing(BADGE, BADGE_CLASS).publishing(ISSUER, {"id": ISSUER, "type": "Issuer"})


def told(shown: Any, hosted: Any = ASSERTION, address: str = ADDRESS) -> Report:
    world = World(documents={}) if hosted is None else WORLD.publishing(address, hosted)
    return world.verify(shown)


def named(issuer: Any) -> World:
    """The badge, its class and the profile of the issuer that it names, as they are published."""
    shown = with_issuer(issuer)
    identifier = issuer["id"] if isinstance(issuer, dict) else issuer
    profile = {"id": identifier, "type": "Issuer"}
    published = World().publishing(ADDRESS, shown).publishing(BADGE, {**BADGE_CLASS, "issuer": issuer})
    return published.publishing(identifier.replace("http:", "https:"), profile)


def with_issuer(issuer: Any) -> dict[str, Any]:
    return {**ASSERTION, "badge": {**ASSERTION["badge"], "issuer": issuer}}


def test_a_badge_that_its_issuers_site_hosts_unchanged_is_valid() -> None:
    report = told(ASSERTION, json.dumps(ASSERTION, indent=3))

    assert report.verdict is Verdict.VALID
    assert report.credential is not None
    assert (report.credential.kind, report.credential.issuer) == (Kind.OB2_ASSERTION, "https://robots.example/issuer")
    summary = report.credential.summary()
    assert (summary["achievement"], summary["validFrom"]) == (
        {"id": "https://robots.example/badge", "type": None, "name": "Robots"},
        "2016-12-31T23:59:59Z",
    )


def test_a_hosted_badge_that_is_out_of_reach_is_unknown() -> None:
    report = told(ASSERTION, None)

    assert (report.verdict, code(report, Check.PROOF)) == (Verdict.INDETERMINATE, Code.ISSUER_UNREACHABLE)


@pytest.mark.parametrize(
    ("hosted", "expected"),
    [
        ({**ASSERTION, "issuedOn": "2017-01-01T00:00:00Z"}, Code.HOST_MISMATCH),
        (changed(ASSERTION, recipient=None), Code.HOST_MISMATCH),
        ({"revoked": True, "id": ADDRESS}, Code.REVOKED),
        ({**ASSERTION, "revoked": True, "revocationReason": "issued in error"}, Code.REVOKED),
        ("<html>not found</html>", Code.MALFORMED),
        ('{"id":1,"id":1}', Code.DUPLICATE_KEY),
        ("[]", Code.MALFORMED),
    ],
)
def test_a_badge_that_its_site_does_not_say_is_invalid(hosted: Any, expected: Code) -> None:
    report = told(ASSERTION, hosted)

    assert (report.verdict, code(report, Check.PROOF)) == (Verdict.INVALID, expected)


@pytest.mark.parametrize(
    "issuer",
    [
        "https://college.example/issuer",
        "https://robots.example.evil.example/issuer",
        "https://evil.example@robots.example/issuer",
        "https://robots.example:8443/issuer",
        "https://[robots.example",  # Python's own reader of URLs raises on it
        "https://127.0.0.1/issuer",
        "did:web:robots.example",
        {"id": "https://college.example/issuer", "name": "Robots"},
    ],
)
def test_attack_a_badge_hosted_on_another_site_is_not_its_issuers(issuer: Any) -> None:
    """Whoever owns some site hosts a badge there in the name of a college."""
    report = named(issuer).verify(with_issuer(issuer))

    assert (report.verdict, code(report, Check.ISSUER)) == (Verdict.INVALID, Code.HOST_MISMATCH)


@pytest.mark.parametrize(
    "issuer", ["http://robots.example/issuer", "https://robots.example", "https://ROBOTS.example/x"]
)
def test_an_issuer_of_the_same_site_may_spell_it_as_issuers_then_did(issuer: str) -> None:
    assert named(issuer).verify(with_issuer(issuer)).verdict is Verdict.VALID


def test_a_badge_class_that_cannot_be_had_leaves_the_issuer_open() -> None:
    report = World().publishing(ADDRESS, ASSERTION).verify(ASSERTION)

    assert report.outcome(Check.PROOF) is Outcome.HOLDS
    assert (report.verdict, code(report, Check.ISSUER)) == (Verdict.INDETERMINATE, Code.ISSUER_UNREACHABLE)


def test_attack_an_embedded_badge_class_that_says_more_than_the_published_one_is_not_the_issuers() -> None:
    shown = {**ASSERTION, "badge": {**ASSERTION["badge"], "name": "Robots, with distinction"}}

    report = told(shown, shown)

    assert (report.verdict, code(report, Check.ISSUER)) == (Verdict.INVALID, Code.HOST_MISMATCH)


def test_attack_a_neighbour_on_a_shared_site_is_not_the_issuer() -> None:
    """Many keep their files on one host, each under a path of its own."""
    profile = {"id": ISSUER, "type": "Issuer", "verification": {"startsWith": "https://robots.example/victim/"}}

    report = WORLD.publishing(ISSUER, profile).publishing(ADDRESS, ASSERTION).verify(ASSERTION)

    assert (report.verdict, code(report, Check.ISSUER)) == (Verdict.INVALID, Code.HOST_MISMATCH)


def test_attack_an_assertion_inside_a_token_is_not_read_as_a_hosted_one() -> None:
    """A token's signature and claims would be passed over."""
    header, claims = ({"alg": "none", "typ": "at+jwt"}, ASSERTION | {"exp": 1, "iss": "https://evil.example"})
    parts = [base64url.encode(json.dumps(part).encode()) for part in (header, claims)]

    report = WORLD.publishing(ADDRESS, ASSERTION).verify(".".join([*parts, "AAAA"]))

    assert report.verdict is Verdict.INDETERMINATE
    assert code(report, Check.PROOF) is Code.PROOF_UNSUPPORTED


@pytest.mark.parametrize("address", ["http://robots.example/1", "urn:uuid:5f3c", "https://127.0.0.1/1", "https://["])
def test_a_badge_whose_address_nobody_can_vouch_for_is_not_asked_for(address: str) -> None:
    report, asked = World().verify_and_watch({**ASSERTION, "id": address})

    assert report.verdict is not Verdict.VALID
    assert asked == []


@pytest.mark.parametrize("member", ["verification", "verify"])
def test_a_signed_assertion_is_not_read_and_left_open(member: str) -> None:
    shown = changed({**ASSERTION, "verification": None}, **{member: {"type": "SignedBadge"}})

    assert code(told(shown, shown), Check.PROOF) is Code.PROOF_UNSUPPORTED


def test_an_expired_badge_is_invalid_wherever_it_is_hosted() -> None:
    shown = {**ASSERTION, "expires": "2020-01-01T00:00:00Z"}

    assert code(told(shown, shown), Check.VALIDITY) is Code.EXPIRED


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"id": None}, "/id"),
        ({"id": "assertion-1"}, "/id"),
        ({"recipient": None}, "/recipient"),
        ({"recipient": {"type": "email"}}, "/recipient/identity"),
        ({"recipient": {"identity": "a@b.example"}}, "/recipient/type"),
        ({"recipient": {"type": "email", "identity": 7}}, "/recipient/identity"),
        ({"badge": None}, "/badge"),
        ({"badge": {"name": "Robots"}}, "/badge/id"),
        ({"badge": {"id": "https://robots.example/badge", "issuer": 7}}, "/badge/issuer"),
        ({"verification": None}, "/verify"),
        ({"verification": {}}, "/verification/type"),
        ({"verification": {"type": [7]}}, "/verification/type"),
        ({"issuedOn": "yesterday"}, "/issuedOn"),
        ({"expires": 7}, "/expires"),
        ({"expires": "2016-01-01T00:00:00Z"}, "/expires"),  # before it was issued
        ({"type": "BadgeClass"}, "/type"),
        ({"type": ["Assertion", "BadgeClass"]}, "/type"),
    ],
)
def test_an_assertion_that_is_none_is_refused_with_the_place(change: dict[str, Any], where: str) -> None:
    report = told(changed(ASSERTION, **change), None)

    assert report.verdict is Verdict.INVALID
    assert report.findings[0].reason.endswith(f", at {where}")


@pytest.mark.parametrize(
    "members",
    [
        {"relatedResource": [7]},
        {"relatedResource": [{}]},
        {"credentialSchema": 7},
        {"credentialSubject": []},
        {"credentialSubject": [[]]},
        {"credentialStatus": 7},
        {"refreshService": 7},
        {"endorsement": [7, {}, "x"]},
        {"name": 7},
    ],
)
def test_members_that_mean_something_elsewhere_do_not_upset_the_reader(members: dict[str, Any]) -> None:
    shown = {**ASSERTION, **members}

    report = told(shown, shown)

    assert report.as_json()["verdict"] in ("VALID", "INVALID")


# --- a badge that is an address -------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", [ADDRESS, f"  {ADDRESS}\n", ADDRESS.encode()])
def test_an_address_in_place_of_a_badge_is_asked_for(shown: str | bytes) -> None:
    assert told(shown).verdict is Verdict.VALID


def test_an_address_behind_which_nothing_is_found_leaves_it_open() -> None:
    report = told(ADDRESS, None)

    assert (report.verdict, code(report, Check.READING)) == (Verdict.INDETERMINATE, Code.UNAVAILABLE)


@pytest.mark.parametrize(
    "shown",
    [
        f"{ADDRESS} and more",
        f"{ADDRESS}\n{ADDRESS}",
        ADDRESS + "x" * 3000,
        " " * 2100 + ADDRESS,
        "https://127.0.0.1/1",
        "https://user@robots.example/1",
        "http://robots.example/1",
        "https://robots.example/ü".encode(),
        b"https://robots.example/\xff",
    ],
)
def test_attack_what_only_begins_like_an_address_is_not_asked_for(shown: str | bytes) -> None:
    report, asked = World().verify_and_watch(shown)

    assert (report.verdict, code(report, Check.READING)) == (Verdict.INVALID, Code.MALFORMED)
    assert asked == []


def test_attack_an_address_that_leads_to_an_address_leads_nowhere() -> None:
    report, asked = World().publishing(ADDRESS, ADDRESS).verify_and_watch(ADDRESS)

    assert report.verdict is Verdict.INVALID
    assert asked == [ADDRESS]


# --- the samples of 1EdTech's validator ------------------------------------------------------------------------------

HOSTED = {
    "assertion-with-data-image.json",
    "assertion-with-endorsements.json",
    "basic-assertion-expired.json",
    "basic-assertion-in-future.json",
    "basic-assertion-no-public-key.json",
    "basic-assertion-with-allowed-origins-invalid-multiple-starts-with.json",
    "basic-assertion-with-allowed-origins-invalid-starts-with.json",
    "basic-assertion-with-allowed-origins-valid-multiple-starts-with.json",
    "basic-assertion-with-allowed-origins-valid-starts-with.json",
    "basic-assertion-with-allowed-origins.json",
    "basic-assertion-with-language.json",
    "basic-assertion.json",
    "warning-issuer-non-http.json",
    "warning-with-redirection.json",
}
WITHOUT_AN_ADDRESS = {
    "assertion-with-extension-node-basic.json",
    "assertion-with-extension-node-invalid.json",
    "assertion-with-multiple-extensions.json",
}
NO_ASSERTION = {
    "badge-class-with-language.json": Code.WRONG_TYPE,
    "basic-assertion-expired-before-issued.json": Code.MALFORMED,
    "basic-assertion-invalid-context.json": Code.MALFORMED,
    "basic-assertion-invalid-type.json": Code.WRONG_TYPE,
    "issuer-compact-iri-validation.json": Code.WRONG_TYPE,
    "redirected-validation-subject.json": Code.MALFORMED,
}


@pytest.mark.vectors
def test_every_sample_is_accounted_for() -> None:
    found = {path.name for path in vectors("1edtech-validator", "ob20").glob("*.json")}

    assert found == HOSTED | WITHOUT_AN_ADDRESS | set(NO_ASSERTION)


@pytest.mark.vectors
@pytest.mark.parametrize("name", sorted(HOSTED))
def test_a_sample_verifies_by_its_hosted_copy(name: str) -> None:
    raw = vectors("1edtech-validator", "ob20", name).read_bytes()
    sample = json.loads(raw)
    same, other, withdrawn = (
        World(NOW).publishing(sample["id"], hosted).verify(raw)
        for hosted in (sample, {**sample, "evidence": "https://else.example"}, {"id": sample["id"], "revoked": True})
    )

    assert World(NOW).verify(raw).outcome(Check.PROOF) is Outcome.UNKNOWN
    assert same.outcome(Check.PROOF) is Outcome.HOLDS
    assert code(other, Check.PROOF) is Code.HOST_MISMATCH
    assert code(withdrawn, Check.PROOF) is Code.REVOKED
    # Neither the badge class nor the issuer's profile is published in these worlds.
    assert same.outcome(Check.ISSUER) is Outcome.UNKNOWN


@pytest.mark.vectors
@pytest.mark.parametrize("name", sorted(WITHOUT_AN_ADDRESS))
def test_a_sample_without_an_address_on_the_web_stays_open(name: str) -> None:
    report = World().verify(vectors("1edtech-validator", "ob20", name).read_bytes())

    assert (report.verdict, code(report, Check.PROOF)) == (Verdict.INDETERMINATE, Code.ISSUER_UNREACHABLE)


@pytest.mark.vectors
@pytest.mark.parametrize(("name", "expected"), NO_ASSERTION.items())
def test_a_sample_that_is_no_assertion_is_refused(name: str, expected: Code) -> None:
    report = World().verify(vectors("1edtech-validator", "ob20", name).read_bytes())

    assert (report.verdict, code(report, Check.READING)) == (Verdict.INVALID, expected)


@pytest.mark.vectors
@pytest.mark.parametrize("name", ["simple.jwt", "simple-revoked.jwt", "simple-not-revoked.jwt"])
def test_a_signed_sample_is_not_read_and_left_open(name: str) -> None:
    report = World().verify(vectors("1edtech-validator", "ob20", name).read_bytes())

    assert (report.verdict, code(report, Check.PROOF)) == (Verdict.INDETERMINATE, Code.PROOF_UNSUPPORTED)


@pytest.mark.vectors
def test_a_sample_baked_into_a_picture_is_read_like_any_other() -> None:
    report = World().verify(vectors("1edtech-validator", "ob20", "simple-badge.png").read_bytes())

    assert report.credential is not None
    assert report.credential.kind is Kind.OB2_ASSERTION
