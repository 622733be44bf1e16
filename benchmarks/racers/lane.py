"""One racer's lane: asked in JSON lines, it works for a while and tells how much processor that took.

    {"op": "run", "task": "issue", "row": "eddsa-rdfc-2022", "seconds": 1.0}   →   {"count": 71, "cpu": 1.004}
    {"op": "make", "task": "issue", "row": …}                                  →   {"made": "…"}
    {"op": "judge", "row": …, "text": "…"}                                     →   {"ok": false, "detail": "…"}

A request may bring its own documents to work on (``"fresh"``). Only the standard library: it runs in the peers' own
environments too. node_peers.mjs speaks the same.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

# Short enough that a slow racer stops soon after its time, long enough that reading the clock costs nothing.
_BATCH_S = 0.02


@dataclass(frozen=True, slots=True)
class Job:
    """What is timed, and where it gets its next documents, which is not timed. ``work`` raises what it refuses."""

    work: Callable[[Any], object]
    supply: Callable[[int], Sequence[Any]]


def again(items: Sequence[Any]) -> Callable[[int], Sequence[Any]]:
    """A supply that starts from the beginning when it comes to its end."""
    endless = cycle(items)
    return lambda number: list(islice(endless, number))


def once(items: Sequence[Any]) -> Callable[[int], Sequence[Any]]:
    """A supply that comes to its end."""
    left = iter(items)
    return lambda number: list(islice(left, number))


def measure(job: Job, seconds: float) -> tuple[int, float]:
    """How often the work was done, and the processor seconds of this process that it took."""
    count, spent, batch = 0, 0.0, 1
    while spent < seconds and (items := job.supply(batch)):
        started = time.process_time()
        for item in items:
            job.work(item)
        took = time.process_time() - started
        count, spent = count + len(items), spent + took
        if took < _BATCH_S / 2:
            batch *= 2
    return count, spent


def serve(jobs: Mapping[tuple[str, str], Job]) -> None:
    """Answer for these jobs, each a task and a row, until the input ends."""
    replies, sys.stdout = sys.stdout, sys.stderr  # standard output belongs to the protocol
    gc.freeze()  # what was prepared is not to be looked through again while the work is timed
    for line in sys.stdin:
        replies.write(json.dumps(_answer(json.loads(line), jobs)) + "\n")
        replies.flush()


def _answer(request: dict[str, Any], jobs: Mapping[tuple[str, str], Job]) -> dict[str, Any]:
    if request["op"] == "jobs":
        return {"jobs": list(jobs)}
    if request["op"] == "judge":
        try:
            jobs["verify", request["row"]].work(request["text"])
        except Exception as refusal:  # noqa: BLE001 -- whatever a racer raises at a document is its answer to it
            return {"ok": False, "detail": f"{type(refusal).__name__}: {refusal}"}
        return {"ok": True, "detail": ""}
    job = jobs[request["task"], request["row"]]
    if request["op"] == "make":
        made = job.work(job.supply(1)[0])
        return {"made": made if isinstance(made, str) else json.dumps(made)}
    if "fresh" in request:
        job = Job(job.work, once(request["fresh"]))
    count, cpu = measure(job, request["seconds"])
    return {"count": count, "cpu": cpu}
