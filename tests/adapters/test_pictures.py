"""Drawings as pixels: what is drawn, what is refused, and that a drawing cannot read this machine's files."""

import io
from pathlib import Path

import pytest
from PIL import Image

from assay.adapters.fonts import font_files, needs_system_fonts
from assay.adapters.pictures import png_of, qr_png, qr_svg
from assay.adapters.share_picture import share_picture
from assay.science.errors import MalformedDocument, Refused
from assay.science.marking.badge_mark import badge_mark
from tests.cast import BRUNEL


def mark(title: str = "Welding basics") -> str:
    return badge_mark(title=title, kind="MicroCredential", issuer_id=BRUNEL.id, level=3, glyph="craft")


def pixels(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGBA")


def drawn(text: str) -> Image.Image:
    words = f'<text y="15" font-family="Georgia, serif">{text}</text>'
    return pixels(png_of(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20">{words}</svg>', width=360))


@pytest.mark.parametrize("width", [64, 256, 512])
def test_a_mark_becomes_a_square_picture_of_the_width_asked_for(width: int) -> None:
    picture = pixels(png_of(mark(), width=width))

    assert picture.size == (width, width)
    assert picture.getpixel((0, 0)) == (0, 0, 0, 0)
    assert picture.getpixel((width // 2, 2 * width // 100 + 2)) != (0, 0, 0, 0)


@pytest.mark.parametrize("text", ["Ada", "Żółć", "Ελλάδα", "Жанна", "محمد"])
def test_letters_of_every_script_we_carry_are_drawn_and_not_as_boxes(text: str) -> None:
    picture = drawn(text)

    assert picture.getbbox() is not None
    assert picture.tobytes() != drawn("\U000f0000" * len(text)).tobytes()


def test_joined_letters_are_joined() -> None:
    joined, apart = drawn("ببب").getbbox(), drawn("ب ب ب").getbbox()

    assert joined is not None
    assert apart is not None
    assert joined[2] - joined[0] < (apart[2] - apart[0]) * 0.8


def test_fonts_of_the_machine_are_asked_only_for_scripts_that_we_do_not_carry() -> None:
    assert all(file.suffix == ".ttf" for file in font_files())
    assert not needs_system_fonts("Ada Żółć Ελλάδα محمد — “quoted” … ×")
    assert needs_system_fonts("学术写作")


def test_a_drawing_cannot_show_a_file_of_this_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (8, 8), "red").save(secret)

    with pytest.raises(Refused, match="link"):
        png_of(f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{secret}" width="8" height="8"/></svg>', width=8)


def test_a_sliver_does_not_become_a_tower_of_pixels() -> None:
    tower = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1000000"><rect width="1" height="1000000"/></svg>'

    assert pixels(png_of(tower, width=100)).size[1] <= 400


@pytest.mark.parametrize("width", [0, -1, 5000])
def test_a_width_nobody_needs_is_refused(width: int) -> None:
    with pytest.raises(MalformedDocument, match="pixels wide"):
        png_of(mark(), width=width)


def test_what_cannot_be_drawn_is_malformed() -> None:
    with pytest.raises(MalformedDocument, match="cannot be drawn"):
        png_of('<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>', width=8)


def test_a_qr_code_has_its_quiet_zone_and_its_finder_patterns() -> None:
    picture = Image.open(io.BytesIO(qr_png("https://assay.example/v/1", scale=1))).convert("L")
    rows = ["".join("#" if picture.getpixel((x, y)) == 0 else "." for x in range(picture.width)) for y in range(11)]

    assert set("".join(rows[:4])) == {"."}
    # ISO/IEC 18004 §6.3.3: seven dark modules, then one at either end, then three in the middle.
    assert rows[4].startswith("....#######.")
    assert rows[5].startswith("....#.....#.")
    assert rows[6].startswith("....#.###.#.")


def test_a_qr_code_is_a_vector_and_passes_for_a_picture() -> None:
    svg = qr_svg("https://assay.example/v/1")

    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert pixels(png_of(svg, width=64)).size == (64, 64)
    assert 'viewBox="0 0 33 33"' in svg  # version 2 has 25 modules, and twice four of white
    assert 'viewBox="0 0 25 25"' in qr_svg("https://assay.example/v/1", quiet_zone=0)


def test_a_text_too_long_for_a_qr_code_is_told() -> None:
    with pytest.raises(MalformedDocument, match="too long"):
        qr_svg("x" * 5000)


def shared(
    title: str = "Welding basics", holder_name: str | None = "Ada Byron", issuer_name: str = BRUNEL.name
) -> bytes:
    return share_picture(title=title, issuer_name=issuer_name, holder_name=holder_name, badge_svg=mark(title))


def test_a_share_picture_has_the_size_that_readers_crop_nothing_of() -> None:
    assert pixels(shared()).size == (1200, 630)


def test_a_share_picture_names_the_holder_only_if_asked_to() -> None:
    assert shared(holder_name=None) != shared()
    assert shared(holder_name=None) == shared(holder_name=None)


@pytest.mark.parametrize(
    "title", ["x" * 500, "a long word " * 40, "", "</text><script>&", "مهارات", "A title that takes just some lines"]
)
def test_no_text_leaves_the_frame_of_a_share_picture(title: str) -> None:
    picture = pixels(shared(title, holder_name="W" * 200, issuer_name="An Institution of a Very Long Name " * 5))

    paper = picture.getpixel((1165, 40))
    margin = picture.crop((1145, 36, 1165, 594))

    assert margin.getcolors() == [(margin.width * margin.height, paper)]


def test_a_share_picture_refuses_a_mark_that_links() -> None:
    with pytest.raises(Refused):
        share_picture(
            title="x",
            issuer_name="y",
            holder_name=None,
            badge_svg='<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>',
        )
