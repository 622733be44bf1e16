"""How often one visitor may ask, and who one visitor is."""

from typing import Any

import pytest
from django.test import Client

from assay.campus.people.tools import Tools


@pytest.fixture
def behind_a_proxy(settings: Any) -> None:
    """What ASSAY_BEHIND_PROXY=1 sets."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


def asked(client: Client, times: int, **meta: str) -> list[int]:
    body = {"data": b"{}", "content_type": "application/json"}
    return [client.post("/api/v1/verify", **body, **meta).status_code for _ in range(times)]  # type: ignore[arg-type]


def test_attack_one_visitor_behind_the_proxy_does_not_use_up_what_others_may(
    client: Client, tools: Tools, behind_a_proxy: None
) -> None:
    assert asked(client, 61, HTTP_X_FORWARDED_FOR="198.51.100.7")[-1] == 429

    assert asked(client, 1, HTTP_X_FORWARDED_FOR="198.51.100.8") == [400]


def test_attack_behind_the_proxy_nobody_counts_as_another_by_what_he_says_of_himself(
    client: Client, tools: Tools, behind_a_proxy: None
) -> None:
    for number in range(60):  # the proxy adds the true address at the end
        asked(client, 1, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 198.51.100.7")

    assert asked(client, 1, HTTP_X_FORWARDED_FOR="10.9.9.9, 198.51.100.7") == [429]


def test_attack_without_a_proxy_the_header_counts_for_nothing(client: Client, tools: Tools) -> None:
    for number in range(60):
        asked(client, 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")

    assert asked(client, 1, HTTP_X_FORWARDED_FOR="203.0.113.1") == [429]


def test_attack_whoever_has_no_address_is_one_visitor(client: Client, tools: Tools) -> None:
    asked(client, 60, REMOTE_ADDR="")

    assert asked(client, 1, REMOTE_ADDR="nonsense") == [429]


def test_attack_the_addresses_of_one_ipv6_network_are_one_visitor(client: Client, tools: Tools) -> None:
    for number in range(60):
        asked(client, 1, REMOTE_ADDR=f"2001:db8:1:2::{number:x}")

    assert asked(client, 1, REMOTE_ADDR="2001:db8:1:2:ffff::1") == [429]
    assert asked(client, 1, REMOTE_ADDR="2001:db8:1:3::1") == [400]
