"""Members whose value is a map by language, index, id or type. Source: JSON-LD 1.1 API §5.1.2, steps 13.7 and 13.8."""

from typing import Any, Final

from assay.science.securing.expansion.faults import fault
from assay.science.securing.expansion.nodes import Expands, is_value
from assay.science.securing.expansion.terms import ActiveContext, Term
from assay.science.securing.expansion.values import direction_of, value_of
from assay.science.securing.strict_json import JsonObject, listed

MAPS: Final = frozenset({"@language", "@index", "@id", "@type"})
_BESIDE_A_GRAPH: Final = frozenset({"@id", "@index"})


def map_of(expansion: Expands, active: ActiveContext, name: str, term: Term, value: JsonObject) -> list[Any]:
    """The items of the map under the member ``name``, in the order of its keys."""
    if "@language" in term.containers:
        return _by_language(active, name, value)
    found = []
    for key in sorted(value):
        inside = _inside(expansion, active, key) if "@type" in term.containers else active
        for expanded in expansion.element(inside, name, listed(value[key]), from_map=True):
            graph = "@graph" in term.containers and not _is_graph(expanded)
            item = {"@graph": [expanded]} if graph else expanded
            if active.name(key) != "@none":
                _tell_key(active, term, key, item)
            found.append(item)
    return found


def _by_language(active: ActiveContext, name: str, value: JsonObject) -> list[Any]:
    direction = direction_of(active, name)
    found = []
    for language in sorted(value):
        for text in listed(value[language]):
            if text is None:
                continue
            if not isinstance(text, str):
                raise fault("invalid language map value")
            item = {"@value": text}
            if active.name(language) != "@none":
                item["@language"] = language.lower()
            if direction is not None:
                item["@direction"] = direction
            found.append(item)
    return found


def _inside(expansion: Expands, active: ActiveContext, key: str) -> ActiveContext:
    """What counts below a key that is a type: not what the type around it brought, but what this one brings."""
    outer = active.previous or active
    term = outer.terms.get(key)
    return outer if term is None or term.context is None else expansion.contexts.of_type(outer, term.context)


def _is_graph(item: dict[str, Any]) -> bool:
    return "@graph" in item and len(item.keys() - _BESIDE_A_GRAPH) == 1


def _tell_key(active: ActiveContext, term: Term, key: str, item: dict[str, Any]) -> None:
    """Write into the item what its key says of it."""
    if "@index" in term.containers and term.index in {None, "@index"}:
        item.setdefault("@index", key)
    elif is_value(item):
        raise fault("invalid value object")
    elif "@id" in term.containers:
        item.setdefault("@id", active.reference(key))
    elif term.index is not None:
        name = active.name(term.index) or ""
        item[name] = [value_of(active, term.index, key), *item.get(name, [])]
    else:
        item["@type"] = [active.name(key), *item.get("@type", [])]
