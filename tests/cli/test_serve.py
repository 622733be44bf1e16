"""``assay serve`` as real processes on loopback: starting, stopping, dying, https, and what it refuses."""

import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from assay.adapters.safe_fetch import SafeFetch
from tests.cli.platform_process import asked, environment, family, free_port, gone, ran, ready, served

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform != "linux", reason="the family of a process is read from /proc"),
]


@pytest.mark.enable_socket
def test_from_an_empty_directory_to_pages_and_back_without_an_orphan(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    with served(environment(data, port)) as process:
        everybody = family(process.pid)
        page = asked(port, "/account/login/")
        state = ready(port)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)

    assert page[0] == 200
    assert b"<h1" in page[1]
    assert state["ready"] is True
    assert len(everybody) >= 4  # itself, the web process, its worker, the work process
    assert process.returncode == 0, said
    assert gone(everybody)
    assert (data / "host").read_text() == f"localhost:{port}\n"
    assert (data / "kek").stat().st_mode & 0o077 == 0


@pytest.mark.enable_socket
def test_attack_a_supervisor_that_is_killed_outright_leaves_no_orphan(tmp_path: Path) -> None:
    port = free_port()
    with served(environment(tmp_path / "data", port)) as process:
        everybody = family(process.pid)
        process.kill()
        process.communicate(timeout=60)

    assert gone(everybody)
    with socket.socket() as again:
        again.bind(("127.0.0.1", port))  # nobody holds it


@pytest.mark.enable_socket
def test_a_web_process_that_is_killed_is_started_anew_and_leaves_nobody_behind(tmp_path: Path) -> None:
    port = free_port()
    with served(environment(tmp_path / "data", port)) as process:
        web = _named(family(process.pid), "--only")
        its_family = family(min(web))
        os.kill(min(web), signal.SIGKILL)
        assert gone(its_family)

        assert _answers_again(port)


@pytest.mark.enable_socket
def test_with_tls_a_client_that_trusts_the_authority_of_the_run_is_served(tmp_path: Path) -> None:
    port, authority = free_port(), tmp_path / "ca.pem"
    settings = environment(tmp_path / "data", port, {"ASSAY_ORIGIN": f"https://issuer.example:{port}"})
    with served(settings, "--tls", "--ca-out", authority):
        known = SafeFetch({f"issuer.example:{port}": ("127.0.0.1", port)}, authority)
        unknown = SafeFetch({f"issuer.example:{port}": ("127.0.0.1", port)})

        assert known(f"https://issuer.example:{port}/livez") == b"alive\n"
        assert unknown(f"https://issuer.example:{port}/livez") is None
    assert (tmp_path / "data" / "tls" / "key.pem").stat().st_mode & 0o077 == 0


@pytest.mark.enable_socket
def test_a_port_that_is_taken_is_told_and_nothing_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        said = ran(["serve"], environment(tmp_path / "data", port))

    assert said.returncode == 69
    assert said.stderr.splitlines()[-1] == f"assay: 127.0.0.1:{port}: cannot be listened on: Address already in use"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"ASSAY_MODE": "prod"}, "ASSAY_MODE is 'prod'"),
        ({"ASSAY_MODE": "production"}, "production needs https"),
        ({"ASSAY_ORIGIN": "localhost"}, "ASSAY_ORIGIN is 'localhost'"),
        ({"ASSAY_DATABASE": "mysql://x/y"}, "ASSAY_DATABASE"),
        ({"ASSAY_LOG": "xml"}, "ASSAY_LOG"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_one_sentence(tmp_path: Path, settings: dict[str, str], told: str) -> None:
    said = ran(["serve"], environment(tmp_path / "data", 8000, settings))

    assert said.returncode == 77
    assert told in said.stderr
    assert "Traceback" not in said.stderr


def test_another_host_than_at_the_first_start_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "host").write_text("assay.example\n")
    (data / "host").chmod(0o600)

    said = ran(["serve"], environment(data, 8000, {"ASSAY_ORIGIN": "https://other.example"}))

    assert said.returncode == 77
    assert "this data directory belongs to assay.example" in said.stderr
    assert not (data / "assay.sqlite3").exists()


def test_a_key_encryption_key_of_somebody_else_is_refused_at_the_start(tmp_path: Path) -> None:
    settings = environment(tmp_path / "data", 8000)
    assert ran(["manage", "migrate"], settings).returncode == 0
    assert ran(["work", "--once", "--only", "tidy"], settings).returncode == 0
    (tmp_path / "data" / "kek").write_bytes(b"x" * 32)

    said = ran(["serve"], settings)

    assert said.returncode == 77
    assert "sealed under another key-encryption key" in said.stderr


def test_work_waits_for_nobody_but_needs_the_tables(tmp_path: Path) -> None:
    settings = environment(tmp_path / "data", 8000)

    early = ran(["work", "--once"], settings)
    ran(["manage", "migrate"], settings)
    done = ran(["work", "--once"], settings)

    assert (early.returncode, done.returncode) == (69, 0)
    assert "run ./run manage migrate" in early.stderr


@pytest.mark.parametrize(
    ("words", "code"), [(["check"], 0), (["help"], 0), (["no-such-command"], 77), (["release-hold", "x"], 77)]
)
def test_manage_runs_djangos_commands_and_never_says_invalid(tmp_path: Path, words: list[object], code: int) -> None:
    assert ran(["manage", *words], environment(tmp_path / "data", 8000)).returncode == code


def test_migrating_needs_no_other_migration_afterwards(tmp_path: Path) -> None:
    settings = environment(tmp_path / "data", 8000, {"ASSAY_WORKERS": "2"})
    assert ran(["manage", "migrate"], settings).returncode == 0

    said = ran(["manage", "makemigrations", "--check", "--dry-run"], settings)

    assert said.returncode == 0, said.stdout


def _named(processes: set[int], word: str) -> set[int]:
    return {each for each in processes if word in Path(f"/proc/{each}/cmdline").read_text().split("\0")}


def _answers_again(port: int) -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            return asked(port, "/livez") == (200, b"alive\n")
        except OSError:
            time.sleep(0.2)
    return False
