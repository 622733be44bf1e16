"""Where the demo world lies: whole or not at all, and built anew when what builds it has changed.

var/demo/lock             held while one is built
var/demo/world-<digest>   a world; the digest is of the program's parts that build it, and of its origin
"""

import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from assay.cli.new_folder import new_folder
from assay.cli.terminal import say
from assay.science.errors import Unavailable

# Private: keys, letters and everybody's work lie in it.
_MODE: Final = 0o700
_PACKAGE: Final = Path(__file__).parents[1]


def world_folder(root: Path, *, origin: str, fresh: bool, build: Callable[[Path], None]) -> Path:
    """The folder of the world for this origin; ``build`` fills an empty one if there is none, or if ``fresh``.

    Killed at any point, a folder that was being filled is never taken for a world. Of two starts at once the second
    waits for the first. Worlds of an older program are removed. Raises ``Unavailable`` as ``build`` does.
    """
    folder = root.absolute() / f"world-{_digest(origin)}"
    with _alone(folder.parent):
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        if folder.is_dir():
            return folder
        _clear(folder.parent, said=not fresh)
        with new_folder(folder) as draft:
            draft.chmod(_MODE)
            build(draft)
    return folder


def _digest(origin: str) -> str:
    """Of what the world is made by: the demo's own files, the tables, the version; and the name in all it signed."""
    demo = _PACKAGE / "campus" / "demo"
    sources = [path for path in demo.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    sources += _PACKAGE.glob("campus/*/migrations/*.py")
    found = hashlib.sha256(f"{origin}\n{_version()}\n".encode())
    for path in sorted(sources):
        found.update(f"{path.relative_to(_PACKAGE)}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def _version() -> str:
    try:
        return version("assay")
    except PackageNotFoundError:  # run from its sources
        return ""


def _clear(root: Path, *, said: bool) -> None:
    """Remove what was left by killed builds, and worlds that this program would not build."""
    older = list(root.glob("world-*"))
    if older and said:
        say("The demo has changed since its world was built, or its address has: building it anew.")
    for path in (*older, *root.glob(".world-*")):
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = (root / "lock").open("w")
    except OSError as error:
        raise Unavailable(str(root), error.strerror or "cannot be written") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
