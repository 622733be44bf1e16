import base64
import io
import json
import re
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from assay.science.baking.carried_text import MAX_CREDENTIAL_BYTES, MAX_IMAGE_BYTES
from assay.science.baking.png import bake_png, unbake_png
from assay.science.errors import Code, MalformedDocument, Refused
from tests.science.baking.pictures import (
    CREDENTIALS,
    END,
    GAMMA,
    HEADER,
    JWS,
    PIXELS,
    SIGNATURE,
    chunk,
    international,
    png,
)
from tests.vectors import vector_files

OB3 = b"openbadgecredential"
OB2 = b"openbadges"
TOKEN = international(OB3, JWS.encode())


@pytest.mark.parametrize("path", vector_files("1edtech-validator/ob[23]0/*.png"))
def test_the_pictures_of_1edtech_give_their_credential(path: Path) -> None:
    text = unbake_png(path.read_bytes())

    assert text.encode() in path.read_bytes()
    token = re.fullmatch(r"[\w-]+\.([\w-]+)\.[\w-]+", text)
    body = json.loads(base64.urlsafe_b64decode(token[1] + "==") if token else text)
    assert ("jwt" in path.name) is (token is not None)
    assert "@context" in body.get("vc", body)


@pytest.mark.parametrize("credential", CREDENTIALS.values(), ids=CREDENTIALS)
def test_a_baked_credential_comes_out_as_it_went_in(credential: str) -> None:
    baked = bake_png(png(GAMMA), credential)

    assert unbake_png(baked) == credential


def test_baking_puts_one_uncompressed_chunk_after_the_header_and_changes_nothing_else() -> None:
    picture = png(GAMMA, chunk(b"tEXt", b"Title\0Welding"), after_pixels=chunk(b"tIME", bytes(7)))

    baked = bake_png(picture, JWS)

    written = b"openbadgecredential\0" + b"\0\0" + b"\0\0" + JWS.encode()
    expected = struct.pack(">I", len(written)) + b"iTXt" + written + struct.pack(">I", zlib.crc32(b"iTXt" + written))
    after_header = len(SIGNATURE + HEADER)
    assert baked == picture[:after_header] + expected + picture[after_header:]


def test_another_library_finds_the_same_pixels_and_the_same_text_in_a_baked_picture() -> None:
    picture = png(GAMMA)
    credential = CREDENTIALS["awkward json"]

    baked = bake_png(picture, credential)

    with Image.open(io.BytesIO(picture)) as before, Image.open(io.BytesIO(baked)) as after:
        assert (after.size, after.mode, after.tobytes()) == (before.size, before.mode, before.tobytes())
        assert after.info["openbadgecredential"] == credential


def test_the_chunk_may_stand_before_the_pixels_or_after_them() -> None:
    assert unbake_png(png(TOKEN, GAMMA)) == JWS
    assert unbake_png(png(after_pixels=TOKEN)) == JWS


def test_language_translated_keyword_and_method_mean_nothing() -> None:
    marked = international(OB3, JWS.encode(), head=b"\0\x07", language=b"cy\0bathodyn\xc3\xb4l\0")

    assert unbake_png(png(marked)) == JWS


def test_open_badges_2_pictures_are_read() -> None:
    assert unbake_png(png(international(OB2, b'{"type":"Assertion"}'))) == '{"type":"Assertion"}'
    assert unbake_png(png(chunk(b"tEXt", OB2 + b"\0https://example.org/a/1"))) == "https://example.org/a/1"


def test_a_picture_without_a_credential_is_a_document_of_another_kind() -> None:
    lookalikes = international(b"OpenBadgeCredential", b"x") + international(b"openbadges2", b"x") + chunk(b"tEXt", b"")

    with pytest.raises(MalformedDocument) as caught:
        unbake_png(png(lookalikes))

    assert caught.value.code is Code.WRONG_TYPE


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GIF89a", id="another format"),
        pytest.param(SIGNATURE, id="signature alone"),
        pytest.param(SIGNATURE + HEADER + TOKEN + PIXELS, id="no end"),
        pytest.param(SIGNATURE + HEADER + TOKEN + PIXELS + END[:-1], id="end cut short"),
        pytest.param(SIGNATURE + HEADER + TOKEN + END, id="no pixels"),
        pytest.param(SIGNATURE + TOKEN + HEADER + PIXELS + END, id="header not first"),
        pytest.param(SIGNATURE + HEADER + HEADER + TOKEN + PIXELS + END, id="two headers"),
        pytest.param(SIGNATURE + chunk(b"IHDR", bytes(12)) + TOKEN + PIXELS + END, id="short header"),
        pytest.param(png(TOKEN, PIXELS, GAMMA), id="pixels interrupted"),
        pytest.param(SIGNATURE + HEADER + TOKEN + PIXELS + chunk(b"IEND", b"x"), id="end with data"),
        pytest.param(png(TOKEN, chunk(b"te\0t", b"")), id="type with a zero byte"),
        pytest.param(png(TOKEN, chunk(b"t3xt", b"")), id="type with a digit"),
        pytest.param(png(TOKEN).replace(b"IDAT", b"IDAT"[::-1]), id="type changed"),
        pytest.param(png(struct.pack(">I", 0xFFFFFFFF) + TOKEN[4:]), id="length of four gibibytes"),
    ],
)
def test_a_broken_picture_is_refused_when_reading_and_when_baking(picture: bytes) -> None:
    with pytest.raises(MalformedDocument):
        unbake_png(picture)
    with pytest.raises(MalformedDocument):
        bake_png(picture, JWS, replace=True)


@pytest.mark.parametrize(
    "carrier",
    [
        pytest.param(international(OB3, b""), id="empty"),
        pytest.param(international(OB3, b'{"a":1}\0{"a":2}'), id="zero byte in the text"),
        pytest.param(international(OB3, b"\xff\xfe{}"), id="not UTF-8"),
        pytest.param(international(OB3, b"\xed\xa0\x80"), id="half a surrogate pair"),
        pytest.param(chunk(b"iTXt", OB3), id="no fields"),
        pytest.param(chunk(b"iTXt", OB3 + b"\0\0\0"), id="no language"),
        pytest.param(chunk(b"iTXt", OB3 + b"\0\0\0en\0"), id="no translated keyword"),
        pytest.param(chunk(b"tEXt", OB3 + b"\0{}"), id="in Latin-1"),
        pytest.param(chunk(b"tEXt", OB2 + b"\0caf\xe9"), id="a URL that is none"),
        pytest.param(chunk(b"tEXt", OB2), id="a URL that is missing"),
    ],
)
def test_a_broken_credential_chunk_is_refused(carrier: bytes) -> None:
    with pytest.raises(MalformedDocument):
        unbake_png(png(carrier))


@pytest.mark.parametrize("credential", ["", "a\0b", "\ud800", "x" * (MAX_CREDENTIAL_BYTES + 1)])
def test_a_text_that_cannot_travel_unchanged_is_not_baked(credential: str) -> None:
    with pytest.raises(MalformedDocument):
        bake_png(png(), credential)


def test_a_picture_that_is_too_large_is_neither_read_nor_made() -> None:
    filler = chunk(b"prVt", bytes(MAX_IMAGE_BYTES - len(png(TOKEN)) - 12))
    largest = png(TOKEN, filler)

    assert unbake_png(largest) == JWS
    with pytest.raises(MalformedDocument) as read:
        unbake_png(largest + b"x")
    with pytest.raises(MalformedDocument) as made:
        bake_png(largest, JWS + "x", replace=True)
    assert (read.value.code, made.value.code) == (Code.TOO_LARGE, Code.TOO_LARGE)


def test_a_flood_of_empty_chunks_is_refused() -> None:
    with pytest.raises(MalformedDocument) as caught:
        unbake_png(png(TOKEN, *[chunk(b"prVt", b"")] * 65_536))

    assert caught.value.code is Code.TOO_LARGE


@pytest.mark.parametrize(
    "carrier",
    [
        TOKEN,
        international(OB2, b"{}"),
        chunk(b"tEXt", OB2 + b"\0https://example.org"),
        TOKEN + international(OB2, b"{}"),
    ],
    ids=["OB 3.0", "OB 2.0", "legacy", "both"],
)
def test_a_baked_picture_is_baked_again_only_on_request_and_then_carries_one_credential(carrier: bytes) -> None:
    picture = png(GAMMA, after_pixels=carrier)

    with pytest.raises(Refused):
        bake_png(picture, JWS)
    again = bake_png(picture, JWS, replace=True)

    assert again == bake_png(png(GAMMA), JWS)


@pytest.mark.parametrize(
    "carriers",
    [
        pytest.param((TOKEN, international(OB3, b"{}")), id="two of Open Badges 3.0"),
        pytest.param((TOKEN, TOKEN), id="the same twice"),
        pytest.param((TOKEN, international(OB2, b"{}")), id="3.0 and 2.0"),
        pytest.param((international(OB2, b"{}"), chunk(b"tEXt", OB2 + b"\0https://example.org")), id="2.0 and legacy"),
        pytest.param((TOKEN, chunk(b"zTXt", OB3 + b"\0\0" + zlib.compress(b"{}"))), id="plain and compressed"),
    ],
)
def test_attack_30_a_picture_that_shows_each_reader_another_credential_is_refused(
    carriers: tuple[bytes, bytes],
) -> None:
    first, second = carriers

    for picture in (png(first, second), png(second, first), png(first, after_pixels=second)):
        with pytest.raises(MalformedDocument, match="more than one credential"):
            unbake_png(picture)


@pytest.mark.parametrize(
    "bomb",
    [
        international(OB3, zlib.compress(bytes(50_000_000), 9), head=b"\x01\0"),
        international(OB3, b"{}", head=b"\x02\0"),
        chunk(b"zTXt", OB3 + b"\0\0" + zlib.compress(bytes(50_000_000), 9)),
        chunk(b"zTXt", OB2 + b"\0\0" + zlib.compress(b"{}")),
    ],
    ids=["bomb in iTXt", "unknown flag", "bomb in zTXt", "compressed OB 2.0"],
)
def test_attack_30_a_compressed_credential_is_refused_and_never_unpacked(bomb: bytes) -> None:
    with pytest.raises(MalformedDocument, match="compressed"):
        unbake_png(png(bomb))


@pytest.mark.parametrize("tail", [b"\0", b"PK\x03\x04", b"<script>alert(1)</script>", png(TOKEN), TOKEN + END])
def test_attack_30_a_polyglot_with_anything_after_the_end_is_refused(tail: bytes) -> None:
    for picture in (png(TOKEN), png()):
        with pytest.raises(MalformedDocument, match="after the end"):
            unbake_png(picture + tail)


def test_attack_30_a_pixel_bomb_is_read_without_drawing_it() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 16, 6, 0, 0, 0))
    bomb = SIGNATURE + header + TOKEN + chunk(b"IDAT", zlib.compress(bytes(10_000_000), 9)) + END

    assert unbake_png(bomb) == JWS


def test_every_change_of_one_byte_of_a_baked_picture_is_refused() -> None:
    baked = bake_png(png(), "{}")

    for place, right in enumerate(baked):
        for wrong in set(range(256)) - {right}:
            with pytest.raises(MalformedDocument):
                unbake_png(baked[:place] + bytes([wrong]) + baked[place + 1 :])


@given(st.data(), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_survives_and_any_change_of_one_byte_is_refused(data: st.DataObject, text: str) -> None:
    baked = bake_png(png(GAMMA), text)
    place = data.draw(st.integers(0, len(baked) - 1))
    change = data.draw(st.integers(1, 255))

    assert unbake_png(baked) == text
    with pytest.raises(MalformedDocument):
        unbake_png(baked[:place] + bytes([baked[place] ^ change]) + baked[place + 1 :])
