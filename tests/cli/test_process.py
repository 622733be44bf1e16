"""``python -m assay`` as a process of its own: pipes, signals, closed streams, full disks, two at a time."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from assay import __main__ as process
from tests.cli.college import AT, STATUS_URL, Assay, College, seen

SRC = Path(__file__).parents[2] / "src"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SRC), "NO_COLOR": "1"}
COMMAND = [sys.executable, "-P", "-m", "assay"]


def ran(
    *words: object, stdin: bytes = b"", stdout: IO[bytes] | int = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, words)],
        env=ENVIRONMENT,
        input=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )


@contextlib.contextmanager
def started(*words: object) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [*COMMAND, *map(str, words)], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as found:
        yield found


def test_the_tour_ends_with_zero_and_tells_its_story(tmp_path: Path) -> None:
    said = ran("tour", "--out", tmp_path / "tour")

    assert (said.returncode, said.stderr) == (0, b"")
    assert b"3. A stranger signs a badge that names Brunel College as its issuer.\n   INVALID  " in said.stdout


def test_a_badge_through_a_pipe(altered: Path, college: College) -> None:
    genuine = ran("verify", "--offline", "--json", "--now", AT, "-", stdin=college.badge().read_bytes())
    changed = ran("verify", "--offline", "--json", "--now", AT, "-", stdin=altered.read_bytes())

    assert (genuine.returncode, changed.returncode) == (0, 1)
    assert json.loads(genuine.stdout)["verdict"] == "VALID"


def test_attack_a_reader_that_leaves_early_does_not_turn_invalid_into_zero(altered: Path) -> None:
    with started("verify", "--offline", "--now", AT, altered) as found:
        assert found.stdout is not None
        assert found.stderr is not None
        found.stdout.close()
        err = found.stderr.read()

    assert (found.returncode, err) == (141, b"")


def test_attack_a_full_disk_under_the_output_does_not_turn_invalid_into_zero(altered: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        said = ran("verify", "--offline", "--now", AT, altered, stdout=full)

    assert said.returncode == 69
    assert said.stderr == b"assay: the output could not be written: No space left on device\n"


@pytest.mark.parametrize(("redirection", "code"), [(">&-", 1), ("2>&-", 1), (">&- 2>&-", 1), ("<&-", 1)])
def test_closed_streams_do_not_change_the_verdict(altered: Path, redirection: str, code: int) -> None:
    words = " ".join([*COMMAND, "verify", "--offline", "--now", AT, f"'{altered}'", redirection])

    said = subprocess.run(["sh", "-c", words], env=ENVIRONMENT, capture_output=True, timeout=60, check=False)

    assert said.returncode == code
    assert b"Traceback" not in said.stderr


def test_a_terminal_without_our_letters_still_gets_a_report(altered: Path) -> None:
    said = subprocess.run(
        [*COMMAND, "verify", "--offline", "--now", AT, altered],
        env={**ENVIRONMENT, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert said.returncode == 1
    assert b"(VCDM 2.0 \\xa74.9)" in said.stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_a_word_and_no_traceback(tmp_path: Path, number: signal.Signals) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with started("verify", "--offline", pipe) as found, pipe.open("wb"):  # opens when the command does
        found.send_signal(number)
        assert found.stderr is not None
        err = found.stderr.read()

    assert (found.returncode, err) == (130, b"assay: stopped\n")


def test_of_two_runs_into_one_folder_exactly_one_wins(college: College) -> None:
    with started(*college.to_issue()) as one, started(*college.to_issue()) as two:
        said = [each.communicate(timeout=60) for each in (one, two)]

    winner = 0 if one.returncode == 0 else 1
    assert sorted([one.returncode, two.returncode]) == [0, 77]
    assert said[1 - winner][0] == b""
    assert b"exists, and nothing is overwritten" in said[1 - winner][1]
    assert sorted(seen(college.folder)) == sorted(
        ["issuer.key", "welding.json", "learners.csv", "badges/"]
        + [f"badges/{name}" for name in ("0001-ada-byron.json", "0002-grace-hopper.json", "0003-recipient.json")]
    )


def test_of_two_revocations_at_once_neither_is_lost(assay: Assay, college: College) -> None:
    assay(*college.to_issue("--status-list", STATUS_URL))
    words = ["--list", college.status_list, "--key", college.key, "--now", AT]

    with (
        started("revoke", college.badge(1), *words) as one,
        started("revoke", college.badge(2), *words) as two,
        started("revoke", college.badge(3), *words) as three,
    ):
        for each in (one, two, three):
            each.communicate(timeout=60)

    assert [one.returncode, two.returncode, three.returncode] == [0, 0, 0]
    again = assay("revoke", *(college.badge(number) for number in (1, 2, 3)), *words)
    assert again.out.count(" (it was already)\n") == 3


def test_a_file_name_in_no_alphabet_is_still_a_file(college: College, altered: Path) -> None:
    odd = os.fsencode(college.folder) + b"/\xff\x9b.json"
    altered.rename(os.fsdecode(odd))

    said = subprocess.run(
        [*COMMAND, "verify", "--offline", odd], env=ENVIRONMENT, capture_output=True, timeout=60, check=False
    )

    assert said.returncode == 1
    assert said.stdout.splitlines()[0].endswith("/\ufffd\ufffd.json".encode())


def test_a_fault_of_ours_is_not_called_invalid(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def faulty() -> int:
        raise RuntimeError("\x1b[2J")

    monkeypatch.setattr(process, "run_command", faulty)
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert process.main() == 70
    finally:
        signal.signal(signal.SIGTERM, before)

    err = capsys.readouterr().err
    assert "assay: RuntimeError: \ufffd[2J\n" in err
    assert err.endswith("this is a fault of Assay's, and says nothing about your files; please report it\n")
