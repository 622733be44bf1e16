"""Attack 17: proof sets and chains. Each proof of a known kind is checked, and one that fails spoils the document."""

from typing import Any

import pytest

from assay.science.errors import Code
from assay.science.securing.strict_json import JsonObject
from assay.science.verification.report import Check, Outcome, Verdict
from tests.cast import ADA, BRUNEL, MALLORY, MERIDIAN, NORTHGATE, WELDING_BASICS
from tests.world import World, changed, code, signed

WORLD = World().with_issuer(BRUNEL).with_issuer(NORTHGATE)
UNSIGNED = WORLD.composed(WELDING_BASICS, to=ADA)
GOOD = signed(UNSIGNED)["proof"][0]
# Made by the issuer's own key, over something else.
BAD = signed(changed(UNSIGNED, name="Welding mastery"))["proof"][0]
UNREAD: JsonObject = {"type": "SomeProof2031", "proofValue": "z2", "verificationMethod": "urn:x:1"}


def secured(*proofs: JsonObject) -> JsonObject:
    return {**UNSIGNED, "proof": [*proofs]}


def verdict_on(*proofs: JsonObject) -> tuple[Verdict, Code]:
    report = WORLD.verify(secured(*proofs))
    return report.verdict, code(report, Check.PROOF)


def test_one_good_proof_is_enough() -> None:
    assert verdict_on(GOOD) == (Verdict.VALID, Code.OK)


@pytest.mark.parametrize("proofs", [(GOOD, BAD), (BAD, GOOD), (BAD,), (GOOD, GOOD, BAD)])
def test_attack_17_a_bad_proof_beside_a_good_one_makes_it_invalid(proofs: tuple[JsonObject, ...]) -> None:
    assert verdict_on(*proofs) == (Verdict.INVALID, Code.PROOF_INVALID)


def test_two_good_proofs_both_hold() -> None:
    assert verdict_on(GOOD, signed(UNSIGNED, suite="eddsa-jcs-2022")["proof"][0]) == (Verdict.VALID, Code.OK)


@pytest.mark.parametrize("proof", [[], None])
def test_attack_17_no_proof_is_no_proof_however_it_is_written(proof: object) -> None:
    report = WORLD.verify(changed(UNSIGNED, proof=proof))

    assert (report.verdict, code(report, Check.PROOF)) == (Verdict.INVALID, Code.NO_PROOF)


def test_a_proof_may_stand_without_brackets() -> None:
    assert WORLD.verify({**UNSIGNED, "proof": GOOD}).verdict is Verdict.VALID


def test_a_proof_of_an_unknown_kind_beside_a_good_one_is_told_and_not_counted() -> None:
    report = WORLD.verify(secured(UNREAD, GOOD))

    found = [(each.outcome, each.code) for each in report.findings if each.check is Check.PROOF]
    assert found == [(Outcome.HOLDS, Code.OK), (Outcome.NOT_APPLICABLE, Code.PROOF_UNSUPPORTED)]
    assert report.verdict is Verdict.VALID


def test_a_proof_of_an_unknown_kind_alone_leaves_it_open() -> None:
    assert verdict_on(UNREAD) == (Verdict.INDETERMINATE, Code.PROOF_UNSUPPORTED)


def test_a_proof_of_an_unknown_kind_does_not_save_a_bad_one() -> None:
    assert verdict_on(UNREAD, BAD) == (Verdict.INVALID, Code.PROOF_INVALID)


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"},
        {**GOOD, "proofValue": "u" + GOOD["proofValue"][1:]},
        {**GOOD, "proofValue": "z2"},
        {**GOOD, "created": "2026-11-22"},
        {**GOOD, "verificationMethod": {"id": BRUNEL.method, "publicKeyMultibase": "z6Mk"}},
    ],
)
def test_a_proof_that_breaks_the_rules_of_its_kind_spoils_the_document(broken: JsonObject) -> None:
    assert verdict_on(GOOD, broken) == (Verdict.INVALID, Code.PROOF_MALFORMED)


@pytest.mark.parametrize("broken", ["rubbish", None, [], changed(GOOD, type=None), {**GOOD, "type": [GOOD["type"]]}])
def test_what_is_no_proof_at_all_spoils_the_document(broken: Any) -> None:
    assert WORLD.verify(secured(GOOD, broken)).verdict is Verdict.INVALID


def test_two_proofs_with_one_id_are_refused() -> None:
    named = signed(UNSIGNED, id="urn:x:1")["proof"][0]

    assert verdict_on(named, named) == (Verdict.INVALID, Code.PROOF_MALFORMED)


# --- somebody else signs too -----------------------------------------------------------------------------------------


def test_a_co_signature_that_verifies_is_told_and_not_counted() -> None:
    by_mallory = signed(UNSIGNED, by=MALLORY)["proof"][0]

    report = WORLD.verify(secured(GOOD, by_mallory))

    told = [each for each in report.findings if each.code is Code.NOT_PRESENT and each.check is Check.ISSUER]
    assert report.verdict is Verdict.VALID
    assert len(told) == 1
    assert MALLORY.id in told[0].reason


def test_a_co_signature_alone_is_not_the_issuers() -> None:
    report = WORLD.verify(secured(signed(UNSIGNED, by=MALLORY)["proof"][0]))

    assert report.outcome(Check.PROOF) is Outcome.HOLDS
    assert code(report, Check.ISSUER) is Code.ISSUER_MISMATCH
    assert report.verdict is Verdict.INVALID


def test_a_co_signature_that_does_not_verify_spoils_the_document() -> None:
    altered = signed(changed(UNSIGNED, name="Else"), by=MALLORY)["proof"][0]

    assert verdict_on(GOOD, altered) == (Verdict.INVALID, Code.PROOF_INVALID)


def test_a_co_signature_of_another_institution_asks_nobody() -> None:
    """A stranger could add any address there, and so choose whom every verifier asks."""
    by_northgate = signed(UNSIGNED, by=NORTHGATE)["proof"][0]

    report, asked = WORLD.verify_and_watch(secured(GOOD, by_northgate))

    assert report.verdict is Verdict.VALID
    assert asked == [BRUNEL.document_url, BRUNEL.status_url]


# --- chains ----------------------------------------------------------------------------------------------------------


def chained(first: Any, **more: Any) -> JsonObject:
    return signed({**UNSIGNED, "proof": [first]}, id="urn:x:2", previousProof="urn:x:1", **more)


def test_a_chain_of_proofs_holds_when_each_link_does() -> None:
    assert WORLD.verify(chained(signed(UNSIGNED, id="urn:x:1")["proof"][0])).verdict is Verdict.VALID


def test_attack_17_the_link_that_a_chain_rests_on_cannot_be_exchanged() -> None:
    chain = chained(signed(UNSIGNED, id="urn:x:1")["proof"][0])
    other = signed(UNSIGNED, id="urn:x:1", suite="eddsa-jcs-2022")["proof"][0]
    proofs = chain["proof"]
    assert isinstance(proofs, list)

    report = WORLD.verify({**chain, "proof": [other, proofs[1]]})

    assert (report.verdict, code(report, Check.PROOF)) == (Verdict.INVALID, Code.PROOF_INVALID)


@pytest.mark.parametrize(
    "link",
    [
        {"previousProof": "urn:x:missing"},
        {"id": "urn:x:1", "previousProof": "urn:x:1"},
        {"id": "urn:x:1", "previousProof": ["urn:x:2"]},
    ],
)
def test_attack_17_a_missing_or_circular_link_is_refused(link: JsonObject) -> None:
    other = {**GOOD, "id": "urn:x:2", "previousProof": "urn:x:1"}

    assert verdict_on({**GOOD, **link}, other) == (Verdict.INVALID, Code.PROOF_CHAIN_BROKEN)


# --- the proof's own end ---------------------------------------------------------------------------------------------


def test_a_proof_that_has_run_out_no_longer_proves() -> None:
    proof = signed(UNSIGNED, expires="2026-11-22T08:59:59Z")["proof"][0]

    assert verdict_on(proof) == (Verdict.INVALID, Code.PROOF_EXPIRED)


def test_a_proof_that_runs_out_later_proves_today() -> None:
    assert verdict_on(signed(UNSIGNED, expires="2026-11-22T09:00:00Z")["proof"][0]) == (Verdict.VALID, Code.OK)


# --- floods ----------------------------------------------------------------------------------------------------------


def test_attack_more_proofs_than_anybody_needs_are_refused() -> None:
    assert verdict_on(*[GOOD] * 17) == (Verdict.INVALID, Code.TOO_LARGE)


def test_attack_many_proofs_over_a_large_document_are_refused_before_any_is_checked() -> None:
    subject = {**UNSIGNED["credentialSubject"], "narrative": "x"}
    subject["achievement"] = {**subject["achievement"], "tag": [f"tag {each}" for each in range(6_000)]}
    large = {**UNSIGNED, "credentialSubject": subject, "proof": [GOOD] * 16}

    assert code(WORLD.verify(large), Check.PROOF) is Code.TOO_LARGE


def test_a_large_document_with_one_proof_is_read() -> None:
    subject = UNSIGNED["credentialSubject"]
    achievement = {**subject["achievement"], "tag": [f"tag {each}" for each in range(6_000)]}
    large = signed({**UNSIGNED, "credentialSubject": {**subject, "achievement": achievement}})

    assert WORLD.verify(large).verdict is Verdict.VALID


def test_every_suite_that_we_issue_verifies() -> None:
    world = WORLD.with_issuer(MERIDIAN)

    for by, suites in (
        (BRUNEL, ["eddsa-rdfc-2022", "eddsa-jcs-2022", "vc-jwt"]),
        (NORTHGATE, ["ecdsa-rdfc-2019", "ecdsa-jcs-2019", "vc-jwt"]),
        (MERIDIAN, ["ecdsa-rdfc-2019", "ecdsa-jcs-2019", "vc-jwt"]),
    ):
        for suite in suites:
            issued = world.issued(WELDING_BASICS, to=ADA, by=by, suite=suite)
            assert world.verify(issued).verdict is Verdict.VALID, (by.name, suite)
