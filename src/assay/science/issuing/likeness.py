"""What many composed credentials have in common: all that is in a sample but some texts, which are taken out.

    likeness = Likeness(sample, ("/id", "/credentialSubject/id"))
    likeness.texts(credential)        # ("urn:uuid:…", "did:example:ada"), or None if it differs elsewhere

Like means: the JSON text of the one is that of the other but for these texts, the order of members included. What is
the very object of the sample is not looked into, and ``compose`` puts one definition into many credentials: so nobody
alters a document that was signed, here as everywhere.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer
from assay.science.securing.weaving import picker

# Compares a value with that of the sample, and puts what may differ at the end of a list.
_Compare: TypeAlias = Callable[[Any, list[Any]], bool]
_TEXTS = frozenset({str})


class Likeness:
    """A sample, and where others may have other texts: ``vary``, by their pointers."""

    def __init__(self, sample: JsonObject, vary: Sequence[str]) -> None:
        # An object is looked at in few strokes, and so its texts come out in another order.
        taken: list[str] = []
        self._compare = _Sample(frozenset(vary), taken).compared(sample, "")
        self._in_order = picker([taken.index(place) for place in vary])

    def texts(self, document: JsonObject) -> tuple[str, ...] | None:
        """The texts that may differ, in the order of ``vary``; ``None`` when more differs."""
        found: list[Any] = []
        if not self._compare(document, found) or not _TEXTS.issuperset(map(type, found)):
            return None
        return self._in_order(found)


class _Sample:
    """How to compare values with those of a sample; ``taken`` notes the places of texts in the order of looking."""

    def __init__(self, vary: frozenset[str], taken: list[str]) -> None:
        self._vary = vary
        self._taken = taken

    def compared(self, sample: JsonValue, where: str) -> _Compare:
        if where in self._vary:
            self._taken.append(where)
            return _take
        if isinstance(sample, dict):
            return self._compared_object(sample, where)
        if isinstance(sample, list):
            return self._compared_list(sample, where)
        return lambda value, _: _is_same(value, sample)

    def _compared_object(self, sample: JsonObject, where: str) -> _Compare:
        names = tuple(sample)
        varied = [name for name in names if where + pointer(name) in self._vary]
        fixed = [
            name
            for name in names
            if name not in varied and _has_only_text(sample[name]) and not self._varies_in(where + pointer(name))
        ]
        self._taken += [where + pointer(name) for name in varied]
        inside = [
            (name, self.compared(sample[name], where + pointer(name)))
            for name in names
            if name not in varied and name not in fixed
        ]
        take, pick = picker(varied), picker(fixed)
        wanted = pick(sample)
        may_be_the_same = not self._varies_in(where)

        def compare(value: Any, found: list[Any]) -> bool:  # noqa: ANN401 -- whatever stands in a document
            if value is sample and may_be_the_same:
                return True
            if type(value) is not dict or tuple(value) != names or pick(value) != wanted:
                return False
            found += take(value)
            for name, compared in inside:  # noqa: SIM110 -- a generator takes half as long again
                if not compared(value[name], found):
                    return False
            return True

        return compare

    def _compared_list(self, sample: list[JsonValue], where: str) -> _Compare:
        items = [self.compared(item, f"{where}/{at}") for at, item in enumerate(sample)]
        may_be_the_same = not self._varies_in(where)

        def compare(value: Any, found: list[Any]) -> bool:  # noqa: ANN401 -- the same
            if value is sample and may_be_the_same:
                return True
            if type(value) is not list or len(value) != len(items):
                return False
            return all(compared(item, found) for compared, item in zip(items, value, strict=True))

        return compare

    def _varies_in(self, where: str) -> bool:
        return any(place.startswith(f"{where}/") for place in self._vary)


def _take(value: JsonValue, found: list[Any]) -> bool:
    found.append(value)
    return True


def _has_only_text(value: JsonValue) -> bool:
    """Whether equality by Python is that of JSON: a text, or a list of texts."""
    return all(type(each) is str for each in listed(value))


def _is_same(value: JsonValue, sample: JsonValue) -> bool:
    """Whether two scalars are written alike: 1, 1.0 and True are equal to Python, and so are 0.0 and -0.0."""
    return type(value) is type(sample) and repr(value) == repr(sample)
