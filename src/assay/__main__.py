"""``python -m assay``, which ``./run`` starts, and the ``assay`` command: a process around ``assay.cli.main``."""

import signal
import sys
import traceback

from assay.cli.exit_codes import ExitCode
from assay.cli.main import main as run_command
from assay.cli.terminal import complain


def main() -> int:
    """Run the command of this process's arguments and return its exit code."""
    # Being asked to end is as good a reason to clean up as Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return run_command()
    except Exception:  # noqa: BLE001 -- Python would leave with 1, and that says INVALID about somebody's badge
        for line in traceback.format_exc().splitlines():
            complain(line)
        complain("this is a fault of Assay's, and says nothing about your files; please report it")
        return ExitCode.OUR_FAULT


if __name__ == "__main__":
    sys.exit(main())
