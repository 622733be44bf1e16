"""Fuzzing by mutation alone, for machines without atheris: the same seed, the same inputs."""

import time
from collections import Counter
from collections.abc import Callable
from random import Random

from tests.fuzz.target import MAX_BYTES, Target

# An input that is refused in a way seen this seldom is kept: from there the next change may get further.
_RARE = 3
_MOST_CHANGES = 5
_MOST_KEPT = 2_000


def fuzz(
    target: Target, run: Callable[[bytes], str], seeds: list[bytes], *, random: Random, seconds: float
) -> Counter[str]:
    """Throw mutated seeds at ``run`` until the time is over; tell how often each outcome came."""
    outcomes = Counter(run(seed) for seed in seeds)
    pool = list(seeds)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = random.choice(pool)
        for _ in range(random.randint(1, _MOST_CHANGES)):
            data = target.mutate(data, random)[:MAX_BYTES]
        outcome = run(data)
        outcomes[outcome] += 1
        if outcomes[outcome] <= _RARE and len(pool) < _MOST_KEPT:
            pool.append(data)
    return outcomes
