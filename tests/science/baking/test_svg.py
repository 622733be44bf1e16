import base64
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.baking.carried_text import MAX_CREDENTIAL_BYTES, MAX_IMAGE_BYTES
from assay.science.baking.svg import bake_svg, unbake_svg
from assay.science.baking.svg_elements import read_elements
from assay.science.errors import Code, MalformedDocument, Refused
from tests.science.baking.pictures import AWKWARD_JSON, CREDENTIALS, JWS, svg
from tests.vectors import vector_files

OB3 = ' xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
OB2 = ' xmlns:openbadges="http://openbadges.org"'
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
SVG_11 = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
TOKEN = f'<openbadges:credential verify="{JWS}"/>'
START = '<svg xmlns="http://www.w3.org/2000/svg"'


@pytest.mark.parametrize("path", vector_files("1edtech-validator/ob[23]0/*.svg"))
def test_the_pictures_of_1edtech_give_their_credential(path: Path) -> None:
    text = unbake_svg(path.read_bytes())

    # A parser must give line feeds for the carriage returns of a file from Windows, XML 1.0 §2.11.
    assert text.encode() in path.read_bytes().replace(b"\r\n", b"\n")
    token = re.fullmatch(r"[\w-]+\.([\w-]+)\.[\w-]+", text)
    body = json.loads(base64.urlsafe_b64decode(token[1] + "==") if token else text)
    assert ("jwt" in path.name) is (token is not None)
    assert "@context" in body.get("vc", body)


@pytest.mark.parametrize("path", vector_files("1edtech-validator/ob[23]0/*.svg"))
def test_the_pictures_of_1edtech_can_be_baked_again(path: Path) -> None:
    baked = bake_svg(path.read_bytes(), AWKWARD_JSON, replace=True)

    assert unbake_svg(baked) == AWKWARD_JSON
    assert ElementTree.fromstring(baked)[0].text == AWKWARD_JSON  # noqa: S314  # a file that we just made


@pytest.mark.parametrize("credential", CREDENTIALS.values(), ids=CREDENTIALS)
def test_a_baked_credential_comes_out_as_it_went_in(credential: str) -> None:
    baked = bake_svg(svg(before=DECLARATION + SVG_11), credential)

    assert unbake_svg(baked) == credential


def test_a_token_is_baked_as_an_attribute_and_the_rest_stays_as_it_is() -> None:
    baked = bake_svg(svg(before=DECLARATION), JWS)

    assert baked.decode() == (
        f'{DECLARATION}<svg{OB3} xmlns="http://www.w3.org/2000/svg">'
        f'<openbadges:credential verify="{JWS}"></openbadges:credential><rect width="8" height="8"/></svg>'
    )


def test_json_is_baked_as_a_cdata_section_in_which_nothing_ends_the_section_early() -> None:
    baked = bake_svg(svg(), '{"a":"]]>"}\r\n')

    assert (
        b'<openbadges:credential><![CDATA[{"a":"]]]]><![CDATA[>"}]]>&#13;<![CDATA[\n]]></openbadges:credential>'
        in baked
    )


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        pytest.param(f"{START}/>", f"<svg{OB3}{START[4:]}>@</svg>", id="root without content"),
        pytest.param(f"{START} />", f"<svg{OB3}{START[4:]} >@</svg>", id="the same with a space"),
        pytest.param(
            f"{START} a='/>' b=\"'>\"><g/></svg>", f"<svg{OB3}{START[4:]} a='/>' b=\"'>\">@<g/></svg>", id="quotes"
        ),
        pytest.param(f"{START}\n></svg\n>", f"<svg{OB3}{START[4:]}\n>@</svg\n>", id="line feeds"),
        pytest.param(
            '<s:svg xmlns:s="http://www.w3.org/2000/svg"/>',
            f'<s:svg{OB3} xmlns:s="http://www.w3.org/2000/svg">@</s:svg>',
            id="root with a prefix",
        ),
        pytest.param(f"{START}{OB3}></svg>", f"{START}{OB3}>@</svg>", id="prefix bound already"),
        pytest.param(
            f"{START}{OB2}></svg>",
            f"{START}{OB2}>{TOKEN[:22]}{OB3}{TOKEN[22:-2]}></openbadges:credential></svg>",
            id="prefix bound to something else",
        ),
        pytest.param(
            f"<!--<svg>--><?a <svg>?>{START}/>", f"<!--<svg>--><?a <svg>?><svg{OB3}{START[4:]}>@</svg>", id="decoys"
        ),
        pytest.param(
            f"\ufeff{START}><t>® 🏅</t></svg>", f"\ufeff<svg{OB3}{START[4:]}>@<t>® 🏅</t></svg>", id="byte order mark"
        ),
        pytest.param(f"{SVG_11}{START}/>", f"{SVG_11}<svg{OB3}{START[4:]}>@</svg>", id="document type"),
    ],
)
def test_the_element_follows_the_start_tag_of_the_root_whatever_that_looks_like(picture: str, expected: str) -> None:
    baked = bake_svg(picture.encode(), JWS)

    assert baked.decode() == expected.replace("@", TOKEN[:-2] + "></openbadges:credential>")


@pytest.mark.parametrize(
    ("element", "credential"),
    [
        pytest.param(f'<openbadges:credential{OB3} verify=" {JWS}\n"> \n</openbadges:credential>', JWS, id="token"),
        pytest.param(f"<openbadges:credential{OB3}>\n <![CDATA[\n{{}}]]>\n</openbadges:credential>", "\n{}", id="JSON"),
        pytest.param(
            f"<openbadges:credential{OB3}>\n {{&quot;a&quot;:1}} </openbadges:credential>", '{"a":1}', id="escaped"
        ),
        pytest.param(
            '<b:credential xmlns:b="https://purl.imsglobal.org/ob/v3p0">{}/></b:credential>', "{}/>", id="prefix"
        ),
        pytest.param(
            '<g><credential xmlns="https://purl.imsglobal.org/ob/v3p0">{}</credential></g>', "{}", id="no prefix"
        ),
        pytest.param(
            f'<openbadges:assertion{OB2} verify="https://example.org/1?a&amp;b"/>',
            "https://example.org/1?a&b",
            id="OB2",
        ),
        pytest.param(
            f'<openbadges:assertion{OB2} verify="https://example.org/1"><![CDATA[{{}}]]></openbadges:assertion>',
            "{}",
            id="OB2 with JSON",
        ),
        pytest.param(
            f"<metadata><![CDATA[<openbadges:credential/>]]><!--<openbadges:credential/>--></metadata><g{OB3}>{TOKEN}</g>",
            JWS,
            id="decoys",
        ),
    ],
)
def test_strangers_credentials_are_read(element: str, credential: str) -> None:
    assert unbake_svg(svg(element)) == credential


@pytest.mark.parametrize(
    "picture", [svg(), svg("<credential/>"), svg(f"<c{OB2}/>"), svg(f"<openbadges:assertion{OB3}/>")]
)
def test_a_picture_without_a_credential_is_a_document_of_another_kind(picture: bytes) -> None:
    with pytest.raises(MalformedDocument) as caught:
        unbake_svg(picture)

    assert caught.value.code is Code.WRONG_TYPE


@pytest.mark.parametrize(
    "page", [b"<html/>", b'<svg xmlns="http://example.org"/>', b"<svg/>", b"<!DOCTYPE html><html/>"]
)
def test_xml_that_is_no_svg_is_a_document_of_another_kind(page: bytes) -> None:
    with pytest.raises(MalformedDocument) as caught:
        unbake_svg(page)

    assert caught.value.code is Code.WRONG_TYPE


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(svg()[:-1], id="cut short"),
        pytest.param(svg() + b"<svg/>", id="two roots"),
        pytest.param(svg("<a:b/>"), id="unknown prefix"),
        pytest.param(svg("\x01"), id="control character"),
        pytest.param(svg("®").replace("®".encode(), "®".encode("latin-1")), id="Latin-1"),
        pytest.param(svg(before='<?xml version="1.0" encoding="ISO-8859-1"?>'), id="declared Latin-1"),
        pytest.param(svg("®", before='<?xml version="1.0" encoding="US-ASCII"?>'), id="declared ASCII, and is not"),
        pytest.param(svg(before='<?xml version="1.1"?>'), id="XML 1.1"),
        pytest.param(svg().decode().encode("utf-16"), id="UTF-16"),
        pytest.param(svg().decode().encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(svg(before="<!DOCTYPE svg>" * 2), id="two document types"),
        pytest.param(svg(before="<!DOCTYPE svg PUBLIC>"), id="broken document type"),
    ],
)
def test_a_broken_picture_is_refused_when_reading_and_when_baking(picture: bytes) -> None:
    with pytest.raises(MalformedDocument):
        unbake_svg(picture)
    with pytest.raises(MalformedDocument):
        bake_svg(picture, JWS, replace=True)


@pytest.mark.parametrize(
    "element",
    [
        pytest.param(f"<openbadges:credential{OB3}/>", id="empty"),
        pytest.param(f'<openbadges:credential{OB3} verify=" "> </openbadges:credential>', id="white space"),
        pytest.param(f"<openbadges:credential{OB3}><![CDATA[]]></openbadges:credential>", id="empty section"),
        pytest.param(f'<openbadges:credential{OB3} verify="{JWS}">{{}}</openbadges:credential>', id="token and text"),
        pytest.param(
            f"<openbadges:credential{OB3}>{{}}<![CDATA[{{}}]]></openbadges:credential>", id="text and section"
        ),
        pytest.param(
            f"<openbadges:credential{OB3}><![CDATA[{{}}]]>{{}}</openbadges:credential>", id="section and text"
        ),
        pytest.param(f"<openbadges:credential{OB3}><g/></openbadges:credential>", id="an element"),
        pytest.param(f"<openbadges:credential{OB3}>{{<!-- -->}}</openbadges:credential>", id="a comment"),
        pytest.param(f"<openbadges:credential{OB3}>{{<?a b?>}}</openbadges:credential>", id="an instruction"),
        pytest.param(f"<openbadges:credential{OB3}>{TOKEN}</openbadges:credential>", id="another credential"),
        pytest.param(f"<g{OB3}>{TOKEN}{TOKEN}</g>", id="the same twice"),
        pytest.param(f'<g{OB3}>{TOKEN}</g><openbadges:assertion{OB2} verify="https://example.org"/>', id="3.0 and 2.0"),
    ],
)
def test_a_credential_that_could_be_read_in_two_ways_or_in_none_is_refused(element: str) -> None:
    with pytest.raises(MalformedDocument):
        unbake_svg(svg(element))


@pytest.mark.parametrize("credential", ["", "a\0b", "\ud800", "\x0b", "\ufffe", "x" * (MAX_CREDENTIAL_BYTES + 1)])
def test_a_text_that_cannot_travel_unchanged_is_not_baked(credential: str) -> None:
    with pytest.raises(MalformedDocument):
        bake_svg(svg(), credential)


def test_a_picture_that_declares_ascii_takes_ascii_only() -> None:
    picture = svg(before='<?xml version="1.0" encoding="us-ascii"?>')

    assert unbake_svg(bake_svg(picture, JWS)) == JWS
    with pytest.raises(MalformedDocument):
        bake_svg(picture, '{"name":"®"}')


def test_a_picture_that_is_too_large_is_neither_read_nor_made() -> None:
    largest = bake_svg(svg(), JWS)
    largest += b" " * (MAX_IMAGE_BYTES - len(largest))

    assert unbake_svg(largest) == JWS
    with pytest.raises(MalformedDocument) as read:
        unbake_svg(largest + b" ")
    with pytest.raises(MalformedDocument) as made:
        bake_svg(largest, JWS + "x", replace=True)
    assert (read.value.code, made.value.code) == (Code.TOO_LARGE, Code.TOO_LARGE)


@pytest.mark.parametrize(
    "element",
    [
        f"<g{OB3}>{TOKEN}</g>",
        f"<g{OB3}>{TOKEN}{TOKEN[:-2]}>/></openbadges:credential ></g>",
        f"<g{OB3}><openbadges:assertion{OB2} verify='>'/></g>",
    ],
    ids=["one", "two", "OB 2.0"],
)
def test_a_baked_picture_is_baked_again_only_on_request_and_then_carries_one_credential(element: str) -> None:
    picture = svg("<a/>", element, "<b/>")

    with pytest.raises(Refused):
        bake_svg(picture, JWS)
    again = bake_svg(picture, JWS, replace=True)

    assert again == bake_svg(svg("<a/>", f"<g{OB3}></g>", "<b/>"), JWS)


def test_the_parser_itself_refuses_a_document_type() -> None:
    with pytest.raises(MalformedDocument):
        read_elements(svg(before="<!DOCTYPE svg>"))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
REFUSED_31 = {
    "billion laughs": svg("<text>&l9;</text>", before=f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>'),
    "billion laughs behind a decoy": svg(
        "<text>&l9;</text>", before=f'{SVG_11}<!-- --><!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>'
    ),
    "quadratic blow-up": svg(
        "<text>" + "&a;" * 50_000 + "</text>", before=f'<!DOCTYPE svg [<!ENTITY a "{"a" * 50_000}">]>'
    ),
    "entity from a file": svg("<text>&f;</text>", before='<!DOCTYPE svg [<!ENTITY f SYSTEM "file://SECRET">]>'),
    "entity from a file in the credential": svg(
        f"<openbadges:credential{OB3}>&f;</openbadges:credential>",
        before='<!DOCTYPE svg [<!ENTITY f SYSTEM "file://SECRET">]>',
    ),
    "parameter entity": svg(before='<!DOCTYPE svg [<!ENTITY % p SYSTEM "file://SECRET"> %p;]>'),
    "credential by default attribute": svg(
        f"<g{OB3}><openbadges:credential/></g>",
        before=f'<!DOCTYPE svg [<!ATTLIST openbadges:credential verify CDATA "{JWS}">]>',
    ),
    "entity from a distant document type": svg("<text>&f;</text>", before='<!DOCTYPE svg SYSTEM "file://SECRET">'),
    "the same inside a token": svg(
        f'<g{OB3}><openbadges:credential verify="a.&f;b.c"/></g>', before='<!DOCTYPE svg SYSTEM "file://SECRET">'
    ),
    "UTF-7": svg("+ADw-script+AD4-", before='<?xml version="1.0" encoding="UTF-7"?>'),
    "inclusion inside the credential": svg(
        f'<openbadges:credential{OB3} xmlns:x="http://www.w3.org/2001/XInclude">'
        '<x:include href="file://SECRET" parse="text"/></openbadges:credential>'
    ),
    "deep nesting": svg("<g>" * 100_000 + "</g>" * 100_000),
    "flood of elements": svg("<g/>" * 100_000),
    "flood of attributes": svg("<g " + "".join(f"a{n}='' " for n in range(50_000)) + "a1=''/>"),
}
INERT_31 = {
    "script": "<script>alert(document.domain)</script>",
    "script in a section": "<script><![CDATA[alert(1)]]></script>",
    "distant script": '<script href="https://evil.example/x.js"/>',
    "handler": '<g onload="alert(1)"/>',
    "link": '<a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:alert(1)"><text>x</text></a>',
    "use": '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="http://169.254.169.254/#x"/>',
    "image from a file": '<image href="file://SECRET"/>',
    "page": '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/></foreignObject>',
    "style": '<style>@import url("https://evil.example/x.css");</style>',
    "animation": '<a id="x"/><animate href="#x" attributeName="href" to="javascript:alert(1)"/>',
    "inclusion": '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file://SECRET" parse="text"/>',
    "instruction": '<?xml-stylesheet href="https://evil.example/x.xsl" type="text/xsl"?>',
    "recursion": '<g id="x"><use href="#x"/></g>',
    "encoded handler": '<g onload="&#97;lert(1)"/>',
}


@pytest.mark.parametrize("payload", REFUSED_31.values(), ids=REFUSED_31)
def test_attack_31_entities_files_and_floods_are_refused_and_nothing_is_read(payload: bytes, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret-of-the-server")
    picture = payload.replace(b"SECRET", str(secret).encode())

    for act in (lambda: unbake_svg(picture), lambda: bake_svg(picture, JWS, replace=True)):
        with pytest.raises(MalformedDocument) as caught:
            act()
        assert "the-secret" not in str(caught.value)


@pytest.mark.parametrize("payload", INERT_31.values(), ids=INERT_31)
def test_attack_31_what_would_run_in_a_browser_stays_outside_the_credential(payload: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret-of-the-server")
    picture = svg(payload.replace("SECRET", str(secret)))

    baked = bake_svg(picture, JWS)

    assert unbake_svg(baked) == JWS
    assert b"the-secret" not in baked


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_that_xml_can_hold_survives_and_any_other_is_refused(text: str) -> None:
    if re.search("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text):
        with pytest.raises(MalformedDocument):
            bake_svg(svg(), text)
        return

    baked = bake_svg(svg(before=SVG_11), text)

    assert unbake_svg(baked) == text
    element = ElementTree.fromstring(baked)[0]  # noqa: S314  # a file that we just made
    assert text in (element.text, element.get("verify"))


@given(st.data())
def test_a_damaged_picture_is_refused_or_gives_a_text(data: st.DataObject) -> None:
    baked = bytearray(bake_svg(svg(before=SVG_11), AWKWARD_JSON))
    for _ in range(data.draw(st.integers(1, 4))):
        baked[data.draw(st.integers(0, len(baked) - 1))] = data.draw(st.integers(0, 255))

    try:
        text = unbake_svg(bytes(baked))
    except MalformedDocument:
        return
    assert text
