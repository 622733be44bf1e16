"""Hosts that never answer: they cost those who ask for them, and nobody else."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings

from assay.campus.people.tools import Tools
from assay.campus.site.wiring import build_tools
from assay.campus.verifying.verify import verify_bytes
from assay.science.errors import Code, Unavailable
from assay.science.verification.report import Verdict
from tests.cast import BRUNEL, GRACE, WELDING_BASICS
from tests.world import World, signed

WORLD = World().with_issuer(BRUNEL)
BADGE = json.dumps(signed(WORLD.composed(WELDING_BASICS, to=GRACE))).encode()


class SilentHost:
    """Takes every request and answers none until it is told to."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self.told = threading.Event()

    def __call__(self, _url: str, /) -> bytes | None:
        self.asked.release()
        self.told.wait(20)
        return None


@pytest.fixture
def occupied(tools: Tools) -> Any:
    """Four verifications that wait for a silent host."""
    host = SilentHost()
    slow = replace(tools, fetch=lambda: host)
    waiting = [
        threading.Thread(target=verify_bytes, args=(BADGE,), kwargs={"at": tools.now(), "tools": slow}, daemon=True)
        for _ in range(4)
    ]
    for each in waiting:
        each.start()
    for _ in waiting:
        assert host.asked.acquire(timeout=10)

    def let_go() -> None:
        host.told.set()
        for each in waiting:
            each.join(10)

    yield let_go
    let_go()


def test_attack_silent_hosts_hold_four_threads_and_the_next_is_told_to_wait(
    tools: Tools, occupied: Callable[[], None]
) -> None:
    with pytest.raises(Unavailable) as told:
        verify_bytes(BADGE, at=tools.now(), tools=tools)

    assert told.value.code is Code.UNAVAILABLE
    assert "try again in a minute" in told.value.reason


def test_what_needs_no_other_host_is_answered_meanwhile(tools: Tools, occupied: Callable[[], None]) -> None:
    assert verify_bytes(b"{}", at=tools.now(), tools=tools).report.verdict is Verdict.INVALID


def test_afterwards_there_is_room_again(tools: Tools, occupied: Callable[[], None]) -> None:
    occupied()
    online = replace(tools, fetch=lambda: WORLD.documents.get)

    assert verify_bytes(BADGE, at=tools.now(), tools=online).report.verdict is Verdict.VALID


def test_a_page_waits_fifteen_seconds_at_most_for_other_hosts(tmp_path: Any) -> None:
    configuration = replace(settings.CONFIGURATION, data=tmp_path, kek_file=tmp_path / "kek")

    fetch: Any = build_tools(configuration).fetch()

    assert (fetch.timeout_s, fetch.all_timeout_s) == (5, 15)
