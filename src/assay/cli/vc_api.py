"""Serve the endpoints that the W3C test suites drive, on 127.0.0.1 only. For conformance tests, never for people.

It signs whatever it is asked to, with keys of its own that nobody has a reason to trust, and it accepts contexts
written into a document. Prints its address in one line on standard output; stops on SIGTERM and SIGINT.
"""

import argparse
import os
import secrets
import signal
from functools import partial
from pathlib import Path
from threading import Thread

from assay.adapters import clock
from assay.adapters.local_tls import local_tls
from assay.cli.arguments import instant
from assay.cli.exit_codes import ExitCode
from assay.cli.files import read_file, replace
from assay.cli.vc_api_mode.endpoints import Endpoints
from assay.cli.vc_api_mode.issuing import issuers_from
from assay.cli.vc_api_mode.server import LoopbackServer
from assay.science.errors import Refused
from assay.science.identifiers import MAX_PORT
from assay.science.securing.contexts import bundled

# Enough for one key's strength; a longer one is taken as it is.
_MIN_SEED = 16
# How long a signal may have to wait.
_POLL_S = 0.05


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="listen here (default 0: any free port)")
    parser.add_argument("--tls", action="store_true", help="serve https, by a certificate authority made for this run")
    parser.add_argument(
        "--ca-out", type=Path, metavar="FILE", help="with --tls: write that authority's certificate here"
    )
    parser.add_argument(
        "--context",
        action="append",
        default=[],
        type=_context,
        metavar="URL=FILE",
        help="a JSON-LD context that Assay does not carry; may be repeated",
    )
    parser.add_argument("--now", type=instant, metavar="INSTANT", help="sign and verify as of this instant")
    parser.add_argument("--seed", type=_seed, metavar="HEX", help="the same keys in every run with this seed")


def run(args: argparse.Namespace) -> int:
    """Listen until told to stop. Raises ``Refused`` in production, and as reading and writing files does."""
    if os.environ.get("ASSAY_MODE") == "production":
        raise Refused("vc-api signs whatever it is asked to, so it does not start with ASSAY_MODE=production")
    if args.ca_out and not args.tls:
        raise Refused("--ca-out writes the authority of --tls; ask for both")
    endpoints = Endpoints(
        issuers=issuers_from(args.seed or secrets.token_bytes(32)),
        contexts=bundled().extended({url: read_file(path) for url, path in args.context}, inline_allowed=True),
        clock=clock.stopped_at(args.now) if args.now else clock.now,
        fetch=_nothing,
    )
    tls = local_tls() if args.tls else None
    if tls and args.ca_out:
        replace(args.ca_out, tls.authority)
    with LoopbackServer(endpoints, port=args.port, tls=tls.context() if tls else None) as server:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, partial(_stop, server))
        print(f"listening on {server.url}", flush=True)
        server.serve_forever(_POLL_S)
    return ExitCode.VALID


def _stop(server: LoopbackServer, _signal: int, _frame: object) -> None:
    # Not by an exception: raised while a caller is being accepted, the server would take it for that caller's.
    Thread(target=server.shutdown, daemon=True).start()


def _nothing(_url: str, /) -> bytes | None:
    """No egress: what a request does not bring along cannot be had."""
    return None


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MAX_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; write 0 to {MAX_PORT}")
    return int(text)


def _context(text: str) -> tuple[str, Path]:
    url, equals, file = text.rpartition("=")
    if not equals or not url or not file:
        raise argparse.ArgumentTypeError(f"{text!r}: write URL=FILE")
    return url, Path(file)


def _seed(text: str) -> bytes:
    try:
        seed = bytes.fromhex(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("the seed is written in hexadecimal digits") from error
    if len(seed) < _MIN_SEED:
        raise argparse.ArgumentTypeError(f"a seed has at least {_MIN_SEED} bytes, {2 * _MIN_SEED} digits")
    return seed
