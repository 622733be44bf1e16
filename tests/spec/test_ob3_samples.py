"""The samples of 1EdTech's public validator: its outcome, ours, and the reason of each difference, as a table.

``ob3_samples.md`` is the table; this test holds it against what happens, both ways. "Offline" is without any document;
"at hand" is with the issuer's controller document (written here: it lists the key that the sample's verification method
or token header names, if that is a key) and the one status list that the samples have.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assay.science.baking.badge_file import looks_baked, unbake
from assay.science.dids.resolution import FetchFrom, locate, split_did_url
from assay.science.errors import AssayError
from assay.science.securing import base64url, multikey
from assay.science.verification.report import Outcome, Report, Verdict
from tests.vectors import vectors
from tests.world import World

AT = datetime(2026, 11, 22, tzinfo=UTC)
TABLE = Path(__file__).with_name("ob3_samples.md")
STATUS_LIST = (
    "https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main"
    "/inspector-vc/src/test/resources/ob30/bit-string-list/testlist"
)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    sample: str
    theirs: str
    offline: str
    offline_code: str
    at_hand: str
    at_hand_code: str
    difference: str

    @property
    def differs(self) -> bool:
        """Whether we, with everything at hand, say something else. ``see-probe`` is no verdict but a remark."""
        same = {"valid": "VALID", "warning": "VALID", "invalid": "INVALID", "see-probe": "VALID"}
        return same[self.theirs] != self.at_hand


def rows() -> list[Row]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines[1:]]
    return [Row(*line) for line in cells if not line[0].startswith("--")]


def samples() -> dict[str, str]:
    expected = json.loads(vectors("1edtech-validator", "expected.json").read_text(encoding="utf-8"))
    return {sample["file"]: sample["outcome"] for sample in expected}


@pytest.mark.vectors
def test_every_sample_is_in_the_table_and_nothing_else_is() -> None:
    found = rows()

    assert {row.sample: row.theirs for row in found} == samples()
    assert len(found) == len({row.sample for row in found}) == 43


@pytest.mark.vectors
@pytest.mark.parametrize("row", rows(), ids=lambda row: row.sample)
def test_the_table_says_what_happens(row: Row) -> None:
    raw = vectors("1edtech-validator", row.sample).read_bytes()

    offline = World(AT).verify(raw)
    at_hand = World(AT, at_hand_for(raw)).verify(raw)

    assert (offline.verdict.value, codes(offline)) == (row.offline, row.offline_code)
    assert (at_hand.verdict.value, codes(at_hand)) == (row.at_hand, row.at_hand_code)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.sample)
def test_each_difference_has_a_reason_and_nothing_else_has(row: Row) -> None:
    assert bool(row.difference) is row.differs


def test_nothing_is_valid_offline_that_needs_its_issuer() -> None:
    assert {row.offline for row in rows()} == {"INVALID", "INDETERMINATE"}


def test_nothing_that_they_call_invalid_is_valid_here() -> None:
    assert not [row.sample for row in rows() if row.theirs == "invalid" and row.at_hand == "VALID"]


def codes(report: Report) -> str:
    """The codes that the verdict rests on, each once, in the order of the story."""
    wanted = {Verdict.INVALID: Outcome.FAILS, Verdict.INDETERMINATE: Outcome.UNKNOWN}.get(report.verdict)
    found = [each.code.value for each in report.findings if each.check.decides and each.outcome is wanted]
    return ", ".join(dict.fromkeys(found))


def at_hand_for(raw: bytes) -> dict[str, bytes]:
    documents = {STATUS_LIST: vectors("1edtech-validator", "ob30", "bit-string-list", "testlist").read_bytes()}
    text = (unbake(raw) if looks_baked(raw) else raw.decode()).strip()
    if text.startswith("{"):
        found = json.loads(text).get("proof", [])
        for proof in found if isinstance(found, list) else [found]:
            documents |= _document_of_method(proof.get("verificationMethod", ""))
        return documents
    header, payload, _ = text.split(".")
    claims = json.loads(base64url.decode(payload))
    issuer = claims.get("vc", claims)["issuer"]
    hint = json.loads(base64url.decode(header)).get("jwk")
    return documents | _document(issuer["id"], "key-1", {"type": "JsonWebKey", "publicKeyJwk": hint} if hint else None)


def _document_of_method(method: str) -> dict[str, bytes]:
    identifier, mark, fragment = method.partition("#")
    if not mark:
        return {}
    try:
        multikey.decode_public(fragment)
    except AssayError:
        return _document(identifier, fragment, None)
    return _document(identifier, fragment, {"type": "Multikey", "publicKeyMultibase": fragment})


def _document(identifier: str, fragment: str, key: dict[str, Any] | None) -> dict[str, bytes]:
    method = f"{identifier}#{fragment}"
    assert split_did_url(method) == (identifier, fragment)
    location = locate(identifier)
    assert isinstance(location, FetchFrom)
    document = {
        "id": identifier,
        "verificationMethod": [{"id": method, "controller": identifier, **key}] if key else [],
        "assertionMethod": [method] if key else [],
    }
    return {location.url: json.dumps(document).encode()}
