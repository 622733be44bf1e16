"""What an uploaded evidence file really is, found out in a process that is thrown away.

The parent looks at no byte of the file: it counts them, cleans the name, starts ``upload_parser``, and takes its answer
for the word of a process that a hostile file may have taken over (``upload_answer``).
Not checked: viruses; what a film, a recording or a text shows. See each ``upload_…`` module for what its kind leaves.
"""

import re
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import IO, Final, cast

from assay.adapters.upload_answer import MAX_HEADER, understood, unreadable
from assay.adapters.upload_kinds import PICTURES
from assay.adapters.upload_name import ending, kept_name
from assay.science.errors import Code, Refused, Unavailable

MAX_BYTES: Final = 25 * 1024 * 1024
_READY: Final = b"R"
# By the clock, or by its own limits; the kernel stops a process that exceeds them by one of the two.
_STOPPED: Final = frozenset({-signal.SIGKILL, -signal.SIGXCPU})
# From the package's own place, so that it is found whether it was installed or lies beside the tests.
_PACKAGE_ROOT: Final = str(Path(__file__).parents[2])


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may take: seconds of a processor, bytes of memory, seconds by the clock.

    ``queue_s`` is how long a file waits for a free reader: three that take all they may.
    """

    cpu_s: int = 10
    memory_bytes: int = 1024 * 1024 * 1024
    wall_s: float = 15
    queue_s: float = 45


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: its true type, the bytes to keep, a harmless name, and notes for whoever sent it."""

    media_type: str
    data: bytes = field(repr=False)
    name: str
    notes: tuple[str, ...]

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it. All else is offered as an attachment."""
        return self.media_type.startswith("image/")


class Uploads:
    """The door for uploaded files. Threads may share it; ``readers`` files are read at a time, others wait."""

    def __init__(self, *, max_bytes: int = MAX_BYTES, limits: Limits | None = None, readers: int = 2) -> None:
        self._max_bytes = max_bytes
        self._limits = limits or Limits()
        self._free = BoundedSemaphore(readers)

    def examine(self, data: bytes, *, claimed_name: str, claimed_type: str | None) -> Examined:
        """What the file is and what to keep of it. ``claimed_type`` is the browser's word, and hardly counts.

        Raises ``Refused`` with ``UNSUPPORTED_MEDIA`` for a kind that is not taken, ``TOO_LARGE`` for too many bytes,
        pixels or too much work; ``MalformedDocument`` for a damaged file; ``Unavailable`` when all readers are busy.
        Each says what to send instead.
        """
        if len(data) > self._max_bytes:
            most = self._max_bytes / 1024 / 1024
            raise Refused(f"a file of more than {most:g} MiB; send a smaller one, or parts of it", code=Code.TOO_LARGE)
        given = ending(claimed_name)
        kind, rewritten, notes = understood(self._read(data, given, claimed_type or ""))
        if given and given not in kind.endings:
            notes = (*notes, f"its name ended in {given}, and it is {kind.endings[0]}")
        return Examined(kind.media_type, rewritten if kind in PICTURES else data, kept_name(claimed_name, kind), notes)

    def _read(self, data: bytes, given: str, claimed_type: str) -> bytes:
        """The reader's answer."""
        if not self._free.acquire(timeout=self._limits.queue_s):
            raise Unavailable("upload_parser", "all readers of uploaded files are busy; try again in a minute")
        try:
            return self._run(data, given, claimed_type)
        except OSError as error:
            raise Unavailable("upload_parser", f"no reader could be started: {error.strerror}") from error
        finally:
            self._free.release()

    def _run(self, data: bytes, given: str, claimed_type: str) -> bytes:
        limits = self._limits
        found = re.match(r"[a-z]+/[a-z0-9.+-]{1,80}(?=\s*(?:;|$))", claimed_type.lower())
        # -P and -s: no code from the working directory or from somebody's home.
        command = [sys.executable, "-P", "-s", "-B", "-m", "assay.adapters.upload_parser"]
        command += [str(limits.cpu_s), str(limits.memory_bytes), given, found[0] if found else ""]
        # Only constants and what was matched above become arguments, and no shell reads them.
        with subprocess.Popen(  # noqa: S603 # see the line above
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PYTHONPATH": _PACKAGE_ROOT, "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        ) as process:
            overrun = Timer(limits.wall_s, process.kill)
            overrun.start()
            try:
                # A picture written anew may be somewhat larger than the one that was sent.
                answer = _asked(process, data, most=2 * self._max_bytes + MAX_HEADER)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=1)
            finally:
                overrun.cancel()
                process.kill()
        if not answer.startswith(_READY):
            raise Unavailable(
                "upload_parser", "the reader of uploaded files did not start; tell whoever runs this host"
            )
        if answer == _READY:
            raise _overrun() if process.returncode in _STOPPED else unreadable()
        return answer.removeprefix(_READY)


def _asked(process: subprocess.Popen[bytes], data: bytes, *, most: int) -> bytes:
    """Send the file, take the answer. The reader reads all before it answers, so that neither waits for the other."""
    stdin, stdout = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)  # both are pipes
    # It may die before it has read all, and then its answer tells why.
    with suppress(BrokenPipeError):
        stdin.write(data)
        stdin.flush()
    with suppress(BrokenPipeError):
        stdin.close()
    return stdout.read(most)


def _overrun() -> Refused:
    reason = "this file takes more work to read than Assay gives one file; save it anew, smaller, and send that"
    return Refused(reason, code=Code.TOO_LARGE)
