"""The work that nobody waits for: letters, status lists, awards that a crash left unfinished, tidying up.

Each loop owns a table, asks it what is due, and may run in several processes at once.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Final

import structlog
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections

from assay.campus.issuing.resume import award_what_decides_itself, finish_unfinished
from assay.campus.issuing.status_lists import publish_changed
from assay.campus.people.letters import deliver_letters
from assay.campus.people.tools import Tools
from assay.campus.site.wiring import tools
from assay.science.errors import AssayError

_log = structlog.get_logger("assay.loops")


@dataclass(frozen=True, slots=True)
class Loop:
    """A turn, taken again and again; it says how much it did."""

    name: str
    every_s: float
    turn: Callable[[datetime, Tools], int]


def _mail(at: datetime, _tools: Tools) -> int:
    return deliver_letters(at=at)


def _status(at: datetime, its_tools: Tools) -> int:
    return publish_changed(at=at, tools=its_tools)


def _resume(at: datetime, its_tools: Tools) -> int:
    return award_what_decides_itself(at=at, tools=its_tools) + finish_unfinished(at=at, tools=its_tools)


def _tidy(_at: datetime, _tools: Tools) -> int:
    call_command("clearsessions", verbosity=0)
    return 0


LOOPS: Final = (
    Loop("mail", 1.0, _mail),  # somebody waits for a code
    Loop("status", 10.0, _status),  # a revocation is in the list within a minute
    Loop("resume", 15.0, _resume),
    Loop("tidy", 3600.0, _tidy),
)


def run_loops(loops: Sequence[Loop], *, stop: Event) -> None:
    """Run them side by side until ``stop`` is set. What a loop cannot have foreseen ends all, and is raised."""
    with ThreadPoolExecutor(len(loops), thread_name_prefix="loop") as threads:
        running = [threads.submit(_run, loop, stop) for loop in loops]
        ended, _ = wait(running, return_when=FIRST_COMPLETED)
        stop.set()
    for each in ended:
        each.result()


def _run(loop: Loop, stop: Event) -> None:
    """One loop. The world being down is no reason to end: the next turn tries again."""
    while not stop.is_set():
        take_turn(loop)
        stop.wait(loop.every_s)


def take_turn(loop: Loop) -> int:
    """One turn; its result, and 0 when the world was down."""
    its_tools = tools()
    close_old_connections()
    try:
        done = loop.turn(its_tools.now(), its_tools)
    except (AssayError, DatabaseError, OSError) as error:
        _log.warning("a turn failed", loop=loop.name, why=type(error).__name__, reason=str(error)[:300])
        return 0
    finally:
        close_old_connections()
    if done:
        _log.info("turn", loop=loop.name, done=done)
    return done
