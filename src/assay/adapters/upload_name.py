"""The name under which an uploaded file is kept and later offered: what its sender called it, made harmless."""

import re
import unicodedata
from typing import Final

from assay.adapters.upload_kinds import Kind

# Most file systems take 255 bytes, and the browser adds " (1)".
_MAX_CHARACTERS: Final = 100
_MAX_BYTES: Final = 200
# Separators of paths and headers, and what Windows forbids in a name.
_FORBIDDEN: Final = re.compile(r'[<>:"|?*;%]')
# Windows opens a device for these, whatever their ending.
_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
# Joiners that Persian and Indian scripts write with. All other invisible characters go: bidi overrides can show
# "exe.txt" where "txt.exe" is written.
_JOINERS: Final = "\u200c\u200d"


def ending(claimed_name: str) -> str:
    """The ending that the sender gave, as ``.jpg``, in small letters; empty if there is none of the common form."""
    found = re.search(r"[^.](\.[a-z0-9]{1,10})$", _visible(claimed_name).lower(), re.ASCII)
    return found[1] if found else ""


def kept_name(claimed_name: str, kind: Kind) -> str:
    """The name to keep: no folder, no control or direction character, an ending that is true, a bounded length."""
    name = _FORBIDDEN.sub("_", _visible(claimed_name))
    given = ending(name)
    stem = name.removesuffix(name[-len(given) :]) if given in kind.endings else name
    true_ending = given if given in kind.endings else kind.endings[0]
    stem = stem.strip(" .")[:_MAX_CHARACTERS].encode()[:_MAX_BYTES].decode(errors="ignore").rstrip(" .")
    if _DEVICES.fullmatch(stem):
        stem = f"_{stem}"
    return (stem or "file") + true_ending


def _visible(claimed_name: str) -> str:
    """The last part of a path, in one spelling, with nothing invisible and single spaces."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", claimed_name))[-1]
    spaced = " ".join(re.sub(r"[\x00-\x1f\x7f]", "", last).split())
    return "".join(letter for letter in spaced if letter in _JOINERS or unicodedata.category(letter)[0] != "C")
