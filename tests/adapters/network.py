"""A network for the tests of ``safe_fetch``: what a look-up answers, and where a connection ends up."""

import socket
from collections.abc import Sequence

from assay.adapters.safe_fetch import SafeFetch
from tests.adapters.https_host import CertificateAuthority, HttpsHost

UNI = "uni.example"
URL = "https://uni.example/.well-known/did.json"
PUBLIC = "93.184.216.34"
DOCUMENT = b'{"id": "did:web:uni.example"}'


def ok(body: bytes = DOCUMENT, *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


class Resolver:
    """A look-up that gives one list of addresses after another, and notes what it was asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


class Cable:
    """A network in which every address is the one host on loopback, except the dead ones."""

    def __init__(self, host: HttpsHost, *, dead: Sequence[str] = ()) -> None:
        self.host = host
        self.dead = dead
        self.dialled: list[tuple[str, int]] = []

    def __call__(self, address: str, port: int, timeout_s: float) -> socket.socket:
        self.dialled.append((address, port))
        if address in self.dead:
            raise ConnectionRefusedError
        return socket.create_connection(self.host.address, timeout=timeout_s)


def fetched(
    authority: CertificateAuthority, host: HttpsHost, *, max_bytes: int = 1 << 20, timeout_s: float = 10.0
) -> tuple[bytes | None, str]:
    """Give what a fresh ``SafeFetch`` brings from this host, and the reason if it brings nothing."""
    fetch = SafeFetch({UNI: host.address}, authority.ca_file, max_bytes=max_bytes, timeout_s=timeout_s)
    return fetch(URL), fetch.failures.get(URL, "")
