"""The HTTP server of the conformance test mode. It listens on 127.0.0.1 and on nothing else.

A page in a browser on this machine can reach loopback too, under a name of its own choosing (DNS rebinding), so
requests for any other host than this one are refused.
"""

import json
import re
import ssl
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from assay.cli.vc_api_mode.endpoints import MAX_BODY, Answer, refusal
from assay.science.errors import Code, Refused, Unavailable

ADDRESS = "127.0.0.1"
_NAMES = frozenset({ADDRESS, "localhost"})
# A caller that says nothing for so long has gone.
_SILENCE_S = 30.0
# Twelve digits are a terabyte, far beyond what is read.
_DIGITS = re.compile("[0-9]{1,12}\\Z")


class _CutError(Exception):
    """A request that is refused before all of it was read."""

    def __init__(self, status: HTTPStatus, reason: str, code: Code = Code.REFUSED) -> None:
        super().__init__(reason)
        self.status = status
        self.code = code


class Answers(Protocol):
    """What the server asks for each request."""

    def answer(self, method: str, target: str, body: bytes) -> Answer: ...


class LoopbackServer(ThreadingHTTPServer):
    """Serves ``endpoints`` on 127.0.0.1; ``port`` 0 takes any that is free, ``url`` says which.

    Raises ``Refused`` for another ``host``, ``Unavailable`` when the port is taken.
    """

    request_queue_size = 64

    def __init__(
        self, endpoints: Answers, *, port: int, host: str = ADDRESS, tls: ssl.SSLContext | None = None
    ) -> None:
        if host != ADDRESS:
            raise Refused(f"the test server listens on {ADDRESS}, never on {host}")
        self.endpoints = endpoints
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            raise Unavailable(f"{host}:{port}", error.strerror or "cannot be listened on") from error
        if tls is not None:
            # The handshake waits for the caller, so it belongs in the caller's thread and not in accept().
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"{'https' if tls else 'http'}://{host}:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 -- as the class above has it
        """A caller that hangs up, or speaks http to https, is no fault of ours; everything else is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: LoopbackServer
    protocol_version = "HTTP/1.1"
    timeout = _SILENCE_S
    # Headers and body leave in one piece; in two, each answer would wait 40 ms for the acknowledgement of the first.
    wbufsize = -1
    disable_nagle_algorithm = True

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever attribute is missing
        """Every method of HTTP comes to ``_serve``; by itself this class answers 501 to those without a ``do_``."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: the suites report, and nobody reads this server's standard error."""

    def version_string(self) -> str:
        """What calls itself ``Server``: no versions, which help nobody but an attacker."""
        return "Assay"

    def _serve(self) -> None:
        try:
            body = self._receive()
        except _CutError as cut:
            # The rest of the request is not read, so no other request can follow on this line.
            self.close_connection = True
            self._send(refusal(cut.status, str(cut), cut.code))
            return
        self._send(self.server.endpoints.answer(self.command, self.path, body))

    def _receive(self) -> bytes:
        """The body, when the request may be answered at all."""
        host = self.headers.get_all("Host", [])
        if len(host) != 1 or host[0].partition(":")[0].lower() not in _NAMES:
            raise _CutError(HTTPStatus.MISDIRECTED_REQUEST, "this server is for callers on its own machine")
        lengths = self.headers.get_all("Content-Length", [])
        if "Transfer-Encoding" in self.headers or (self.command == "POST" and not lengths):
            raise _CutError(HTTPStatus.LENGTH_REQUIRED, "send a Content-Length")
        length = _length(lengths)
        if length > MAX_BODY:
            reason = f"larger than {MAX_BODY} bytes"
            raise _CutError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, reason, Code.TOO_LARGE)
        body = self.rfile.read(length)
        if len(body) < length:
            raise _CutError(HTTPStatus.BAD_REQUEST, "the body ended early")
        return body

    def _send(self, answer: Answer) -> None:
        body = json.dumps(answer.body).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if answer.allow is not None:
            self.send_header("Allow", answer.allow)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _length(headers: list[str]) -> int:
    """How long the body says it is. One number of plain digits, or two readers could part the line differently."""
    if not headers:
        return 0
    if len(headers) > 1 or not _DIGITS.match(headers[0]):
        raise _CutError(HTTPStatus.BAD_REQUEST, "no Content-Length that can be read")
    return int(headers[0])
