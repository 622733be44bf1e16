"""``assay verify``: verdicts, exit codes, the JSON contract, and what is a mistake in the command.

Sockets are off here (tests/conftest.py, pytest-socket): whatever tried to reach the network would fail the test.
"""

import io
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from assay.cli.files import MAX_FILE
from tests.cast import ADA, FIRST_AID, MALLORY
from tests.cli.college import AT, PICTURE, STATUS_URL, Assay, College
from tests.science.baking.pictures import international, png
from tests.world import World

OFFLINE = ("verify", "--offline", "--now", AT)


def reported(out: str) -> Any:
    return json.loads(out)


# --- the contract -----------------------------------------------------------------------------------------------------


def test_the_json_report_has_exactly_the_members_of_the_contract(assay: Assay, badge: Path, college: College) -> None:
    said = assay(*OFFLINE, "--json", badge)

    report = reported(said.out)
    assert list(report) == ["verdict", "as_of", "checks", "credential"]
    assert (report["verdict"], report["as_of"]) == ("VALID", "2026-11-22T09:00:00Z")
    assert {tuple(check) for check in report["checks"]} == {("name", "outcome", "code", "reason", "clause")}
    assert [(check["name"], check["outcome"], check["code"]) for check in report["checks"]] == [
        ("reading", "HOLDS", "OK"),
        ("context", "HOLDS", "OK"),
        ("proof", "HOLDS", "OK"),
        ("issuer", "HOLDS", "OK"),
        ("validity", "HOLDS", "OK"),
        ("status", "NOT_APPLICABLE", "NOT_PRESENT"),
        ("resources", "NOT_APPLICABLE", "NOT_PRESENT"),
        ("log", "NOT_APPLICABLE", "NOT_PRESENT"),
        ("endorsements", "NOT_APPLICABLE", "NOT_PRESENT"),
        ("records", "NOT_APPLICABLE", "NOT_PRESENT"),
        ("refresh", "NOT_APPLICABLE", "NOT_PRESENT"),
        ("schema", "NOT_APPLICABLE", "NOT_PRESENT"),
        ("standing", "UNKNOWN", "ISSUER_NOT_ESTABLISHED"),
    ]
    key = json.loads(college.key.read_text("utf-8"))
    assert report["credential"]["issuer"] == {"id": key["id"], "name": "Brunel College"}
    assert report["credential"]["subject"] == {"id": ADA.id}
    assert report["credential"]["name"] == "Welding basics"
    assert (said.code, said.err) == (0, "")


def test_one_file_gives_one_report_and_several_give_a_list_in_their_order(
    assay: Assay, badge: Path, altered: Path
) -> None:
    one = assay(*OFFLINE, "--json", badge)
    two = assay(*OFFLINE, "--json", altered, badge)

    assert isinstance(reported(one.out), dict)
    assert [report["verdict"] for report in reported(two.out)] == ["INVALID", "VALID"]


def test_the_exit_code_is_that_of_the_verdict_and_of_several_that_of_the_worst(
    assay: Assay, badge: Path, altered: Path, unreachable: Path
) -> None:
    assert assay(*OFFLINE, badge).code == 0
    assert assay(*OFFLINE, altered).code == 1
    assert assay(*OFFLINE, unreachable).code == 2
    assert assay(*OFFLINE, badge, unreachable).code == 2
    assert assay(*OFFLINE, altered, unreachable, badge).code == 1
    assert assay(*OFFLINE, "--json", altered, unreachable, badge).code == 1


def test_json_and_text_give_the_same_verdict_and_reason_codes(assay: Assay, altered: Path) -> None:
    text = assay(*OFFLINE, altered).out
    report = reported(assay(*OFFLINE, "--json", altered).out)

    assert text.splitlines()[1].startswith(f"{report['verdict']}  ")
    for check in report["checks"]:
        assert f"  {check['outcome'].replace('_', ' '):<14}  {check['name']:<12}  " in text
    assert "[PROOF_INVALID]" in text


# --- what is in the file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n",
        b"{",
        b"{}",
        b"[]",
        b'"text"',
        b"null",
        b"\x00\x01\xff\xfe" * 99,
        b"GIF89a\x01\x00",
        b"hello, I am a badge",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b'{"id": 1, "id": 2}',
        b"<svg",
        b"<html></html>",
        b"\x89PNG\r\n\x1a\n",
        b"a.b.c",
        b"https://",
        "{\u201cid\u201d: 1}".encode("utf-16"),
        b'{"@context": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
)
def test_what_cannot_be_read_is_invalid_and_says_so(assay: Assay, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "badge"
    path.write_bytes(content)

    said = assay(*OFFLINE, "--json", path)

    report = reported(said.out)
    assert (said.code, said.err) == (1, "")
    assert (report["verdict"], report["credential"]) == ("INVALID", None)
    (check,) = report["checks"]
    assert (check["name"], check["outcome"]) == ("reading", "FAILS")
    assert check["code"] in {"MALFORMED", "DUPLICATE_KEY", "TOO_LARGE", "WRONG_TYPE"}
    assert check["reason"]


def test_unreadable_json_is_malformed_with_the_line(assay: Assay, tmp_path: Path) -> None:
    path = tmp_path / "badge.json"
    path.write_text('{"id": 1,\n "type": }', "utf-8")

    (check,) = reported(assay(*OFFLINE, "--json", path).out)["checks"]

    assert check["code"] == "MALFORMED"
    assert "line 2, column 10" in check["reason"]


def test_attack_a_huge_file_is_not_read_to_its_end(assay: Assay, tmp_path: Path, badge: Path) -> None:
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.truncate(MAX_FILE + 1)

    said = assay(*OFFLINE, "--json", path, badge)

    assert said.code == 1
    huge, small = reported(said.out)
    assert [check["code"] for check in huge["checks"]] == ["TOO_LARGE"]
    assert small["verdict"] == "VALID"


def test_a_token_is_read(assay: Assay, college: College) -> None:
    assay(*college.to_issue("--suite", "vc-jwt"))

    said = assay(*OFFLINE, college.badge())

    assert college.badge().suffix == ".jwt"
    assert said.code == 0
    assert said.out.splitlines()[1].startswith("VALID  ")


@pytest.mark.parametrize("image", [PICTURE, png()], ids=["SVG", "PNG"])
def test_a_badge_in_a_picture_is_read(assay: Assay, badge: Path, tmp_path: Path, image: bytes) -> None:
    picture, baked = tmp_path / "picture", tmp_path / "baked"
    picture.write_bytes(image)
    assert assay("bake", picture, badge, "--out", baked).code == 0

    assert assay(*OFFLINE, baked).code == 0
    assert assay(*OFFLINE, picture).code == 1


def test_an_old_picture_that_holds_an_address_is_indeterminate_offline(assay: Assay, tmp_path: Path) -> None:
    path = tmp_path / "old.png"
    path.write_bytes(png(international(b"openbadges", b"https://brunel.example/assertions/1")))

    said = assay(*OFFLINE, path)

    assert said.code == 2
    assert "(not had: https://brunel.example/assertions/1: nobody was asked, because of --offline)" in said.out


def test_standard_input_is_read_for_a_dash(assay: Assay, badge: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(badge.read_bytes())))

    said = assay(*OFFLINE, "-")

    assert said.code == 0
    assert said.out.startswith("-\nVALID  ")


def test_a_named_pipe_is_read(assay: Assay, badge: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(badge.read_bytes(),))
    writer.start()

    said = assay(*OFFLINE, pipe)

    writer.join()
    assert said.code == 0


# --- trust, time, offline ---------------------------------------------------------------------------------------------


def test_a_trust_file_tells_who_the_issuer_is_and_does_not_change_the_verdict(
    assay: Assay, badge: Path, altered: Path, college: College, tmp_path: Path
) -> None:
    trust = tmp_path / "trust.json"
    trust.write_text(json.dumps({"anchors": [json.loads(college.key.read_text("utf-8"))["id"]]}), "utf-8")

    genuine = assay(*OFFLINE, "--trust", trust, badge)
    forged = assay(*OFFLINE, "--trust", trust, "--json", altered)

    assert genuine.code == 0
    assert "Your trust file names did:key:" in genuine.out.splitlines()[1]
    assert reported(forged.out)["verdict"] == "INVALID"
    assert reported(forged.out)["checks"][-1]["code"] == "ISSUER_RECOGNISED"


def test_a_required_log_makes_it_indeterminate_until_one_can_be_consulted(
    assay: Assay, badge: Path, tmp_path: Path
) -> None:
    trust = tmp_path / "trust.json"
    trust.write_text('{"logs": [{"origin": "log.example", "key": "z6Mk"}]}', "utf-8")

    assert assay(*OFFLINE, "--trust", trust, badge).code == 2


def test_as_of_decides_whether_a_badge_counts(assay: Assay, badge: Path) -> None:
    def code_on(instant: str) -> str:
        report = reported(assay("verify", "--offline", "--json", "--now", instant, badge).out)
        return str(next(check["code"] for check in report["checks"] if check["name"] == "validity"))

    assert code_on("2026-11-22T08:59:59Z") == "NOT_YET_VALID"
    assert code_on("2029-11-22T09:00:00Z") == "OK"
    assert code_on("2029-11-22T09:00:01Z") == "EXPIRED"
    # 39: compared as instants, not as text.
    assert code_on("2029-11-22T22:59:00+14:00") == "OK"
    assert code_on("2029-11-22T00:00:00-14:00") == "EXPIRED"


def test_without_an_instant_the_clock_is_asked(assay: Assay, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(World().issued(FIRST_AID | {"validUntil": "2026-11-22T09:00:01Z"}, to=ADA, by=MALLORY), "utf-8")

    report = reported(assay("verify", "--offline", "--json", path).out)

    assert report["as_of"] != "2026-11-22T09:00:00Z"


def test_offline_asks_nobody_and_is_not_forged(assay: Assay, unreachable: Path) -> None:
    said = assay(*OFFLINE, "--json", unreachable)

    report = reported(said.out)
    assert report["verdict"] == "INDETERMINATE"
    assert {check["outcome"] for check in report["checks"]} & {"FAILS"} == set()
    assert "ISSUER_UNREACHABLE" in {check["code"] for check in report["checks"]}


def test_offline_says_which_documents_it_did_without(assay: Assay, college: College) -> None:
    assay(*college.to_issue("--status-list", STATUS_URL))

    said = assay(*OFFLINE, college.badge())

    assert said.code == 2
    assert f"  (not had: {STATUS_URL}: nobody was asked, because of --offline)\n" in said.out
