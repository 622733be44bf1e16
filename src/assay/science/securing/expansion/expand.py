"""The expansion algorithm. Source: JSON-LD 1.1 API §5.1.2; numbers in brackets are its steps.

What a document says is carried over whole, except for what the standard lets fall, and ``dropped`` hears of each member
of that kind. Contexts come from the library, and only there.
"""

from collections.abc import Callable
from typing import Any

from assay.science.errors import Code, MalformedDocument
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.expansion.faults import fault
from assay.science.securing.expansion.iris import KEYWORDS, is_iri_or_blank
from assay.science.securing.expansion.keywords import add, add_keyword, add_reversed
from assay.science.securing.expansion.maps import MAPS, map_of
from assay.science.securing.expansion.nodes import Node, items
from assay.science.securing.expansion.processing import Contexts
from assay.science.securing.expansion.terms import PLAIN, ActiveContext, Term
from assay.science.securing.expansion.values import value_object, value_of
from assay.science.securing.strict_json import MAX_DEPTH, JsonObject, JsonValue, listed


def _ignored(_name: str) -> None:
    """What the standard lets fall, falls."""


def expand(
    document: JsonValue, contexts: ContextLibrary, *, base: str, dropped: Callable[[str], None] = _ignored
) -> list[Any]:
    """The document in expanded form: IRIs for names, arrays for values, no context.

    ``dropped`` is called with the name of every member that means nothing here; it may raise. Raises ``Refused`` with
    ``CONTEXT_UNKNOWN`` for a context that the library does not carry, and ``MalformedDocument`` with
    ``CONTEXT_REFUSED``, ``DATA_LOSS`` or ``TOO_LARGE``. Not checked: loss in values, see ``json_ld``.
    """
    _refuse_depth(document)
    expansion = _Expansion(Contexts(contexts, base), dropped)
    expanded = expansion.element(expansion.contexts.initial(), None, document)
    if isinstance(expanded, dict) and expanded.keys() == {"@graph"}:
        expanded = expanded["@graph"]
    return [] if expanded is None else items(expanded)


def _refuse_depth(document: JsonValue) -> None:
    level = [document]
    for _ in range(MAX_DEPTH + 1):
        inside = [each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list)]
        level = [value for values in inside for value in values]
        if not level:
            return
    raise MalformedDocument(f"nested more than {MAX_DEPTH} levels deep", code=Code.TOO_LARGE)


class _Expansion:
    """One document on its way; a new one for each."""

    __slots__ = ("contexts", "dropped")

    def __init__(self, contexts: Contexts, dropped: Callable[[str], None]) -> None:
        self.contexts = contexts
        self.dropped = dropped

    def element(
        self,
        active: ActiveContext,
        name: str | None,
        value: JsonValue,
        *,
        from_map: bool = False,
        in_list: bool = False,
    ) -> Any:  # noqa: ANN401 -- expanded JSON-LD is heterogeneous by nature
        """What the value of the member ``name`` means: a node or value, a list of them, or ``None``."""
        if isinstance(value, dict):
            return self._node(active, name, value, from_map=from_map, in_list=in_list)
        if isinstance(value, list):
            return self._array(active, name, value, from_map=from_map, in_list=in_list)
        # (4) Nothing points at a scalar that stands by itself.
        if value is None or name is None or name == "@graph":
            return None
        term = active.terms.get(name)
        if term is not None and term.context is not None:
            active = self.contexts.of_property(active, term.context)
        return value_of(active, name, value)

    def _array(
        self, active: ActiveContext, name: str | None, values: list[JsonValue], *, from_map: bool, in_list: bool
    ) -> list[Any]:
        """(5) Every item by itself. Only in a list is an array that stands in an array one thing."""
        term = None if name is None else active.terms.get(name)
        in_list = in_list or (term is not None and "@list" in term.containers)
        found: list[Any] = []
        for value in values:
            item = self.element(active, name, value, from_map=from_map, in_list=in_list)
            if not isinstance(item, list):
                found += [] if item is None else [item]
            elif in_list:
                found.append({"@list": item})
            else:
                found += item
        return found

    def _node(
        self, active: ActiveContext, name: str | None, element: JsonObject, *, from_map: bool, in_list: bool
    ) -> Any:  # noqa: ANN401 -- the same
        term = None if name is None else active.terms.get(name)
        # (7) What a type brought along does not count below its node.
        if active.previous is not None and not from_map and not _belongs_above(active, element):
            active = active.previous
        if term is not None and term.context is not None:  # (8)
            active = self.contexts.of_property(active, term.context)
        node = self._entered(active, name, element)
        self._add_members(node)
        expanded = _finished(node)
        # (19) Nothing points at it, and it says nothing.
        if name in (None, "@graph") and not in_list and isinstance(expanded, dict) and _says_nothing(expanded):
            return None
        return expanded

    def _entered(self, active: ActiveContext, name: str | None, element: JsonObject) -> Node:
        """The node with the contexts that it brings (9), and those that its types bring (11)."""
        if "@context" in element:
            active = self.contexts.entered(active, element["@context"])
        node = Node(name, element, active, active)
        keywords = active.keywords
        for key in sorted(key for key in element if keywords.get(key) == "@type"):
            for type_name in sorted(each for each in listed(element[key]) if isinstance(each, str)):
                term = node.types.terms.get(type_name)
                if term is not None and term.context is not None:
                    node.active = self.contexts.of_type(node.active, term.context)
        return node

    def _add_members(self, node: Node) -> None:
        """(13) Every member, by its name; (14) then what ``@nest`` folds into the node."""
        active = node.active
        nests = []
        for key in sorted(node.element):
            value = node.element[key]
            term = active.terms.get(key)
            name = active.name(key) if term is None else term.iri
            if key == "@context":
                continue
            if name == "@nest" and node.name != "@reverse":
                nests.append(key)
            elif name is None or not (name in KEYWORDS or is_iri_or_blank(name)):
                self.dropped(key)
            elif name in KEYWORDS:
                add_keyword(self, node, key, name, value)
            else:
                self._add_property(node, key, term or PLAIN, value, iri=name)
        for key in nests:
            self._add_nested(node, key)

    def _add_property(self, node: Node, key: str, term: Term, value: JsonValue, *, iri: str) -> None:
        if term.type == "@json":  # (13.6)
            expanded: Any = {"@type": "@json", "@value": value}
        elif isinstance(value, dict) and not MAPS.isdisjoint(term.containers):
            expanded = map_of(self, node.active, key, term, value)
        else:
            expanded = self.element(node.active, key, value)
        if expanded is None:
            return
        containers = term.containers
        if "@list" in containers and not (isinstance(expanded, dict) and "@list" in expanded):  # (13.11)
            expanded = {"@list": items(expanded)}
        elif "@graph" in containers and containers.isdisjoint(MAPS):  # (13.12)
            expanded = [{"@graph": [each]} for each in items(expanded)]
        if term.reverse:
            add_reversed(node.result, iri, expanded)
        else:
            add(node.result, iri, expanded)

    def _add_nested(self, node: Node, key: str) -> None:
        term = node.active.terms.get(key)
        scoped = None if term is None else term.context
        active = node.active if scoped is None else self.contexts.of_property(node.active, scoped)
        for element in listed(node.element[key]):
            if not isinstance(element, dict):
                raise fault("invalid @nest value")
            nested = self._entered(active, node.name, element)
            if "@value" in map(nested.active.keywords.get, element):
                raise fault("invalid @nest value")
            nested.result = node.result
            self._add_members(nested)


def _belongs_above(active: ActiveContext, element: JsonObject) -> bool:
    """Whether an object is a value or a reference: part of the node around it, and read as that is."""
    keywords = [active.keywords.get(key) for key in element]
    return keywords == ["@id"] or "@value" in keywords


def _finished(node: Node) -> Any:  # noqa: ANN401 -- expanded JSON-LD is heterogeneous by nature
    """(15-18) The node as it leaves, or ``None`` for one that comes to nothing."""
    result = node.result
    if "@value" in result:
        return value_object(node)
    if "@list" in result or "@set" in result:
        if len(result.keys() - {"@index"}) > 1:
            raise fault("invalid set or list object")
        return result.get("@set", result)
    return None if result.keys() == {"@language"} else result


def _says_nothing(expanded: dict[str, Any]) -> bool:
    return "@value" in expanded or "@list" in expanded or expanded.keys() <= {"@id"}
