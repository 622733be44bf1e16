"""NOTICE names everything that is bundled from others, with its digest."""

import hashlib
import json
import re

from assay.science.securing.contexts import TABLE
from tests.docs.pages import ROOT, page

NOTICE = page("NOTICE")
CAMPUS = ROOT / "src" / "assay" / "campus"


def test_every_bundled_context_is_named_with_its_address_digest_and_origin() -> None:
    named = re.findall(
        r"^([\w.-]+\.json)\n  (https://\S+)\n  sha256 ([0-9a-f]{64})\n  from (.+)$", NOTICE, re.MULTILINE
    )

    assert sorted(named) == sorted((each.file, each.url, each.sha256, each.origin) for each in TABLE)


def test_every_file_of_others_among_the_test_data_is_named_with_its_digest() -> None:
    files = sorted((ROOT / "tests" / "data").rglob("*.json"))

    for path in files:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert f"{path.relative_to(ROOT).as_posix()}\n" in NOTICE
        assert f"sha256 {digest}\n" in NOTICE, path


def test_every_bundled_font_and_script_of_others_is_named_with_its_digest() -> None:
    bundled = [*CAMPUS.rglob("*.woff2"), CAMPUS / "verifying" / "static" / "verifying" / "jsqr.js"]

    for path in bundled:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert re.search(rf"{re.escape(path.name)}\n  sha256 {digest}\n", NOTICE), path


def test_the_skills_of_others_are_named_with_their_number_digest_and_source() -> None:
    content = (CAMPUS / "catalogue" / "known_skills.json").read_bytes()
    listed = json.loads(content)
    about = NOTICE[NOTICE.index("src/assay/campus/catalogue/known_skills.json") :].partition("\n\n")[0]

    assert f": {len(listed['skills'])} skills of {listed['framework']}" in about
    assert f"sha256 {hashlib.sha256(content).hexdigest()}\n" in about
    assert "European Union" in about


def test_nothing_else_that_browsers_load_is_by_others() -> None:
    ours = {"assay.css", "assay.js", "theme.js", "logo.svg", "passkey.js", "scan.js", "embed.css"}
    loaded = {path.name for path in CAMPUS.glob("*/static/**/*") if path.is_file()}

    assert {name for name in loaded - ours if name not in NOTICE} == set()
