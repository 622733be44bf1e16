"""Bitstring Status List 1.0: the bits, their order, and their encoding."""

import base64
import gzip
import json
import struct
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.status.bitstring import LIST_LENGTH, MAX_BYTES, decode_bitstring, encode_bitstring, get, with_entries
from tests.vectors import vectors

HERE = "/credentialSubject/encodedList"

# What others publish: the text, how many bits it holds, which of them are set.
PUBLISHED = {
    # Example 3 of the Recommendation of May 2025.
    "W3C example": ("uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA", 131_072, []),
    # Made with npm @digitalbazaar/bitstring 3.1.0 (pako 2.2.0), "u" put before: new Bitstring({length}), set(i, true).
    "first": ("uH4sIAAAAAAAAA-3BIQEAAAACIKc73RkWoAEAAAAAAAAAAAAAAAAAAADeBuRZQ2cAQAAA", 131_072, [0]),
    "eighth": ("uH4sIAAAAAAAAA-3BIQEAAAACIP1_2hkWoAEAAAAAAAAAAAAAAAAAAADeBjn7xTYAQAAA", 131_072, [7]),
    "94567": ("uH4sIAAAAAAAAA-3OMQ0AAAgDsOHfNBp2kZBWQRMAAAAAAAAAAAAAAL6Z6wAAAAAAtQVQdb5gAEAAAA", 131_072, [94_567]),
    "borders": (
        "uH4sIAAAAAAAAA-3BMQEAAAgDIBfdZkYzxh7gdgAAAAAAAAAAAAAAAAAAAICuPPJL7S4AQAAA",
        131_072,
        [0, 1, 8, 15, 131_071],
    ),
    "two hundred and sixty thousand": (
        "uH4sIAAAAAAAAA-3BAQEAAAgCoHzedIcI_AEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADAvBSumbuzAIAAAA",
        262_144,
        [0, 262_143],
    ),
}

# 10000000 00000001 10100001 00011011 11110000 00001111 00000000 11111111
BITS = bytes.fromhex("8001a11bf00f00ff")

# Index, size, the value read by hand from the line above, and what a reader that begins each byte at its right end
# (as IETF's Token Status List does, which has no sizes but 1, 2, 4 and 8) would take for it.
KNOWN = [
    (0, 1, 1, 0),
    (1, 1, 0, 0),
    (7, 1, 0, 1),
    (8, 1, 0, 1),
    (15, 1, 1, 0),
    (16, 1, 1, 1),
    (17, 1, 0, 0),
    (18, 1, 1, 0),
    (21, 1, 0, 1),
    (63, 1, 1, 1),
    (0, 2, 2, 0),
    (3, 2, 0, 2),
    (7, 2, 1, 0),
    (8, 2, 2, 1),
    (12, 2, 0, 3),
    (13, 2, 1, 2),
    (14, 2, 2, 1),
    (15, 2, 3, 0),
    (31, 2, 3, 3),
    (0, 3, 4, None),
    (5, 3, 6, None),  # 1|10: crosses from the second byte to the third
    (20, 3, 7, None),
    (4, 4, 10, 1),
    (8, 4, 15, 0),
    (11, 4, 15, 0),
    (3, 5, 26, None),  # 1|1010
    (0, 8, 128, 128),
    (2, 8, 161, 161),
    (7, 8, 255, 255),
]


def one_positions(bits: bytes) -> list[int]:
    """Where the ones are, counted from the left of the number written in binary."""
    digits = f"{int.from_bytes(bits, 'big'):0{len(bits) * 8}b}"
    return [place for place, digit in enumerate(digits) if digit == "1"]


def text_of(member: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(member).rstrip(b"=").decode()


def member_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))


@pytest.mark.parametrize(("index", "size", "expected", "_other_order"), KNOWN)
def test_attack_8_status_index_bugs_every_entry_is_read_from_its_left_most_bit(
    index: int, size: int, expected: int, _other_order: int | None
) -> None:
    assert get(BITS, index, size) == expected


@pytest.mark.parametrize(("index", "size", "_expected", "other_order"), KNOWN)
def test_a_reader_in_the_other_bit_order_would_see_what_the_table_says(
    index: int, size: int, _expected: int, other_order: int | None
) -> None:
    from_the_right = int.from_bytes(BITS, "little") >> index * size & (1 << size) - 1

    assert other_order in (None, from_the_right)


def test_the_table_tells_the_bit_orders_apart() -> None:
    assert sum(expected != other for _, _, expected, other in KNOWN if other is not None) == 17


@pytest.mark.parametrize(
    ("index", "size"), [(64, 1), (32, 2), (21, 3), (16, 4), (8, 8), (-1, 1), (10**400, 1), (0, 65), (0, 0), (3, -1)]
)
def test_attack_8_status_index_bugs_an_index_outside_the_list_is_a_range_error(index: int, size: int) -> None:
    with pytest.raises(Refused) as caught:
        get(BITS, index, size)

    assert caught.value.code is Code.STATUS_RANGE


@pytest.mark.parametrize("index", [0, 1])
def test_an_empty_list_has_no_entry(index: int) -> None:
    with pytest.raises(Refused) as caught:
        get(b"", index)

    assert caught.value.code is Code.STATUS_RANGE


def test_attack_8_status_index_bugs_an_index_too_long_to_be_written_out_is_a_range_error_too() -> None:
    with pytest.raises(Refused) as caught:
        get(BITS, 10**5000)

    assert caught.value.code is Code.STATUS_RANGE


@pytest.mark.parametrize(
    ("entries", "size", "expected"),
    [
        ({0: 1}, 1, "8000"),
        ({7: 1, 8: 1, 15: 1}, 1, "0181"),
        ({3: 2}, 2, "0200"),
        ({0: 3, 7: 1}, 2, "c001"),
        ({2: 5}, 3, "0280"),  # 000000|10 1|0000000
        ({1: 171}, 8, "00ab"),
        ({}, 1, "0000"),
    ],
)
def test_entries_are_set_where_a_reader_looks_for_them(entries: dict[int, int], size: int, expected: str) -> None:
    assert with_entries(bytes(2), entries, size).hex() == expected


def test_setting_an_entry_to_0_clears_it_and_leaves_its_neighbours() -> None:
    full = b"\xff\xff"

    cleared = with_entries(full, {1: 0}, 3)

    assert cleared.hex() == "e3ff"
    assert full.hex() == "ffff"


@pytest.mark.parametrize(("index", "value", "size"), [(16, 1, 1), (-1, 1, 1), (0, 2, 1), (0, -1, 1), (0, 4, 2)])
def test_an_entry_that_does_not_fit_is_not_written(index: int, value: int, size: int) -> None:
    with pytest.raises(Refused) as caught:
        with_entries(bytes(2), {index: value}, size)

    assert caught.value.code is Code.STATUS_RANGE


@given(data=st.data(), bits=st.binary(min_size=4, max_size=40), size=st.integers(1, 32))
def test_writing_one_entry_changes_that_entry_and_no_other(data: st.DataObject, bits: bytes, size: int) -> None:
    index = data.draw(st.integers(0, len(bits) * 8 // size - 1))
    value = data.draw(st.integers(0, (1 << size) - 1))

    written = with_entries(bits, {index: value}, size)

    before = [get(bits, place, size) for place in range(len(bits) * 8 // size)]
    after = [get(written, place, size) for place in range(len(bits) * 8 // size)]
    assert after == [*before[:index], value, *before[index + 1 :]]
    outside = ((1 << size) - 1 << len(bits) * 8 - (index + 1) * size) ^ (1 << len(bits) * 8) - 1
    assert (int.from_bytes(written, "big") ^ int.from_bytes(bits, "big")) & outside == 0


@given(data=st.data(), bits=st.binary(min_size=1, max_size=64))
def test_one_flipped_bit_changes_one_entry(data: st.DataObject, bits: bytes) -> None:
    place = data.draw(st.integers(0, len(bits) * 8 - 1))
    flipped = (int.from_bytes(bits, "big") ^ 1 << len(bits) * 8 - 1 - place).to_bytes(len(bits), "big")

    differing = [index for index in range(len(bits) * 8) if get(bits, index) != get(flipped, index)]

    assert differing == [place]


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_list_has_the_ones_that_its_publisher_set(name: str) -> None:
    text, length, ones = PUBLISHED[name]

    bits = decode_bitstring(text, where=HERE)

    assert len(bits) * 8 == length
    assert one_positions(bits) == ones


@pytest.mark.vectors
def test_the_revoked_entry_of_1edtechs_list_is_the_only_one_set() -> None:
    published = json.loads(vectors("1edtech-validator", "ob30", "bit-string-list", "testlist").read_bytes())

    bits = decode_bitstring(published["credentialSubject"]["encodedList"], where=HERE)

    # In the other bit order it would be 16.
    assert [index for index in range(LIST_LENGTH) if get(bits, index)] == [23]


@pytest.mark.skipif("ng" in zlib.ZLIB_RUNTIME_VERSION, reason="zlib-ng squeezes the same bits into other bytes")
@pytest.mark.parametrize("name", PUBLISHED)
def test_a_list_is_encoded_as_others_encode_it(name: str) -> None:
    text, length, ones = PUBLISHED[name]

    encoded = encode_bitstring(with_entries(bytes(length // 8), dict.fromkeys(ones, 1)))

    assert encoded == text


@given(bits=st.binary(max_size=3000))
def test_what_is_encoded_is_read_back_by_us_and_by_pythons_own_gzip(bits: bytes) -> None:
    encoded = encode_bitstring(bits)

    assert decode_bitstring(encoded, where=HERE) == bits
    assert gzip.decompress(member_of(encoded)) == bits


@given(bits=st.binary(max_size=300))
def test_the_header_has_no_time_no_name_and_no_trace_of_the_system(bits: bytes) -> None:
    member = member_of(encode_bitstring(bits))

    assert member[:10].hex() == "1f8b0800000000000003"
    assert encode_bitstring(bytes(bytearray(bits))) == text_of(member)


GOOD = PUBLISHED["first"][0]
MEMBER = member_of(GOOD)
REFUSED = {
    "nothing": "",
    "only the prefix": "u",
    "no prefix": GOOD[1:],
    "base58 prefix": "z" + GOOD[1:],
    "upper-case prefix": "U" + GOOD[1:],
    "padding": GOOD + "=",
    "base64 with + and /": GOOD.replace("-", "+").replace("_", "/"),
    "a line break": GOOD + "\n",
    "a space inside": GOOD[:20] + " " + GOOD[20:],
    "stray final bits": GOOD[:-1] + "B",
    "not GZIP": text_of(b"nothing compressed"),
    "zlib, not GZIP": text_of(zlib.compress(bytes(16_384))),
    "bare deflate": text_of(MEMBER[10:-8]),
    "wrong checksum": text_of(MEMBER[:-8] + struct.pack("<I", zlib.crc32(bytes(16_384))) + MEMBER[-4:]),
    "wrong length": text_of(MEMBER[:-4] + struct.pack("<I", 16_383)),
    "no trailer": text_of(MEMBER[:-8]),
    "two members": text_of(MEMBER + MEMBER),
    "a second, empty member": text_of(MEMBER + gzip.compress(b"", mtime=0)),
    "zeros after the end": text_of(MEMBER + bytes(3)),
    "text after the end": text_of(MEMBER + b"and more"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_encoded_list_has_one_form(name: str) -> None:
    with pytest.raises(MalformedDocument) as caught:
        decode_bitstring(REFUSED[name], where=HERE)

    assert (caught.value.code, caught.value.where) == (Code.STATUS_INVALID, HERE)


def outcome_of(member: bytes) -> Code | list[int]:
    try:
        return one_positions(decode_bitstring(text_of(member), where=HERE))
    except MalformedDocument as error:
        return error.code


def test_a_list_cut_short_anywhere_is_refused() -> None:
    outcomes = [outcome_of(MEMBER[:kept]) for kept in range(len(MEMBER))]

    assert outcomes == [Code.STATUS_INVALID] * len(MEMBER)


def test_a_flipped_bit_in_the_encoding_never_gives_other_statuses() -> None:
    number, bits = int.from_bytes(MEMBER, "big"), len(MEMBER) * 8

    outcomes = [outcome_of((number ^ 1 << place).to_bytes(len(MEMBER), "big")) for place in range(bits)]

    # Some bits say nothing about the statuses: the header's time, the lengths of codes that are not used.
    assert all(outcome in ([0], Code.STATUS_INVALID) for outcome in outcomes)
    assert outcomes.count(Code.STATUS_INVALID) > bits // 2


def test_the_bound_itself_may_be_reached_and_not_passed() -> None:
    encoded = text_of(gzip.compress(bytes(1000), mtime=0))

    assert decode_bitstring(encoded, max_bytes=1000, where=HERE) == bytes(1000)
    with pytest.raises(MalformedDocument) as caught:
        decode_bitstring(encoded, max_bytes=999, where=HERE)
    assert (caught.value.code, caught.value.where) == (Code.TOO_LARGE, HERE)


def test_attack_9_status_gzip_bomb_is_refused_at_once_and_in_little_memory() -> None:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = text_of(b"".join(squeeze.compress(bytes(1 << 20)) for _ in range(64)) + squeeze.flush())
    assert len(member_of(bomb)) < 66_000  # 64 MiB of zeros

    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(MalformedDocument) as caught:
        decode_bitstring(bomb, where=HERE)
    seconds = time.process_time() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert caught.value.code is Code.TOO_LARGE
    assert seconds < 1
    assert peak < 3 * MAX_BYTES
