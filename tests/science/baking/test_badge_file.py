import pytest

from assay.science.baking.badge_file import bake, looks_baked, unbake
from assay.science.errors import MalformedDocument, Refused
from tests.science.baking.pictures import JWS, png, svg

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    "picture",
    [png(), svg(), svg(before='<?xml version="1.0"?>\n'), BYTE_ORDER_MARK + svg(), b" \r\n\t" + svg()],
    ids=["PNG", "SVG", "SVG with a declaration", "SVG with a byte order mark", "SVG after white space"],
)
def test_a_picture_of_either_kind_is_recognised_baked_and_read(picture: bytes) -> None:
    baked = bake(picture, JWS)

    assert looks_baked(baked)
    assert unbake(baked) == JWS


@pytest.mark.parametrize("picture", [png(), svg()], ids=["PNG", "SVG"])
def test_a_second_credential_replaces_the_first_only_on_request(picture: bytes) -> None:
    baked = bake(picture, JWS)

    with pytest.raises(Refused):
        bake(baked, "{}")
    assert bake(bake(baked, "{}", replace=True), JWS, replace=True) == baked


@pytest.mark.parametrize("data", [b"", b'{"id":"urn:uuid:1"}', JWS.encode(), b"GIF89a", b"\x89PNG", BYTE_ORDER_MARK])
def test_what_is_neither_a_png_nor_an_svg_is_refused(data: bytes) -> None:
    assert not looks_baked(data)
    with pytest.raises(MalformedDocument):
        unbake(data)
    with pytest.raises(MalformedDocument):
        bake(data, JWS)


def test_a_web_page_looks_like_a_picture_and_is_refused_when_read() -> None:
    page = b"<!DOCTYPE html><html><body/></html>"

    assert looks_baked(page)
    with pytest.raises(MalformedDocument):
        unbake(page)
