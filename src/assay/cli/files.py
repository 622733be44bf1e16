"""Files that a person names on the command line: read with a limit, written whole or not at all."""

import os
import secrets
import sys
from pathlib import Path

from assay.science.errors import Code, MalformedDocument, Refused, Unavailable

# A badge image with a large picture; the credential in it has its own, lower limit.
MAX_FILE = 32 << 20


def read_file(path: Path) -> bytes:
    """The bytes of a file, or of standard input for ``-``. Raises ``Unavailable``; ``MalformedDocument`` over 32 MiB."""
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(MAX_FILE + 1)
        else:
            with path.open("rb") as file:
                data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise Unavailable(str(path), error.strerror or "cannot be read") from error
    if len(data) > MAX_FILE:
        raise MalformedDocument(f"{path} is larger than {MAX_FILE} bytes", code=Code.TOO_LARGE)
    return data


def write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet. Raises ``Refused`` when it does, ``Unavailable`` when it cannot be."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise Refused(f"{path} exists, and nothing is overwritten; choose another name") from error
    except OSError as error:
        raise Unavailable(str(path), error.strerror or "cannot be written") from error


def replace(path: Path, data: bytes) -> None:
    """Write over a file in one step: a reader sees the old one or the new one, and a crash keeps one of them."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unavailable(str(path), error.strerror or "cannot be written") from error
