"""The key that signs sessions and forms: made at the first start, read by its owner alone."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """The key in ``data/secret-key``; made if there is none. Two first starts at once agree on one."""
    path = data / "secret-key"
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".secret-key.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)  # fails when another start was first; then its key counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text("ascii").strip()
