"""Presentations: somebody shows credentials and signs that they do, for one audience and one occasion.

Source: VCDM 2.0 §4.13. Not checked here: the proof, see ``assay.science.verification.presenting``.
"""

from dataclasses import dataclass

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import strict_json
from assay.science.securing.strict_json import JsonObject
from assay.science.vocabulary import kinds, vcdm
from assay.science.vocabulary.kinds import Kind
from assay.science.vocabulary.members import identified, objects

# Each is verified by itself; more than this in one presentation is a flood.
MAX_CREDENTIALS = 100


@dataclass(frozen=True, slots=True)
class UnverifiedPresentation:
    """A presentation of the right shape. Nothing in it has been proved."""

    document: JsonObject
    holder: str | None
    credentials: tuple[JsonObject, ...]


def read_presentation(raw: bytes | str) -> UnverifiedPresentation:
    """Read one presentation. Raises ``MalformedDocument``; with ``WRONG_TYPE`` for a document of another kind."""
    return presentation_of(strict_json.parse_object(raw))


def presentation_of(document: JsonObject) -> UnverifiedPresentation:
    """Read a presentation whose JSON was parsed strictly before. Raises as ``read_presentation`` does."""
    kinds.model_of(document)
    if kinds.kind_of(document) is not Kind.PRESENTATION:
        raise MalformedDocument("this is not a presentation", where="/type", code=Code.WRONG_TYPE)
    vcdm.check_presentation(document)
    clause = "VCDM 2.0 §4.13"
    held = tuple(node for _, node in objects(document, "verifiableCredential", where="", clause=clause))
    if len(held) > MAX_CREDENTIALS:
        raise MalformedDocument(f"more than {MAX_CREDENTIALS} credentials", code=Code.TOO_LARGE)
    return UnverifiedPresentation(document, identified(document, "holder", where="", clause=clause), held)
