"""Status lists: indices claimed at random and once, lists signed with their own key, soon and for a day."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assay.adapters.sealed_keys import SealedKeys
from assay.campus.issuing.documents import fetch_for
from assay.campus.issuing.models import IssuerKey, KeyPurpose, PendingLeaf, StatusList, StatusPlace
from assay.campus.issuing.status_lists import publish_changed, set_bit
from assay.campus.issuing.status_places import claim_place
from assay.campus.people.tenancy import across_tenants, scope
from assay.science.ports import Signer
from assay.science.status import bitstring
from assay.science.verification.asking import drive
from assay.science.verification.report import Verdict
from assay.science.verification.verify import verification
from assay.science.vocabulary.kinds import Kind
from assay.science.vocabulary.reading import read
from tests.rooms.issuing.earned import awarded, count, stored
from tests.rooms.town import Town


def served(status_list: StatusList) -> dict[str, Any]:
    with across_tenants():
        found: dict[str, Any] = json.loads(StatusList.objects.get(id=status_list.id).document)
    return found


def bits_of(status_list: StatusList) -> bytes:
    return bitstring.decode_bitstring(served(status_list)["credentialSubject"]["encodedList"], where="")


def claim(town: Town) -> StatusPlace:
    with scope(organisation=town.northgate), transaction.atomic():
        return claim_place(town.northgate)


def test_an_index_lies_in_a_list_of_131072(town: Town) -> None:
    place = claim(town)

    assert place.status_list.length == 131_072
    assert 0 <= place.index < 131_072


def test_indices_are_drawn_not_counted(town: Town) -> None:
    """Of 40 random indices hardly any is the one after its predecessor, and they rise about every second time."""
    indices = [claim(town).index for _ in range(40)]

    rises = sum(1 for before, after in pairwise(indices) if after > before)
    assert len(set(indices)) == 40
    assert 8 <= rises <= 31  # six standard deviations (Eulerian numbers, n = 40)
    assert max(indices) - min(indices) > 131_072 // 4


def test_nobody_gets_an_index_that_was_claimed(town: Town) -> None:
    taken = claim(town)

    with scope(organisation=town.northgate), pytest.raises(IntegrityError), transaction.atomic():
        StatusPlace.objects.create(organisation=town.northgate, status_list=taken.status_list, index=taken.index)


def test_a_collision_is_drawn_again(town: Town) -> None:
    """With four of nine taken, thirty claims that never meet a taken one are less likely than one in ten million."""
    for _ in range(30):
        with scope(organisation=town.northgate):
            small = StatusList.objects.create(organisation=town.northgate, length=9)
            for index in range(4):
                StatusPlace.objects.create(organisation=town.northgate, status_list=small, index=index)

        place = claim(town)

        assert place.status_list == small
        assert place.index >= 4


def test_a_list_that_is_half_full_is_closed_and_another_begins(town: Town) -> None:
    with scope(organisation=town.northgate):
        small = StatusList.objects.create(organisation=town.northgate, length=8)
    first = [claim(town) for _ in range(4)]

    fifth = claim(town)

    assert {place.status_list for place in first} == {small}
    assert fifth.status_list != small
    with scope(organisation=town.northgate):
        assert StatusList.objects.get(id=small.id).is_full


def test_two_issuers_never_share_a_list(town: Town) -> None:
    with scope(organisation=town.cloudvane), transaction.atomic():
        theirs = claim_place(town.cloudvane)

    assert claim(town).status_list != theirs.status_list


def test_the_list_is_served_signed_by_the_status_key_for_a_day_at_most(town: Town) -> None:
    place = stored(awarded(town)).status_place

    document = served(place.status_list)

    with scope(organisation=town.northgate):
        key = IssuerKey.objects.get(purpose=KeyPurpose.STATUS)
    (proof,) = document["proof"]
    assert proof["verificationMethod"].endswith(f"#{key.multikey}")
    assert document["id"] == f"https://testserver.example/status/{place.status_list.public_id}"
    assert (document["validFrom"], document["validUntil"]) == ("2026-11-22T09:00:00Z", "2026-11-23T09:00:00Z")
    assert document["credentialSubject"]["ttl"] == 300_000
    assert not any(bits_of(place.status_list))


def test_a_bit_that_was_set_is_published_and_only_that_one(town: Town) -> None:
    place = stored(awarded(town)).status_place
    with scope(organisation=town.northgate), transaction.atomic():
        set_bit(place)

    assert publish_changed(at=town.tools.now(), tools=town.tools) == 1

    bits = bits_of(place.status_list)
    assert bitstring.get(bits, place.index) == 1
    assert sum(byte.bit_count() for byte in bits) == 1


def test_many_bits_are_published_by_one_signature(town: Town) -> None:
    places = [claim(town) for _ in range(5)]
    with scope(organisation=town.northgate), transaction.atomic():
        for place in places:
            set_bit(place)

    assert publish_changed(at=town.tools.now(), tools=town.tools) == 1
    assert publish_changed(at=town.tools.now(), tools=town.tools) == 0

    assert PendingLeaf.objects.filter(kind="status-list").count() == 1
    assert all(bitstring.get(bits_of(places[0].status_list), place.index) for place in places)


def test_a_list_is_signed_anew_before_it_runs_out_and_not_before_that(town: Town) -> None:
    awarded(town)
    with across_tenants():
        status_list = StatusList.objects.get()

    assert publish_changed(at=town.tools.now() + timedelta(hours=11), tools=town.tools) == 0
    assert publish_changed(at=town.tools.now() + timedelta(hours=12), tools=town.tools) == 1

    assert served(status_list)["validUntil"] == "2026-11-23T21:00:00Z"


class Meddling:
    """Sealed keys that somebody else uses the time of: a bit is set while the first signature is made."""

    def __init__(self, keys: SealedKeys, place: StatusPlace) -> None:
        self._keys, self._places = keys, [place]

    def signer(self, public_multikey: str, *, tenant: str, purpose: str) -> Signer:
        if self._places:
            with transaction.atomic():
                set_bit(self._places.pop())
        return self._keys.signer(public_multikey, tenant=tenant, purpose=purpose)


def test_an_older_reading_never_overwrites_a_newer_list(town: Town) -> None:
    late = stored(awarded(town)).status_place
    first = claim(town)
    with scope(organisation=town.northgate), transaction.atomic():
        set_bit(first)
    meddled: Any = Meddling(town.tools.keys, late)

    publish_changed(at=town.tools.now(), tools=replace(town.tools, keys=meddled))

    bits = bits_of(late.status_list)
    assert (bitstring.get(bits, first.index), bitstring.get(bits, late.index)) == (1, 1)
    with across_tenants():
        assert not StatusList.objects.get().changed


def test_a_list_that_nobody_can_sign_is_left_as_it_was(town: Town) -> None:
    place = stored(awarded(town)).status_place
    before = served(place.status_list)
    with scope(organisation=town.northgate):
        town.tools.keys.forget(IssuerKey.objects.get(purpose=KeyPurpose.STATUS).multikey)
        with transaction.atomic():
            set_bit(place)

    assert publish_changed(at=town.tools.now(), tools=town.tools) == 0

    assert served(place.status_list) == before
    with across_tenants():
        assert StatusList.objects.get().changed, "the next round tries again"


def test_the_list_itself_verifies(town: Town) -> None:
    awarded(town)
    with across_tenants():
        raw = StatusList.objects.get().document.encode()

    listing = read(raw, expecting=frozenset({Kind.STATUS_LIST}))
    report = drive(verification(listing, at=town.tools.now()), fetch_for(town.tools))
    assert report.verdict is Verdict.VALID
    assert count(StatusList) == 1
