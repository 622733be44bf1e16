"""Which addresses a stranger's document may make us connect to."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.adapters.public_addresses import is_public


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "1.0.0.0",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "198.20.0.0",
        "223.255.255.255",
        "2606:2800:220:1:248:1893:25c8:1946",
        "2001:200::1",
        "2003::1",
        "2a00:1450::1",
        "3ffe:ffff::1",
    ],
)
def test_public_unicast_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104  (nothing binds to it)
        "0.255.255.255",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.0.170",
        "192.0.2.1",
        "192.31.196.1",
        "192.52.193.1",
        "192.88.99.1",
        "192.168.0.1",
        "192.175.48.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:93.184.216.34",
        "::ffff:0:7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::5db8:d822",
        "64:ff9b:1::7f00:1",
        "100::1",
        "2001::1",
        "2001:0:7f00:1::",
        "2001:10::1",
        "2001:20::1",
        "2001:1ff:ffff::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:5db8:d822::",
        "2620:4f:8000::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456:789a::1",
        "fe80::1",
        "fe80::1%lo",
        "fec0::1",
        "ff02::1",
    ],
)
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "text",
    ["", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "093.184.216.34", "93.184.216.34 ", "[::1]", "uni.example"],
)
def test_what_is_not_an_address_in_its_ordinary_spelling_is_not_public(text: str) -> None:
    assert not is_public(text)


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_in_disguise_is_public(inner: IPv4Address) -> None:
    number = int(inner)
    disguises = [
        IPv6Address(number),  # ::a.b.c.d
        IPv6Address(0xFFFF << 32 | number),  # ::ffff:a.b.c.d, mapped
        IPv6Address(0x64_FF9B << 96 | number),  # 64:ff9b::a.b.c.d, NAT64
        IPv6Address(0x2002 << 112 | number << 80),  # 2002:a.b.c.d::, 6to4
        IPv6Address(0x2001 << 112 | number << 64),  # 2001:0:a.b.c.d::, a Teredo server
        IPv6Address(0x2001 << 112 | (number ^ 0xFFFF_FFFF)),  # 2001::, a Teredo client
    ]

    assert not any(is_public(str(disguise)) for disguise in disguises)


@given(st.ip_addresses())
def test_nothing_that_python_calls_private_is_public(address: IPv4Address | IPv6Address) -> None:
    assert address.is_global or not is_public(str(address))
