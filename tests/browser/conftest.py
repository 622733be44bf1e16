"""A real server and a real browser for the tests of this folder; ``./run browser`` runs them.

The server is ``assay serve`` in a process of its own, with an empty data folder; mails go to files there. Screenshots
are left in .ci/out, for people to look at.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.site import DemoSite, Site

# The browser asks for nothing but our pages; root may not use its sandbox.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """Debian's Chromium. Without it the test that asks is skipped; in CI it fails."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no chromium here; .ci/run installs it")
        pytest.skip("no chromium here; ./run browser installs it")
    return chromium


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What starts browsers; it can run only once in a process."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    started = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
    yield started
    started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for the session, freshly made."""
    with Site(tmp_path_factory.mktemp("site") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo world, built once for the session."""
    with DemoSite(tmp_path_factory.mktemp("demo") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where the screenshots go."""
    folder = Path(__file__).parents[2] / ".ci" / "out"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
