"""The demo world, built once for all tests that look at it."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from pytest_django import DjangoDbBlocker

from assay.adapters.blob_store import BlobStore
from assay.adapters.sealed_keys import SealedKeys, load_kek
from assay.adapters.uploads import Uploads
from assay.campus.demo.build import build_world
from assay.campus.demo.world import World
from assay.campus.people.tools import Tools
from tests.cast import NOW


@pytest.fixture(scope="session")
def milestones() -> list[tuple[datetime, str]]:
    """What the builder said, in order."""
    return []


@pytest.fixture(scope="package")
def world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
    milestones: list[tuple[datetime, str]],
) -> Iterator[World]:
    """All of it, in the tests' database; taken back when they are done."""
    from django.db import transaction  # noqa: PLC0415 -- settings first

    folder = tmp_path_factory.mktemp("demo")
    tools = Tools(
        host="testserver.example",
        origin="http://testserver.example",
        keys=SealedKeys(folder / "keys", load_kek(folder / "kek")),
        blobs=BlobStore(folder / "blobs"),
        uploads=Uploads(),
        fetch=lambda: _nobody,
        now=lambda: NOW,
    )
    milestones.clear()
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world(tools, now=NOW, say=lambda at, words: milestones.append((at, words)))
        transaction.set_rollback(True)


def _nobody(_url: str, /) -> bytes | None:
    """Nothing can be had from the network."""
    return None
