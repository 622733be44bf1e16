"""The race: everybody's process, on one core, asked in turn.

Machines change their speed within minutes. So the racers alternate inside every round, and what counts is the ratio of
two rates of one round.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.racers import handout
from benchmarks.racers.fixture import ROWS
from tests.interop.peer_process import LOCK, NODE, VENV, install, make_venv, npm_ci

US, LIMIT = "us", "the limit"
NODE_PEER = "@digitalbazaar/vc"
PYTHON_PEERS = ("openbadgeslib", "openbadgeslib, proof alone", "openvc-core", "PyLD alone")
RACERS = (US, LIMIT, NODE_PEER, *PYTHON_PEERS)
TASKS = ("issue", "verify")
# A compiler that waits until a function has run often.
_WARM_UP_S = {NODE_PEER: 2.0}
# New shapes in one turn: signing them for the verifier is not timed, and takes as long as their verification.
_NEW_SHAPES = 64
# It signs a member of the proof that it does not write there: tests/interop/peers/README.md, "Where they differ".
_KNOWN_TO_DIFFER = {("openvc-core", "eddsa-jcs-2022")}
_ROOT = Path(__file__).parents[2]

# By task, row and racer: documents per CPU-second, one for each round.
Rates = dict[tuple[str, str, str], list[float]]


class Racer:
    """One process, asked in JSON lines."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.jobs = {(task, row) for task, row in self.ask(op="jobs")["jobs"]}

    def ask(self, **request: object) -> Any:  # noqa: ANN401 -- whatever JSON holds
        """Send a request and wait for the reply."""
        sent, received = self.process.stdin, self.process.stdout
        if sent is None or received is None:
            raise SystemExit("a racer without pipes")
        sent.write(json.dumps(request) + "\n")
        sent.flush()
        line = received.readline()
        if not line:
            raise SystemExit(f"a racer ended; standard error has its reason: {self.process.args!r:.200}")
        return json.loads(line)

    def rate(self, task: str, row: str, seconds: float, **more: object) -> float:
        """Documents per CPU-second."""
        told = self.ask(op="run", task=task, row=row, seconds=seconds, **more)
        return float(told["count"] / told["cpu"])


def pin() -> int:
    """Keep this process and all that it starts on one core, and tell which."""
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


@contextmanager
def started(names: list[str], folder: Path, pool: int) -> Iterator[dict[str, Racer]]:
    """The racers of these names, prepared, with ``pool`` badges of each row."""
    path = folder / "handout.json"
    path.write_text(json.dumps(handout.handed_out(pool)))
    with ExitStack() as stack:
        yield {name: stack.enter_context(_running(name, path)) for name in names}


@contextmanager
def _running(name: str, path: Path) -> Iterator[Racer]:
    command, folder = _command(name, path)
    environment = {**os.environ, "PYTHONPATH": str(_ROOT / "src"), "ASSAY_HANDOUT": str(path)}
    process = subprocess.Popen(  # noqa: S603 -- our own scripts
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=folder, env=environment
    )
    try:
        yield Racer(process)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _command(name: str, path: Path) -> tuple[list[str], Path]:
    """How a racer is started, and where. What it needs is installed if it is not there, from the lock of its kind."""
    package = "benchmarks.racers."
    if name == NODE_PEER:
        if shutil.which("npm") is None:
            raise SystemExit("no Node here: install nodejs and npm, or name the others with --racers")
        install(NODE / "node_modules" / ".package-lock.json", NODE / "package-lock.json", npm_ci)
        # As text: a module that is a file would look for packages beside itself, and they are in NODE.
        source = (Path(__file__).parent / "node_peers.mjs").read_text()
        return ["node", "--input-type=module", "--eval", source], NODE
    if name in PYTHON_PEERS:
        install(VENV / "installed", LOCK, make_venv)
        return [str(VENV / "bin" / "python"), "-m", package + "python_peers", name, str(path)], _ROOT
    module = {US: "ourselves", LIMIT: "limit"}[name]
    return [sys.executable, "-m", package + module, str(path)], _ROOT


def check(racers: dict[str, Racer]) -> list[str]:
    """What is wrong with anybody's work, as sentences: each reads ours, we read each one's, all refuse a forgery."""
    return [fault for row in ROWS for fault in _faults(racers, row)]


def _faults(racers: dict[str, Racer], row: str) -> Iterator[str]:
    here = {name: racer for name, racer in racers.items() if name != LIMIT and ("issue", row) in racer.jobs}
    for maker, racer in here.items():
        made = _unwrapped(racer.ask(op="make", task="issue", row=row)["made"])
        for reader in here if maker == US else {US} & set(here):
            told = here[reader].ask(op="judge", row=row, text=made)
            if told["ok"] == ((maker, row) in _KNOWN_TO_DIFFER):
                yield f"{reader} on the {row} of {maker}: {told['detail'] or 'read, which is new'}"
            if here[reader].ask(op="judge", row=row, text=_forged(made))["ok"]:
                yield f"{reader} accepts a forged {row} of {maker}"


def run(racers: dict[str, Racer], rows: list[str], rounds: int, seconds: float) -> Iterator[Rates]:
    """The rates so far, after each round."""
    for name, racer in racers.items():
        for task, row in sorted(racer.jobs):
            if row in rows:
                racer.rate(task, row, _WARM_UP_S.get(name, seconds / 2))
    rates: Rates = defaultdict(list)
    new = handout.FIRST_NEW + _NEW_SHAPES
    for _ in range(rounds):
        for row in rows:
            for task in TASKS:
                for name, racer in _able(racers, task, row):
                    more = {}
                    if name == US and task == "verify" and ROWS[row].always_new:
                        more["fresh"] = handout.fresh(row, range(new, new + _NEW_SHAPES))
                        new += _NEW_SHAPES
                    rates[task, row, name].append(racer.rate(task, row, seconds, **more))
        yield rates


def _able(racers: dict[str, Racer], task: str, row: str) -> list[tuple[str, Racer]]:
    return [(name, racer) for name, racer in racers.items() if (task, row) in racer.jobs]


def _unwrapped(text: str) -> str:
    document = json.loads(text) if text.startswith("{") else None
    if isinstance(document, dict) and isinstance(document["proof"], list):
        document["proof"] = document["proof"][0]
        return json.dumps(document)
    return text


def _forged(text: str) -> str:
    """The badge with the name of another recipient, or a token with another signature."""
    if text.startswith("{"):
        return text.replace("Ada Byron", "Ada Bryon", 1)
    head, _, signature = text.rpartition(".")
    return f"{head}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"
