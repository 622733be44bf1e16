"""How long it takes to expand a document: our own expansion against PyLD's, interleaved in one process.

    .venv/bin/python benchmarks/expansion.py [--rounds N]

Both have the contexts in memory and have seen the document before. Each round takes both in turn; a figure is the
median of its rounds in CPU time of the process, the spread is from the 10th to the 90th percentile. "New" is the first
document of a library, with nothing remembered of its contexts. Fails (exit code 1) where ours is not at least eight
times as fast.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

from pyld import jsonld
from pyld.context_resolver import ContextResolver

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from assay.science.securing.contexts import ContextLibrary, bundled  # noqa: E402 -- found by the line above
from assay.science.securing.expansion.expand import expand  # noqa: E402 -- the same
from assay.science.securing.strict_json import JsonObject  # noqa: E402 -- the same
from tests.science.securing.badges import DOCUMENTS  # noqa: E402 -- the same

FASTER = 8.0
_BASE = "https://brunel.example/documents/"
_MS = 1e3


def main() -> int:
    """Measure each document, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=41, help="rounds of each document (default 41)")
    rounds = parser.parse_args().rounds
    print(f"{'document':<14} {'ours ms':>8} {'spread':>13} {'PyLD ms':>8} {'spread':>13} {'ratio':>6} {'new ms':>7}")
    ratios = [_row(name, document, rounds) for name, document in DOCUMENTS.items()]
    print(f"{len(ratios)} documents, {rounds} rounds; least ratio {min(ratios):.1f}, wanted {FASTER:.0f}")
    return int(min(ratios) < FASTER)


def _row(name: str, document: JsonObject, rounds: int) -> float:
    by_pyld = _pyld(bundled())
    if expand(document, bundled(), base=_BASE) != by_pyld(document):
        raise SystemExit(f"{name}: the two do not agree, so there is nothing to compare")
    ours, theirs, new = [], [], []
    for _ in range(rounds):
        ours.append(_time(partial(expand, document, bundled(), base=_BASE)))
        theirs.append(_time(partial(by_pyld, document)))
        library = bundled().extended({})
        new.append(_time(partial(expand, document, library, base=_BASE)))
    ratio = statistics.median(theirs) / statistics.median(ours)
    print(f"{name:<14} {_figures(ours)} {_figures(theirs)} {ratio:6.1f} {statistics.median(new):7.2f}")
    return ratio


def _pyld(library: ContextLibrary) -> Callable[[JsonObject], list[Any]]:
    """PyLD with what it worked out of the contexts kept from one document to the next."""
    kept: dict[str, Any] = {}

    def load(url: str, _options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": deepcopy(library.document(url)), "tag": "static"}

    def run(document: JsonObject) -> list[Any]:
        options = {"base": _BASE, "documentLoader": load, "contextResolver": ContextResolver(kept, load)}
        return list(jsonld.JsonLdProcessor().expand(document, options))

    return run


def _time(run: Callable[[], object]) -> float:
    start = time.process_time_ns()
    run()
    return (time.process_time_ns() - start) / 1e9 * _MS


def _figures(times: list[float]) -> str:
    tenths = statistics.quantiles(times, n=10)
    return f"{statistics.median(times):8.3f} {tenths[0]:6.3f}-{tenths[-1]:6.3f}"


if __name__ == "__main__":
    sys.exit(main())
