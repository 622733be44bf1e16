"""Processes that die by SIGKILL just before one step on the disk: the first, the second, and so on to the last."""

import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"

# Python tells an audit hook of each step before it is taken: nothing of the code under test is replaced.
# Forked here, in a process of one thread, because pytest-xdist's workers have more.
_KILLING = """
import os, signal, sys
from itertools import count
from pathlib import Path
from assay.adapters import blob_store, sealed_keys

def killed_before(step):
    def hook(event, args):
        nonlocal step
        if event in ("open", "os.link", "os.mkdir", "os.rename", "os.remove"):
            step -= 1
            if step < 0:
                os.kill(os.getpid(), signal.SIGKILL)
    return hook

for step in count():
    folder = Path(sys.argv[1]) / f"{step:03}"
    folder.mkdir()
    child = os.fork()
    if child == 0:
        exec(sys.argv[2])
        sys.addaudithook(killed_before(step))
        exec(sys.argv[3])
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status != -signal.SIGKILL:
        sys.exit(status)
"""


def killed_at_every_step(folder: Path, *, doing: str, preparing: str = "") -> list[Path]:
    """Run ``doing`` as often as it has steps on the disk, each time killed one step later, and once to its end.

    Each run has a folder of its own, returned in that order, so that only in the last was everything done.
    ``preparing`` runs before, whole; both find ``folder``, ``blob_store`` and ``sealed_keys`` under these names.
    """
    finished = subprocess.run(
        [sys.executable, "-c", _KILLING, folder, preparing, doing],
        env={"PYTHONPATH": str(SOURCE)},
        check=False,
        capture_output=True,
    )
    assert finished.returncode == 0, finished.stderr.decode()
    return sorted(folder.iterdir())
