"""Do the platform's work that nobody waits for: letters, status lists, unfinished awards, tidying up.

./run serve does it as well; apart from it, this is for a machine that only works, or a loop that needs its own process.
"""

import argparse

from assay.cli.exit_codes import ExitCode
from assay.cli.platform import end_with_supervisor, set_up, told_to_stop
from assay.science.errors import Unavailable

_LOOPS = ("mail", "status", "resume", "tidy")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--only", choices=_LOOPS, help="this loop alone")
    parser.add_argument("--once", action="store_true", help="one turn of each, then end")


def run(args: argparse.Namespace) -> int:
    """Work until told to stop. Raises ``Unavailable`` where the database is not ready: ./run serve makes it so."""
    stop = told_to_stop()
    end_with_supervisor()
    configuration = set_up()
    # After set_up: these modules need Django's settings.
    from django.db import connection

    from assay.campus.site.assertions import assert_configuration, assert_durable
    from assay.campus.site.health import readiness
    from assay.campus.site.loops import LOOPS, run_loops, take_turn

    assert_configuration(configuration)
    assert_durable(connection)
    wrong = {name: word for name, word in readiness().items() if word != "ok"}
    if wrong:
        raise Unavailable("the platform", "; ".join(f"{name} {word}" for name, word in wrong.items()))
    loops = [loop for loop in LOOPS if args.only in {None, loop.name}]
    if args.once:
        for loop in loops:
            take_turn(loop)
    else:
        run_loops(loops, stop=stop)
    return ExitCode.VALID
