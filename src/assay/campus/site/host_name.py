"""HOST is in every document that was ever signed here, so it is fixed at the first start.

data/host    the authority, one line: assay.example
"""

from contextlib import suppress
from pathlib import Path
from typing import Final

from assay.adapters.durable_files import create, make_folder, read_private
from assay.science.errors import Refused

_WHAT: Final = "host name"
_LONGEST: Final = 300  # a host name has at most 253 letters, a port six more


def fix_host(data: Path, host: str) -> None:
    """Note ``host`` at the first start. Raises ``Refused`` at any later one that comes with another host."""
    path = data / "host"
    if not path.exists():
        make_folder(data)
        with suppress(Refused):  # another start was first
            create(path, f"{host}\n".encode(), what=_WHAT)
    fixed = read_private(path, max_bytes=_LONGEST, what=_WHAT).decode(errors="replace").strip()
    if fixed != host:
        raise Refused(
            f"this data directory belongs to {fixed}, and ASSAY_ORIGIN says {host}. What was signed here names {fixed}"
            f" for ever: set ASSAY_ORIGIN back, or choose another ASSAY_DATA. A new name for the same issuers is not"
            " possible yet"
        )
