"""Related documents, schemas, refresh services: what was signed about them is compared, and nobody is asked."""

import base64
import hashlib
import json
from typing import Any

import pytest

from assay.science.errors import Code
from assay.science.securing import multibase
from assay.science.securing.contexts import OB_3, bundled
from assay.science.verification.asking import drive
from assay.science.verification.report import Check, Outcome, Report, Verdict
from assay.science.verification.verify import verify
from tests.cast import ADA, BRUNEL, NOW, WELDING_BASICS
from tests.world import World, code, finding, signed

WORLD = World().with_issuer(BRUNEL)
SOURCE = bundled().sources[OB_3]
SHA256, SHA384, SHA512 = (
    f"{name}-{base64.b64encode(hashlib.new(name, SOURCE).digest()).decode()}" for name in ("sha256", "sha384", "sha512")
)
WRONG = "sha256-" + base64.b64encode(bytes(32)).decode()
MULTIHASHES = [
    multibase.encode(prefix + hashlib.new(name, SOURCE).digest())
    for prefix, name in ((b"\x12\x20", "sha256"), (b"\x20\x30", "sha384"), (b"\x13\x40", "sha512"))
]


def verified(**members: Any) -> Report:
    credential = {**WORLD.composed(WELDING_BASICS, to=ADA, revocable=False), **members}
    return WORLD.verify(signed(credential, suite="eddsa-jcs-2022"))


def related(**digest: Any) -> Report:
    return verified(relatedResource=[{"id": OB_3, **digest}])


@pytest.mark.parametrize(
    "digest",
    [
        {"digestSRI": SHA256},
        {"digestSRI": SHA384},
        {"digestSRI": SHA512},
        {"digestSRI": f"{SHA256} {SHA512}"},
        {"digestSRI": [SHA256, SHA384]},
        {"digestMultibase": MULTIHASHES[0]},
        {"digestMultibase": MULTIHASHES[1]},
        {"digestMultibase": MULTIHASHES[2]},
        {"digestSRI": SHA256, "digestMultibase": MULTIHASHES[0]},
    ],
)
def test_a_related_document_with_the_digest_that_was_signed_holds(digest: dict[str, Any]) -> None:
    report = related(**digest)

    assert report.outcome(Check.RESOURCES) is Outcome.HOLDS
    assert report.verdict is Verdict.VALID


@pytest.mark.parametrize(
    "digest",
    [
        {"digestSRI": WRONG},
        {"digestSRI": f"{SHA256} {WRONG}"},
        {"digestSRI": [SHA256, WRONG]},
        {"digestSRI": SHA256, "digestMultibase": multibase.encode(b"\x12\x20" + bytes(32))},
        {"digestMultibase": multibase.encode(b"\x12\x20")},
    ],
)
def test_a_related_document_with_another_digest_makes_it_invalid(digest: dict[str, Any]) -> None:
    report = related(**digest)

    assert code(report, Check.RESOURCES) is Code.RESOURCE_MISMATCH
    assert report.verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "digest",
    [
        {"digestSRI": "md5-AAAA"},
        {"digestSRI": " "},
        {"digestSRI": "rubbish"},
        {"digestMultibase": "zQm"},
        {"digestMultibase": "rubbish"},
        {"digestMultibase": multibase.encode(b"\x11\x14" + bytes(20))},
    ],
)
def test_a_digest_that_is_none_makes_it_invalid(digest: dict[str, Any]) -> None:
    report = related(**digest)

    assert code(report, Check.RESOURCES) is Code.MALFORMED
    assert report.verdict is Verdict.INVALID


def test_a_related_document_that_is_not_at_hand_is_told_and_not_fetched() -> None:
    resource = {"id": "urn:uuid:0a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10", "digestSRI": SHA256}

    report = verified(relatedResource=resource)

    assert code(report, Check.RESOURCES) is Code.RESOURCE_NOT_CHECKED
    assert report.outcome(Check.RESOURCES) is Outcome.NOT_APPLICABLE
    assert report.verdict is Verdict.VALID


RECORD = "urn:uuid:0a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10"


@pytest.mark.parametrize(
    ("came_along", "outcome", "verdict"),
    [(SOURCE, Outcome.HOLDS, Verdict.VALID), (SOURCE + b" ", Outcome.FAILS, Verdict.INVALID)],
)
def test_a_document_that_came_along_is_compared_with_what_was_signed(
    came_along: bytes, outcome: Outcome, verdict: Verdict
) -> None:
    credential = WORLD.composed(WELDING_BASICS, to=ADA, revocable=False)
    document = signed({**credential, "relatedResource": [{"id": RECORD, "digestSRI": SHA384}]}, suite="eddsa-jcs-2022")

    report = drive(verify(json.dumps(document), at=NOW, at_hand={RECORD: came_along}), WORLD.documents.get)

    assert report.outcome(Check.RESOURCES) is outcome
    assert report.verdict is verdict


def test_a_schema_that_is_named_is_told_and_not_fetched() -> None:
    schemas = [{"id": f"https://schema.example/{each}", "type": "JsonSchema"} for each in (1, 2)]

    report = verified(credentialSchema=schemas)

    assert (report.outcome(Check.SCHEMA), code(report, Check.SCHEMA)) == (Outcome.UNKNOWN, Code.SCHEMA_NOT_CHECKED)
    assert "https://schema.example/2" in finding(report, Check.SCHEMA).reason
    assert report.verdict is Verdict.VALID


def test_a_refresh_service_is_told_and_not_asked() -> None:
    """Asking would tell the issuer who looks at whose credential."""
    service = {"id": "https://brunel.example/refresh/ada", "type": "VerifiableCredentialRefreshService2021"}
    credential = {**WORLD.composed(WELDING_BASICS, to=ADA, revocable=False), "refreshService": service}

    report, asked = WORLD.verify_and_watch(signed(credential, suite="eddsa-jcs-2022"))

    assert (report.outcome(Check.REFRESH), code(report, Check.REFRESH)) == (Outcome.UNKNOWN, Code.REFRESH_NOT_ASKED)
    assert asked == [BRUNEL.document_url]
