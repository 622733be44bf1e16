"""Open Badges 2.0 assertions: which documents are one, and what they say."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assay.science.errors import MalformedDocument
from assay.science.instants import ValidityPeriod
from assay.science.vocabulary.open_badges_2 import (
    HOSTED,
    check_assertion,
    issuer_of,
    validity_of,
    verification_types,
)

ASSERTION: dict[str, Any] = {
    "id": "https://robots.example/assertions/1",
    "recipient": {"type": "email", "identity": "a@b.example", "hashed": False},
    "badge": "https://robots.example/badge",
    "issuedOn": "2016-12-31T23:59:59+00:00",
    "verification": {"type": "HostedBadge"},
}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"badge": {"id": "https://robots.example/badge"}},
        {"verify": {"type": "hosted"}, "verification": None},
        {"expires": "2030-01-01T00:00:00Z"},
        {"evidence": 7},
    ],
)
def test_an_assertion_is_taken(change: dict[str, Any]) -> None:
    check_assertion({name: value for name, value in {**ASSERTION, **change}.items() if value is not None})


@pytest.mark.parametrize("missing", ["id", "recipient", "badge", "verification"])
def test_what_every_assertion_has_is_missed(missing: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        check_assertion({name: value for name, value in ASSERTION.items() if name != missing})

    assert refused.value.where == {"verification": "/verify"}.get(missing, f"/{missing}")


def test_the_issuer_is_told_where_the_badge_class_stands_inside() -> None:
    inside: dict[str, Any] = {"id": "https://robots.example/badge", "issuer": {"id": "https://robots.example/issuer"}}

    assert issuer_of({**ASSERTION, "badge": inside}) == "https://robots.example/issuer"
    assert issuer_of({**ASSERTION, "badge": {"id": "https://robots.example/badge"}}) is None
    assert issuer_of(ASSERTION) is None


def test_the_validity_period_has_other_names() -> None:
    issued, ends = datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)

    assert validity_of({**ASSERTION, "expires": "2030-01-01T00:00:00Z"}) == ValidityPeriod(issued, ends)
    assert validity_of({}) == ValidityPeriod()


@pytest.mark.parametrize(
    ("document", "types"),
    [
        ({"verification": {"type": "HostedBadge"}}, ("HostedBadge",)),
        ({"verify": {"type": "hosted"}}, ("hosted",)),
        ({"verification": {"type": ["VerificationObject", "SignedBadge"]}}, ("VerificationObject", "SignedBadge")),
        ({"verification": {}}, ()),
    ],
)
def test_the_way_to_verify_it_has_old_and_new_names(document: dict[str, Any], types: tuple[str, ...]) -> None:
    assert verification_types(document) == types


def test_both_names_of_hosted_are_known() -> None:
    assert {"HostedBadge", "hosted"} == HOSTED
