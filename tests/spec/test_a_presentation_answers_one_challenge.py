"""Somebody shows credentials, to one audience, on one occasion; and each credential still speaks for itself."""

import json
from typing import Any

import pytest

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import vc_jwt
from assay.science.verification.asking import MAX_NEEDS, drive
from assay.science.verification.presenting import PresentationReport, presenting
from assay.science.verification.report import Check, Outcome, Verdict
from assay.science.vocabulary.presentation import MAX_CREDENTIALS, read_presentation
from tests.cast import ADA, BRUNEL, GRACE, WELDING_BASICS, Institution, ed25519
from tests.world import World, changed, code, signed

WORLD = World().with_issuer(BRUNEL)
BADGE = json.loads(WORLD.issued(WELDING_BASICS, to=ADA))
HOLDER = Institution("Ada", ADA.id, "", ed25519(101), "")
STRANGER = Institution("Grace", GRACE.id, "", ed25519(102), "")
CHALLENGE, DOMAIN = "c-1", "https://employer.example"


def unsigned(*credentials: Any, **changes: Any) -> dict[str, Any]:
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": ADA.id,
        "verifiableCredential": list(credentials or (BADGE,)),
    }
    return changed(document, **changes)


def shown(document: dict[str, Any] | None = None, by: Institution = HOLDER, **more: Any) -> dict[str, Any]:
    proof = {"challenge": CHALLENGE, "domain": DOMAIN, **more}
    purpose = proof.pop("purpose", "authentication")
    return signed(document or unsigned(), by=by, purpose=purpose, **changed(proof))


def judged(document: dict[str, Any], world: World = WORLD, domain: str | None = DOMAIN) -> PresentationReport:
    story = presenting(read_presentation(json.dumps(document)), challenge=CHALLENGE, domain=domain, at=world.at)
    return drive(story, world.documents.get)


def wrong(report: PresentationReport) -> set[Code]:
    assert not report.holds
    return {each.code for each in report.findings if each.outcome in (Outcome.FAILS, Outcome.UNKNOWN)}


def test_a_presentation_that_answers_our_challenge_holds_and_so_does_what_it_shows() -> None:
    report = judged(shown())

    assert report.holds
    assert [each.verdict for each in report.credentials] == [Verdict.VALID]


def test_attack_25_a_recorded_presentation_answers_another_challenge() -> None:
    assert wrong(judged(shown(challenge="c-0"))) == {Code.CHALLENGE_MISMATCH}


def test_attack_25_a_presentation_without_a_challenge_answers_none() -> None:
    assert wrong(judged(shown(challenge=None))) == {Code.CHALLENGE_MISMATCH}


@pytest.mark.parametrize("domain", ["https://elsewhere.example", None, ["https://elsewhere.example"]])
def test_attack_25_a_presentation_made_for_somebody_else_is_not_for_us(domain: Any) -> None:
    assert wrong(judged(shown(domain=domain))) == {Code.CHALLENGE_MISMATCH}


def test_whoever_did_not_name_a_domain_does_not_mind() -> None:
    assert judged(shown(domain=None), domain=None).holds


def test_attack_one_made_for_us_and_others_could_be_used_there_as_well() -> None:
    assert wrong(judged(shown(domain=["https://elsewhere.example", DOMAIN]))) == {Code.CHALLENGE_MISMATCH}


def test_attack_19_a_proof_for_issuing_shows_nothing() -> None:
    assert Code.PURPOSE_MISMATCH in wrong(judged(shown(purpose="assertionMethod")))


def test_a_presentation_that_somebody_else_signed_is_not_the_holders() -> None:
    assert wrong(judged(shown(by=STRANGER))) == {Code.ISSUER_MISMATCH}


def test_attack_a_second_proof_does_not_help_one_that_answers_something_else() -> None:
    old = shown(challenge="c-0")["proof"][0]

    assert wrong(judged({**shown(), "proof": [old, shown()["proof"][0]]})) == {Code.CHALLENGE_MISMATCH}


def test_where_no_holder_is_named_whoever_signed_it_shows_it() -> None:
    assert judged(shown(unsigned(holder=None), by=STRANGER)).holds


def test_where_no_holder_is_named_and_the_key_is_nobodys_it_does_not_hold() -> None:
    document = shown(unsigned(holder=None))
    nobodys = {**document["proof"][0], "verificationMethod": "key-1"}

    assert wrong(judged({**document, "proof": [nobodys]})) == {Code.DID_INVALID}


@pytest.mark.parametrize("holder", [None, ADA.id])
def test_an_unsigned_presentation_shows_nothing(holder: str | None) -> None:
    assert wrong(judged(unsigned(holder=holder))) == {Code.NO_PROOF}


def test_a_broken_proof_is_told_once() -> None:
    assert wrong(judged({**unsigned(), "proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}})) == {
        Code.PROOF_MALFORMED
    }


def test_an_altered_presentation_does_not_hold() -> None:
    assert Code.PROOF_INVALID in wrong(judged({**shown(), "id": "urn:uuid:else"}))


def test_a_word_without_a_meaning_does_not_hold() -> None:
    assert Code.DATA_LOSS in wrong(judged({**shown(), "honours": "all"}))


def test_each_credential_is_judged_by_itself() -> None:
    forged = {**BADGE, "name": "Forged"}
    nonsense = {"@context": BADGE["@context"], "type": ["VerifiableCredential"]}

    report = judged(shown(unsigned(BADGE, forged, nonsense), suite="eddsa-jcs-2022"))

    assert [each.verdict for each in report.credentials] == [Verdict.VALID, Verdict.INVALID, Verdict.INVALID]
    assert report.credentials[2].credential is None


def test_a_credential_may_come_in_an_envelope() -> None:
    token = WORLD.issued(WELDING_BASICS, to=ADA, suite=vc_jwt_suite())
    envelope = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token}",
    }

    report = judged(shown(unsigned(envelope)))

    assert report.holds
    assert [each.verdict for each in report.credentials] == [Verdict.VALID]


def test_a_presentation_of_nothing_proves_who_holds_the_key() -> None:
    report = judged(shown(unsigned(verifiableCredential=None)))

    assert report.holds
    assert report.credentials == ()


def test_attack_a_flood_of_credentials_is_not_read() -> None:
    with pytest.raises(MalformedDocument) as refused:
        read_presentation(json.dumps(unsigned(*[BADGE] * (MAX_CREDENTIALS + 1))))

    assert refused.value.code is Code.TOO_LARGE


def test_attack_a_flood_of_addresses_is_not_asked() -> None:
    badges = [
        changed(BADGE, issuer=f"https://flood-{each}.example/issuer", proof=[_of(each)], credentialStatus=None)
        for each in range(MAX_CREDENTIALS)
    ]
    asked: list[str] = []

    def fetch(url: str) -> None:
        asked.append(url)

    document = shown(unsigned(*badges, *badges[:0]), suite="eddsa-jcs-2022")
    story = presenting(read_presentation(json.dumps(document)), challenge=CHALLENGE, domain=DOMAIN, at=WORLD.at)
    report = drive(story, fetch)

    assert len(asked) <= MAX_NEEDS
    assert {each.verdict for each in report.credentials} <= {Verdict.INVALID, Verdict.INDETERMINATE}


def test_a_badge_alone_is_no_presentation() -> None:
    with pytest.raises(MalformedDocument) as refused:
        read_presentation(json.dumps(BADGE))

    assert refused.value.code is Code.WRONG_TYPE


def test_a_finding_about_the_presentation_names_its_check() -> None:
    checks = {each.check for each in judged(shown()).findings}

    assert checks == {Check.CONTEXT, Check.PROOF, Check.ISSUER}


def _of(number: int) -> dict[str, Any]:
    return {**BADGE["proof"][0], "verificationMethod": f"https://flood-{number}.example/issuer#key-1"}


def vc_jwt_suite() -> str:
    assert vc_jwt.TokenKind.CREDENTIAL.value == "vc"
    return "vc-jwt"


def test_a_credential_shown_by_the_one_it_is_about_says_so() -> None:
    (report,) = judged(shown()).credentials

    assert report.outcome(Check.HOLDER) is Outcome.HOLDS


def test_attack_a_credential_shown_by_another_holder_is_invalid() -> None:
    """Whoever got hold of somebody's badge signs a presentation of it with a key of their own."""
    (report,) = judged(shown(unsigned(holder=GRACE.id), by=STRANGER)).credentials

    assert (report.verdict, code(report, Check.HOLDER)) == (Verdict.INVALID, Code.HOLDER_MISMATCH)


def test_a_credential_about_a_name_alone_leaves_open_whether_it_is_its_holder_who_shows_it() -> None:
    composed = WORLD.composed(WELDING_BASICS, to=ADA)
    nameless = signed({**composed, "credentialSubject": changed(composed["credentialSubject"], id=None)})

    (report,) = judged(shown(unsigned(nameless))).credentials

    assert (report.verdict, code(report, Check.HOLDER)) == (Verdict.INDETERMINATE, Code.HOLDER_NOT_NAMED)
