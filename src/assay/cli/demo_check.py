"""Is the demo whole? Starts the server, looks at it as a visitor would, verifies a credential, and stops it."""

import json
import re
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from ssl import create_default_context
from typing import Final

from assay.cli.exit_codes import ExitCode
from assay.cli.terminal import complain, say
from assay.science.errors import Unavailable

_START_S: Final = 30
_STOP_S: Final = 15
_LAST_WORDS: Final = 30  # lines: a traceback
_PUBLIC: Final = ("/", "/achievements", "/verify", "/account/login/", "/livez", "/readyz", "/api/v1/openapi.json")
_BUTTON: Final = re.compile(r'name="person" value="([0-9a-f]{32})"')
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_HELD: Final = re.compile(r'"(/me/credentials/[0-9a-f]{32})"')


def check(origin: str, command: Sequence[str], *, data: Path) -> int:
    """Run ``command``, which serves at ``origin``; 0 if everything was as it should be, 1 if not."""
    with _served(origin, command, data) as visitor:
        faults = [fault for part in (_public, _people, _credential) for fault in part(visitor)]
    for fault in faults:
        complain(fault)
    if not faults:
        say("The demo is whole: pages answer, everybody finds their work, Samantha's credential is VALID.")
    return ExitCode.INVALID if faults else ExitCode.VALID


class _Visitor:
    """A browser without a screen: keeps cookies, follows redirects."""

    def __init__(self, origin: str, authority: Path | None) -> None:
        self._origin = origin
        handlers: list[urllib.request.BaseHandler] = [urllib.request.HTTPCookieProcessor(CookieJar())]
        if origin.startswith("https:"):
            context = create_default_context(cafile=authority)
            handlers.append(urllib.request.HTTPSHandler(context=context))
        # Straight to this machine, whatever proxy the environment names.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), *handlers)

    def ask(self, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, bytes]:
        """Status and body; a form is sent when ``body`` is given. Status 0: nobody answered."""
        headers = {"Referer": self._origin + "/"} | ({"Content-Type": kind} if kind else {})
        asked = urllib.request.Request(self._origin + path, data=body, headers=headers)  # noqa: S310 -- our own origin
        try:
            with self._opener.open(asked, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
        except OSError as error:
            return 0, str(error).encode()

    def become(self, person: str) -> int:
        """Press somebody's button in the bar; the status of the page that follows."""
        token = _TOKEN.search(self.ask("/")[1].decode())
        form = {"person": person, "csrfmiddlewaretoken": token[1] if token else ""}
        return self.ask("/demo/sign-in-as", urllib.parse.urlencode(form).encode())[0]

    def buttons(self) -> list[str]:
        """The people of the bar, in its order."""
        return _BUTTON.findall(self.ask("/")[1].decode())


@contextmanager
def _served(origin: str, command: Sequence[str], data: Path) -> Iterator[_Visitor]:
    """The running server; told to stop at the end, and its last words shown if it never answered."""
    if _Visitor(origin, None).ask("/livez")[0]:
        raise Unavailable(origin, "somebody else answers there already; choose another --port")
    log = data / "check.log"
    with (
        log.open("wb") as out,
        subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT) as server,  # noqa: S603 -- our own command
    ):
        try:
            until = time.monotonic() + _START_S
            while True:
                visitor = _Visitor(origin, data / "tls" / "authority.pem") if _may_ask(origin, data) else None
                if visitor is not None and visitor.ask("/readyz")[0] == 200:  # noqa: PLR2004 -- HTTP
                    break
                if server.poll() is not None or time.monotonic() > until:
                    for line in log.read_text("utf-8", "replace").splitlines()[-_LAST_WORDS:]:
                        complain(line)
                    raise Unavailable(origin, "the server did not become ready")
                time.sleep(0.05)
            yield visitor
        finally:
            server.terminate()
            try:
                server.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                server.kill()
    log.unlink()


def _may_ask(origin: str, data: Path) -> bool:
    """Over TLS, not before there is an authority to know the server by."""
    return origin.startswith("http:") or (data / "tls" / "authority.pem").exists()


def _public(visitor: _Visitor) -> Iterator[str]:
    for path in _PUBLIC:
        status, _body = visitor.ask(path)
        if status != 200:  # noqa: PLR2004 -- HTTP
            yield f"{path} answered {status}"


def _people(visitor: _Visitor) -> Iterator[str]:
    people = visitor.buttons()
    if not people:
        yield "the bar offers nobody to be"
    for number, person in enumerate(people, start=1):
        status = visitor.become(person)
        if status != 200:  # noqa: PLR2004 -- HTTP
            yield f"the first page of person {number} in the bar answered {status}"


def _credential(visitor: _Visitor) -> Iterator[str]:
    """What Samantha (the first in the bar) holds, sent to the public endpoint as anybody would."""
    visitor.become(next(iter(visitor.buttons()), ""))
    held = list(dict.fromkeys(_HELD.findall(visitor.ask("/me/credentials")[1].decode())))
    verdicts = []
    for path in held:
        status, credential = visitor.ask(f"{path}.json")
        if status != 200:  # noqa: PLR2004 -- HTTP
            yield f"a credential's file answered {status}"
            continue
        status, report = visitor.ask("/api/v1/verify", credential, "application/json")
        verdicts.append(json.loads(report).get("verdict") if status == 200 else f"status {status}")  # noqa: PLR2004 -- HTTP
    # Two that count, and one whose year is over.
    if sorted(map(str, verdicts)) != ["INVALID", "VALID", "VALID"]:
        found = ", ".join(map(str, verdicts)) or "not there"
        yield f"Samantha's credentials should be VALID, VALID and one expired; they are {found}"
