"""What the catalogue publishes for programs, as JSON: achievements, rubrics, issuers."""

from assay.campus.catalogue.issuer_profile import issuer_profile
from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.reading import design_of
from assay.campus.people.models import Organisation
from assay.campus.people.tools import Tools
from assay.science.issuing.definition import read_definition
from assay.science.securing import contexts
from assay.science.securing.jcs import canonicalize
from assay.science.securing.strict_json import JsonObject, JsonValue


def achievement_document(version: DefinitionVersion) -> JsonObject:
    """The version as JSON-LD: the ``Achievement`` that stands in every credential of it, with who made it."""
    definition = read_definition(_frozen(version))
    return {"@context": _contexts(), **definition.achievement, "creator": definition.issuer}


def achievement_bytes(version: DefinitionVersion) -> bytes:
    """The same as it is served, byte for byte: canonical JSON (RFC 8785)."""
    return canonicalize(achievement_document(version))


def rubric_bytes(version: DefinitionVersion) -> bytes:
    """The rubric in canonical JSON: the SHA-256 of these bytes is the rubric's digest."""
    return canonicalize(design_of(version).rubric.as_json())


def profile_bytes(organisation: Organisation, tools: Tools) -> bytes:
    """The issuer as JSON-LD."""
    return canonicalize({"@context": _contexts(), **issuer_profile(organisation, tools)})


def _frozen(version: DefinitionVersion) -> JsonObject:
    """The definition of a published version; a draft has none, and nobody is led to one."""
    definition: JsonObject = version.achievement or {}
    return definition


def _contexts() -> list[JsonValue]:
    return [contexts.VC_2, contexts.OB_3]
