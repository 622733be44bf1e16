"""Members that are keywords, one function each. Source: JSON-LD 1.1 API §5.1.2, step 13.4."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from assay.science.securing.expansion.faults import fault
from assay.science.securing.expansion.nodes import Expands, Node, is_value, items
from assay.science.securing.strict_json import JsonValue, listed

_Handler: TypeAlias = Callable[[Expands, Node, JsonValue], None]

_MORE_THAN_ONCE = frozenset({"@type", "@included"})


def add_keyword(expansion: Expands, node: Node, name: str, keyword: str, value: JsonValue) -> None:
    """Add the member ``name``, which stands for ``keyword``, to the node. Raises ``MalformedDocument``."""
    if node.name == "@reverse":
        raise fault("invalid reverse property map")
    if keyword in node.result and keyword not in _MORE_THAN_ONCE:
        raise fault("colliding keywords")
    handler = _HANDLERS.get(keyword)
    if handler is None or (keyword == "@list" and node.name in {None, "@graph"}):
        expansion.dropped(name)
    else:
        handler(expansion, node, value)


def add(result: dict[str, Any], name: str, expanded: Any) -> None:  # noqa: ANN401 -- expanded JSON-LD is heterogeneous
    """Add values to a property, behind those it has."""
    result.setdefault(name, []).extend(items(expanded))


def add_reversed(result: dict[str, Any], name: str, expanded: Any) -> None:  # noqa: ANN401 -- the same
    """Add nodes that point here by a property. Raises ``MalformedDocument`` for what is no node."""
    reverse = result.setdefault("@reverse", {})
    for item in items(expanded):
        if is_value(item):
            raise fault("invalid reverse property value")
        add(reverse, name, item)


def _id(_expansion: Expands, node: Node, value: JsonValue) -> None:
    if not isinstance(value, str):
        raise fault("invalid @id value")
    node.result["@id"] = node.active.reference(value)


def _type(_expansion: Expands, node: Node, value: JsonValue) -> None:
    if value is None and "@value" in map(node.active.keywords.get, node.element):
        # A value without a datatype.
        return
    types = []
    for each in listed(value):
        if not isinstance(each, str):
            raise fault("invalid type value")
        types.append(node.types.type_name(each))
    if types:
        add(node.result, "@type", types)


def _graph(expansion: Expands, node: Node, value: JsonValue) -> None:
    if not isinstance(value, dict | list):
        raise fault("invalid @graph value")
    expanded = expansion.element(node.active, "@graph", value)
    if expanded is not None:
        node.result["@graph"] = items(expanded)


def _included(expansion: Expands, node: Node, value: JsonValue) -> None:
    expanded = items(expansion.element(node.active, None, value))
    if not all(isinstance(each, dict) for each in expanded):
        raise fault("invalid @included value")
    add(node.result, "@included", expanded)


def _value(_expansion: Expands, node: Node, value: JsonValue) -> None:
    if isinstance(value, dict | list) and not _is_json(node):
        raise fault("invalid value object value")
    node.result["@value"] = value


def _is_json(node: Node) -> bool:
    for name in sorted(node.element):
        if node.active.keywords.get(name) == "@type":
            types = listed(node.element[name])
            return bool(types) and isinstance(types[-1], str) and node.active.name(types[-1]) == "@json"
    return False


def _language(_expansion: Expands, node: Node, value: JsonValue) -> None:
    if value is None:
        return
    if not isinstance(value, str):
        raise fault("invalid language-tagged string")
    node.result["@language"] = value.lower()


def _direction(_expansion: Expands, node: Node, value: JsonValue) -> None:
    if value not in ("ltr", "rtl"):
        raise fault("invalid base direction")
    node.result["@direction"] = value


def _index(_expansion: Expands, node: Node, value: JsonValue) -> None:
    if not isinstance(value, str):
        raise fault("invalid @index value")
    node.result["@index"] = value


def _list(expansion: Expands, node: Node, value: JsonValue) -> None:
    expanded = expansion.element(node.active, node.name, value, in_list=True)
    if expanded is not None:
        node.result["@list"] = items(expanded)


def _set(expansion: Expands, node: Node, value: JsonValue) -> None:
    expanded = expansion.element(node.active, node.name, value)
    if expanded is not None:
        node.result["@set"] = items(expanded)


def _reverse(expansion: Expands, node: Node, value: JsonValue) -> None:
    if not isinstance(value, dict):
        raise fault("invalid @reverse value")
    expanded = expansion.element(node.active, "@reverse", value)
    for name, nodes in expanded.pop("@reverse", {}).items():
        add(node.result, name, nodes)
    for name, nodes in expanded.items():
        add_reversed(node.result, name, nodes)
        node.result["@reverse"].setdefault(name, [])


_HANDLERS: Final[Mapping[str, _Handler]] = MappingProxyType(
    {
        "@id": _id,
        "@type": _type,
        "@graph": _graph,
        "@included": _included,
        "@value": _value,
        "@language": _language,
        "@direction": _direction,
        "@index": _index,
        "@list": _list,
        "@set": _set,
        "@reverse": _reverse,
    }
)
