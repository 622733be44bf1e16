"""The main job in a real browser against a real server: evidence in, a verifiable micro-credential out.

A learner proves a skill, an assessor marks it against the public rubric, the issuer releases, the learner shares, and
an employer verifies on a phone without an account. Once with JavaScript and each page looked at, once without.
"""

import json
import re
import urllib.request
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser.site import Site
from tests.browser.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

CONTEXT = "My team asked which of our three branches lost visitors last winter and why that was so."


def chart() -> bytes:
    """A picture, as a learner would export one."""
    file = BytesIO()
    Image.new("RGB", (640, 400), (20, 90, 90)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_evidence_in_a_verifiable_micro_credential_out(
    browser: Browser, site: Site, pictures: Path, tmp_path: Path, *, javascript: bool
) -> None:
    suffix = "" if javascript else " of the North"
    path = site.run_python(f"from tests.browser.school import open_school; print(open_school({suffix!r}))").strip()
    slug = "northgate-university" + ("" if javascript else "-of-the-north")

    def somebody(name: str, *, phone: bool = False) -> Walker:
        return Walker(browser, site, name, pictures, phone=phone, javascript=javascript)

    with somebody(f"Samantha Okafor{suffix}") as samantha:
        samantha.open("/")
        samantha.look("front")
        samantha.sign_up()
        _pick(samantha, path)
        _collect(samantha, tmp_path)
        _hand_in(samantha)
        with somebody(f"Ana Silva{suffix}") as ana:
            _review(ana, slug)
        samantha.page.reload()
        samantha.reads("You have met every criterion")
        samantha.look("3-met")
        with somebody(f"Ruth Keller{suffix}") as ruth:
            _release(ruth, slug)
        _accept(samantha)
        credential, share = _share(samantha, tmp_path)

    _leave_for_the_peers(site, credential, pictures)
    with somebody("Leo", phone=True) as leo:
        leo.open(share)
        leo.reads("This credential is genuine and current")
        leo.look("5-share")
        leo.open("/verify")
        leo.look("verify")
        leo.page.locator("input[type=file]").set_input_files(credential)
        leo.press("^Verify$")
        leo.reads("This credential is genuine and current")
        leo.reads("Samantha Okafor")
        leo.look("verified")
        changed = tmp_path / "changed.json"
        changed.write_text(credential.read_text("utf-8").replace("Data Visualisation", "Rocket Science"), "utf-8")
        leo.open("/verify")
        leo.page.locator("input[type=file]").set_input_files(changed)
        leo.press("^Verify$")
        leo.reads("Do not rely on this")
        leo.look("verified-changed")


def _pick(learner: Walker, path: str) -> None:
    learner.open("/achievements")
    learner.look("1-browse")
    learner.open(path)
    learner.look("1-version")
    learner.open(f"{path}/rubric")
    learner.look("1-rubric")
    learner.open(path)
    learner.press("^Start")
    if re.search(r"/start$", learner.page.url):
        learner.look("1-start")
        learner.press("^Start")


def _collect(learner: Walker, folder: Path) -> None:
    learner.look("2-collect-empty")
    learner.page.locator("textarea").first.fill("Too short.")
    learner.press("^Save and check$")
    learner.reads("it needs at least 5")
    learner.look("2-collect-missing")
    file = folder / "chart.png"
    file.write_bytes(chart())
    _back_to_the_evidence(learner)
    learner.page.locator("textarea").first.fill(CONTEXT)
    learner.page.locator("input[type=file]").first.set_input_files(file)
    learner.press("^Save$")
    expect(learner.page.locator("textarea").first).to_have_value(CONTEXT)
    learner.look("2-collect-full")
    learner.press("^Save and check$")


def _back_to_the_evidence(learner: Walker) -> None:
    if not learner.page.locator("textarea").count():
        learner.press("Go back and complete it")


def _hand_in(learner: Walker) -> None:
    learner.look("3-hand-in")
    learner.page.locator("#own-work").check()
    learner.press("^Hand in$")
    learner.reads("[Ww]aiting for an assessor")
    learner.look("3-waiting")


def _review(assessor: Walker, slug: str) -> None:
    assessor.sign_in()
    assessor.open(f"/org/{slug}/")
    assessor.look("organisation")
    assessor.open(f"/org/{slug}/queue")
    assessor.look("4-queue")
    assessor.press("Take the one that has waited longest")
    assert "Samantha" not in assessor.page.locator("main").inner_text()
    assessor.look("4-review")
    for criterion in ("c1", "c2"):
        assessor.page.locator(f"input[type=radio][name*={criterion}][value='3']").check()
    assessor.press("^Look at the outcome")
    assessor.look("4-decide")
    assessor.press("^Decide: met")
    assessor.look("4-decided")


def _release(issuer: Walker, slug: str) -> None:
    issuer.sign_in()
    issuer.open(f"/org/{slug}/credentials")
    issuer.look("5-credentials")
    issuer.press("Release|Samantha")
    issuer.look("5-release")
    issuer.press("^Sign and release to Samantha")
    issuer.reads("[Rr]eleased")
    issuer.look("5-released")


def _accept(learner: Walker) -> None:
    letter = learner.site.mail_to(learner.address, containing="/offers/")
    link = re.search(r"(/offers/\S+)", letter)
    assert link is not None
    learner.open(link[1])
    learner.look("5-offer")
    learner.press("^Accept$")
    learner.look("5-accepted")


def _share(learner: Walker, folder: Path) -> tuple[Path, str]:
    learner.open("/me/credentials")
    learner.look("5-credentials-mine")
    learner.page.get_by_role("link", name="Data Visualisation Studio").first.click()
    learner.look("5-credential")
    with learner.page.expect_download() as told:
        learner.page.get_by_role("link", name="Credential, JSON").first.click()
    credential = folder / "credential.json"
    told.value.save_as(credential)
    learner.page.locator("input[name=label]").fill("Leo, recruiter")
    learner.press("^Make the link$")
    learner.look("5-shared")
    share = re.search(r"/s/[\w-]{20,}", learner.page.content())
    assert share is not None
    return credential, share[0]


def _leave_for_the_peers(site: Site, credential: Path, pictures: Path) -> None:
    """What ./run interop asks the peers about: the credential, and the documents that its server publishes for it."""
    document = json.loads(credential.read_text("utf-8"))
    authority = site.origin.removeprefix("http://")
    documents = {}
    statuses = document["credentialStatus"]
    for status in statuses if isinstance(statuses, list) else [statuses]:
        documents[status["statusListCredential"]] = ""
    issuer = document["issuer"]["id"].rpartition(":")[2]
    documents[f"https://{authority}/issuers/{issuer}/did.json"] = ""
    for url in documents:
        with urllib.request.urlopen(url.replace(f"https://{authority}", site.origin), timeout=10) as answer:
            documents[url] = json.loads(answer.read())
    issued = pictures / "issued"
    issued.mkdir(exist_ok=True)
    (issued / "credential.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    (issued / "documents.json").write_text(json.dumps(documents, ensure_ascii=False), "utf-8")
    (issued / "now").write_text(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "ascii")
