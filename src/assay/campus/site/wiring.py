"""The one place that builds adapters: from the configuration to the tools that verbs are given."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.conf import settings

from assay.adapters import clock
from assay.adapters.blob_store import BlobStore
from assay.adapters.safe_fetch import SafeFetch
from assay.adapters.sealed_keys import SealedKeys, load_kek
from assay.adapters.uploads import Uploads
from assay.campus.people.tools import Tools
from assay.campus.site.configuration import Configuration

_instead: list[Tools] = []


def tools() -> Tools:
    """The tools of this installation; built at the first use."""
    return _instead[-1] if _instead else _built()


@contextmanager
def using(other: Tools) -> Iterator[Tools]:
    """Other tools for a while: the demo world's clock, a test's folders. One set at a time for the whole process."""
    _instead.append(other)
    try:
        yield other
    finally:
        _instead.remove(other)


def build_tools(configuration: Configuration) -> Tools:
    """Tools for a configuration. Makes the folders and the key-encryption key at the first start."""
    configuration.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Tools(
        host=configuration.host,
        origin=configuration.origin,
        keys=SealedKeys(configuration.data / "keys", load_kek(configuration.kek_file)),
        blobs=BlobStore(configuration.data / "blobs"),
        uploads=Uploads(),
        fetch=_fetch,
        now=clock.now,
    )


def _fetch() -> SafeFetch:
    """A fetcher for one verification: somebody waits for the page, and a thread with him."""
    return SafeFetch(timeout_s=5, all_timeout_s=15)


@lru_cache(maxsize=1)
def _built() -> Tools:
    configuration: Configuration = settings.CONFIGURATION
    return build_tools(configuration)
