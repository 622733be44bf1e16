"""Reading documents in our own formats: known members only, bounded texts, bounded lists, the place of each fault.

    form = Fields(document, "", frozenset({"title", "tags"}))
    form.text("title", most=120), form.texts("tags", most=20, each=40)

What may be absent reads as empty, so that a draft can be kept; whoever needs it asks for it. Not checked: that a text
says something. The members of standards are read by ``assay.science.vocabulary.members``.
"""

import re
from collections.abc import Iterator

from assay.science.errors import Code, MalformedDocument
from assay.science.securing.strict_json import JsonObject, JsonValue, pointer

# Control characters and halves of surrogate pairs: no canonical form carries them all, and no honest text needs them.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")


class Fields:
    """One JSON object at a place, with the members that its format has; ``null`` counts as absent."""

    def __init__(self, value: JsonValue, where: str, members: frozenset[str]) -> None:
        """Raise ``MalformedDocument`` unless it is an object with no other members than these."""
        if not isinstance(value, dict):
            raise MalformedDocument("expected an object", where=where)
        unknown = sorted(set(value) - members)
        if unknown:
            reason = f"{unknown[0]!r:.40} is not known here; there are {', '.join(sorted(members))}"
            raise MalformedDocument(reason, where=where + pointer(unknown[0][:40]))
        self.where = where
        self._node: JsonObject = {name: member for name, member in value.items() if member is not None}

    def text(self, name: str, *, most: int) -> str:
        """A text of at most so many characters, without white space around it; ``""`` when absent."""
        return _text(self._node.get(name, ""), self.where + pointer(name), most)

    def texts(self, name: str, *, most: int, each: int) -> tuple[str, ...]:
        """A list of at most ``most`` texts; empty when absent. Blank ones are left out."""
        found = (_text(item, where, each) for where, item in self._items(name, most))
        return tuple(text for text in found if text)

    def number(self, name: str, *, most: int) -> int | None:
        """A whole number from 1 to ``most``; ``None`` when absent."""
        value = self._node.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise MalformedDocument(f"a whole number from 1 to {most}", where=self.where + pointer(name))
        return value

    def flag(self, name: str, *, otherwise: bool) -> bool:
        """True or false; ``otherwise`` when absent."""
        value = self._node.get(name, otherwise)
        if not isinstance(value, bool):
            raise MalformedDocument("true or false", where=self.where + pointer(name))
        return value

    def word(self, name: str, words: tuple[str, ...]) -> str:
        """One word of a list; the first of it when absent."""
        value = self._node.get(name, words[0])
        if not isinstance(value, str) or value not in words:
            raise MalformedDocument(f"one of {', '.join(words)}", where=self.where + pointer(name))
        return value

    def name(self, name: str) -> str:
        """A name by which other parts of the document refer to this one, such as ``c1``; it has to be there."""
        value = self._node.get(name)
        if not isinstance(value, str) or not _NAME.match(value):
            reason = "a short name such as c1: small letters, digits and hyphens, at most 40"
            raise MalformedDocument(reason, where=self.where + pointer(name))
        return value

    def part(self, name: str, members: frozenset[str]) -> "Fields | None":
        """The object inside; ``None`` when absent."""
        value = self._node.get(name)
        return None if value is None else Fields(value, self.where + pointer(name), members)

    def parts(self, name: str, members: frozenset[str], *, most: int) -> Iterator["Fields"]:
        """A list of at most so many objects."""
        for where, item in self._items(name, most):
            yield Fields(item, where, members)

    def named(self, name: str, members: frozenset[str], *, most: int) -> Iterator["Fields"]:
        """A list of objects, each with an ``id`` of its own."""
        seen = set()
        for part in self.parts(name, members, most=most):
            identifier = part.name("id")
            if identifier in seen:
                raise MalformedDocument(f"the id {identifier} stands twice", where=part.where + "/id")
            seen.add(identifier)
            yield part

    def _items(self, name: str, most: int) -> Iterator[tuple[str, JsonValue]]:
        value = self._node.get(name, [])
        where = self.where + pointer(name)
        if not isinstance(value, list):
            raise MalformedDocument("expected a list", where=where)
        if len(value) > most:
            raise MalformedDocument(f"more than {most}; leave some out", where=where, code=Code.TOO_LARGE)
        for index, item in enumerate(value):
            yield where + pointer(index), item


def _text(value: JsonValue, where: str, most: int) -> str:
    if not isinstance(value, str):
        raise MalformedDocument("expected a text", where=where)
    if len(value) > most:
        reason = f"{len(value)} characters; at most {most} fit here, so shorten it"
        raise MalformedDocument(reason, where=where, code=Code.TOO_LARGE)
    if _UNWRITABLE.search(value):
        raise MalformedDocument("a control character, which not every verifier can read", where=where)
    return value.strip()
