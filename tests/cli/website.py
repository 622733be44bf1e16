"""A web site on loopback with a certificate made on the spot: a page a path, and a note of what was asked for."""

import contextlib
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Website:
    """Where it listens, what it serves, what it was asked for. ``moved`` paths answer with a redirect."""

    port: int
    pages: dict[str, bytes]
    moved: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def resolve(self, *hosts: str) -> list[str]:
        """The options that send these hosts here."""
        return [word for host in hosts for word in ("--resolve", f"{host}=127.0.0.1:{self.port}")]


@contextlib.contextmanager
def serving(certificate: Path, pages: Mapping[str, bytes]) -> Iterator[Website]:
    """Serve the pages while the ``with`` lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(f"{self.headers['Host']}{self.path}")
            if self.path in site.moved:
                self.send_response(302)
                self.send_header("Location", site.moved[self.path])
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            page = site.pages.get(self.path)
            self.send_response(404 if page is None else 200)
            self.send_header("Content-Length", str(len(page or b"")))
            self.end_headers()
            self.wfile.write(page or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Website(server.server_address[1], dict(pages))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
