"""What the page says of a credential is what stands in it, whoever wrote it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assay.campus.verifying.meaning import domain_of, meaning_of
from assay.science.errors import AssayError
from assay.science.vocabulary.reading import read
from tests.cast import ADA, BRUNEL, CHEMISTRY, WELDING_BASICS
from tests.vectors import vector_files
from tests.world import World

WORLD = World().with_issuer(BRUNEL)


def composed(definition: Any = WELDING_BASICS, **members: Any) -> Any:
    return meaning_of(read(json.dumps({**WORLD.composed(definition, to=ADA), **members})))


def test_a_credential_of_ours_says_everything_that_it_has() -> None:
    meaning = composed()

    assert meaning.name == "Welding basics"
    assert (meaning.kind, meaning.kind_in_words) == ("MicroCredential", "Micro-credential")
    assert (meaning.issuer_name, meaning.issuer_domain) == ("Brunel College", "brunel.example")
    assert meaning.criteria == "Welds a T joint that passes visual inspection."
    assert [(skill.name, skill.url) for skill in meaning.skills] == [("Welding", "https://skills.example/welding")]


def test_the_level_that_was_reached_stands_beside_the_one_that_was_required() -> None:
    subject = {
        "type": ["AchievementSubject"],
        "id": ADA.id,
        "achievement": {
            "id": "https://brunel.example/achievements/x",
            "type": ["Achievement"],
            "name": "X",
            "description": "x",
            "criteria": {"narrative": "x"},
            "resultDescription": [
                {
                    "id": "urn:uuid:0a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10",
                    "type": ["ResultDescription"],
                    "name": "Choice of chart",
                    "resultType": "RubricCriterionLevel",
                    "requiredLevel": "urn:uuid:1a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10",
                    "rubricCriterionLevel": [
                        {
                            "id": f"urn:uuid:{number}a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10",
                            "type": ["RubricCriterionLevel"],
                            "name": name,
                        }
                        for number, name in ((1, "Secure"), (2, "Excellent"))
                    ],
                }
            ],
        },
        "result": [
            {
                "type": ["Result"],
                "resultDescription": "urn:uuid:0a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10",
                "achievedLevel": "urn:uuid:2a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10",
            }
        ],
    }

    (result,) = composed(credentialSubject=subject).results

    assert (result.criterion, result.reached, result.required) == ("Choice of chart", "Excellent", "Secure")


def test_what_is_not_stated_is_empty_and_nothing_is_guessed() -> None:
    meaning = composed()

    assert (meaning.credit, meaning.evidence, meaning.results, meaning.picture) == ("", (), (), "")


def test_credit_is_shown_as_it_was_written() -> None:
    assert composed(CHEMISTRY).credit == "1.5"


@pytest.mark.parametrize(
    "picture",
    ["https://tracker.example/pixel.png", "javascript:alert(1)", "data:text/html;base64,PHNjcmlwdD4=", {"id": "//x"}],
)
def test_a_picture_that_would_be_asked_for_is_not_shown(picture: Any) -> None:
    document = WORLD.composed(WELDING_BASICS, to=ADA)
    achievement = {**document["credentialSubject"]["achievement"]}
    achievement["image"] = picture if isinstance(picture, dict) else {"id": picture, "type": "Image"}
    subject = {**document["credentialSubject"], "achievement": achievement}

    meaning = meaning_of(_unchecked({**document, "credentialSubject": subject}))

    assert meaning.picture == ""


@pytest.mark.parametrize(
    ("identifier", "domain"),
    [
        ("did:web:brunel.example", "brunel.example"),
        ("did:web:northgate.example:issuers:7", "northgate.example"),
        ("did:web:localhost%3A8000:issuers:7", "localhost:8000"),
        ("https://meridian.example/issuer", "meridian.example"),
        ("https://оxford.example/issuer", "xn--xford-iye.example"),  # noqa: RUF001 -- the first letter is Cyrillic: attack 41
        ("did:key:z6MkmptfYY2g", ""),
        ("urn:uuid:1", ""),
    ],
)
def test_attack_41_the_domain_of_an_issuer_is_shown_in_letters_that_cannot_look_like_others(
    identifier: str, domain: str
) -> None:
    assert domain_of(identifier) == domain


@pytest.mark.parametrize("path", vector_files("1edtech-validator/**/*.json"))
def test_a_sample_of_strangers_is_read_without_an_error_or_not_at_all(path: Path) -> None:
    try:
        credential = read(path.read_bytes())
    except AssayError:
        return  # what cannot be read has no meaning to show; reading has tests of its own

    assert meaning_of(credential).kind


def _unchecked(document: Any) -> Any:
    """As ``read`` gives it, without the rules for pictures: the page must not rely on them."""
    return replace(read(json.dumps(WORLD.composed(WELDING_BASICS, to=ADA))), source=document)
