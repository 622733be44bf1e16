"""Issuing takes less time when the shape of a credential is known, and gives the same bytes and the same refusals."""

import json
from dataclasses import replace

import pytest

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.issuing.issue import issue
from assay.science.securing import shapes
from assay.science.vocabulary.by_shape import read_known
from tests.cast import BRUNEL, MALLORY, NOW, Institution
from tests.science.issuing.many import NAMES, SUITES, badge, fresh, issuer_of, the_long_way
from tests.world import signed


@pytest.mark.parametrize(("by", "suite"), SUITES)
def test_a_known_shape_is_signed_like_a_new_one_byte_for_byte(by: Institution, suite: str) -> None:
    library, issuer = fresh(), issuer_of(by)
    badges = [badge(number, by, narrative=name) for number, name in enumerate(NAMES, start=1)]

    texts = [issue(each, issuer, at=NOW, suite=suite, contexts=library) for each in badges]

    assert texts == [the_long_way(each, issuer, suite) for each in badges]
    assert shapes.known(library) == 1
    assert all(read_known(text, library).recognised for text in texts)


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "vc-jwt"])
def test_what_is_refused_is_refused_alike_whether_its_shape_is_known_or_not(suite: str) -> None:
    issuer = issuer_of(BRUNEL)
    with_an_end = badge(1) | {"validUntil": "2027-01-01T00:00:00Z"}
    bad = [
        with_an_end | {"validUntil": "2026-01-01T00:00:00Z"},
        with_an_end | {"validUntil": "2026-11-22T08:59:59Z", "validFrom": "2025-01-01T00:00:00Z"},
        with_an_end | {"validUntil": "next year"},
        with_an_end | {"id": "no url"},
        with_an_end | {"id": ""},
        with_an_end | {"credentialStatus": with_an_end["credentialStatus"] | {"statusListIndex": "-1"}},
    ]
    knowing = fresh()
    issue(with_an_end, issuer, at=NOW, suite=suite, contexts=knowing)

    for each in bad:
        library, told = fresh(), []
        for contexts in (library, knowing):
            with pytest.raises((Refused, MalformedDocument)) as refusal:
                issue(each, issuer, at=NOW, suite=suite, contexts=contexts)
            told.append((type(refusal.value), str(refusal.value), refusal.value.code))
        assert told[0] == told[1]
        assert shapes.known(library) == 0


def test_the_shape_of_what_we_would_not_accept_is_not_kept() -> None:
    library = fresh()
    stranger = replace(issuer_of(BRUNEL), signer=MALLORY.key)

    with pytest.raises(Refused) as refusal:
        issue(badge(1), stranger, at=NOW, contexts=library)

    assert (refusal.value.code, shapes.known(library)) == (Code.PROOF_INVALID, 0)


def test_a_key_that_signs_otherwise_than_it_says_is_found_out_with_a_known_shape_too() -> None:
    library, issuer = fresh(), issuer_of(BRUNEL)
    issue(badge(1), issuer, at=NOW, contexts=library)

    with pytest.raises(Refused) as refusal:
        issue(badge(2), replace(issuer, signer=MALLORY.key), at=NOW, contexts=library)

    assert refusal.value.code is Code.PROOF_INVALID


def test_a_suite_that_does_not_go_with_the_key_is_refused_with_a_known_shape_too() -> None:
    library = fresh()
    issue(badge(1), issuer_of(BRUNEL), at=NOW, contexts=library)

    with pytest.raises(Refused) as refusal:
        issue(badge(2), issuer_of(BRUNEL), at=NOW, suite="ecdsa-rdfc-2019", contexts=library)

    assert refusal.value.code is Code.ALGORITHM_REFUSED


def test_a_credential_that_has_a_proof_already_is_signed_beside_it() -> None:
    library, issuer = fresh(), issuer_of(BRUNEL)
    issue(badge(1), issuer, at=NOW, contexts=library)
    countersigned = signed(badge(2), by=MALLORY)

    text = issue(countersigned, issuer, at=NOW, contexts=library)

    assert text == the_long_way(countersigned, issuer, "eddsa-rdfc-2022")
    assert [proof["type"] for proof in json.loads(text)["proof"]] == ["DataIntegrityProof"] * 2
