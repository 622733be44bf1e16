"""Definitions written by hand: JSON, or YAML read as the JSON it stands for.

YAML's own rules would turn ``no`` into false and ``2026-11-22`` into a date; here every plain word that is not a number
in JSON's sense, true, false or null stays text. Members that stand twice, tags and aliases are refused.
"""

import json
import re
from typing import Any

import yaml

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import strict_json
from assay.science.securing.strict_json import JsonObject


class _JsonLoader(yaml.SafeLoader):
    """YAML whose plain scalars mean what JSON's do, and that has nothing beside them."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 -- PyYAML reads it off the class

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 -- PyYAML's own signature
        event = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML has no types for it
        if isinstance(event, yaml.AliasEvent):  # a small file must not unfold into a huge one
            raise self._fault("an alias; write it out", event, "YAML 1.2 §7.1")
        if getattr(event, "tag", None):
            raise self._fault("a tag; there is nothing here but what JSON has", event, "YAML 1.2 §6.8.1")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 -- PyYAML's own
        names: set[str] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if not isinstance(name, str):
                raise self._fault(f"a member's name is text, which {name!r:.40} is not; put it into quotes", key)
            if name in names:
                raise self._fault(f"the member {name!r:.40} appears twice", key, code=Code.DUPLICATE_KEY)
            names.add(name)
        return super().construct_mapping(node, deep=deep)

    @staticmethod
    def _fault(reason: str, place: Any, clause: str = "", code: Code = Code.MALFORMED) -> MalformedDocument:  # noqa: ANN401
        return MalformedDocument(f"line {place.start_mark.line + 1}: {reason}", clause=clause, code=code)


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"(?:true|false)\Z", "tf"),
    ("tag:yaml.org,2002:null", r"(?:null|~|)\Z", ["n", "~", ""]),
    ("tag:yaml.org,2002:int", r"-?(?:0|[1-9]\d*)\Z", "-0123456789"),
    ("tag:yaml.org,2002:float", r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?\Z", "-0123456789"),
):
    _JsonLoader.add_implicit_resolver(_tag, re.compile(_pattern, re.ASCII), list(_first))


def parse_definition(raw: bytes) -> JsonObject:
    """The object that a JSON or YAML text stands for. Raises ``MalformedDocument``."""
    if raw.lstrip()[:1] == b"{":
        return strict_json.parse_object(raw)
    if len(raw) > strict_json.MAX_BYTES:
        raise MalformedDocument(f"larger than {strict_json.MAX_BYTES} bytes", code=Code.TOO_LARGE)
    try:
        value = yaml.load(raw.decode("utf-8-sig"), Loader=_JsonLoader)  # noqa: S506 -- a SafeLoader, made stricter
    except UnicodeDecodeError as error:
        raise MalformedDocument("not UTF-8") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).replace('in "<unicode string>", ', "at ").split())
        raise MalformedDocument(f"neither JSON nor YAML: {reason[:200]}") from error
    if not isinstance(value, dict):
        raise MalformedDocument("a definition is an object: names with values")
    return strict_json.parse_object(json.dumps(value))  # JSON's own limits, too: numbers, depth, halves of characters
