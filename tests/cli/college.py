"""Brunel College on disk: its key, its definition, its table, and the commands that use them."""

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from tests.cast import ADA, GRACE, MUHAMMAD, WELDING_BASICS

AT = "2026-11-22T09:00:00Z"
STATUS_URL = "https://brunel.example/status/1"
TABLE = f"name,id\n{ADA.name},{ADA.id}\n{GRACE.name},{GRACE.id}\n{MUHAMMAD.name},{MUHAMMAD.id}\n"
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'
_NOBODY = 65534


@dataclass(frozen=True)
class Said:
    """What a command returned and printed."""

    code: int
    out: str
    err: str


Assay: TypeAlias = Callable[..., Said]


@dataclass(frozen=True)
class College:
    """A folder with a key, a definition and a table; ``badges`` does not exist before they are issued."""

    folder: Path

    @property
    def key(self) -> Path:
        return self.folder / "issuer.key"

    @property
    def definition(self) -> Path:
        return self.folder / "welding.json"

    @property
    def table(self) -> Path:
        return self.folder / "learners.csv"

    @property
    def badges(self) -> Path:
        return self.folder / "badges"

    @property
    def status_list(self) -> Path:
        return self.badges / "status-list.json"

    def to_issue(self, *more: object, key: Path | None = None, table: Path | None = None) -> list[object]:
        """The words of ``assay issue`` on the day of all tests."""
        words = [
            "issue",
            "--definition",
            self.definition,
            "--recipients",
            table or self.table,
            "--key",
            key or self.key,
        ]
        return [*words, "--out", self.badges, "--now", AT, *more]

    def badge(self, number: int = 1) -> Path:
        """The file of one recipient, counted from 1."""
        (found,) = self.badges.glob(f"{number:04}-*")
        return found

    def in_words(self, table: str) -> Path:
        """Another table."""
        path = self.folder / "another.csv"
        path.write_text(table, encoding="utf-8")
        return path


def write_college(folder: Path) -> College:
    """Write the definition and the table; the key is made by ``assay keygen``."""
    found = College(folder)
    folder.mkdir()
    found.definition.write_text(json.dumps(WELDING_BASICS), encoding="utf-8")
    found.table.write_text(TABLE, encoding="utf-8")
    return found


def seen(folder: Path) -> dict[str, bytes]:
    """Everything below a folder, hidden files too, with its content: equal before and after, nothing has changed."""
    found = sorted(path for path in folder.rglob("*") if not path.is_dir())
    folders = {f"{path.relative_to(folder)}/": b"" for path in folder.rglob("*") if path.is_dir()}
    return folders | {str(path.relative_to(folder)): path.read_bytes() for path in found}


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, for whom no door is closed."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
