"""``assay bake`` and ``assay unbake``: into a picture and out again, byte for byte."""

import io
import sys
from pathlib import Path

import pytest

from tests.cli.college import AT, PICTURE, STATUS_URL, Assay, College, as_nobody, seen
from tests.science.baking.pictures import AWKWARD_JSON, international, png


@pytest.fixture
def badge(college: College, assay: Assay) -> Path:
    assert assay(*college.to_issue("--status-list", STATUS_URL)).code == 0
    return college.badge(3)  # the one with an Arabic name


@pytest.fixture(params=[PICTURE, png()], ids=["SVG", "PNG"])
def picture(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "picture"
    path.write_bytes(request.param)
    return path


def test_what_is_baked_comes_out_byte_for_byte(assay: Assay, tmp_path: Path, badge: Path, picture: Path) -> None:
    baked, taken = tmp_path / "baked", tmp_path / "taken.json"

    into = assay("bake", picture, badge, "--out", baked)
    out = assay("unbake", baked, "--out", taken)

    assert (into.code, into.out) == (0, f"wrote {baked}\n")
    assert (out.code, out.out) == (0, f"wrote {taken}\n")
    assert taken.read_bytes() == badge.read_bytes().strip()


def test_without_out_the_credential_goes_to_standard_output_and_nothing_else(
    assay: Assay, tmp_path: Path, badge: Path, picture: Path
) -> None:
    assay("bake", picture, badge, "--out", tmp_path / "baked")

    said = assay("unbake", tmp_path / "baked")

    assert said.out == badge.read_text("utf-8").strip()
    assert (said.code, said.err) == (0, "")


def test_attack_a_credential_in_a_picture_does_not_act_on_a_terminal(
    assay: Assay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(png(international(b"openbadges", (AWKWARD_JSON + "\x1b[2J\u202e").encode())))
    letters = io.BytesIO()
    screen = io.TextIOWrapper(letters, encoding="utf-8")
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", screen)

    assert assay("unbake", path).code == 0

    shown = letters.getvalue().decode()
    assert shown.splitlines()[1] == '        "name": "Welding® 🏅 \\"level 2\\"",'
    assert not set("\x1b\u202e\t\r") & set(shown)


def test_a_picture_that_carries_a_credential_is_baked_anew_only_on_request(
    assay: Assay, tmp_path: Path, college: College, badge: Path, picture: Path
) -> None:
    once, twice = tmp_path / "once", tmp_path / "twice"
    assay("bake", picture, badge, "--out", once)

    refused = assay("bake", once, college.badge(1), "--out", twice)

    assert refused.code == 77
    assert refused.err.startswith(f"assay: {once}: ")
    assert not twice.exists()
    assert assay("bake", once, college.badge(1), "--out", twice, "--replace").code == 0
    assert assay("unbake", twice).out == college.badge(1).read_text("utf-8").strip()


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"{}", b'{"a": ', b"\xff\xfe{}", b"<svg/>", b'{"@context": ["https://x.example"]}']
)
def test_what_is_no_credential_gets_into_no_picture(
    assay: Assay, tmp_path: Path, picture: Path, content: bytes
) -> None:
    path = tmp_path / "not-a-credential"
    path.write_bytes(content)

    said = assay("bake", picture, path, "--out", tmp_path / "baked")

    assert (said.code, said.out) == (65, "")
    assert said.err.startswith(f"assay: {path}: ")
    assert not (tmp_path / "baked").exists()


def test_a_status_list_is_no_badge(assay: Assay, tmp_path: Path, college: College, badge: Path, picture: Path) -> None:
    said = assay("bake", picture, college.status_list, "--out", tmp_path / "baked")

    assert said.code == 65
    assert "this is a status list credential" in said.err


@pytest.mark.parametrize(
    "image", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"<html/>", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>"]
)
def test_what_is_no_picture_is_refused_by_name(assay: Assay, tmp_path: Path, badge: Path, image: bytes) -> None:
    path = tmp_path / "picture"
    path.write_bytes(image)

    for words in (["bake", path, badge, "--out", tmp_path / "baked"], ["unbake", path, "--out", tmp_path / "taken"]):
        said = assay(*words)

        assert (said.code, said.out) == (65, "")
        assert said.err.startswith(f"assay: {path}: ")
    assert seen(tmp_path).keys() == {"picture", *(name for name in seen(tmp_path) if name.startswith("college"))}


def test_a_picture_without_a_credential_has_none_to_give(assay: Assay, picture: Path) -> None:
    said = assay("unbake", picture)

    assert (said.code, said.out) == (65, "")
    assert "without a credential in it" in said.err


def test_nothing_is_overwritten(assay: Assay, tmp_path: Path, badge: Path, picture: Path) -> None:
    baked = tmp_path / "baked"
    assay("bake", picture, badge, "--out", baked)
    before = seen(tmp_path)

    for words in (["bake", picture, badge, "--out", picture], ["unbake", baked, "--out", badge]):
        said = assay(*words)

        assert said.code == 77
        assert "nothing is overwritten; choose another name" in said.err
    assert seen(tmp_path) == before


def test_files_that_are_not_there_and_folders_that_are_closed_are_named(
    assay: Assay, tmp_path: Path, badge: Path, picture: Path
) -> None:
    gone = assay("bake", tmp_path / "gone.png", badge, "--out", tmp_path / "baked")
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o500)
    nowhere = assay("bake", picture, badge, "--out", tmp_path / "gone" / "baked")
    image, text = picture.read_bytes(), badge.read_bytes()
    with as_nobody():
        unwritable = assay("unbake", picture, "--out", closed / "x")

    assert (gone.code, nowhere.code, unwritable.code) == (69, 69, 69)
    assert "gone.png: No such file or directory" in gone.err
    assert "gone/baked: No such file or directory" in nowhere.err
    assert "Permission denied" in unwritable.err
    assert (picture.read_bytes(), badge.read_bytes()) == (image, text)


def test_escapes_in_file_names_do_not_reach_the_terminal(
    assay: Assay, tmp_path: Path, badge: Path, picture: Path
) -> None:
    odd = tmp_path / "\x1b[2J\u202egnp"

    told = [
        assay("bake", picture, badge, "--out", odd),
        assay("unbake", odd, "--out", tmp_path / "\x1b"),
        assay("unbake", tmp_path / "gone\x1b"),
        assay("bake", odd, badge, "--out", odd),
    ]

    assert [said.code for said in told] == [0, 0, 69, 77]
    assert not set("\x1b\u202e") & set("".join(said.out + said.err for said in told))


def test_a_baked_token_verifies(assay: Assay, tmp_path: Path, college: College, picture: Path) -> None:
    assay(*college.to_issue("--suite", "vc-jwt"))
    assay("bake", picture, college.badge(), "--out", tmp_path / "baked")

    assert assay("verify", "--offline", "--now", AT, tmp_path / "baked").code == 0
