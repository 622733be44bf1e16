"""A secret key in a file of its own."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assay.adapters.key_file import StoredKey, load, store
from assay.science.errors import Code, MalformedDocument, Refused, Unavailable
from assay.science.securing.keys import KeyKind, SecretKey

UNI = "did:web:uni.example"
# Seed and public key of RFC 8032 §7.1, TEST 1; the multibase texts were encoded by hand.
SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw"
SECRET = "z3u2bpACJXYj89Vh7HqHn8oVv2A2niEy9FcQUzzuQTYJ61AX"
OTHER_PUBLIC = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "uni.key"


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def write(path: Path, members: Any, *, mode: int = 0o600) -> None:
    path.write_text(json.dumps(members))
    path.chmod(mode)


def test_a_stored_key_is_a_multikey_that_says_whom_it_signs_for(path: Path) -> None:
    store(path, StoredKey(UNI, SecretKey(KeyKind.ED25519, SEED)))

    assert json.loads(path.read_text()) == {
        "id": UNI,
        "type": "Multikey",
        "publicKeyMultibase": PUBLIC,
        "secretKeyMultibase": SECRET,
    }


@pytest.mark.usefixtures("umask")
def test_only_its_owner_may_read_a_stored_key_whatever_the_umask(path: Path) -> None:
    store(path, StoredKey(None, SecretKey(KeyKind.ED25519, SEED)))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("controller", [UNI, None])
@pytest.mark.parametrize(
    ("kind", "raw"), [(KeyKind.ED25519, SEED), (KeyKind.P256, b"\1" * 32), (KeyKind.P384, b"\1" * 48)]
)
def test_what_was_stored_is_loaded(path: Path, controller: str | None, kind: KeyKind, raw: bytes) -> None:
    key = StoredKey(controller, SecretKey(kind, raw))
    store(path, key)

    assert load(path) == key


def test_a_key_written_by_hand_is_loaded_also_through_a_link(path: Path) -> None:
    write(path, {"type": "Multikey", "publicKeyMultibase": PUBLIC, "secretKeyMultibase": SECRET}, mode=0o400)
    link = path.with_name("current.key")
    link.symlink_to(path)

    assert load(link) == StoredKey(None, SecretKey(KeyKind.ED25519, SEED))


def test_a_key_is_never_overwritten(path: Path) -> None:
    path.write_text("the only copy")

    with pytest.raises(Refused):
        store(path, StoredKey(None, SecretKey(KeyKind.ED25519, SEED)))

    assert path.read_text() == "the only copy"
    assert list(path.parent.iterdir()) == [path]


def test_a_key_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        store(tmp_path / "nowhere" / "uni.key", StoredKey(None, SecretKey(KeyKind.ED25519, SEED)))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o666])
def test_attack_1_a_key_that_others_may_use_is_refused_and_the_remedy_named(path: Path, mode: int) -> None:
    write(path, {"type": "Multikey", "publicKeyMultibase": PUBLIC, "secretKeyMultibase": SECRET}, mode=mode)

    with pytest.raises(Refused, match="chmod 600"):
        load(path)


def test_a_key_that_is_not_there_is_unavailable(path: Path) -> None:
    with pytest.raises(Unavailable, match=r"uni\.key"):
        load(path)


def test_a_folder_or_a_pipe_is_no_key_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o600)

    for path in (tmp_path, pipe):
        with pytest.raises(Refused, match="ordinary"):
            load(path)


@pytest.mark.parametrize(
    "members",
    [
        {},
        [],
        {"type": "JsonWebKey", "publicKeyMultibase": PUBLIC, "secretKeyMultibase": SECRET},
        {"type": "Multikey", "secretKeyMultibase": SECRET},
        {"type": "Multikey", "publicKeyMultibase": PUBLIC},
        {"type": "Multikey", "publicKeyMultibase": PUBLIC, "secretKeyMultibase": None},
        {"type": "Multikey", "publicKeyMultibase": PUBLIC, "secretKeyMultibase": PUBLIC},
        {"type": "Multikey", "publicKeyMultibase": PUBLIC, "secretKeyMultibase": SECRET + "0"},
        {"type": "Multikey", "publicKeyMultibase": OTHER_PUBLIC, "secretKeyMultibase": SECRET},
        {"type": "Multikey", "publicKeyMultibase": PUBLIC, "secretKeyMultibase": SECRET, "id": 7},
        {"type": "Multikey", "publicKeyMultibase": PUBLIC, "secretKeyMultibase": SECRET, "id": "uni.example"},
    ],
)
def test_what_is_no_whole_multikey_file_is_malformed(path: Path, members: Any) -> None:
    write(path, members)

    with pytest.raises(MalformedDocument) as refusal:
        load(path)

    assert refusal.value.code is Code.MALFORMED


def test_a_file_larger_than_a_key_is_not_read(path: Path) -> None:
    write(path, {"type": "Multikey", "filler": "x" * 5000})

    with pytest.raises(MalformedDocument) as refusal:
        load(path)

    assert refusal.value.code is Code.TOO_LARGE


def test_no_secret_is_shown_in_a_message_or_in_print(path: Path) -> None:
    # One letter of the secret half is wrong, as after a hasty copy.
    write(path, {"type": "Multikey", "publicKeyMultibase": PUBLIC, "secretKeyMultibase": SECRET[:-1] + "0"})

    with pytest.raises(MalformedDocument) as refusal:
        load(path)

    assert not any(SECRET[5:15] in text for text in (str(refusal.value), repr(refusal.value)))
    assert refusal.value.__cause__ is None
    assert repr(SEED)[2:10] not in repr(StoredKey(None, SecretKey(KeyKind.ED25519, SEED)))


def test_no_file_is_left_open(path: Path) -> None:
    store(path, StoredKey(None, SecretKey(KeyKind.ED25519, SEED)))
    open_files = len(list(Path("/proc/self/fd").iterdir()))

    load(path)
    with pytest.raises(Refused):
        load(path.parent)

    assert len(list(Path("/proc/self/fd").iterdir())) == open_files
