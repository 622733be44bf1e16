"""The fuzzers themselves (marked ``fuzz``: ``./run test tests/fuzz -m fuzz``), and that they would notice a fault."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from assay.science.errors import Refused
from tests.fuzz import blind
from tests.fuzz.mutations import any_bytes
from tests.fuzz.target import HERE, NAMES, Target, corpus, load
from tests.fuzz.watching import TooSlowError, watched

HOME = HERE.parents[1]


@pytest.mark.fuzz
@pytest.mark.parametrize("name", NAMES)
def test_nothing_but_refusals_comes_out_of_malformed_input(name: str, request: pytest.FixtureRequest) -> None:
    if "fuzz" not in request.config.getoption("markexpr"):
        pytest.skip("takes FUZZ_SECONDS; select it with -m fuzz")
    seconds = os.environ.get("FUZZ_SECONDS", "60")
    command = [sys.executable, "-m", "tests.fuzz.driver", name, "--seconds", seconds]

    done = subprocess.run(
        command,
        cwd=HOME,
        env=os.environ | {"PYTHONPATH": str(HOME / "src")},
        stderr=subprocess.STDOUT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-20_000:]


@pytest.mark.parametrize("name", NAMES)
def test_every_seed_is_read_or_refused_and_some_are_read(name: str, tmp_path: Path) -> None:
    run = watched(load(name).run, name=name, crashes=tmp_path)

    outcomes = [run(path.read_bytes()) for path in corpus(name)]

    assert "accepted" in outcomes


def test_an_error_that_is_no_refusal_is_saved_shown_and_raised(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(data: bytes) -> None:
        if data != b"\x00\xff":
            raise Refused("no")
        raise KeyError("oops")

    watch = watched(run, name="faulty", crashes=tmp_path)

    assert watch(b"x") == "Refused REFUSED"
    with pytest.raises(KeyError):
        watch(b"\x00\xff")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"\x00\xff"]
    assert "input in hex: 00ff" in capsys.readouterr().err


def test_work_without_end_is_a_finding(tmp_path: Path) -> None:
    def run(_data: bytes) -> None:
        while True:
            pass

    with pytest.raises(TooSlowError):
        watched(run, name="endless", crashes=tmp_path, seconds=0.05)(b"x")
    assert len(list(tmp_path.iterdir())) == 1


def test_blind_fuzzing_finds_a_planted_fault(tmp_path: Path) -> None:
    def run(data: bytes) -> None:
        if not data.startswith(b"{"):
            raise Refused("no")
        assert b"needle" not in data

    target = Target(run, lambda data, random: any_bytes(data, random, [b"needle"]), ())

    with pytest.raises(AssertionError):
        blind.fuzz(target, watched(run, name="planted", crashes=tmp_path), [b"{}"], random=Random(1), seconds=30)  # noqa: S311
    assert b"needle" in next(tmp_path.iterdir()).read_bytes()
