"""What a credential says, before anything is proved: a summary that no document can upset."""

from typing import Any

import pytest

from assay.science.instants import ValidityPeriod
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.kinds import Kind, Model
from tests.cast import NOW


def credential(**document: Any) -> UnverifiedCredential:
    return UnverifiedCredential(document, Kind.ACHIEVEMENT, Model.VCDM_2, "did:web:a", ValidityPeriod(NOW, None))


def test_a_summary_has_all_its_members_whatever_the_document_lacks() -> None:
    assert credential().summary() == {
        "kind": "achievement credential",
        "model": "VCDM 2.0",
        "id": None,
        "name": None,
        "issuer": {"id": "did:web:a", "name": None},
        "subject": {"id": None},
        "achievement": None,
        "validFrom": "2026-11-22T09:00:00Z",
        "validUntil": None,
    }


ACHIEVEMENT = {"id": "urn:x:1", "achievementType": ["Badge"], "name": {"@value": "Welding", "@language": "en"}}


@pytest.mark.parametrize(
    "subject",
    [
        {"achievement": ACHIEVEMENT},
        [{"achievement": ACHIEVEMENT}],
        {"achievement": [ACHIEVEMENT]},
        [{"achievement": [ACHIEVEMENT]}, {"achievement": {"id": "urn:x:2"}}],
    ],
)
def test_brackets_around_one_value_change_nothing(subject: Any) -> None:
    """Nor does a signature notice them, so anybody can put them there."""
    summary = credential(credentialSubject=subject).summary()

    assert summary["achievement"] == {"id": "urn:x:1", "type": "Badge", "name": "Welding"}


@pytest.mark.parametrize(
    "document",
    [
        {"credentialSubject": []},
        {"credentialSubject": [[]]},
        {"credentialSubject": "did:example:ada"},
        {"credentialSubject": {"achievement": []}},
        {"credentialSubject": {"achievement": "urn:x:1"}},
        {"badge": "urn:x:1"},
        {"issuer": "did:web:a", "name": 7, "id": 7},
        {"issuer": {"name": []}},
        {"issuer": ["did:web:a"]},
    ],
)
def test_an_odd_document_has_a_summary_too(document: dict[str, Any]) -> None:
    found = credential(**document)

    assert found.summary()["achievement"] is None
    assert found.id is None


def test_the_subject_is_the_first_of_several() -> None:
    assert credential(credentialSubject=[{"id": "urn:x:1"}, {"id": "urn:x:2"}]).subject == {"id": "urn:x:1"}
    assert credential().subject == {}
