"""``assay keygen``: a key that only its owner can read, and the document to publish with it."""

import json
import os
import stat
from pathlib import Path

import pytest

from assay.adapters import key_file
from assay.adapters.new_key import new_key
from assay.science.securing.keys import KeyKind
from tests.cli.college import Assay, as_nobody, seen

DID = "did:web:brunel.example"


@pytest.mark.parametrize(
    ("kind", "start"), [("Ed25519", "did:key:z6Mk"), ("P-256", "did:key:zDn"), ("P-384", "did:key:z82")]
)
def test_a_key_is_its_own_issuer_unless_a_domain_is_named(assay: Assay, tmp_path: Path, kind: str, start: str) -> None:
    path = tmp_path / "issuer.key"

    said = assay("keygen", "--out", path, "--kind", kind)

    stored = json.loads(path.read_text("utf-8"))
    assert said.code == 0
    assert stored["id"].startswith(start)
    assert said.out == f"issuer  {stored['id']}\nkey     {path} (keep it safe: whoever has it signs in your name)\n"
    assert stored["secretKeyMultibase"] not in said.out
    assert key_file.load(path).secret.kind is KeyKind(kind)
    assert seen(tmp_path).keys() == {"issuer.key"}


def test_without_a_kind_it_is_ed25519(assay: Assay, tmp_path: Path) -> None:
    assay("keygen", "--out", tmp_path / "issuer.key")

    assert key_file.load(tmp_path / "issuer.key").secret.kind is KeyKind.ED25519


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o277])
def test_only_the_owner_may_read_a_key_whatever_the_umask(assay: Assay, tmp_path: Path, umask: int) -> None:
    path = tmp_path / "issuer.key"
    before = os.umask(umask)
    try:
        assert assay("keygen", "--out", path).code == 0
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) & 0o177 == 0


def test_no_two_keys_are_the_same() -> None:
    assert len({new_key(KeyKind.P256).raw for _ in range(20)}) == 20


def test_a_key_is_never_overwritten(assay: Assay, tmp_path: Path) -> None:
    path = tmp_path / "issuer.key"
    assay("keygen", "--out", path)
    before = seen(tmp_path)

    said = assay("keygen", "--out", path)

    assert (said.code, said.out) == (77, "")
    assert "a key is never overwritten; choose another name" in said.err
    assert seen(tmp_path) == before


def test_a_domain_gets_a_document_and_the_address_to_publish_it_at(assay: Assay, tmp_path: Path) -> None:
    key, document = tmp_path / "issuer.key", tmp_path / "published.json"

    said = assay("keygen", "--out", key, "--did", f"{DID}:issuers:7", "--did-document", document)

    assert said.code == 0
    assert f"next    publish {document} at https://brunel.example/issuers/7/did.json\n" in said.out
    published, stored = json.loads(document.read_text("utf-8")), json.loads(key.read_text("utf-8"))
    assert published["id"] == stored["id"] == f"{DID}:issuers:7"
    assert [method["publicKeyMultibase"] for method in published["verificationMethod"]] == [
        stored["publicKeyMultibase"]
    ]
    assert stored["secretKeyMultibase"] not in document.read_text("utf-8")


def test_the_document_is_did_json_where_one_stands(
    assay: Assay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert assay("keygen", "--out", "issuer.key", "--did", DID).code == 0

    assert seen(tmp_path).keys() == {"issuer.key", "did.json"}


@pytest.mark.parametrize(
    ("did", "code"),
    [
        ("did:key:z6Mkw", 65),
        ("brunel.example", 65),
        ("did:web:", 65),
        ("did:web:127.0.0.1", 65),
        ("did:web:brunel.example/x", 65),
        ("did:web:brunel.example#key", 65),
        ("did:web:brunel.example:..", 65),
        ("did:web:\x1b[2J", 65),
    ],
)
def test_an_identifier_that_names_no_domain_is_refused_and_no_key_is_made(
    assay: Assay, tmp_path: Path, did: str, code: int
) -> None:
    said = assay("keygen", "--out", tmp_path / "k", "--did", did, "--did-document", tmp_path / "d")

    assert (said.code, said.out) == (code, "")
    assert "\x1b" not in said.err
    assert seen(tmp_path) == {}


def test_a_document_without_a_domain_is_a_misunderstanding(assay: Assay, tmp_path: Path) -> None:
    said = assay("keygen", "--out", tmp_path / "k", "--did-document", tmp_path / "d")

    assert said.code == 77
    assert "--did" in said.err
    assert seen(tmp_path) == {}


def test_key_and_document_are_written_together_or_not_at_all(assay: Assay, tmp_path: Path) -> None:
    key, document = tmp_path / "k", tmp_path / "d"
    document.write_text("mine", "utf-8")

    taken = assay("keygen", "--out", key, "--did", DID, "--did-document", document)

    assert taken.code == 77
    assert seen(tmp_path) == {"d": b"mine"}

    document.unlink()
    nowhere = assay("keygen", "--out", tmp_path / "gone" / "k", "--did", DID, "--did-document", document)

    assert nowhere.code == 69
    assert seen(tmp_path) == {}


def test_a_folder_that_may_not_be_written_is_said_to_be_so(assay: Assay, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with as_nobody():
        said = assay("keygen", "--out", tmp_path / "k")

    assert (said.code, said.out) == (69, "")
    assert "Permission denied" in said.err


@pytest.mark.parametrize("folder", ["\x1b[2J", "\u202eyek"])
def test_escapes_in_a_file_name_do_not_reach_the_terminal(assay: Assay, tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()

    said = assay("keygen", "--out", tmp_path / folder / "k")

    assert said.code == 0
    assert not set("\x1b\u202e") & set(said.out)
