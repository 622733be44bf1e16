"""Reading the members of a JSON object that somebody else wrote: the right type, or an error that names the place."""

from collections.abc import Iterator

from assay.science.errors import MalformedDocument
from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer
from assay.science.vocabulary.demands import checked, demand_identified, demand_text, demand_texts, demand_url


def texts(node: JsonObject, name: str, *, where: str, clause: str) -> tuple[str, ...]:
    """The member as one or several non-empty texts; empty when it is absent."""
    return checked(demand_texts(node, name, where=where, clause=clause))


def text(node: JsonObject, name: str, *, where: str, clause: str) -> str | None:
    """The member as text, or ``None`` when it is absent."""
    return next(iter(checked(demand_text(node, name, where=where, clause=clause))), None)


def url(node: JsonObject, name: str, *, where: str, clause: str, required: bool = False) -> str | None:
    """The member as one absolute URL, or ``None`` when it is absent and not ``required``."""
    return next(iter(checked(demand_url(node, name, where=where, clause=clause, required=required))), None)


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
    return next(iter(checked(demand_identified(node, name, where=where, clause=clause))), None)


def plain(value: JsonValue) -> str | None:
    """A name to show: the text itself, or the first text of a language value."""
    for each in listed(value):
        shown = each.get("@value") if isinstance(each, dict) else each
        if isinstance(shown, str):
            return shown
    return None
