"""Many credentials have one status list. Whoever verifies them as of one instant has it judged once."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from assay.science.errors import Code, Refused
from assay.science.instants import ValidityPeriod
from assay.science.securing import shapes
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.status import bitstring
from assay.science.status.revocation_list import RevocationList
from assay.science.status.status_list import StatusList
from assay.science.verification.asking import drive
from assay.science.verification.first_sight import always, never
from assay.science.verification.lists import MAX_LIST_BYTES, MAX_LISTS, Lists
from assay.science.verification.report import Check, Report, Verdict
from assay.science.verification.verify import verification, verify
from assay.science.vocabulary.reading import read
from tests.cast import ADA, BRUNEL, GRACE, MALLORY, NORTHGATE, NOW, WELDING_BASICS
from tests.signed_documents import REVOCATIONS, listed
from tests.world import AN_HOUR, AN_INDEX, World, code, signed

WORLD = World().with_issuer(BRUNEL).with_issuer(NORTHGATE)
ADAS = WORLD.issued(WELDING_BASICS, to=ADA)
GRACES = WORLD.issued(WELDING_BASICS, to=GRACE)


class Batch:
    """Verifications that share what they find about lists; notes what each asked for."""

    def __init__(self, **given: Any) -> None:
        self.given = {"lists": Lists(at=NOW), **given}
        self.asked: list[str] = []

    def verify(self, raw: str, world: World = WORLD) -> Report:
        def fetch(url: str) -> bytes | None:
            self.asked.append(url)
            return world.documents.get(url)

        return drive(verify(raw, at=world.at, **self.given), fetch)


def library() -> ContextLibrary:
    return bundled().extended({})


def test_a_list_is_asked_for_once_by_all_that_share_what_they_find() -> None:
    batch = Batch()

    verdicts = [batch.verify(raw).verdict for raw in (ADAS, GRACES, ADAS)]

    assert verdicts == [Verdict.VALID] * 3
    assert batch.asked.count(BRUNEL.status_url) == 1


def test_a_list_is_asked_for_by_each_that_shares_nothing() -> None:
    batch = Batch(lists=None)

    assert [batch.verify(raw).verdict for raw in (ADAS, GRACES)] == [Verdict.VALID] * 2

    assert batch.asked.count(BRUNEL.status_url) == 2


def test_each_finds_its_own_entry_in_the_shared_list() -> None:
    revoked = WORLD.with_status(BRUNEL, set_bits=(AN_INDEX,))
    entry = {**WORLD.composed(WELDING_BASICS, to=GRACE)["credentialStatus"], "statusListIndex": "7"}
    other = json.dumps(signed({**WORLD.composed(WELDING_BASICS, to=GRACE), "credentialStatus": entry}))
    batch = Batch()

    assert batch.verify(ADAS, revoked).verdict is Verdict.INVALID
    assert batch.verify(other, revoked).verdict is Verdict.VALID
    assert code(batch.verify(GRACES, revoked), Check.STATUS) is Code.REVOKED


def test_lists_of_another_instant_are_refused_before_anything_is_read() -> None:
    lists, later = Lists(at=NOW), NOW + timedelta(seconds=1)

    with pytest.raises(Refused, match="2026-11-22T09:00:00"):
        drive(verify("rubbish", at=later, lists=lists), WORLD.documents.get)
    with pytest.raises(Refused, match="as of"):
        verification(read(ADAS), at=later, lists=lists)

    assert drive(verify(ADAS, at=NOW, lists=lists), WORLD.documents.get).verdict is Verdict.VALID


def test_attack_a_list_that_was_missing_for_one_is_asked_for_by_the_next() -> None:
    """Whoever writes a document that names more addresses than we ask must not hide the list from the others."""
    batch = Batch()

    assert code(batch.verify(ADAS, WORLD.offline(BRUNEL.status_url)), Check.STATUS) is Code.STATUS_UNREACHABLE

    assert batch.verify(GRACES).verdict is Verdict.VALID


def test_attack_a_forged_list_is_forgotten() -> None:
    batch = Batch()
    forged = WORLD.with_status(BRUNEL, signed_by=MALLORY)

    assert code(batch.verify(ADAS, forged), Check.STATUS) is Code.STATUS_INVALID

    assert batch.verify(GRACES).verdict is Verdict.VALID


def test_attack_a_list_that_is_good_for_its_issuer_is_good_for_nobody_else() -> None:
    """A stranger names the list of an issuer who has just been found honest."""
    entry = WORLD.composed(WELDING_BASICS, to=ADA)["credentialStatus"]
    foreign = {**WORLD.composed(WELDING_BASICS, to=ADA, by=NORTHGATE), "credentialStatus": entry}
    batch = Batch()

    assert batch.verify(ADAS).verdict is Verdict.VALID

    assert code(batch.verify(json.dumps(signed(foreign, by=NORTHGATE))), Check.STATUS) is Code.STATUS_INVALID


def test_a_list_that_was_judged_by_other_contexts_is_judged_again() -> None:
    lists = Lists(at=NOW)
    first, second = Batch(lists=lists, contexts=library()), Batch(lists=lists, contexts=library())

    assert first.verify(ADAS).verdict is second.verify(ADAS).verdict is Verdict.VALID

    assert second.asked.count(BRUNEL.status_url) == 1


def test_a_list_of_ids_is_shared_as_well() -> None:
    world = WORLD.publishing(REVOCATIONS, {"id": REVOCATIONS, "issuer": BRUNEL.id, "revokedCredential": ["urn:x:1"]})
    badge = json.dumps(signed(listed()))
    batch = Batch()

    assert [batch.verify(badge, world).verdict for _ in range(3)] == [Verdict.VALID] * 3

    assert batch.asked.count(REVOCATIONS) == 1


# --- how much is kept -------------------------------------------------------------------------------------------------


def a_list(size: int) -> StatusList:
    return StatusList(BRUNEL.status_url, BRUNEL.id, frozenset({"revocation"}), ValidityPeriod(), None, bytes(size))


def test_when_there_are_too_many_all_are_forgotten_but_the_last() -> None:
    lists, contexts = Lists(at=NOW), bundled()
    keys = [
        (contexts, "BitstringStatusListEntry", f"https://brunel.example/{number}", BRUNEL.id) for number in range(257)
    ]
    for key in keys:
        lists.keep(key, a_list(bitstring.LIST_LENGTH // 8))

    assert len(keys) == MAX_LISTS + 1
    assert [lists.get(key) is not None for key in keys] == [False] * 256 + [True]


def ids(size: int) -> RevocationList:
    return RevocationList(REVOCATIONS, BRUNEL.id, {"a" * 100_000: "b" * (size - 100_000)})


@pytest.mark.parametrize("of_size", [a_list, ids], ids=["bits", "ids"])
def test_attack_large_lists_are_not_kept_for_others(of_size: Callable[[int], StatusList | RevocationList]) -> None:
    lists, key = Lists(at=NOW), (bundled(), "StatusEntry", BRUNEL.status_url, BRUNEL.id)

    lists.keep(key, of_size(MAX_LIST_BYTES + 1))
    assert lists.get(key) is None

    lists.keep(key, of_size(MAX_LIST_BYTES))
    assert lists.get(key) == of_size(131_072)


# --- by its shape -----------------------------------------------------------------------------------------------------


def is_known(world: World, contexts: ContextLibrary) -> bool:
    return shapes.recognise(world.documents[BRUNEL.status_url].decode(), contexts) is not None


def test_the_shape_of_a_list_is_learned_and_the_next_list_is_recognised() -> None:
    contexts = library()

    assert Batch(contexts=contexts, may_learn=always).verify(ADAS).verdict is Verdict.VALID

    tomorrow = WORLD.on(NOW + AN_HOUR).with_status(BRUNEL, set_bits=(AN_INDEX,))
    assert is_known(tomorrow, contexts)
    assert Batch(contexts=contexts, lists=None).verify(ADAS, tomorrow).verdict is Verdict.INVALID


def test_whoever_may_learn_nothing_learns_no_list() -> None:
    contexts = library()

    assert Batch(contexts=contexts, may_learn=never).verify(ADAS).verdict is Verdict.VALID

    assert shapes.known(contexts) == 0


def test_attack_a_list_that_nobody_signed_is_not_learned() -> None:
    contexts = library()
    forged = WORLD.with_status(BRUNEL, signed_by=MALLORY)

    Batch(contexts=contexts).verify(ADAS, forged)

    assert not is_known(forged, contexts)
    assert shapes.known(contexts) == 1  # the badge's own
