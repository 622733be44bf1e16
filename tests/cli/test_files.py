"""Files and folders: whole or not at all, whatever interrupts; nothing overwritten; nothing left lying about."""

import contextlib
import errno
import os
import resource
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.cli.files import MAX_FILE, held, naming, read_as, read_file, replace, write_new
from assay.cli.new_folder import new_folder
from assay.science.errors import Code, MalformedDocument, Refused, Unavailable
from tests.cli.college import as_nobody, seen


@contextlib.contextmanager
def little_room(most: int = 2048) -> Iterator[None]:
    """No file may grow beyond so many bytes: what a full disk does to whoever writes more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_is_read_whole_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with path.open("wb") as file:
        file.truncate(MAX_FILE)

    assert len(read_file(path)) == MAX_FILE

    os.truncate(path, MAX_FILE + 1)
    with pytest.raises(MalformedDocument, match="x is larger than 33554432 bytes") as caught:
        read_file(path)
    assert caught.value.code is Code.TOO_LARGE


def test_attack_a_device_without_end_is_given_up_on() -> None:
    with pytest.raises(MalformedDocument, match="larger than"):
        read_file(Path("/dev/zero"))


def test_a_complaint_names_its_source_and_keeps_its_code(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"?")

    def malformed(_raw: bytes) -> None:
        raise MalformedDocument("nonsense", where="/a", clause="RFC 1", code=Code.DUPLICATE_KEY)

    with pytest.raises(MalformedDocument) as sent:
        read_as(path, malformed)
    with pytest.raises(Refused) as refused, naming("line 7"):
        raise Refused("no", code=Code.KEY_REFUSED, clause="RFC 2")

    assert (str(sent.value), sent.value.code) == (f"{path}: nonsense at /a (RFC 1)", Code.DUPLICATE_KEY)
    assert (str(refused.value), refused.value.code, refused.value.clause) == ("line 7: no", Code.KEY_REFUSED, "RFC 2")
    assert read_as(path, bytes.decode) == "?"


def test_a_new_file_is_written_once(tmp_path: Path) -> None:
    write_new(tmp_path / "x", b"first")

    with pytest.raises(Refused, match="exists, and nothing is overwritten"):
        write_new(tmp_path / "x", b"second")

    assert seen(tmp_path) == {"x": b"first"}


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "x").symlink_to(tmp_path / "y")

    with pytest.raises(Refused):
        write_new(tmp_path / "x", b"data")

    assert not (tmp_path / "y").exists()


def test_a_full_disk_leaves_no_part_of_a_new_file(tmp_path: Path) -> None:
    with little_room(), pytest.raises(Unavailable, match="File too large"):
        write_new(tmp_path / "x", b"x" * 9999)

    assert seen(tmp_path) == {}


def test_a_full_disk_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"old")

    with little_room(), pytest.raises(Unavailable, match="File too large"):
        replace(tmp_path / "x", b"x" * 9999)

    assert seen(tmp_path) == {"x": b"old"}


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"old")

    replace(tmp_path / "x", b"new")

    assert seen(tmp_path) == {"x": b"new"}


def test_a_link_stays_and_leads_to_the_new_file_which_the_same_people_can_read(tmp_path: Path) -> None:
    """A status list that a web server reads through a link, as another user."""
    (tmp_path / "published").mkdir()
    target, link = tmp_path / "published" / "list.json", tmp_path / "list.json"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    before = os.umask(0o077)
    try:
        with held(link):
            replace(link, b"new")
    finally:
        os.umask(before)

    assert (link.is_symlink(), target.read_bytes()) == (True, b"new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(seen(tmp_path)) == ["list.json", "published/", "published/list.json"]


def test_a_link_that_leads_to_itself_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "x").symlink_to(tmp_path / "x")

    with pytest.raises(Unavailable, match="symbolic links"):
        read_file(tmp_path / "x")
    with pytest.raises(Unavailable, match="symbolic links"):
        replace(tmp_path / "x", b"")


def test_what_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="No such file or directory"):
        replace(tmp_path / "gone" / "x", b"")
    with pytest.raises(Unavailable, match="No such file or directory"):
        write_new(tmp_path / "gone" / "x", b"")
    with pytest.raises(Unavailable, match="No such file or directory"), held(tmp_path / "gone" / "x"):
        pass


def test_whatever_goes_wrong_between_opening_and_writing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write_new(tmp_path / "x", "text")  # type: ignore[arg-type]

    assert seen(tmp_path) == {}


def test_a_folder_appears_with_everything_in_it(tmp_path: Path) -> None:
    with new_folder(tmp_path / "badges") as draft:
        (draft / "a").write_text("1", "utf-8")
        assert not (tmp_path / "badges").exists()

    assert seen(tmp_path) == {"badges/": b"", "badges/a": b"1"}


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MalformedDocument("bad"), ValueError("bug")])
def test_an_interrupted_folder_leaves_nothing_behind(tmp_path: Path, error: BaseException) -> None:
    def write() -> None:
        with new_folder(tmp_path / "badges") as draft:
            (draft / "a").write_text("1", "utf-8")
            raise error

    with pytest.raises(type(error)):
        write()

    assert seen(tmp_path) == {}


def test_a_full_disk_leaves_no_folder(tmp_path: Path) -> None:
    def write() -> None:
        with new_folder(tmp_path / "badges") as draft:
            (draft / "a").write_bytes(b"1")
            (draft / "b").write_bytes(b"x" * 9999)

    with little_room(), pytest.raises(Unavailable, match="badges: File too large"):
        write()

    assert seen(tmp_path) == {}


@pytest.mark.parametrize("there", ["file", "folder", "empty folder"])
def test_a_folder_that_exists_is_left_alone(tmp_path: Path, there: str) -> None:
    path = tmp_path / "badges"
    if there == "file":
        path.write_text("mine", "utf-8")
    else:
        path.mkdir()
    if there == "folder":
        (path / "a").write_text("mine", "utf-8")
    before = seen(tmp_path)

    with pytest.raises(Refused, match="exists, and nothing is overwritten; choose another folder"), new_folder(path):
        pytest.fail("the block must not be entered")

    assert seen(tmp_path) == before


def test_of_two_that_make_the_same_folder_the_first_to_finish_wins(tmp_path: Path) -> None:
    path = tmp_path / "badges"

    def both_write() -> None:
        with new_folder(path) as slower:
            (slower / "a").write_text("slower", "utf-8")
            with new_folder(path) as faster:
                (faster / "a").write_text("faster", "utf-8")

    with pytest.raises(Refused, match="exists"):
        both_write()

    assert seen(tmp_path) == {"badges/": b"", "badges/a": b"faster"}


def test_a_folder_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="No such file or directory"), new_folder(tmp_path / "gone" / "badges"):
        pytest.fail("the block must not be entered")

    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o500)
    with as_nobody(), pytest.raises(Unavailable, match="Permission denied"), new_folder(closed / "badges"):
        pytest.fail("the block must not be entered")


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o755), (0o077, 0o700)])
def test_who_may_look_into_a_folder_is_as_the_umask_says(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        with new_folder(tmp_path / "badges"):
            pass
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "badges").stat().st_mode) == mode


def _add_one(path: Path, times: int) -> None:
    for _ in range(times):
        with held(path):
            replace(path, str(int(path.read_text("utf-8")) + 1).encode())


def test_two_that_read_and_write_back_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "count"
    path.write_text("0", "utf-8")
    others = [threading.Thread(target=_add_one, args=(path, 25)) for _ in range(3)]

    for each in others:
        each.start()
    for each in others:
        each.join()

    assert path.read_text("utf-8") == "75"


def test_an_error_without_words_still_says_something(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="badges: cannot be written"), new_folder(tmp_path / "badges"):
        raise OSError

    with pytest.raises(OSError, match="Input/output"), held(tmp_path / "x"):
        raise OSError(errno.EIO, os.strerror(errno.EIO))
