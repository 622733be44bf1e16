"""Changes that leave a signature intact and would make a reader of the JSON see less, or more, than was signed."""

import copy
from typing import Any

from assay.science.errors import Code
from assay.science.securing import contexts
from assay.science.verification.report import Check, Outcome, Verdict
from tests.cast import ADA, BRUNEL, WELDING_BASICS
from tests.world import World, changed, code, signed

WORLD = World().with_issuer(BRUNEL)
CREDENTIAL = WORLD.composed(WELDING_BASICS, to=ADA, revocable=False)
ALIGNMENT = {"type": ["Alignment"], "targetName": "weld", "targetUrl": "https://skills.example/weld"}


def with_criteria_at_the_achievements_address(**criteria: Any) -> dict[str, Any]:
    document = copy.deepcopy(CREDENTIAL)
    achievement = document["credentialSubject"]["achievement"]
    achievement["criteria"] = {"id": achievement["id"], "narrative": "Weld.", **criteria}
    achievement["alignment"] = [ALIGNMENT]
    return document


def test_criteria_may_be_found_at_the_achievements_own_address() -> None:
    report = WORLD.verify(signed(with_criteria_at_the_achievements_address()))

    assert report.verdict is Verdict.VALID


def test_attack_a_member_moved_into_another_object_with_the_same_id_is_found() -> None:
    genuine = signed(with_criteria_at_the_achievements_address())
    moved = copy.deepcopy(genuine)
    achievement = moved["credentialSubject"]["achievement"]
    achievement["criteria"]["alignment"] = achievement.pop("alignment")

    report = WORLD.verify(moved)

    assert report.verdict is Verdict.INVALID
    assert "/achievement/criteria/alignment" in report.findings[0].reason


def test_an_object_of_its_own_id_may_have_members_that_open_badges_does_not_know() -> None:
    subject = {**CREDENTIAL["credentialSubject"], "name": ADA.name}

    report = WORLD.verify(signed({**CREDENTIAL, "credentialSubject": subject}))

    assert report.verdict is Verdict.VALID


def test_attack_a_context_added_after_signing_does_not_make_it_a_badge() -> None:
    plain = signed(changed(CREDENTIAL, **{"@context": [contexts.VC_2]}), suite="eddsa-jcs-2022")
    extended = {**plain, "@context": [contexts.VC_2, contexts.OB_3]}

    before, after = WORLD.verify(plain), WORLD.verify(extended)

    assert before.outcome(Check.CONTEXT) is Outcome.FAILS
    assert (after.verdict, code(after, Check.PROOF)) == (Verdict.INVALID, Code.CONTEXT_REFUSED)


def test_attack_23_a_token_with_disclosures_is_not_read_as_one_without() -> None:
    """Selective disclosure is not read yet; a token must not pass with its disclosures or its key binding cut off."""
    token = WORLD.issued(WELDING_BASICS, to=ADA, suite="vc-jwt")

    for tail in ("~", "~WyJzYWx0IiwibmFtZSIsIkFkYSJd~", f"~{token}"):
        report = WORLD.verify(token + tail)

        assert (report.verdict, code(report, Check.READING)) == (Verdict.INVALID, Code.MALFORMED)
