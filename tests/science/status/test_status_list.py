"""Status list credentials: read, looked up, judged, composed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.identifiers import StatusIndex
from assay.science.instants import ValidityPeriod
from assay.science.securing.strict_json import JsonObject, parse_object
from assay.science.status.bitstring import encode_bitstring
from assay.science.status.status_entry import BitstringStatusListEntry
from assay.science.status.status_list import (
    StatusJudgement,
    StatusValue,
    compose_status_list,
    judge,
    lookup,
    read_status_list,
    require_current,
)
from tests.vectors import vectors

LIST = "https://brunel.example/status/3"
BRUNEL = "did:web:brunel.example"
YESTERDAY = datetime(2026, 11, 21, 9, tzinfo=UTC)
TODAY = datetime(2026, 11, 22, 9, tzinfo=UTC)
TOMORROW = datetime(2026, 11, 23, 9, tzinfo=UTC)

# The first of 131,072 entries is set, all others are not. From npm @digitalbazaar/bitstring 3.1.0, "u" put before.
FIRST_SET = "uH4sIAAAAAAAAA-3BIQEAAAACIKc73RkWoAEAAAAAAAAAAAAAAAAAAADeBuRZQ2cAQAAA"
SUBJECT: JsonObject = {
    "id": f"{LIST}#list",
    "type": "BitstringStatusList",
    "statusPurpose": "revocation",
    "encodedList": FIRST_SET,
    "ttl": 300_000,
}
DOCUMENT: JsonObject = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": LIST,
    "type": ["VerifiableCredential", "BitstringStatusListCredential"],
    "issuer": BRUNEL,
    "validFrom": "2026-11-22T09:00:00Z",
    "validUntil": "2026-11-23T09:00:00Z",
    "credentialSubject": SUBJECT,
}


def with_subject(**members: Any) -> JsonObject:
    return DOCUMENT | {"credentialSubject": SUBJECT | members}


def without(member: str) -> JsonObject:
    return {name: value for name, value in DOCUMENT.items() if name != member}


def entry(index: int = 0, purpose: str = "revocation", size: int = 1, messages: tuple[str, ...] = ()) -> Any:
    return BitstringStatusListEntry(purpose, StatusIndex(index), LIST, size, messages)


def test_a_status_list_says_whose_it_is_what_it_is_about_and_how_long_it_counts() -> None:
    status_list = read_status_list(DOCUMENT)

    assert (status_list.id, status_list.issuer, status_list.purposes) == (LIST, BRUNEL, frozenset({"revocation"}))
    assert status_list.period == ValidityPeriod(TODAY, TOMORROW)
    assert status_list.ttl_ms == 300_000
    assert status_list.bits == b"\x80" + bytes(16_383)
    assert "bits" not in repr(status_list)


def test_id_dates_and_ttl_may_be_left_out_and_the_issuer_may_be_an_object() -> None:
    document: JsonObject = {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "type": ["BitstringStatusListCredential", "VerifiableCredential"],
        "issuer": {"id": BRUNEL, "name": "Brunel"},
        "credentialSubject": {
            "type": ["BitstringStatusList"],
            "statusPurpose": ["revocation", "suspension"],
            "encodedList": FIRST_SET,
        },
    }

    status_list = read_status_list(document)

    assert (status_list.id, status_list.issuer) == (None, BRUNEL)
    assert status_list.purposes == {"revocation", "suspension"}
    assert (status_list.period, status_list.ttl_ms) == (ValidityPeriod(None, None), None)


@pytest.mark.parametrize(
    "types",
    [
        ["VerifiableCredential", "OpenBadgeCredential"],
        ["VerifiableCredential"],
        ["VerifiableCredential", "BitstringStatusListCredential", "OpenBadgeCredential"],
        ["VerifiableCredential", "VerifiableCredential"],
        "BitstringStatusListCredential",
        None,
    ],
)
def test_attack_13_type_confusion_another_kind_of_credential_is_no_status_list(types: Any) -> None:
    with pytest.raises(MalformedDocument) as caught:
        read_status_list(DOCUMENT | {"type": types})

    assert (caught.value.code, caught.value.where) == (Code.WRONG_TYPE, "/type")


@pytest.mark.parametrize(
    "contexts", [["https://www.w3.org/2018/credentials/v1"], [], "https://www.w3.org/ns/credentials/v2", None]
)
def test_attack_13_type_confusion_a_status_list_is_a_credential_of_data_model_2(contexts: Any) -> None:
    with pytest.raises(MalformedDocument) as caught:
        read_status_list(DOCUMENT | {"@context": contexts})

    assert (caught.value.code, caught.value.where) == (Code.WRONG_TYPE, "/@context")


MALFORMED: dict[str, tuple[JsonObject, str]] = {
    "no subject": (without("credentialSubject"), "/credentialSubject"),
    "several subjects": (DOCUMENT | {"credentialSubject": [SUBJECT, SUBJECT]}, "/credentialSubject"),
    "another subject": (with_subject(type="Person"), "/credentialSubject/type"),
    "two types of subject": (with_subject(type=["BitstringStatusList", "Person"]), "/credentialSubject/type"),
    "no purpose": (with_subject(statusPurpose=None), "/credentialSubject/statusPurpose"),
    "an empty purpose": (with_subject(statusPurpose=""), "/credentialSubject/statusPurpose"),
    "no purposes": (with_subject(statusPurpose=[]), "/credentialSubject/statusPurpose"),
    "a number among the purposes": (with_subject(statusPurpose=["revocation", 1]), "/credentialSubject/statusPurpose"),
    "no list": (with_subject(encodedList=None), "/credentialSubject/encodedList"),
    "a list without u": (with_subject(encodedList=FIRST_SET[1:]), "/credentialSubject/encodedList"),
    "ttl below zero": (with_subject(ttl=-1), "/credentialSubject/ttl"),
    "ttl as text": (with_subject(ttl="300000"), "/credentialSubject/ttl"),
    "ttl as a fraction": (with_subject(ttl=0.5), "/credentialSubject/ttl"),
    "ttl true": (with_subject(ttl=True), "/credentialSubject/ttl"),
    "ttl null": (with_subject(ttl=None), "/credentialSubject/ttl"),
    "an id that is no URL": (DOCUMENT | {"id": "status/3"}, "/id"),
    "an id that is null": (DOCUMENT | {"id": None}, "/id"),
    "no issuer": (without("issuer"), "/issuer"),
    "an issuer without id": (DOCUMENT | {"issuer": {"name": "Brunel"}}, "/issuer"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_status_list_that_breaks_the_rules_of_its_kind_is_refused_where_it_does(name: str) -> None:
    document, where = MALFORMED[name]

    with pytest.raises(MalformedDocument) as caught:
        read_status_list(document)

    assert (caught.value.code, caught.value.where) == (Code.STATUS_INVALID, where)


@pytest.mark.parametrize("member", ["validFrom", "validUntil"])
@pytest.mark.parametrize("value", [None, "2026-11-22", "2026-11-22T09:00:00"])
def test_a_date_that_is_none_is_not_read_as_no_date(member: str, value: Any) -> None:
    with pytest.raises(MalformedDocument) as caught:
        read_status_list(DOCUMENT | {member: value})

    assert caught.value.where == f"/{member}"


def test_attack_10_status_privacy_a_list_too_short_to_hide_in_is_refused() -> None:
    short = with_subject(encodedList=encode_bitstring(bytes(16_383)))

    with pytest.raises(MalformedDocument) as caught:
        read_status_list(short)

    assert (caught.value.code, caught.value.where) == (Code.STATUS_INVALID, "/credentialSubject/encodedList")


def test_attack_10_status_privacy_wide_entries_need_a_list_that_is_as_much_longer() -> None:
    messages = ("pending", "accepted", "rejected", "undefined")
    wide = entry(size=2, messages=messages)

    with pytest.raises(Refused) as caught:
        lookup(wide, read_status_list(DOCUMENT))
    long_enough = read_status_list(with_subject(encodedList=encode_bitstring(b"\x80" + bytes(32_767))))

    assert caught.value.code is Code.STATUS_INVALID
    assert lookup(wide, long_enough) == StatusValue(2, "rejected")


@pytest.mark.parametrize(
    ("index", "expected"),
    [(0, StatusValue(1, "set")), (1, StatusValue(0, "unset")), (131_071, StatusValue(0, "unset"))],
)
def test_an_entry_of_one_bit_is_set_or_unset(index: int, expected: StatusValue) -> None:
    assert lookup(entry(index), read_status_list(DOCUMENT)) == expected


def test_an_entry_of_eight_bits_has_the_message_of_its_byte() -> None:
    bits = bytes(131_070) + b"\x2a\xff"
    status_list = read_status_list(with_subject(encodedList=encode_bitstring(bits), statusPurpose="message"))
    messages = tuple(f"stage {value}" for value in range(256))

    values = [lookup(entry(index, "message", 8, messages), status_list) for index in (0, 131_070, 131_071)]

    assert values == [StatusValue(0, "stage 0"), StatusValue(42, "stage 42"), StatusValue(255, "stage 255")]


def test_an_index_outside_the_list_is_a_range_error() -> None:
    with pytest.raises(Refused) as caught:
        lookup(entry(131_072), read_status_list(DOCUMENT))

    assert caught.value.code is Code.STATUS_RANGE


@pytest.mark.parametrize("purpose", ["suspension", "Revocation", "message"])
def test_a_list_about_something_else_is_not_looked_up(purpose: str) -> None:
    with pytest.raises(Refused) as caught:
        lookup(entry(purpose=purpose), read_status_list(DOCUMENT))

    assert caught.value.code is Code.STATUS_INVALID


def test_one_list_may_serve_several_purposes() -> None:
    both = read_status_list(with_subject(statusPurpose=["suspension", "revocation"]))

    assert lookup(entry(0, "revocation"), both).number == 1
    assert lookup(entry(1, "suspension"), both).number == 0


def test_attack_7_status_tampering_another_list_of_the_same_issuer_is_refused() -> None:
    other = read_status_list(DOCUMENT | {"id": "https://brunel.example/status/4"})

    with pytest.raises(Refused) as caught:
        lookup(entry(), other)

    assert caught.value.code is Code.STATUS_INVALID


def test_a_list_without_an_id_is_taken_from_the_address_where_it_was_found() -> None:
    assert lookup(entry(), read_status_list(without("id"))) == StatusValue(1, "set")


@pytest.mark.parametrize("at", [YESTERDAY, datetime(2026, 11, 23, 9, 0, 0, 1, tzinfo=UTC)])
def test_attack_7_status_tampering_a_list_replayed_outside_its_time_is_stale(at: datetime) -> None:
    with pytest.raises(Refused) as caught:
        require_current(read_status_list(DOCUMENT), at=at)

    assert caught.value.code is Code.STATUS_STALE


@pytest.mark.parametrize("at", [TODAY, TOMORROW])
def test_a_list_counts_from_its_first_moment_to_its_last(at: datetime) -> None:
    require_current(read_status_list(DOCUMENT), at=at)


JUDGED = [
    ("revocation", 0, "HOLDS", Code.OK),
    ("revocation", 1, "FAILS", Code.REVOKED),
    ("suspension", 0, "HOLDS", Code.OK),
    ("suspension", 1, "FAILS", Code.SUSPENDED),
    ("refresh", 0, "HOLDS", Code.OK),
    ("refresh", 1, "HOLDS", Code.STATUS_MESSAGE),
    ("message", 0, "HOLDS", Code.OK),
    ("message", 1, "HOLDS", Code.STATUS_MESSAGE),
    ("Revocation", 0, "UNKNOWN", Code.STATUS_UNSUPPORTED),
    ("probation", 1, "UNKNOWN", Code.STATUS_UNSUPPORTED),
]


@pytest.mark.parametrize(("purpose", "number", "outcome", "code"), JUDGED)
def test_what_a_bit_means_depends_on_the_purpose(purpose: str, number: int, outcome: str, code: Code) -> None:
    judgement = judge(entry(purpose=purpose), StatusValue(number, "set" if number else "unset"))

    assert (judgement.outcome_name, judgement.code) == (outcome, code)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_attack_8_status_index_bugs_any_value_but_0_of_a_wide_entry_revokes(number: int) -> None:
    wide = entry(size=2, messages=("good", "fraud", "error", "withdrawn"))

    assert judge(wide, StatusValue(number, wide.messages[number])).code is Code.REVOKED


@pytest.mark.parametrize(("number", "message"), [(0, "pending"), (1, "accepted")])
def test_a_message_is_quoted_even_for_the_value_0(number: int, message: str) -> None:
    with_messages = entry(purpose="message", messages=("pending", "accepted"))

    judgement = judge(with_messages, StatusValue(number, message))

    assert judgement == StatusJudgement("HOLDS", Code.STATUS_MESSAGE, f"the issuer's status message is '{message}'")


def test_a_message_cannot_act_on_the_page_or_flood_it() -> None:
    nasty = "\u202e\x1b[2J" + "x" * 10_000

    judgement = judge(entry(purpose="message"), StatusValue(1, nasty))

    assert judgement.reason.isprintable()
    assert len(judgement.reason) < 200


def test_a_list_is_composed_as_the_standard_shows_it() -> None:
    composed = compose_status_list(
        id=LIST,
        issuer=BRUNEL,
        purpose="revocation",
        bits=b"\x80" + bytes(16_383),
        period=ValidityPeriod(TODAY, TOMORROW),
        ttl_ms=300_000,
    )

    assert composed | {"credentialSubject": None} == DOCUMENT | {"credentialSubject": None}
    subject = composed["credentialSubject"]
    assert isinstance(subject, dict)
    assert subject | {"encodedList": None} == SUBJECT | {"encodedList": None}
    assert read_status_list(composed) == read_status_list(DOCUMENT)


def test_without_ttl_none_is_written() -> None:
    composed = compose_status_list(
        id=LIST, issuer=BRUNEL, purpose="suspension", bits=bytes(16_384), period=ValidityPeriod(TODAY, TOMORROW)
    )

    assert isinstance(composed["credentialSubject"], dict)
    assert "ttl" not in composed["credentialSubject"]


@pytest.mark.parametrize("address", [LIST + "?for=ada", LIST + "#94567", "http://brunel.example/status/3"])
def test_attack_10_status_privacy_the_address_of_a_list_says_nothing_about_who_is_asked_about(address: str) -> None:
    with pytest.raises(Refused):
        compose_status_list(
            id=address, issuer=BRUNEL, purpose="revocation", bits=bytes(16_384), period=ValidityPeriod(TODAY, TOMORROW)
        )


@pytest.mark.parametrize("period", [ValidityPeriod(TODAY, None), ValidityPeriod(None, TOMORROW)])
def test_attack_7_status_tampering_no_list_is_composed_that_could_be_replayed_for_ever(period: ValidityPeriod) -> None:
    with pytest.raises(Refused):
        compose_status_list(id=LIST, issuer=BRUNEL, purpose="revocation", bits=bytes(16_384), period=period)


@pytest.mark.parametrize(
    ("member", "value"), [("bits", bytes(16_383)), ("ttl_ms", -1), ("purpose", ""), ("issuer", "Brunel")]
)
def test_a_list_that_we_would_not_read_is_not_composed(member: str, value: Any) -> None:
    arguments: dict[str, Any] = {
        "id": LIST,
        "issuer": BRUNEL,
        "purpose": "revocation",
        "bits": bytes(16_384),
        "period": ValidityPeriod(TODAY, TOMORROW),
    }

    with pytest.raises(MalformedDocument):
        compose_status_list(**arguments | {member: value})


@pytest.mark.vectors
def test_1edtechs_list_revokes_entry_23_and_no_neighbour() -> None:
    raw = vectors("1edtech-validator", "ob30", "bit-string-list", "testlist").read_bytes()
    status_list = read_status_list(parse_object(raw))

    judgements = []
    for index in (16, 22, 23, 24):
        asked = BitstringStatusListEntry(
            "revocation", StatusIndex(index), "https://example.com/credentials/status/3", 1, ()
        )
        judgements.append(judge(asked, lookup(asked, status_list)).code)

    assert judgements == [Code.OK, Code.OK, Code.REVOKED, Code.OK]
