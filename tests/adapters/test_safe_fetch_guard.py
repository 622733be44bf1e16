"""Attack 28: whom nobody can make us connect to."""

from pathlib import Path

import pytest

from assay.adapters.safe_fetch import SafeFetch
from tests.adapters.https_host import CertificateAuthority, HttpsHost, listening
from tests.adapters.network import DOCUMENT, PUBLIC, UNI, Cable, Resolver, fetched, ok

needs_loopback = pytest.mark.enable_socket


NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104  (nothing binds to it)
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
    fetch = SafeFetch(look_up=Resolver([*beside, address]), timeout_s=2)

    assert fetch(url) is None

    assert fetch.failures[url] == "evil.example leads to an address that is not public"
    assert bystander.connections == 0


SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "0",
    "0.0.0.0",  # noqa: S104  (nothing binds to it)
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
    "\uff11\uff12\uff17.0.0.1",
    "①②⑦.0.0.1",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "127.0.0.1%00.example",
    "localhost%00.example",
    "localhost.",
    "LOCALHOST",
    "localhost",
    "\uff4cocalhost",
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
    fetch = SafeFetch({UNI: bystander.address}, look_up=Resolver(["127.0.0.1"]))

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
    look_up = Resolver([PUBLIC])
    fetch = SafeFetch(look_up=look_up)

    assert fetch(url) is None

    assert look_up.asked == []
    assert "https" in fetch.failures[url]


@needs_loopback
def test_attack_28_a_second_look_up_that_answers_differently_is_never_made(
    authority: CertificateAuthority, certificate: Path, bystander: HttpsHost
) -> None:
    rebinding = Resolver([PUBLIC], ["127.0.0.1"])
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
