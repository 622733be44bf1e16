"""Throw malformed input at one parser: ``PYTHONPATH=src python -m tests.fuzz.driver TARGET --seconds N --seed S``.

Guided by coverage where atheris is installed, else blind. The exit code is 0 if only ``AssayError`` was raised and no
input took two seconds; otherwise the input is printed as hex and saved in ``tests/fuzz/crashes``. To try one again:
``python -m tests.fuzz.driver TARGET --replay FILE``.
"""

import argparse
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from tests.fuzz import blind
from tests.fuzz.target import NAMES, Target, corpus, load, official_seeds
from tests.fuzz.watching import watched

# libFuzzer watches its own clock; this is for the case that it does not come back at all.
_GRACE_SECONDS = 120


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.driver", description=__doc__)
    parser.add_argument("target", choices=NAMES)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same inputs; from 1")
    parser.add_argument("--blind", action="store_true", help="without coverage, even where atheris is installed")
    parser.add_argument("--replay", type=Path, help="run this one input and say how it ends")
    chosen = parser.parse_args(arguments)
    target = load(chosen.target)
    if chosen.replay:
        sys.stdout.write(f"{watched(target.run, name=chosen.target)(chosen.replay.read_bytes())}\n")
        return 0
    if chosen.blind or importlib.util.find_spec("atheris") is None:
        return _fuzz_blindly(chosen.target, target, chosen.seconds, chosen.seed)
    return _fuzz_by_coverage(chosen.target, target, chosen.seconds, chosen.seed)


def _fuzz_blindly(name: str, target: Target, seconds: int, seed: int) -> int:
    seeds = [path.read_bytes() for path in [*corpus(name), *official_seeds(target)]]
    random = Random(seed)  # noqa: S311  # reproducible, not secret
    outcomes = blind.fuzz(target, watched(target.run, name=name), seeds, random=random, seconds=seconds)
    sys.stdout.write(f"{name}: {outcomes.total()} inputs, none of them a finding: {dict(outcomes)}\n")
    return 0


def _fuzz_by_coverage(name: str, target: Target, seconds: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder, "seeds")
        seeds.mkdir()
        for number, path in enumerate([*corpus(name), *official_seeds(target)]):
            shutil.copyfile(path, seeds / str(number))
        command = [
            sys.executable,
            "-m",
            "tests.fuzz.coverage_guided",
            name,
            str(seconds),
            str(seed),
            folder,
            str(seeds),
        ]
        return subprocess.run(command, check=False, timeout=seconds + _GRACE_SECONDS).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
