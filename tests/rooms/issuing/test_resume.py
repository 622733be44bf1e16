"""The loop of issuing: what was left half done, and what decides itself."""

from datetime import timedelta

import pytest

from assay.campus.issuing.award import award_decision
from assay.campus.issuing.models import Credential, CredentialState, IssuerKey, Offer
from assay.campus.issuing.resume import award_what_decides_itself, finish_unfinished
from assay.campus.people.models import Person
from assay.campus.people.tenancy import across_tenants
from assay.science.errors import AssayError
from tests.rooms.issuing.earned import awarded, count, decided, letters_to, met, offer_letters, stored, studio
from tests.rooms.town import Town


def half_done(town: Town, learner: Person) -> Credential:
    """Intended, and then the key could not be opened: what a full disk or a lost file leaves behind."""
    first = awarded(town, learner=town.priya)
    with across_tenants():
        key = IssuerKey.objects.get(id=first.issuer_key_id)
    secret = town.tools.keys.secret(key.multikey, tenant=f"organisation:{town.northgate.id}", purpose=key.purpose)
    town.tools.keys.forget(key.multikey)
    with pytest.raises(AssayError):
        awarded(town, learner=learner)
    town.tools.keys.add(secret, tenant=f"organisation:{town.northgate.id}", purpose=key.purpose)
    with across_tenants():
        return Credential.objects.select_related("organisation").get(state=CredentialState.INTENDED)


def test_what_was_intended_is_signed_and_released_later_as_of_then(town: Town) -> None:
    left = half_done(town, town.samantha)
    later = town.tools.now() + timedelta(hours=2)

    assert finish_unfinished(at=later, tools=town.tools) == 1

    done = stored(left)
    assert (done.state, done.released_at) == (CredentialState.RELEASED, later)
    assert done.valid_from == town.tools.now(), "the dates are those that were intended"
    assert any("/offers/" in letter.body for letter in letters_to(town.samantha))
    assert finish_unfinished(at=later, tools=town.tools) == 0


def test_one_that_cannot_be_finished_stops_no_other(town: Town) -> None:
    left = half_done(town, town.samantha)
    other = half_done_elsewhere(town)

    assert finish_unfinished(at=town.tools.now(), tools=town.tools) == 1

    assert stored(left).state == CredentialState.RELEASED
    assert stored(other).state == CredentialState.INTENDED


def half_done_elsewhere(town: Town) -> Credential:
    """An older intent than any, under a key that is lost for good."""
    with across_tenants():
        broken = Credential.objects.exclude(state=CredentialState.INTENDED).get()
        Credential.objects.filter(id=broken.id).update(state=CredentialState.INTENDED, signed="", released_at=None)
        lost = IssuerKey.objects.create(
            organisation=town.cloudvane,
            purpose="credentials",
            multikey="z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
            made_at=town.tools.now(),
        )
        Credential.objects.filter(id=broken.id).update(issuer_key=lost)
    return broken


def test_while_an_organisation_is_held_nothing_of_it_is_finished(town: Town) -> None:
    left = half_done(town, town.samantha)
    town.northgate.held_because = "under review"
    town.northgate.save()

    assert finish_unfinished(at=town.tools.now(), tools=town.tools) == 0
    town.northgate.held_because = ""
    town.northgate.save()

    assert finish_unfinished(at=town.tools.now(), tools=town.tools) == 1
    assert stored(left).state == CredentialState.RELEASED


def test_what_the_design_lets_the_decision_release_is_awarded_by_the_clockwork(town: Town) -> None:
    by_decision = studio(town, release="decision")
    met(town, version=by_decision)
    decided(town, by_decision, town.priya, levels=(2, 2))
    met(town, version=studio(town))

    assert award_what_decides_itself(at=town.tools.now(), tools=town.tools) == 1
    assert award_what_decides_itself(at=town.tools.now(), tools=town.tools) == 0

    assert (count(Credential), count(Offer), len(offer_letters())) == (1, 1, 1)


def test_an_award_that_is_refused_stops_no_other(town: Town) -> None:
    version = studio(town, release="decision")
    refused = met(town, version=version)
    with across_tenants():
        type(refused).objects.filter(id=refused.id).update(record_digest="sha384-" + "A" * 64)
    met(town, learner=town.priya, version=version)

    assert award_what_decides_itself(at=town.tools.now(), tools=town.tools) == 1

    with across_tenants():
        assert Credential.objects.get().award.person == town.priya


def test_whoever_was_awarded_in_the_meantime_is_not_awarded_again(town: Town) -> None:
    version = studio(town, release="decision")
    award_decision(met(town, version=version), actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert award_what_decides_itself(at=town.tools.now(), tools=town.tools) == 0
    assert count(Credential) == 1
