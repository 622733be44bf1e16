"""The key that signs sessions and forms: made at the first start, read by its owner alone."""

import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from assay.adapters.durable_files import create, make_folder, read_private
from assay.science.errors import Refused

_WHAT: Final = "secret key"
_BYTES: Final = 64
# 43 letters of base64url carry 256 bits; a shorter key was written by hand.
_SHORTEST: Final = 43
_LONGEST: Final = 1000


def secret_key(data: Path) -> str:
    """The key in ``data/secret-key``; made if there is none. Two first starts at once agree on one.

    Raises ``Refused`` if others than its owner may use the file, or if it holds too little to be a key.
    """
    path = data / "secret-key"
    if not path.exists():
        make_folder(data)
        with suppress(Refused):  # another start was first; then its key counts
            create(path, secrets.token_urlsafe(_BYTES).encode(), what=_WHAT)
    key = read_private(path, max_bytes=_LONGEST, what=_WHAT).decode("ascii", errors="replace").strip()
    if len(key) < _SHORTEST:
        raise Refused(f"{path} holds no secret key; remove it and a new one is made (everybody must sign in again)")
    return key
