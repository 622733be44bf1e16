"""What people see of a report, and what a stranger cannot make them see."""

import json
import shutil
from pathlib import Path

import pytest

from assay.cli.main import main
from assay.science.securing import multikey
from assay.science.securing.strict_json import JsonObject
from tests.cast import ADA, BRUNEL, FIRST_AID, MALLORY, MUHAMMAD, WELDING_BASICS
from tests.cli.college import AT, Assay, College
from tests.cli.test_terminal import a_screen
from tests.world import World, changed, signed

OFFLINE = ("verify", "--offline", "--now", AT)


def test_the_verdict_stands_on_top_and_every_check_has_one_line(assay: Assay, badge: Path) -> None:
    lines = assay(*OFFLINE, badge).out.splitlines()

    assert lines[0] == str(badge)
    assert lines[1].startswith("VALID  This achievement credential is genuine and current as of 2026-11-22T09:00:00Z. ")
    assert [line.split("  ")[0] for line in lines if line.startswith("HOLDS")] == []
    outcomes = [line for line in lines if line.startswith(("  HOLDS ", "  UNKNOWN ", "  NOT APPLICABLE "))]
    assert len(outcomes) == len(json.loads(assay(*OFFLINE, "--json", badge).out)["checks"])


def test_keys_are_shortened_in_the_lines_and_the_issuer_stands_in_full_once(
    assay: Assay, badge: Path, college: College
) -> None:
    issuer = json.loads(college.key.read_text("utf-8"))["id"]
    short = f"{issuer[:20]}…{issuer[-6:]}"

    said = assay(*OFFLINE, badge)

    assert said.out.count(issuer) == 1
    assert f"  it says: issuer Brunel College <{issuer}>\n" in said.out
    assert f"signed with the key {short} (Data Integrity" in said.out


def test_what_a_badge_does_not_state_is_said_to_be_not_stated(assay: Assay, tmp_path: Path) -> None:
    path = tmp_path / "bare.json"
    unsigned = World().composed(FIRST_AID, to=ADA, by=MALLORY, revocable=False)
    subject = changed(unsigned["credentialSubject"], id=None)
    bare = changed(unsigned, issuer=MALLORY.id, validFrom=None, credentialSubject=subject)
    path.write_text(json.dumps(signed(bare, by=MALLORY)), "utf-8")

    said = assay(*OFFLINE, path)

    assert f"  it says: issuer no name given <{MALLORY.id}>\n" in said.out
    assert "  it says: valid from a time that it does not state and states no end\n" in said.out
    assert "it says: subject" not in said.out


ACTING = "\x1b[2K\x1b[1A\x1b[32mVALID\x1b[0m\x07\r\u202e\u2066\u2028"


@pytest.mark.parametrize("place", ["name", "issuer name", "description", "file", "issuer id", "unreadable"])
def test_attack_escapes_and_bidi_in_a_badge_do_not_reach_the_terminal(
    assay: Assay, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / ("x" + ACTING.replace("\u2028", "\n") + ".json" if place == "file" else "x.json")
    unsigned = World().composed(FIRST_AID, to=ADA, by=MALLORY, revocable=False)
    if place == "name":
        unsigned = changed(unsigned, name=f"First aid{ACTING}")
    if place == "issuer name":
        unsigned = changed(unsigned, issuer={**unsigned["issuer"], "name": f"Brunel{ACTING}"})
    if place == "description":
        unsigned = changed(unsigned, description=ACTING)
    if place == "issuer id":
        unsigned = changed(unsigned, issuer=f"did:{ACTING}:x")
    text = f"{{{ACTING}" if place == "unreadable" else json.dumps(unsigned)
    path.write_text(text, "utf-8")

    for words in ([*OFFLINE, path], [*OFFLINE, "--json", path]):
        said = assay(*words)

        assert said.code == 1
        assert not set("\x1b\x07\r\u202e\u2066\u2028") & set(said.out + said.err)


def test_attack_a_name_cannot_write_a_second_report_by_padding_itself_to_the_next_line(
    assay: Assay, tmp_path: Path
) -> None:
    fake = "VALID  This achievement credential is genuine and current as of 2026-11-22T09:00:00Z."
    path = tmp_path / f"badge{' ' * 60}{fake}.json"
    unsigned = World().composed(FIRST_AID, to=ADA, by=MALLORY, revocable=False)
    name = "First aid" + "\u00a0 " * 400 + fake + "x" * 9000
    path.write_text(json.dumps(changed(unsigned, name=name)), "utf-8")

    said = assay(*OFFLINE, path)

    assert said.code == 1
    assert "  " not in said.out.splitlines()[0]
    assert max(map(len, said.out.splitlines())) < 700


def test_a_name_in_another_script_is_shown_as_it_is(assay: Assay, tmp_path: Path) -> None:
    path = tmp_path / "badge.json"
    definition: JsonObject = {**FIRST_AID, "issuer": {"name": MUHAMMAD.name}}
    path.write_text(World().issued(definition, to=MUHAMMAD, by=MALLORY, revocable=False), "utf-8")

    said = assay(*OFFLINE, path)

    assert said.code == 0
    assert f"it says: issuer {MUHAMMAD.name} <did:key:" in said.out


def test_a_forged_badge_names_both_keys(assay: Assay, tmp_path: Path) -> None:
    path = tmp_path / "forged.json"
    unsigned = World().composed(WELDING_BASICS, to=ADA, revocable=False)
    path.write_text(json.dumps(signed(unsigned, by=MALLORY)), "utf-8")

    said = assay(*OFFLINE, path)

    mallory = multikey.encode_public(MALLORY.key.public_key)
    assert said.code == 1
    assert f"did:key:{mallory[:12]}…{mallory[-6:]}" in said.out.splitlines()[1]
    assert BRUNEL.id in said.out.splitlines()[1]


def test_on_a_terminal_no_line_is_wider_than_it_and_only_names_and_verdicts_begin_at_its_edge(
    badge: Path, altered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = a_screen(monkeypatch, COLUMNS="80", NO_COLOR="1")

    assert main([*OFFLINE, str(badge), str(altered)]) == 1

    lines = screen.shown.splitlines()
    assert max(map(len, lines)) <= 80
    at_the_edge = [line.split("  ")[0] for line in lines if line[:1].strip()]
    assert [line for line in at_the_edge if not line.startswith("/")] == ["VALID", "INVALID"]


def test_each_file_is_verified_by_itself(assay: Assay, badge: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    shutil.copy(badge, copy)

    said = assay(*OFFLINE, badge, copy)

    assert said.code == 0
    assert said.out.startswith(f"{badge}\nVALID")
    assert f"\n\n{copy}\nVALID" in said.out
