"""Attack 39: time. Instants are compared, not their spelling; a moment that does not exist is refused."""

from datetime import timedelta
from typing import Any

import pytest

from assay.science.errors import Code
from assay.science.verification.report import Check, Outcome, Report, Verdict
from tests.cast import ADA, BRUNEL, FIRST_AID, NOW, WELDING_BASICS
from tests.world import World, changed, code, finding, signed

WORLD = World().with_issuer(BRUNEL)
SECOND = timedelta(seconds=1)


def verified(**changes: Any) -> Report:
    return WORLD.verify(signed(changed(WORLD.composed(FIRST_AID, to=ADA), **changes), suite="eddsa-jcs-2022"))


def test_a_credential_counts_from_its_first_to_its_last_second() -> None:
    issued = WORLD.issued(WELDING_BASICS, to=ADA, revocable=False)
    begins, ends = NOW, NOW.replace(year=2029)

    verdicts = [WORLD.on(at).verify(issued) for at in (begins - SECOND, begins, ends, ends + SECOND)]

    assert [each.outcome(Check.VALIDITY) for each in verdicts] == [
        Outcome.FAILS,
        Outcome.HOLDS,
        Outcome.HOLDS,
        Outcome.FAILS,
    ]
    assert [code(each, Check.VALIDITY) for each in verdicts[:1] + verdicts[3:]] == [Code.NOT_YET_VALID, Code.EXPIRED]
    assert "2029-11-22T09:00:00Z" in finding(verdicts[3], Check.VALIDITY).reason


@pytest.mark.parametrize(
    ("until", "verdict"),
    [
        ("2026-11-22T22:59:59+14:00", Verdict.INVALID),  # 08:59:59Z, though it reads like tonight
        ("2026-11-22T23:00:00+14:00", Verdict.VALID),  # 09:00:00Z
        ("2026-11-21T21:00:00-12:00", Verdict.VALID),  # 09:00:00Z, though it reads like yesterday
        ("2026-11-21T20:59:59-12:00", Verdict.INVALID),
        ("2026-11-22T09:00:00.000Z", Verdict.VALID),
        ("2026-11-22T08:59:59.999999999Z", Verdict.INVALID),
    ],
)
def test_attack_39_the_end_is_an_instant_whatever_its_zone(until: str, verdict: Verdict) -> None:
    report = verified(validFrom="2026-01-01T00:00:00Z", validUntil=until)

    assert report.verdict is verdict
    assert report.outcome(Check.VALIDITY) is (Outcome.HOLDS if verdict is Verdict.VALID else Outcome.FAILS)


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-22",  # a day is 50 hours long, seen from the whole earth
        "2026-11-22T09:00:00",  # no zone
        "2016-12-31T23:59:60Z",  # a leap second, which XSD does not have
        "2026-02-29T00:00:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T09:00:00+14:01",
        "2026-11-22 09:00:00Z",
        "20261122T090000Z",
        "12026-11-22T09:00:00Z",
        "0001-01-01T00:00:00+14:00",  # before the calendar begins
        "9999-12-31T23:59:59-14:00",  # after it ends
        "٢٠٢٦-11-22T09:00:00Z",
        "",
        1_700_000_000,
        None,
        ["2026-11-22T09:00:00Z"],
        {"@value": "2026-11-22T09:00:00Z"},
    ],
)
@pytest.mark.parametrize("member", ["validFrom", "validUntil"])
def test_attack_39_a_moment_that_not_everybody_reads_alike_is_refused(member: str, moment: Any) -> None:
    credential = {**WORLD.composed(FIRST_AID, to=ADA), member: moment}

    report = WORLD.verify(signed(credential, suite="eddsa-jcs-2022"))

    assert report.verdict is Verdict.INVALID
    assert code(report, Check.READING) is Code.MALFORMED
    assert f"/{member}" in finding(report, Check.READING).reason


def test_an_end_before_the_beginning_is_refused() -> None:
    report = verified(validFrom="2026-11-22T09:00:01Z", validUntil="2026-11-22T09:00:00Z")

    assert code(report, Check.READING) is Code.MALFORMED


def test_what_states_no_end_has_none() -> None:
    report = WORLD.on(NOW + timedelta(days=36_500)).with_status(BRUNEL).verify(WORLD.issued(FIRST_AID, to=ADA))

    assert report.verdict is Verdict.VALID
    assert "no end" in finding(report, Check.VALIDITY).reason
