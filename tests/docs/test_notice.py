"""NOTICE names everything that is bundled from others, with its digest."""

import hashlib
import re

from assay.science.securing.contexts import TABLE
from tests.docs.pages import ROOT, page

NOTICE = page("NOTICE")


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
    campus = ROOT / "src" / "assay" / "campus"
    bundled = [*campus.rglob("*.woff2"), campus / "verifying" / "static" / "verifying" / "jsqr.js"]

    for path in bundled:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert re.search(rf"{re.escape(path.name)}\n  sha256 {digest}\n", NOTICE), path
