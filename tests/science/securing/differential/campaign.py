"""The fast path against the generic path, on many documents: whatever it answers must be what the other one says.

One base document after the other is learned; then others of its shape, and mutations, are put to the fast path. Shapes
stay learned while the campaign goes on, so that a text might also be taken for one of another shape.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final, Protocol

from assay.science.errors import AssayError
from assay.science.securing import shapes, strict_json
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.strict_json import JsonObject, JsonValue
from tests.science.securing.differential import oracle, texts
from tests.science.securing.differential.generators import base
from tests.science.securing.differential.shrinking import shrunk
from tests.science.securing.differential.variants import (
    SOUND,
    STYLES,
    WAYS,
    mutated_structure,
    mutated_text,
    mutated_value,
    retold,
)

# PyLD takes ten times as long as all else, so it is asked about this share of the answers.
PYLD_SHARE: Final = 0.25


class Recognised(Protocol):
    """What the fast path makes of a text whose shape it knows."""

    @property
    def document(self) -> JsonObject:
        """The document in it."""
        ...

    def canonical_document(self, hash_name: str = "sha256") -> bytes | None:
        """Its statements, without the proof's."""
        ...

    def canonical_options(self, hash_name: str = "sha256") -> bytes | None:
        """Those of the proof's options."""
        ...

    def canonical_forms(self, hash_name: str) -> tuple[bytes, bytes] | None:
        """What the proof is made over, in the form of its suite: options and document."""
        ...


class Fresh(Protocol):
    """A document whose shape was compiled just now."""

    @property
    def recognised(self) -> Recognised:
        """The document."""
        ...

    @property
    def keep(self) -> Callable[[], None]:
        """Make its shape known."""
        ...


class FastPath(Protocol):
    """The module ``shapes``, or a copy of it with a bug."""

    def recognise(self, text: str, contexts: ContextLibrary) -> Recognised | None:
        """The document, if its shape is known."""
        ...

    def compiled(self, text: str, document: JsonObject, contexts: ContextLibrary) -> Fresh | None:
        """The document, its shape compiled; ``None`` if it is refused, or is one that is never compiled."""
        ...

    def forget(self, contexts: ContextLibrary) -> None:
        """Forget all."""
        ...


REAL: Final[FastPath] = shapes


@dataclass(frozen=True)
class Mismatch:
    """A text for which the fast path said something else, and the text that its shape was learned from."""

    base: str
    variant: str
    reason: str
    learned: str
    text: str

    def told(self) -> str:
        return f"{self.reason}\n  base {self.base}, {self.variant}\n  learned: {self.learned}\n  met:     {self.text}"


@dataclass
class Tally:
    """What a campaign came to. ``met`` and ``hits`` count by the kind of variant; a tie is counted as no hit."""

    bases: int = 0
    learned: Counter[str] = field(default_factory=Counter)
    drawn: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    ties: int = 0
    by_pyld: int = 0
    mismatches: list[Mismatch] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """How many texts were put to the fast path."""
        return self.met.total()

    def share(self, *variants: str) -> float:
        """How many of the texts of these kinds were answered."""
        return sum(self.hits[each] for each in variants) / max(1, sum(self.met[each] for each in variants))

    def told(self) -> str:
        lines = [
            f"{self.bases} documents learned, {self.cases} texts met, {self.hits.total()} answered, {self.ties} ties"
        ]
        lines += [f"  {name:12} {self.hits[name]:7} of {self.met[name]:7} answered" for name in sorted(self.met)]
        lines += [f"  {name:12} {self.learned[name]:7} of {self.drawn[name]:7} compiled" for name in sorted(self.drawn)]
        lines += [f"{self.by_pyld} answers held against PyLD too", f"{len(self.mismatches)} mismatches"]
        if self.mismatches:
            lines.append(min(self.mismatches, key=lambda each: len(each.text)).told())
        return "\n".join(lines)


def campaign(
    seed: str,
    *,
    cases: int = 0,
    bases: int = 0,
    first: int = 0,
    fast: FastPath = REAL,
    pyld_share: float = PYLD_SHARE,
    stop: Callable[[Tally], bool] = lambda _tally: False,
) -> Tally:
    """Meet at least so many texts, or those of so many bases from the ``first`` on. One seed gives the same texts.

    A mismatch is kept, and the campaign goes on unless ``stop`` says otherwise.
    """
    tally = Tally()
    number = first
    libraries = set()
    while (tally.cases < cases or number < first + bases) and not stop(tally):
        found = _Round(f"{seed}:{number}", tally, fast, pyld_share)
        found.run()
        libraries.add(found.base.library)
        number += 1
    for library in libraries:
        fast.forget(library)
    return tally


class _Round:
    """One base and what is made of it."""

    def __init__(self, name: str, tally: Tally, fast: FastPath, pyld_share: float) -> None:
        self._name = name
        self._random = texts.dice(name)
        self._tally = tally
        self._fast = fast
        self._pyld_share = pyld_share
        self.base = base(self._random)
        self._learned = ""

    def run(self) -> None:
        """Learn the base if it is accepted; then meet it again, its variants and its mutations."""
        random, library = self._random, self.base.library
        style = STYLES[random.choice(tuple(STYLES))]
        text = style(self.base.document, random)
        accepted = oracle.generic(text, library, "sha256")
        assert not isinstance(accepted.document, AssayError)
        self._learned = text
        if isinstance(accepted.statements, AssayError):
            self._learn(text)
            self._meet(text, "refused")
            return
        self._tally.bases += 1
        self._tally.drawn[self.base.family] += 1
        compiled = self._learn(text)
        self._tally.learned[self.base.family] += compiled
        self._meet(text, "itself")
        if not compiled:
            return
        for way in (*WAYS, *["odd"] * 2):
            document = retold(self.base.document, random, way)
            spelled = style(document, random)
            self._meet(spelled, way)
            if way in SOUND and random.random() < 0.3:
                self._learn(spelled)
        for mutate in (mutated_value, mutated_value, mutated_structure, mutated_structure):
            spelled = style(mutate(self.base.document, random), random)
            self._meet(spelled, mutate.__name__)
            if random.random() < 0.3:
                self._learn(spelled)
                self._meet(spelled, "refused, perhaps")
        for _ in range(4):
            self._meet(mutated_text(text, random), "mutated_text")
        other = STYLES[random.choice(tuple(STYLES))]
        self._meet(other(retold(self.base.document, random, "fresh"), random), "respelled")

    def _learn(self, text: str) -> bool:
        """Compile a text and keep its shape, though it may be refused: nobody would keep that, and it does no harm."""
        fresh = self._fast.compiled(text, strict_json.parse_object(text), self.base.library)
        if fresh is None:
            return False
        self._compare(fresh.recognised, text, "first sight")
        fresh.keep()
        return True

    def _meet(self, text: str, variant: str) -> None:
        """Put a text to the fast path, and if it answers, to the others."""
        found = self._fast.recognise(text, self.base.library)
        if found is None:
            self._tally.met[variant] += 1
        else:
            self._compare(found, text, variant)

    def _compare(self, found: Recognised, text: str, variant: str) -> None:
        self._tally.met[variant] += 1
        hash_name = "sha384" if self._random.random() < 0.2 else "sha256"
        asks_pyld = self._random.random() < self._pyld_share and oracle.pyld_spells_alike(text)
        reasons = reasons_against(found, text, self.base.library, hash_name, asks_pyld=asks_pyld)
        answered = bool(reasons) or found.canonical_document(hash_name) is not None
        self._tally.hits[variant] += answered
        self._tally.ties += not answered
        self._tally.by_pyld += answered and asks_pyld
        if reasons:
            first = not self._tally.mismatches
            learned, met = self._shrunk(text, hash_name, reasons) if first else (self._learned, text)
            told = f"{self._name} ({self.base.family})"
            self._tally.mismatches += [Mismatch(told, variant, reason, learned, met) for reason in reasons]

    def _shrunk(self, text: str, hash_name: str, reasons: list[str]) -> tuple[str, str]:
        """Smaller texts with which the same kind of thing is wrong, if there are: they are easier to read."""
        library = self.base.library

        def shows(learned: str, met: str) -> bool:
            self._fast.forget(library)
            fresh = self._fast.compiled(learned, strict_json.parse_object(learned), library)
            if fresh is not None:
                fresh.keep()
            found = fresh.recognised if fresh and learned == met else self._fast.recognise(met, library)
            against = [] if found is None else reasons_against(found, met, library, hash_name)
            return bool(against) and against[0].split(":")[0] == reasons[0].split(":")[0]

        return shrunk(self._learned, text, shows)


def reasons_against(
    found: Recognised, text: str, library: ContextLibrary, hash_name: str, *, asks_pyld: bool = False
) -> list[str]:
    """All that the fast path says about a text and the generic path does not, or PyLD does not."""
    said = oracle.generic(text, library, hash_name)
    if isinstance(said.document, AssayError):
        return [f"recognised, but not JSON: {said.document}"]
    reasons = [] if _same(found.document, said.document) else ["another document"]
    try:
        answers = (
            ("statements", found.canonical_document(hash_name), said.statements),
            ("options", found.canonical_options(hash_name), said.options),
        )
        forms = found.canonical_forms(hash_name)
    except (AssayError, UnicodeError) as error:
        return [f"recognised, but not written: {error!r}"]
    for name, answer, expected in answers:
        if answer is not None and isinstance(expected, AssayError):
            reasons.append(f"{name} of what is refused: {expected}")
        elif answer is not None and answer != expected:
            reasons.append(f"other {name}: {_first_difference(answer, expected)}")
    if forms is not None and forms != (said.jcs or (said.options, said.statements)):
        reasons.append("other forms to sign")
    if asks_pyld and not reasons:
        told = oracle.by_pyld(oracle.unsecured(said.document), library, hash_name)
        reasons += ["other statements than PyLD's"] if found.canonical_document(hash_name) not in (None, told) else []
    return reasons


def _first_difference(one: bytes, other: object) -> str:
    lines = [each.decode().split("\n") if isinstance(each, bytes) else [] for each in (one, other)]
    found = next((pair for pair in zip_longest(*lines) if pair[0] != pair[1]), ("", ""))
    return f"{found[0]!r}, not {found[1]!r}"


def _same(one: JsonValue, other: JsonValue) -> bool:
    """As JSON: 1, 1.0 and true are three things."""
    return one == other and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
