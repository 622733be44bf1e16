"""A person in front of the pages: signs in by a code from a letter, clicks what can be read, and looks at each page.

``look`` is what makes the walk a check: the page must have no accessibility violation at desktop and at phone width,
and leaves a picture of both in .ci/out.
"""

import re
from pathlib import Path
from typing import Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.site import Site

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# WCAG 2.2 AA and what came before it; axe's own advice on good practice is held as well.
TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


class Walker:
    """One person with a browser of her own."""

    def __init__(
        self, browser: Browser, site: Site, name: str, pictures: Path, *, phone: bool = False, javascript: bool = True
    ) -> None:
        self.name = name
        self.address = f"{name.lower().replace(' ', '.')}@people.example"
        self.site = site
        self.javascript = javascript
        self._pictures = pictures
        self._sizes = [PHONE] if phone else [DESKTOP, PHONE]
        self._context = browser.new_context(
            viewport=self._sizes[0],  # type: ignore[arg-type]  # a TypedDict of the same members
            java_script_enabled=javascript,
            base_url=site.origin,
            accept_downloads=True,
        )
        self.page: Page = self._context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console", lambda told: self.errors.append(f"{told.text} {told.location}") if told.type == "error" else None
        )
        self.seen: list[str] = []

    def _note(self, told: ConsoleMessage) -> None:
        if told.type == "error":
            self.errors.append(f"{told.text} {told.location}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._context.close()

    def open(self, path: str) -> None:
        """Go to an address of the site's."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 400, (path, answer.status)

    def press(self, words: str) -> None:
        """Press the button, or follow the link, that says this."""
        button = self.page.get_by_role("button", name=re.compile(words))
        (button if button.count() else self.page.get_by_role("link", name=re.compile(words))).first.click()

    def reads(self, words: str) -> None:
        """The page says this somewhere."""
        expect(self.page.locator("body")).to_contain_text(re.compile(words))

    def look(self, name: str) -> None:
        """Check the page and take its picture at each size."""
        self.seen.append(self.page.url)
        for size in self._sizes:
            self.page.set_viewport_size(size)  # type: ignore[arg-type]  # as above
            if self.javascript:
                found = Axe().run(self.page, options=TAGS)
                assert found.violations_count == 0, f"{name} at {size['width']}: {found.generate_report()}"
            wide = self.page.evaluate("document.documentElement.scrollWidth") if self.javascript else 0
            assert wide <= size["width"], f"{name} is {wide} px wide at {size['width']}"
            mode = "" if self.javascript else "-without-javascript"
            self.page.screenshot(path=self._pictures / f"{name}{mode}-{size['width']}.png", full_page=True)
        self.page.set_viewport_size(self._sizes[0])  # type: ignore[arg-type]  # as above
        assert self.errors == [], f"{name}: {self.errors}"

    def sign_up(self) -> None:
        """Make an account; the code that confirms the address is in a letter."""
        self.open("/account/signup/")
        self.look("sign-up")
        self.page.locator("input[name=email]").fill(self.address)
        self.page.locator("input[name=name]").fill(self.name)
        for field in ("password1", "password2"):
            self.page.locator(f"input[name={field}]").fill("a long sentence of mine")
        self.press("Make the account")
        self._type_the_code()

    def sign_in(self) -> None:
        """By a code in a letter: no password."""
        self.open("/account/login/code/")
        self.page.locator("input[name=email]").fill(self.address)
        self.press("Send the code")
        self._type_the_code()

    def _type_the_code(self) -> None:
        letter = self.site.mail_to(self.address)
        code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", letter, re.MULTILINE)
        assert code is not None, letter
        self.page.locator("input[name=code]").fill(code[1])
        self.page.locator("main form button").first.click()
        expect(self.page).not_to_have_url(re.compile("code|confirm"))
