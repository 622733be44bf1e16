"""The files of docs/example are the ones that the pages show, and mean what they say."""

import json

import pytest

from assay.cli.yaml_text import parse_definition
from assay.science.trust.trust_file import read_trust_file
from tests.docs.pages import ROOT, fenced, page

EXAMPLE = ROOT / "docs" / "example"


@pytest.mark.parametrize(
    ("name", "language", "shown"),
    [
        ("welding.yaml", "yaml", "docs/issuing.md"),
        ("welding.json", "json", "docs/issuing.md"),
        ("learners.csv", "csv", "docs/issuing.md"),
        ("trust.json", "json", "docs/verifying.md"),
    ],
)
def test_a_file_is_shown_as_it_is(name: str, language: str, shown: str) -> None:
    [block] = fenced(page(shown), language)

    assert block == (EXAMPLE / name).read_text("utf-8")
    assert f"`docs/example/{name}`" in page(shown)


def test_the_definition_says_the_same_in_yaml_and_json() -> None:
    in_json = json.loads((EXAMPLE / "welding.json").read_bytes())

    assert parse_definition((EXAMPLE / "welding.yaml").read_bytes()) == in_json


def test_the_trust_file_can_be_read() -> None:
    trust = read_trust_file((EXAMPLE / "trust.json").read_bytes())

    assert trust.anchors == ("did:web:register.example",)
    assert [step.target for step in trust.recognitions] == ["did:web:brunel.example"]
