"""``assay demo``: what it refuses, and that it leaves no half-built world behind. ``.ci/run`` runs its ``--check``."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assay.cli.demo_check import check
from assay.science.errors import Unavailable
from tests.cli.college import Assay

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]


def test_it_refuses_a_database_that_is_not_its_own(
    assay: Assay, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ASSAY_DATABASE", "postgresql://localhost/people")
    monkeypatch.setenv("ASSAY_DATA", str(tmp_path / "demo"))

    said = assay("demo", "--check")

    assert said.code == 77
    assert "start it without ASSAY_DATABASE" in said.err
    assert not (tmp_path / "demo").exists()


def test_told_to_stop_while_it_builds_it_leaves_nothing_half_built(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ASSAY_", "DJANGO_", "COV"))},
        "ASSAY_DATA": str(tmp_path / "demo"),
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-P", "-m", "assay", "demo", "--check", "--port", "18999"]

    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        until = time.monotonic() + 60
        while not list(tmp_path.glob("demo/.world-*/host")) and time.monotonic() < until:
            time.sleep(0.02)
        started.send_signal(signal.SIGTERM)
        _out, err = started.communicate(timeout=30)

    assert started.returncode == 130
    assert b"stopped" in err
    assert [path.name for path in (tmp_path / "demo").iterdir()] == ["lock"]


@pytest.mark.enable_socket
def test_the_check_tells_why_a_server_did_not_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no disk')"]

    with pytest.raises(Unavailable, match="did not become ready"):
        check("http://127.0.0.1:1", command, data=tmp_path)

    assert "no disk" in capsys.readouterr().err
