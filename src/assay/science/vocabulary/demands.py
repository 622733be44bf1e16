"""What reading demands of the content of a text, told apart from what it demands of the structure around it.

    checked(vcdm.demands(document, model))

A generator of demands raises ``MalformedDocument`` itself where the structure is at fault: a member that is missing, a
number where a text is due, an object of the wrong type. Wherever the *content* of a text decides, it yields a
``Demand`` at that place in the order, and takes for granted from there on that it holds. So whoever reads a document
checks each demand before asking for the next (``checked``); and whoever has read one document may collect its demands,
and knows what reading asks of every other document of the same structure: that these demands hold of the texts there.

**The rule.** Once its demands hold, whether a document is read, as which kind and with what fault, does not depend on
the content of any text in it, with three exceptions:

1. texts under ``type`` and ``@context``, at any depth, and the names of members: they are the structure;
2. which texts under ``id`` are equal: of two related resources (``vcdm``), and of two objects of which each may have
   only its own members (``open_badges``);
3. that the instants of its validity form a period: ``vcdm.period_of``, at the places that ``vcdm.landmarks`` names.

A new check that looks at a text is a demand, or a fourth exception. The rule is about JSON that was parsed strictly;
tokens, envelopes and Open Badges 2.0 assertions are read by content in other ways.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Self

from assay.science.errors import MalformedDocument
from assay.science.identifiers import is_absolute_url
from assay.science.instants import parse_timestamp
from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer

# Header, payload, signature: RFC 7515 §7.1.
_TOKEN_PARTS = 3


def _is_instant(value: object) -> bool:
    try:
        parse_timestamp(value, where="")
    except MalformedDocument:
        return False
    return True


class Form(Enum):
    """What a text can be demanded to be. What is no text has no form."""

    fits: Callable[[object], bool]

    def __new__(cls, name: str, fits: Callable[[object], bool]) -> Self:
        form = object.__new__(cls)
        form._value_ = name
        form.fits = fits
        return form

    NON_EMPTY = "not empty", lambda value: isinstance(value, str) and value != ""
    URL = "an absolute URL", is_absolute_url
    INSTANT = "a date and time with a zone", _is_instant
    TOKEN = "a compact JWS", lambda value: isinstance(value, str) and value.count(".") == _TOKEN_PARTS - 1


@dataclass(frozen=True, slots=True)
class Demand:
    """That the text at ``where`` has a form, and what is told if it has not.

    ``told_at`` is the place that a fault names where that is another one: a list of texts is refused as a whole.
    """

    where: str
    value: JsonValue
    form: Form
    reason: str
    clause: str
    told_at: str = ""

    def check(self) -> None:
        """Raise ``MalformedDocument`` unless it holds."""
        if self.form is Form.INSTANT:
            parse_timestamp(self.value, where=self.where)  # knows better what is wrong: the form or the calendar
        elif not self.form.fits(self.value):
            raise MalformedDocument(self.reason, where=self.told_at or self.where, clause=self.clause)


def checked(demands: Iterable[Demand]) -> tuple[str, ...]:
    """The texts of demands that all hold. Raises ``MalformedDocument`` at the first that does not."""
    texts = []
    for demand in demands:
        demand.check()
        texts.append(str(demand.value))
    return tuple(texts)


def demand(value: JsonValue, form: Form, *, where: str, reason: str, clause: str, told_at: str = "") -> Demand:
    """That a value has a form. Raises ``MalformedDocument`` at once where it is no text, for that is structure."""
    made = Demand(where, value, form, reason, clause, told_at)
    if not isinstance(value, str):
        made.check()
    return made


def demand_instant(value: JsonValue, *, where: str) -> Demand:
    """That a value is a date and time with a zone."""
    return demand(value, Form.INSTANT, where=where, reason="not a date and time with a zone", clause="VCDM 2.0 §4.9")


def demand_texts(node: JsonObject, name: str, *, where: str, clause: str) -> tuple[Demand, ...]:
    """That the member is one or several non-empty texts; nothing when it is absent."""
    found = node.get(name, [])
    place = where + pointer(name)
    return tuple(
        demand(
            value,
            Form.NON_EMPTY,
            where=f"{place}/{index}" if isinstance(found, list) else place,
            reason=f"{name} is text, or a list of texts",
            clause=clause,
            told_at=place,
        )
        for index, value in enumerate(listed(found))
    )


def demand_text(node: JsonObject, name: str, *, where: str, clause: str) -> tuple[Demand, ...]:
    """That the member is one non-empty text; nothing when it is absent."""
    if name not in node:
        return ()
    place = where + pointer(name)
    return (demand(node[name], Form.NON_EMPTY, where=place, reason=f"{name} is text", clause=clause),)


def demand_url(node: JsonObject, name: str, *, where: str, clause: str, required: bool = False) -> tuple[Demand, ...]:
    """That the member is one absolute URL; nothing when it is absent and not ``required``."""
    if name not in node and not required:
        return ()
    place = where + pointer(name)
    return (demand(node.get(name), Form.URL, where=place, reason=f"{name} is one absolute URL", clause=clause),)


def demand_identified(node: JsonObject, name: str, *, where: str, clause: str) -> tuple[Demand, ...]:
    """That the member is a URL, or an object whose ``id`` is one; nothing when it is absent."""
    value = node.get(name)
    if isinstance(value, dict):
        return demand_url(value, "id", where=where + pointer(name), clause=clause, required=True)
    return demand_url(node, name, where=where, clause=clause)
