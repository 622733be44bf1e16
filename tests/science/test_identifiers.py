"""Which names are names, and which one spelling each has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.science.errors import Code, MalformedDocument
from assay.science.identifiers import HttpsUrl, StatusIndex, is_absolute_url, is_host_name


@pytest.mark.parametrize(
    "text",
    [
        "https://uni.example/issuers/7",
        "https://uni.example/issuers/7?view=full#key-1",
        "https://uni.example",
        "https://user:password@uni.example/",
        "https://[2001:db8::1]/",
        "HTTPS://UNI.EXAMPLE/",
        "http://uni.example/",
        "did:web:uni.example:issuers:7#key-1",
        "urn:uuid:ca7ea5a0-0f7b-4e5c-a5ab-1a5c1d0e6a4f",
        "mailto:ada@uni.example",
        "data:application/vc+jwt,eyJhbGciOiJFZERTQSJ9.e30.AAAA",
        "ext:ESCOSkill",
        "https://uni.example/skills/soudure-à-l’arc",
        "https://пример.example/",
    ],
)
def test_an_absolute_url_of_any_scheme_is_a_url(text: str) -> None:
    assert is_absolute_url(text)


@pytest.mark.parametrize(
    "text",
    [
        "https ://x",
        " https://uni.example/",
        "https://uni.example/ ",
        "https://uni.example/a b",
        "https://uni.example/a\tb",
        "https://uni.example/\n",
        "https://uni.example/\x7f",
        "https://uni.example/\xa0",
        "https://uni.example/\u2028",
        "https://uni.example/\u202egpj.exe",
        "https://uni.example/\ud800",
        *(f"https://uni.example/{letter}" for letter in '<>"{}|\\^`'),
        "https://uni.example/#one#two",
        "https://",
        "https:uni.example",
        "https:///uni.example",
        "http://?q",
        "HTTP:/uni.example",
        "//uni.example/",
        "/issuers/7",
        "#key-1",
        "uni.example",
        "7did:web:uni.example",
        ":uni.example",
        "did:",
        "",
        None,
        7,
        ["https://uni.example/"],
    ],
)
def test_what_is_relative_or_holds_a_letter_no_url_may_hold_is_none(text: object) -> None:
    assert not is_absolute_url(text)


@pytest.mark.parametrize(
    ("text", "host", "port", "target"),
    [
        ("https://uni.example", "uni.example", None, "/"),
        ("https://Uni.Example/A/b.json", "uni.example", None, "/A/b.json"),
        ("https://localhost:8443/.well-known/did.json", "localhost", 8443, "/.well-known/did.json"),
        ("https://uni.example?id=7", "uni.example", None, "/?id=7"),
        ("https://uni.example/a%20b/?q=%C3%A9", "uni.example", None, "/a%20b/?q=%C3%A9"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example", None, "/"),
        ("https://4.example/", "4.example", None, "/"),
        ("https://uni.example:65535/", "uni.example", 65535, "/"),
    ],
)
def test_an_https_url_is_read_into_host_port_and_target(text: str, host: str, port: int | None, target: str) -> None:
    url = HttpsUrl.from_text(text)

    assert (url.host, url.port, url.target) == (host, port, target)


@pytest.mark.parametrize(
    "text",
    [
        "http://uni.example/",
        "HTTPS://uni.example/",
        "ftp://uni.example/",
        "https:uni.example/",
        "https://",
        "https://user@uni.example/",
        "https://user:word@uni.example/",
        "https://uni.example@evil.example/",
        "https://uni.example\\@evil.example/",
        "https://uni.example#key",
        "https://uni.example/#key",
        "https://uni.example:/",
        "https://uni.example:0/",
        "https://uni.example:0443/",
        "https://uni.example:65536/",
        "https://uni.example:999999/",
        "https://uni.example:+443/",
        "https://uni.example./",
        "https://.uni.example/",
        "https://uni..example/",
        "https://-uni.example/",
        "https://uni-.example/",
        "https://un_i.example/",
        "https://bücher.example/",
        "https://\uff55\uff4e\uff49.example/",
        "https://uni%2eexample/",
        "https://127.0.0.1/",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://uni.example.7/",
        "https://[::1]/",
        "https://uni.example/a b",
        "https://uni.example/é",
        "https://uni.example/%",
        "https://uni.example/%2",
        "https://uni.example/[x]",
        "https://uni.example/\r\nHost: evil.example",
        "https://uni.example/" + "a" * 2048,
        "https://" + "a" * 64 + ".example/",
        "https://" + ".".join(["a" * 60] * 5) + "/",
    ],
)
def test_a_url_that_could_be_read_in_two_ways_is_not_asked_for(text: str) -> None:
    with pytest.raises(MalformedDocument) as refusal:
        HttpsUrl.from_text(text, where="/issuer")

    assert (refusal.value.code, refusal.value.where) == (Code.DID_INVALID, "/issuer")


@given(st.ip_addresses().map(str))
def test_no_ip_address_is_a_host_name(address: str) -> None:
    assert not is_host_name(address)


def test_a_status_index_is_a_decimal_string() -> None:
    assert StatusIndex.from_text("0", "/credentialStatus/statusListIndex").value == 0
    assert StatusIndex.from_text("94567", "/credentialStatus/statusListIndex").value == 94567
    assert StatusIndex.from_text("1099511627776", "/credentialStatus/statusListIndex").value == 2**40


@pytest.mark.parametrize(
    "text",
    ["", "abc", "-1", "+1", "01", "00", " 1", "1 ", "1\n", "1.0", "1e3", "0x10", "1_000", "١٢", "²", 5, None, True],
)
def test_attack_8_a_status_index_that_is_no_decimal_string_is_not_read_as_another_index(text: object) -> None:
    with pytest.raises(MalformedDocument) as refusal:
        StatusIndex.from_text(text, "/credentialStatus/statusListIndex")

    assert refusal.value.code is Code.STATUS_INVALID
    assert refusal.value.where == "/credentialStatus/statusListIndex"


@pytest.mark.parametrize("text", ["1099511627777", "9999999999999", "10000000000000", "9" * 100_000])
def test_a_status_index_beyond_every_list_is_out_of_range(text: str) -> None:
    with pytest.raises(MalformedDocument) as refusal:
        StatusIndex.from_text(text, "/credentialStatus/statusListIndex")

    assert refusal.value.code is Code.STATUS_RANGE


def test_a_negative_status_index_cannot_exist() -> None:
    with pytest.raises(MalformedDocument) as refusal:
        StatusIndex(-1)

    assert refusal.value.code is Code.STATUS_RANGE


@given(st.text(alphabet="0123456789+-. x", max_size=6))
def test_a_status_index_has_one_spelling(text: str) -> None:
    try:
        index = StatusIndex.from_text(text, "")
    except MalformedDocument:
        return

    assert str(index.value) == text
