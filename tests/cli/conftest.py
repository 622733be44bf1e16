"""The command line as its tests meet it: what a command said, and a college that has all it needs to issue."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assay.cli.main import main
from tests.cli.college import College, Said, write_college


@pytest.fixture
def assay(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command in this process: ``assay("verify", "--offline", path)``."""

    def run(*words: object) -> Said:
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture
def college(tmp_path: Path, assay: Callable[..., Said]) -> College:
    """Brunel College with a did:key, in a folder of its own."""
    found = write_college(tmp_path / "college")
    assert assay("keygen", "--out", found.key).code == 0
    return found
