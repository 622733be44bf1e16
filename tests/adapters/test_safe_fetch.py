"""The only way out: what is fetched, and what nobody can make us fetch."""

import gzip
import os
import socket
import threading
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest

from assay.adapters.safe_fetch import SafeFetch
from assay.science.errors import Refused
from tests.adapters.https_host import CertificateAuthority, HttpsHost, listening

needs_loopback = pytest.mark.enable_socket

UNI = "uni.example"
URL = "https://uni.example/.well-known/did.json"
PUBLIC = "93.184.216.34"
DOCUMENT = b'{"id": "did:web:uni.example"}'


def ok(body: bytes = DOCUMENT, *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def answer_to_all(*addresses: str) -> "Resolver":
    return Resolver([addresses])


class Resolver:
    """A look-up that gives one list of addresses after another, and notes what it was asked."""

    def __init__(self, answers: Sequence[Sequence[str]]) -> None:
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


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> CertificateAuthority:
    return CertificateAuthority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def certificate(authority: CertificateAuthority) -> Path:
    return authority.certify(UNI)


@pytest.fixture
def bystander() -> Iterator[HttpsHost]:
    """A service on loopback that nobody outside should reach."""
    with listening() as host:
        yield host


def fetched(authority: CertificateAuthority, host: HttpsHost, **limits: float) -> tuple[bytes | None, str]:
    fetch = SafeFetch({UNI: host.address}, authority.ca_file, **limits)  # type: ignore[arg-type]
    return fetch(URL), fetch.failures.get(URL, "")


# What is fetched.


@needs_loopback
def test_a_document_is_fetched_over_https(authority: CertificateAuthority, certificate: Path) -> None:
    with listening(certificate, ok()) as host:
        fetch = SafeFetch({UNI: host.address}, authority.ca_file)

        assert fetch(URL) == DOCUMENT
        assert fetch.failures == {}
        assert host.server_names == [UNI]


@needs_loopback
def test_a_request_says_what_it_must_and_nothing_about_us(authority: CertificateAuthority, certificate: Path) -> None:
    with listening(certificate, ok()) as host:
        fetched(authority, host)

    (request,) = host.requests
    line, *headers = request.decode().strip().split("\r\n")
    assert line == "GET /.well-known/did.json HTTP/1.1"
    assert {header.split(":")[0].lower() for header in headers} == {
        "host",
        "accept",
        "accept-encoding",
        "connection",
        "user-agent",
    }
    assert {"Host: uni.example", "Accept-Encoding: identity", "Connection: close"} <= set(headers)


@needs_loopback
@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n"
        + DOCUMENT[:16]
        + b"\r\nd\r\n"
        + DOCUMENT[16:]
        + b"\r\n0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n" + DOCUMENT,
        b"HTTP/1.1 100 Continue\r\n\r\n" + ok(),
        ok(DOCUMENT, "Content-Encoding: identity"),
        ok(DOCUMENT, "Set-Cookie: track=1"),
    ],
    ids=["chunked", "until the end", "after a 100", "identity", "with a cookie"],
)
def test_the_ways_to_send_a_body_are_understood(
    authority: CertificateAuthority, certificate: Path, answer: bytes
) -> None:
    with listening(certificate, answer) as host:
        assert fetched(authority, host) == (DOCUMENT, "")


@needs_loopback
def test_an_empty_document_is_a_document(authority: CertificateAuthority, certificate: Path) -> None:
    with listening(certificate, ok(b"")) as host:
        assert fetched(authority, host) == (b"", "")


@needs_loopback
def test_a_url_is_asked_for_once_in_a_verification(authority: CertificateAuthority, certificate: Path) -> None:
    other = "https://uni.example/missing"
    with listening(certificate, ok()) as host:
        fetch = SafeFetch({UNI: host.address}, authority.ca_file)

        assert (fetch(URL), fetch(URL)) == (DOCUMENT, DOCUMENT)
        assert host.connections == 1
        assert fetch(other) == DOCUMENT
        assert host.connections == 2


@needs_loopback
def test_a_failure_is_remembered_too(authority: CertificateAuthority, certificate: Path) -> None:
    with listening(certificate, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") as host:
        fetch = SafeFetch({UNI: host.address}, authority.ca_file)

        assert (fetch(URL), fetch(URL)) == (None, None)

    assert host.connections == 1
    assert fetch.failures == {URL: "the server answered with status 404"}


@needs_loopback
def test_a_resolved_host_may_be_named_with_its_port(authority: CertificateAuthority) -> None:
    url = "https://localhost:8443/.well-known/did.json"
    with listening(authority.certify("localhost"), ok()) as host:
        for name in ("localhost:8443", "localhost"):
            assert SafeFetch({name: host.address}, authority.ca_file)(url) == DOCUMENT

        assert SafeFetch({"localhost:8444": host.address}, authority.ca_file)(url) is None

    assert host.connections == 2
    assert b"\r\nHost: localhost:8443\r\n" in host.requests[0]


@needs_loopback
def test_a_public_host_is_reached_at_the_address_that_was_checked(
    authority: CertificateAuthority, certificate: Path
) -> None:
    look_up = answer_to_all(PUBLIC)
    with listening(certificate, ok()) as host:
        cable = Cable(host)
        fetch = SafeFetch(ca_file=authority.ca_file, look_up=look_up, connect=cable)

        assert fetch(URL) == DOCUMENT

    assert (look_up.asked, cable.dialled) == ([(UNI, 443)], [(PUBLIC, 443)])
    assert host.server_names == [UNI]


@needs_loopback
def test_when_one_machine_of_a_host_is_silent_the_next_is_asked(
    authority: CertificateAuthority, certificate: Path
) -> None:
    look_up = answer_to_all("2606:2800:220:1::1", "2606:2800:220:1::1", PUBLIC, "93.184.216.35")
    with listening(certificate, ok()) as host:
        cable = Cable(host, dead=["2606:2800:220:1::1"])
        fetch = SafeFetch(ca_file=authority.ca_file, look_up=look_up, connect=cable)

        assert fetch("https://uni.example:8443/did.json") == DOCUMENT

    assert cable.dialled == [("2606:2800:220:1::1", 8443), (PUBLIC, 8443)]


# Attack 28: whom nobody can make us connect to.

NOT_PUBLIC = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "fc00::1",
    "fe80::1%lo",
    "ff02::1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
]


@needs_loopback
@pytest.mark.parametrize("beside", [[], [PUBLIC]], ids=["alone", "beside a public one"])
@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_attack_28_a_host_that_leads_inside_is_not_connected_to(
    bystander: HttpsHost, address: str, beside: list[str]
) -> None:
    url = f"https://evil.example:{bystander.port}/did.json"
    fetch = SafeFetch(look_up=answer_to_all(*beside, address), timeout_s=2)

    assert fetch(url) is None

    assert fetch.failures[url] == "evil.example leads to an address that is not public"
    assert bystander.connections == 0


SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "0",
    "0.0.0.0",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "0x7f.0.0.1",
    "0x7f000001",
    "0X7F.1",
    "127.0.0.1.",
    "127.0.0.0x1",
    "127.0.0.01",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1%25lo]",
    "[0:0:0:0:0:0:0:1]",
    "10.0.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.8",
    "224.0.0.1",
    "１２７.0.0.1",
    "①②⑦.0.0.1",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "127.0.0.1%00.example",
    "localhost%00.example",
    "localhost.",
    "LOCALHOST",
    "localhost",
    "ｌocalhost",
    "user@localhost",
    "uni.example@127.0.0.1",
    "uni.example\\@127.0.0.1",
    "uni.example:443@127.0.0.1",
    "127.0.0.1\t",
    "local\nhost",
    " localhost",
    "93.184.216.34",
]


@needs_loopback
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_attack_28_no_spelling_of_an_address_in_a_url_is_connected_to(bystander: HttpsHost, spelling: str) -> None:
    url = f"https://{spelling}:{bystander.port}/did.json"
    fetch = SafeFetch(timeout_s=2)  # with the system's own look-up

    assert fetch(url) is None

    assert bystander.connections == 0
    assert url in fetch.failures


@needs_loopback
def test_attack_28_a_name_in_upper_case_is_guarded_like_any_other(bystander: HttpsHost) -> None:
    fetch = SafeFetch({UNI: bystander.address}, look_up=answer_to_all("127.0.0.1"))

    assert fetch(f"https://EVIL.example:{bystander.port}/") is None

    assert bystander.connections == 0


@needs_loopback
def test_attack_28_the_bystander_would_have_noticed(bystander: HttpsHost) -> None:
    url = f"https://evil.example:{bystander.port}/did.json"

    assert SafeFetch({"evil.example": bystander.address})(url) is None

    assert bystander.connections == 1


@pytest.mark.parametrize(
    "url", ["http://uni.example/", "file:///etc/passwd", "ftp://uni.example/", "gopher://uni.example/", ""]
)
def test_attack_28_nothing_but_https_is_asked(url: str) -> None:
    look_up = answer_to_all(PUBLIC)
    fetch = SafeFetch(look_up=look_up)

    assert fetch(url) is None

    assert look_up.asked == []
    assert "https" in fetch.failures[url]


@needs_loopback
def test_attack_28_a_second_look_up_that_answers_differently_is_never_made(
    authority: CertificateAuthority, certificate: Path, bystander: HttpsHost
) -> None:
    rebinding = Resolver([[PUBLIC], ["127.0.0.1"]])
    with listening(certificate, ok()) as host:
        cable = Cable(host)
        fetch = SafeFetch(ca_file=authority.ca_file, look_up=rebinding, connect=cable)

        assert fetch(f"https://uni.example:{bystander.port}/did.json") == DOCUMENT
        assert fetch(f"https://uni.example:{bystander.port}/other.json") is None

    assert cable.dialled == [(PUBLIC, bystander.port)]
    assert bystander.connections == 0


@needs_loopback
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_attack_28_a_redirect_is_told_and_not_followed(
    authority: CertificateAuthority, certificate: Path, bystander: HttpsHost, status: int
) -> None:
    target = f"Location: https://127.0.0.1:{bystander.port}/"
    answer = f"HTTP/1.1 {status} Elsewhere\r\n{target}\r\nContent-Length: 0\r\n\r\n".encode()
    with listening(certificate, answer) as host:
        body, reason = fetched(authority, host)

    assert body is None
    assert reason == f"redirects are not followed (status {status}); name the final URL"
    assert (host.connections, bystander.connections) == (1, 0)


@needs_loopback
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "http_proxy"])
def test_attack_28_a_proxy_in_the_environment_is_not_used(
    authority: CertificateAuthority, certificate: Path, bystander: HttpsHost, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, f"http://127.0.0.1:{bystander.port}")
    with listening(certificate, ok()) as host:
        assert fetched(authority, host) == (DOCUMENT, "")

    assert bystander.connections == 0


# The certificate.


@needs_loopback
def test_a_certificate_for_another_host_is_not_accepted(authority: CertificateAuthority) -> None:
    with listening(authority.certify("evil.example", "127.0.0.1"), ok()) as host:
        body, reason = fetched(authority, host)

    assert (body, host.requests) == (None, [])
    assert "certificate" in reason


@needs_loopback
def test_a_certificate_of_another_authority_is_not_accepted(
    authority: CertificateAuthority, certificate: Path, tmp_path: Path
) -> None:
    stranger = CertificateAuthority(tmp_path, "Stranger")
    with listening(certificate, ok()) as trusted, listening(stranger.certify(UNI), ok()) as host:
        body, reason = fetched(authority, host)
        by_the_system = SafeFetch({UNI: trusted.address})

        assert by_the_system(URL) is None

    assert (body, host.requests, trusted.requests) == (None, [], [])
    assert "certificate" in reason
    assert "certificate" in by_the_system.failures[URL]


@needs_loopback
def test_a_certificate_that_has_ended_is_not_accepted(authority: CertificateAuthority) -> None:
    with listening(authority.certify(UNI, days=-1), ok()) as host:
        body, reason = fetched(authority, host)

    assert (body, host.requests) == (None, [])
    assert "expired" in reason


@needs_loopback
def test_a_host_that_does_not_speak_tls_gives_nothing(authority: CertificateAuthority, bystander: HttpsHost) -> None:
    body, reason = fetched(authority, bystander)

    assert body is None
    assert reason.startswith("no answer that could be read")


# Too much, too slow, not what was asked for.


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
    fetch = SafeFetch(look_up=answer_to_all())

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
    fetch = SafeFetch(look_up=answer_to_all(*many), connect=dead, timeout_s=8, monotonic=lambda: 0.0)

    assert fetch(URL) is None
    assert dialled == [8 / 8, 8 / 7, 8 / 6, 8 / 5, 8 / 4, 8 / 3, 8 / 2, 8 / 1]


# What one verification may cost.


def test_attack_28_one_document_cannot_make_us_ask_for_thousands() -> None:
    look_up = answer_to_all("127.0.0.1")
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


# What it is told.


@pytest.mark.parametrize(
    "resolve",
    [
        {"uni.example": ("localhost", 443)},
        {"uni.example": ("127.1", 443)},
        {"uni.example": ("", 443)},
        {"uni.example": ("127.0.0.1", 0)},
        {"uni.example": ("127.0.0.1", 65536)},
        {"": ("127.0.0.1", 443)},
        {"*": ("127.0.0.1", 443)},
        {"Uni.example": ("127.0.0.1", 443)},
        {"127.0.0.1": ("127.0.0.1", 443)},
        {"uni.example:https": ("127.0.0.1", 443)},
        {"https://uni.example": ("127.0.0.1", 443)},
    ],
)
def test_a_resolve_pair_that_is_not_exact_is_refused(resolve: dict[str, tuple[str, int]]) -> None:
    with pytest.raises(Refused):
        SafeFetch(resolve)


@pytest.mark.parametrize("content", [None, "", "not a certificate"])
def test_a_file_without_certificates_is_refused_at_once(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)

    with pytest.raises(Refused, match=r"ca\.pem"):
        SafeFetch(ca_file=path)


def test_no_file_is_left_open(tmp_path: Path, authority: CertificateAuthority) -> None:
    before = len(os.listdir("/proc/self/fd"))

    for n in range(3):
        SafeFetch(ca_file=authority.ca_file, look_up=answer_to_all("127.0.0.1"))(f"https://uni.example/{n}")

    assert len(os.listdir("/proc/self/fd")) == before
