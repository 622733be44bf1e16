"""The door for uploaded files, with the true reader behind it: one process for each file."""

import os
import resource
import threading
import time
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from assay.adapters.uploads import Examined, Limits, Uploads
from assay.science.errors import AssayError, Code, MalformedDocument, Refused, Unavailable
from tests.adapters import evidence_files as made
from tests.adapters.crashing import SOURCE

RED, BLUE = (220, 20, 20), (20, 20, 220)


def examine(data: bytes, name: str = "evidence", claimed_type: str | None = None) -> Examined:
    return Uploads().examine(data, claimed_name=name, claimed_type=claimed_type)


def refused(data: bytes, name: str = "evidence", *, uploads: Uploads | None = None) -> AssayError:
    with pytest.raises(AssayError) as refusal:
        (uploads or Uploads()).examine(data, claimed_name=name, claimed_type=None)
    return refusal.value


def near(found: object, wanted: tuple[int, ...]) -> bool:
    """A colour as JPEG and WebP keep it."""
    assert isinstance(found, tuple)
    return all(abs(a - b) < 25 for a, b in zip(found, wanted, strict=True))


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """Two megabytes that keep a reader busy for minutes."""
    made_bomb = made.scan_bomb()
    assert len(made_bomb) < 3_000_000
    return made_bomb


@pytest.mark.parametrize(
    ("kind", "mode", "options", "media_type"),
    [
        ("PNG", "RGB", {}, "image/png"),
        ("PNG", "RGBA", {}, "image/png"),
        ("PNG", "P", {"transparency": 3}, "image/png"),
        ("PNG", "1", {}, "image/png"),
        ("PNG", "I;16", {}, "image/png"),
        ("PNG", "LA", {"dpi": (300, 300)}, "image/png"),
        ("JPEG", "RGB", {}, "image/jpeg"),
        ("JPEG", "L", {"progressive": True}, "image/jpeg"),
        ("JPEG", "CMYK", {}, "image/jpeg"),
        ("GIF", "P", {"comment": b"made at home"}, "image/gif"),
        ("WEBP", "RGB", {}, "image/webp"),
        ("WEBP", "RGBA", {"lossless": True, "xmp": b"<x>home</x>"}, "image/webp"),
    ],
)
def test_a_picture_of_each_kind_is_written_anew_and_looks_the_same(
    kind: str, mode: str, options: dict[str, Any], media_type: str
) -> None:
    sent = made.picture(kind, mode=mode if mode != "I;16" else "L", **options)
    if mode == "I;16":
        written = BytesIO()
        made.opened(sent).convert("I;16").save(written, "PNG")
        sent = written.getvalue()

    kept = examine(sent, f"weld.{kind.lower()}")

    before, after = made.opened(sent), made.opened(kept.data)
    assert (kept.media_type, kept.is_picture) == (media_type, True)
    assert (after.format, after.size) == (kind, before.size)
    assert b"home" not in kept.data
    for place in ((2, 2), (38, 28)):
        assert near(after.convert("RGB").getpixel(place), before.convert("RGB").getpixel(place))  # type: ignore[arg-type] # RGB gives a tuple


def test_attack_42_place_time_and_device_of_a_photograph_are_gone_and_the_sender_is_told() -> None:
    sent = made.photograph()
    assert made.opened(sent).getexif().get_ifd(0x8825)  # the place is in what was sent

    kept = examine(sent, "weld.jpg")

    after = made.opened(kept.data)
    assert not after.getexif()
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not any(word in kept.data for word in (b"Exif", b"Pear", b"2026", b"xmpmeta", b"taken at home"))
    assert any("place" in note for note in kept.notes)


def test_a_photograph_that_lies_on_its_side_stands_upright_afterwards() -> None:
    kept = made.opened(examine(made.photograph(orientation=6)).data)

    # Orientation 6 means: turn a quarter to the right. Red was on the left, so it is on top.
    assert kept.size == (30, 40)
    assert near(kept.getpixel((15, 3)), RED)
    assert near(kept.getpixel((15, 37)), BLUE)


def test_a_colour_profile_is_gone_and_the_colours_that_it_meant_are_kept() -> None:
    sent = made.wide_photograph()

    kept = made.opened(examine(sent).data)

    assert made.opened(sent).info["icc_profile"]
    assert "icc_profile" not in kept.info
    red, green, blue = kept.getpixel((3, 3))  # type: ignore[misc] # RGB gives a tuple
    assert green > 150 > red > blue - 60  # red and green were swapped by the profile


@pytest.mark.parametrize(
    "polyglot",
    [
        made.picture("PNG") + made.SCRIPT,
        made.png_with(b"tEXt", b"Comment\0" + made.SCRIPT),
        made.png_with(b"iTXt", b"Title\0\0\0\0\0" + made.SCRIPT),
        made.png_with(b"eXIf", b"II*\0" + made.SCRIPT),
        made.picture("JPEG", comment=made.SCRIPT) + made.SCRIPT,
        made.picture("JPEG") + made.zipped({"a.html": made.SCRIPT}, method=0),
        made.picture("GIF", mode="P", comment=made.SCRIPT) + made.SCRIPT,
        made.picture("WEBP", xmp=made.SCRIPT),
    ],
    ids=["PNG+HTML", "PNG text", "PNG international text", "PNG EXIF", "JPEG+HTML", "JPEG+ZIP", "GIF+HTML", "WebP XMP"],
)
def test_attack_30_what_hides_in_or_behind_a_picture_is_gone(polyglot: bytes) -> None:
    assert made.SCRIPT in polyglot

    kept = examine(polyglot)

    assert kept.is_picture
    assert b"script" not in kept.data
    assert made.opened(kept.data).size == (40, 30)


def test_attack_30_a_gif_that_is_also_a_program_is_no_longer_one() -> None:
    # Its width and height spell "/*", which opens a comment that ends behind the pixels.
    plain = made.picture("GIF", (0x2A2F, 1), mode="P")
    program = plain.replace(b"\x2f\x2a\x01\x00", b"\x2f\x2a\x01\x00", 1) + b"*/=1;alert(document.domain)"
    assert program[6:8] == b"/*"

    kept = examine(program, "weld.gif", "image/gif")

    assert b"alert" not in kept.data
    assert b"*/" not in kept.data


@pytest.mark.parametrize(
    "name", ["weld.png", "weld.jpg", "weld.pdf", "weld.mp4", "weld.txt", "weld.docx", "weld", "weld.png.html"]
)
def test_attack_42_html_under_another_name_is_refused(name: str) -> None:
    refusal = refused(b"<!DOCTYPE html><html><body onload=alert(1)>", name)

    assert refusal.code is Code.UNSUPPORTED_MEDIA
    assert "web page" in refusal.reason


def test_a_picture_bomb_is_refused_by_what_it_declares_before_it_is_unpacked() -> None:
    for bomb in (made.pixel_bomb(50_000, 50_000), made.pixel_bomb(60_000, 2_000), made.pixel_bomb(7_100, 7_100)):
        assert len(bomb) < 1_000_000
        refusal = refused(bomb, "bomb.png")
        assert (refusal.code, "million pixels" in refusal.reason) == (Code.TOO_LARGE, True)


def test_a_picture_of_almost_fifty_million_pixels_is_read_within_the_limits() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    kept = examine(made.picture("JPEG", (8160, 6120), exif=exif), "large.jpg")

    assert made.opened(kept.data).size == (6120, 8160)


def test_a_picture_that_moves_is_refused_and_a_video_named_instead() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in (RED, BLUE)]
    for kind in ("GIF", "PNG", "WEBP"):
        written = BytesIO()
        frames[0].save(written, kind, save_all=True, append_images=frames[1:], duration=100)
        refusal = refused(written.getvalue())
        assert (refusal.code, "MP4" in refusal.reason) == (Code.UNSUPPORTED_MEDIA, True)


def test_a_photograph_with_a_second_view_keeps_the_first() -> None:
    written = BytesIO()
    Image.new("RGB", (8, 8), RED).save(written, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8), BLUE)])

    kept = examine(written.getvalue(), "view.jpg")

    assert kept.media_type == "image/jpeg"
    assert near(made.opened(kept.data).getpixel((4, 4)), RED)
    assert len(kept.data) < len(written.getvalue())


@pytest.mark.parametrize(
    "broken",
    [
        made.picture("PNG")[:60],
        made.picture("JPEG")[:300],
        made.picture("GIF", mode="P")[:20],
        made.picture("WEBP")[:40],
        b"\x89PNG\r\n\x1a\n" + b"<html>" * 100,
        b"GIF89a" + b"\xff" * 300,
        b"\xff\xd8\xff" + b"\0" * 300,
        made.png_with(b"IHDR", b"x" * 13),
    ],
)
def test_a_broken_picture_is_malformed_and_never_a_crash(broken: bytes) -> None:
    refusal = refused(broken)

    assert isinstance(refusal, MalformedDocument)
    assert "send" in refusal.reason


@pytest.mark.parametrize(
    "chunk", [(b"zTXt", b"a\0\0" + b"x" * 50), (b"iCCP", b"a\0\0" + b"x" * 50), (b"eXIf", b"x" * 50)]
)
def test_a_broken_remark_beside_the_pixels_is_dropped_with_the_others(chunk: tuple[bytes, bytes]) -> None:
    kept = examine(made.png_with(*chunk))

    assert made.opened(kept.data).size == (40, 30)
    assert b"xxxx" not in kept.data


def test_a_text_bomb_in_a_png_is_refused() -> None:
    assert refused(made.png_with(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 300_000_000))).code is Code.MALFORMED


def test_what_is_kept_as_sent_is_the_very_bytes_that_were_sent() -> None:
    for data, name, media_type in (
        (made.pdf(), "report.pdf", "application/pdf"),
        (b"A weld.\n", "weld.txt", "text/plain"),
        (made.mp3(), "said.mp3", "audio/mpeg"),
    ):
        kept = examine(data, name)

        assert (kept.data, kept.name, kept.media_type, kept.is_picture) == (data, name, media_type, False)


def test_a_name_that_is_not_true_is_put_right_and_told() -> None:
    kept = examine(made.picture("PNG"), "../weld\u202egpj.jpg", "image/jpeg")

    assert kept.name == "weldgpj.jpg.png"
    assert any(".jpg" in note and ".png" in note for note in kept.notes)


@pytest.mark.parametrize(
    ("declared", "media_type"),
    [
        ("text/csv", "text/csv"),
        ("Text/CSV; charset=utf-8", "text/csv"),
        ("text/html", "text/plain"),
        ("--help", "text/plain"),
        ("text/csv\0", "text/plain"),
        (None, "text/plain"),
    ],
)
def test_a_declared_type_chooses_among_texts_and_among_nothing_else(declared: str | None, media_type: str) -> None:
    assert examine(b"a,b\n", "table", declared).media_type == media_type
    assert examine(made.picture("PNG"), "table", declared).media_type == "image/png"


def test_a_file_above_the_cap_is_refused_without_being_read() -> None:
    uploads = Uploads(max_bytes=1000, limits=Limits(wall_s=0))  # a reader would be killed at once

    refusal = refused(b"x" * 1001, uploads=uploads)

    assert refusal.code is Code.TOO_LARGE
    with pytest.raises(Refused, match="25 MiB"):
        examine(b"x" * (25 * 1024 * 1024 + 1))


def test_a_reader_that_runs_on_is_killed_by_the_clock_and_leaves_nothing_running(bomb: bytes) -> None:
    started = time.monotonic()

    refusal = refused(bomb, uploads=Uploads(limits=Limits(wall_s=2)))

    assert (refusal.code, "more work" in refusal.reason) == (Code.TOO_LARGE, True)
    assert 2 <= time.monotonic() - started < 8  # the bomb takes minutes; a busy machine gets some seconds
    assert not readers()


def test_a_reader_that_works_too_much_is_stopped_by_its_share_of_the_processor(bomb: bytes) -> None:
    refusal = refused(bomb, uploads=Uploads(limits=Limits(cpu_s=1, wall_s=60)))

    assert (refusal.code, "more work" in refusal.reason) == (Code.TOO_LARGE, True)


def test_a_reader_that_wants_too_much_memory_is_stopped() -> None:
    refusal = refused(made.memory_bomb(), "bomb.json", uploads=Uploads(limits=Limits(memory_bytes=512 << 20)))

    assert (refusal.code, "more memory" in refusal.reason) == (Code.TOO_LARGE, True)


@pytest.mark.skipif(not Path("/proc").exists(), reason="/proc tells environments on Linux only")
def test_the_reader_knows_nothing_of_its_parents_environment(bomb: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_KEK_FILE", "/run/credentials/kek")
    thread = threading.Thread(target=refused, args=(bomb,), kwargs={"uploads": Uploads(limits=Limits(wall_s=3))})
    thread.start()
    while not (found := readers()):
        assert thread.is_alive()

    environment = Path(f"/proc/{found[0]}/environ").read_bytes()
    thread.join()

    assert set(filter(None, environment.split(b"\0"))) == {b"PYTHONPATH=" + str(SOURCE).encode(), b"LC_ALL=C.UTF-8"}


def readers() -> list[str]:
    """Process numbers of the readers that this test process has started."""
    children = " ".join(path.read_text() for path in Path("/proc/self/task").glob("*/children")).split()
    return [
        pid for pid in children if b"-m\0assay.adapters.upload_parser\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def test_a_reader_that_does_not_get_to_start_is_our_fault_and_not_the_files() -> None:
    with pytest.raises(Unavailable):
        Uploads(limits=Limits(wall_s=0)).examine(b"hello", claimed_name="a.txt", claimed_type=None)


@pytest.mark.skipif(not Path("/proc").exists(), reason="/proc counts open files on Linux only")
def test_without_a_free_descriptor_no_reader_starts_and_the_sender_may_try_again() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(path.name) for path in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1, hard))
    spare = []
    try:
        with suppress(OSError):
            while True:
                spare.append(os.dup(0))
        with pytest.raises(Unavailable):
            examine(b"hello", "a.txt")
    finally:
        for descriptor in spare:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert examine(b"hello", "a.txt").name == "a.txt"


def test_a_file_that_waits_too_long_for_a_reader_is_told_to_come_again(bomb: bytes) -> None:
    uploads = Uploads(readers=1, limits=Limits(wall_s=3, queue_s=0.1))
    thread = threading.Thread(target=refused, args=(bomb,), kwargs={"uploads": uploads})
    thread.start()
    while not readers():
        assert thread.is_alive()

    with pytest.raises(Unavailable, match="try again"):
        uploads.examine(b"hello", claimed_name="a.txt", claimed_type=None)
    thread.join()

    assert uploads.examine(b"hello", claimed_name="a.txt", claimed_type=None).data == b"hello"


def test_many_at_once_are_read_one_after_another_and_none_gets_anothers_answer() -> None:
    uploads, kept = Uploads(readers=2), {}

    def send(number: int) -> None:
        kept[number] = uploads.examine(f"text {number}".encode(), claimed_name=f"{number}.txt", claimed_type=None)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {number: (file.data, file.name) for number, file in kept.items()} == {
        number: (f"text {number}".encode(), f"{number}.txt") for number in range(6)
    }


def test_no_file_is_shown_when_it_is_printed() -> None:
    assert "secret diary" not in repr(examine(b"secret diary", "diary.txt"))


def test_a_damaged_file_is_malformed_and_not_refused() -> None:
    assert isinstance(refused(b"", "empty.txt"), MalformedDocument)
