"""Awarding for a met decision: what is made, once, and what is refused."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from assay.campus.assessing.models import Decision
from assay.campus.catalogue.draft import next_draft, save_draft
from assay.campus.catalogue.publish import publish
from assay.campus.issuing.award import award_decision
from assay.campus.issuing.documents import fetch_for
from assay.campus.issuing.models import Award, Credential, CredentialState, Offer, PendingLeaf, Salt, StatusPlace
from assay.campus.issuing.release import release
from assay.campus.people.grant import end_membership, grant
from assay.campus.people.models import Event, Letter, Membership, PairwiseIdentity
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import across_tenants, scope
from assay.science.errors import AssayError, Code, Refused
from assay.science.verification.asking import drive
from assay.science.verification.report import Check, Outcome, Verdict
from assay.science.verification.verify import verify
from tests.rooms.issuing.earned import (
    CONTEXT,
    awarded,
    count,
    decided,
    letters_to,
    met,
    offer_letters,
    stored,
    studio,
)
from tests.rooms.town import Town


def document(credential: Credential) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(credential.signed)
    return found


def test_a_met_decision_becomes_a_credential_that_verifies(town: Town) -> None:
    credential = awarded(town)

    report = drive(verify(credential.signed.encode(), at=town.tools.now()), fetch_for(town.tools))
    assert report.verdict is Verdict.VALID
    assert report.outcome(Check.STATUS) is Outcome.HOLDS
    assert credential.state == CredentialState.RELEASED


def test_the_credential_says_who_earned_what_at_which_levels(town: Town) -> None:
    version = studio(town)

    said = document(awarded(town, version=version))

    identity = PairwiseIdentity.objects.get(person=town.samantha, organisation=town.northgate)
    subject = said["credentialSubject"]
    described = {each["id"]: each for each in subject["achievement"]["resultDescription"]}
    levels = {
        described[each["resultDescription"]]["name"]: next(
            level["name"]
            for level in described[each["resultDescription"]]["rubricCriterionLevel"]
            if level["id"] == each["achievedLevel"]
        )
        for each in subject["result"]
    }
    assert said["issuer"]["id"] == f"did:web:testserver.example:issuers:{town.northgate.public_id}"
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", said["id"])
    assert subject["id"] == f"did:key:{identity.multikey}"
    assert subject["identifier"] == [
        {"type": "IdentityObject", "hashed": False, "identityHash": "Samantha Okafor", "identityType": "name"}
    ]
    assert subject["achievement"]["id"].endswith(f"/achievements/{version.definition.public_id}/v/1")
    assert levels == {"Chart choice": "Excellent", "Caveats": "Open"}
    assert said["evidence"] == [{"type": ["Evidence"], "name": CONTEXT["title"], "genre": "text"}]
    assert said["awardedDate"] == said["validFrom"] == "2026-11-22T09:00:00Z"
    assert said["validUntil"] == "2029-11-22T09:00:00Z"


def test_it_is_signed_with_the_suite_that_certification_names_and_its_proof_is_a_list(town: Town) -> None:
    (proof,) = document(awarded(town))["proof"]

    assert (proof["type"], proof["cryptosuite"]) == ("DataIntegrityProof", "eddsa-rdfc-2022")
    assert proof["proofPurpose"] == "assertionMethod"


def test_the_assessment_record_is_bound_by_its_digest_under_a_name_that_leads_nowhere(town: Town) -> None:
    decision = met(town)

    credential = award_decision(decision, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    (related,) = document(credential)["relatedResource"]
    assert related["digestSRI"] == decision.record_digest
    assert related["id"].startswith("urn:uuid:")
    assert credential.record == decision.record


def test_no_email_address_and_no_row_key_of_anybody_is_in_it(town: Town) -> None:
    text = awarded(town).signed

    assert "@people.example" not in text
    for person in (town.samantha, town.ana, town.ruth):
        assert str(person.id) not in text
        assert person.public_id not in text


def test_awarding_again_gives_the_first_credential_byte_for_byte(town: Town) -> None:
    decision = met(town)
    first = award_decision(decision, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    later = town.tools.now() + timedelta(days=3)
    again = award_decision(decision, actor=town.ruth, at=later, tools=town.tools)

    assert (again.id, again.signed) == (first.id, first.signed)
    assert [count(model) for model in (Award, Credential, StatusPlace, Offer, Salt)] == [1, 1, 1, 1, 1]
    assert PendingLeaf.objects.filter(kind="issue").count() == 1
    assert len(offer_letters()) == 1


def test_meeting_the_next_version_as_well_gives_the_credential_that_there_is(town: Town) -> None:
    version = studio(town)
    first = awarded(town, version=version)
    draft = next_draft(version.definition, actor=town.weiss, at=town.tools.now())
    changed = save_draft(
        draft, {**draft.design, "purpose": "Another."}, revision=draft.revision, actor=town.weiss, at=town.tools.now()
    )
    second = publish(changed, actor=town.weiss, at=town.tools.now(), tools=town.tools)

    again = awarded(town, version=second)

    assert (again.id, again.signed) == (first.id, first.signed)
    assert count(Award) == 1


def test_the_same_person_earns_another_achievement_as_another_award(town: Town) -> None:
    first, second = awarded(town), awarded(town)

    assert first.uri != second.uri
    assert document(first)["credentialSubject"]["id"] == document(second)["credentialSubject"]["id"]


def test_the_holder_is_told_by_a_letter_with_a_link_and_we_keep_only_the_tokens_digest(town: Town) -> None:
    awarded(town)

    (letter,) = [each for each in letters_to(town.samantha) if "awarded" in each.subject]
    with across_tenants():
        offer = Offer.objects.get()
    assert letter.subject == "Northgate University has awarded you “Data Visualisation Studio”"
    assert "http://testserver.example/offers/" in letter.body
    assert offer.token_digest not in letter.body
    assert len(offer.token_digest) == 64
    assert offer.person == town.samantha
    assert offer.expires_at == town.tools.now() + timedelta(days=90)


def test_every_step_is_in_the_record_of_events(town: Town) -> None:
    credential = awarded(town)

    events = Event.objects.filter(subject=str(credential.id)).order_by("id")
    assert [(each.action, each.actor) for each in events] == [
        ("issuing.intend", town.ruth),
        ("issuing.sign", None),
        ("issuing.release", None),
    ]


def test_a_decision_that_is_not_yet_gives_nothing(town: Town) -> None:
    decision = decided(town, studio(town), town.samantha, levels=(2, 2))

    with pytest.raises(Refused, match="not yet"):
        award_decision(decision, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert count(Award) == count(Credential) == 0


def test_a_decision_under_another_rubric_than_the_published_one_gives_nothing(town: Town) -> None:
    decision = met(town)
    decision.rubric_digest = "0" * 64

    with pytest.raises(Refused, match="another rubric"):
        award_decision(decision, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert count(Award) == 0


def test_a_record_that_was_changed_after_the_decision_gives_nothing(town: Town) -> None:
    decision = met(town)
    decision.record = decision.record.replace('"attempt":1', '"attempt":2')

    with pytest.raises(Refused, match="not the one that was decided on"):
        award_decision(decision, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert count(Award) == 0


def test_nobody_awards_themselves(town: Town) -> None:
    decision = met(town, learner=town.ruth)

    with pytest.raises(Refused, match="to themselves"):
        award_decision(decision, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert count(Award) == 0


def test_whoever_decided_on_their_own_work_has_earned_nothing(town: Town) -> None:
    decision = met(town)
    decision.decided_by = town.samantha

    with pytest.raises(Refused, match="the same person"):
        award_decision(decision, actor=town.ruth, at=town.tools.now(), tools=town.tools)


def test_an_organisation_whose_name_is_held_issues_nothing(town: Town) -> None:
    decision = met(town)
    town.northgate.held_because = "its name reads like another organisation's"
    town.northgate.save()
    decision.organisation.refresh_from_db()
    decision.attempt.submission.version.organisation.refresh_from_db()

    with pytest.raises(Refused, match="its name was reviewed") as told:
        award_decision(decision, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert told.value.code is Code.NOT_ALLOWED
    assert count(Award) == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [("ana", Code.NOT_ALLOWED), ("weiss", Code.NOT_ALLOWED), ("nadia", Code.NOT_ALLOWED), ("otto", Code.NOT_FOUND)],
)
def test_only_an_issuer_of_the_organisation_awards(town: Town, name: str, code: Code) -> None:
    decision = met(town)
    town.cloudvane  # noqa: B018 -- makes OTTO an issuer, elsewhere

    with pytest.raises(Refused) as told:
        award_decision(decision, actor=getattr(town, name), at=town.tools.now(), tools=town.tools)

    assert told.value.code is code
    assert count(Award) == 0


def test_a_role_that_ended_meanwhile_awards_nothing(town: Town) -> None:
    decision = met(town)
    grant(town.weiss, Role.ISSUER, organisation=town.northgate, actor=town.nadia, at=town.tools.now())
    ended = Membership.objects.get(person=town.ruth, role=Role.ISSUER)
    end_membership(ended, actor=town.nadia, at=town.tools.now())

    with pytest.raises(Refused) as told:
        award_decision(decision, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert told.value.code is Code.NOT_FOUND
    assert count(Award) == 0


def test_the_clockwork_awards_only_where_the_design_says_so(town: Town) -> None:
    by_person = met(town)
    by_decision = met(town, version=studio(town, release="decision"))

    with pytest.raises(Refused, match="named person"):
        award_decision(by_person, actor=None, at=town.tools.now(), tools=town.tools)
    credential = award_decision(by_decision, actor=None, at=town.tools.now(), tools=town.tools)

    assert credential.state == CredentialState.RELEASED
    assert credential.award.awarded_by is None


def test_what_is_only_intended_is_not_released(town: Town) -> None:
    credential = awarded(town)
    with scope(organisation=town.northgate):
        Credential.objects.update(state=CredentialState.INTENDED, released_at=None)

    with pytest.raises(Refused) as told:
        release(stored(credential), at=town.tools.now(), tools=town.tools)

    assert told.value.code is Code.CONFLICT


def test_releasing_twice_makes_one_offer_and_one_letter(town: Town) -> None:
    credential = awarded(town)

    release(credential, at=town.tools.now() + timedelta(days=1), tools=town.tools)

    assert stored(credential).released_at == town.tools.now()
    assert (count(Offer), len(offer_letters())) == (1, 1)


def test_what_we_would_refuse_ourselves_is_never_stored_as_signed(town: Town) -> None:
    """The key on disk is gone: nothing is signed, the intent stays, and nobody hears of it."""
    decision = met(town)
    first = awarded(town, learner=town.priya, version=decision.attempt.submission.version)
    town.tools.keys.forget(first.issuer_key.multikey)

    with pytest.raises(AssayError):
        award_decision(decision, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    with scope(organisation=town.northgate):
        left = Credential.objects.exclude(id=first.id).get()
    assert (left.state, left.signed) == (CredentialState.INTENDED, "")
    assert (count(Offer), Letter.objects.filter(to=town.samantha.email, body__contains="/offers/").count()) == (1, 0)


def test_foreign_decisions_are_found_by_nobody(town: Town) -> None:
    met(town)

    with scope(organisation=town.cloudvane):
        assert not Decision.objects.exists()
