"""A web host on loopback with a certificate made on the spot, which answers exactly the bytes that a test gives it."""

import contextlib
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


class CertificateAuthority:
    """Makes certificates. ``ca_file`` is what ``SafeFetch`` takes."""

    def __init__(self, folder: Path, name: str = "Assay test authority") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._identifier = x509.SubjectKeyIdentifier.from_public_key(self._key.public_key())
        certificate = (
            self._blank(self._name, self._key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_key_usage(signs_certificates=True), critical=True)
            .add_extension(self._identifier, critical=False)
            .sign(self._key, SHA256())
        )
        self.ca_file = folder / f"{name}.pem"
        self.ca_file.write_bytes(certificate.public_bytes(Encoding.PEM))

    def certify(self, *hosts: str, days: int = 1) -> Path:
        """Make a key and a certificate for these hosts in one PEM file; a negative ``days`` makes an expired one."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
        certificate = (
            self._blank(subject, key.public_key(), days=days)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectAlternativeName([_general_name(host) for host in hosts]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(self._identifier), critical=False
            )
            .sign(self._key, SHA256())
        )
        path = self._folder / f"{certificate.serial_number}.pem"
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
        return path

    def _blank(self, subject: x509.Name, key: ec.EllipticCurvePublicKey, *, days: int = 1) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=9))
            .not_valid_after(now + timedelta(days=days))
        )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


@dataclass
class HttpsHost:
    """What a host saw, and where it listens."""

    port: int
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)
    server_names: list[str | None] = field(default_factory=list)

    @property
    def address(self) -> tuple[str, int]:
        """The pair that ``resolve`` wants."""
        return ("127.0.0.1", self.port)


@contextlib.contextmanager
def listening(
    certificate: Path | None = None, answer: bytes | Iterable[bytes] = b"", *, then_silent: bool = False
) -> Iterator[HttpsHost]:
    """Listen on loopback while the ``with`` lasts.

    Each connection is counted; then, if there is a certificate, one request is read and ``answer`` is sent: all at
    once, or each piece as a TLS record of its own. Then it hangs up, or waits in silence for the caller to.
    """
    pieces = [answer] if isinstance(answer, bytes) else list(answer)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = HttpsHost(listener.getsockname()[1])
        thread = threading.Thread(
            target=_serve, args=(listener, host, certificate, pieces), kwargs={"then_silent": then_silent}
        )
        thread.start()
        try:
            yield host
        finally:
            listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
            thread.join()


def _serve(
    listener: socket.socket, host: HttpsHost, certificate: Path | None, pieces: list[bytes], *, then_silent: bool
) -> None:
    # Callers hang up in the middle: that is what most of these tests are about.
    while True:
        try:
            caller, _ = listener.accept()
        except OSError:
            return
        host.connections += 1
        with caller, contextlib.suppress(OSError):
            if certificate is not None:
                _answer(caller, host, certificate, pieces, then_silent=then_silent)


def _answer(
    caller: socket.socket, host: HttpsHost, certificate: Path, pieces: list[bytes], *, then_silent: bool
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: host.server_names.append(name)
    with context.wrap_socket(caller, server_side=True) as secure:
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            received = secure.recv(4096)
            if not received:
                return
            request += received
        host.requests.append(request)
        for piece in pieces:
            secure.sendall(piece)
        if then_silent:
            secure.recv(1)  # until the caller hangs up
