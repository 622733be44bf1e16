"""SVG pictures: whatever is taken out can be put in again, and comes out the same."""

from random import Random

from assay.science.baking.svg import bake_svg, unbake_svg
from tests.fuzz.mutations import any_elements
from tests.fuzz.target import Target

_TOKENS = (
    b'<?xml version="1.0" encoding="UTF-8"?>',
    b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
    b'<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>',
    b'<svg xmlns="http://www.w3.org/2000/svg">',
    b"</svg>",
    b' xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"',
    b' xmlns:openbadges="http://openbadges.org"',
    b' xmlns="https://purl.imsglobal.org/ob/v3p0"',
    b"<openbadges:credential>",
    b"</openbadges:credential>",
    b'<openbadges:credential verify="a.b.c"/>',
    b'<openbadges:assertion verify="https://a.example"/>',
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<?a b?>",
    b"&a;",
    b"&lt;",
    b"&#13;",
    b"&#x1F3C5;",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"/>",
)


def _run(data: bytes) -> None:
    credential = unbake_svg(data)
    again = bake_svg(data, credential, replace=True)
    assert unbake_svg(again) == credential


def _mutate(data: bytes, random: Random) -> bytes:
    return any_elements(data, random, _TOKENS)


TARGET = Target(_run, _mutate, _TOKENS, vectors=("1edtech-validator/ob*/*.svg",))
