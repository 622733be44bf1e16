"""A folder that appears when everything in it is written, or not at all."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assay.cli.files import make_durable
from assay.science.errors import Refused, Unavailable


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A draft folder to write into; at the end of the block it becomes ``path``. After an error nothing is left behind.

    Raises ``Refused`` when ``path`` exists, ``Unavailable`` when it cannot be made.
    """
    if os.path.lexists(path):
        raise _exists(path)
    # Beside it, so that renaming is one step; who may read it is as the umask says.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        draft.mkdir()
        yield draft
        for written in (*draft.iterdir(), draft):
            make_durable(written)
        draft.rename(path)
        make_durable(path.parent)
    except OSError as error:
        if error.errno in {errno.EEXIST, errno.ENOTEMPTY}:  # somebody else was faster
            raise _exists(path) from error
        raise Unavailable(str(path), error.strerror or "cannot be written") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _exists(path: Path) -> Refused:
    return Refused(f"{path} exists, and nothing is overwritten; choose another folder")
