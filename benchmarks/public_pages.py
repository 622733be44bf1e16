"""How long the server works on each public page of the demo world: one process, p50 and p95 over many requests.

    .venv/bin/python benchmarks/public_pages.py [--rounds N]

The pages are found as a visitor finds them: by following links from the front page; the shares are those that the
demo's learner shows on her own page. Times are the server's own (the header Server-Timing), so the network is not in them.
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
from http.cookiejar import CookieJar
from pathlib import Path
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
            return _report({page: _times(page, rounds) for page in sorted(_public_pages())})
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


def _public_pages() -> set[str]:
    """One page of each kind is enough of those that differ only in what they show; all are asked."""
    visitor = urllib.request.build_opener()
    found, waiting = set(), ["/", "/achievements", "/verify", *_shares()]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        with visitor.open(_ORIGIN + path, timeout=30) as answer:
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


def _times(path: str, rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        with urllib.request.urlopen(_ORIGIN + path, timeout=30) as answer:
            answer.read()
            told = re.search(r"dur=([\d.]+)", answer.headers["Server-Timing"])
            times.append(float(told[1]) if told else float("inf"))
    return times


def _report(measured: dict[str, list[float]]) -> int:
    slow = []
    print(f"{'page':<64} {'p50 ms':>8} {'p95 ms':>8}")
    for page, times in measured.items():
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"{re.sub(r'(?<=/)[0-9a-zA-Z_-]{20,}', '…', page):<64} {p50:8.1f} {p95:8.1f}")
        if p95 > LIMIT_MS:
            slow.append(page)
    everything = [each for times in measured.values() for each in times]
    worst = max(statistics.quantiles(times, n=20)[-1] for times in measured.values())
    print(f"{len(measured)} pages, {len(everything)} requests; worst p95 {worst:.1f} ms, limit {LIMIT_MS:.0f} ms")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
