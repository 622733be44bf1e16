"""Every page of the demo world, as everybody of the demo bar and as a visitor, at both sizes and in both themes.

The pictures are in .ci/out/pages: who, which route, how wide.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.site import Site
from tests.browser.visitor import Opened, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

# The bar's names, and what it says they do.
EVERYBODY = {
    "anonymous": "nobody",
    "Samantha": "learner",
    "Priya": "learner",
    "Dr Weiss": "designer",
    "Ana": "assessor",
    "Cy": "assessor",
    "Ruth": "registrar",
    "Tomasz": "registrar",
    "Leo": "recruiter",
}
# What the walk must have found, so that a lost link is a failure and not a page fewer.
LINKED = frozenset(
    [
        *("/", "/achievements", "/achievements/ID/v/N", "/achievements/ID/v/N/rubric", "/issuers/ID", "/verify"),
        *("/account/login/", "/account/login/code/", "/account/signup/", "/account/signup/passkey/"),
        *("/account/email/", "/account/password/reset/", "/account/password/set/"),
        *("/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"),
        *("/me", "/me/account", "/me/submissions/ID", "/me/submissions/ID/submit", "/me/submissions/ID/put-aside"),
        *("/me/credentials", "/me/credentials/ID", "/me/credentials/ID/key", "/s/TOKEN", "/evidence/ID/remove"),
        *("/org/new", "/org/SLUG/", "/org/SLUG/members", "/org/SLUG/members/ID/ROLE/end"),
        *("/org/SLUG/definitions", "/org/SLUG/definitions/ID/edit", "/org/SLUG/definitions/ID/publish"),
        *("/org/SLUG/definitions/ID/retire", "/org/SLUG/definitions/ID/discard"),
        *("/org/SLUG/queue", "/org/SLUG/reviews", "/org/SLUG/reviews/ID"),
        *("/org/SLUG/credentials", "/org/SLUG/credentials/ID", "/org/SLUG/award", "/org/SLUG/decisions/ID/release"),
        *("/org/SLUG/credentials/ID/revoke", "/org/SLUG/credentials/ID/correct"),
    ]
)


@pytest.fixture(scope="session")
def opened() -> Opened:
    """What has been looked at so far, by everybody together."""
    return Opened()


@pytest.fixture(scope="session")
def pages(pictures: Path) -> Path:
    folder = pictures / "pages"
    folder.mkdir(exist_ok=True)
    return folder


Visiting = Callable[[str], AbstractContextManager[Visitor]]


@pytest.fixture
def visiting(browser: Browser, demo: Site, pages: Path) -> Visiting:
    """Somebody who looks; afterwards nothing may have been wrong."""

    @contextmanager
    def visit(who: str) -> Iterator[Visitor]:
        visitor = Visitor(browser, demo, who, EVERYBODY[who], pages)
        try:
            yield visitor
        finally:
            visitor.close()
        assert visitor.faults == [], "\n".join(visitor.faults)

    return visit


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_page_that_links_lead_to_is_in_order(visiting: Visiting, opened: Opened, who: str) -> None:
    with visiting(who) as visitor:
        visitor.look_everywhere(opened)


def test_no_page_has_lost_its_links(opened: Opened) -> None:
    if not opened.routes:
        pytest.skip("nobody walked before")

    assert LINKED - opened.routes == set()


def test_the_answers_of_the_verify_page_are_in_order(visiting: Visiting) -> None:
    with visiting("Samantha") as visitor:
        visitor.enter()
        visitor.page.goto("/me/credentials")
        visitor.page.get_by_role("link", name="Data Visualisation Studio").click()
        credential = visitor.page.get_by_role("link", name="Credential, JSON").get_attribute("href")
        document = visitor.page.request.get(credential or "").text()
        for name, text, told in (
            ("valid", document, "genuine and current"),
            ("invalid", document.replace("Data Visualisation", "Rocket Science"), "Do not rely on this"),
            ("unreadable", "not a credential", "Do not rely on this"),
            ("nothing", "", "needs your attention"),
        ):
            visitor.page.goto("/verify")
            visitor.page.locator("textarea").fill(text)
            visitor.page.get_by_role("button", name="Verify", exact=True).click()
            expect(visitor.page.locator("main")).to_contain_text(told)
            visitor.look(f"answer-{name}")
        # What is refused is answered 422, which a browser's console tells as an error.
        visitor.faults = [fault for fault in visitor.faults if "status of 422" not in fault]


def test_what_is_not_there_is_said_in_order(visiting: Visiting) -> None:
    with visiting("anonymous") as visitor:
        visitor.page.goto("/achievements/nothing-of-that-name")
        assert [fault for fault in visitor.faults if "404" not in fault] == []
        visitor.faults.clear()

        visitor.look("not-found")


@pytest.mark.parametrize(
    ("who", "path", "action"),
    [
        ("anonymous", "/", "Verify a credential"),
        ("anonymous", "/verify", "Verify"),
        ("Samantha", "/me/account", "Save"),
        ("Ana", "/org/northgate-university/queue", "Take the one that has waited longest"),
        ("Dr Weiss", "/org/northgate-university/definitions", "New definition"),
    ],
)
def test_the_first_action_is_reached_with_the_keyboard_and_shows_it(
    visiting: Visiting, who: str, path: str, action: str
) -> None:
    with visiting(who) as visitor:
        visitor.enter()
        visitor.page.goto(path)
        wanted = visitor.page.locator("main .button-primary", has_text=re.compile(f"^{action}$"))
        assert wanted.count() == 1

        visitor.page.keyboard.press("Tab")
        assert visitor.page.locator(":focus").inner_text() == "Skip to content"
        visitor.page.keyboard.press("Enter")
        assert visitor.page.evaluate("document.activeElement.id") == "content"
        presses = _tab_to(visitor, wanted)

        assert presses <= 25
        assert wanted.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
        assert wanted.evaluate("each => parseFloat(getComputedStyle(each).outlineWidth)") >= 2


def _tab_to(visitor: Visitor, wanted: Locator) -> int:
    for presses in range(1, 60):
        visitor.page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return presses
    raise AssertionError("the keyboard does not reach it")


@pytest.mark.parametrize(
    ("who", "path"),
    [("anonymous", "/"), ("Samantha", "/me"), ("Ana", "/org/northgate-university/"), ("Ruth", "/verify")],
)
def test_a_page_that_is_read_from_the_right_keeps_its_width(visiting: Visiting, who: str, path: str) -> None:
    with visiting(who) as visitor:
        visitor.enter()
        visitor.page.goto(path)

        visitor.page.evaluate("document.documentElement.dir = 'rtl'")

        # The brand stands where reading begins.
        brand = visitor.page.locator(".brand").bounding_box()
        assert brand is not None
        assert brand["x"] > 640
        visitor.look(f"rtl-{path.strip('/').replace('/', '_') or 'home'}", is_new=False)
