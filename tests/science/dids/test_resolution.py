"""Where the keys behind an identifier are to be found."""

import pytest

from assay.science.dids.did_document import ControllerDocument
from assay.science.dids.resolution import FetchFrom, locate, split_did_url
from assay.science.errors import Code, MalformedDocument, Refused

DID_KEY = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


def test_a_did_key_is_resolved_without_asking_anybody() -> None:
    found = locate(DID_KEY)

    assert isinstance(found, ControllerDocument)
    assert found.id == DID_KEY


def test_a_did_web_is_fetched_from_its_host() -> None:
    assert locate("did:web:uni.example:issuers:7") == FetchFrom("https://uni.example/issuers/7/did.json")


def test_an_https_issuer_is_fetched_from_its_own_url() -> None:
    assert locate("https://uni.example/issuers?id=7") == FetchFrom("https://uni.example/issuers?id=7")


@pytest.mark.parametrize(
    "identifier",
    ["did:webvh:QmZ:uni.example", "did:ethr:0x1234", "did:jwk:eyJrdHkiOiJPS1AifQ", "did:example:123", "did:a:b:c:d"],
)
def test_a_did_of_another_method_is_refused_by_name(identifier: str) -> None:
    with pytest.raises(Refused) as refusal:
        locate(identifier)

    assert refusal.value.code is Code.DID_METHOD_UNSUPPORTED
    assert identifier.split(":")[1] in refusal.value.reason


@pytest.mark.parametrize(
    "identifier",
    [
        "http://uni.example/",
        "ftp://uni.example/",
        "file:///etc/passwd",
        "urn:uuid:ca7ea5a0-0f7b-4e5c-a5ab-1a5c1d0e6a4f",
        "mailto:ada@uni.example",
        "https://user@uni.example/",
        "https://127.0.0.1/",
        "https://uni.example/#key-1",
        "https ://uni.example",
        "uni.example",
        "",
        "did:",
        "did:web",
        "did:web:",
        "did::uni.example",
        "did:Web:uni.example",
        "did:ethr:",
        "did:ethr:0x12#key-1",
        "did:ethr:0x12?x",
        "did:web:uni.example#key-1",
        "did:web:uni.example:",
        "did:web:127.0.0.1",
        f"{DID_KEY}#z6Mk",
        "DID:web:uni.example",
    ],
)
def test_what_is_neither_a_did_nor_an_https_url_is_no_identifier(identifier: str) -> None:
    with pytest.raises(MalformedDocument) as refusal:
        locate(identifier)

    assert refusal.value.code is Code.DID_INVALID


@pytest.mark.parametrize(
    ("url", "identifier", "fragment"),
    [
        ("did:web:uni.example#key-1", "did:web:uni.example", "key-1"),
        (f"{DID_KEY}#z6Mk", DID_KEY, "z6Mk"),
        (DID_KEY, DID_KEY, ""),
        ("https://uni.example/issuer?v=1#key-1", "https://uni.example/issuer?v=1", "key-1"),
    ],
)
def test_the_id_of_a_method_splits_into_whose_it_is_and_which_it_is(url: str, identifier: str, fragment: str) -> None:
    assert split_did_url(url) == (identifier, fragment)


@pytest.mark.parametrize(
    "url",
    [
        "#key-1",
        "key-1",
        "",
        "did:web:uni.example#",
        "did:web:uni.example#a#b",
        "did:web:uni.example?versionId=1#key-1",
        "did:web:uni.example/path#key-1",
        "did:web:uni.example;v=1#key-1",
        "did:web:uni.example# key",
    ],
)
def test_a_method_id_that_is_relative_or_has_a_path_or_query_is_refused(url: str) -> None:
    with pytest.raises(MalformedDocument) as refusal:
        split_did_url(url)

    assert refusal.value.code is Code.DID_INVALID
