"""Where ``assay demo`` keeps its world: whole or not at all, built once, and anew when it must be."""

from pathlib import Path

import pytest

from assay.cli.demo_folder import world_folder
from assay.science.errors import Unavailable

HERE = "http://localhost:8000"


class Builder:
    """Fills a folder, and remembers how often."""

    def __init__(self) -> None:
        self.built: list[Path] = []

    def __call__(self, folder: Path) -> None:
        assert list(folder.iterdir()) == []
        self.built.append(folder)
        (folder / "world").write_text(f"number {len(self.built)}", "utf-8")


@pytest.fixture
def builder() -> Builder:
    return Builder()


def worlds(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir() if path.name != "lock")


def test_it_is_built_once_and_opened_the_next_time(tmp_path: Path, builder: Builder) -> None:
    first = world_folder(tmp_path, origin=HERE, fresh=False, build=builder)
    second = world_folder(tmp_path, origin=HERE, fresh=False, build=builder)

    assert first == second
    assert (second / "world").read_text("utf-8") == "number 1"
    assert worlds(tmp_path) == [first.name]


def test_others_on_this_machine_may_not_look_into_it(tmp_path: Path, builder: Builder) -> None:
    folder = world_folder(tmp_path, origin=HERE, fresh=False, build=builder)

    assert folder.stat().st_mode & 0o777 == 0o700


def test_fresh_forgets_what_was_done_in_it(tmp_path: Path, builder: Builder) -> None:
    first = world_folder(tmp_path, origin=HERE, fresh=False, build=builder)
    (first / "done").write_text("by a visitor", "utf-8")

    again = world_folder(tmp_path, origin=HERE, fresh=True, build=builder)

    assert sorted(path.name for path in again.iterdir()) == ["world"]
    assert (again / "world").read_text("utf-8") == "number 2"


def test_another_address_is_another_world_for_what_is_signed_names_it(tmp_path: Path, builder: Builder) -> None:
    here = world_folder(tmp_path, origin=HERE, fresh=False, build=builder)
    there = world_folder(tmp_path, origin="http://localhost:8001", fresh=False, build=builder)

    assert here != there
    assert worlds(tmp_path) == [there.name]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, Unavailable("demo", "no room")], ids=["Ctrl-C", "a failure"])
def test_what_was_interrupted_is_no_world(tmp_path: Path, builder: Builder, stop: BaseException) -> None:
    def interrupted(folder: Path) -> None:
        (folder / "half").write_text("a world", "utf-8")
        raise stop

    with pytest.raises(type(stop) if isinstance(stop, Exception) else KeyboardInterrupt):
        world_folder(tmp_path, origin=HERE, fresh=False, build=interrupted)

    assert worlds(tmp_path) == []
    assert (world_folder(tmp_path, origin=HERE, fresh=False, build=builder) / "world").exists()


def test_what_a_killed_build_has_left_is_removed_and_never_opened(tmp_path: Path, builder: Builder) -> None:
    whole = world_folder(tmp_path, origin=HERE, fresh=False, build=builder)
    half = tmp_path / f".{whole.name}.0123456789abcdef"
    whole.rename(half)

    again = world_folder(tmp_path, origin=HERE, fresh=False, build=builder)

    assert len(builder.built) == 2
    assert worlds(tmp_path) == [again.name]


def test_of_two_starts_at_once_one_builds_and_the_other_opens(tmp_path: Path, builder: Builder) -> None:
    from threading import Barrier, Thread  # noqa: PLC0415 -- here alone

    together = Barrier(2)
    opened: list[Path] = []

    def start() -> None:
        together.wait()
        opened.append(world_folder(tmp_path, origin=HERE, fresh=False, build=builder))

    threads = [Thread(target=start) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(builder.built) == 1
    assert opened[0] == opened[1]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, builder: Builder) -> None:
    (tmp_path / "file").write_text("not a folder", "utf-8")

    with pytest.raises(Unavailable, match="file"):
        world_folder(tmp_path / "file" / "demo", origin=HERE, fresh=False, build=builder)
