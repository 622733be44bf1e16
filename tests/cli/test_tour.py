"""``assay tour``: a story that ends as told, and leaves badges to try."""

import json
from pathlib import Path

import pytest

from assay.cli import tour, tour_cohort
from assay.cli.verify import Offline
from assay.science.trust.trust_file import TrustFile
from assay.science.verification.report import Verdict
from tests.cast import NOW
from tests.cli.college import Assay, seen


def test_the_story_is_told_in_six_steps_and_ends_as_it_should(assay: Assay, tmp_path: Path) -> None:
    said = assay("tour", "--out", tmp_path / "tour")

    assert (said.code, said.err) == (0, "")
    steps = [line for line in said.out.splitlines() if line[:2] in {f"{number}." for number in range(1, 10)}]
    assert [line.split(" ", 1)[0] for line in steps] == ["1.", "2.", "3.", "4.", "5.", "6."]
    verdicts = [line.split()[0] for line in said.out.splitlines() if line.startswith("   ")]
    assert verdicts == [
        *["VALID"] * 5,
        *["INVALID"] * 2,
        *["INVALID", "VALID"],
        "INDETERMINATE",
        "VALID",
    ]
    assert "the signature does not match the document and the key" in said.out
    assert "the issuer has revoked this credential" in said.out
    assert "the status list at https://brunel.example/status/1 could not be had" in said.out
    assert "please report it" not in said.out


def test_the_badges_it_leaves_do_what_it_says(assay: Assay, tmp_path: Path) -> None:
    folder = tmp_path / "tour"
    assay("tour", "--out", folder)

    assert assay("verify", "--offline", folder / "badge.svg").code == 0
    forged = assay("verify", "--offline", "--json", folder / "forged.json")
    assert forged.code == 1
    assert {check["code"] for check in json.loads(forged.out)["checks"]} >= {"ISSUER_MISMATCH"}
    assert json.loads(assay("unbake", folder / "badge.svg").out)["name"] == "First aid in the workshop"
    assert len(seen(folder)) == 8


def test_without_a_folder_it_makes_one(assay: Assay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assert assay("tour").code == 0

    (folder,) = tmp_path.glob("assay-tour-*")
    assert (folder / "badges" / "badge.svg").exists()


def test_it_overwrites_nothing(assay: Assay, tmp_path: Path) -> None:
    (tmp_path / "badge.svg").write_text("mine", "utf-8")

    said = assay("tour", "--out", tmp_path)

    assert said.code == 77
    assert seen(tmp_path) == {"badge.svg": b"mine"}


def test_a_story_that_does_not_end_as_told_says_so_and_ends_with_one(
    assay: Assay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    achievement = tour_cohort.WELDING["achievement"]
    assert isinstance(achievement, dict)
    monkeypatch.setitem(achievement, "description", "Welds.")  # so that step 2 improves nothing

    said = assay("tour", "--out", tmp_path / "tour")

    assert said.code == 1
    assert said.out.endswith("Something above did not end as it should; please report it.\n")


def test_a_step_that_ends_otherwise_is_remembered(capsys: pytest.CaptureFixture[str]) -> None:
    story = tour._Story(NOW, TrustFile())  # noqa: SLF001 -- the story itself never fails

    story.tell("rubbish", b"rubbish", Offline(), Verdict.INVALID)
    assert story.as_told
    story.tell("rubbish", b"rubbish", Offline(), Verdict.VALID)

    assert not story.as_told
    assert capsys.readouterr().out.count("INVALID") == 2
