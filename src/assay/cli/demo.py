"""Build the demo world and serve it: organisations, people and three years of their work, on this machine alone.

The world is built once and kept in ASSAY_DATA (default var/demo); the next start opens it at once. It is built anew
when the program has changed, for another port, and with --fresh. Be anybody, in the bar at the top of each page.
"""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

from assay.adapters.children import PARENT
from assay.campus.site.configuration import Configuration
from assay.cli.demo_check import check
from assay.cli.demo_folder import world_folder
from assay.cli.platform import told_to_stop
from assay.cli.serve import serve_prepared
from assay.cli.terminal import say
from assay.science.errors import Refused, Unavailable

_DATA = "var/demo"
_PORT = "8000"
_AGAIN = (sys.executable, "-P", "-m", "assay")
_GUIDE = """\

  {origin}

  Be somebody with one click, in the bar at the top of each page:

    Samantha   learns: what she handed in, what she holds, what she shares; an offer waits for her
    Priya      asks for recognition of what she can do already
    Dr Weiss   designs: published definitions, and a draft with faults to look at
    Ana, Cy    assess: one piece of work waits, one is being marked
    Ruth       issues: a met decision waits for her; revoking needs Tomasz as well
    Leo        verifies what applicants show him

  Letters are in {mail}. Ctrl-C stops it; what you do is kept.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--port", type=int, metavar="N", help="listen here (default: ASSAY_PORT, or 8000)")
    parser.add_argument("--tls", action="store_true", help="serve https, by a certificate authority made for this run")
    parser.add_argument("--fresh", action="store_true", help="build the world anew, and forget what was done in it")
    parser.add_argument(
        "--check", action="store_true", help="build, start, look at the main pages, verify a credential, stop"
    )


def run(args: argparse.Namespace) -> int:
    """Build the world unless it is there, then serve it until told to stop. Raises as building and serving do."""
    origin = _settings(args)
    folder = world_folder(Path(os.environ.get("ASSAY_DATA", _DATA)), origin=origin, fresh=args.fresh, build=_build)
    os.environ["ASSAY_DATA"] = str(folder)
    if args.check:
        return check(origin, (*_AGAIN, "serve", *(["--tls"] if args.tls else [])), data=folder)
    stop = told_to_stop()
    print(_GUIDE.format(origin=origin, mail=folder / "mail"), flush=True)
    return serve_prepared(Configuration.read(), stop=stop, tls=args.tls, ca_out=None)


def _settings(args: argparse.Namespace) -> str:
    """Put the demo's settings into the environment, from where the server's processes take them. Gives the origin."""
    if os.environ.get("ASSAY_DATABASE"):
        raise Refused("the demo keeps its world in a file of its own; start it without ASSAY_DATABASE")
    port = str(args.port) if args.port is not None else os.environ.get("ASSAY_PORT", _PORT)
    origin = os.environ.get("ASSAY_ORIGIN") or f"{'https' if args.tls else 'http'}://localhost:{port}"
    os.environ |= {"ASSAY_MODE": "demo", "ASSAY_PORT": port, "ASSAY_ORIGIN": origin}
    return origin


def _build(folder: Path) -> None:
    """Build into an empty folder, in a process of its own: its clock and its settings are gone with it."""
    say("Building the demo world: three years in a few seconds.")
    told = {"ASSAY_DATA": str(folder), PARENT: str(os.getpid())}
    before = signal.signal(signal.SIGTERM, _stop)
    # In a group of its own, which it ends when we are gone (adapters.leash); Ctrl-C reaches it through us.
    builder = subprocess.Popen([*_AGAIN[:-1], "assay.campus.demo"], env=os.environ | told, process_group=0)  # noqa: S603 -- our own words
    try:
        code = builder.wait()
    finally:
        if builder.poll() is None:
            builder.terminate()
            builder.wait()
        signal.signal(signal.SIGTERM, before)
    if code:
        raise Unavailable(str(folder), f"the demo world could not be built (exit code {code})")


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
