"""What the words of a document mean at one place in it: terms, and the active context that holds them.

Both are values that never change, so that what was worked out for one document serves all others, in any thread.
Source: JSON-LD 1.1 API §4.1 (active context), §4.2 (term definition), §5.2 (IRI expansion).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from assay.science.securing.expansion.iris import KEYWORDS, is_iri, like_keyword, resolve
from assay.science.securing.strict_json import JsonValue


class Default(Enum):
    """The term says nothing of a value's language or direction: that of the active context counts."""

    INHERITED = "inherited"


@dataclass(frozen=True, slots=True)
class ScopedContext:
    """A context that a term brings along. ``text`` is all of it as JSON, by which two of them are compared."""

    text: str
    local: JsonValue = field(compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a context. ``iri`` is ``None`` where the context says that the word means nothing.

    ``containers`` are those that change how a value is read: all but ``@set``.
    """

    iri: str | None
    prefix: bool = False
    protected: bool = False
    reverse: bool = False
    type: str | None = None
    container: frozenset[str] = frozenset()
    language: str | Default | None = Default.INHERITED
    direction: str | Default | None = Default.INHERITED
    index: str | None = None
    nest: str | None = None
    context: ScopedContext | None = None
    containers: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "containers", self.container - {"@set"})


# What holds of a name that is no term, a full IRI for instance.
PLAIN: Final = Term(None)


_THEMSELVES: Final = {keyword: keyword for keyword in KEYWORDS}


@dataclass(frozen=True, slots=True, eq=False)
class ActiveContext:
    """The meaning of words at one place. ``previous`` is what counts again below a node that a type gave this one.

    ``keywords`` are all keywords and those of the terms that stand for one. ``shared`` tells that it was made of
    contexts of the library alone, and so may be kept for other documents.
    """

    base: str | None
    terms: Mapping[str, Term] = field(default_factory=dict)
    keywords: Mapping[str, str] = field(default_factory=lambda: _THEMSELVES)
    vocab: str | None = None
    language: str | None = None
    direction: str | None = None
    previous: "ActiveContext | None" = None
    shared: bool = True

    def name(self, text: str) -> str | None:
        """What a member's name stands for, or ``None`` for a word that means nothing."""
        return meant(text, self.terms, vocab=self.vocab)

    def type_name(self, text: str) -> str | None:
        """What a type stands for: a word, or else a reference."""
        return meant(text, self.terms, vocab=self.vocab, base=self.base)

    def reference(self, text: str) -> str | None:
        """What an identifier stands for: words mean nothing here, prefixes do."""
        return meant(text, self.terms, base=self.base, words=False)


def meant(
    text: str, terms: Mapping[str, Term], *, vocab: str | None = None, base: str | None = None, words: bool = True
) -> str | None:
    """The IRI or keyword that a text stands for. ``None``: nothing. Source: JSON-LD 1.1 API §5.2.2.

    A text that nothing gives a meaning comes back as it is. Not done here: defining the terms that it leans on.
    """
    if text[:1] == "@" and like_keyword(text):
        return text if text in KEYWORDS else None
    if words and (term := terms.get(text)) is not None:
        return term.iri
    if (iri := _absolute(text, terms)) is not None:
        return iri
    if vocab is not None:
        return vocab + text
    return text if base is None else resolve(text, base)


def _absolute(text: str, terms: Mapping[str, Term]) -> str | None:
    prefix, colon, rest = text.partition(":")
    if not prefix or not colon:
        return None
    if prefix == "_" or rest.startswith("//"):
        return text
    term = terms.get(prefix)
    if term is not None and term.prefix and term.iri is not None:
        return term.iri + rest
    return text if is_iri(text) else None
