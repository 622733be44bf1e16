"""Too much, too slow, not what was asked for; and what one verification may cost."""

import gzip
import socket
import threading
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest

from assay.adapters.safe_fetch import SafeFetch
from tests.adapters.https_host import CertificateAuthority, listening
from tests.adapters.network import DOCUMENT, UNI, URL, Resolver, fetched, ok

needs_loopback = pytest.mark.enable_socket


@needs_loopback
@pytest.mark.parametrize(
    "answer",
    [
        ok(b"x" * 1001),
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n" + b"x" * 1001,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + b"x" * 1001 + b"\r\n0\r\n\r\n",
    ],
    ids=["declared", "declared huge", "until the end", "chunked"],
)
def test_a_document_larger_than_the_limit_is_not_taken(
    authority: CertificateAuthority, certificate: Path, answer: bytes
) -> None:
    with listening(certificate, answer) as host:
        assert fetched(authority, host, max_bytes=1000) == (None, "the document is larger than 1000 bytes")


@needs_loopback
def test_a_document_of_exactly_the_limit_is_taken(authority: CertificateAuthority, certificate: Path) -> None:
    with listening(certificate, ok(b"x" * 1000)) as host:
        assert fetched(authority, host, max_bytes=1000) == (b"x" * 1000, "")


@needs_loopback
@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 100 Continue\r\n\r\n" * 5000,
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 60_000) for n in range(3)),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + (b"1;" + b"x" * 500 + b"\r\nx\r\n") * 500,
    ],
    ids=["endless continue", "long headers", "chunk extensions"],
)
def test_an_envelope_larger_than_the_limit_is_not_read_to_its_end(
    authority: CertificateAuthority, certificate: Path, answer: bytes
) -> None:
    with listening(certificate, answer) as host:
        assert fetched(authority, host, max_bytes=1000) == (None, "the answer is larger than Assay reads")


@needs_loopback
@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(200)) + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
        b"\x00\x01\x02 not HTTP at all\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nx",
        b"",
    ],
)
def test_an_answer_that_is_not_http_gives_nothing(
    authority: CertificateAuthority, certificate: Path, answer: bytes
) -> None:
    with listening(certificate, answer) as host:
        body, reason = fetched(authority, host)

    assert body is None
    assert reason.startswith(("no answer that could be read", "the answer"))


@needs_loopback
@pytest.mark.parametrize("kept", [0, 5, 17, 30, -len(DOCUMENT) - 2, -len(DOCUMENT), -1])
def test_an_answer_that_is_cut_off_anywhere_is_no_document(
    authority: CertificateAuthority, certificate: Path, kept: int
) -> None:
    with listening(certificate, ok()[:kept]) as host:
        body, reason = fetched(authority, host)

    assert body is None
    assert reason in {"the answer was cut off", "no answer that could be read (IncompleteRead)"}


@needs_loopback
@pytest.mark.parametrize(
    "header",
    ["Content-Encoding: gzip", "Content-Encoding: br", "Content-Encoding: identity, gzip", "Transfer-Encoding: gzip"],
)
def test_attack_9_a_compressed_answer_is_not_unpacked(
    authority: CertificateAuthority, certificate: Path, header: str
) -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)
    with listening(certificate, ok(bomb, header)) as host:
        assert fetched(authority, host) == (None, "the answer is compressed, which was not asked for")


@needs_loopback
@pytest.mark.parametrize("status", [201, 204, 206, 400, 401, 403, 404, 410, 429, 500, 503])
def test_only_status_200_carries_the_document(authority: CertificateAuthority, certificate: Path, status: int) -> None:
    with listening(certificate, ok().replace(b"200 OK", b"%d Other" % status)) as host:
        assert fetched(authority, host) == (None, f"the server answered with status {status}")


@needs_loopback
@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [b"HTTP/1.1 200 OK\r\n"],
        [ok()[:-1]],
    ],
    ids=["nothing", "half the headers", "all but the last byte"],
)
def test_a_host_that_falls_silent_is_left_at_the_deadline(
    authority: CertificateAuthority, certificate: Path, pieces: list[bytes]
) -> None:
    with listening(certificate, pieces, then_silent=True) as host:
        assert fetched(authority, host, timeout_s=0.5) == (None, "no complete answer within 0.5 s")


@needs_loopback
def test_a_host_that_falls_silent_before_tls_is_left_at_the_deadline(authority: CertificateAuthority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        fetch = SafeFetch({UNI: silent.getsockname()}, authority.ca_file, timeout_s=0.2)

        assert fetch(URL) is None

    assert fetch.failures[URL] == "no complete answer within 0.2 s"


@needs_loopback
@pytest.mark.parametrize("slow_part", ["headers", "body"])
def test_attack_28_a_host_that_sends_byte_by_byte_is_left_at_the_deadline(
    authority: CertificateAuthority, certificate: Path, slow_part: str
) -> None:
    head = b"HTTP/1.0 200 OK\r\n" if slow_part == "headers" else b"HTTP/1.0 200 OK\r\n\r\n"
    seconds = count()  # every look at the clock finds it a second later, and each byte is looked for
    with listening(certificate, [head, *[b"x"] * 500]) as host:
        fetch = SafeFetch(
            {UNI: host.address},
            authority.ca_file,
            timeout_s=100,
            all_timeout_s=100,
            monotonic=lambda: float(next(seconds)),
        )

        assert fetch(URL) is None

    assert fetch.failures[URL] == "no complete answer within 100 s"


@needs_loopback
def test_a_look_up_that_hangs_is_left_at_the_deadline() -> None:
    never = threading.Event()

    def hangs(host: str, port: int) -> Sequence[str]:
        never.wait()
        return []

    fetch = SafeFetch(look_up=hangs, timeout_s=0.1)

    assert fetch(URL) is None
    never.set()

    assert fetch.failures[URL] == "no complete answer within 0.1 s"


@pytest.mark.parametrize("error", [socket.gaierror(-2, "Name or service not known"), UnicodeError("label too long")])
def test_a_host_that_nobody_knows_gives_nothing(error: Exception) -> None:
    def fails(host: str, port: int) -> Sequence[str]:
        raise error

    fetch = SafeFetch(look_up=fails)

    assert fetch(URL) is None
    assert fetch.failures[URL] == "uni.example was not found"


def test_a_host_without_an_address_gives_nothing() -> None:
    fetch = SafeFetch(look_up=Resolver([]))

    assert fetch(URL) is None
    assert fetch.failures[URL] == "uni.example has no address"


@needs_loopback
def test_a_host_that_does_not_answer_gives_nothing(authority: CertificateAuthority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
    nobody_there = SafeFetch({UNI: address}, authority.ca_file)
    over_ipv6 = SafeFetch({UNI: ("::1", address[1])}, authority.ca_file)

    assert (nobody_there(URL), over_ipv6(URL)) == (None, None)
    assert nobody_there.failures[URL] == over_ipv6.failures[URL] == "nobody answers at its address"


def test_a_host_with_hundreds_of_addresses_is_tried_at_a_few() -> None:
    dialled = []

    def dead(address: str, port: int, timeout_s: float) -> socket.socket:
        dialled.append(timeout_s)
        raise TimeoutError

    many = [f"93.184.{n}.34" for n in range(200)]
    fetch = SafeFetch(look_up=Resolver(many), connect=dead, timeout_s=8, monotonic=lambda: 0.0)

    assert fetch(URL) is None
    assert dialled == [8 / 8, 8 / 7, 8 / 6, 8 / 5, 8 / 4, 8 / 3, 8 / 2, 8 / 1]


def test_attack_28_one_document_cannot_make_us_ask_for_thousands() -> None:
    look_up = Resolver(["127.0.0.1"])
    fetch = SafeFetch(look_up=look_up, max_documents=3)

    for number in range(5):
        assert fetch(f"https://uni.example/{number}") is None

    assert len(look_up.asked) == 3
    assert "enough documents" in fetch.failures["https://uni.example/4"]


def test_slow_hosts_share_the_time_of_one_verification() -> None:
    time = [0.0]

    def slow(host: str, port: int) -> Sequence[str]:
        time[0] += 9
        return []

    fetch = SafeFetch(look_up=slow, timeout_s=10, all_timeout_s=20, monotonic=lambda: time[0])

    for number in range(4):
        assert fetch(f"https://uni.example/{number}") is None

    assert list(fetch.failures.values()) == [
        "uni.example has no address",
        "uni.example has no address",
        "no complete answer within 2 s",
        "this verification has asked for enough documents, or for long enough",
    ]
