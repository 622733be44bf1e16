"""The holes through which the pure science reaches the world. ``assay.adapters`` fills them; tests fill them too."""

from typing import Protocol

from assay.science.securing.signer import Signer

__all__ = ["Fetch", "Signer"]


class Fetch(Protocol):
    """Dereference an https URL to its bytes, or ``None`` when they could not be had. A ``dict``'s ``get`` will do."""

    def __call__(self, url: str, /) -> bytes | None: ...
