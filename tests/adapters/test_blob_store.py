"""Files named by the SHA-256 of their bytes."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest

from assay.adapters.blob_store import BlobStore
from assay.science.errors import Refused, Unavailable
from tests.adapters.crashing import killed_at_every_step

# SHA-256 of "abc", FIPS 180-4 (appendix of examples), and of nothing.
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(("data", "digest"), [(b"abc", ABC), (b"", NOTHING)])
def test_a_blob_is_named_by_its_sha_256_and_comes_back(blobs: BlobStore, data: bytes, digest: str) -> None:
    assert not blobs.has(digest)

    assert blobs.put(data) == digest

    assert blobs.has(digest)
    assert blobs.get(digest) == data
    assert blobs.path(digest).read_bytes() == data


def test_the_same_bytes_are_kept_once_and_for_the_owner_alone(blobs: BlobStore, tmp_path: Path) -> None:
    blobs.put(b"abc")
    blobs.put(b"abc")

    assert files(tmp_path) == [tmp_path / "blobs" / "ba" / "78" / ABC]
    assert stat.S_IMODE(blobs.path(ABC).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "blobs").stat().st_mode) == 0o700


def test_twenty_threads_that_keep_the_same_blob_keep_one(blobs: BlobStore, tmp_path: Path) -> None:
    data = b"evidence" * 50_000
    together = Barrier(20)

    def put(_: int) -> bytes:
        together.wait()
        return blobs.get(blobs.put(data))

    with ThreadPoolExecutor(20) as pool:
        seen = set(pool.map(put, range(20)))

    assert seen == {data}
    assert len(files(tmp_path)) == 1


def test_a_blob_that_is_not_here_is_unavailable(blobs: BlobStore) -> None:
    with pytest.raises(Unavailable):
        blobs.get(ABC)


@pytest.mark.parametrize("found", [b"abd", b"ab", b"", b"abc "])
def test_a_damaged_blob_is_refused_and_whoever_has_the_bytes_mends_it(blobs: BlobStore, found: bytes) -> None:
    blobs.put(b"abc")
    blobs.path(ABC).write_bytes(found)

    with pytest.raises(Refused, match="backup"):
        blobs.get(ABC)

    blobs.put(b"abc")
    assert blobs.get(ABC) == b"abc"


def test_a_deleted_blob_is_gone_and_deleting_it_again_does_no_harm(blobs: BlobStore, tmp_path: Path) -> None:
    blobs.put(b"abc")

    for _ in range(2):
        blobs.delete(ABC)

    assert not blobs.has(ABC)
    assert files(tmp_path) == []
    blobs.delete(NOTHING)


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", ABC.upper(), ABC[:-1], ABC + "0", ABC + "\n", f"../{ABC[3:]}", "٣" * 64, "\0" * 64]
)
def test_attack_path_traversal_only_a_digest_becomes_a_path(blobs: BlobStore, name: str) -> None:
    for door in (blobs.get, blobs.has, blobs.delete, blobs.path):
        with pytest.raises(Refused, match="64 hex digits"):
            door(name)


def test_a_disk_that_takes_no_more_leaves_nothing_under_the_name(blobs: BlobStore, tmp_path: Path) -> None:
    # A file where the folder should be: root may write anywhere, so a read-only folder would prove nothing.
    (tmp_path / "blobs").write_bytes(b"")

    with pytest.raises(Unavailable):
        blobs.put(b"abc")

    assert files(tmp_path) == [tmp_path / "blobs"]
    assert not blobs.has(ABC)


def test_a_blob_that_cannot_be_read_or_erased_is_unavailable(blobs: BlobStore) -> None:
    blobs.path(ABC).mkdir(parents=True)  # a folder in its place: root may read and erase any file

    for door in (blobs.get, blobs.delete):
        with pytest.raises(Unavailable):
            door(ABC)


def test_killed_at_any_step_a_blob_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    worlds = killed_at_every_step(tmp_path, doing="blob_store.BlobStore(folder).put(b'abc')")

    kept = []
    for world in worlds:
        blobs = BlobStore(world)
        kept.append(blobs.has(ABC))
        named = [path for path in files(world) if not path.name.startswith(".")]
        assert [path.read_bytes() for path in named] == ([b"abc"] if kept[-1] else [])
        assert blobs.put(b"abc") == ABC
        assert blobs.get(ABC) == b"abc"

    # Killed before the rename, a draft lies there; killed after it, the blob.
    assert kept == sorted(kept)
    assert (kept[0], kept[-1]) == (False, True)
    assert any(path.name.startswith(".") for world in worlds for path in files(world))


def test_what_a_crash_left_half_written_is_cleared_and_what_is_kept_stays(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs")
    blobs.put(b"abc")
    blobs.path(ABC).with_name(f".{ABC}.0011223344556677").write_bytes(b"ab")

    assert blobs.clear_drafts(before=datetime(2020, 1, 1, tzinfo=UTC)) == 0
    assert blobs.clear_drafts(before=datetime(2200, 1, 1, tzinfo=UTC)) == 1

    assert files(tmp_path) == [blobs.path(ABC)]
