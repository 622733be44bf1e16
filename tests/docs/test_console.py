"""What the pages show of the commands is what the commands do."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assay.science.verification.report import Verdict
from tests.docs.console import run_as_written
from tests.docs.pages import ROOT, fenced, page


@pytest.mark.parametrize("name", ["README.md", "docs/issuing.md", "docs/verifying.md"])
def test_the_commands_of_a_page_run_as_written(name: str, tmp_path: Path) -> None:
    run_as_written(page(name), tmp_path)


def test_the_python_of_the_readme_runs_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "badge.svg").write_bytes((ROOT / "docs/example/ada.svg").read_bytes())
    monkeypatch.chdir(tmp_path)
    [code] = fenced(page("README.md"), "python")
    moment = datetime(2026, 12, 1, tzinfo=UTC)
    names = {"moment": moment}

    exec(code.replace("datetime.now(UTC)", "moment"), names)  # noqa: S102 -- our own page

    assert names["report"].verdict is Verdict.VALID  # type: ignore[attr-defined]
    assert names["credential"].as_of == moment  # type: ignore[attr-defined]
