"""``assay revoke``: withdrawing for good, only our own, and only in our own list."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from assay.adapters.key_file import StoredKey, store
from assay.science.status import bitstring
from tests.cast import ADA, FIRST_AID, MALLORY
from tests.cli.college import AT, PICTURE, STATUS_URL, Assay, College, seen
from tests.cli.test_files import little_room
from tests.world import World, changed, signed

LATER = "2026-11-22T18:00:00Z"
DAYS_LATER = "2026-12-24T09:00:00Z"


@pytest.fixture
def issued(assay: Assay, college: College) -> College:
    """Three revocable badges and their list."""
    assert assay(*college.to_issue("--status-list", STATUS_URL)).code == 0
    return college


def to_revoke(college: College, *badges: object, now: str = LATER, key: Path | None = None) -> list[object]:
    return ["revoke", *badges, "--list", college.status_list, "--key", key or college.key, "--now", now]


def index(path: Path) -> int:
    return int(json.loads(path.read_text("utf-8"))["credentialStatus"]["statusListIndex"])


def listing(college: College) -> Any:
    return json.loads(college.status_list.read_text("utf-8"))


def withdrawn(college: College) -> set[int]:
    bits = bitstring.decode_bitstring(listing(college)["credentialSubject"]["encodedList"], where="")
    return {place for place in range(bitstring.LIST_LENGTH) if bits[place // 8] << place % 8 & 128}


def test_withdrawing_sets_exactly_the_bits_of_these_badges(assay: Assay, issued: College) -> None:
    said = assay(*to_revoke(issued, issued.badge(1), issued.badge(3)))

    assert (said.code, said.err) == (0, "")
    assert said.out == (
        f"withdrawn  {issued.badge(1)}\n"
        f"withdrawn  {issued.badge(3)}\n"
        f"next       publish {issued.status_list} at {STATUS_URL}\n"
    )
    assert withdrawn(issued) == {index(issued.badge(1)), index(issued.badge(3))}
    assert (listing(issued)["validFrom"], listing(issued)["validUntil"]) == (LATER, "2026-11-23T18:00:00Z")


def test_withdrawing_again_is_safe_keeps_the_others_and_says_so(assay: Assay, issued: College) -> None:
    assay(*to_revoke(issued, issued.badge(1)))

    said = assay(*to_revoke(issued, issued.badge(1), issued.badge(2), issued.badge(2)))

    assert said.code == 0
    assert f"withdrawn  {issued.badge(1)} (it was already)\n" in said.out
    assert f"withdrawn  {issued.badge(2)}\n" in said.out
    assert withdrawn(issued) == {index(issued.badge(1)), index(issued.badge(2))}


def test_without_a_badge_the_list_is_signed_for_another_day_even_after_it_has_run_out(
    assay: Assay, issued: College
) -> None:
    assay(*to_revoke(issued, issued.badge(1)))

    said = assay(*to_revoke(issued, now=DAYS_LATER))

    assert said.code == 0
    assert withdrawn(issued) == {index(issued.badge(1))}
    assert (listing(issued)["validFrom"], listing(issued)["validUntil"]) == (DAYS_LATER, "2026-12-25T09:00:00Z")


def test_without_an_instant_the_clock_is_asked(assay: Assay, issued: College) -> None:
    said = assay("revoke", "--list", issued.status_list, "--key", issued.key)

    assert said.code == 0
    assert listing(issued)["validFrom"] != AT


def test_an_expired_badge_can_be_withdrawn(assay: Assay, issued: College) -> None:
    assert assay(*to_revoke(issued, issued.badge(1), now="2031-01-01T00:00:00Z")).code == 0


@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", "vc-jwt"])
def test_a_badge_of_any_suite_and_in_a_picture_can_be_withdrawn(
    assay: Assay, college: College, tmp_path: Path, suite: str
) -> None:
    assay(*college.to_issue("--suite", suite, "--status-list", STATUS_URL))
    (tmp_path / "picture").write_bytes(PICTURE)
    assay("bake", tmp_path / "picture", college.badge(2), "--out", tmp_path / "baked")

    said = assay(*to_revoke(college, college.badge(1), tmp_path / "baked"))

    assert said.code == 0
    assert len(withdrawn(college)) == 2


def refused(assay: Assay, college: College, words: list[object]) -> str:
    before = seen(college.folder)
    said = assay(*words)
    assert said.code in (65, 69, 77)
    assert said.out == ""
    assert seen(college.folder) == before
    return said.err


def test_all_badges_are_withdrawn_or_none(assay: Assay, issued: College) -> None:
    err = refused(assay, issued, to_revoke(issued, issued.badge(1), issued.folder / "gone.json"))

    assert "gone.json: No such file or directory" in err


def test_attack_a_forged_badge_does_not_withdraw_somebody_elses(assay: Assay, issued: College) -> None:
    """It names our list and the index of a genuine badge, and it is not ours."""
    victim = json.loads(issued.badge(1).read_text("utf-8"))
    forged = issued.folder / "forged.json"
    unsigned = changed(victim, proof=None)
    for body in (unsigned, signed(unsigned, by=MALLORY), changed(victim, name="Another name")):
        forged.write_text(json.dumps(body), "utf-8")
        assert f"{forged}: the policy OURS does not accept it" in refused(assay, issued, to_revoke(issued, forged))


def test_attack_a_strangers_genuine_badge_that_names_our_list_withdraws_nobody(assay: Assay, issued: College) -> None:
    """Mallory signs, as herself, a badge whose status she says is kept in our list at the victim's index."""
    unsigned = World().composed(FIRST_AID, to=ADA, by=MALLORY)
    status = json.loads(issued.badge(1).read_text("utf-8"))["credentialStatus"]
    path = issued.folder / "mallory.json"
    path.write_text(json.dumps(signed({**unsigned, "credentialStatus": status}, by=MALLORY)), "utf-8")

    assert f"{path}: it is {MALLORY.id}'s, not did:key:" in refused(assay, issued, to_revoke(issued, path))


def test_attack_a_forged_list_is_not_signed_anew(assay: Assay, issued: College) -> None:
    """Whoever can write the published list must not reinstate a badge through the issuer's own hand."""
    assay(*to_revoke(issued, issued.badge(1)))
    document = listing(issued)
    document["credentialSubject"]["encodedList"] = bitstring.encode_bitstring(bytes(131_072 // 8))
    issued.status_list.write_text(json.dumps(document), "utf-8")

    assert "the policy OURS does not accept it: proof" in refused(assay, issued, to_revoke(issued))


def test_a_list_of_another_issuer_is_refused_naming_both(assay: Assay, issued: College, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    assay("keygen", "--out", other)

    err = refused(assay, issued, to_revoke(issued, key=other))

    assert "the list is did:key:" in err
    assert "and the key is did:key:" in err


def test_a_badge_of_another_list_is_refused(assay: Assay, issued: College) -> None:
    again = College(issued.folder / "again")
    again.folder.mkdir()
    words = issued.to_issue("--status-list", "https://brunel.example/status/2")
    words[words.index(issued.badges)] = again.badges
    assay(*words)
    unrevocable = issued.to_issue()
    unrevocable[unrevocable.index(issued.badges)] = issued.folder / "for-good"
    assay(*unrevocable)

    for path in (again.badge(1), issued.folder / "for-good" / "0001-ada-byron.json"):
        assert f"{path}: it does not keep its status in {STATUS_URL}" in refused(assay, issued, to_revoke(issued, path))


@pytest.mark.parametrize("content", [b"", b"{}", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_list_is_refused_by_name(assay: Assay, issued: College, content: bytes) -> None:
    issued.status_list.write_bytes(content)

    assert f"{issued.status_list}: " in refused(assay, issued, to_revoke(issued))


def test_a_badge_is_no_list_and_a_list_no_badge(assay: Assay, issued: College) -> None:
    for words in (
        ["revoke", "--list", issued.badge(), "--key", issued.key, "--now", LATER],
        to_revoke(issued, issued.status_list),
    ):
        refused(assay, issued, words)


def test_a_list_of_another_purpose_or_without_an_address_is_not_made_a_list_of_revocations(
    assay: Assay, issued: College
) -> None:
    world = World().with_status(MALLORY, purpose="suspension")
    nameless = World().with_status(MALLORY, id=None)
    secret = issued.folder / "mallory.key"
    store(secret, StoredKey(MALLORY.id, MALLORY.key))
    for each in (world, nameless):
        issued.status_list.write_bytes(each.documents[MALLORY.status_url])

        assert "not a list of revocations that says where it is published" in refused(
            assay, issued, to_revoke(issued, key=secret)
        )


def test_a_full_disk_leaves_the_list_as_it_was(assay: Assay, issued: College) -> None:
    with little_room(512):
        assert "File too large" in refused(assay, issued, to_revoke(issued, issued.badge(1)))


def test_after_a_change_of_keys_old_badges_are_withdrawn_with_the_published_document(
    assay: Assay, college: College
) -> None:
    def make_key(name: str) -> Path:
        words = ("--did", "did:web:brunel.example", "--did-document", college.folder / f"{name}.json")
        assert assay("keygen", "--out", college.folder / name, *words).code == 0
        return college.folder / name

    old, new = make_key("old"), make_key("new")
    assay(*college.to_issue("--status-list", STATUS_URL, key=old))
    ours, theirs = (json.loads((college.folder / name).read_text("utf-8")) for name in ("new.json", "old.json"))
    both = {name: [*ours[name], *theirs[name]] for name in ("verificationMethod", "assertionMethod")}
    published = college.folder / "did.json"
    published.write_text(json.dumps({**ours, **both}), "utf-8")
    words = to_revoke(college, college.badge(1), key=new)

    assert f"{college.status_list}: the policy OURS does not accept it" in refused(assay, college, words)
    assert assay(*words, "--did-document", published).code == 0
    assert withdrawn(college) == {index(college.badge(1))}


def test_a_did_document_is_of_no_use_to_a_key_that_is_its_own_issuer(assay: Assay, issued: College) -> None:
    err = refused(assay, issued, [*to_revoke(issued), "--did-document", issued.badge()])

    assert "leave out --did-document" in err


def test_escapes_in_names_do_not_reach_the_terminal(assay: Assay, issued: College) -> None:
    odd = issued.folder / "\x1b[2J\u202e.json"
    shutil.copy(issued.badge(), odd)

    told = [
        assay(*to_revoke(issued, odd)),
        assay(*to_revoke(issued, issued.folder / "\x1b")),
        assay(*to_revoke(issued, key=issued.folder / "\x1b")),
    ]

    assert [said.code for said in told] == [0, 69, 69]
    assert not set("\x1b\u202e") & set("".join(said.out + said.err for said in told))
