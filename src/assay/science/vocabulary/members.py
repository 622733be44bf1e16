"""Reading the members of a JSON object that somebody else wrote: the right type, or an error that names the place."""

from collections.abc import Iterator

from assay.science.errors import MalformedDocument
from assay.science.identifiers import is_absolute_url
from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer


def texts(node: JsonObject, name: str, *, where: str, clause: str) -> tuple[str, ...]:
    """The member as one or several non-empty texts; empty when it is absent."""
    values = listed(node.get(name, []))
    if not all(isinstance(value, str) and value for value in values):
        raise MalformedDocument(f"{name} is text, or a list of texts", where=where + pointer(name), clause=clause)
    return tuple(str(value) for value in values)


def text(node: JsonObject, name: str, *, where: str, clause: str) -> str | None:
    """The member as text, or ``None`` when it is absent."""
    if name not in node:
        return None
    value = node[name]
    if not isinstance(value, str) or not value:
        raise MalformedDocument(f"{name} is text", where=where + pointer(name), clause=clause)
    return value


def url(node: JsonObject, name: str, *, where: str, clause: str, required: bool = False) -> str | None:
    """The member as one absolute URL, or ``None`` when it is absent and not ``required``."""
    if name not in node and not required:
        return None
    value = node.get(name)
    if not isinstance(value, str) or not is_absolute_url(value):
        raise MalformedDocument(f"{name} is one absolute URL", where=where + pointer(name), clause=clause)
    return value


def objects(node: JsonObject, name: str, *, where: str, clause: str) -> Iterator[tuple[str, JsonObject]]:
    """The member as one or several objects, each with its pointer; none when it is absent."""
    if name not in node:
        return
    found = node[name]
    base = where + pointer(name)
    for index, value in enumerate(listed(found)):
        place = f"{base}/{index}" if isinstance(found, list) else base
        if not isinstance(value, dict):
            raise MalformedDocument(f"{name} is an object, or a list of objects", where=place, clause=clause)
        yield place, value


def identified(node: JsonObject, name: str, *, where: str, clause: str) -> str | None:
    """The member as a URL, or as an object whose ``id`` is one: how credentials name an issuer or a holder."""
    value = node.get(name)
    if isinstance(value, dict):
        return url(value, "id", where=where + pointer(name), clause=clause, required=True)
    return url(node, name, where=where, clause=clause)


def plain(value: JsonValue) -> str | None:
    """A name to show: the text itself, or the first text of a language value."""
    for each in listed(value):
        shown = each.get("@value") if isinstance(each, dict) else each
        if isinstance(shown, str):
            return shown
    return None
