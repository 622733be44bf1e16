"""Links that show a credential, and end."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assay.campus.people.models import Event
from assay.campus.wallet.answer import decline
from assay.campus.wallet.models import Share, ShareOpening
from assay.campus.wallet.share import MOST_LIVE, certificate_share, find_share, make_share, open_share, revoke_share
from assay.science.errors import Code, MalformedDocument, Refused
from tests.cast import NOW
from tests.rooms.issuing.earned import awarded
from tests.rooms.town import Town
from tests.rooms.wallet.kept import A_WEEK, held, offer_of, shared

FACTS: dict[str, Any] = {"label": "", "expires_at": None, "with_record": False, "with_name": False, "at": NOW}


def test_a_link_is_found_by_its_token_until_its_end(town: Town) -> None:
    share = shared(town, expires_at=NOW + A_WEEK)

    assert find_share(share.token, at=NOW + A_WEEK - timedelta(seconds=1)) == share
    assert refused(share.token, at=NOW + A_WEEK) is Code.GONE


def test_a_link_without_an_end_works_until_it_is_revoked(town: Town) -> None:
    share = shared(town)
    assert find_share(share.token, at=NOW + timedelta(days=3650)) == share

    revoke_share(share, actor=town.samantha, at=NOW)

    assert refused(share.token, at=NOW) is Code.GONE


def test_an_unknown_token_is_not_found(town: Town) -> None:
    shared(town)

    assert refused("x" * 32, at=NOW) is Code.NOT_FOUND


def test_tokens_are_long_and_never_alike(town: Town) -> None:
    holding = held(town)

    tokens = {shared(town, holding).token for _ in range(20)}

    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {32}  # 192 bits in base64url


def test_each_opening_is_noted_once_by_its_time_and_nothing_else(town: Town) -> None:
    share = shared(town)

    open_share(share.token, at=NOW)
    open_share(share.token, at=NOW + A_WEEK)

    assert list(ShareOpening.objects.order_by("at").values_list("at", flat=True)) == [NOW, NOW + A_WEEK]
    assert {field.name for field in ShareOpening._meta.fields} == {"id", "share", "at"}  # noqa: SLF001 -- Django's public name


def test_an_opening_of_what_is_gone_is_not_noted(town: Town) -> None:
    share = shared(town, expires_at=NOW + A_WEEK)

    with pytest.raises(Refused):
        open_share(share.token, at=NOW + A_WEEK)

    assert not ShareOpening.objects.exists()


def test_nobody_shares_what_somebody_else_holds(town: Town) -> None:
    holding = held(town)

    for make in (make_share, certificate_share):
        facts = FACTS if make is make_share else {"label": "Certificate", "at": NOW}
        with pytest.raises(Refused) as refusal:
            make(holding, actor=town.ruth, **facts)

        assert refusal.value.code is Code.NOT_FOUND
    assert not Share.objects.exists()


def test_nobody_revokes_somebody_elses_link(town: Town) -> None:
    share = shared(town)

    with pytest.raises(Refused) as refusal:
        revoke_share(share, actor=town.ruth, at=NOW)

    assert refusal.value.code is Code.NOT_FOUND
    assert find_share(share.token, at=NOW) == share


def test_what_was_declined_is_not_shared(town: Town) -> None:
    declined = decline(offer_of(awarded(town)), person=town.samantha, at=NOW)

    with pytest.raises(Refused) as refusal:
        make_share(declined, actor=town.samantha, **FACTS)

    assert refusal.value.code is Code.NOT_FOUND


def test_revoking_twice_is_revoking_once(town: Town) -> None:
    share = shared(town)
    revoke_share(share, actor=town.samantha, at=NOW)

    again = revoke_share(share, actor=town.samantha, at=NOW + A_WEEK)

    assert again.revoked_at == NOW
    assert Event.objects.filter(action="wallet.revoke_share").count() == 1


def test_the_issuer_is_not_told_that_something_was_shared(town: Town) -> None:
    revoke_share(shared(town), actor=town.samantha, at=NOW)

    events = Event.objects.filter(action__in=("wallet.share", "wallet.revoke_share"))

    assert [(event.actor, event.organisation) for event in events] == [(town.samantha, None)] * 2


def test_a_link_that_ends_before_it_begins_is_malformed(town: Town) -> None:
    holding = held(town)

    with pytest.raises(MalformedDocument) as fault:
        make_share(holding, actor=town.samantha, **FACTS | {"expires_at": NOW})

    assert fault.value.where == "/expires_at"


def test_a_label_longer_than_a_line_is_malformed(town: Town) -> None:
    holding = held(town)

    with pytest.raises(MalformedDocument) as fault:
        make_share(holding, actor=town.samantha, **FACTS | {"label": "x" * 121})

    assert fault.value.where == "/label"


def test_a_holder_can_survey_her_links(town: Town) -> None:
    holding = held(town)
    shares = [shared(town, holding) for _ in range(MOST_LIVE)]

    with pytest.raises(Refused) as refusal:
        shared(town, holding)
    revoke_share(shares[0], actor=town.samantha, at=NOW)

    assert refusal.value.code is Code.CONFLICT
    assert shared(town, holding).revoked_at is None


def test_the_certificate_has_one_link_until_that_is_revoked(town: Town) -> None:
    holding = held(town)
    first = certificate_share(holding, actor=town.samantha, label="Certificate", at=NOW)
    assert certificate_share(holding, actor=town.samantha, label="Certificate", at=NOW) == first

    revoke_share(first, actor=town.samantha, at=NOW)

    assert certificate_share(holding, actor=town.samantha, label="Certificate", at=NOW) != first


def test_the_database_lets_no_second_certificate_link_through(town: Town) -> None:
    holding = held(town)
    certificate_share(holding, actor=town.samantha, label="Certificate", at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(holding=holding, token="t", is_certificate=True, made_at=NOW)


def refused(token: str, *, at: datetime) -> Code:
    with pytest.raises(Refused) as refusal:
        find_share(token, at=at)
    return refusal.value.code
