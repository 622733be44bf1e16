"""One node on its way through expansion, and what its parts ask of the whole."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from assay.science.securing.expansion.processing import Contexts
from assay.science.securing.expansion.terms import ActiveContext
from assay.science.securing.strict_json import JsonObject, JsonValue


class Expands(Protocol):
    """The expansion algorithm, as its parts call it for what stands inside them."""

    contexts: Contexts
    dropped: Callable[[str], None]

    def element(
        self,
        active: ActiveContext,
        name: str | None,
        value: JsonValue,
        *,
        from_map: bool = False,
        in_list: bool = False,
    ) -> Any: ...  # noqa: ANN401 -- expanded JSON-LD is heterogeneous by nature


@dataclass(slots=True)
class Node:
    """An object of the document, under the member ``name``, while ``result`` grows out of it.

    ``types`` is the active context in which its types are looked up: before they bring contexts of their own.
    """

    name: str | None
    element: JsonObject
    active: ActiveContext
    types: ActiveContext
    result: dict[str, Any] = field(default_factory=dict)


def items(expanded: Any) -> list[Any]:  # noqa: ANN401 -- the same
    """What expansion gave, as a list."""
    return expanded if isinstance(expanded, list) else [expanded]


def is_value(item: Any) -> bool:  # noqa: ANN401 -- the same
    """Whether an expanded item is a value or a list, and so nothing that could have properties."""
    return isinstance(item, dict) and ("@value" in item or "@list" in item)
