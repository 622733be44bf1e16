"""Definitions written by hand: JSON, or YAML read as the JSON it stands for.

YAML's own rules would turn ``no`` into false and ``2026-11-22`` into a date; here every plain word that is not a number
in JSON's sense, true, false or null stays text. Members that stand twice are refused.
"""

import re
from typing import Any

import yaml

from assay.science.errors import Code, MalformedDocument
from assay.science.securing import strict_json
from assay.science.securing.strict_json import JsonObject


class _JsonLoader(yaml.SafeLoader):
    """YAML whose plain scalars mean what JSON's do. No anchors: a small file must not unfold into a huge one."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 -- PyYAML reads it off the class

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 -- PyYAML's own signature
        if self.check_event(yaml.AliasEvent):
            raise MalformedDocument("an alias; write it out", clause="YAML 1.2 §7.1")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 -- PyYAML's own
        names = [self.construct_object(key, deep=True) for key, _ in node.value]
        for name in names:
            if not isinstance(name, str):
                raise MalformedDocument(f"a member's name is text: {name!r:.40}")
            if names.count(name) > 1:
                raise MalformedDocument(f"the member {name!r:.40} appears twice", code=Code.DUPLICATE_KEY)
        return super().construct_mapping(node, deep=deep)


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"(?:true|false)\Z", "tf"),
    ("tag:yaml.org,2002:null", r"(?:null|~|)\Z", ["n", "~", ""]),
    ("tag:yaml.org,2002:int", r"-?(?:0|[1-9]\d*)\Z", "-0123456789"),
    ("tag:yaml.org,2002:float", r"-?(?:0|[1-9]\d*)\.\d+(?:[eE][+-]?\d+)?\Z", "-0123456789"),
):
    _JsonLoader.add_implicit_resolver(_tag, re.compile(_pattern, re.ASCII), list(_first))


def parse_definition(raw: bytes) -> JsonObject:
    """The object that a JSON or YAML text stands for. Raises ``MalformedDocument``."""
    if raw.lstrip()[:1] == b"{":
        return strict_json.parse_object(raw)
    if len(raw) > strict_json.MAX_BYTES:
        raise MalformedDocument(f"larger than {strict_json.MAX_BYTES} bytes", code=Code.TOO_LARGE)
    try:
        value = yaml.load(raw.decode("utf-8"), Loader=_JsonLoader)  # noqa: S506 -- a SafeLoader, made stricter
    except UnicodeDecodeError as error:
        raise MalformedDocument("not UTF-8") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise MalformedDocument(f"neither JSON nor YAML: {' '.join(str(error).split())[:200]}") from error
    if not isinstance(value, dict):
        raise MalformedDocument("a definition is an object: names with values")
    return value
