"""A real server and a real browser for the tests of this folder; ``./run browser`` runs them.

The server is ``assay serve`` in a process of its own, with an empty data folder; mails go to files there. Screenshots
are left in .ci/out, for people to look at.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import Site

# The browser asks for nothing but our pages; root may not use its sandbox.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless. Skipped where there is none; in CI that is a failure."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no chromium here; .ci/run installs it")
        pytest.skip("no chromium here; ./run browser installs it")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for the session, freshly made."""
    with Site(tmp_path_factory.mktemp("site") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where the screenshots go."""
    folder = Path(__file__).parents[2] / ".ci" / "out"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
