"""Files named by the SHA-256 of their bytes: evidence, assessment records, signed documents.

    <folder>/9f/86/9f86d081884c7d65…    64 hex digits; the two levels keep a million files at 15 a folder

A blob is there whole or not at all, also after a crash, and is compared with its name whenever it is read.
Not protected: the bytes are not encrypted, and whoever knows a digest can ask; who may is decided above.
"""

import hashlib
import re
from datetime import datetime
from pathlib import Path
from typing import Final

from assay.adapters.durable_files import make_durable, make_folder, replace
from assay.science.errors import Refused, Unavailable

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class BlobStore:
    """The blobs in one folder, which is made with the first. Threads and processes may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Keep ``data`` and return its digest, 64 hex digits; durable when this returns, and safe to repeat.

        Raises ``Unavailable`` if the disk is full or out of reach; then nothing is there under the name.
        """
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest)
        if _holds(path, digest):
            # Whoever wrote it may not have got this far yet, and "kept" must be true for us as well.
            _settle(path.parent)
        else:
            make_folder(path.parent)
            replace(path, data, what="blob")
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes. Raises ``Unavailable`` if they are not here, ``Refused`` if they are not what was put."""
        path = self.path(digest)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Unavailable(str(path), f"the blob could not be read: {error.strerror}") from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise Refused(f"{path} was changed or damaged since it was kept; restore it from a backup")
        return data

    def has(self, digest: str) -> bool:
        """Whether a blob is here. Not checked: whether it is whole; ``get`` does."""
        return self.path(digest).is_file()

    def delete(self, digest: str) -> None:
        """Erase a blob, durably. Safe to repeat. Raises ``Unavailable`` if it cannot be erased."""
        path = self.path(digest)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise Unavailable(str(path), f"the blob could not be erased: {error.strerror}") from error
        if path.parent.is_dir():
            _settle(path.parent)

    def path(self, digest: str) -> Path:
        """Where a blob lies or would lie. Raises ``Refused`` for anything but a digest, such as ``../../etc``."""
        if not _DIGEST.fullmatch(digest):
            raise Refused("a blob is named by 64 hex digits, 0-9 and a-f")
        return self._folder / digest[:2] / digest[2:4] / digest

    def clear_drafts(self, *, before: datetime) -> int:
        """Erase what crashes left half written, last touched before an instant; returns how many.

        Leave an hour: a draft that is being written now is as good as a forgotten one to look at.
        """
        drafts = [path for path in self._folder.glob("??/??/.*") if path.stat().st_mtime < before.timestamp()]
        for path in drafts:
            path.unlink(missing_ok=True)
        return len(drafts)


def _holds(path: Path, digest: str) -> bool:
    """Whether the blob is here and whole; one that was damaged is written anew by whoever still has the bytes."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def _settle(folder: Path) -> None:
    try:
        make_durable(folder)
    except OSError as error:
        raise Unavailable(str(folder), f"the folder did not reach the disk: {error.strerror}") from error
