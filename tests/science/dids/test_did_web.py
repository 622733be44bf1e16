"""did:web: where on the web the document of an identifier is kept."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.dids.did_web import did_web_url
from assay.science.errors import Code, MalformedDocument
from tests.vectors import vectors


@pytest.mark.parametrize(
    ("did", "url"),
    [
        # The examples of the method's own text.
        ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
        ("did:web:example.com%3A3000", "https://example.com:3000/.well-known/did.json"),
        ("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"),
        # And the edges.
        ("did:web:localhost%3A8443:issuers:7", "https://localhost:8443/issuers/7/did.json"),
        ("did:web:localhost%3a8443", "https://localhost:8443/.well-known/did.json"),
        ("did:web:xn--bcher-kva.example", "https://xn--bcher-kva.example/.well-known/did.json"),
        ("did:web:uni.example:caf%C3%A9:a_b.c-d", "https://uni.example/caf%C3%A9/a_b.c-d/did.json"),
        ("did:web:uni.example:...", "https://uni.example/.../did.json"),
    ],
)
def test_a_did_web_names_the_place_of_its_document(did: str, url: str) -> None:
    assert did_web_url(did) == url


def test_the_host_is_asked_for_in_lower_case_and_the_path_as_it_is_written() -> None:
    assert did_web_url("did:web:Uni.EXAMPLE:Issuers:A") == "https://uni.example/Issuers/A/did.json"


@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:web",
        "did:webvh:uni.example",
        "DID:WEB:uni.example",
        "did:WEB:uni.example",
        " did:web:uni.example",
        "x-did:web:uni.example",
        "did:web:did:web:",
        # Addresses: did:web §2.3 wants a domain name.
        "did:web:127.0.0.1",
        "did:web:127.0.0.1%3A8443",
        "did:web:2130706433",
        "did:web:0x7f.1",
        "did:web:0177.0.0.1",
        "did:web:%5B%3A%3A1%5D",
        "did:web:[::1]",
        # Hosts that are spelt oddly.
        "did:web:uni.example.",
        "did:web:.uni.example",
        "did:web:uni..example",
        "did:web:-uni.example",
        "did:web:bücher.example",
        "did:web:b%C3%BCcher.example",
        "did:web:uni%2Eexample",
        "did:web:uni_1.example",
        "did:web:" + "a" * 64 + ".example",
        # Ports and users.
        "did:web:uni.example%3A",
        "did:web:uni.example%3A0",
        "did:web:uni.example%3A080",
        "did:web:uni.example%3A65536",
        "did:web:uni.example%3A8443%3A1",
        "did:web:uni.example%3Assh",
        "did:web:user%40uni.example",
        "did:web:user@uni.example",
        "did:web:user%3Aword%40uni.example",
        # Paths.
        "did:web:uni.example:",
        "did:web:uni.example::7",
        "did:web::uni.example",
        "did:web:uni.example:issuers:",
        "did:web:uni.example:..",
        "did:web:uni.example:.",
        "did:web:uni.example:issuers:..:7",
        "did:web:uni.example:%2e%2E",
        "did:web:uni.example:.%2e",
        "did:web:uni.example:a%2Fb",
        "did:web:uni.example:a%2fb",
        "did:web:uni.example:a%5Cb",
        "did:web:uni.example:a%3Fb",
        "did:web:uni.example:a%23b",
        "did:web:uni.example:a%252Fb",
        "did:web:uni.example:a%00b",
        "did:web:uni.example:a%0D%0Ab",
        "did:web:uni.example:a%ffb",
        "did:web:uni.example:a%2",
        "did:web:uni.example:a%zz",
        # What comes after a DID is no part of it.
        "did:web:uni.example/issuers/7",
        "did:web:uni.example:7/x",
        "did:web:uni.example?version=1",
        "did:web:uni.example#key-1",
        "did:web:uni.example;x=1",
        "did:web:uni.example\n",
        "did:web:uni.example:7\n",
        "did:web:uni.example:café",
        "did:web:uni.example:" + "a" * 2048,
    ],
)
def test_a_did_web_that_could_lead_elsewhere_is_refused(did: str) -> None:
    with pytest.raises(MalformedDocument) as refusal:
        did_web_url(did)

    assert refusal.value.code is Code.DID_INVALID


LABEL = st.from_regex(r"[a-z]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
SEGMENT = st.from_regex(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,20}", fullmatch=True)


@given(st.lists(LABEL, min_size=1, max_size=4), st.none() | st.integers(1, 65535), st.lists(SEGMENT, max_size=4))
def test_every_host_port_and_path_can_be_named(labels: list[str], port: int | None, path: list[str]) -> None:
    host = ".".join(labels)
    encoded = host if port is None else f"{host}%3A{port}"
    plain = host if port is None else f"{host}:{port}"

    url = did_web_url(":".join(["did:web", encoded, *path]))

    assert url == f"https://{plain}/" + "/".join([*path, "did.json"] if path else [".well-known", "did.json"])


@given(st.text(max_size=30).map("did:web:uni.example".__add__))
def test_whatever_follows_the_host_the_document_is_asked_of_that_host_or_of_nobody(did: str) -> None:
    try:
        url = did_web_url(did)
    except MalformedDocument:
        return

    # The host may only have grown by letters of a host name, or have a port or a path behind it.
    assert re.fullmatch(r"https://uni\.example[a-z0-9.-]*(:[0-9]+)?/[A-Za-z0-9._%/-]+/did\.json", url)


@pytest.mark.vectors
def test_the_dids_of_the_official_didwebvh_scenarios_that_are_did_web_lead_to_their_hosts() -> None:
    texts = [path.read_text() for path in vectors("didwebvh", "vectors").rglob("*") if Path(path).is_file()]
    dids = {did for text in texts for did in re.findall(r"did:web:[A-Za-z0-9.%:-]*[A-Za-z0-9]", text)}

    urls = {did_web_url(did) for did in dids}

    assert urls == {"https://example.com/.well-known/did.json", "https://example.org/.well-known/did.json"}
