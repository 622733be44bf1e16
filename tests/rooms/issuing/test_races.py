"""The same thing at the same time: one of everything, and everybody gets the same answer (row 36, I2, I6)."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from django.db import connections

from assay.campus.issuing.award import award_decision, award_directly
from assay.campus.issuing.correct import correct
from assay.campus.issuing.keys import key_in_use, rotate
from assay.campus.issuing.models import (
    Award,
    Credential,
    CredentialState,
    IdempotentReply,
    IssuerKey,
    KeyPurpose,
    Offer,
    PendingLeaf,
    Revocation,
    RevocationReason,
    Salt,
    StatusList,
    StatusPlace,
)
from assay.campus.issuing.replies import Reply, replied
from assay.campus.issuing.revoke import ask
from assay.campus.issuing.status_lists import publish_changed
from assay.campus.people.tenancy import across_tenants, scope
from assay.science.errors import AssayError
from assay.science.status import bitstring
from tests.rooms.issuing.earned import awarded, count, decided, met, offer_letters, stored, studio
from tests.rooms.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
T = TypeVar("T")
# As many as PostgreSQL has connections for, with room for others.
_THREADS = 40


def at_once(works: list[Callable[[], T]]) -> list[T]:
    """Do all of it, in threads that begin together; each has a connection of its own."""
    together = threading.Barrier(min(_THREADS, len(works)), timeout=60)

    def begin() -> None:
        together.wait()

    def done(work: Callable[[], T]) -> T:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(min(_THREADS, len(works)), initializer=begin) as pool:
        return list(pool.map(done, works))


def told(work: Callable[[], T]) -> Callable[[], T | str]:
    """The work, with a refusal as its answer."""

    def tried() -> T | str:
        try:
            return work()
        except AssayError as error:
            return error.code.value

    return tried


def test_two_hundred_identical_awards_are_one_credential_and_two_hundred_identical_answers(town: Town) -> None:
    decision = met(town)
    at, ruth = town.tools.now(), town.ruth

    def award() -> tuple[str, str]:
        made = award_decision(decision, actor=ruth, at=at, tools=town.tools)
        return str(made.id), made.signed

    answers = at_once([award] * 200)

    assert len(answers) == 200
    assert len(set(answers)) == 1
    assert [count(model) for model in (Award, Credential, StatusPlace, Salt, Offer)] == [1, 1, 1, 1, 1]
    assert PendingLeaf.objects.filter(kind="issue").count() == 1
    assert len(offer_letters()) == 1
    with scope(organisation=town.northgate):
        assert IssuerKey.objects.filter(retired_at__isnull=True).count() == 2


def test_two_hundred_requests_with_one_idempotency_key_get_one_answer(town: Town) -> None:
    decision = met(town)
    at, ruth, northgate = town.tools.now(), town.ruth, town.northgate
    number = iter(range(1000))

    def answer() -> Reply:
        made = award_decision(decision, actor=ruth, at=at, tools=town.tools)
        # Each would say something else if it were asked alone.
        return Reply(201, json.dumps({"id": str(made.id), "asked": next(number)}))

    def ask_it() -> Reply:
        return replied(northgate, "one-key", b"the same", at=at, answer=answer)

    answers = at_once([ask_it] * 200)

    assert len(set(answers)) == 1
    assert (count(IdempotentReply), count(Credential)) == (1, 1)


def test_awards_of_many_people_at_once_share_no_index_and_no_id(town: Town) -> None:
    version = studio(town)
    at, ruth = town.tools.now(), town.ruth

    def award(number: int) -> Callable[[], Credential]:
        return lambda: award_directly(
            version,
            name=f"Learner {number}",
            email=f"learner{number}@people.example",
            because="They were there and did it.",
            actor=ruth,
            at=at,
            tools=town.tools,
        )

    made = at_once([award(number) for number in range(40)])

    with across_tenants():
        places = set(StatusPlace.objects.values_list("status_list", "index"))
    assert {each.state for each in made} == {CredentialState.RELEASED}
    assert len({each.uri for each in made}) == len(places) == count(Offer) == len(offer_letters()) == 40
    assert count(StatusList) == 1, "holders hide in one crowd, not in forty"
    assert PendingLeaf.objects.filter(kind="issue").count() == 40


def test_two_decisions_about_one_person_at_once_are_one_award(town: Town) -> None:
    """A person met it by decision while an issuer attests it by her address."""
    version = studio(town)
    decision = decided(town, version, town.samantha)
    at, ruth = town.tools.now(), town.ruth
    address = town.samantha.email or ""

    def by_decision() -> Credential:
        return award_decision(decision, actor=ruth, at=at, tools=town.tools)

    def by_word() -> Credential:
        facts = {"name": "Samantha Okafor", "email": address, "because": "I saw it."}
        return award_directly(version, **facts, actor=ruth, at=at, tools=town.tools)

    answers = at_once([by_decision, by_word] * 10)

    assert len({each.id for each in answers}) == 1
    assert count(Award) == 1


def test_a_key_needed_by_many_at_once_is_made_once(town: Town) -> None:
    northgate, at = town.northgate, town.tools.now()

    keys = at_once([lambda: key_in_use(northgate, KeyPurpose.CREDENTIALS, at=at, tools=town.tools)] * 20)

    assert len(set(keys)) == 1
    assert count(IssuerKey) == 1
    assert list(town.tools.keys.names()) == [keys[0].multikey], "no key is left behind that nobody knows"


def test_a_key_rotated_by_many_at_once_is_rotated_once(town: Town) -> None:
    at, nadia = town.tools.now(), town.nadia
    old = key_in_use(town.northgate, KeyPurpose.CREDENTIALS, at=at, tools=town.tools)

    keys = at_once([lambda: rotate(old, actor=nadia, at=at, tools=town.tools)] * 10)

    assert len(set(keys)) == 1
    assert count(IssuerKey) == 2


def test_many_revocations_and_publishers_at_once_lose_no_bit(town: Town) -> None:
    version, at, ruth = studio(town), town.tools.now(), town.ruth
    credentials = [awarded(town, town.person(f"Learner {number}"), version) for number in range(12)]

    def revoke(credential: Credential) -> Callable[[], object]:
        return lambda: ask(credential, RevocationReason.ERROR, "Wrong.", actor=ruth, at=at, tools=town.tools)

    publishing: list[Callable[[], object]] = [lambda: publish_changed(at=at, tools=town.tools)] * 12
    at_once([*(revoke(each) for each in credentials), *publishing])

    with across_tenants():
        (served,) = StatusList.objects.all()
        indices = {each.status_place.index for each in Credential.objects.select_related("status_place")}
    encoded = json.loads(served.document)["credentialSubject"]["encodedList"]
    bits = bitstring.decode_bitstring(encoded, where="")
    assert all(bitstring.get(bits, index) for index in indices)
    assert sum(byte.bit_count() for byte in bits) == 12
    assert not served.changed


def test_of_correcting_and_revoking_at_once_one_happens(town: Town) -> None:
    at, ruth = town.tools.now(), town.ruth
    version = studio(town)
    for number in range(6):
        credential = awarded(town, town.person(f"Learner {number}"), version)

        def amend(credential: Credential = credential) -> object:
            return correct(credential, recipient_name="Another", actor=ruth, at=at, tools=town.tools)

        def revoke(credential: Credential = credential) -> object:
            return ask(credential, RevocationReason.ERROR, "Wrong.", actor=ruth, at=at, tools=town.tools)

        works: list[Callable[[], object]] = [told(amend), told(revoke)]
        answers = at_once(works)

        with scope(organisation=town.northgate):
            (reason,) = Revocation.objects.filter(credential=credential).values_list("reason", flat=True)
        assert answers.count("CONFLICT") == 1
        assert (stored(credential).replaced_by_id is None) == (reason == RevocationReason.ERROR)


def test_correcting_many_times_at_once_is_correcting_once(town: Town) -> None:
    at, ruth = town.tools.now(), town.ruth
    credential = awarded(town)

    answers: list[Any] = at_once(
        [told(lambda: correct(credential, recipient_name="S. Okafor", actor=ruth, at=at, tools=town.tools).id)] * 20
    )

    assert len(Counter(answers)) == 1
    assert (count(Credential), count(Offer), len(offer_letters())) == (2, 2, 2)
