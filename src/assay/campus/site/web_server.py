"""The HTTP server of one process group: granian with threads, for our WSGI application."""

from pathlib import Path
from typing import Any, Final

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from assay.campus.site.configuration import Configuration
from assay.campus.site.logs import configure_logs

# A page takes milliseconds; a verification may wait some seconds for somebody else's server. With eight, seven of them
# can wait and pages are still answered.
_THREADS: Final = 8
# Who takes longer to say what he wants holds a connection for nothing.
_HEADERS_WITHIN_MS: Final = 10_000
_STOP_WITHIN_S: Final = 10
_QUIET: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    # Through our own log; no log of addresses asked: they hold tokens.
    "loggers": {"_granian": {"handlers": [], "level": "ERROR", "propagate": True}},
}


def serve_web(configuration: Configuration, *, certificate: Path | None = None, key: Path | None = None) -> None:
    """Answer requests until told to stop. With a certificate and its key: https."""
    configure_logs(configuration.log)
    host, port = configuration.listen
    server = Granian(
        "assay.campus.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=configuration.workers,
        blocking_threads=_THREADS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_WITHIN_MS),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_WITHIN_S,
        log_level=LogLevels.error,
        log_dictconfig=_QUIET,
        ssl_cert=certificate,
        ssl_key=key,
    )
    server.serve()
