"""How long the server works on each public page of the demo world: one process, p50 and p95 over many requests.

    .venv/bin/python benchmarks/public_pages.py [--rounds N]

The pages are found as a visitor finds them: by following links from the front page; the shares are those that the
demo's learner shows on her own page. Times are the server's own (the header Server-Timing), without the network.
Fails (exit code 1) when the p95 of a page is above 150 ms.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from http import HTTPStatus
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

ROOT = Path(__file__).parents[1]
LIMIT_MS = 150.0
_PORT = 8765
_ORIGIN = f"http://localhost:{_PORT}"
_LINK = re.compile(r'(?:href|src)="(/(?!static/|account/|demo/)[^"#?]*)"')


def main() -> int:
    """Start the demo, measure, print the table, stop the demo."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40, help="requests of each page (default 40)")
    rounds = parser.parse_args().rounds
    data = os.environ.get("ASSAY_DATA") or str(Path(tempfile.mkdtemp(prefix="assay-bench-")) / "demo")
    environment = {**os.environ, "ASSAY_DATA": data, "ASSAY_LOG": "json", "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "assay", "demo", "--port", str(_PORT)]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=ROOT)  # noqa: S603 -- ourselves
        try:
            _wait()
            return _report(_measured(rounds))
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait() -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{_ORIGIN}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("the demo did not start")


def _measured(rounds: int) -> dict[str, list[float]]:
    """Times by kind of page: pages that differ only in what they show count together."""
    measured: dict[str, list[float]] = {}
    shares = _shares()
    for page in sorted(_public_pages(shares)):
        measured.setdefault(_kind(page), []).extend(_times(page, rounds))
    credential = urllib.request.urlopen(f"{_ORIGIN}{shares[0]}/credential.json", timeout=30).read()
    status = re.search(rb'"statusListCredential": ?"https://[^/]+(/status/[0-9a-f]+)"', credential)
    if status is not None:
        measured["/status/…"] = _times(status[1].decode(), rounds)
    # As many as one visitor may ask in a minute, and no more.
    measured["POST /api/v1/verify"] = _times("/api/v1/verify", min(rounds, 50), credential)
    return measured


def _kind(page: str) -> str:
    return re.sub(r"(?<=/)[0-9a-zA-Z_-]{20,}", "…", re.sub(r"/v/\d+", "/v/N", page))


def _public_pages(shares: list[str]) -> set[str]:
    """Everything that a visitor reaches by links, and what only programs ask for."""
    parts = ("", "/embed", "/preview.png")
    found, waiting = set(), ["/", "/achievements", "/verify", "/account/login/", "/account/signup/"]
    waiting += [share + part for share in shares for part in parts]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        with _patiently(urllib.request.Request(_ORIGIN + path)) as answer:
            if "text/html" in answer.headers["Content-Type"] and answer.url.startswith(_ORIGIN):
                waiting += [link for link in _LINK.findall(answer.read().decode()) if link not in found]
    return found


def _shares() -> list[str]:
    """The links that the learner of the demo shows, seen as she sees them."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    front = browser.open(f"{_ORIGIN}/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', front)
    person = re.search(r'name="person" value="([^"]+)"', front)
    if token is None or person is None:
        raise SystemExit("the demo's bar is not on the front page")
    form = urlencode({"csrfmiddlewaretoken": token[1], "person": person[1]}).encode()
    request = urllib.request.Request(f"{_ORIGIN}/demo/sign-in-as", form, {"Referer": f"{_ORIGIN}/"})
    browser.open(request, timeout=30)
    wallet = browser.open(f"{_ORIGIN}/me/credentials", timeout=30).read().decode()
    shares: set[str] = set()
    for credential in set(re.findall(r'href="(/me/credentials/[0-9a-f]{32})"', wallet)):
        shares |= set(re.findall(r"(/s/[\w-]{20,})", browser.open(_ORIGIN + credential, timeout=30).read().decode()))
    return sorted(shares)


def _patiently(request: urllib.request.Request) -> Any:  # noqa: ANN401 -- urllib's own answer
    """The answer; a visitor who is told to come again in a minute does."""
    for _ in range(7):
        try:
            return urllib.request.urlopen(request, timeout=30)
        except HTTPError as error:
            if error.code != HTTPStatus.TOO_MANY_REQUESTS:
                raise
            time.sleep(10)
    raise SystemExit(f"{request.full_url} answers nobody any more")


def _times(path: str, rounds: int, body: bytes | None = None) -> list[float]:
    times: list[float] = []
    for _ in range(rounds):
        request = urllib.request.Request(_ORIGIN + path, body, {"Content-Type": "application/json"} if body else {})
        with _patiently(request) as answer:
            answer.read()
            told = re.search(r"dur=([\d.]+)", answer.headers["Server-Timing"])
            times.append(float(told[1]) if told else float("inf"))
    return times


def _report(measured: dict[str, list[float]]) -> int:
    slow = []
    print(f"{'page':<52} {'p50 ms':>8} {'p95 ms':>8}")
    for page, times in measured.items():
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"{page:<52} {p50:8.1f} {p95:8.1f}")
        if p95 > LIMIT_MS:
            slow.append(page)
    everything = [each for times in measured.values() for each in times]
    worst = max(statistics.quantiles(times, n=20)[-1] for times in measured.values())
    print(
        f"{len(measured)} kinds of page, {len(everything)} requests; worst p95 {worst:.1f} ms, limit {LIMIT_MS:.0f} ms"
    )
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
