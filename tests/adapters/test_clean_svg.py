"""Badge pictures from strangers: one test for each attack, and pictures that must come through unharmed."""

import base64
import io

import pytest
from PIL import Image

from assay.adapters.clean_svg import clean_svg
from assay.adapters.svg_guard import MAX_SVG_BYTES, refuse_unsafe_svg
from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.marking.badge_mark import badge_mark
from tests.cast import BRUNEL

XLINK = ' xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str, root: str = "", before: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"{root}>{inside}</svg>'.encode()


def picture(width: int, height: int) -> str:
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return f'<image href="data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}" width="8" height="8"/>'


# What each carries and must not reach a reader. The shape beside it must.
TAKEN_OUT = {
    "script": ("<script>steal()</script>", b"steal"),
    "script in mixed case": ("<sCrIpT>steal()</sCrIpT>", b"steal"),
    "onload": ('<g onload="steal()"/>', b"steal"),
    "handler in mixed case": ('<g oNcLiCk="steal()"/>', b"steal"),
    "foreignObject": (
        '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="steal"/></foreignObject>',
        b"steal",
    ),
    "javascript: href": ('<a href="javascript:steal()"><text>x</text></a>', b"steal"),
    "javascript: with a tab inside": ('<a href="java&#9;script:steal()"><text>x</text></a>', b"steal"),
    "set on a handler": ('<g><set attributeName="onclick" to="steal()"/></g>', b"attributeName"),
    "style sheet by instruction": ("", b"mallory"),
    "an SVG inside data:": ('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>', b"svg+xml"),
}


@pytest.mark.parametrize("attack", TAKEN_OUT)
def test_what_runs_or_reaches_out_is_gone_and_the_picture_stays(attack: str) -> None:
    payload, harm = TAKEN_OUT[attack]
    before = '<?xml-stylesheet href="https://mallory.example/x.css"?>' if attack.startswith("style sheet") else ""

    cleaned = clean_svg(svg(f'{payload}<rect width="5" height="7"/>', root=XLINK, before=before))

    assert harm not in cleaned
    assert b'height="7"' in cleaned
    refuse_unsafe_svg(cleaned)


REFUSED: dict[str, tuple[bytes, type[AssayError]]] = {
    "external image": (svg('<image href="https://mallory.example/pixel.png"/>'), Refused),
    "use of another document": (svg('<use href="https://mallory.example/a.svg#x"/>'), Refused),
    "xlink:href": (svg('<image xlink:href="https://mallory.example/pixel.png"/>', root=XLINK), Refused),
    "style attribute with url()": (svg('<g style="fill:url(https://mallory.example/x)"/>'), Refused),
    "attribute with url()": (svg('<g fill="url(https://mallory.example/x#a)"/>'), Refused),
    "style element with url()": (svg("<style>g{fill:url(https://mallory.example/x)}</style>"), Refused),
    "animate on href": (svg('<a><animate attributeName="href" to="javascript:steal()"/></a>'), Refused),
    "a local file as image": (svg('<image href="/etc/passwd"/>'), Refused),
    "a relative image": (svg('<image href="../secret.png"/>'), Refused),
    "a local file by xlink:href": (svg('<image xlink:href="/etc/passwd"/>', root=XLINK), Refused),
    "an external entity (XXE)": (
        svg("<text>&x;</text>", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        MalformedDocument,
    ),
    "a billion laughs": (
        svg("<text>&c;</text>", before='<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;">]>'),
        MalformedDocument,
    ),
    "a document type in UTF-16": (
        '<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>'.encode("utf-16"),
        MalformedDocument,
    ),
    "a picture that uses itself": (svg('<g id="a"><use href="#a"/></g>'), Refused),
    "a style that paints a pattern with itself": (
        svg('<style>.a{fill:url(#p)}</style><pattern id="p"><rect class="a"/></pattern><rect class="a"/>'),
        Refused,
    ),
    "a picture inside too large": (svg(picture(4096, 2048)), Refused),
    "a picture inside that is none": (svg('<image href="data:image/png;base64,AAAA"/>'), MalformedDocument),
    "not XML": (b"<svg", MalformedDocument),
    "nothing": (b"", MalformedDocument),
    "XML of another kind": (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', MalformedDocument),
}


@pytest.mark.parametrize("attack", REFUSED)
def test_what_cannot_be_cleaned_is_refused(attack: str) -> None:
    raw, error = REFUSED[attack]

    with pytest.raises(error):
        clean_svg(raw)


def test_a_billion_laughs_by_use_is_refused_before_it_is_drawn() -> None:
    layers = "".join(f'<g id="l{n + 1}">{f"""<use href="#l{n}"/>""" * 10}</g>' for n in range(9))

    with pytest.raises(Refused, match="unfolds"):
        clean_svg(svg(f'<rect id="l0"/>{layers}'))


def test_a_deep_file_is_refused() -> None:
    with pytest.raises(MalformedDocument, match="levels"):
        refuse_unsafe_svg(svg("<g>" * 80 + "</g>" * 80))


def test_a_large_file_is_refused_unread() -> None:
    with pytest.raises(MalformedDocument) as refusal:
        clean_svg(b"x" * (MAX_SVG_BYTES + 1))
    with pytest.raises(MalformedDocument) as guarded:
        refuse_unsafe_svg(b"x" * (MAX_SVG_BYTES + 1))

    assert refusal.value.code is guarded.value.code is Code.TOO_LARGE


# The guard stands alone before the renderer, without the cleaning.
GUARDED = {
    "an animation into a script": '<a><set attributeName="x" to=" JavaScript:steal()"/></a>',
    "script": "<script/>",
    "foreignObject": "<foreignObject/>",
    "a handler": '<g OnLoad="x"/>',
    "xml:base": '<g xml:base="https://mallory.example/"/>',
    "an animated link": '<animate attributeName=" xlink:href "/>',
    "a CSS import": "<style>@import 'x'</style>",
    "an escaped CSS word": r'<g style="fill:\75rl(x)"/>',
    "a link in style": "<style>g{mask:url('https://mallory.example/#m')}</style>",
    "a link in a prefixed attribute": '<image xlink:href="file:///etc/passwd"/>',
    "an SVG as data:": '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    "an instruction": "<?xml-stylesheet href='x'?>",
}


@pytest.mark.parametrize("attack", GUARDED)
def test_the_guard_refuses(attack: str) -> None:
    with pytest.raises(Refused):
        refuse_unsafe_svg(svg(GUARDED[attack], root=XLINK))


def test_the_guard_refuses_a_document_type() -> None:
    with pytest.raises(MalformedDocument, match="document type"):
        refuse_unsafe_svg(svg("", before="<!DOCTYPE svg>"))


@pytest.mark.parametrize("raw", [b"<svg", b'<html xmlns="http://www.w3.org/1999/xhtml"/>', b'<svg width="8"/>'])
def test_the_guard_takes_nothing_but_svg(raw: bytes) -> None:
    with pytest.raises(MalformedDocument):
        refuse_unsafe_svg(raw)


def test_an_ordinary_badge_comes_through() -> None:
    ordinary = svg(
        '<style>.a{fill:url(#g)}</style><defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>'
        f'<path class="a" d="M0 0L8 8"/><use href="#t"/><text id="t">Ada</text>{picture(8, 8)}'
    )

    cleaned = clean_svg(ordinary)

    for part in (b"url(#g)", b"linearGradient", b"M0 0L8 8", b'href="#t"', b"Ada", b"data:image/png;base64,"):
        assert part in cleaned


def test_our_own_mark_passes_the_guard() -> None:
    mark = badge_mark(title="Welding", kind="Badge", issuer_id=BRUNEL.id, level=3, glyph="craft")

    refuse_unsafe_svg(mark.encode())
