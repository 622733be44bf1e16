"""The console blocks of a page, run as they stand: ``$ command``, then its output, where … is any text."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.docs.pages import ROOT, fenced

_PROMPT = re.compile(r"^\$ ((?:.*\\\n)*.*)\n", re.MULTILINE)


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a page's console blocks with the output that the page promises."""
    for block in fenced(text, "console"):
        _, *pieces = _PROMPT.split(block)
        yield from zip(pieces[::2], pieces[1::2], strict=True)


def run_as_written(text: str, folder: Path) -> None:
    """Run every command of a page, in order, in ``folder``; fail at the first output that differs."""
    shutil.copytree(ROOT / "docs" / "example", folder / "docs" / "example")
    run = folder / "run"
    run.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m assay "$@"\n', "utf-8")
    run.chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    for command, promised in commands(text.replace("/tmp/tour", str(folder / "tour"))):
        told = subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            encoding="utf-8",
            timeout=60,
        ).stdout
        pattern = ".*".join(re.escape(piece) for piece in promised.split("…"))
        assert re.fullmatch(pattern, told, re.DOTALL), f"$ {command}\n--- promised\n{promised}--- told\n{told}"
