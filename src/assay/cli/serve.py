"""Serve the platform: the pages and the API, and the work behind them, on this machine.

Settings come from ASSAY_* (docs/operations.md). Brings the database up to date, checks that nothing acknowledged can
be lost, and keeps a web process and a work process running until it is told to stop. Prints the address in one line.
"""

import argparse
import http.client
import os
import socket
import ssl
import sys
import time
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

from assay.adapters.children import Child, supervise
from assay.adapters.durable_files import make_folder, replace
from assay.adapters.local_tls import local_tls
from assay.campus.site.configuration import Configuration
from assay.campus.site.logs import configure_logs
from assay.cli.exit_codes import ExitCode
from assay.cli.files import replace as replace_public
from assay.cli.platform import end_with_supervisor, set_up, told_to_stop
from assay.cli.terminal import say
from assay.science.errors import Refused, Unavailable

_FOLDER = "tls"
_LISTENING_WITHIN_S = 60.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--port", type=int, metavar="N", help="listen here; the same as ASSAY_PORT")
    parser.add_argument("--tls", action="store_true", help="serve https, by a certificate authority made for this run")
    parser.add_argument(
        "--ca-out", type=Path, metavar="FILE", help="with --tls: write that authority's certificate here"
    )
    parser.add_argument("--only", choices=["web"], help="web: answer requests, and leave the work to ./run work")


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop. Raises as reading the settings, preparing and listening do."""
    configuration = _configuration(args)
    if args.only == "web":
        return _web(configuration, tls=args.tls)
    stop = told_to_stop()
    set_up()
    # After set_up: these modules need Django's settings.
    from assay.campus.site.start_up import prepare

    prepare(tls=args.tls)
    return serve_prepared(configuration, stop=stop, tls=args.tls, ca_out=args.ca_out)


def serve_prepared(configuration: Configuration, *, stop: Event, tls: bool, ca_out: Path | None) -> int:
    """Serve a data directory that this very program has prepared before: the demo's, which starts faster for it."""
    configure_logs(configuration.log)
    _make_sure_that_we_can_listen(configuration)
    if tls:
        _make_certificate(configuration, ca_out)
    again = [sys.executable, "-P", "-m", "assay"]
    web = Child("web", [*again, "serve", "--only", "web", *(["--tls"] if tls else [])])
    Thread(target=_tell_when_listening, args=(configuration, tls, stop), daemon=True).start()
    supervise([web, Child("work", [*again, "work"])], stop=stop)
    return ExitCode.VALID


def _configuration(args: argparse.Namespace) -> Configuration:
    """The settings, with what the command line says; children inherit them by the environment."""
    if args.ca_out and not args.tls:
        raise Refused("--ca-out writes the authority of --tls; ask for both")
    if args.port is not None:
        os.environ["ASSAY_PORT"] = str(args.port)
    if args.tls and "ASSAY_ORIGIN" not in os.environ:
        os.environ["ASSAY_ORIGIN"] = f"https://localhost:{Configuration.read().listen[1]}"
    configuration = Configuration.read()
    if args.tls and not configuration.is_https:
        raise Refused(f"--tls serves https, and ASSAY_ORIGIN is {configuration.origin}; write https://…")
    return configuration


def _web(configuration: Configuration, *, tls: bool) -> int:
    from assay.campus.site.web_server import serve_web

    end_with_supervisor()
    folder = configuration.data / _FOLDER
    if tls:
        serve_web(configuration, certificate=folder / "certificate.pem", key=folder / "key.pem")
    else:
        serve_web(configuration)
    return ExitCode.VALID


def _make_certificate(configuration: Configuration, ca_out: Path | None) -> None:
    """New at every start. The server's secret key is readable by its owner alone."""
    names = dict.fromkeys(["localhost", "127.0.0.1", urlsplit(configuration.origin).hostname or "localhost"])
    made = local_tls(names)
    folder = configuration.data / _FOLDER
    make_folder(folder)
    for name, content in (("authority", made.authority), ("certificate", made.certificate), ("key", made.key)):
        replace(folder / f"{name}.pem", content, what=name)
    if ca_out is not None:
        replace_public(ca_out, made.authority)


def _make_sure_that_we_can_listen(configuration: Configuration) -> None:
    """Granian would share a port that somebody else serves already, and half of the requests would go astray."""
    host, port = configuration.listen
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(address)
    except OSError as error:
        raise Unavailable(f"{host}:{port}", f"cannot be listened on: {error.strerror}") from error


def _tell_when_listening(configuration: Configuration, tls: bool, stop: Event) -> None:  # noqa: FBT001 -- a thread's
    patience = time.monotonic() + _LISTENING_WITHIN_S
    while time.monotonic() < patience and not stop.wait(0.1):
        if _answers(configuration, tls=tls):
            say(f"listening on {configuration.origin}")
            sys.stdout.flush()
            return


def _answers(configuration: Configuration, *, tls: bool) -> bool:
    host, port = configuration.listen
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- where we listen, not where we bind
    if tls:
        # Ourselves, by our own certificate; there is no secret in the question.
        context = ssl.create_default_context(cafile=configuration.data / _FOLDER / "authority.pem")
        context.check_hostname = False
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(here, port, timeout=2, context=context)
    else:
        connection = http.client.HTTPConnection(here, port, timeout=2)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    except http.client.HTTPException:
        return False
    finally:
        connection.close()
