"""What the tests of the rooms share: tools with folders of their own, a clock that is set by hand, a client."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from assay.adapters.blob_store import BlobStore
from assay.adapters.sealed_keys import SealedKeys, load_kek
from assay.adapters.uploads import Uploads
from assay.campus.people.tools import Tools
from assay.campus.site import wiring
from tests.cast import NOW
from tests.rooms.town import Town


def _nobody(_url: str, /) -> bytes | None:
    """Nothing can be had from the network."""
    return None


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    """The clock of ``tools``; a test moves it."""
    return Clock()


@pytest.fixture
def tools(tmp_path: Path, clock: Clock) -> Iterator[Tools]:
    """Real stores in a folder of the test's own, nobody to fetch from, and the clock; pages get the same."""
    made = Tools(
        host="testserver.example",
        origin="http://testserver.example",
        keys=SealedKeys(tmp_path / "keys", load_kek(tmp_path / "kek")),
        blobs=BlobStore(tmp_path / "blobs"),
        uploads=Uploads(),
        fetch=lambda: _nobody,
        now=clock,
    )
    cache.clear()
    with wiring.using(made):
        yield made


@pytest.fixture
def town(db: None, tools: Tools) -> Town:
    """The people and organisations of the tests, made when they are named."""
    return Town(tools)


@pytest.fixture
def client(tools: Tools) -> Client:
    """A browser without JavaScript, as strict about CSRF as a real one is not: tests of it make their own."""
    return Client(headers={"host": "testserver.example"})
