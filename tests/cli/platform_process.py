"""The platform as its operators meet it: processes of ``python -m assay``, with a data directory of their own."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
COMMAND = [sys.executable, "-P", "-m", "assay"]
# Sixty seconds: two cores may be busy with other tests, and a first start makes all tables.
PATIENCE_S = 60


def environment(data: Path, port: int, other: Mapping[str, str] | None = None) -> dict[str, str]:
    """Ours alone: no ASSAY_ setting of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASSAY_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": str(SRC), "ASSAY_DATA": str(data), "ASSAY_PORT": str(port), **(other or {})}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def ran(words: list[object], settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, words)], env=settings, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )


@contextlib.contextmanager
def served(settings: dict[str, str], *options: object) -> Iterator["subprocess.Popen[str]"]:
    """``assay serve``, from the line that says it listens; stopped by SIGTERM at the end."""
    words = [*COMMAND, "serve", *map(str, options)]
    with subprocess.Popen(words, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as found:
        try:
            assert found.stdout is not None
            line = found.stdout.readline()
            if not line.startswith("listening on "):
                raise AssertionError(found.communicate(timeout=PATIENCE_S)[1])
            yield found
        finally:
            if found.poll() is None:
                found.send_signal(signal.SIGTERM)
                found.communicate(timeout=PATIENCE_S)


def asked(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def ready(port: int) -> dict[str, object]:
    found: dict[str, object] = json.loads(asked(port, "/readyz")[1])
    return found


def family(parent: int) -> set[int]:
    """The process and all below it, as the kernel tells."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name stands in brackets and may hold anything; after them come the state and the parent.
            fields = status.read_text(errors="replace").rpartition(")")[2].split()
            if fields[0] != "Z":
                parents[int(status.parent.name)] = int(fields[1])
    found = {parent}
    while more := {child for child, its in parents.items() if its in found} - found:
        found |= more
    return found


def gone(processes: set[int]) -> bool:
    """Whether all have ended, within patience."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        alive = {each for each in processes if _is_alive(each)}
        if not alive:
            return True
        time.sleep(0.1)
    return False


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
