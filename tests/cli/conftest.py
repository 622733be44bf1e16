"""The command line as its tests meet it: what a command said, and a college that has all it needs to issue."""

from pathlib import Path

import pytest

from assay.cli.main import main
from tests.cast import ADA, WELDING_BASICS
from tests.cli.college import Assay, College, Said, write_college
from tests.world import World


@pytest.fixture
def assay(capsys: pytest.CaptureFixture[str]) -> Assay:
    """Run a command in this process: ``assay("verify", "--offline", path)``."""

    def run(*words: object) -> Said:
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture
def college(tmp_path: Path, assay: Assay) -> College:
    """Brunel College with a did:key, in a folder of its own."""
    found = write_college(tmp_path / "college")
    assert assay("keygen", "--out", found.key).code == 0
    return found


@pytest.fixture
def badge(college: College, assay: Assay) -> Path:
    """A badge that needs nobody: did:key, no status. VALID."""
    assert assay(*college.to_issue()).code == 0
    return college.badge()


@pytest.fixture
def altered(badge: Path, college: College) -> Path:
    """The same with another word in it. INVALID, and nothing may make it look better."""
    path = college.folder / "altered.json"
    path.write_text(badge.read_text("utf-8").replace("mild steel", "wild steel"), "utf-8")
    return path


@pytest.fixture
def unreachable(tmp_path: Path) -> Path:
    """A badge of an issuer whose document has to be fetched. INDETERMINATE offline."""
    path = tmp_path / "unreachable.json"
    path.write_text(World().issued(WELDING_BASICS, to=ADA, revocable=False), "utf-8")
    return path
