"""A peer as a process: installed from its lock, started, asked in JSON lines. peers/README.md has the protocol."""

import fcntl
import json
import os
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tests.interop.questions import Question

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NODE = HERE / "node"
VENV = ROOT / ".venv-interop"
LOCK = ROOT / "requirements-interop.lock"
REPLY_WITHIN_S = 120  # a first canonicalization on a loaded machine takes seconds; a hang takes for ever


class PeerFailure(AssertionError):
    """The peer did not answer, or could not read the request. A refused document is not a failure."""


class Peer:
    """One process that answers for several implementations."""

    def __init__(self, command: list[str], log: Path) -> None:
        self.log = log
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, bufsize=0
            )
        self.received = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()  # the end of its input ends the peer
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send a request and wait for its reply. Raises ``PeerFailure`` if there is none, or if it is an error."""
        assert self.process.stdin is not None
        try:
            _write_all(self.process.stdin.fileno(), json.dumps(request).encode() + b"\n")
            reply: dict[str, Any] = json.loads(self._line())
        except (OSError, ValueError) as failure:
            raise PeerFailure(f"{failure}; its log ends: {self.log.read_text()[-2000:]}") from failure
        if "error" in reply:
            raise PeerFailure(reply["error"])
        return reply

    def _line(self) -> bytes:
        assert self.process.stdout is not None
        pipe = self.process.stdout.fileno()
        while b"\n" not in self.received:
            readable, _, _ = select.select([pipe], [], [], REPLY_WITHIN_S)
            chunk = os.read(pipe, 1 << 16) if readable else b""
            if not chunk:
                raise OSError("the peer ended" if readable else f"no reply within {REPLY_WITHIN_S} s")
            self.received += chunk
        line, self.received = self.received.split(b"\n", 1)
        return line


class Peers:
    """The processes by the name of the implementation that they answer for."""

    def __init__(self, node_peer: Peer, python_peer: Peer) -> None:
        self.processes = {
            "db-vc": node_peer,
            "dcc-verifier-core": node_peer,
            "openvc-core": python_peer,
            "openbadgeslib": python_peer,
        }

    def ask(self, op: str, peer: str, **request: Any) -> dict[str, Any]:
        return self.processes[peer].ask({"op": op, "peer": peer, **request})

    def verdict(self, peer: str, question: Question, *, unwrap_proof: bool = False) -> dict[str, Any]:
        """What ``peer`` says to a question."""
        return self.ask(
            "verify",
            peer,
            format="jwt" if isinstance(question.document, str) else "ldp",
            document=question.document,
            documents=question.documents,
            now=question.now,
            unwrapProof=unwrap_proof,
        )

    def signing(self, peer: str) -> Callable[[dict[str, Any]], Any]:
        """How ``peer`` secures a credential: the members of an ``issue`` request in, the secured document out."""

        def sign(request: dict[str, Any]) -> Any:
            reply = self.ask("issue", peer, **request)
            assert reply["ok"], reply["detail"]
            return reply["document"]

        return sign


def _write_all(pipe: int, data: bytes) -> None:
    while data:
        data = data[os.write(pipe, data) :]


def install(marker: Path, lock: Path, how: Callable[[], None]) -> None:
    """Install unless ``marker`` is younger than ``lock``; the other workers wait."""
    with Path(f"{VENV}.lock").open("w") as only_one:
        fcntl.flock(only_one, fcntl.LOCK_EX)
        if not marker.exists() or marker.stat().st_mtime_ns < lock.stat().st_mtime_ns:
            how()


def npm_ci() -> None:
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=NODE, check=True)


def make_venv() -> None:
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
    (VENV / "installed").write_text("by tests/interop\n")
