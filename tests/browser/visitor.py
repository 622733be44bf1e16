"""Somebody who follows every link of the site and looks at each page; changes nothing, since links only read.

A page is known by its route: the path with its identifiers left out. Of each route a few pages are opened, and of each
kind of page one is held against the accessibility rules. Faults are collected, so that one run tells them all.
"""

import re
from collections import Counter, deque
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site
from tests.browser.walker import DESKTOP, PHONE, TAGS

# Of one route so many pages are opened: several, since a submission that waits looks unlike one that was returned.
# Whoever comes later opens fewer: pages about them, which nobody else sees, and one of those that everybody sees.
_FIRST, _OWN, _SHARED = 3, 2, 1
# A theme changes colours and nothing else.
_COLOURS: Final = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
_FACTS: Final = """() => ({
    h1: document.querySelectorAll('h1').length,
    lang: document.documentElement.lang,
    title: document.title.replace(/[·\\s]|Assay/g, ''),
    wide: document.documentElement.scrollWidth,
    links: [...document.querySelectorAll('a[href]')].map(a => a.href)
        .concat([...document.querySelectorAll('input[readonly]')].map(field => field.value)),
    main: document.querySelector('main')?.innerText ?? '',
})"""
# Dates as machines or Americans write them, and what a template leaves where a value is missing.
_UNREADABLE: Final = re.compile(
    r"\b(?:noon|midnight|[ap]\.m\.|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\. \d|\d{4}-\d\d-\d\dT\d\d|undefined\b)"
    r"|\{[{%]|^None$",
    re.MULTILINE,
)


class Visitor:
    """One reader of the demo: ``who`` on the bar, or nobody; ``kind`` is what the bar says they do."""

    def __init__(self, browser: Browser, site: Site, who: str, kind: str, pictures: Path) -> None:
        self.who = who
        self.site = site
        self.faults: list[str] = []
        self._kind = kind
        self._pictures = pictures
        self._context = browser.new_context(
            viewport=DESKTOP,  # type: ignore[arg-type]  # a TypedDict of the same members
            base_url=site.origin,
            color_scheme="light",
            reduced_motion="reduce",
        )
        self.page: Page = self._context.new_page()
        self.page.on("pageerror", lambda error: self._fault(f"script: {error}"))
        self.page.on("console", lambda told: self._fault(f"console: {told.text}") if told.type == "error" else None)

    def close(self) -> None:
        """Give the browser back."""
        self._context.close()

    def enter(self) -> str:
        """Press the person's button on the bar; the path of their first page."""
        self.page.goto("/")
        if self.who != "anonymous":
            self.page.locator(".demo-person", has_text=self.who).click()
            expect(self.page.locator(".demo-person[aria-current]")).to_contain_text(self.who)
        return urlsplit(self.page.url).path

    def look_everywhere(self, opened: "Opened") -> None:
        """Follow the links from the first page on; ``opened`` is what others have seen before."""
        waiting = deque([self.enter(), "/"])
        known = set(waiting)
        mine: Counter[str] = Counter()
        while waiting:
            address = waiting.popleft()
            route = route_of(address)
            if mine[route] >= opened.pages_of(route):
                continue
            mine[route] += 1
            name = _file_name(route) + (f"-{mine[route]}" if mine[route] > 1 else "")
            for link in self._visit(address, name, is_new=opened.add(self._kind, route)):
                if link not in known:
                    known.add(link)
                    waiting.append(link)
        opened.routes |= set(mine)

    def _visit(self, address: str, name: str, *, is_new: bool) -> list[str]:
        answer = self.page.request.get(address)
        if not answer.ok:
            self._fault(f"answered {answer.status}", address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            return []
        self.page.goto(address)
        return self.look(name, is_new=is_new)

    def look(self, name: str, *, is_new: bool = True) -> list[str]:
        """Look at the page that is open, and take its pictures. Its links; ``is_new``: hold it against the rules."""
        address = self.page.url.removeprefix(self.site.origin)
        name = f"{self.who}-{name}"
        facts = self._look_at_one(address, DESKTOP, name)
        if is_new:
            self._hold_against_axe(address, TAGS, "desktop")
            self.page.emulate_media(color_scheme="dark")
            self._hold_against_axe(address, _COLOURS, "dark")
            self.page.screenshot(path=self._pictures / f"{name}-1280-dark.png", full_page=True)
            self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # as above
        self._look_at_one(address, PHONE, name)
        if is_new:
            self._hold_against_axe(address, TAGS, "phone")
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]  # as above
        return _paths(facts["links"], self.site.origin)

    def _look_at_one(self, address: str, size: dict[str, int], name: str) -> dict[str, Any]:
        facts: dict[str, Any] = self.page.evaluate(_FACTS)
        if facts["wide"] > size["width"]:
            self._fault(f"is {facts['wide']} px wide at {size['width']}", address)
        if facts["h1"] != 1:
            self._fault(f"has {facts['h1']} first headings", address)
        if not facts["lang"] or not facts["title"]:
            self._fault(f"lacks a title or a language: {facts['title']!r}, {facts['lang']!r}", address)
        if found := _UNREADABLE.search(facts["main"]):
            self._fault(f"shows {found[0]!r} to a reader", address)
        self.page.screenshot(path=self._pictures / f"{name}-{size['width']}.png", full_page=True)
        return facts

    def _hold_against_axe(self, address: str, options: dict[str, Any], how: str) -> None:
        found = Axe().run(self.page, options=options)
        for each in found.response["violations"]:
            nodes = "; ".join(node["html"][:160] for node in each["nodes"][:3])
            self._fault(f"{how}: {each['id']}: {each['help']}: {nodes}", address)

    def _fault(self, words: str, address: str = "") -> None:
        self.faults.append(f"{self.who} at {address or self.page.url}: {words}")


class Opened:
    """What has been opened by anybody, and which kind of person has had a route held against the rules."""

    def __init__(self) -> None:
        self.routes: set[str] = set()
        self._held: set[tuple[str, str]] = set()

    def pages_of(self, route: str) -> int:
        """How many pages of a route the next person opens."""
        if route not in self.routes:
            return _FIRST
        return _OWN if _is_own(route) else _SHARED

    def add(self, kind: str, route: str) -> bool:
        """Whether this is the first page of the route for this kind of person.

        Pages that everybody sees look alike for whoever is signed in.
        """
        reader = kind if _is_own(route) or kind == "nobody" else "somebody"
        is_new = (reader, route) not in self._held
        self._held.add((reader, route))
        return is_new


def _is_own(route: str) -> bool:
    return route.startswith(("/me", "/org/SLUG"))


def route_of(address: str) -> str:
    """The path with a word for each identifier; a page with a question is another kind of page.

    "next" only says where one came from.
    """
    path, _, question = address.partition("?")
    path = re.sub(r"/[0-9a-f]{32}\b", "/ID", path)
    path = re.sub(r"^/org/(?!new\b)[\w-]+", "/org/SLUG", path)
    path = re.sub(r"^/s/[\w-]{20,}", "/s/TOKEN", path)
    path = re.sub(r"/v/\d+", "/v/N", path)
    path = re.sub(r"/(?:assessor|designer|issuer|admin)/end$", "/ROLE/end", path)
    asked = sorted({part.partition("=")[0] for part in question.split("&")} - {"", "next"})
    return path + (f"?{'&'.join(asked)}" if asked else "")


def _paths(links: list[str], origin: str) -> list[str]:
    """The links that stay here, without fragments."""
    found = []
    for link in links:
        if link.startswith(f"{origin}/"):
            parts = urlsplit(urljoin(origin, link))
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def _file_name(route: str) -> str:
    return re.sub(r"[^\w]+", "_", route).strip("_") or "home"
