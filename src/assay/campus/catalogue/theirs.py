"""Two people have written in one draft: what the other one saved, beside what was typed here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.catalogue.places import anchor_of, label_of
from assay.science.designing.design import read_draft
from assay.science.securing.strict_json import JsonObject


@dataclass(frozen=True, slots=True)
class Theirs:
    """A part of the design that differs: what stands in the draft now, in lines."""

    label: str
    anchor: str
    lines: tuple[str, ...]


def what_differs(mine: JsonObject, theirs: DefinitionVersion) -> tuple[Theirs, ...]:
    """The parts of the stored draft that differ from ``mine``, a design that can be read."""
    typed = read_draft(mine).as_json()
    return tuple(
        Theirs(label_of(f"/{name}"), anchor_of(f"/{name}"), tuple(_lines(stored)))
        for name, stored in theirs.design.items()
        if stored != typed[name]
    )


def _lines(value: Any) -> Iterator[str]:  # noqa: ANN401 -- JSON
    """What a part says, one line for each text in it. Ids mean nothing to a reader."""
    if isinstance(value, dict):
        texts = [
            str(each) for name, each in value.items() if name != "id" and each and not isinstance(each, dict | list)
        ]
        if texts:
            yield " · ".join(texts)
        for each in value.values():
            if isinstance(each, dict | list):
                yield from _lines(each)
    elif isinstance(value, list):
        for each in value:
            yield from _lines(each)
    elif value:
        yield str(value)
