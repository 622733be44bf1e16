"""Open Badges objects as they are issued: with their types, and with brackets where the strict schema wants a list.

The table of classes is the one that reading uses, ``assay.science.vocabulary.open_badges``. It is written more narrowly
than it is read: what verifiers are known to read in different ways is refused. Source: Open Badges 3.0 JSON Schema
(strict).
"""

from assay.science.errors import MalformedDocument
from assay.science.issuing.closed_words import check_word
from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer
from assay.science.vocabulary.open_badges import CLASSES, UNTYPED, check_object

# The strict schema gives these classes one fixed type, not a list of types.
_SINGLE_TYPE = frozenset({"GeoCoordinates", "IdentifierEntry", "IdentityObject", "Image"})
# Hundredths of a credit. Six decimals of a degree are a tenth of a metre, and the most that JavaScript writes without
# an exponent: 1e-7 is signed as 1.0E-7 by some and as 0 by others (JSON-LD 1.1 API §8.6).
_DECIMALS, _COORDINATE_DECIMALS = 2, 6
_NUMBERS_END = 10**6


def written(node: JsonObject, name: str, where: str = "", *, without: frozenset[str] = frozenset()) -> JsonObject:
    """``node`` as an object of the class ``name``, its parts too. ``without`` names required members still to come.

    Raises ``MalformedDocument`` when a member is missing, of the wrong kind, or not one of the class; and for a number
    or a text that not every verifier reads alike.
    """
    result = _typed(node, name, where)
    stand_in: JsonObject = dict.fromkeys(without - set(result), "urn:uuid:00000000-0000-4000-8000-000000000000")
    check_object({**stand_in, **result}, name, where)
    return result


def _typed(node: JsonObject, name: str, where: str) -> JsonObject:
    # No endorsementJwt: copies of the Open Badges context differ in it, so some verifiers would see a broken proof.
    members = {each: member for each, member in CLASSES[name].items() if member.kind != "token"}
    unknown = sorted(set(node) - set(members) - {"type"})
    if unknown:
        reason = f"{unknown[0]!r} is not a member of {name}; it has {', '.join(sorted(members))}"
        raise MalformedDocument(reason, where=where + pointer(unknown[0]), clause=f"OB 3.0 §B.1 {name}")
    if listed(node.get("type", name)) != [name]:
        raise MalformedDocument(f"its type is {name}", where=where + "/type", clause=f"OB 3.0 §B.1 {name}")
    decimals = _COORDINATE_DECIMALS if name == "GeoCoordinates" else _DECIMALS
    result: JsonObject = {}
    for member_name, value in node.items():
        member = members.get(member_name)
        if member is None:
            continue
        place = where + pointer(member_name)
        values = {f"{place}/{at}": item for at, item in enumerate(value)} if isinstance(value, list) else {place: value}
        for item_place, item in values.items():
            check_word(member_name, item, item_place)
        parts = [_part(item, member.kind, item_place, decimals) for item_place, item in values.items()]
        result[member_name] = parts if member.repeats or len(parts) != 1 else parts[0]
    if name not in UNTYPED:
        result = {"type": name if name in _SINGLE_TYPE else [name], **result}
    return {"id": result.pop("id"), **result} if "id" in result else result


def _part(value: JsonValue, kind: str, where: str, decimals: int) -> JsonValue:
    if kind in CLASSES and isinstance(value, dict):
        return _typed(value, kind, where)
    if kind == "text":
        refuse_language_value(value, where)
        if value == "":
            raise MalformedDocument("an empty text; leave the member out", where=where)
    if kind == "number" and isinstance(value, int | float):
        _check_number(value, where, decimals)
    return value


def refuse_language_value(value: JsonValue, where: str) -> None:
    """Raise ``MalformedDocument`` for an object with ``@value``: the schema wants text, and verifiers differ."""
    if isinstance(value, dict):
        reason = "write plain text here: verifiers differ about objects with @language and @direction"
        raise MalformedDocument(reason, where=where, clause="Open Badges 3.0 JSON Schema")


def _check_number(number: float, where: str, decimals: int) -> None:
    # Not a number compares false, so it is refused too.
    if not (abs(number) < _NUMBERS_END and round(number, decimals) == number):
        reason = f"write a number below {_NUMBERS_END} with at most {decimals} decimals: verifiers differ about others"
        raise MalformedDocument(reason, where=where, clause="JSON-LD 1.1 API §8.6")
