"""What holds for every test: no network but this machine's own loopback, and no deadline by the wall clock."""

import os

import pytest
from hypothesis import settings
from pytest_socket import socket_allow_hosts

LOOPBACK = ["127.0.0.1", "::1"]

# A slow moment of a shared machine is not a bug. In CI hypothesis picks its own profile: the same examples every time.
if "CI" not in os.environ:
    settings.register_profile("assay", deadline=None)
    settings.load_profile("assay")


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let ``@pytest.mark.enable_socket`` reach loopback and nothing else; by itself it would open the whole network.

    After pytest-socket's own set-up (``trylast``); its teardown takes the restriction away again.
    """
    if item.get_closest_marker("enable_socket") is not None:
        socket_allow_hosts(LOOPBACK, allow_unix_socket=True)
