"""A comprehensive learner record wraps credentials; each is verified by itself and told. None changes the verdict."""

import json
from typing import Any

import pytest

from assay.science.errors import Code
from assay.science.securing import contexts
from assay.science.verification.inner_credentials import MAX_RECORDS
from assay.science.verification.report import Check, Finding, Outcome, Verdict
from assay.science.vocabulary.kinds import Kind
from tests.cast import ADA, BRUNEL, FIRST_AID, MALLORY, NORTHGATE, WELDING_BASICS
from tests.world import AN_INDEX, World, changed, signed

WORLD = World().with_issuer(BRUNEL).with_issuer(NORTHGATE)


def badge(definition: Any = WELDING_BASICS, world: World = WORLD, **options: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(world.issued(definition, to=ADA, **options))
    return document


def record(*credentials: Any, suite: str | None = None) -> dict[str, Any]:
    unsigned = {
        "@context": [contexts.VC_2, contexts.CLR_2, contexts.OB_3],
        "id": "urn:uuid:0b1c9a1e-0b57-4c7e-9a52-5a3f6d0c1e77",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "What Ada learned",
        "issuer": {"id": NORTHGATE.id, "type": ["Profile"], "name": NORTHGATE.name},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": ADA.id, "type": ["ClrSubject"], "verifiableCredential": list(credentials)},
    }
    return signed(unsigned, by=NORTHGATE, suite=suite)


def told(document: Any, world: World = WORLD) -> tuple[Verdict, list[Finding]]:
    report = world.verify(document)
    assert report.credential is None or report.credential.kind is Kind.CLR
    return report.verdict, [each for each in report.findings if each.check is Check.RECORDS]


def test_each_credential_of_a_record_is_verified_by_itself() -> None:
    verdict, findings = told(record(badge(), badge(FIRST_AID, by=NORTHGATE)))

    assert verdict is Verdict.VALID
    assert [(each.outcome, each.code) for each in findings] == [(Outcome.HOLDS, Code.OK)] * 2
    assert f"/credentialSubject/verifiableCredential/0 by {BRUNEL.id}" in findings[0].reason


def test_a_withdrawn_credential_is_told_and_the_record_stays_what_was_signed() -> None:
    document = record(badge())
    world = WORLD.with_status(BRUNEL, set_bits=(AN_INDEX,))

    verdict, findings = told(document, world)

    assert verdict is Verdict.VALID
    assert [(each.outcome, each.code) for each in findings] == [(Outcome.FAILS, Code.RECORD_DOUBTFUL)]
    assert "revoked" in findings[0].reason


@pytest.mark.parametrize(
    "inner",
    [
        {**badge(), "name": "Altered after signing"},
        signed(WORLD.composed(WELDING_BASICS, to=ADA), by=MALLORY),
        WORLD.composed(WELDING_BASICS, to=ADA),
        changed(badge(), credentialSubject=None),
    ],
    ids=["altered", "signed by a stranger", "unsigned", "malformed"],
)
def test_a_credential_that_does_not_hold_is_told(inner: dict[str, Any]) -> None:
    _, findings = told(record(inner, suite="ecdsa-jcs-2019"))

    assert [(each.outcome, each.code) for each in findings] == [(Outcome.FAILS, Code.RECORD_DOUBTFUL)]


def test_a_credential_whose_status_is_out_of_reach_is_open() -> None:
    verdict, findings = told(record(badge()), WORLD.offline(BRUNEL.status_url))

    assert verdict is Verdict.VALID
    assert [(each.outcome, each.code) for each in findings] == [(Outcome.UNKNOWN, Code.RECORD_DOUBTFUL)]


def test_what_a_worthless_record_is_made_of_is_not_looked_at() -> None:
    altered = {**record(badge()), "name": "What Ada wished"}

    report, asked = WORLD.verify_and_watch(altered)

    assert report.verdict is Verdict.INVALID
    assert report.outcome(Check.RECORDS) is Outcome.NOT_APPLICABLE
    assert asked == [NORTHGATE.document_url]


def test_a_record_of_very_many_credentials_is_looked_at_in_part_and_says_so() -> None:
    _, findings = told(record(*[badge(revocable=False)] * (MAX_RECORDS + 2)))

    assert [each.outcome for each in findings] == [Outcome.HOLDS] * MAX_RECORDS + [Outcome.UNKNOWN]
    assert findings[-1].reason == "2 further credentials were not looked at"


def test_a_badge_is_not_made_of_other_credentials() -> None:
    report = WORLD.verify(badge())

    assert report.outcome(Check.RECORDS) is Outcome.NOT_APPLICABLE
