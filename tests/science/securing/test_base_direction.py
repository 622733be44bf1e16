"""Which way a text reads is part of what a proof over RDF covers. Source: JSON-LD 1.1 API §8.2 (i18n-datatype)."""

import pytest

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import contexts, json_ld
from assay.science.securing.strict_json import JsonObject

SCHEMA_NAME = "<https://schema.org/name>"


def named(value: JsonObject) -> JsonObject:
    return {
        "@context": [contexts.VC_2],
        "id": "urn:uuid:6f2b8a1c-3c61-4c8e-9d0a-3f6a5b6c7d8e",
        "type": ["VerifiableCredential"],
        "name": value,
    }


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ({"@value": "لحام", "@language": "ar", "@direction": "rtl"}, '"لحام"^^<https://www.w3.org/ns/i18n#ar_rtl>'),
        ({"@value": "A", "@language": "en-GB", "@direction": "ltr"}, '"A"^^<https://www.w3.org/ns/i18n#en-gb_ltr>'),
        ({"@value": "לחם", "@direction": "rtl"}, '"לחם"^^<https://www.w3.org/ns/i18n#_rtl>'),
        ({"@value": "Soudage", "@language": "fr"}, '"Soudage"@fr'),
    ],
)
def test_a_direction_is_stated_and_a_text_without_one_is_what_it_was(value: JsonObject, term: str) -> None:
    quads = json_ld.to_rdf(named(value), contexts.bundled())

    assert [each[2] for each in quads if each[1] == SCHEMA_NAME] == [term]


def test_a_direction_that_is_none_is_refused() -> None:
    value: JsonObject = {"@value": "A", "@language": "en", "@direction": "up"}

    with pytest.raises(MalformedDocument) as refused:
        json_ld.to_rdf(named(value), contexts.bundled())

    assert refused.value.code is Code.DATA_LOSS
