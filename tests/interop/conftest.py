"""The peers as fixtures, and the page of all that is measured with them.

``./run interop`` installs the peers before it starts pytest; then nothing is installed here.
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assay.science.securing import contexts
from tests.interop import matrix
from tests.interop.peer_process import HERE, LOCK, NODE, VENV, Peer, Peers, install, make_venv, npm_ci

MEASURED = pytest.StashKey[matrix.Matrix]()


@pytest.fixture(scope="session")
def bundled_contexts() -> dict[str, Any]:
    """The contexts that Assay carries, for the peers to read: what a word means is not what is compared here."""
    return {url: json.loads(source) for url, source in contexts.bundled().sources.items()}


@pytest.fixture(scope="session")
def node_peer(tmp_path_factory: pytest.TempPathFactory, bundled_contexts: dict[str, Any]) -> Iterator[Peer]:
    """The peers of node/peer.mjs: db-vc and dcc-verifier-core."""
    if shutil.which("npm") is None:
        pytest.skip("no Node here; ./run interop installs it")
    install(NODE / "node_modules" / ".package-lock.json", NODE / "package-lock.json", npm_ci)
    with Peer(["node", str(NODE / "peer.mjs")], tmp_path_factory.mktemp("node") / "log") as peer:
        peer.ask({"op": "serve", "documents": bundled_contexts})
        yield peer


@pytest.fixture(scope="session")
def python_peer(tmp_path_factory: pytest.TempPathFactory, bundled_contexts: dict[str, Any]) -> Iterator[Peer]:
    """The peers of peers/python_peer.py: openvc-core and openbadgeslib."""
    python = os.environ.get("ASSAY_INTEROP_PYTHON")
    if python is None:
        install(VENV / "installed", LOCK, make_venv)
        python = str(VENV / "bin" / "python")
    command = [python, "-P", str(HERE / "peers" / "python_peer.py")]
    with Peer(command, tmp_path_factory.mktemp("python") / "log") as peer:
        peer.ask({"op": "serve", "documents": bundled_contexts})
        yield peer


@pytest.fixture(scope="session")
def peers(node_peer: Peer, python_peer: Peer) -> Peers:
    """All of them, by name."""
    return Peers(node_peer, python_peer)


@pytest.fixture(scope="session")
def reads(node_peer: Peer, python_peer: Peer) -> dict[str, dict[str, Any]]:
    """The suites and kinds of key that each peer says it verifies."""
    described = node_peer.ask({"op": "info"})["peers"] | python_peer.ask({"op": "info"})["peers"]
    return {name: peer["verify"] for name, peer in described.items()}


@pytest.fixture(scope="session")
def interop_matrix(request: pytest.FixtureRequest) -> matrix.Matrix:
    """Where a test records what a verifier made of a case."""
    return request.config.stash[MEASURED]


# ---- the page of all workers together --------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    config.stash[MEASURED] = matrix.Matrix(matrix.published(), writing=matrix.WRITING)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker of pytest-xdist measured."""
    cells = getattr(node, "workeroutput", {}).get("interop", [])
    node.config.stash[MEASURED].measured.update(
        (matrix.Cell(*cell), matrix.Outcome(outcome)) for *cell, outcome in cells
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    measured = session.config.stash[MEASURED].measured
    complete = bool(measured) and session.testsfailed == 0 and _whole_folder(session)
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["interop"] = [[*cell, str(outcome)] for cell, outcome in measured.items()]
    elif matrix.WRITING:
        matrix.publish({**({} if complete else matrix.published()), **measured}.items())
    elif complete and measured != matrix.published():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reason = f"\n{matrix.PAGE} has cells that no test measures; ASSAY_WRITE_MATRIX=1 drops them"
        session.config.get_terminal_writer().line(reason, red=True)


def _whole_folder(session: pytest.Session) -> bool:
    options = session.config.option
    selected = [options.keyword, options.markexpr, options.collectonly, getattr(options, "lf", False)]
    return not any(selected) and all(HERE.is_relative_to(Path(each).resolve()) for each in session.config.args)
