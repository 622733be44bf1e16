"""Passkeys with Chromium's own virtual authenticator: added, used alone to sign in, used to prove it is still you."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from tests.browser.site import Site
from tests.browser.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture
def ines(browser: Browser, site: Site, pictures: Path) -> Iterator[Walker]:
    with Walker(browser, site, "Ines Ferreira", pictures) as walker:
        yield walker


def device(walker: Walker) -> CDPSession:
    """A device with a memory for passkeys and a lock that its owner opens (CDP's domain WebAuthn)."""
    session = walker.page.context.new_cdp_session(walker.page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def test_a_passkey_is_added_and_signs_in_alone(ines: Walker) -> None:
    ines.sign_up()
    device(ines)
    ines.open("/me/account")
    ines.look("account")

    # Adding one could lock the owner out, so the password is asked for once more.
    ines.press("Add a passkey")
    ines.look("is-it-you")
    ines.page.locator("input[name=password]").fill("a long sentence of mine")
    ines.press("Go on")
    ines.look("add-a-passkey")
    ines.page.locator("input[name=name]").fill("Work laptop")
    ines.press("Make the passkey")
    expect(ines.page).to_have_url(f"{ines.site.origin}/account/2fa/recovery-codes/")
    ines.look("recovery-codes")
    ines.open("/account/2fa/webauthn/")
    ines.reads("Work laptop")
    ines.reads("signs in alone")
    ines.look("your-passkeys")

    ines.open("/account/logout/")
    ines.page.locator("main form button").click()
    ines.open("/account/login/?next=/me/account")
    ines.look("sign-in")
    ines.press("Use a passkey")
    expect(ines.page).to_have_url(f"{ines.site.origin}/me/account")
    ines.reads("Work laptop")


def test_somebody_without_the_passkey_is_told_and_can_choose_another_way(ines: Walker) -> None:
    session = device(ines)
    session.send("WebAuthn.disable")
    device(ines)  # another device: it knows no passkey
    ines.open("/account/login/")

    ines.press("Use a passkey")

    ines.reads("No passkey was used")
    expect(ines.page.get_by_role("link", name="Send me a code by e-mail")).to_be_visible()


def test_without_javascript_the_other_ways_are_there(browser: Browser, site: Site, pictures: Path) -> None:
    with Walker(browser, site, "Nora Plain", pictures, javascript=False) as nora:
        nora.open("/account/login/")

        expect(nora.page.get_by_role("button", name="Use a passkey")).to_be_hidden()
        expect(nora.page.get_by_role("link", name="Send me a code by e-mail")).to_be_visible()
        nora.look("sign-in")


@pytest.mark.parametrize(
    "path",
    ["/account/login/code/", "/account/signup/passkey/", "/account/password/reset/"],
)
def test_the_pages_before_signing_in_are_accessible(ines: Walker, path: str) -> None:
    ines.open(path)

    ines.look(path.strip("/").replace("/", "-"))


def test_the_pages_of_an_organisation_are_accessible(ines: Walker, site: Site) -> None:
    ines.site.run_python(
        "from django.utils import timezone\n"
        "from assay.campus.people.models import Person\n"
        "from assay.campus.people.models import OrganisationKind as K\n"
        "from assay.campus.people.found_organisation import found_organisation as found\n"
        "who = Person.objects.filter(email='otto@people.example').first()\n"
        "who = who or Person.objects.create_user('otto@people.example', name='Otto', joined_at=timezone.now())\n"
        "found('Fernhill College', kind=K.PROVIDER, founder=who, at=timezone.now(), url='https://fernhill.example')\n"
        "found('F\\u0435rnhill College', kind=K.PROVIDER, founder=who, at=timezone.now())\n"
    )
    ines.name, ines.address = "Otto", "otto@people.example"
    ines.sign_in()
    for path, name in (
        ("/org/fernhill-college/", "organisation"),
        ("/org/fernhill-college/facts", "organisation-facts"),
        ("/org/fernhill-college/members", "organisation-members"),
        ("/org/new", "found-an-organisation"),
        ("/account/2fa/", "second-factors"),
        ("/account/email/", "addresses"),
    ):
        ines.open(path)
        ines.look(name)
    ines.open("/me/account")
    ines.page.get_by_role("link", name="F\u0435rnhill College").first.click()
    ines.reads("Held: it can prepare, and neither publish nor issue")
    ines.look("organisation-held")
