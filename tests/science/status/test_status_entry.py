"""``credentialStatus``: which entries are read, which stay visible as unknown, which are nonsense."""

import json
from typing import Any

import pytest

from assay.science.errors import Code, MalformedDocument
from assay.science.identifiers import StatusIndex
from assay.science.securing.strict_json import JsonObject, parse_object
from assay.science.status.status_entry import (
    BitstringStatusListEntry,
    RevocationListEntry,
    UnknownStatus,
    read_status_entries,
)
from tests.vectors import vectors

LIST = "https://brunel.example/status/3"
ENTRY: JsonObject = {
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "94567",
    "statusListCredential": LIST,
}
FOUR: list[dict[str, str]] = [
    {"status": "0x0", "message": "pending"},
    {"status": "0x1", "message": "accepted"},
    {"status": "0x2", "message": "rejected"},
    {"status": "0x3", "message": "undefined"},
]


def entry_with(**members: Any) -> JsonObject:
    return {"credentialStatus": ENTRY | members}


def entry_without(member: str) -> JsonObject:
    return {"credentialStatus": {name: value for name, value in ENTRY.items() if name != member}}


def test_a_credential_without_a_status_has_no_entries() -> None:
    assert read_status_entries({"type": ["VerifiableCredential"]}) == ()


def test_an_entry_says_what_it_is_about_and_where_to_look() -> None:
    entries = read_status_entries({"credentialStatus": {"id": f"{LIST}#94567", **ENTRY}})

    assert entries == (BitstringStatusListEntry("revocation", StatusIndex(94567), LIST, 1, ()),)


def test_the_type_may_stand_in_an_array_of_one() -> None:
    assert read_status_entries(entry_with(type=["BitstringStatusListEntry"])) == read_status_entries(entry_with())


def test_a_wide_entry_has_one_message_for_each_of_its_values_in_whatever_order_they_are_listed() -> None:
    document = entry_with(statusPurpose="message", statusSize=2, statusMessage=FOUR[::-1])

    (entry,) = read_status_entries(document)

    assert entry == BitstringStatusListEntry(
        "message", StatusIndex(94567), LIST, 2, ("pending", "accepted", "rejected", "undefined")
    )


def test_a_wide_entry_may_write_its_values_in_any_hexadecimal_way() -> None:
    listed = [{"status": f"0x{value:02X}", "message": f"stage {value}", "more": True} for value in range(256)]

    (entry,) = read_status_entries(entry_with(statusSize=8, statusMessage=listed))

    assert isinstance(entry, BitstringStatusListEntry)
    assert (entry.messages[0], entry.messages[171], entry.messages[255]) == ("stage 0", "stage 171", "stage 255")


def test_an_entry_of_one_bit_may_have_two_messages() -> None:
    (entry,) = read_status_entries(entry_with(statusMessage=FOUR[:2], statusSize=1))

    assert isinstance(entry, BitstringStatusListEntry)
    assert entry.messages == ("pending", "accepted")


def test_attack_8_status_index_bugs_all_entries_are_read_and_in_order() -> None:
    suspension = ENTRY | {"statusPurpose": "suspension", "statusListIndex": "0"}
    homemade: JsonObject = {"type": "BrunelStatus2024", "id": "https://brunel.example/ask/17"}

    entries = read_status_entries({"credentialStatus": [homemade, ENTRY, suspension]})

    assert entries == (
        UnknownStatus("BrunelStatus2024", "status entries of type 'BrunelStatus2024' are not read"),
        BitstringStatusListEntry("revocation", StatusIndex(94567), LIST),
        BitstringStatusListEntry("suspension", StatusIndex(0), LIST),
    )


@pytest.mark.parametrize(
    "kind",
    [
        "StatusList2021Entry",
        "RevocationList2020Status",
        "bitstringstatuslistentry",
        "https://www.w3.org/ns/credentials/status#BitstringStatusListEntry",
        ["BitstringStatusListEntry", "Mine"],
    ],
)
def test_attack_8_status_index_bugs_a_type_that_we_do_not_read_stays_visible(kind: Any) -> None:
    (entry,) = read_status_entries(entry_with(type=kind))

    assert isinstance(entry, UnknownStatus)
    assert entry.type == (kind if isinstance(kind, str) else "BitstringStatusListEntry, Mine")


def test_an_entry_wider_than_we_read_stays_visible() -> None:
    (entry,) = read_status_entries(entry_with(statusSize=10**9))

    assert entry == UnknownStatus("BitstringStatusListEntry", "entries wider than 8 bits are not read")


@pytest.mark.parametrize("address", ["http://brunel.example/status/3", "did:web:brunel.example", "ipfs:bafy"])
def test_a_list_that_is_not_at_an_https_address_stays_visible(address: str) -> None:
    ids: JsonObject = {"type": "1EdTechRevocationList", "id": address}
    bits = entry_with(statusListCredential=address)

    assert read_status_entries(bits) == (
        UnknownStatus("BitstringStatusListEntry", "its list is not at an https address"),
    )
    assert read_status_entries({"credentialStatus": ids}) == (
        UnknownStatus("1EdTechRevocationList", "its list is not at an https address"),
    )


def test_a_revocation_list_is_found_by_its_id() -> None:
    status: JsonObject = {"type": "1EdTechRevocationList", "id": "https://brunel.example/revocations"}

    assert read_status_entries({"credentialStatus": status}) == (
        RevocationListEntry("https://brunel.example/revocations"),
    )


@pytest.mark.parametrize(
    "index",
    [
        "-1",
        "+1",
        "1.0",
        "1e3",
        "0x10",
        "007",
        "00",
        " 7",
        "7 ",
        "7\n",
        "",
        "abc",
        "٣",
        "1_000",
        94567,
        7.0,
        True,
        None,
        [],
    ],
)
def test_attack_8_status_index_bugs_an_index_is_a_decimal_string_and_nothing_else(index: Any) -> None:
    with pytest.raises(MalformedDocument) as caught:
        read_status_entries(entry_with(statusListIndex=index))

    assert caught.value.code is Code.STATUS_INVALID
    assert caught.value.where == "/credentialStatus/statusListIndex"


@pytest.mark.parametrize("index", ["99999999999999", "9" * 5000])
def test_attack_8_status_index_bugs_a_huge_index_is_outside_every_list(index: str) -> None:
    with pytest.raises(MalformedDocument) as caught:
        read_status_entries(entry_with(statusListIndex=index))

    assert caught.value.code is Code.STATUS_RANGE


MALFORMED: dict[str, tuple[JsonObject, str]] = {
    "null": ({"credentialStatus": None}, ""),
    "a string": ({"credentialStatus": LIST}, ""),
    "an empty array": ({"credentialStatus": []}, ""),
    "an array in an array": ({"credentialStatus": [[ENTRY]]}, "/0"),
    "no type": (entry_without("type"), "/type"),
    "an empty type": (entry_with(type=""), "/type"),
    "no types": (entry_with(type=[]), "/type"),
    "a number among the types": (entry_with(type=["BitstringStatusListEntry", 2]), "/type"),
    "an id that is no URL": (entry_with(id="status 4"), "/id"),
    "two ids": (entry_with(id=[LIST + "#1", LIST + "#2"]), "/id"),
    "an id that is null": (entry_with(id=None), "/id"),
    "an id that is the list": (entry_with(id=LIST), "/id"),
    "no purpose": (entry_without("statusPurpose"), "/statusPurpose"),
    "an empty purpose": (entry_with(statusPurpose=""), "/statusPurpose"),
    "two purposes": (entry_with(statusPurpose=["revocation", "suspension"]), "/statusPurpose"),
    "no index": (entry_without("statusListIndex"), "/statusListIndex"),
    "no list": (entry_without("statusListCredential"), "/statusListCredential"),
    "a relative list": (entry_with(statusListCredential="/status/3"), "/statusListCredential"),
    "a list inside": (entry_with(statusListCredential={"id": LIST}), "/statusListCredential"),
    "size 0": (entry_with(statusSize=0), "/statusSize"),
    "size -1": (entry_with(statusSize=-1), "/statusSize"),
    "size true": (entry_with(statusSize=True), "/statusSize"),
    "size 2.0": (entry_with(statusSize=2.0), "/statusSize"),
    "size as text": (entry_with(statusSize="2"), "/statusSize"),
    "size null": (entry_with(statusSize=None), "/statusSize"),
    "wide and without messages": (entry_with(statusSize=2), "/statusMessage"),
    "too few messages": (entry_with(statusSize=2, statusMessage=FOUR[:3]), "/statusMessage"),
    "too many messages": (entry_with(statusSize=1, statusMessage=FOUR), "/statusMessage"),
    "one value twice": (entry_with(statusSize=2, statusMessage=[*FOUR[:3], FOUR[0]]), "/statusMessage"),
    "one value twice beside all": (entry_with(statusSize=2, statusMessage=[*FOUR, FOUR[0]]), "/statusMessage"),
    "messages as an object": (entry_with(statusMessage=FOUR[0]), "/statusMessage"),
    "a message as text": (entry_with(statusMessage=["pending", "accepted"]), "/statusMessage"),
    "a value without 0x": (entry_with(statusMessage=[FOUR[0], {"status": "1", "message": ""}]), "/statusMessage"),
    "a value as a number": (entry_with(statusMessage=[FOUR[0], {"status": 1, "message": ""}]), "/statusMessage"),
    "a value with _": (entry_with(statusMessage=[FOUR[0], {"status": "0x0_1", "message": ""}]), "/statusMessage"),
    "no text": (entry_with(statusMessage=[FOUR[0], {"status": "0x1"}]), "/statusMessage"),
    "a revocation list without id": ({"credentialStatus": {"type": "1EdTechRevocationList"}}, ""),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_an_entry_that_breaks_the_rules_of_its_type_is_refused_where_it_does(name: str) -> None:
    document, where = MALFORMED[name]

    with pytest.raises(MalformedDocument) as caught:
        read_status_entries(document)

    assert (caught.value.code, caught.value.where) == (Code.STATUS_INVALID, "/credentialStatus" + where)


def test_a_fault_in_one_of_several_entries_names_its_place() -> None:
    with pytest.raises(MalformedDocument) as caught:
        read_status_entries({"credentialStatus": [ENTRY, ENTRY | {"statusListIndex": "x"}]})

    assert caught.value.where == "/credentialStatus/1/statusListIndex"


@pytest.mark.vectors
@pytest.mark.parametrize(
    ("name", "accepted"),
    [
        ("ok", True),
        ("missing-id-ok", True),
        ("missing-type-fail", False),
        ("type-nonurl-fail", False),
        ("multiple-id-fail", False),
        ("nonurl-id-fail", False),
    ],
)
def test_w3cs_credential_status_documents_pass_and_fail_as_named(name: str, accepted: bool) -> None:  # noqa: FBT001 - a column of the table
    document = parse_object(vectors("w3c-vcdm2-inputs", "input", f"credential-status-{name}.json").read_bytes())

    if accepted:
        assert [type(entry) for entry in read_status_entries(document)] == [UnknownStatus]
    else:
        with pytest.raises(MalformedDocument):
            read_status_entries(document)


@pytest.mark.vectors
def test_1edtechs_sample_whose_index_is_a_number_is_refused() -> None:
    folder = vectors("1edtech-validator", "ob30", "bit-string-list")
    document = json.loads((folder / "credential-status-revoked.json").read_bytes())
    assert document["credentialStatus"]["statusListIndex"] == 23

    with pytest.raises(MalformedDocument) as caught:
        read_status_entries(document)

    assert caught.value.code is Code.STATUS_INVALID


@pytest.mark.vectors
def test_1edtechs_sample_with_a_revocation_list_names_the_lists_address() -> None:
    document = json.loads(vectors("1edtech-validator", "ob30", "credential-status-revoked.json").read_bytes())

    (entry,) = read_status_entries(document)

    assert entry == RevocationListEntry(
        "https://dc.1edtech.org/wellspring2022/wellspring-portal/api/revocations/da1e96e9-afcc-4eed-b9a2-2ddf7353214c"
    )
