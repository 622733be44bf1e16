"""A report tells what was found; whoever relies on a credential says by a policy which findings that takes."""

from datetime import timedelta

import pytest

from assay.science.errors import Code, Refused
from assay.science.verification.report import AT_ISSUE, CURRENT, HISTORICAL, POLICIES, Check, Policy, Report, Verdict
from assay.science.vocabulary.credential import VerifiedCredential
from tests.cast import ADA, BRUNEL, FIRST_AID, WELDING_BASICS
from tests.world import AN_INDEX, World

WORLD = World().with_issuer(BRUNEL)
CREDENTIAL = WORLD.issued(WELDING_BASICS, to=ADA)
LASTING = WORLD.issued(FIRST_AID, to=ADA, revocable=False)


def refusal(report: Report, policy: Policy) -> Code:
    with pytest.raises(Refused) as refused:
        report.accept(policy)
    return refused.value.code


def test_an_accepted_report_gives_a_verified_credential_with_the_instant_and_the_policy() -> None:
    report = WORLD.verify(CREDENTIAL)

    accepted = report.accept(CURRENT)

    assert isinstance(accepted, VerifiedCredential)
    assert (accepted.unverified, accepted.as_of, accepted.policy) == (report.credential, WORLD.at, "CURRENT")


def test_what_the_report_calls_unknown_a_policy_that_asks_for_it_does_not_accept() -> None:
    report = WORLD.offline(BRUNEL.status_url).verify(CREDENTIAL)

    assert refusal(report, CURRENT) is refusal(report, HISTORICAL) is Code.STATUS_UNREACHABLE
    assert report.accept(AT_ISSUE).policy == "AT_ISSUE"


def test_an_expired_credential_was_true_once() -> None:
    report = WORLD.on(WORLD.at + timedelta(days=4000)).with_status(BRUNEL).verify(CREDENTIAL)

    assert report.verdict is Verdict.INVALID
    assert refusal(report, CURRENT) is Code.EXPIRED
    assert report.accept(HISTORICAL).policy == "HISTORICAL"


def test_a_revoked_credential_was_not() -> None:
    world = WORLD.on(WORLD.at + timedelta(days=4000)).with_status(BRUNEL, set_bits=(AN_INDEX,))

    assert refusal(world.verify(CREDENTIAL), HISTORICAL) is Code.REVOKED


def test_our_own_output_may_begin_to_count_later_but_may_not_have_ended() -> None:
    early, late = (WORLD.on(WORLD.at + timedelta(days=days)).verify(CREDENTIAL) for days in (-2, 4000))

    assert early.accept(AT_ISSUE).policy == "AT_ISSUE"
    assert refusal(late, AT_ISSUE) is Code.EXPIRED


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_no_policy_accepts_what_was_altered(policy: Policy) -> None:
    report = WORLD.verify(LASTING.replace("workshop", "operating room"))

    assert refusal(report, policy) is Code.PROOF_INVALID


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_no_policy_accepts_what_could_not_be_read(policy: Policy) -> None:
    assert refusal(WORLD.verify("rubbish"), policy) is Code.MALFORMED


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_no_policy_accepts_a_report_without_checks(policy: Policy) -> None:
    report = WORLD.verify(LASTING)
    empty = Report(report.credential, report.as_of, ())

    assert refusal(empty, policy) is Code.REFUSED
    assert empty.verdict is Verdict.INDETERMINATE


def test_no_policy_accepts_what_nothing_proves_whatever_it_is_prepared_to_overlook() -> None:
    unsigned = WORLD.verify(WORLD.composed(FIRST_AID, to=ADA))
    careless = Policy("CARELESS", frozenset({Check.PROOF}), frozenset({Code.NO_PROOF}))

    assert refusal(unsigned, careless) is Code.NO_PROOF


@pytest.mark.parametrize("must_hold", [frozenset(), frozenset({Check.STATUS, Check.STANDING})])
def test_a_policy_that_does_not_ask_for_a_proof_is_refused(must_hold: frozenset[Check]) -> None:
    with pytest.raises(Refused, match="proof"):
        Policy("ANYTHING", must_hold)


def test_every_policy_is_named_once() -> None:
    assert list(POLICIES) == ["AT_ISSUE", "STRICT", "CURRENT", "HISTORICAL"]
    assert all(name == policy.name for name, policy in POLICIES.items())


def test_a_report_tells_the_first_ground_of_its_verdict() -> None:
    altered = CREDENTIAL.replace("mild steel", "wild steel")
    away = WORLD.offline(BRUNEL.status_url)

    assert WORLD.verify(CREDENTIAL).grounds == ""
    assert WORLD.verify(altered).grounds == "the signature does not match the document and the key"
    assert "status list" in away.verify(CREDENTIAL).grounds
    assert Report(None, WORLD.at, ()).grounds == "the checks are incomplete"


def test_a_report_tells_the_same_to_programs() -> None:
    report = WORLD.verify(CREDENTIAL)

    told = report.as_json()

    assert (told["verdict"], told["as_of"]) == ("VALID", "2026-11-22T09:00:00Z")
    checks = told["checks"]
    assert isinstance(checks, list)
    assert [each["name"] for each in checks if isinstance(each, dict)] == [
        check.label
        for check in Check
        if check is not Check.HOLDER  # which takes somebody who shows it
    ]
    assert told["credential"] == {
        "kind": "achievement credential",
        "model": "VCDM 2.0",
        "id": "urn:uuid:5f3c9a1e-0b57-4c7e-9a52-5a3f6d0c1e11",
        "name": "Welding basics",
        "issuer": {"id": "did:web:brunel.example", "name": "Brunel College"},
        "subject": {"id": ADA.id},
        "achievement": {
            "id": "https://brunel.example/achievements/welding-basics/v/1",
            "type": "MicroCredential",
            "name": "Welding basics",
        },
        "validFrom": "2026-11-22T09:00:00Z",
        "validUntil": "2029-11-22T09:00:00Z",
    }
    assert WORLD.verify("rubbish").as_json()["credential"] is None
