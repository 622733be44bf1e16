"""The VC-API over HTTP, on loopback: every signed document and every input of the W3C suites, and impolite callers."""

import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any

import pytest

from assay.cli.exit_codes import ExitCode
from assay.cli.main import main
from assay.cli.vc_api_mode.issuing import issuers_from
from assay.cli.vc_api_mode.server import LoopbackServer
from assay.science.errors import Refused, Unavailable
from tests.cli.vc_api_material import (
    CONTEXT_FILES,
    SEED,
    SIGNED,
    SUITE_INPUTS,
    TAMPERINGS,
    as_the_suite_sends_it,
    endpoints,
    tampered,
)
from tests.vectors import vectors

pytestmark = pytest.mark.enable_socket

SOURCES = Path(__file__).parents[2] / "src"
ISSUERS = issuers_from(SEED)
# Named neither -ok nor -fail: what the suite expects of them, it expects of signed presentations.
UNDECIDED = {
    "presentation-self-asserted-vc-holder-mismatch",
    "presentation-self-asserted-vc-issuer-mismatch",
    "presentation-self-asserted-vc-no-holder",
}


class Client:
    """One connection, kept open, as the suites' own client keeps it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connection = HTTPConnection("127.0.0.1", port, timeout=10)

    def post(self, path: str, body: object) -> tuple[int, Any]:
        return self.send("POST", path, json.dumps(body).encode())

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Any]:
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        received = answer.read()
        assert answer.headers["Content-Type"] == "application/json"
        return answer.status, json.loads(received) if received else answer.headers

    def close(self) -> None:
        self._connection.close()

    def say(self, request: bytes) -> bytes:
        """Send bytes as they are on a connection of their own, say no more, and return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(1 << 16), b""))


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[LoopbackServer]:
    with LoopbackServer(endpoints(), port=0, tls=tls) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serving() as server, closing(Client(server.server_port)) as client:
        yield client


@pytest.mark.parametrize("path", SIGNED)
def test_every_document_signed_by_the_w3c_verifies(client: Client, path: Path) -> None:
    document = json.loads(path.read_text("utf-8"))

    more: list[dict[str, Any]] = [{}, {"options": {}}, {"options": {"checks": ["proof"]}}]
    for asked in more:
        status, answer = client.post("/credentials/verify", {"verifiableCredential": document, **asked})

        assert (status, answer["verified"], answer["errors"]) == (HTTPStatus.OK, True, [])


@pytest.mark.parametrize("how", TAMPERINGS)
@pytest.mark.parametrize("path", SIGNED)
def test_none_of_them_verifies_once_it_was_tampered_with(client: Client, path: Path, how: str) -> None:
    document = tampered(json.loads(path.read_text("utf-8")), how)

    status, answer = client.post("/credentials/verify", {"verifiableCredential": document})

    assert (status, answer["verified"]) == (HTTPStatus.BAD_REQUEST, False)
    assert len(answer["errors"]) == len(answer["problemDetails"]) > 0


@pytest.mark.vectors
@pytest.mark.parametrize("name", ["signedProofSet2.json", "signedProofChain1.json", "signedProofChain2.json"])
def test_every_proof_of_a_set_or_chain_counts(client: Client, name: str) -> None:
    document = json.loads(vectors("w3c-vc-di-eddsa", "TestVectors", "proof-set-chain", name).read_text("utf-8"))

    for index, proof in enumerate(document["proof"]):
        spoilt = {**proof, "created": "2023-02-24T23:36:39Z"}
        proofs = [*document["proof"][:index], spoilt, *document["proof"][index + 1 :]]
        status, _ = client.post("/credentials/verify", {"verifiableCredential": {**document, "proof": proofs}})

        assert status == HTTPStatus.BAD_REQUEST


@pytest.mark.vectors
def test_a_chain_whose_first_link_is_missing_does_not_verify(client: Client) -> None:
    path = vectors("w3c-vc-di-eddsa", "TestVectors", "proof-set-chain", "proofChainTempDoc2.json")

    status, answer = client.post("/credentials/verify", {"verifiableCredential": json.loads(path.read_text("utf-8"))})

    assert (status, answer["problemDetails"][0]["code"]) == (HTTPStatus.BAD_REQUEST, "PROOF_CHAIN_BROKEN")


@pytest.mark.parametrize("path", SUITE_INPUTS)
def test_the_inputs_of_the_vcdm_suite_are_sorted_as_their_names_say(client: Client, path: Path) -> None:
    expected = "-ok" in path.stem or path.stem in UNDECIDED
    if path.name.startswith("presentation-"):
        body = {"verifiablePresentation": json.loads(path.read_text("utf-8")), "options": {"checks": []}}
        wanted = [("/presentations/verify", body, HTTPStatus.OK)]
    else:
        wanted = [
            (
                f"/{issuer.path}/credentials/issue",
                {"credential": as_the_suite_sends_it(path, issuer.id), "options": {}},
                HTTPStatus.CREATED,
            )
            for issuer in ISSUERS
        ]

    for where, body, success in wanted:
        status, answer = client.post(where, body)

        assert status == (success if expected else HTTPStatus.BAD_REQUEST), answer


@pytest.mark.vectors
def test_there_are_117_inputs_with_a_verdict_in_their_name_and_3_without() -> None:
    inputs = list(vectors("w3c-vcdm2-inputs", "input").rglob("*.json"))

    decided = [path for path in inputs if "-ok" in path.stem or "-fail" in path.stem]

    assert (len(inputs), len(decided)) == (120, 117)
    assert {path.stem for path in inputs} - {path.stem for path in decided} == UNDECIDED


def test_one_connection_serves_many_requests_and_survives_refusals(client: Client) -> None:
    answers = [
        client.send("GET", "/")[0],
        client.send("GET", "/nothing")[0],
        client.send("DELETE", "/credentials/verify", b"{}")[0],
        client.send("POST", "/credentials/verify", b"{")[0],
        client.send("GET", "/?again")[0],
    ]

    assert answers == [200, 404, 405, 400, 200]


def test_a_wrong_method_is_told_the_right_one(client: Client) -> None:
    status, headers = client.send("HEAD", "/credentials/verify")

    assert (status, headers["Allow"]) == (HTTPStatus.METHOD_NOT_ALLOWED, "POST")


def test_a_method_that_http_does_not_know_is_405_and_no_fault_of_the_server(client: Client) -> None:
    received = client.say(b"FROBNICATE / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

    assert received.startswith(b"HTTP/1.1 405 ")


def test_an_answer_says_nothing_about_the_software_that_gives_it(client: Client) -> None:
    received = client.say(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

    assert b"\r\nServer: Assay\r\n" in received
    assert b"Python" not in received


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (b"Content-Length: 1048577", b"413"),
        (b"Content-Length: 99999999999999999999", b"400"),
        (b"Content-Length: -1", b"400"),
        (b"Content-Length: 0x10", b"400"),
        (b"Content-Length: 2\r\nContent-Length: 3", b"400"),
        (b"Transfer-Encoding: chunked", b"411"),
        (b"Transfer-Encoding: chunked\r\nContent-Length: 2", b"411"),
        (b"X-Length: 2", b"411"),
    ],
)
def test_a_body_of_doubtful_length_is_refused_and_the_line_cut(client: Client, headers: bytes, expected: bytes) -> None:
    first = b"POST /credentials/verify HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + b"\r\n\r\n{}"

    received = client.say(first + b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

    assert received.startswith(b"HTTP/1.1 " + expected)
    assert b"\r\nConnection: close\r\n" in received
    assert received.count(b"HTTP/1.1 ") == 1  # the second request was not read as one


def test_a_body_that_ends_early_is_400(client: Client) -> None:
    received = client.say(b"POST /credentials/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\n{}")

    assert received.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "host", [b"Host: mallory.example", b"Host: mallory.example:80", b"X: y", b"Host: localhost\r\nHost: a"]
)
def test_a_page_that_reaches_loopback_under_its_own_name_gets_nothing(client: Client, host: bytes) -> None:
    received = client.say(b"GET / HTTP/1.1\r\n" + host + b"\r\n\r\n")

    assert received.startswith(b"HTTP/1.1 421 ")
    assert b"did:key" not in received


def test_a_caller_who_hangs_up_is_no_fault_of_the_server(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_connection(("127.0.0.1", client.port)) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # hang up with a reset
        line.sendall(b"POST /credentials/verify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n")

    assert client.send("GET", "/")[0] == HTTPStatus.OK
    assert capsys.readouterr().err == ""


def test_a_mistake_of_ours_is_shown_and_does_not_stop_the_server(capsys: pytest.CaptureFixture[str]) -> None:
    class Broken:
        def answer(self, method: str, target: str, body: bytes) -> Any:
            raise ZeroDivisionError

    with LoopbackServer(Broken(), port=0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        received = Client(server.server_port).say(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        server.shutdown()
        thread.join()

    assert received == b""
    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "::1", "localhost", "192.0.2.1", ""])  # noqa: S104 -- to see it refused
def test_it_listens_on_no_other_address(host: str) -> None:
    with pytest.raises(Refused):
        LoopbackServer(endpoints(), port=0, host=host)


def test_a_port_that_is_taken_is_unavailable(client: Client) -> None:
    with pytest.raises(Unavailable):
        LoopbackServer(endpoints(), port=client.port)


# --- the command ----------------------------------------------------------------------------------


class Command:
    """``assay vc-api`` as a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]", url: str) -> None:
        self.process = process
        self.url = url
        self.port = int(url.rpartition(":")[2])

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        self.rest, self.complaints = self.process.communicate(timeout=10)
        return self.process.returncode


@pytest.fixture
def start() -> Iterator[Callable[..., Command]]:
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: str | int | Path) -> Command:
        process = subprocess.Popen(
            [sys.executable, "-m", "assay", "vc-api", *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": str(SOURCES)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("listening on "), process.communicate()[1]
        return Command(process, line.removeprefix("listening on ").strip())

    yield begin
    for process in running:
        process.terminate()
        process.communicate(timeout=10)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_prints_its_address_serves_and_stops_when_told(start: Callable[..., Command], number: int) -> None:
    command = start("--seed", SEED.hex())

    with closing(Client(command.port)) as client:
        status, listing = client.send("GET", "/")
        unreachable, _ = client.send("GET", "/1.0/identifiers/did:web:ada.example")

    assert unreachable == HTTPStatus.NOT_FOUND  # it asks nobody, not even this machine
    assert command.url == f"http://127.0.0.1:{command.port}"
    assert status == HTTPStatus.OK
    assert {each["id"] for each in listing["endpoints"] if "id" in each} == {issuer.id for issuer in ISSUERS}
    assert (command.stop(number), command.rest, command.complaints) == (0, "", "")


def test_the_same_seed_and_instant_give_the_same_bytes(start: Callable[..., Command], tmp_path: Path) -> None:
    context = tmp_path / "context.json"
    context.write_text('{"@context": {"Shown": "https://words.example/Shown"}}')
    issuer = ISSUERS[0]
    credential = {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://words.example/context?v=1"],
        "type": ["VerifiableCredential", "Shown"],
        "issuer": issuer.id,
        "credentialSubject": {"id": "did:example:ada"},
    }
    arguments = (
        "--seed",
        SEED.hex(),
        "--now",
        "2026-11-22T09:00:00Z",
        "--context",
        f"https://words.example/context?v=1={context}",
    )

    answers = []
    for command in (start(*arguments), start(*arguments)):
        with closing(Client(command.port)) as client:
            answers.append(client.post(f"/{issuer.path}/credentials/issue", {"credential": credential}))

    assert answers[0] == answers[1]
    assert answers[0][0] == HTTPStatus.CREATED
    assert answers[0][1]["proof"][0]["created"] == "2026-11-22T09:00:00Z"


def test_without_a_seed_every_run_has_keys_of_its_own(start: Callable[..., Command]) -> None:
    listings = []
    for command in (start(), start()):
        with closing(Client(command.port)) as client:
            listings.append(client.send("GET", "/")[1])

    assert listings[0] != listings[1]


def test_with_tls_a_client_that_trusts_the_written_authority_gets_through(
    start: Callable[..., Command], tmp_path: Path
) -> None:
    authority = tmp_path / "ca.pem"
    command = start("--tls", "--ca-out", authority)
    assert command.url == f"https://127.0.0.1:{command.port}"

    for host in ("127.0.0.1", "localhost"):
        trusting = ssl.create_default_context(cafile=authority)
        with closing(HTTPSConnection(host, command.port, context=trusting, timeout=10)) as connection:
            connection.request("GET", "/")
            assert connection.getresponse().status == HTTPStatus.OK

    with closing(HTTPSConnection("127.0.0.1", command.port, timeout=10)) as strange, pytest.raises(ssl.SSLError):
        strange.request("GET", "/")
    with closing(Client(command.port)) as plain, pytest.raises((http.client.HTTPException, ConnectionError)):
        plain.send("GET", "/")
    assert (command.stop(), command.complaints) == (0, "")
    assert b"PRIVATE" not in authority.read_bytes()


def test_a_caller_who_never_shakes_hands_keeps_nobody_waiting(start: Callable[..., Command], tmp_path: Path) -> None:
    command = start("--tls", "--ca-out", tmp_path / "ca.pem")
    trusting = ssl.create_default_context(cafile=tmp_path / "ca.pem")

    with (
        socket.create_connection(("127.0.0.1", command.port)),
        closing(HTTPSConnection("127.0.0.1", command.port, context=trusting, timeout=10)) as connection,
    ):
        connection.request("GET", "/")

        assert connection.getresponse().status == HTTPStatus.OK


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--host", "0.0.0.0"], ExitCode.USAGE),  # noqa: S104 -- to see it refused
        (["--port", "65536"], ExitCode.USAGE),
        (["--port", "-1"], ExitCode.USAGE),
        (["--seed", "xyz"], ExitCode.USAGE),
        (["--seed", "00"], ExitCode.USAGE),
        (["--now", "today"], ExitCode.USAGE),
        (["--context", "https://words.example/"], ExitCode.USAGE),
        (["--context", "https://words.example/=/no/such/file"], ExitCode.UNAVAILABLE),
        (["--ca-out", "ca.pem"], ExitCode.REFUSED),
        (["--tls", "--ca-out", "/no/such/folder/ca.pem"], ExitCode.UNAVAILABLE),
    ],
)
def test_the_command_refuses_what_it_cannot_do(
    arguments: list[str], expected: ExitCode, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(["vc-api", *arguments])
    except SystemExit as left:
        code = left.code  # type: ignore[assignment]

    assert code == expected
    assert capsys.readouterr().out == ""


def test_the_port_can_be_chosen(start: Callable[..., Command]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    assert start("--port", port).port == port


def test_it_does_not_start_in_production(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ASSAY_MODE", "production")

    code = main(["vc-api"])

    assert code == ExitCode.REFUSED
    assert "ASSAY_MODE=production" in capsys.readouterr().err


def test_a_context_file_that_is_not_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "context.json").write_text("{")

    assert (
        main(["vc-api", "--context", f"https://words.example/={tmp_path / 'context.json'}"]) == ExitCode.MALFORMED_INPUT
    )


def test_the_contexts_of_the_w3c_can_be_given_on_the_command_line(start: Callable[..., Command]) -> None:
    vectors("w3c-contexts")
    command = start(*(word for url, file in CONTEXT_FILES.items() for word in ("--context", f"{url}={file}")))
    path = vectors("w3c-vc-di-ecdsa", "TestVectors", "ecdsa-rdfc-2019-p384", "employ", "signedECDSAP384.json")

    with closing(Client(command.port)) as client:
        status, _ = client.post("/credentials/verify", {"verifiableCredential": json.loads(path.read_text("utf-8"))})

    assert status == HTTPStatus.OK
