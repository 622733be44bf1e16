"""The only way out: what is fetched, and from whom."""

from pathlib import Path

import pytest

from assay.adapters.safe_fetch import SafeFetch
from assay.science.errors import Refused
from tests.adapters.https_host import CertificateAuthority, HttpsHost, listening
from tests.adapters.network import DOCUMENT, PUBLIC, UNI, URL, Cable, Resolver, fetched, ok

needs_loopback = pytest.mark.enable_socket


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
    look_up = Resolver([PUBLIC])
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
    look_up = Resolver(["2606:2800:220:1::1", "2606:2800:220:1::1", PUBLIC, "93.184.216.35"])
    with listening(certificate, ok()) as host:
        cable = Cable(host, dead=["2606:2800:220:1::1"])
        fetch = SafeFetch(ca_file=authority.ca_file, look_up=look_up, connect=cable)

        assert fetch("https://uni.example:8443/did.json") == DOCUMENT

    assert cable.dialled == [("2606:2800:220:1::1", 8443), (PUBLIC, 8443)]


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
    before = len(list(Path("/proc/self/fd").iterdir()))

    for n in range(3):
        SafeFetch(ca_file=authority.ca_file, look_up=Resolver(["127.0.0.1"]))(f"https://uni.example/{n}")

    assert len(list(Path("/proc/self/fd").iterdir())) == before
