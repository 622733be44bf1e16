"""Run one input under watch: only refusals are allowed, and only within two seconds."""

import hashlib
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from assay.science.errors import AssayError
from tests.fuzz.target import HERE

MAX_SECONDS = 2.0


class TooSlowError(BaseException):
    """Raised from the timer, and not to be caught by the code under test."""


def watched(
    run: Callable[[bytes], None], *, name: str, crashes: Path = HERE / "crashes", seconds: float = MAX_SECONDS
) -> Callable[[bytes], str]:
    """Give a function that runs one input and tells how it ended: "accepted", or the kind of refusal.

    Anything else ends in ``crashes`` as a file and on the screen as hex, and is raised again. ``seconds`` are of this
    process's own work (not the wall's), so that a busy machine is not a finding.
    """
    signal.signal(signal.SIGPROF, _too_slow)

    def run_watched(data: bytes) -> str:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            run(data)
        except AssayError as error:
            return f"{type(error).__name__} {error.code}"
        except BaseException as error:
            _save(data, name, error, crashes)
            raise
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        return "accepted"

    return run_watched


def _too_slow(*_: object) -> None:
    raise TooSlowError("too much work for one input")


def _save(data: bytes, name: str, error: BaseException, crashes: Path) -> None:
    path = crashes / f"{name}-{hashlib.sha256(data).hexdigest()[:16]}"
    path.write_bytes(data)
    sys.stderr.write(f"\n{name}: {type(error).__name__}: {error}\nsaved as {path}\ninput in hex: {data.hex()}\n")
