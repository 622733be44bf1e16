"""Private keys on disk, sealed: who reads the folder or a backup of it, without the key-encryption key, cannot sign.

    kek.json                           which key-encryption key seals the tenants' keys; not the key itself
    tenants/<SHA-256 of tenant>.json   a tenant's data key, sealed by the key-encryption key
    keys/<public multikey>.json        a secret key, sealed by its tenant's data key for one tenant, key and purpose

A *tenant* is whoever the key belongs to (an organisation, a person), a *purpose* what it may be used for
(``assertionMethod``). Neither is in the file: who wants to sign must know both. Source: ``envelope`` for the sealing.
Not protected: a running process holds opened keys in memory; and a backup keeps what was forgotten later.
"""

import functools
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from assay.adapters import envelope
from assay.adapters.durable_files import create, make_durable, make_folder, read_private, replace
from assay.adapters.envelope import Envelope, SealingKey
from assay.adapters.new_key import new_key
from assay.science.errors import AssayError, Refused, Unavailable
from assay.science.securing import multikey
from assay.science.securing.keys import KeyKind, PublicKey, SecretKey
from assay.science.securing.signer import Signer

_KEY_BYTES: Final = 32  # AES-256
# Opening one costs two small files and a curve multiplication; a busy host signs for a few hundred keys at a time.
_OPENED: Final = 512


@dataclass(frozen=True, slots=True)
class Kek:
    """The key-encryption key: 32 bytes that seal every tenant's data key. Its ``repr`` keeps them."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != _KEY_BYTES:
            raise Refused(
                f"a key-encryption key has {_KEY_BYTES} bytes, this has {len(self.raw)}; no line end, no text"
            )

    @property
    def name(self) -> str:
        """16 hex digits that tell two keys apart and nothing else: the key is random, so a hash gives none of it."""
        return hashlib.sha256(b"assay kek name" + self.raw).hexdigest()[:16]

    @property
    def sealing(self) -> SealingKey:
        return SealingKey(self.name, self.raw)


def load_kek(path: Path) -> Kek:
    """Read the key-encryption key, 32 raw bytes; make a random one where there is no file, with mode 0600.

    Of two processes that start at once, both get the key of the first. Raises ``Refused`` if others than its owner may
    use the file or it holds anything else, ``Unavailable`` if it cannot be read or written.
    Not checked: that it lies outside the data directory, and that a backup leaves it out.
    """
    if not path.exists():
        make_folder(path.parent)
        with suppress(Refused):  # another process was faster
            create(path, secrets.token_bytes(_KEY_BYTES), what="key-encryption key")
    return Kek(read_private(path, max_bytes=_KEY_BYTES, what="key-encryption key"))


class SealedKeys:
    """The sealed keys in one folder, which is made where there is none. Threads and processes may share it.

    Raises ``Refused`` when the folder's keys were sealed under another key-encryption key.
    """

    def __init__(self, folder: Path, kek: Kek) -> None:
        self._folder = folder
        self._kek = kek
        self._opened = functools.lru_cache(maxsize=_OPENED)(self._open)
        for part in ("tenants", "keys"):
            make_folder(folder / part)
        self._claim()

    def __repr__(self) -> str:
        return f"SealedKeys({str(self._folder)!r}, kek {self._kek.name})"

    def create(self, *, tenant: str, purpose: str, kind: KeyKind = KeyKind.ED25519) -> PublicKey:
        """Make a random key and seal it; durable when this returns. Raises ``Refused`` for RSA."""
        secret = new_key(kind)
        self.add(secret, tenant=tenant, purpose=purpose)
        return secret.public_key

    def add(self, secret: SecretKey, *, tenant: str, purpose: str) -> None:
        """Seal a key that was made elsewhere. Raises ``Refused`` if it is here already, for whomever."""
        public = multikey.encode_public(secret.public_key)
        sealed = Envelope.seal(
            multikey.encode_secret(secret).encode(), self._data_key(tenant, make=True), use=(tenant, public, purpose)
        )
        create(self._key_path(public), sealed.written(), what="key")

    def signer(self, public_multikey: str, *, tenant: str, purpose: str) -> Signer:
        """The key, opened to sign. Raises ``Refused`` unless it is here, whole, and for this tenant and purpose."""
        return self.secret(public_multikey, tenant=tenant, purpose=purpose)

    def secret(self, public_multikey: str, *, tenant: str, purpose: str) -> SecretKey:
        """The secret key itself, to export it to its owner. Raises as ``signer`` does."""
        path = self._key_path(public_multikey)
        try:
            found = path.stat()
        except FileNotFoundError:
            raise Refused(f"there is no key {public_multikey} here: it was never made, or it was forgotten") from None
        except OSError as error:
            raise Unavailable(str(path), f"the key could not be read: {error.strerror}") from error
        # With the file's identity, so that a key which another process forgot or changed is not taken from memory.
        return self._opened(public_multikey, tenant, purpose, (found.st_ino, found.st_mtime_ns))

    def forget(self, public_multikey: str) -> None:
        """Erase a key for ever, durably. Safe to repeat. What a backup holds stays there until the backup goes."""
        path = self._key_path(public_multikey)
        try:
            path.unlink(missing_ok=True)
            make_durable(path.parent)
        except OSError as error:
            raise Unavailable(str(path), f"the key could not be erased: {error.strerror}") from error
        finally:
            self._opened.cache_clear()

    def names(self) -> Iterator[str]:
        """The public multikeys of all keys here, in no order."""
        return (path.stem for path in (self._folder / "keys").glob("z*.json"))

    def rewrap(self, new: Kek) -> None:
        """Seal every tenant's data key under another key-encryption key; afterwards the old one opens nothing here.

        After a crash, repeat it with the same two keys. Nobody else may use the folder meanwhile, and other processes
        must start anew with the new key. Raises ``Refused`` at the first data key that neither of the two opens.
        """
        for path in sorted((self._folder / "tenants").glob("*.json")):
            sealed = self._read(path)
            if sealed.sealed_by != new.name:
                use = ("tenant", path.stem)
                resealed = Envelope.seal(self._opening(sealed, path, self._kek.sealing, use), new.sealing, use=use)
                replace(path, resealed.written(), what="data key")
        replace(self._folder / "kek.json", _claim_of(new), what="name of the key-encryption key")
        self._kek = new

    def _claim(self) -> None:
        """Refuse at the start, not at the first signature, when the key-encryption key is another one."""
        path = self._folder / "kek.json"
        if not path.exists():
            with suppress(Refused):  # another process was faster
                create(path, _claim_of(self._kek), what="name of the key-encryption key")
        if _read_bytes(path) != _claim_of(self._kek):
            reason = f"the keys in {self._folder} were sealed under another key-encryption key than {self._kek.name}"
            raise Refused(f"{reason}; {path} names it: point ASSAY_KEK_FILE to that one")

    def _open(self, public_multikey: str, tenant: str, purpose: str, _file: tuple[int, int]) -> SecretKey:
        path = self._key_path(public_multikey)
        sealed = self._read(path)
        plain = self._opening(sealed, path, self._data_key(tenant), (tenant, public_multikey, purpose))
        # Sealed by ourselves for this very name, so it reads; a fault here is ours, and would show the secret.
        return multikey.decode_secret(plain.decode())

    def _data_key(self, tenant: str, *, make: bool = False) -> SealingKey:
        name = hashlib.sha256(tenant.encode()).hexdigest()
        path = self._folder / "tenants" / f"{name}.json"
        use = ("tenant", name)
        if not path.exists():
            if not make:
                raise Refused("this tenant has no keys here; the key asked for belongs to another")
            sealed = Envelope.seal(secrets.token_bytes(_KEY_BYTES), self._kek.sealing, use=use)
            with suppress(Refused):  # another thread was faster, and its data key counts
                create(path, sealed.written(), what="data key")
        return SealingKey(name, self._opening(self._read(path), path, self._kek.sealing, use))

    def _read(self, path: Path) -> Envelope:
        try:
            return Envelope.read(_read_bytes(path))
        except Refused as refusal:
            raise Refused(f"{path}: {refusal.reason}; restore it from a backup") from None

    @staticmethod
    def _opening(sealed: Envelope, path: Path, key: SealingKey, use: tuple[str, ...]) -> bytes:
        try:
            return sealed.open(key, use=use)
        except Refused as refusal:
            raise Refused(f"{path} does not open: {refusal.reason}") from None

    def _key_path(self, public_multikey: str) -> Path:
        """Where a key lies. Only the one spelling of a public key becomes part of a path."""
        try:
            spelled = multikey.encode_public(multikey.decode_public(public_multikey))
        except AssayError:
            spelled = None
        if spelled != public_multikey:
            raise Refused("not the multikey of a public key (z6Mk…, zDna…, z82…)")
        return self._folder / "keys" / f"{public_multikey}.json"


def _claim_of(kek: Kek) -> bytes:
    return b'{"kek": "%s"}\n' % kek.name.encode()


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(envelope.MAX_BYTES + 1)
    except OSError as error:
        raise Unavailable(str(path), f"the sealed file could not be read: {error.strerror}") from error
