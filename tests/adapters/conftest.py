"""One certificate authority for all, and a service on loopback that nobody should reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.https_host import CertificateAuthority, HttpsHost, listening
from tests.adapters.network import UNI


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> CertificateAuthority:
    return CertificateAuthority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="session")
def certificate(authority: CertificateAuthority) -> Path:
    return authority.certify(UNI)


@pytest.fixture
def bystander() -> Iterator[HttpsHost]:
    """A service on loopback that nobody outside should reach."""
    with listening() as host:
        yield host
