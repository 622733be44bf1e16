"""What others say about a credential is verified like a credential of its own. It informs, and decides nothing."""

from typing import Any

import pytest

from assay.science.errors import Code
from assay.science.securing import vc_jwt
from assay.science.verification.inner_credentials import MAX_ENDORSEMENTS
from assay.science.verification.report import Check, Finding, Outcome, Verdict
from tests.cast import ADA, BRUNEL, FIRST_AID, GRACE, MALLORY, NORTHGATE, WELDING_BASICS
from tests.world import A_DAY, World, changed, signed

WORLD = World().with_issuer(BRUNEL).with_issuer(NORTHGATE)
CREDENTIAL = WORLD.composed(WELDING_BASICS, to=ADA, revocable=False)
ACHIEVEMENT = CREDENTIAL["credentialSubject"]["achievement"]
WELDING = ACHIEVEMENT["id"]


def unsigned_endorsement(about: str = WELDING, **changes: Any) -> dict[str, Any]:
    endorsement = {
        "@context": CREDENTIAL["@context"],
        "id": "urn:uuid:6a3c9a1e-0b57-4c7e-9a52-5a3f6d0c1e11",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "An endorsement",
        "issuer": {"id": NORTHGATE.id, "type": ["Profile"], "name": NORTHGATE.name},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": about, "type": ["EndorsementSubject"], "endorsementComment": "Sound work."},
    }
    return changed(endorsement, **changes)


def endorsement(about: str = WELDING, **changes: Any) -> dict[str, Any]:
    return signed(unsigned_endorsement(about, **changes), by=NORTHGATE)


def with_endorsements(*found: Any, member: str = "endorsement") -> dict[str, Any]:
    subject = {**CREDENTIAL["credentialSubject"], "achievement": {**ACHIEVEMENT, member: list(found)}}
    return signed({**CREDENTIAL, "credentialSubject": subject}, suite="eddsa-jcs-2022")


def told(document: Any, world: World = WORLD) -> tuple[Verdict, list[Finding]]:
    report = world.verify(document)
    return report.verdict, [each for each in report.findings if each.check is Check.ENDORSEMENTS]


def test_a_genuine_endorsement_is_told_with_who_endorses_what() -> None:
    verdict, findings = told(with_endorsements(endorsement()))

    assert verdict is Verdict.VALID
    assert [each.outcome for each in findings] == [Outcome.HOLDS]
    assert f"{NORTHGATE.id} endorses {WELDING}" in findings[0].reason


@pytest.mark.parametrize(
    "spoilt",
    [
        {**endorsement(), "name": "Altered after signing"},
        signed(unsigned_endorsement(), by=MALLORY),
        endorsement(validUntil="2026-10-01T00:00:00Z"),
        unsigned_endorsement(),
        endorsement(id=None),
        {},
        "https://northgate.example/endorsement",
        {**signed(WORLD.composed(FIRST_AID, to=GRACE)), "id": "urn:uuid:8a3c"},  # an achievement is no endorsement
    ],
)
def test_an_endorsement_that_does_not_hold_is_told_and_spoils_nothing(spoilt: Any) -> None:
    verdict, findings = told(with_endorsements(spoilt))

    assert verdict is Verdict.VALID
    assert [(each.outcome, each.code) for each in findings] == [(Outcome.FAILS, Code.ENDORSEMENT_DOUBTFUL)]


def test_an_endorsement_whose_issuer_is_out_of_reach_is_unknown() -> None:
    verdict, findings = told(with_endorsements(endorsement()), WORLD.offline(NORTHGATE.document_url))

    assert verdict is Verdict.VALID
    assert [(each.outcome, each.code) for each in findings] == [(Outcome.UNKNOWN, Code.ENDORSEMENT_DOUBTFUL)]
    assert "INDETERMINATE" in findings[0].reason


def test_attack_an_endorsement_of_something_else_endorses_nothing_here() -> None:
    """Genuine, and lifted from another college's credential."""
    verdict, findings = told(with_endorsements(endorsement("https://honest.example/achievements/1")))

    assert verdict is Verdict.VALID
    assert [(each.outcome, each.code) for each in findings] == [(Outcome.FAILS, Code.ENDORSEMENT_DOUBTFUL)]
    assert "https://honest.example/achievements/1" in findings[0].reason


def test_an_endorsement_may_stand_at_what_it_is_about() -> None:
    """At the issuer's profile, say, or at the achievement about the issuer."""
    profile = {**CREDENTIAL["issuer"], "endorsement": endorsement(BRUNEL.id, id="urn:uuid:7a3c")}
    credential = with_endorsements(endorsement(BRUNEL.id))

    verdict, findings = told(signed(changed({**credential, "issuer": profile}, proof=None)))

    assert verdict is Verdict.VALID
    assert [each.outcome for each in findings] == [Outcome.HOLDS, Outcome.HOLDS]


def test_an_endorsement_may_be_a_token() -> None:
    token = vc_jwt.secure_as_jwt(unsigned_endorsement(), signer=NORTHGATE.key, kid=NORTHGATE.method)

    verdict, findings = told(with_endorsements(token, member="endorsementJwt"))

    assert verdict is Verdict.VALID
    assert [each.outcome for each in findings] == [Outcome.HOLDS]


def test_an_endorsement_may_be_withdrawn() -> None:
    status = {
        "id": f"{NORTHGATE.status_url}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": NORTHGATE.status_url,
    }
    document = with_endorsements(endorsement(credentialStatus=status))

    assert [each.outcome for each in told(document)[1]] == [Outcome.HOLDS]
    revoked = told(document, WORLD.with_status(NORTHGATE, set_bits=(7,)))
    assert [each.outcome for each in revoked[1]] == [Outcome.FAILS]
    assert revoked[0] is Verdict.VALID


def test_a_credential_without_endorsements_says_so() -> None:
    assert [each.outcome for each in told(signed(CREDENTIAL))[1]] == [Outcome.NOT_APPLICABLE]


def test_attack_an_endorsement_of_an_endorsement_is_not_followed() -> None:
    """Each could hold the next, as deep as a document may be."""
    inner = endorsement()
    for _ in range(5):
        inner = signed({**unsigned_endorsement(), "endorsement": [inner]}, by=NORTHGATE, suite="ecdsa-jcs-2019")

    _, findings = told(with_endorsements(inner))

    assert len(findings) == 1


def test_attack_a_flood_of_endorsements_is_cut_off_and_said_to_be() -> None:
    _, findings = told(with_endorsements(*[endorsement()] * (MAX_ENDORSEMENTS + 2)))

    assert len(findings) == MAX_ENDORSEMENTS + 1
    assert (findings[-1].outcome, findings[-1].code) == (Outcome.UNKNOWN, Code.TOO_LARGE)


def test_attack_a_forged_credential_does_not_choose_whose_documents_are_fetched() -> None:
    forged = {**with_endorsements(endorsement()), "name": "Forged"}

    report, asked = WORLD.verify_and_watch(forged)

    assert report.verdict is Verdict.INVALID
    assert NORTHGATE.document_url not in asked
    assert [each.outcome for each in report.findings if each.check is Check.ENDORSEMENTS] == [Outcome.NOT_APPLICABLE]


def test_the_same_credential_a_day_later_is_verified_anew() -> None:
    document = with_endorsements(endorsement(validUntil="2026-11-22T12:00:00Z"))

    assert [each.outcome for each in told(document)[1]] == [Outcome.HOLDS]
    assert [each.outcome for each in told(document, WORLD.on(WORLD.at + A_DAY))[1]] == [Outcome.FAILS]


def test_an_endorsement_may_be_about_the_credential_that_encloses_it() -> None:
    own_id = CREDENTIAL["id"]
    document = signed({**CREDENTIAL, "endorsement": [endorsement(own_id)]})

    verdict, findings = told(document)

    assert verdict is Verdict.VALID
    assert [each.outcome for each in findings] == [Outcome.HOLDS]
    assert f"{NORTHGATE.id} endorses {own_id}" in findings[0].reason
