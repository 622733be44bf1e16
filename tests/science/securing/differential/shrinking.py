"""A mismatch made small: members and items are taken out of both documents, as long as the two still show it."""

import json
from collections.abc import Callable, Iterator

from assay.science.securing.strict_json import JsonValue, walk
from tests.science.securing.badges import without

# A document of a hundred members is tried so often at most.
_TRIALS = 600


def shrunk(learned: str, met: str, shows: Callable[[str, str], bool]) -> tuple[str, str]:
    """The two texts, smaller if they can be; as they are where they are not JSON of one structure."""
    try:
        one, other = json.loads(learned), json.loads(met)
    except ValueError:
        return learned, met
    if not shows(_written(one), _written(other)):
        return learned, met
    trials = _TRIALS
    again = True
    while again:
        again = False
        for where in _places(one):
            try:
                less = without(one, where), without(other, where)
            except (LookupError, TypeError, ValueError, AttributeError):
                continue
            trials -= 1
            if shows(_written(less[0]), _written(less[1])):
                (one, other), again = less, True
                break
            if not trials:
                return _written(one), _written(other)
    return _written(one), _written(other)


def _places(document: JsonValue) -> Iterator[str]:
    """Pointers to all that could go, the largest parts first."""
    found = [(where, value) for where, value in walk(document) if where and not where.startswith("/@context")]
    found.sort(key=lambda each: -len(_written(each[1])))
    return iter([where for where, _ in found])


def _written(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False)
