"""The inputs of the W3C test suite for VCDM 2.0: told apart by reading them and by asking what their words mean.

117 of the 120 say in their names whether they must be accepted. They are unsigned; the suite has them signed by the
issuer under test and fills its identifier in, as is done here.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assay.science.errors import AssayError
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.securing.strict_json import listed
from assay.science.verification.asking import drive
from assay.science.verification.genuine import check_context
from assay.science.verification.presenting import presenting
from assay.science.verification.report import Outcome
from assay.science.vocabulary.kinds import CREDENTIALS
from assay.science.vocabulary.presentation import presentation_of
from assay.science.vocabulary.reading import read_document
from tests.cast import MALLORY, NOW
from tests.vectors import vector_files, vectors
from tests.world import World

INPUTS = [
    parameter
    for pattern in ("w3c-vcdm2-inputs/input/*.json", "w3c-vcdm2-inputs/input/*/*.json")
    for parameter in vector_files(pattern)
]
SAID_BY_NAME = ("-ok", "-fail", "-fail-or-inject")
DATES = {"PAST DATE": "2026-11-21T00:00:00Z", "FUTURE DATE": "2026-11-23T00:00:00Z"}
# What the suite expects of these depends on a policy about holders; the structure and the words are fine.
ABOUT_HOLDERS = {
    "presentation-self-asserted-vc-holder-mismatch",
    "presentation-self-asserted-vc-issuer-mismatch",
    "presentation-self-asserted-vc-no-holder",
}


@pytest.mark.vectors
def test_there_are_a_hundred_and_twenty_inputs_of_which_three_are_about_holders() -> None:
    found = [path.stem for path in vectors("w3c-vcdm2-inputs", "input").rglob("*.json")]

    assert len(found) == 120
    assert {name for name in found if not name.endswith(SAID_BY_NAME)} == ABOUT_HOLDERS
    assert sum(name.endswith("-ok") for name in found) == 65


@pytest.mark.parametrize("path", INPUTS)
def test_an_input_is_accepted_or_refused_as_its_name_says(path: Path) -> None:
    accepted = path.stem.endswith("-ok") or path.stem in ABOUT_HOLDERS

    assert is_accepted(json.loads(path.read_text(encoding="utf-8")), path.stem) is accepted


@pytest.mark.vectors
@pytest.mark.parametrize("name", sorted(ABOUT_HOLDERS))
def test_a_presentation_about_holders_is_read_and_proves_nothing_unsigned(name: str) -> None:
    presentation = presentation_of(json.loads(vectors("w3c-vcdm2-inputs", "input", f"{name}.json").read_text()))

    report = drive(presenting(presentation, challenge="c", domain=None, at=NOW), World().documents.get)

    assert not report.holds
    assert [each.verdict.value for each in report.credentials] == ["INVALID"]


def is_accepted(document: dict[str, Any], name: str) -> bool:
    """Whether it is read, and all its words mean something."""
    try:
        if "VerifiablePresentation" in listed(document.get("type", [])) or name.startswith("presentation"):
            presentation_of(document)
        else:
            document = filled_in(document, name)
            read_document(document, expecting=CREDENTIALS)
    except AssayError:
        return False
    return check_context(document, library()).outcome is Outcome.HOLDS


def filled_in(document: dict[str, Any], name: str) -> dict[str, Any]:
    """The issuer's identifier where there is none, and the dates that stand for "yesterday" and "tomorrow"."""
    document = {member: DATES.get(str(value), value) for member, value in document.items()}
    issuer = document.get("issuer", {})
    if "issuer" not in document and name != "credential-no-issuer-fail":
        return {**document, "issuer": MALLORY.id}
    if isinstance(issuer, dict) and "issuer" in document:
        return {**document, "issuer": {"id": MALLORY.id, **issuer}}
    return document


@cache
def library() -> ContextLibrary:
    """With the context of the examples, and contexts inside documents, as the suite needs them."""
    examples = vectors("w3c-contexts", "credentials-examples-v2.jsonld").read_bytes()
    return bundled().extended({"https://www.w3.org/ns/credentials/examples/v2": examples}, inline_allowed=True)
