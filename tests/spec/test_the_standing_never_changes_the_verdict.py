"""Who the issuer is stands on a line of its own: it informs, and decides nothing about genuineness."""

import json
from datetime import timedelta

import pytest

from assay.science.errors import Code, Refused
from assay.science.trust.trust_file import TrustFile, read_trust_file
from assay.science.verification.report import POLICIES, Check, Outcome, Verdict
from tests.cast import ADA, BRUNEL, MALLORY, NORTHGATE, NOW, REGISTER, WELDING_BASICS
from tests.world import World, code, finding

WORLD = World().with_issuer(BRUNEL)
GENUINE = WORLD.issued(WELDING_BASICS, to=ADA)
FORGED = GENUINE.replace("Welding basics", "Welding mastery")
NOBODY = TrustFile()
BRUNEL_ITSELF = TrustFile(anchors=(BRUNEL.id,))
SOMEBODY_ELSE = TrustFile(anchors=(NORTHGATE.id,))
A_REGISTER = read_trust_file(
    json.dumps({"anchors": [{"id": REGISTER}], "recognitions": [{"from": REGISTER, "to": BRUNEL.id}]}).encode()
)


@pytest.mark.parametrize("trust", [NOBODY, BRUNEL_ITSELF, SOMEBODY_ELSE, A_REGISTER])
def test_the_issuers_standing_never_changes_the_verdict(trust: TrustFile) -> None:
    assert WORLD.verify(GENUINE, trust=trust).verdict is Verdict.VALID
    assert WORLD.verify(FORGED, trust=trust).verdict is Verdict.INVALID
    assert WORLD.offline().verify(GENUINE, trust=trust).verdict is Verdict.INDETERMINATE


def test_an_issuer_that_the_trust_file_names_is_recognised() -> None:
    report = WORLD.verify(GENUINE, trust=BRUNEL_ITSELF)

    assert (report.outcome(Check.STANDING), code(report, Check.STANDING)) == (Outcome.HOLDS, Code.ISSUER_RECOGNISED)


def test_an_issuer_that_a_register_recognises_is_recognised_and_the_way_is_told() -> None:
    report = WORLD.verify(GENUINE, trust=A_REGISTER)

    assert report.outcome(Check.STANDING) is Outcome.HOLDS
    assert f"{REGISTER} → {BRUNEL.id}" in finding(report, Check.STANDING).reason


@pytest.mark.parametrize("trust", [NOBODY, SOMEBODY_ELSE])
def test_an_issuer_whom_nobody_recognises_is_not_thereby_a_forger(trust: TrustFile) -> None:
    report = WORLD.verify(GENUINE, trust=trust)

    assert report.outcome(Check.STANDING) is Outcome.UNKNOWN
    assert code(report, Check.STANDING) is Code.ISSUER_NOT_ESTABLISHED
    assert report.verdict is Verdict.VALID


def test_a_stranger_who_calls_himself_by_the_name_of_a_college_has_no_standing() -> None:
    """Mallory's name is Brunel College too; names are claims, identifiers are not."""
    report = WORLD.verify(WORLD.issued(WELDING_BASICS, to=ADA, by=MALLORY, revocable=False), trust=BRUNEL_ITSELF)

    assert report.outcome(Check.STANDING) is Outcome.UNKNOWN
    assert MALLORY.id in finding(report, Check.STANDING).reason


def test_a_recognition_counts_while_it_lasts() -> None:
    trust = _recognised_until(NOW + timedelta(seconds=1))
    later = WORLD.on(NOW + timedelta(seconds=2))

    assert WORLD.verify(GENUINE, trust=trust).outcome(Check.STANDING) is Outcome.HOLDS
    assert later.verify(GENUINE, trust=trust).outcome(Check.STANDING) is Outcome.UNKNOWN


def test_a_policy_may_insist_on_the_standing() -> None:
    report = WORLD.verify(GENUINE, trust=SOMEBODY_ELSE)

    with pytest.raises(Refused) as refused:
        report.accept(POLICIES["STRICT"])

    assert refused.value.code is Code.ISSUER_NOT_ESTABLISHED
    assert report.accept(POLICIES["CURRENT"]).policy == "CURRENT"
    assert WORLD.verify(GENUINE, trust=A_REGISTER).accept(POLICIES["STRICT"]).policy == "STRICT"


def test_a_log_that_the_trust_file_asks_for_and_that_cannot_be_consulted_leaves_it_open() -> None:
    trust = read_trust_file(b'{"logs": [{"origin": "log.example", "key": "log.example+1+AQ"}]}')

    report = WORLD.verify(GENUINE, trust=trust)

    assert code(report, Check.LOG) is Code.LOG_UNREACHABLE
    assert report.verdict is Verdict.INDETERMINATE


def _recognised_until(end: object) -> TrustFile:
    step = {"from": REGISTER, "to": BRUNEL.id, "validUntil": str(end).replace(" ", "T").replace("+00:00", "Z")}
    return read_trust_file(json.dumps({"anchors": [REGISTER], "recognitions": [step]}).encode())
