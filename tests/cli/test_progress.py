"""Long runs: what a person is told meanwhile, and what is left when she stops them."""

import io
import sys

import pytest

from assay.cli.progress import watched
from tests.cli.college import Assay, College, seen


class _Watching(io.StringIO):
    """Standard error where somebody looks on, and may press Ctrl-C at the first line."""

    def __init__(self, *, impatient: bool = False) -> None:
        super().__init__()
        self._impatient = impatient

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._impatient:
            self._impatient = False
            raise KeyboardInterrupt
        return super().write(text)


def test_a_long_run_tells_a_person_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _Watching()
    monkeypatch.setattr(sys, "stderr", screen)
    seconds = iter([0.0, 4.0, 10.0])

    items = list(watched(range(1200), total=1200, monotonic=lambda: next(seconds)))

    assert items == list(range(1200))
    assert screen.getvalue() == "500 of 1200, 125 a second, 6 s left\n1000 of 1200, 100 a second, 2 s left\n"


def test_a_long_run_tells_a_program_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(list(watched(range(1200), total=1200))) == 1200
    assert capsys.readouterr().err == ""


def test_ctrl_c_in_a_long_run_leaves_nothing_behind(
    assay: Assay, college: College, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = college.in_words("name\n" + "Ada\n" * 501)
    before = seen(college.folder)
    screen = _Watching(impatient=True)
    monkeypatch.setattr(sys, "stderr", screen)

    said = assay(*college.to_issue("--suite", "eddsa-jcs-2022", table=table))

    assert (said.code, said.out) == (130, "")
    assert screen.getvalue() == "assay: stopped\n"
    assert seen(college.folder) == before
