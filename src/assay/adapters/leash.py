"""A process that ends when the process that started it ends, however that ended.

A supervisor that is killed outright (kill -9, out of memory) can stop nobody; so its children look after themselves.
"""

import os
import signal
import threading
import time
from typing import Final

_LOOK_EVERY_S: Final = 0.25
# Time to finish a request; then the kernel ends whoever is left of the group.
_GRACE_S: Final = 10.0


def end_with(parent: int) -> None:
    """Watch from now on whether ``parent``, a process id, is still our parent; end our process group when it is not.

    Call it in the first process of a group of its own, or in one of its children: everything in the group goes.
    """
    threading.Thread(target=_watch, args=(parent,), name="leash", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:  # an orphan is given another parent
        time.sleep(_LOOK_EVERY_S)
    os.killpg(os.getpgrp(), signal.SIGTERM)
    time.sleep(_GRACE_S)
    os.killpg(os.getpgrp(), signal.SIGKILL)
