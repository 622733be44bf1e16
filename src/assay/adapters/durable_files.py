"""Files that are there whole or not at all, also after a crash, and files that only their owner may read.

The bytes go to a draft beside the file (``.name.<16 hex digits>``), reach the disk, and only then get the name; then
the folder reaches the disk as well. A crash in between leaves a draft, which nobody takes for the file.
Not protected: against a disk that says "written" and has not.
"""

import contextlib
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

from assay.science.errors import Refused, Unavailable


def create(path: Path, data: bytes, *, what: str) -> None:
    """Write a new file with mode 0600, durable when this returns.

    ``what`` names it in messages. Raises ``Refused`` if the file exists, ``Unavailable`` if it cannot be written.
    """
    # Linking, unlike renaming, fails when the name is taken: nothing is ever lost under a new file.
    _write_whole(path, data, os.link, what)


def replace(path: Path, data: bytes, *, what: str) -> None:
    """Write a file with mode 0600 under a name that may be taken, durable when this returns.

    Whoever reads meanwhile sees the old bytes or the new. Raises ``Unavailable`` if it cannot be written.
    """
    # By os, not by Path: both report the step to sys.audit under the name that tests stop at.
    _write_whole(path, data, os.replace, what)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, for the owner alone and durable. Safe to repeat; raises ``Unavailable``."""
    if path.is_dir():
        return
    make_folder(path.parent)
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        make_durable(path.parent)
    except OSError as error:
        raise Unavailable(str(path), f"the folder could not be made: {error.strerror}") from error


def make_durable(folder: Path) -> None:
    """Wait until the names in a folder are on the disk. Raises ``OSError``, for the caller knows what was lost."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_private(path: Path, *, max_bytes: int, what: str) -> bytes:
    """The bytes of a file that only its owner may use, and one byte more than ``max_bytes`` of a larger one.

    Raises ``Unavailable`` if it cannot be read, ``Refused`` if others may use it or it is no ordinary file.
    """
    try:
        # Without O_NONBLOCK, opening a pipe would wait for somebody to write.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            # Look at the open file, not at its name: between two looks at a name the file can change.
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise Refused(f"{path} is not an ordinary file")
            if found.st_mode & 0o077:
                raise Refused(f"others than its owner may use the {what} in {path}; run: chmod 600 {path}")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                return file.read(max_bytes + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise Unavailable(str(path), f"the {what} could not be read: {error.strerror}") from error


def _write_whole(path: Path, data: bytes, name: Callable[[Path, Path], None], what: str) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_durably(draft, data)
        name(draft, path)
        make_durable(path.parent)
    except FileExistsError as error:
        raise Refused(f"{path} exists, and a {what} is never overwritten; choose another name") from error
    except OSError as error:
        raise Unavailable(str(path), f"the {what} could not be written: {error.strerror}") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()


def _write_durably(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
