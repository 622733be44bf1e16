"""A long campaign: ``PYTHONPATH=src python -m tests.science.securing.differential --cases 100000 --seed 1``.

Prints how many texts were met, answered and held against PyLD, and of all mismatches the one with the shortest text,
with the name of its base. ``--seed 1 --first 4711 --bases 1`` runs base 1:4711 alone. The exit code is 1 if there was
a mismatch.
"""

import argparse
import sys

from tests.science.securing.differential.campaign import PYLD_SHARE, campaign


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.science.securing.differential", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument(
        "--bases", type=int, default=0, help="in place of --cases, so many documents and their variants"
    )
    parser.add_argument("--first", type=int, default=0, help="the number of the first of them")
    parser.add_argument("--seed", default="1", help="the same seed gives the same texts")
    parser.add_argument("--pyld", type=float, default=PYLD_SHARE, help="the share of answers held against PyLD")
    chosen = parser.parse_args(arguments)
    cases = 0 if chosen.bases else chosen.cases
    tally = campaign(chosen.seed, cases=cases, bases=chosen.bases, first=chosen.first, pyld_share=chosen.pyld)
    sys.stdout.write(f"{tally.told()}\n")
    return int(bool(tally.mismatches))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
