"""Open Badges objects as they are issued: with their types, and with brackets where the strict schema wants a list.

The table of classes is the one that reading uses, ``assay.science.vocabulary.open_badges``.
Source: Open Badges 3.0 JSON Schema (strict).
"""

from assay.science.errors import MalformedDocument
from assay.science.securing.strict_json import JsonObject, JsonValue, pointer
from assay.science.vocabulary.open_badges import CLASSES, UNTYPED, check_object

# The strict schema gives these classes one fixed type, not a list of types.
_SINGLE_TYPE = frozenset({"GeoCoordinates", "IdentifierEntry", "IdentityObject", "Image"})


def written(node: JsonObject, name: str, where: str = "", *, without: frozenset[str] = frozenset()) -> JsonObject:
    """``node`` as an object of the class ``name``, its parts too. ``without`` names required members still to come.

    Raises ``MalformedDocument`` when a member is missing, of the wrong kind, or not one of the class.
    """
    result = _typed(node, name, where)
    stand_in: JsonObject = dict.fromkeys(without - set(result), "urn:uuid:00000000-0000-4000-8000-000000000000")
    check_object({**stand_in, **result}, name, where)
    return result


def _typed(node: JsonObject, name: str, where: str) -> JsonObject:
    members = CLASSES[name]
    unknown = sorted(set(node) - set(members) - {"type"})
    if unknown:
        reason = f"{unknown[0]!r} is not a member of {name}; it has {', '.join(sorted(members))}"
        raise MalformedDocument(reason, where=where + pointer(unknown[0]), clause=f"OB 3.0 §B.1 {name}")
    result: JsonObject = {}
    for member_name, value in node.items():
        member = members.get(member_name)
        if member is None:
            continue
        values = value if isinstance(value, list) else [value]
        place = where + pointer(member_name)
        parts = [_part(item, member.kind, f"{place}/{index}") for index, item in enumerate(values)]
        result[member_name] = parts if member.repeats or len(parts) != 1 else parts[0]
    if name not in UNTYPED:
        result = {"type": name if name in _SINGLE_TYPE else [name], **result}
    return {"id": result.pop("id"), **result} if "id" in result else result


def _part(value: JsonValue, kind: str, where: str) -> JsonValue:
    return _typed(value, kind, where) if kind in CLASSES and isinstance(value, dict) else value
