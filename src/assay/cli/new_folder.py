"""A folder that appears when everything in it is written, or not at all."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assay.science.errors import Refused, Unavailable


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A draft folder to write into; at the end of the block it becomes ``path``. After an error nothing is left behind.

    Raises ``Refused`` when ``path`` exists, ``Unavailable`` when it cannot be made.
    """
    if path.exists():
        raise Refused(f"{path} exists, and nothing is overwritten; choose another folder")
    try:
        draft = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    except OSError as error:
        raise Unavailable(str(path), error.strerror or "cannot be made") from error
    try:
        yield draft
        draft.rename(path)
    except OSError as error:
        raise Unavailable(str(path), error.strerror or "cannot be written") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    path.chmod(0o755)  # mkdtemp keeps others out; credentials are for handing on
