"""Revoking: two persons where there are two, the bit at once in the list that is served, the holder told."""

import json
from datetime import timedelta

import pytest

from assay.campus.issuing.documents import fetch_for
from assay.campus.issuing.models import Credential, Revocation, RevocationReason, StatusList
from assay.campus.issuing.revoke import ask, confirm, drop
from assay.campus.issuing.standing import StandingWord, standing_of
from assay.campus.people.grant import end_membership, grant
from assay.campus.people.models import Event, Membership, Person
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import across_tenants, scope
from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.status import bitstring
from assay.science.verification.asking import drive
from assay.science.verification.report import Check, Outcome, Verdict
from assay.science.verification.verify import verify
from tests.rooms.issuing.earned import awarded, count, letters_to, stored
from tests.rooms.town import Town

NOTE = "The evidence was somebody else's work."


def asked(town: Town, credential: Credential, actor: Person | None = None) -> Revocation:
    return ask(
        credential,
        RevocationReason.INTEGRITY,
        NOTE,
        actor=actor or town.ruth,
        at=town.tools.now(),
        tools=town.tools,
    )


def with_a_second_issuer(town: Town) -> Person:
    """WEISS becomes the second holder of the role."""
    grant(town.weiss, Role.ISSUER, organisation=town.northgate, actor=town.nadia, at=town.tools.now())
    return town.weiss


def is_shown(credential: Credential) -> bool:
    """Whether the list that is served now withdraws it."""
    with across_tenants():
        document = StatusList.objects.get(places__credential=credential).document
    encoded = json.loads(document)["credentialSubject"]["encodedList"]
    return bitstring.get(bitstring.decode_bitstring(encoded, where=""), stored(credential).status_place.index) == 1


def test_a_single_issuer_revokes_at_once_and_the_list_shows_it(town: Town) -> None:
    credential = awarded(town)
    assert not is_shown(credential)

    revocation = asked(town, credential)

    assert revocation.confirmed_at == town.tools.now()
    assert is_shown(credential)
    report = drive(verify(credential.signed.encode(), at=town.tools.now()), fetch_for(town.tools))
    assert report.verdict is Verdict.INVALID
    assert report.outcome(Check.STATUS) is Outcome.FAILS


def test_only_the_one_credential_is_withdrawn(town: Town) -> None:
    first, second = awarded(town), awarded(town)

    asked(town, first)

    assert not is_shown(second)


def test_where_two_hold_the_role_one_alone_only_asks(town: Town) -> None:
    credential = awarded(town)
    with_a_second_issuer(town)

    revocation = asked(town, credential)

    assert revocation.confirmed_at is None
    assert not is_shown(credential)
    assert standing_of(stored(credential), at=town.tools.now()).word is StandingWord.ACTIVE


def test_whoever_asked_does_not_confirm(town: Town) -> None:
    credential = awarded(town)
    with_a_second_issuer(town)
    revocation = asked(town, credential)

    with pytest.raises(Refused) as told:
        confirm(revocation, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert told.value.code is Code.CONFLICT
    assert not is_shown(credential)


def test_the_second_issuer_confirms_and_the_list_shows_it(town: Town) -> None:
    credential = awarded(town)
    second = with_a_second_issuer(town)
    revocation = asked(town, credential)

    done = confirm(revocation, actor=second, at=town.tools.now(), tools=town.tools)

    assert (done.asked_by, done.confirmed_by) == (town.ruth, second)
    assert is_shown(credential)


def test_asking_a_second_time_by_somebody_else_is_not_confirming(town: Town) -> None:
    credential = awarded(town)
    second = with_a_second_issuer(town)
    first = asked(town, credential)

    again = asked(town, credential, actor=second)

    assert (again.id, again.confirmed_at) == (first.id, None)
    assert not is_shown(credential)


def test_when_the_other_has_left_the_one_who_asked_may_confirm(town: Town) -> None:
    credential = awarded(town)
    second = with_a_second_issuer(town)
    revocation = asked(town, credential)
    ended = Membership.objects.get(person=second, role=Role.ISSUER)
    end_membership(ended, actor=town.nadia, at=town.tools.now())

    confirm(revocation, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert is_shown(credential)


def test_a_role_that_ended_between_asking_and_confirming_confirms_nothing(town: Town) -> None:
    credential = awarded(town)
    second = with_a_second_issuer(town)
    grant(town.ana, Role.ISSUER, organisation=town.northgate, actor=town.nadia, at=town.tools.now())
    revocation = asked(town, credential)
    end_membership(Membership.objects.get(person=second, role=Role.ISSUER), actor=town.nadia, at=town.tools.now())

    with pytest.raises(Refused) as told:
        confirm(revocation, actor=second, at=town.tools.now(), tools=town.tools)

    assert told.value.code is Code.NOT_ALLOWED
    assert not is_shown(credential)


def test_revoking_twice_is_revoking_once(town: Town) -> None:
    credential = awarded(town)
    first = asked(town, credential)

    again = ask(
        credential,
        RevocationReason.INTEGRITY,
        NOTE,
        actor=town.ruth,
        at=town.tools.now() + timedelta(days=1),
        tools=town.tools,
    )

    assert (again.id, again.confirmed_at) == (first.id, town.tools.now())
    assert len([letter for letter in letters_to(town.samantha) if "revoked" in letter.subject]) == 1
    assert Event.objects.filter(action="issuing.revoke", subject=str(credential.id)).count() == 1


def test_the_holder_is_told_why_and_whom_to_ask(town: Town) -> None:
    credential = awarded(town)

    asked(town, credential)

    (letter,) = [each for each in letters_to(town.samantha) if "revoked" in each.subject]
    assert "academic integrity" in letter.body
    assert NOTE in letter.body
    assert "https://northgate.example" in letter.body


def test_while_it_is_only_asked_for_the_holder_is_not_alarmed(town: Town) -> None:
    credential = awarded(town)
    with_a_second_issuer(town)

    asked(town, credential)

    assert not [letter for letter in letters_to(town.samantha) if "revoked" in letter.subject]


def test_a_request_that_nobody_confirmed_can_be_dropped(town: Town) -> None:
    credential = awarded(town)
    with_a_second_issuer(town)
    revocation = asked(town, credential)

    drop(revocation, actor=town.weiss, at=town.tools.now())

    assert count(Revocation) == 0
    with pytest.raises(Refused, match="dropped"):
        confirm(revocation, actor=town.weiss, at=town.tools.now(), tools=town.tools)
    assert not is_shown(credential)


def test_a_revocation_is_never_undone(town: Town) -> None:
    revocation = asked(town, awarded(town))

    with pytest.raises(Refused) as told:
        drop(revocation, actor=town.ruth, at=town.tools.now())

    assert told.value.code is Code.CONFLICT
    assert count(Revocation) == 1


def test_asking_again_for_another_reason_is_refused(town: Town) -> None:
    credential = awarded(town)
    asked(town, credential)

    with pytest.raises(Refused) as told:
        ask(credential, RevocationReason.ERROR, NOTE, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert told.value.code is Code.CONFLICT


@pytest.mark.parametrize("note", ["", "   ", "x" * 501])
def test_a_revocation_without_a_word_to_the_holder_is_refused(town: Town, note: str) -> None:
    credential = awarded(town)

    with pytest.raises(MalformedDocument) as told:
        ask(credential, RevocationReason.ERROR, note, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert told.value.where == "/note"
    assert count(Revocation) == 0


def test_that_it_was_corrected_is_no_reason_that_anybody_gives(town: Town) -> None:
    credential = awarded(town)

    with pytest.raises(MalformedDocument) as told:
        ask(credential, RevocationReason.CORRECTED, NOTE, actor=town.ruth, at=town.tools.now(), tools=town.tools)

    assert told.value.where == "/reason"


@pytest.mark.parametrize(("name", "code"), [("ana", Code.NOT_ALLOWED), ("otto", Code.NOT_FOUND)])
def test_only_an_issuer_of_the_organisation_revokes(town: Town, name: str, code: Code) -> None:
    credential = awarded(town)
    town.cloudvane  # noqa: B018 -- makes OTTO an issuer, elsewhere

    with pytest.raises(Refused) as told:
        asked(town, credential, actor=getattr(town, name))

    assert told.value.code is code
    assert count(Revocation) == 0
    assert not is_shown(credential)


def test_every_set_bit_has_a_confirmed_revocation_and_the_other_way_round(town: Town) -> None:
    for_good, kept = awarded(town), awarded(town)
    asked(town, for_good)

    with scope(organisation=town.northgate):
        for credential in (for_good, kept):
            row = Credential.objects.select_related("status_place").get(id=credential.id)
            confirmed = Revocation.objects.filter(credential=row, confirmed_at__isnull=False).exists()
            assert row.status_place.is_set == confirmed
