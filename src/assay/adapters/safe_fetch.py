"""The only way out: documents over https, for the verifier that must not become anybody's tool.

A credential names URLs, and whoever made it chose them. So before a byte leaves: only https to a host *name*; the
name is looked up once, every address found must be public, and the connection goes to exactly an address that was
checked (a second look-up could answer differently). Then: the certificate must be the host's, redirects are told
and not followed, no proxy, cookie, password or referrer is taken from anywhere, nothing compressed is accepted, and
one deadline covers everything from the look-up to the last byte.

    fetch = SafeFetch()
    fetch("https://uni.example/.well-known/did.json")   bytes, or None with the reason in fetch.failures

http.client and ssl of the standard library, because the connection has to be made to an address instead of a name.
Not checked: what the bytes are, or whether the sender closed the connection in order. Readers check documents.
"""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from assay.adapters.public_addresses import is_public
from assay.science.errors import MalformedDocument, Refused
from assay.science.identifiers import MAX_PORT, HttpsUrl, is_host_name

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LookUp: TypeAlias = Callable[[str, int], Sequence[str]]
Connect: TypeAlias = Callable[[str, int, float], socket.socket]

# Status line, headers and the framing of chunks may come on top of a document.
_ENVELOPE_BYTES = 64 << 10
# Enough for any host with several machines; a name with hundreds of addresses would stretch one attempt for ever.
_MAX_ADDRESSES = 8
_HEADERS = {
    "Accept": "application/json, application/*, text/plain;q=0.9, */*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
    "User-Agent": "Assay",
}


class _CouldNotFetchError(Exception):
    """Says in plain words why a document could not be had."""


@dataclass(frozen=True, slots=True)
class _Deadline:
    monotonic: Callable[[], float]
    ends: float

    def left_s(self) -> float:
        """Seconds left; raises ``TimeoutError`` when there are none."""
        left = self.ends - self.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _TlsSocket(ssl.SSLSocket):
    """A TLS socket that stops at a deadline and after so many bytes, however slowly they trickle in."""

    deadline: _Deadline
    bytes_left: int
    # http.client takes a connection that ends in the middle of the headers for the end of the headers.
    may_end: bool = False

    def recv_into(self, buffer: "WriteableBuffer", nbytes: int | None = None, flags: int = 0) -> int:
        """Receive as a socket does, with what is left of the time and of the bytes."""
        self.settimeout(self.deadline.left_s())
        received = super().recv_into(buffer, nbytes, flags)
        self.bytes_left -= received
        if self.bytes_left < 0:
            raise _CouldNotFetchError("the answer is larger than Assay reads")
        if received == 0 and not self.may_end:
            raise _CouldNotFetchError("the answer was cut off")
        return received


@cache
def _tls(ca_file: Path | None) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise Refused(f"{ca_file} holds no certificate authority: {error}; give a PEM file") from error
    context.set_alpn_protocols(["http/1.1"])
    context.sslsocket_class = _TlsSocket
    return context


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _connect(address: str, port: int, timeout_s: float) -> socket.socket:
    plain = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        plain.settimeout(timeout_s)
        plain.connect((address, port))
    except OSError:
        plain.close()
        raise
    return plain


@dataclass
class SafeFetch:
    """A ``ports.Fetch`` for the documents of one verification; make a new one for the next.

    ``resolve`` sends a host (``uni.example``, or ``uni.example:8443`` for one port of it) to an address and port of
    your choice, loopback included; the guard stays on for every other host. ``ca_file`` replaces the system's
    certificate authorities. Every URL is asked once, and failures are remembered as well. The last three fields are
    the network itself, for tests. Not for several threads at once.

    Building one raises ``Refused`` for a ``resolve`` pair or a ``ca_file`` that cannot be used.
    """

    resolve: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    ca_file: Path | None = None
    timeout_s: float = 10.0
    # A status list of a million entries is some 170 kB when it is full of noise.
    max_bytes: int = 1 << 20
    # What one document may make us do: a credential that names a thousand slow hosts must not hold us for hours.
    max_documents: int = 80
    all_timeout_s: float = 60.0
    look_up: LookUp = _look_up
    connect: Connect = _connect
    monotonic: Callable[[], float] = time.monotonic
    #: Why each URL that gave ``None`` did so, in plain words.
    failures: dict[str, str] = field(default_factory=dict, init=False)
    _had: dict[str, bytes | None] = field(default_factory=dict, init=False, repr=False)
    _spent_s: float = field(default=0.0, init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse at once what could only fail later."""
        for host, (address, port) in self.resolve.items():
            name, _, own_port = host.partition(":")
            try:
                ip_address(address)
            except ValueError as error:
                raise Refused(f"{host} cannot be sent to {address!r}: not an IP address") from error
            if not is_host_name(name) or own_port.strip("0123456789") or not 1 <= port <= MAX_PORT:
                raise Refused(f"{host!r} cannot be sent to {address}:{port}; write HOST=IP:PORT in lower case")
        _tls(self.ca_file)

    def __call__(self, url: str, /) -> bytes | None:
        """The document at ``url``, or ``None``; then ``failures[url]`` says why. Never raises."""
        if url not in self._had:
            self._had[url] = self._try(url)
        return self._had[url]

    def _try(self, url: str) -> bytes | None:
        began = self.monotonic()
        seconds = min(self.timeout_s, self.all_timeout_s - self._spent_s)
        if len(self._had) >= self.max_documents or seconds <= 0:
            self.failures[url] = "this verification has asked for enough documents, or for long enough"
            return None
        try:
            return self._get(HttpsUrl.from_text(url), _Deadline(self.monotonic, began + seconds))
        except MalformedDocument as error:
            reason = error.reason
        except _CouldNotFetchError as error:
            reason = str(error)
        except TimeoutError:
            reason = f"no complete answer within {seconds:g} s"
        except ssl.SSLCertVerificationError as error:
            reason = f"the certificate was not accepted: {error.verify_message}"
        except (OSError, HTTPException, ValueError) as error:
            reason = f"no answer that could be read ({type(error).__name__})"
        finally:
            self._spent_s += self.monotonic() - began
        self.failures[url] = reason
        return None

    def _get(self, url: HttpsUrl, deadline: _Deadline) -> bytes:
        # (1) One look-up, and every address it gave has passed.
        addresses = self._addresses(url, deadline)
        # (2) To one of exactly these; the certificate has to be for the name.
        with closing(self._reach(addresses, deadline)) as plain:
            plain.settimeout(deadline.left_s())
            context = _tls(self.ca_file)
            wire = cast("_TlsSocket", context.wrap_socket(plain, server_hostname=url.host))
        wire.deadline, wire.bytes_left = deadline, self.max_bytes + _ENVELOPE_BYTES
        # (3) One request, one answer.
        connection = HTTPSConnection(url.host, url.port, context=context)
        connection.sock = wire
        with closing(wire):
            wire.settimeout(deadline.left_s())
            connection.request("GET", url.target, headers=_HEADERS)
            with closing(connection.getresponse()) as response:
                wire.may_end = True
                return self._read(response)

    def _addresses(self, url: HttpsUrl, deadline: _Deadline) -> list[tuple[str, int]]:
        port = url.port or 443
        chosen = self.resolve.get(f"{url.host}:{port}") or self.resolve.get(url.host)
        if chosen:
            return [chosen]
        found = list(dict.fromkeys(self._look_up_in_time(url.host, port, deadline)))
        if not found:
            raise _CouldNotFetchError(f"{url.host} has no address")
        # One public address beside a private one is how a name slips past a check of the first. The address is
        # not told: a visitor of a verify page has no business with the names of the network inside.
        if not all(is_public(address) for address in found):
            raise _CouldNotFetchError(f"{url.host} leads to an address that is not public")
        return [(address, port) for address in found[:_MAX_ADDRESSES]]

    def _look_up_in_time(self, host: str, port: int, deadline: _Deadline) -> Sequence[str]:
        """The system's look-up cannot be given a deadline, so it is left behind in a thread of its own."""
        answer: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self.look_up(host, port))
            except (OSError, ValueError) as error:
                answer.put(error)

        threading.Thread(target=ask, daemon=True, name="assay-look-up").start()
        try:
            found = answer.get(timeout=deadline.left_s())
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(found, Exception):
            raise _CouldNotFetchError(f"{host} was not found") from found
        return found

    def _reach(self, addresses: list[tuple[str, int]], deadline: _Deadline) -> socket.socket:
        """The first that answers; each gets its share of the time, so that one silent machine cannot use it all."""
        for remaining in range(len(addresses), 0, -1):
            address, port = addresses[-remaining]
            try:
                return self.connect(address, port, deadline.left_s() / remaining)
            except OSError:
                continue
        raise _CouldNotFetchError("nobody answers at its address")

    def _read(self, response: HTTPResponse) -> bytes:
        status, headers = response.status, response.headers
        if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            raise _CouldNotFetchError(f"redirects are not followed (status {status}); name the final URL")
        if status != HTTPStatus.OK:
            raise _CouldNotFetchError(f"the server answered with status {status}")
        codings = [*headers.get_all("Content-Encoding", []), *headers.get_all("Transfer-Encoding", [])]
        if any(coding.strip().lower() not in {"identity", "chunked"} for coding in codings):
            raise _CouldNotFetchError("the answer is compressed, which was not asked for")
        body = response.read(self.max_bytes + 1) if (response.length or 0) <= self.max_bytes else None
        if body is None or len(body) > self.max_bytes:
            raise _CouldNotFetchError(f"the document is larger than {self.max_bytes} bytes")
        if response.length:
            raise _CouldNotFetchError("the answer was cut off")
        return body
