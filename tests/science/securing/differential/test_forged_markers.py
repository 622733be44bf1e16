"""Attack: a document with a text that looks like what stands for a slot while its shape is compiled.

Taken for a slot, it would be replaced by a text of the next document: another type, another name, under a sound proof.
"""

import json

import pytest

from assay.science.securing import contexts, shapes, templates
from assay.science.securing.markers import marker
from assay.science.securing.strict_json import JsonObject, parse_object
from tests.science.securing.badges import MINIMAL, changed
from tests.science.securing.differential import texts
from tests.science.securing.differential.campaign import reasons_against
from tests.science.securing.differential.test_templates_agree import KEYS, LATER, secured

PLACES = {
    "a type": "/type/1",
    "the type of a part": "/issuer/type/0",
    "a purpose": "/proof/proofPurpose",
    "a name in the proof": "/proof/honours",
    "the version of a suite": "/proof/cryptosuite",
    "a literal": "/issuer/name",
    "an identifier": "/issuer/id",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize("spelling", ["plain", "escaped"])
def test_attack_a_text_in_a_document_is_never_taken_for_a_slot(place: str, suite: str, spelling: str) -> None:
    library = contexts.bundled().extended({})
    for slot in range(12):
        document = changed(_with_proof(suite), PLACES[place], marker(slot))
        learned, met = (
            _spelled(_named(each, slot), spelling) for each in (document, changed(document, "/id", "urn:x:2"))
        )
        shapes.learn(learned, parse_object(learned), library)

        found = shapes.recognise(met, library)

        assert found is None or reasons_against(found, met, library, "sha256") == []


@pytest.mark.parametrize("name", ["name", "humanCode", "description"])
def test_attack_a_constant_of_a_template_is_never_taken_for_a_slot(name: str) -> None:
    library = contexts.bundled()
    vary = "/credentialSubject/achievement/criteria/narrative"
    for slot in range(3):
        document = changed(MINIMAL, f"/credentialSubject/achievement/{name}", marker(slot))
        signed = secured(document, "eddsa-rdfc-2022", library)
        assert signed is not None

        template = templates.compile_template(signed, vary={vary}, contexts=library)

        if template is not None:
            filled = template.fill(["Forged."], created=LATER)
            text = None if filled is None else template.sign(filled, KEYS["eddsa-rdfc-2022"])
            expected = secured(changed(document, vary, "Forged."), "eddsa-rdfc-2022", library)
            assert text is None or parse_object(text) == expected


def test_such_a_document_is_accepted_by_the_generic_path() -> None:
    assert secured(changed(MINIMAL, "/type/1", marker(0)), "eddsa-rdfc-2022", contexts.bundled()) is not None


def _with_proof(suite: str) -> JsonObject:
    proof: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2026-11-22T09:00:00Z",
        "verificationMethod": "did:web:brunel.example#key-1",
        "proofPurpose": "assertionMethod",
        "proofValue": texts.proof_value(texts.dice("forged")),
    }
    return {**MINIMAL, "proof": proof}


def _named(document: JsonObject, slot: int) -> JsonObject:
    """The member of the proof that is called ``honours`` here, as the attack calls it."""
    text = json.dumps(document).replace('"honours"', json.dumps(marker(slot)))
    return parse_object(text)


def _spelled(document: JsonObject, spelling: str) -> str:
    text = json.dumps(document)
    return text.replace("x-assay-slot", "x\\u002dassay-slot") if spelling == "escaped" else text
