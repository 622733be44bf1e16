"""The printed certificate: what it says, that it is accessible, and that no name can break it or break out of it."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from assay.adapters.certificate import Certificate, CertificateWords, certificate_pdf, certificate_png
from assay.science.errors import MalformedDocument, Refused
from assay.science.marking.badge_mark import badge_mark
from tests.cast import ADA, BRUNEL, MUHAMMAD, NOW

WELDING = Certificate(
    holder_name=ADA.name,
    title="Welding basics",
    issuer_name=BRUNEL.name,
    issuer_domain="brunel.example",
    description="Joins plates of mild steel with sound welds.",
    criteria=[("Prepares the plates", "Proficient"), ("Welds a T joint", "Excellent")],
    awarded_on=date(2026, 11, 22),
    valid_until=date(2029, 11, 22),
    credit="3 ECTS",
    level="EQF level 3",
    workload="75 hours",
    skills=["Welding", "Workshop safety"],
    credential_id="urn:uuid:0a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10",
    verify_url="https://assay.example/v/4Hk9tQ2mZ",
    badge_svg=badge_mark(title="Welding", kind="MicroCredential", issuer_id=BRUNEL.id, level=3, glyph="craft"),
    language="en",
    made_at=NOW,
)


def read(certificate: Certificate) -> PdfReader:
    return PdfReader(io.BytesIO(certificate_pdf(certificate)))


def text(certificate: Certificate) -> str:
    """What a reader can copy, with line ends as blanks and without the places to break."""
    pages = " ".join(page.extract_text() for page in read(certificate).pages)
    return " ".join(pages.replace("\u200b", "").split())


def root(reader: PdfReader) -> Any:
    """The document's catalogue: a dictionary, whose values pypdf types as anything."""
    return reader.trailer["/Root"]


def structure(reader: PdfReader) -> list[Any]:
    """Every element of the structure tree, in reading order."""

    def walk(node: object) -> list[Any]:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            return [element for part in node for element in walk(part)]
        if not isinstance(node, DictionaryObject):
            return []
        return ([node] if "/S" in node else []) + walk(node.get("/K"))

    return walk(root(reader)["/StructTreeRoot"])


def test_a_certificate_says_who_met_which_criteria_of_what_and_when() -> None:
    said = text(WELDING)

    for part in (
        "Brunel College brunel.example certifies that Ada Byron has met every criterion of Welding basics",
        "Joins plates of mild steel with sound welds.",
        "22 November 2026",
        "22 November 2029",
        "3 ECTS",
        "EQF level 3",
        "75 hours",
        "Prepares the plates Proficient",
        "Welds a T joint Excellent",
        "Workshop safety",
        "https://assay.example/v/4Hk9tQ2mZ",
        "urn:uuid:0a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10",
    ):
        assert part in said


def test_a_certificate_is_one_sheet_of_a4() -> None:
    (page,) = read(WELDING).pages

    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_a_certificate_declares_itself_accessible_with_title_language_and_tags() -> None:
    reader = read(WELDING)

    assert b"<pdfuaid:part>1</pdfuaid:part>" in root(reader)["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Welding basics – Ada Byron"
    assert root(reader)["/Lang"] == "en"
    assert root(reader)["/MarkInfo"]["/Marked"]
    assert root(reader)["/ViewerPreferences"]["/DisplayDocTitle"]


def test_a_certificate_has_real_headings_a_real_table_and_texts_for_its_pictures() -> None:
    elements = structure(read(WELDING))
    kinds = [str(element["/S"]) for element in elements]

    assert [kind for kind in kinds if kind in ("/H1", "/H2")] == ["/H1", "/H2", "/H2", "/H2"]
    assert kinds.count("/TH") == 2
    assert kinds.count("/TD") == 4
    assert [element["/Alt"] for element in elements if element["/S"] == "/Figure"] == [
        "Mark of Welding basics",
        "QR code of the address https://assay.example/v/4Hk9tQ2mZ",
    ]


def test_the_address_is_a_link() -> None:
    annotated: Any = read(WELDING).pages[0]["/Annots"]
    annotations = [part.get_object() for part in annotated]

    assert {part["/A"]["/URI"] for part in annotations} == {"https://assay.example/v/4Hk9tQ2mZ"}


def test_the_same_certificate_is_the_same_bytes_and_dated_when_it_was_made() -> None:
    assert certificate_pdf(WELDING) == certificate_pdf(WELDING)
    metadata = read(replace(WELDING, made_at=datetime(2026, 11, 22, 9, tzinfo=UTC))).metadata
    assert metadata is not None
    assert metadata.creation_date == datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_what_is_not_stated_is_left_out_and_an_open_end_is_said() -> None:
    bare = replace(
        WELDING, description="", criteria=[], valid_until=None, credit=None, level=None, workload=None, skills=[]
    )

    said = text(bare)

    assert "No end date" in said
    for word in ("Credit ", "Workload", "Criteria", "Skills"):
        assert word not in said


@pytest.mark.parametrize(
    "attack",
    [
        "<img src=file:///etc/passwd>",
        '#read("/etc/passwd")',
        '#image("/etc/passwd")',
        '"); #read("/etc/passwd',
        "$ sum_(k=0)^n k $ *bold* _italic_ `raw` @label <label> \\u{41}",
        "{{ name }} ${HOME} %n",
    ],
)
def test_a_name_that_is_markup_is_literal_text(attack: str) -> None:
    said = text(replace(WELDING, holder_name=attack, title=attack, criteria=[(attack, attack)], skills=[attack]))

    assert said.count(attack) == 5
    assert "root:" not in said


def test_the_template_can_read_no_file_of_this_machine() -> None:
    with pytest.raises(Refused, match="link"):
        replace(WELDING, badge_svg='<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>')


@pytest.mark.parametrize(
    ("name", "language"),
    [("Żaneta Świątek-Gżegżółka", "pl"), ("Ελένη Παπαδοπούλου", "el"), ("Жанна Агузарова", "ru"), ("Nguyễn Ánh", "vi")],
)
def test_names_of_other_alphabets_are_printed(name: str, language: str) -> None:
    assert f"certifies that {name} has met" in text(replace(WELDING, holder_name=name, language=language))


def test_an_arabic_certificate_reads_from_right_to_left() -> None:
    arabic = replace(
        WELDING,
        holder_name=MUHAMMAD.name,
        title="إدارة المشاريع",
        badge_svg=badge_mark(title="إدارة المشاريع", kind="Course", issuer_id=BRUNEL.id, level=6, glyph="management"),
        words=CertificateWords(certifies="تشهد بأن", has_met="قد استوفى جميع معايير"),
        language="ar",
    )

    reader = read(arabic)

    # Its words are looked at as metadata: pypdf gives the letters of joined scripts in the order they are drawn.
    assert root(reader)["/Lang"] == "ar"
    assert root(reader)["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert reader.metadata is not None
    assert reader.metadata.title == f"إدارة المشاريع – {MUHAMMAD.name}"


def test_dates_are_unambiguous_outside_english() -> None:
    assert "2026-11-22" in text(replace(WELDING, language="pt-BR"))


LONG = {
    "a long name": replace(WELDING, holder_name="Wolfeschlegelsteinhausenbergerdorff " * 4),
    "a name of one endless word": replace(WELDING, holder_name="W" * 300),
    "a long title": replace(WELDING, title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerk " * 5),
    "long criteria": replace(WELDING, criteria=[("x" * 200, "y" * 80)] * 4),
    "long facts": replace(WELDING, level="L" * 90, credit="c" * 60, workload="w" * 60),
    "a long address": replace(
        WELDING, verify_url="https://assay.example/v/" + "a" * 300, credential_id="urn:" + "z" * 200
    ),
    "a long issuer": replace(WELDING, issuer_name="Akademia Górniczo-Hutnicza " * 6, issuer_domain="d" * 200),
    "many skills": replace(WELDING, skills=["a skill of some length", "s" * 120] * 12),
}


@pytest.mark.parametrize("which", LONG)
def test_no_text_leaves_the_frame_however_long(which: str) -> None:
    page = Image.open(io.BytesIO(certificate_png(LONG[which], pixels_per_inch=72))).convert("L")
    # Between the frame, 11 mm from the edge, and the text, 24 mm from it: 13 mm are 36 pixels.
    left, right = page.crop((36, 60, 62, 780)), page.crop((page.width - 62, 60, page.width - 36, 780))

    assert len(read(LONG[which]).pages) == 1
    assert left.getextrema() == right.getextrema() == (255, 255)


def test_a_dozen_criteria_still_stand_on_one_sheet_and_a_hundred_go_on_to_the_next() -> None:
    criterion = ("Describes one of the things that people who weld should be able to do without help", "Proficient")

    assert len(read(replace(WELDING, criteria=[criterion] * 14)).pages) == 1
    assert len(read(replace(WELDING, criteria=[criterion] * 100)).pages) > 1


def test_a_letter_that_no_font_has_is_told_and_not_printed_as_a_gap() -> None:
    with pytest.raises(Refused, match="font"):
        certificate_pdf(replace(WELDING, holder_name="\U000f0000"))


@pytest.mark.parametrize(
    "change",
    [
        {"made_at": datetime(2026, 11, 22, 9)},  # noqa: DTZ001  # naive on purpose
        {"language": "English"},
        {"verify_url": "javascript:alert(1)"},
    ],
)
def test_a_certificate_cannot_exist_wrong(change: dict[str, str | datetime]) -> None:
    with pytest.raises(MalformedDocument):
        replace(WELDING, **change)  # type: ignore[arg-type]  # wrong on purpose
