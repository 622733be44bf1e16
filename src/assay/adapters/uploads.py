"""What an uploaded evidence file really is, found out in a process that is thrown away.

The parent looks at no byte of the file. It counts them, cleans the name, starts ``upload_parser`` and takes its answer
for what it is: the word of a process that a hostile file may have taken over. So the answer can only name a kind of the
allow-list, only a picture brings new bytes, and those must begin as their kind does.
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

from assay.adapters.upload_kinds import PICTURES, Kind, known_by_its_bytes
from assay.adapters.upload_name import ending, kept_name
from assay.science.errors import AssayError, Code, MalformedDocument, Refused, Unavailable
from assay.science.securing.strict_json import JsonObject, JsonValue, parse_object

MAX_BYTES: Final = 25 * 1024 * 1024
_READY: Final = b"R"
_MAX_HEADER: Final = 64 * 1024
_MAX_REASON: Final = 500
# Longer than any reader may take: whoever waits in a queue of two is told before a browser gives up.
_QUEUE_S: Final = 45
# By the clock, or by its own limits; the kernel stops a process that exceeds them by one of the two.
_STOPPED: Final = frozenset({-signal.SIGKILL, -signal.SIGXCPU})
_CODES: Final = frozenset({Code.MALFORMED, Code.TOO_LARGE, Code.UNSUPPORTED_MEDIA})
# From the package's own place, so that it is found whether it was installed or lies beside the tests.
_PACKAGE_ROOT: Final = str(Path(__file__).parents[2])


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may take: seconds of a processor, bytes of memory, seconds by the clock."""

    cpu_s: int = 10
    memory_bytes: int = 1024 * 1024 * 1024
    wall_s: float = 15


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
        kind, rewritten, notes = _understood(self._read(data, given, claimed_type or ""))
        if kind in PICTURES and known_by_its_bytes(rewritten) is not kind:
            raise _unreadable()
        if given and given not in kind.endings:
            notes = (*notes, f"its name ended in {given}, and it is {kind.endings[0]}")
        return Examined(kind.media_type, rewritten if kind in PICTURES else data, kept_name(claimed_name, kind), notes)

    def _read(self, data: bytes, given: str, claimed_type: str) -> bytes:
        """The reader's answer."""
        if not self._free.acquire(timeout=_QUEUE_S):
            raise Unavailable("upload_parser", "all readers of uploaded files are busy; try again in a minute")
        try:
            return self._run(data, given, claimed_type)
        except OSError as error:
            raise Unavailable("upload_parser", f"no reader could be started: {error.strerror}") from error
        finally:
            self._free.release()

    def _run(self, data: bytes, given: str, claimed_type: str) -> bytes:
        limits = self._limits
        plain_type = claimed_type if re.fullmatch(r"[a-z]+/[a-z0-9.+-]{1,80}", claimed_type) else ""
        # -P and -s: no code from the working directory or from somebody's home.
        command = [sys.executable, "-P", "-s", "-B", "-m", "assay.adapters.upload_parser"]
        command += [str(limits.cpu_s), str(limits.memory_bytes), given, plain_type]
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
                answer = _asked(process, data, most=2 * self._max_bytes + _MAX_HEADER)
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
            raise _overrun() if process.returncode in _STOPPED else _unreadable()
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


def _understood(answer: bytes) -> tuple[Kind, bytes, tuple[str, ...]]:
    """The kind, a picture's new bytes, and the notes; or the refusal that the answer tells, raised."""
    length = int.from_bytes(answer[:4], "big")
    if length > _MAX_HEADER:
        raise _unreadable()
    try:
        header = parse_object(answer[4 : 4 + length])
    except MalformedDocument as error:
        raise _unreadable() from error
    if "refused" in header:
        raise _refusal(header)
    kind, body = Kind.__members__.get(str(header.get("kind"))), answer[4 + length :]
    notes = header.get("notes")
    if kind is None or not isinstance(notes, list) or header.get("bytes") != len(body):
        raise _unreadable()
    return kind, body, tuple(_plain(note) for note in notes)


def _refusal(header: JsonObject) -> AssayError:
    code = next((code for code in _CODES if code == header["refused"]), Code.MALFORMED)
    reason = _plain(header.get("reason"))
    return MalformedDocument(reason) if code is Code.MALFORMED else Refused(reason, code=code)


def _plain(text: JsonValue) -> str:
    return "".join(letter for letter in str(text) if letter.isprintable())[:_MAX_REASON]


def _overrun() -> Refused:
    reason = "this file takes more work to read than Assay gives one file; save it anew, smaller, and send that"
    return Refused(reason, code=Code.TOO_LARGE)


def _unreadable() -> MalformedDocument:
    return MalformedDocument("this file is damaged, or not what it begins as; open it, save it again and send that")
