"""Child processes that are started, watched, started anew when they die, and stopped without leaving anybody behind.

Each child is the first of a process group of its own, so that its own children are reached as well. With ``leash``
they end with us even when we are killed outright.
"""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import Final

from assay.science.errors import Unavailable

# In the child's environment: the process that it ends with.
PARENT: Final = "ASSAY_PARENT"
_LOOK_EVERY_S: Final = 0.2
# What dies sooner has not really started; what dies this often right after its start will not start at all.
_STARTED_AFTER_S: Final = 5.0
_MOST_FAILED_STARTS: Final = 5
_LONGEST_WAIT_S: Final = 30.0
_GRACE_S: Final = 15.0


@dataclass(slots=True)
class Child:
    """A command line under a name that people read."""

    name: str
    words: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    began: float = 0.0
    failed_starts: int = 0
    starts_again_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it in a group of its own, with our output."""
        environment = {**os.environ, PARENT: str(os.getpid())}
        self.began = time.monotonic()
        self.process = subprocess.Popen(self.words, env=environment, start_new_session=True)  # noqa: S603 -- our own

    def signal(self, number: signal.Signals) -> None:
        """Tell the whole group; a group that is gone hears nothing."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def look_after(self, now: float) -> None:
        """Start it anew when it has ended, after a longer wait each time; ``Unavailable`` when that is no use."""
        if self.process is None:
            if now >= self.starts_again_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.signal(signal.SIGKILL)  # whoever it has left behind
        lived = now - self.began
        self.failed_starts = self.failed_starts + 1 if lived < _STARTED_AFTER_S else 0
        if self.failed_starts >= _MOST_FAILED_STARTS:
            raise Unavailable(self.name, f"it ended {self.failed_starts} times right after its start, last with {code}")
        self.process = None
        self.starts_again_at = now + min(0.5 * 2**self.failed_starts, _LONGEST_WAIT_S)


def supervise(children: Sequence[Child], *, stop: Event) -> None:
    """Keep the children running until ``stop`` is set, then end them. Raises ``Unavailable`` as ``look_after`` does."""
    try:
        while not stop.wait(_LOOK_EVERY_S):
            for child in children:
                child.look_after(time.monotonic())
    finally:
        end(children)


def end(children: Sequence[Child]) -> None:
    """Ask all to end, wait, and end by force whoever has not."""
    for child in children:
        child.signal(signal.SIGTERM)
    patience = time.monotonic() + _GRACE_S
    for child in children:
        if child.process is not None:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(patience - time.monotonic(), 0.0))
        child.signal(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()
