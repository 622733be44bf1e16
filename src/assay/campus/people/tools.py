"""What the verbs need of the world, as one value: ``site.wiring`` builds it, pages and commands pass it on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assay.adapters.blob_store import BlobStore
from assay.adapters.sealed_keys import SealedKeys
from assay.adapters.uploads import Uploads
from assay.science.ports import Fetch


@dataclass(frozen=True, slots=True)
class Tools:
    """Keys, files, network and clock of one installation.

    ``host`` is the authority (``assay.example`` or ``localhost:8000``) in everything that is signed; ``origin`` is what
    people's browsers ask (``http://localhost:8000`` in the demo). ``fetch`` makes one guarded fetcher for one
    verification; what is published under our own host is answered by ``issuing.documents``, not by it.
    """

    host: str
    origin: str
    keys: SealedKeys
    blobs: BlobStore
    uploads: Uploads
    fetch: Callable[[], Fetch]
    now: Callable[[], datetime]

    def address(self, path: str) -> str:
        """The lasting https address of a path of ours, as it stands in signed documents."""
        return f"https://{self.host}{path}"

    def link(self, path: str) -> str:
        """The same path for a browser here and now: in letters, QR codes and shares."""
        return f"{self.origin}{path}"
