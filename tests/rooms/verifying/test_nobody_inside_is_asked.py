"""Attack 28: each way in which a stranger can name a host, with each way to write an address inside: nobody is asked.

The fetcher is the platform's own with the system's own look-up; a listener on loopback counts who comes.
"""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from assay.adapters.safe_fetch import SafeFetch
from assay.campus.people.tools import Tools
from assay.campus.site import wiring
from assay.science.ports import Fetch
from tests.cast import BRUNEL, GRACE, WELDING_BASICS
from tests.world import World, signed

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
WORLD = World().with_issuer(BRUNEL)
SPELLINGS = [
    *("127.0.0.1", "127.1", "127.0.1", "0", "2130706433", "017700000001", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001"),
    *("127.0.0.1.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "%31%32%37.0.0.1"),
    *("localhost", "LOCALHOST", "localhost.", "user@localhost", "uni.example@127.0.0.1"),
    *("\uff11\uff12\uff17.0.0.1", "127\u30020\u30020\u30021"),
]
Sink = Callable[[Client, str, int], Any]


class Listener:
    """Whoever comes is counted and sent away."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.socket.close()


def _page(client: Client, host: str, port: int) -> Any:
    return client.post("/verify", {"address": f"https://{host}:{port}/badge"})


def _api(client: Client, host: str, port: int) -> Any:
    return _sent(client, f"https://{host}:{port}/badge")


def _issuer(client: Client, host: str, port: int) -> Any:
    did = f"did:web:{host}%3A{port}"
    credential = signed(WORLD.composed(WELDING_BASICS, to=GRACE))
    return _sent(client, json.dumps(credential).replace(BRUNEL.id, did))


def _status(client: Client, host: str, port: int) -> Any:
    address = f"https://{host}:{port}/status/1"
    entry = {
        "id": f"{address}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": address,
    }
    return _sent(client, json.dumps(signed({**WORLD.composed(WELDING_BASICS, to=GRACE), "credentialStatus": entry})))


def _hosted(client: Client, host: str, port: int) -> Any:
    site = f"https://{host}:{port}"
    assertion = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": f"{site}/assertions/1",
        "recipient": {"type": "email", "identity": "a@b.example"},
        "badge": f"{site}/badge",
        "verification": {"type": "HostedBadge"},
    }
    return _sent(client, json.dumps(assertion))


def _sent(client: Client, body: str) -> Any:
    return client.post("/api/v1/verify", body.encode(), content_type="application/octet-stream")


SINKS: dict[str, Sink] = {
    "the address on the page": _page,
    "an address as the body of the API": _api,
    "the did:web of an issuer": _issuer,
    "a status list": _status,
    "a hosted badge of version 2": _hosted,
}


def _with(tools: Tools, outside: Callable[[], Fetch]) -> Tools:
    """BRUNEL's documents can be had; for all else ``outside`` is asked."""

    def made() -> Fetch:
        asked = outside()
        return lambda url: WORLD.documents.get(url) or asked(url)

    return replace(tools, fetch=made)


@pytest.mark.parametrize("sink", SINKS)
def test_attack_28_no_spelling_of_an_address_inside_is_connected_to(
    client: Client, tools: Tools, listener: Listener, sink: str
) -> None:
    with wiring.using(_with(tools, lambda: SafeFetch(timeout_s=2))):
        for spelling in SPELLINGS:
            assert SINKS[sink](client, spelling, listener.port).status_code < 500

    assert listener.connections == 0


@pytest.mark.parametrize("sink", SINKS)
def test_attack_28_the_listener_would_have_noticed(client: Client, tools: Tools, listener: Listener, sink: str) -> None:
    sent_there = {"inside.example": ("127.0.0.1", listener.port)}
    with wiring.using(_with(tools, lambda: SafeFetch(sent_there, timeout_s=2))):
        SINKS[sink](client, "inside.example", listener.port)

    assert listener.connections > 0
