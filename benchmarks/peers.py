"""How many badges a second we and others issue and verify on one core, and how near that is to what physics allows.

    .venv/bin/python benchmarks/peers.py [--rounds N] [--seconds S] [--only ROW …] [--racers NAME …] [--pool N]

All take turns on one core in every round, and what they tell is processor time, so other work on the machine disturbs
little. The peers are installed from the locks of tests/interop where that has not been done. Fails (exit code 1) when
somebody's work is wrong, or when a promise of docs/performance.md is broken.
"""

import argparse
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]  # run by path, from anywhere

from benchmarks.racers import handout, race, results  # noqa: E402 -- found by the line above
from benchmarks.racers.fixture import ROWS  # noqa: E402 -- the same


def main() -> int:
    """Race, and print the tables."""
    asked = _arguments()
    print(f"{platform.machine()}, core {race.pin()}; Python {platform.python_version()}, Node {_node()}; {_versions()}")
    print(handout.described())
    rates: race.Rates = {}
    with (
        tempfile.TemporaryDirectory(prefix="assay-race-") as folder,
        race.started(asked.racers, Path(folder), asked.pool) as racers,
    ):
        faults = race.check(racers)
        print("\n".join(faults) or "all work checked: each reads ours, we read each one's, all refuse a forgery")
        for so_far in race.run(racers, asked.only, asked.rounds, asked.seconds):
            rates = so_far
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(results.table(rates), end="\n\n")
    told, all_kept = results.promises(rates)
    print(told)
    return 0 if all_kept and not faults else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="rounds (default 7)")
    parser.add_argument("--seconds", type=float, default=0.5, help="CPU-seconds of each turn (default 0.5)")
    parser.add_argument("--pool", type=int, default=200, help="badges to verify, then the first again (default 200)")
    parser.add_argument("--only", nargs="+", choices=ROWS, default=list(ROWS), help="these rows only")
    parser.add_argument("--racers", nargs="+", choices=race.RACERS, default=list(race.RACERS), help="these racers only")
    return parser.parse_args()


def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in ("cryptography", "PyNaCl"))


def _node() -> str:
    try:
        return subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()  # noqa: S607
    except OSError:
        return "not here"


if __name__ == "__main__":
    sys.exit(main())
