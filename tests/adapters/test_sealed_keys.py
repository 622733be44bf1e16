"""Private keys on disk, sealed."""

import json
import re
import shutil
import stat
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assay.adapters.sealed_keys import Kek, SealedKeys, load_kek
from assay.science.errors import Refused, Unavailable
from assay.science.securing import multikey
from assay.science.securing.keys import KeyKind, SecretKey
from tests.adapters.crashing import killed_at_every_step

# Seed, public key and signature of the empty message of RFC 8032 §7.1, TEST 1; multibase encoded by hand.
SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw"
SECRET = "z3u2bpACJXYj89Vh7HqHn8oVv2A2niEy9FcQUzzuQTYJ61AX"
SIGNATURE = bytes.fromhex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)
BRUNEL, UNI = "brunel", "uni"
ISSUING, LOG = "assertionMethod", "log"
KEK = Kek(bytes(range(32)))
OTHER_KEK = Kek(bytes(range(1, 33)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def keys(folder: Path) -> SealedKeys:
    keys = SealedKeys(folder, KEK)
    keys.add(SecretKey(KeyKind.ED25519, SEED), tenant=BRUNEL, purpose=ISSUING)
    return keys


def key_file(folder: Path, public: str = PUBLIC) -> Path:
    return folder / "keys" / f"{public}.json"


def opened(keys: SealedKeys) -> list[str]:
    """All keys of Brunel's and the university's logs, each of which opens for one of the two."""
    names = list(keys.names())
    for name in names:
        try:
            keys.signer(name, tenant=BRUNEL, purpose=LOG)
        except Refused:
            keys.signer(name, tenant=UNI, purpose=LOG)
    return names


def test_a_kek_is_made_once_for_its_owner_alone_and_read_ever_after(tmp_path: Path) -> None:
    path = tmp_path / "etc" / "kek"

    first = load_kek(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_bytes()) == 32
    assert first == load_kek(path) == Kek(path.read_bytes())
    assert load_kek(tmp_path / "another") != first


def test_of_twenty_that_start_at_once_all_get_the_same_kek(tmp_path: Path) -> None:
    together = Barrier(20)

    def start(_: int) -> Kek:
        together.wait()
        return load_kek(tmp_path / "kek")

    with ThreadPoolExecutor(20) as pool:
        assert len({kek.raw for kek in pool.map(start, range(20))}) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o644])
def test_attack_1_a_kek_that_others_may_use_is_refused_and_the_remedy_named(tmp_path: Path, mode: int) -> None:
    load_kek(tmp_path / "kek")
    (tmp_path / "kek").chmod(mode)

    with pytest.raises(Refused, match="chmod 600"):
        load_kek(tmp_path / "kek")


@pytest.mark.parametrize("size", [0, 16, 31, 33, 4000])
def test_a_file_of_another_length_is_no_kek(tmp_path: Path, size: int) -> None:
    (tmp_path / "kek").write_bytes(b"k" * size)
    (tmp_path / "kek").chmod(0o600)

    with pytest.raises(Refused, match="32 bytes"):
        load_kek(tmp_path / "kek")


def test_a_kek_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(Unavailable):
        load_kek(tmp_path / "file" / "kek")


def test_a_sealed_key_signs_as_it_did_before(keys: SealedKeys) -> None:
    signer = keys.signer(PUBLIC, tenant=BRUNEL, purpose=ISSUING)

    assert signer.sign(b"") == SIGNATURE
    assert multikey.encode_public(signer.public_key) == PUBLIC


def test_its_owner_gets_the_secret_back(keys: SealedKeys) -> None:
    assert keys.secret(PUBLIC, tenant=BRUNEL, purpose=ISSUING) == SecretKey(KeyKind.ED25519, SEED)


@pytest.mark.parametrize("kind", [KeyKind.ED25519, KeyKind.P256, KeyKind.P384])
def test_a_new_key_of_each_kind_signs_also_after_a_restart(folder: Path, kind: KeyKind) -> None:
    public = SealedKeys(folder, KEK).create(tenant=BRUNEL, purpose=ISSUING, kind=kind)

    signer = SealedKeys(folder, KEK).signer(multikey.encode_public(public), tenant=BRUNEL, purpose=ISSUING)

    public.verify(signer.sign(b"a message"), b"a message")
    assert public.kind is kind


def test_each_new_key_is_another_and_rsa_is_never_made(folder: Path) -> None:
    keys = SealedKeys(folder, KEK)
    made = {multikey.encode_public(keys.create(tenant=BRUNEL, purpose=ISSUING)) for _ in range(20)}

    with pytest.raises(Refused, match="RSA"):
        keys.create(tenant=BRUNEL, purpose=ISSUING, kind=KeyKind.RSA)

    assert len(made) == 20
    assert set(keys.names()) == made


def test_a_key_is_never_overwritten_by_whomever(keys: SealedKeys, folder: Path) -> None:
    before = key_file(folder).read_bytes()

    for tenant in (BRUNEL, UNI):
        with pytest.raises(Refused, match="never overwritten"):
            keys.add(SecretKey(KeyKind.ED25519, SEED), tenant=tenant, purpose=ISSUING)

    assert key_file(folder).read_bytes() == before


def test_attack_1_nothing_on_disk_tells_the_secret_the_tenant_or_the_kek(keys: SealedKeys, folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]

    assert len(files) == 3
    for path in files:
        data = path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert not any(secret in data for secret in (SEED, SEED.hex().encode(), SECRET.encode(), b"brunel", KEK.raw))


def test_a_sealed_key_is_aes_256_gcm_as_written_down(keys: SealedKeys, folder: Path) -> None:
    """Opened here step by step from the description, not with the code that sealed it."""

    def bound(*words: str) -> bytes:
        return b"".join(len(word).to_bytes(4, "big") + word.encode() for word in ("assay envelope", "1", *words))

    def opened(path: Path, key: bytes, aad: bytes) -> bytes:
        members = json.loads(path.read_text())
        assert members["version"] == 1
        assert len(b64decode(members["nonce"])) == 12
        return AESGCM(key).decrypt(b64decode(members["nonce"]), b64decode(members["sealed"]), aad)

    [tenant_file] = (folder / "tenants").iterdir()
    data_key = opened(tenant_file, KEK.raw, bound("tenant", tenant_file.stem))

    assert opened(key_file(folder), data_key, bound(BRUNEL, PUBLIC, ISSUING)) == SECRET.encode()


def test_no_nonce_is_used_twice(folder: Path) -> None:
    keys = SealedKeys(folder, KEK)
    for tenant in (BRUNEL, UNI):
        for _ in range(10):
            keys.create(tenant=tenant, purpose=ISSUING)

    nonces = [json.loads(path.read_text())["nonce"] for path in folder.glob("*s/*.json")]

    assert len(nonces) == len(set(nonces)) == 22


@pytest.mark.parametrize(
    ("tenant", "purpose"),
    [(UNI, ISSUING), (BRUNEL, LOG), (BRUNEL, ""), ("", ISSUING), (BRUNEL + ISSUING, ""), ("brune", "l" + ISSUING)],
)
def test_a_key_opens_for_its_own_tenant_and_purpose_only(keys: SealedKeys, tenant: str, purpose: str) -> None:
    keys.create(tenant=UNI, purpose=ISSUING)
    keys.signer(PUBLIC, tenant=BRUNEL, purpose=ISSUING)  # opened and kept, which must open it for nobody else

    for door in (keys.signer, keys.secret):
        with pytest.raises(Refused) as refusal:
            door(PUBLIC, tenant=tenant, purpose=purpose)
        assert refusal.value.__cause__ is None


def test_another_kek_is_refused_at_the_start(keys: SealedKeys, folder: Path) -> None:
    with pytest.raises(Refused, match="ASSAY_KEK_FILE"):
        SealedKeys(folder, OTHER_KEK)


def test_another_kek_opens_nothing_even_where_the_folder_claims_to_be_its_own(keys: SealedKeys, folder: Path) -> None:
    for path in [folder / "kek.json", *(folder / "tenants").iterdir()]:
        path.write_text(path.read_text().replace(KEK.name, OTHER_KEK.name))

    with pytest.raises(Refused, match="another key"):
        SealedKeys(folder, OTHER_KEK).signer(PUBLIC, tenant=BRUNEL, purpose=ISSUING)


def test_every_changed_or_missing_byte_of_a_key_and_of_a_data_key_is_refused(keys: SealedKeys, folder: Path) -> None:
    for path in [key_file(folder), *(folder / "tenants").iterdir()]:
        whole = path.read_bytes()
        for place in range(len(whole)):
            for damaged in (
                whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :],
                whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :],
                whole[:place],
                whole[:place] + b"\0" + whole[place:],
            ):
                path.write_bytes(damaged)
                with pytest.raises(Refused) as refusal:
                    SealedKeys(folder, KEK).signer(PUBLIC, tenant=BRUNEL, purpose=ISSUING)
                assert path.name in refusal.value.reason
        path.write_bytes(whole)
    assert keys.signer(PUBLIC, tenant=BRUNEL, purpose=ISSUING).sign(b"") == SIGNATURE


def test_a_key_file_under_another_keys_name_is_refused(keys: SealedKeys, folder: Path) -> None:
    other = multikey.encode_public(keys.create(tenant=BRUNEL, purpose=ISSUING))
    shutil.copy(key_file(folder, other), key_file(folder))

    with pytest.raises(Refused, match="does not open"):
        keys.signer(PUBLIC, tenant=BRUNEL, purpose=ISSUING)


def test_a_data_key_under_another_tenants_name_is_refused(keys: SealedKeys, folder: Path) -> None:
    [brunel] = (folder / "tenants").iterdir()
    keys.create(tenant=UNI, purpose=ISSUING)
    [uni] = set((folder / "tenants").iterdir()) - {brunel}
    shutil.copy(brunel, uni)

    with pytest.raises(Refused, match="does not open"):
        keys.create(tenant=UNI, purpose=ISSUING)


def test_no_error_and_no_print_shows_a_secret(keys: SealedKeys, folder: Path) -> None:
    shown = [
        repr(KEK),
        str(KEK),
        repr(keys),
        repr(KEK.sealing),
        repr(keys.signer(PUBLIC, tenant=BRUNEL, purpose=ISSUING)),
    ]
    for tenant, purpose in ((UNI, ISSUING), (BRUNEL, LOG)):
        with pytest.raises(Refused) as refusal:
            keys.signer(PUBLIC, tenant=tenant, purpose=purpose)
        shown += [str(refusal.value), repr(refusal.value)]

    secrets = (SECRET[5:20], SEED.hex()[:12], repr(SEED)[2:20], repr(KEK.raw)[2:20], KEK.raw.hex()[:12])
    assert not any(secret in text for secret in secrets for text in shown)


def test_a_forgotten_key_is_gone_here_and_in_every_other_process(keys: SealedKeys, folder: Path) -> None:
    elsewhere = SealedKeys(folder, KEK)
    elsewhere.signer(PUBLIC, tenant=BRUNEL, purpose=ISSUING)

    for _ in range(2):
        keys.forget(PUBLIC)

    assert list(keys.names()) == []
    for store in (keys, elsewhere):
        with pytest.raises(Refused, match="forgotten"):
            store.signer(PUBLIC, tenant=BRUNEL, purpose=ISSUING)


@pytest.mark.parametrize(
    "name", ["", "../kek", PUBLIC + "/..", SECRET, PUBLIC[:-1], "z" + PUBLIC, "\0", "did:key:" + PUBLIC]
)
def test_attack_path_traversal_only_a_public_multikey_becomes_a_path(keys: SealedKeys, name: str) -> None:
    with pytest.raises(Refused, match="multikey") as refusal:
        keys.signer(name, tenant=BRUNEL, purpose=ISSUING)
    with pytest.raises(Refused, match="multikey"):
        keys.forget(name)

    assert SECRET not in str(refusal.value)
    assert list(keys.names()) == [PUBLIC]


def test_after_rewrapping_the_new_kek_opens_everything_and_the_old_one_nothing(keys: SealedKeys, folder: Path) -> None:
    uni = multikey.encode_public(keys.create(tenant=UNI, purpose=LOG))
    sealed = key_file(folder).read_bytes()
    old_data_keys = [path.read_bytes() for path in sorted((folder / "tenants").iterdir())]

    keys.rewrap(OTHER_KEK)

    for store in (keys, SealedKeys(folder, OTHER_KEK)):
        assert store.signer(PUBLIC, tenant=BRUNEL, purpose=ISSUING).sign(b"") == SIGNATURE
        store.signer(uni, tenant=UNI, purpose=LOG)
        store.create(tenant="a third", purpose=LOG)
    with pytest.raises(Refused):
        SealedKeys(folder, KEK)
    assert key_file(folder).read_bytes() == sealed  # the keys themselves are not touched
    assert not set(old_data_keys) & {path.read_bytes() for path in (folder / "tenants").iterdir()}


def test_rewrapping_that_was_killed_at_any_step_is_finished_by_repeating_it(tmp_path: Path) -> None:
    preparing = "keys = sealed_keys.SealedKeys(folder, sealed_keys.Kek(bytes(range(32))))\n" + "\n".join(
        f"keys.create(tenant={tenant!r}, purpose='log')" for tenant in (BRUNEL, UNI)
    )
    worlds = killed_at_every_step(
        tmp_path, preparing=preparing, doing="keys.rewrap(sealed_keys.Kek(bytes(range(1, 33))))"
    )

    finished = []
    for world in worlds:
        finished.append(OTHER_KEK.name in (world / "kek.json").read_text())
        if not finished[-1]:
            SealedKeys(world, KEK).rewrap(OTHER_KEK)
        assert all(OTHER_KEK.name in path.read_text() for path in (world / "tenants").glob("*.json"))
        assert len(opened(SealedKeys(world, OTHER_KEK))) == 2

    assert finished == sorted(finished)
    assert (finished[0], finished[-1]) == (False, True)


def test_killed_while_making_a_key_leaves_a_whole_one_or_none(tmp_path: Path) -> None:
    doing = (
        "sealed_keys.SealedKeys(folder, sealed_keys.load_kek(folder / 'kek')).create(tenant='brunel', purpose='log')"
    )

    made = []
    for world in killed_at_every_step(tmp_path, doing=doing):
        keys = SealedKeys(world, load_kek(world / "kek"))
        made.append(len(opened(keys)))
        keys.create(tenant=BRUNEL, purpose=LOG)

    assert made == sorted(made)
    assert (made[0], made[-1]) == (0, 1)


def test_twenty_threads_that_make_a_tenants_first_key_share_one_data_key(folder: Path) -> None:
    together = Barrier(20)

    def create(_: int) -> str:
        together.wait()
        return multikey.encode_public(SealedKeys(folder, KEK).create(tenant=BRUNEL, purpose=ISSUING))

    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(create, range(20)))

    keys = SealedKeys(folder, KEK)
    assert len(list((folder / "tenants").iterdir())) == 1
    for public in made:
        keys.signer(public, tenant=BRUNEL, purpose=ISSUING)


def test_a_damaged_claim_is_refused(keys: SealedKeys, folder: Path) -> None:
    (folder / "kek.json").write_bytes(b"")

    with pytest.raises(Refused, match=re.escape("kek.json")):
        SealedKeys(folder, KEK)


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(Unavailable):
        SealedKeys(tmp_path / "file", KEK)


def test_a_key_that_cannot_be_read_or_erased_is_unavailable(keys: SealedKeys, folder: Path) -> None:
    key_file(folder).unlink()
    key_file(folder).mkdir()

    with pytest.raises(Unavailable):
        keys.signer(PUBLIC, tenant=BRUNEL, purpose=ISSUING)
    with pytest.raises(Unavailable):
        keys.forget(PUBLIC)

    shutil.rmtree(folder / "keys")
    (folder / "keys").write_bytes(b"")
    with pytest.raises(Unavailable):
        keys.signer(PUBLIC, tenant=BRUNEL, purpose=ISSUING)
