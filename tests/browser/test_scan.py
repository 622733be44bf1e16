"""The verify page reads a QR code with the camera: here a camera that films the picture of one."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Playwright, expect

from assay.adapters.pictures import qr_png
from tests.browser.conftest import FLAGS, find_chromium
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

ADDRESS = "https://northgate.example/s/0123456789abcdef0123456789abcdef"


def film(code: bytes, file: Path) -> None:
    """A film of one picture, in the form that Chromium's stand-in for a camera plays (YUV4MPEG2, 4:2:0)."""
    frame = Image.new("RGB", (640, 480), "white")
    picture = Image.open(BytesIO(code)).convert("RGB").resize((400, 400), Image.Resampling.NEAREST)
    frame.paste(picture, (120, 40))
    luma, blue, red = frame.convert("YCbCr").split()
    halves = [plane.resize((320, 240)) for plane in (blue, red)]
    picture_bytes = luma.tobytes() + b"".join(plane.tobytes() for plane in halves)
    file.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + b"FRAME\n" + picture_bytes)


@pytest.fixture
def filming(tmp_path: Path, playwright: Playwright) -> Iterator[Browser]:
    """Chromium with that camera, and nobody to ask whether it may be used."""
    film(qr_png(ADDRESS), tmp_path / "code.y4m")
    camera = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'code.y4m'}",
    ]
    started = playwright.chromium.launch(executable_path=find_chromium(), args=[*FLAGS, *camera])
    yield started
    started.close()


def test_a_code_in_front_of_the_camera_fills_the_address(filming: Browser, site: Site) -> None:
    page = filming.new_page(base_url=site.origin)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/verify")

    page.get_by_role("button", name="Scan a QR code with the camera").click()

    expect(page.locator("#id_address")).to_have_value(ADDRESS, timeout=20_000)
    expect(page.locator("[data-scan-told]")).to_have_text("Found. Press Verify to check it.")
    expect(page.locator("[data-scan-picture]")).to_be_hidden()
    assert errors == []


def test_without_a_camera_nobody_is_offered_one(browser: Browser, site: Site) -> None:
    page = browser.new_page(base_url=site.origin)
    page.add_init_script("Object.defineProperty(navigator, 'mediaDevices', {value: undefined})")

    page.goto("/verify")

    expect(page.get_by_role("button", name="Scan a QR code")).to_have_count(0)
