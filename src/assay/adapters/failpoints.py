"""Dying on purpose at a named step, to prove that nothing is lost there. Off, and refused, unless a test allows it.

    ASSAY_ALLOW_FAILPOINTS=1 ASSAY_FAILPOINT=award-after-intended:kill

The process is killed as by a power cut: no ``finally``, no rollback, no farewell to the database. What the disk itself
had not yet written is not lost by this; see the tests that cut the power.
"""

import os
import re
import signal
from collections.abc import Mapping

from assay.science.errors import Refused

_SETTING = re.compile(r"(?P<name>[a-z][a-z-]*):kill\Z")


def failpoint(name: str) -> None:
    """Die here if ``ASSAY_FAILPOINT`` names this step. Raises ``Refused`` as ``armed`` does."""
    if armed() == name:
        os.kill(os.getpid(), signal.SIGKILL)


def armed(environment: Mapping[str, str] = os.environ) -> str | None:
    """The step at which this process is to die; ``None`` almost always.

    Raises ``Refused`` for a setting that nobody allowed: in production it would be a way to stop issuing.
    """
    setting = environment.get("ASSAY_FAILPOINT")
    if setting is None:
        return None
    if environment.get("ASSAY_ALLOW_FAILPOINTS") != "1":
        raise Refused("ASSAY_FAILPOINT kills the process and is for tests; unset it, or set ASSAY_ALLOW_FAILPOINTS=1")
    match = _SETTING.match(setting)
    if match is None:
        raise Refused(f"ASSAY_FAILPOINT is {setting!r:.60}; write the name of a step and :kill")
    return match["name"]
