"""Scalars and value objects. Source: JSON-LD 1.1 API §5.3.2 (value expansion), §5.1.2 step 15 (value objects)."""

from typing import Any, Final

from assay.science.securing.expansion.faults import fault
from assay.science.securing.expansion.iris import is_iri
from assay.science.securing.expansion.nodes import Node
from assay.science.securing.expansion.terms import PLAIN, ActiveContext, Default
from assay.science.securing.strict_json import JsonScalar

_OF_A_VALUE: Final = frozenset({"@value", "@type", "@language", "@direction", "@index"})
_OF_A_TEXT: Final = frozenset({"@language", "@direction"})


def value_of(active: ActiveContext, name: str, value: JsonScalar) -> dict[str, Any]:
    """The node reference or value object that a scalar under the member ``name`` means."""
    term = active.terms.get(name, PLAIN)
    if term.type is None or term.type == "@none":
        return text_of(active, name, value) if isinstance(value, str) else {"@value": value}
    if term.type == "@id":
        return {"@id": active.reference(value)} if isinstance(value, str) else {"@value": value}
    if term.type == "@vocab":
        return {"@id": active.type_name(value)} if isinstance(value, str) else {"@value": value}
    return {"@type": term.type, "@value": value}


def text_of(active: ActiveContext, name: str, text: str) -> dict[str, Any]:
    """A text in the language and direction of its term, or else of its place."""
    term = active.terms.get(name, PLAIN)
    value: dict[str, Any] = {"@value": text}
    language = active.language if term.language is Default.INHERITED else term.language
    if language is not None:
        value["@language"] = language
    direction = direction_of(active, name)
    if direction is not None:
        value["@direction"] = direction
    return value


def direction_of(active: ActiveContext, name: str) -> str | None:
    """The direction of texts under the member ``name``."""
    term = active.terms.get(name, PLAIN)
    return active.direction if term.direction is Default.INHERITED else term.direction


def value_object(node: Node) -> dict[str, Any] | None:
    """A value object that says nothing against itself, or ``None`` for the value ``null``."""
    value = node.result
    if not value.keys() <= _OF_A_VALUE or ("@type" in value and not _OF_A_TEXT.isdisjoint(value)):
        raise fault("invalid value object")
    if value["@value"] is None and value.get("@type") != ["@json"]:
        return None
    if "@type" in value:
        value["@type"] = _datatype(node)
    if "@language" in value and not isinstance(value["@value"], str):
        raise fault("invalid language-tagged value")
    return value


def _datatype(node: Node) -> str:
    keywords = node.active.keywords
    written = [value for name, value in node.element.items() if keywords.get(name) == "@type"]
    types: list[str | None] = node.result["@type"]
    if len(types) != 1 or any(isinstance(value, list) for value in written):
        raise fault("invalid typed value")
    datatype = types[0]
    if datatype is None or not (datatype == "@json" or is_iri(datatype)):
        raise fault("invalid typed value")
    return datatype
