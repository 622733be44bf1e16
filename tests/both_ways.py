"""The same document verified the long way and by its shape, and what the two say about it.

both = BothWays()
both.learn(credential)
both.compare(credential, world)
assert not both.faults
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy

from assay.science.baking.badge_file import looks_baked, unbake
from assay.science.errors import AssayError
from assay.science.securing import shapes
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.securing.strict_json import JsonObject, JsonValue
from assay.science.verification.asking import drive
from assay.science.verification.first_sight import always, at_first_sight, never
from assay.science.verification.report import Report
from assay.science.verification.verify import verify
from assay.science.vocabulary.by_shape import read_known
from assay.science.vocabulary.credential import UnverifiedCredential
from tests.world import Json, World

Step = str | int


class BothWays:
    """Two libraries with the same contexts: in ``plain`` nothing is ever learned, in ``quick`` whatever can be."""

    def __init__(self, contexts: ContextLibrary | None = None) -> None:
        self.plain = (contexts or bundled()).extended({})
        self.quick = (contexts or bundled()).extended({})
        self.faults: list[str] = []
        self.compared: Counter[str] = Counter()
        self.recognised: Counter[str] = Counter()
        # Of what was recognised:
        self.verdicts: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()

    def learn(self, raw: bytes | str) -> UnverifiedCredential | None:
        """Learn the shape of what can be read, whether or not anybody signed it; ``None`` if it is not recognised."""
        try:
            text = unbake(raw) if isinstance(raw, bytes) and looks_baked(raw) else raw
            credential = read_known(text, self.quick)
            _, keep = at_first_sight(text, credential, self.quick, always)
        except AssayError:
            return None
        if keep is not None:
            keep()
        return self.known(text)

    def known(self, raw: bytes | str) -> UnverifiedCredential | None:
        """The credential, if it is read by its shape."""
        try:
            found = read_known(unbake(raw) if isinstance(raw, bytes) and looks_baked(raw) else raw, self.quick)
        except AssayError:
            return None
        return found if found.recognised is not None else None

    def compare(self, raw: bytes | str, world: World, what: str = "as it is") -> None:
        """Verify it both ways in the same world, as of its instant; whatever differs is a fault."""
        was_known = self.known(raw) is not None
        plain = self._told(raw, world, self.plain, never)
        quick = self._told(raw, world, self.quick, always)
        self.compared[what] += 1
        if was_known:
            self.recognised[what] += 1
            self.verdicts[plain[0].verdict.value] += 1
            self.codes.update(finding.code.value for finding in plain[0].findings)
        for name, one, other in zip(("report", "document", "asked"), _parts(*plain), _parts(*quick), strict=True):
            if one != other:
                self.faults.append(f"{what}, as of {world.at}: {name}: {one} became {other}; the text is {raw!r:.5000}")

    def share(self, *whats: str) -> float:
        """How much of what was compared had a known shape."""
        among = whats or tuple(self.compared)
        return sum(self.recognised[each] for each in among) / max(1, sum(self.compared[each] for each in among))

    def learned_nothing_by_the_long_way(self) -> bool:
        """Whether the long way was the long way to the end."""
        return shapes.known(self.plain) == 0

    def _told(
        self, raw: bytes | str, world: World, library: ContextLibrary, may_learn: Callable[[], bool]
    ) -> tuple[Report, list[str]]:
        asked: list[str] = []

        def fetch(url: str) -> bytes | None:
            asked.append(url)
            return world.documents.get(url)

        return drive(verify(raw, at=world.at, contexts=library, may_learn=may_learn), fetch), asked


def _parts(report: Report, asked: list[str]) -> tuple[Json, JsonObject | None, list[str]]:
    return report.as_json(), report.credential.document if report.credential else None, asked


def places(value: JsonValue, *above: Step) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Every text in a document and where it stands, but for its contexts."""
    if isinstance(value, str):
        yield above, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, *above, index)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name != "@context":
                yield from places(member, *above, name)


def with_text(document: JsonObject, place: tuple[Step, ...], text: str) -> Json:
    """A copy with another text at one place."""
    copy: Json = deepcopy(document)
    at = copy
    for step in place[:-1]:
        at = at[step]  # type: ignore[index]  # a step fits what it was found in
    at[place[-1]] = text  # type: ignore[index]  # as above
    return copy


def as_text(document: JsonObject) -> str:
    """The document as text; all that came from one text have the same punctuation."""
    return json.dumps(document, ensure_ascii=False)
