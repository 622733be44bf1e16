"""A running Assay: ``assay serve`` or ``assay demo`` as a child process, and what a person would do to find a mail."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

_MAIL_SECONDS = 20


class Site:
    """Starts the server in ``data``, waits until it is ready, and stops it. ``manage`` runs a command beside it."""

    verb = "serve"
    start_seconds = 60

    def __init__(self, data: Path, **settings: str) -> None:
        self.port = _free_port()
        self.data = data
        self.origin = f"http://localhost:{self.port}"
        self.environment = {
            **os.environ,
            "ASSAY_DATA": str(data),
            "ASSAY_PORT": str(self.port),
            "ASSAY_ORIGIN": self.origin,
            "ASSAY_MODE": "embedded",
            "ASSAY_MAIL": "file",
            "DJANGO_SETTINGS_MODULE": "assay.campus.site.settings",
            **settings,
        }

    def __enter__(self) -> Self:
        self.data.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "assay", self.verb]
        with (self.data.parent / "serve.log").open("wb") as log:
            self._process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        self._wait_until_ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + self.start_seconds
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.origin}/readyz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.2)
        log = (self.data.parent / "serve.log").read_text("utf-8", "replace")
        raise AssertionError(f"the server did not become ready:\n{log[-4000:]}")

    def run_python(self, code: str) -> str:
        """Run a piece of Python against the same data, Django set up: how the tests found organisations."""
        start = "import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", start + code], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def mail_to(self, address: str, containing: str = "") -> str:
        """The newest letter to somebody; waits for the postman."""
        end = time.monotonic() + _MAIL_SECONDS
        while time.monotonic() < end:
            for path in sorted((self.data / "mail").glob("*"), key=lambda each: each.stat().st_mtime_ns, reverse=True):
                for letter in reversed(path.read_text("utf-8").split("-" * 79)):
                    if f"To: {address}" in letter and containing in letter:
                        return letter
            time.sleep(0.2)
        raise AssertionError(f"no letter to {address} with {containing!r} in {_MAIL_SECONDS} s")


class DemoSite(Site):
    """``assay demo``: the demo world is built first, in a folder of its own inside ``data``."""

    verb = "demo"
    start_seconds = 240  # three years of stories, beside other work


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
