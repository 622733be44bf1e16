"""``assay issue``: for everybody in the table or for nobody, and never over something that is there."""

import json
from pathlib import Path
from typing import Any

import pytest

from assay.adapters.key_file import StoredKey, store
from assay.science.securing import strict_json
from assay.science.securing.vc_jwt import read_token
from assay.science.status.bitstring import decode_bitstring
from tests.cast import ADA, MERIDIAN, WELDING_BASICS
from tests.cli.college import AT, STATUS_URL, Assay, College, seen
from tests.cli.test_files import little_room

OFFLINE = ("verify", "--offline", "--now", AT)


def issued(college: College, number: int = 1) -> Any:
    return strict_json.parse(college.badge(number).read_bytes())


def test_everybody_in_the_table_gets_a_badge_that_verifies(assay: Assay, college: College) -> None:
    said = assay(*college.to_issue())

    names = ["0001-ada-byron.json", "0002-grace-hopper.json", "0003-recipient.json"]
    assert said.code == 0
    assert said.out == "".join(f"signed  {college.badges / name}\n" for name in names)
    assert sorted(path.name for path in college.badges.iterdir()) == names
    assert assay(*OFFLINE, *sorted(college.badges.iterdir())).code == 0


def test_a_badge_says_what_definition_table_and_key_say(assay: Assay, college: College) -> None:
    table = college.in_words(
        "name,id,evidence,narrative,credits,valid_from\n"
        f"Ada Byron,{ADA.id},https://brunel.example/w/1,A frame,1.5,2026-09-01T08:00:00Z\n"
    )

    assay(*college.to_issue(table=table))

    badge = issued(college)
    subject = badge["credentialSubject"]
    assert badge["issuer"]["id"] == json.loads(college.key.read_text("utf-8"))["id"]
    assert badge["name"] == subject["achievement"]["name"] == "Welding basics"
    assert (badge["validFrom"], badge["validUntil"]) == ("2026-09-01T08:00:00Z", "2029-09-01T08:00:00Z")
    assert (subject["id"], subject["creditsEarned"]) == (ADA.id, 1.5)
    assert badge["evidence"] == [{"id": "https://brunel.example/w/1", "type": ["Evidence"], "narrative": "A frame"}]
    assert "credentialStatus" not in badge


def test_badges_of_one_run_have_ids_of_their_own(assay: Assay, college: College) -> None:
    assay(*college.to_issue())

    assert len({issued(college, number)["id"] for number in (1, 2, 3)}) == 3


@pytest.mark.parametrize(
    ("kind", "suite", "ending"),
    [
        ("Ed25519", None, "json"),
        ("Ed25519", "eddsa-jcs-2022", "json"),
        ("Ed25519", "vc-jwt", "jwt"),
        ("P-256", None, "json"),
        ("P-256", "ecdsa-jcs-2019", "json"),
        ("P-256", "vc-jwt", "jwt"),
        ("P-384", None, "json"),
        ("P-384", "ecdsa-jcs-2019", "json"),
    ],
)
def test_each_suite_with_each_key_that_it_takes(
    assay: Assay, college: College, kind: str, suite: str | None, ending: str
) -> None:
    college.key.unlink()
    assay("keygen", "--out", college.key, "--kind", kind)

    said = assay(*college.to_issue(*(("--suite", suite) if suite else ()), "--status-list", STATUS_URL))

    assert said.code == 0
    assert college.badge().suffix == f".{ending}"
    if suite and ending == "json":
        assert issued(college)["proof"][0]["cryptosuite"] == suite
    if ending == "jwt":
        assert read_token(college.badge().read_text("utf-8").strip()).document["name"] == "Welding basics"
    report = json.loads(assay(*OFFLINE, "--json", college.badge()).out)
    assert {check["code"] for check in report["checks"] if check["outcome"] in {"FAILS", "UNKNOWN"}} == {
        "STATUS_UNREACHABLE",
        "ISSUER_NOT_ESTABLISHED",
    }


def test_a_suite_that_does_not_go_with_the_key_is_refused_before_anything_is_written(
    assay: Assay, college: College
) -> None:
    before = seen(college.folder)

    said = assay(*college.to_issue("--suite", "ecdsa-rdfc-2019"))

    assert (said.code, said.out, said.err) == (77, "", "assay: ecdsa-rdfc-2019 does not use Ed25519 keys\n")
    assert seen(college.folder) == before


def test_with_a_status_list_every_badge_has_a_place_of_its_own(assay: Assay, college: College) -> None:
    said = assay(*college.to_issue("--status-list", STATUS_URL))

    entries = [issued(college, number)["credentialStatus"] for number in (1, 2, 3)]
    assert said.code == 0
    assert f"next    publish {college.status_list} at {STATUS_URL}; withdraw with assay revoke\n" in said.out
    assert {entry["statusListCredential"] for entry in entries} == {STATUS_URL}
    assert len({entry["statusListIndex"] for entry in entries}) == 3
    listing = json.loads(college.status_list.read_text("utf-8"))
    assert listing["id"] == STATUS_URL
    assert (listing["validFrom"], listing["validUntil"]) == (AT, "2026-11-23T09:00:00Z")
    assert decode_bitstring(listing["credentialSubject"]["encodedList"], where="") == bytes(131_072 // 8)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "brunel.example/s",
        "http://brunel.example/s",
        "https://127.0.0.1/s",
        "https://b.example/s?a=1",
        "https://b.example/s#1",
    ],
)
def test_a_status_list_at_no_public_address_is_a_mistake(assay: Assay, college: College, url: str) -> None:
    said = assay(*college.to_issue("--status-list", url))

    assert (said.code, said.out) == (64, "")
    assert "--status-list" in said.err
    assert not college.badges.exists()


def test_an_e_mail_address_is_left_out_unless_asked_for_and_then_a_salted_digest(
    assay: Assay, college: College
) -> None:
    table = college.in_words("name,email\nAda,ada@learners.example\nGrace,\n")

    without = assay(*college.to_issue(table=table))
    plain = seen(college.badges)
    again = College(college.folder / "again")
    again.folder.mkdir()
    words = college.to_issue("--with-email", table=table)
    words[words.index(college.badges)] = again.badges
    asked = assay(*words)

    assert "e-mail addresses were left out; --with-email" in without.out
    assert 'identityType": "emailAddress' not in str(plain)
    assert "note" not in asked.out
    (_, email) = issued(again)["credentialSubject"]["identifier"]
    assert (email["identityType"], email["hashed"]) == ("emailAddress", True)
    assert len(email["salt"]) >= 22
    assert b"learners.example" not in b"".join(seen(college.badges).values()) + b"".join(seen(again.badges).values())
    assert len(issued(again, 2)["credentialSubject"]["identifier"]) == 1


def test_a_yaml_definition_gives_the_same_badge_as_a_json_one(assay: Assay, college: College) -> None:
    assay(*college.to_issue())
    by_json = issued(college)
    yaml = college.folder / "welding.yaml"
    yaml.write_text(
        "issuer: {name: Brunel College, url: https://brunel.example}\n"
        "achievement:\n"
        "  id: https://brunel.example/achievements/welding-basics/v/1\n"
        "  name: Welding basics\n"
        "  description: Joins plates of mild steel with sound fillet welds.\n"
        "  criteria: Welds a T joint that passes visual inspection.\n"
        "  alignment: [{targetName: Welding, targetUrl: https://skills.example/welding}]\n"
        "validFor: P3Y\n",
        "utf-8",
    )
    words = college.to_issue()
    words[words.index(college.definition)] = yaml
    words[words.index(college.badges)] = college.folder / "by-yaml"

    assert assay(*words).code == 0

    by_yaml = strict_json.parse_object((college.folder / "by-yaml" / "0001-ada-byron.json").read_bytes())
    assert {**by_yaml, "id": 0, "proof": 0} == {**by_json, "id": 0, "proof": 0}


# --- nothing or everything --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("id", "no-url", "line 41, column id: "),
        ("id", "https://brunel.example/p/3", "line 41, column id: the same id as in line 5"),
        ("credits", "many", "line 41, column credits: "),
        ("valid_from", "2026-13-01T00:00:00Z", "line 41, column valid_from: "),
        ("narrative", "\x1b[2J", "line 41, column narrative: a control character"),
        ("result: T joint", "x", "the recipient in line 41: the definition has no resultDescription named 'T joint'"),
    ],
)
def test_a_fault_in_the_last_row_leaves_no_folder(
    assay: Assay, college: College, column: str, cell: str, said: str
) -> None:
    columns = ["name", "id", "credits", "valid_from", "narrative", "result: T joint"]
    rows = [[f"Person {number}", f"https://brunel.example/p/{number}", "", "", "", ""] for number in range(40)]
    rows[-1][columns.index(column)] = cell
    table = college.in_words("\n".join(map(",".join, [columns, *rows])))
    before = seen(college.folder)

    told = assay(*college.to_issue("--status-list", STATUS_URL, table=table))

    assert (told.code, told.out) == (65, "")
    assert said in told.err
    assert "\x1b" not in told.err
    assert seen(college.folder) == before


def test_a_badge_that_would_end_before_it_begins_names_its_line(assay: Assay, college: College) -> None:
    definition = {name: value for name, value in WELDING_BASICS.items() if name != "validFor"}
    college.definition.write_text(json.dumps({**definition, "validUntil": "2027-01-01T00:00:00Z"}), "utf-8")
    table = college.in_words("name,valid_from\nAda,2026-12-01T00:00:00Z\nGrace,2027-02-01T00:00:00Z\n")

    said = assay(*college.to_issue(table=table))

    assert (said.code, said.out) == (65, "")
    assert "the recipient in line 3: ends before it starts" in said.err
    assert not college.badges.exists()


def test_a_folder_that_exists_is_not_touched(assay: Assay, college: College) -> None:
    assay(*college.to_issue())
    before = seen(college.folder)

    said = assay(*college.to_issue())

    assert (said.code, said.out) == (77, "")
    assert f"{college.badges} exists, and nothing is overwritten; choose another folder" in said.err
    assert seen(college.folder) == before


def test_a_full_disk_leaves_nothing(assay: Assay, college: College) -> None:
    before = seen(college.folder)

    with little_room(1024):
        said = assay(*college.to_issue())

    assert (said.code, said.out) == (69, "")
    assert "badges: File too large" in said.err
    assert seen(college.folder) == before


def test_a_place_that_may_not_be_written_is_said_to_be_so(assay: Assay, college: College) -> None:
    words = college.to_issue()
    words[words.index(college.badges)] = "/proc/badges"

    said = assay(*words)

    assert (said.code, said.out) == (69, "")
    assert said.err.startswith("assay: /proc/badges: ")


@pytest.mark.parametrize("what", ["definition", "table", "key"])
def test_an_input_that_is_not_there_or_not_what_it_should_be_is_named(
    assay: Assay, college: College, what: str
) -> None:
    path: Path = getattr(college, what)
    mode = path.stat().st_mode
    path.unlink()

    gone = assay(*college.to_issue())
    path.write_bytes(b'{"name": "Ada"')
    path.chmod(mode)
    broken = assay(*college.to_issue())

    assert (gone.code, gone.out, broken.code, broken.out) == (69, "", 65, "")
    assert gone.err.startswith(f"assay: {path}: ")
    assert broken.err.startswith(f"assay: {path}: ")
    assert not college.badges.exists()


def test_a_key_that_others_can_read_is_refused(assay: Assay, college: College) -> None:
    college.key.chmod(0o644)

    said = assay(*college.to_issue())

    assert said.code == 77
    assert f"chmod 600 {college.key}" in said.err


def test_a_key_without_a_name_signs_for_itself(assay: Assay, college: College) -> None:
    stored = json.loads(college.key.read_text("utf-8"))
    college.key.write_text(json.dumps({**stored, "id": None}), "utf-8")

    assert assay(*college.to_issue()).code == 0

    assert issued(college)["issuer"]["id"] == f"did:key:{stored['publicKeyMultibase']}"


def test_an_https_address_can_be_the_issuer(assay: Assay, college: College) -> None:
    college.key.unlink()
    store(college.key, StoredKey(MERIDIAN.id, MERIDIAN.key))

    assert assay(*college.to_issue()).code == 0

    assert issued(college)["issuer"]["id"] == MERIDIAN.id


def test_an_issuer_whose_keys_nobody_here_could_find_is_refused(assay: Assay, college: College) -> None:
    college.key.unlink()
    store(college.key, StoredKey("did:ethr:0x1", MERIDIAN.key))

    said = assay(*college.to_issue())

    assert (said.code, said.out) == (77, "")
    assert "did:ethr is not resolved here" in said.err


def test_a_key_file_does_not_leak_into_a_message(assay: Assay, college: College) -> None:
    secret = json.loads(college.key.read_text("utf-8"))["secretKeyMultibase"]
    college.key.write_text(college.key.read_text("utf-8").replace(secret, f"{secret}1"), "utf-8")

    said = assay(*college.to_issue())

    assert said.code == 65
    assert secret not in said.err


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("../../etc/passwd", "0001-etc-passwd.json"),
        ("/", "0001-recipient.json"),
        ("..", "0001-recipient.json"),
        ("CON", "0001-con.json"),
        ("Ada\u202eByron", "0001-adabyron.json"),
        ("-rf *", "0001-rf.json"),
        ("x" * 300, "0001-" + "x" * 40 + ".json"),
        ("Günther Weiß", "0001-gunther-weiss.json"),
        ("=HYPERLINK(1)", "0001-hyperlink-1.json"),
        ("$(touch x)", "0001-touch-x.json"),
    ],
)
def test_attack_a_name_leads_to_no_other_folder_and_stays_as_it_is_in_the_badge(
    assay: Assay, college: College, name: str, file: str
) -> None:
    said = assay(*college.to_issue(table=college.in_words(f"name\n{name}\n")))

    assert said.code == 0
    assert [path.name for path in college.badges.iterdir()] == [file]
    (identity,) = issued(college)["credentialSubject"]["identifier"]
    assert identity["identityHash"] == name
    assert not set("\x1b\u202e") & set(said.out)


def test_escapes_in_a_folder_name_do_not_reach_the_terminal(assay: Assay, college: College) -> None:
    words = college.to_issue("--status-list", STATUS_URL)
    words[words.index(college.badges)] = college.folder / "\x1b[2J\u202e"

    told = [assay(*words), assay(*words)]

    assert [said.code for said in told] == [0, 77]
    assert not set("\x1b\u202e") & set("".join(said.out + said.err for said in told))


def test_without_an_instant_the_clock_is_asked(assay: Assay, college: College) -> None:
    words = college.to_issue()
    del words[words.index("--now") : words.index("--now") + 2]

    assert assay(*words).code == 0

    assert assay("verify", "--offline", college.badge()).code == 0
