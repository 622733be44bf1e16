"""Files that a person names on the command line: read with a limit, written whole or not at all."""

import fcntl
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from assay.science.errors import Code, MalformedDocument, Refused, Unavailable

# A badge image with a large picture; the credential in it has its own, lower limit.
MAX_FILE = 32 << 20

T = TypeVar("T")


def read_file(path: Path) -> bytes:
    """The bytes of a file; ``-`` is standard input. Raises ``Unavailable``, and ``MalformedDocument`` over 32 MiB."""
    try:
        if str(path) == "-":
            if sys.stdin is None:
                raise Unavailable("-", "there is no standard input")
            data = sys.stdin.buffer.read(MAX_FILE + 1)
        else:
            with path.open("rb") as file:
                data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise Unavailable(str(path), error.strerror or "cannot be read") from error
    if len(data) > MAX_FILE:
        raise MalformedDocument(f"{path} is larger than {MAX_FILE} bytes", code=Code.TOO_LARGE)
    return data


def read_as(path: Path, reader: Callable[[bytes], T]) -> T:
    """What ``reader`` makes of a file. Its complaints name the file."""
    raw = read_file(path)
    with naming(path):
        return reader(raw)


@contextmanager
def naming(source: object) -> Iterator[None]:
    """Complaints from inside the block say which of several sources they are about: a file, a line of a table."""
    try:
        yield
    except MalformedDocument as error:
        reason = f"{source}: {error.reason}"
        raise MalformedDocument(reason, where=error.where, clause=error.clause, code=error.code) from error
    except Refused as error:
        raise Refused(f"{source}: {error.reason}", code=error.code, clause=error.clause) from error


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet; when that fails, or is interrupted, there is none.

    Raises ``Refused`` when it exists, ``Unavailable`` when it cannot be written.
    """
    try:
        with path.open("xb") as file, ExitStack() as undo:
            undo.callback(path.unlink)
            file.write(data)
            file.flush()
            make_durable(path)
            make_durable(path.parent)
            undo.pop_all()
    except FileExistsError as error:
        raise Refused(f"{path} exists, and nothing is overwritten; choose another name") from error
    except OSError as error:
        raise Unavailable(str(path), error.strerror or "cannot be written") from error


def replace(path: Path, data: bytes) -> None:
    """Write over a file in one step: a reader sees the old one or the new one, and a crash keeps one of them.

    A link stays, and leads to the new one; whoever could read the old one can read the new one.
    """
    target = _behind_links(path)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(data)
        with suppress(FileNotFoundError):  # the first of its name
            draft.chmod(target.stat().st_mode)
        make_durable(draft)
        draft.replace(target)
        make_durable(target.parent)
    except OSError as error:
        raise Unavailable(str(path), error.strerror or "cannot be written") from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def make_durable(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk: what is said to be done stays done."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Of two that read a file and write it back, the second waits: otherwise it would undo what the first wrote.

    The folder is locked, because the file itself is replaced. Raises ``Unavailable`` when there is no such folder.
    """
    try:
        folder = os.open(_behind_links(path).parent, os.O_RDONLY)
    except OSError as error:
        raise Unavailable(str(path), error.strerror or "cannot be opened") from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _behind_links(path: Path) -> Path:
    """Where a link leads: a list may be linked into the folder of a web server."""
    return Path(os.path.realpath(path))
