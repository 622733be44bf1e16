"""docs/verifying.md: its Python runs, and its numbers and addresses are those of the page and the API."""

import base64
import hashlib
import json
import re

import pytest
from django.conf import settings
from django.urls import reverse

from assay import drive, verify
from assay.campus.verifying.rate import PER_MINUTE
from assay.campus.verifying.verify import MAX_BYTES
from assay.campus.wallet import web_share
from assay.science.verification.report import Check, Outcome
from tests.cast import ADA, BRUNEL, NOW, WELDING_BASICS
from tests.docs.pages import ROOT, fenced, page, section
from tests.world import World, signed

TEXT = page("docs/verifying.md")
HTTP = section(TEXT, "## Over HTTP")


@pytest.mark.parametrize(("record", "outcome"), [(b'{"met": 1}', Outcome.HOLDS), (b'{"met": 2}', Outcome.FAILS)])
def test_the_python_with_what_came_along_runs_as_written(record: bytes, outcome: Outcome) -> None:
    [code] = fenced(section(TEXT, "## From Python, with what came along"), "python")
    world = World().with_issuer(BRUNEL)
    digest = base64.b64encode(hashlib.sha384(b'{"met": 1}').digest()).decode()
    bound = [{"id": "urn:uuid:0a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10", "digestSRI": f"sha384-{digest}"}]
    document = {**world.composed(WELDING_BASICS, to=ADA, revocable=False), "relatedResource": bound}
    names = {
        "json": json,
        "drive": drive,
        "verify": verify,
        "moment": NOW,
        "SafeFetch": lambda: world.documents.get,
        "credential": json.dumps(signed(document, suite="eddsa-jcs-2022")).encode(),
        "record": record,
    }

    exec(code.replace("datetime.now(UTC)", "moment"), names)  # noqa: S102 -- our own page

    assert names["report"].outcome(Check.RESOURCES) is outcome  # type: ignore[attr-defined]  # what the page makes


def test_what_is_sent_exists_and_goes_to_the_address_of_the_api() -> None:
    [(file, path)] = re.findall(r"curl --data-binary @(\S+) http://localhost:8000(/\S+)", HTTP)

    assert (ROOT / file).is_file()
    assert path == reverse("api:verify_badge")
    assert f"`POST {path}`" in HTTP
    assert f"`{reverse('api:openapi-json')}`" in HTTP


def test_the_limits_are_those_of_the_code() -> None:
    assert re.findall(r"(\d+) MiB", HTTP) == [str(MAX_BYTES >> 20)] * 2
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == MAX_BYTES
    assert f"may verify {PER_MINUTE} times a minute" in HTTP
    assert f"shares and their files {web_share._PER_MINUTE} times" in HTTP  # noqa: SLF001 -- the one place that says it
