"""Missing information makes nothing valid, and nothing forged."""

import pytest

from assay.science.errors import Code
from assay.science.verification.report import Check, Outcome, Verdict
from tests.cast import ADA, BRUNEL, MALLORY, WELDING_BASICS
from tests.world import World, changed, code, finding, signed

WORLD = World().with_issuer(BRUNEL)


def test_a_credential_is_valid_when_everything_it_rests_on_is_at_hand() -> None:
    report, asked = WORLD.verify_and_watch(WORLD.issued(WELDING_BASICS, to=ADA))

    assert report.verdict is Verdict.VALID
    assert asked == [BRUNEL.document_url, BRUNEL.status_url]


def test_a_credential_whose_status_list_is_out_of_reach_is_unknown_not_invalid() -> None:
    world = WORLD.offline(BRUNEL.status_url)

    report = world.verify(world.issued(WELDING_BASICS, to=ADA))

    assert report.outcome(Check.STATUS) is Outcome.UNKNOWN
    assert code(report, Check.STATUS) is Code.STATUS_UNREACHABLE
    assert report.verdict is Verdict.INDETERMINATE


def test_a_credential_whose_issuer_is_out_of_reach_is_unknown_not_invalid() -> None:
    world = WORLD.offline(BRUNEL.document_url)

    report = world.verify(world.issued(WELDING_BASICS, to=ADA))

    assert code(report, Check.PROOF) is code(report, Check.ISSUER) is Code.ISSUER_UNREACHABLE
    assert BRUNEL.document_url in finding(report, Check.ISSUER).reason
    assert report.verdict is Verdict.INDETERMINATE


def test_a_list_whose_signer_is_out_of_reach_is_unknown() -> None:
    """The list is there, and nobody can tell whether the issuer wrote it."""
    listing = changed(WORLD.published(BRUNEL.status_url), proof=None)
    world = WORLD.publishing(BRUNEL.status_url, signed(listing, method="did:web:elsewhere.example#key"))

    report = world.verify(world.issued(WELDING_BASICS, to=ADA))

    assert report.outcome(Check.STATUS) is Outcome.UNKNOWN
    assert report.verdict is Verdict.INDETERMINATE


def test_a_credential_of_a_did_key_needs_nobody_at_all() -> None:
    world = World()

    report, asked = world.verify_and_watch(world.issued(WELDING_BASICS, to=ADA, by=MALLORY, revocable=False))

    assert report.verdict is Verdict.VALID
    assert asked == []


@pytest.mark.parametrize("issuer", ["did:ebsi:z23", "did:velocity:0x4ade", "did:dns:brunel.example"])
def test_a_did_method_that_is_not_read_is_unknown_not_invalid(issuer: str) -> None:
    credential = changed(WORLD.composed(WELDING_BASICS, to=ADA, revocable=False), issuer=issuer)

    report, asked = WORLD.verify_and_watch(signed(credential, method=f"{issuer}#key-1"))

    assert code(report, Check.ISSUER) is Code.DID_METHOD_UNSUPPORTED
    assert report.verdict is Verdict.INDETERMINATE
    assert asked == []


def test_a_context_that_is_not_carried_is_unknown_not_invalid() -> None:
    credential = signed(WORLD.composed(WELDING_BASICS, to=ADA))
    contexts = [*credential["@context"], "https://terms.example/v1"]

    report, asked = WORLD.verify_and_watch({**credential, "@context": contexts})

    assert code(report, Check.CONTEXT) is Code.CONTEXT_UNKNOWN
    assert report.verdict is Verdict.INDETERMINATE
    assert "https://terms.example/v1" not in asked


def test_a_tampered_credential_is_invalid_even_where_something_else_is_out_of_reach() -> None:
    world = WORLD.offline(BRUNEL.status_url)
    credential = signed(world.composed(WELDING_BASICS, to=ADA))

    report = world.verify({**credential, "name": "Welding, advanced"})

    assert report.outcome(Check.STATUS) is Outcome.NOT_APPLICABLE  # nobody is asked on behalf of a forgery
    assert report.verdict is Verdict.INVALID
