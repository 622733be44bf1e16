"""The mark of a definition: what it draws, that it draws it safely, and that it never changes its mind."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import MalformedDocument
from assay.science.marking.badge_mark import badge_mark
from assay.science.marking.glyphs import SkillGroup
from tests.cast import BRUNEL, MERIDIAN, NORTHGATE

SVG = "{http://www.w3.org/2000/svg}"
# All that a mark is made of: nothing that runs, fetches, embeds or styles.
PLAIN = {"svg", "title", "desc", "path", "circle", "rect", "g", "use", "text", "textPath", "tspan"}


def mark(
    title: str = "Welding basics",
    kind: str = "MicroCredential",
    issuer_id: str = BRUNEL.id,
    level: int | None = 3,
    glyph: str = "craft",
) -> str:
    return badge_mark(title=title, kind=kind, issuer_id=issuer_id, level=level, glyph=glyph)


def read(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # our own drawing, and it holds no entities


def words(svg: str) -> str:
    """The text that a mark draws, without its title and description."""
    return "".join("".join(text.itertext()) for text in read(svg).iter(f"{SVG}text"))


def test_a_mark_says_its_title_on_the_ring_and_to_screen_readers() -> None:
    root = read(mark("Welding basics", level=None))

    assert words(mark("Welding basics", level=None)) == "Welding basics"
    assert root.get("role") == "img"
    title, desc = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", "Welding basics")
    assert desc.tag == f"{SVG}desc"
    assert "MicroCredential, no level stated, field: craft" in (desc.text or "")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"


def test_the_same_definition_has_the_same_mark() -> None:
    assert mark() == mark()


@pytest.mark.parametrize(
    "other",
    [
        mark(title="Welding advanced"),
        mark(kind="Course"),
        mark(issuer_id=NORTHGATE.id),
        mark(level=4),
        mark(level=None),
        mark(glyph="data"),
    ],
)
def test_every_part_of_a_definition_shows_in_its_mark(other: str) -> None:
    assert mark() != other


@pytest.mark.parametrize("level", range(1, 9))
def test_a_level_is_a_number_and_as_many_filled_fields(level: int) -> None:
    svg = read(mark(level=level))

    stops_and_filled, all_fields = [
        path.get("d", "") for path in svg.findall(f"{SVG}path") if path.get("d", "").count("A162 ")
    ]

    assert words(mark("", level=level)) == str(level)
    assert stops_and_filled.count("A162 ") == level
    assert all_fields.count("A162 ") == 8


@pytest.mark.parametrize("level", [0, 9, -1])
def test_a_level_outside_one_to_eight_is_refused(level: int) -> None:
    with pytest.raises(MalformedDocument, match="1 to 8"):
        mark(level=level)


def test_kinds_differ_by_outline_alone() -> None:
    kinds = ["MicroCredential", "Certificate", "CertificateOfCompletion", "Certification", "Course"]
    kinds += ["BachelorDegree", "ApprenticeshipCertificate", "Badge"]

    outlines = {read(mark(kind=kind))[2].get("d") for kind in kinds}

    assert len(outlines) == len(kinds)


def test_a_kind_nobody_drew_gets_the_plain_circle() -> None:
    assert read(mark(kind="ext:Licence"))[2].get("d") == read(mark(kind="Badge"))[2].get("d")


def test_a_group_nobody_drew_gets_the_general_glyph() -> None:
    assert ET.tostring(read(mark(glyph="alchemy"))[-1]) == ET.tostring(read(mark(glyph="general"))[-1])


@pytest.mark.parametrize("glyph", list(SkillGroup))
def test_a_glyph_has_two_tones_and_no_third(glyph: SkillGroup) -> None:
    svg = read(mark(glyph=glyph))

    colours = {element.get(name) for element in svg.iter() for name in ("fill", "stroke")} - {None, "none"}

    assert len(colours) == 2


def test_an_issuer_has_one_ring_on_all_its_marks_and_another_issuer_another() -> None:
    def ring(svg: str) -> str | None:
        return read(svg)[-2][0].get("d")

    assert ring(mark("One", level=1)) == ring(mark("Two", kind="Course", level=None, glyph="data"))
    assert len({ring(mark(issuer_id=one.id)) for one in (BRUNEL, NORTHGATE, MERIDIAN)}) == 3


def test_ids_differ_between_marks_so_that_many_stand_in_one_page() -> None:
    def ids(svg: str) -> set[str]:
        return {element.get("id", "") for element in read(svg).iter()} - {""}

    assert ids(mark("One"))
    assert not ids(mark("One")) & ids(mark("Two"))


def test_a_mark_refers_to_nothing_but_itself() -> None:
    svg = read(mark("A title of two lines, because it is long enough to need them both", level=None))
    ids = {f"#{element.get('id')}" for element in svg.iter()}

    references = [value for element in svg.iter() for name, value in element.items() if name.endswith("href")]

    assert references
    assert set(references) <= ids


@given(st.text(), st.text(), st.text(), st.one_of(st.none(), st.integers(1, 8)), st.text())
def test_whatever_a_definition_says_its_mark_is_plain_svg(
    title: str, kind: str, issuer_id: str, level: int | None, glyph: str
) -> None:
    svg = read(badge_mark(title=title, kind=kind, issuer_id=issuer_id, level=level, glyph=glyph))

    assert {element.tag.removeprefix(SVG) for element in svg.iter()} <= PLAIN
    assert not [name for element in svg.iter() for name in element.keys() if name.startswith(("on", "style"))]  # noqa: SIM118  # an element is no dict


def test_a_title_full_of_markup_is_literal_text() -> None:
    svg = mark('</title><script>"&amp;\x00\ufffe\u202e</script>', level=None)

    assert read(svg)[0].text == '</title><script>"&amp;</script>'
    assert words(svg) == '</title><script>"&amp;</script>'


def test_arabic_beside_greek_names_a_font_that_has_it() -> None:
    svg = read(mark("Μάθηση إدارة المشاريع & more"))

    assert [run.text for run in svg.iter(f"{SVG}tspan")] == ["إدارة المشاريع"]
    assert "Noto Sans Arabic" in (next(svg.iter(f"{SVG}tspan")).get("font-family") or "")


def test_a_short_title_has_a_line_on_either_side_and_a_long_one_has_none() -> None:
    def lines(title: str) -> int:
        return len(read(mark(title)).findall(f"{SVG}path[@stroke-width='3']"))

    assert lines("Ad") == 1
    assert lines("Applied machine learning in hospitals") == 0
    assert lines("A title of two lines, because it is long enough to need them both") == 0
