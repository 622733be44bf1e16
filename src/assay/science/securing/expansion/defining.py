"""Making the terms of one local context. Source: JSON-LD 1.1 API §4.2.2 (create term definition)."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from assay.science.securing.expansion.faults import fault
from assay.science.securing.expansion.iris import KEYWORDS, is_iri, is_iri_or_blank, like_keyword
from assay.science.securing.expansion.terms import Default, ScopedContext, Term, meant
from assay.science.securing.strict_json import JsonObject, JsonValue, listed

# The members of a local context that define no term.
SETTINGS: Final = frozenset(
    {"@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab"}
)
_OF_A_TERM = frozenset(
    {"@container", "@context", "@direction", "@id", "@index", "@language"}
    | {"@nest", "@prefix", "@protected", "@reverse", "@type"}
)
_OF_TYPE = frozenset({"@container", "@protected"})
_CONTAINERS = frozenset({"@graph", "@id", "@index", "@language", "@list", "@set", "@type"})
_GRAPHS_BY = (frozenset({"@graph", "@id"}), frozenset({"@graph", "@index"}))
_OF_REVERSE = frozenset({"@index", "@set"})
_UNCOERCED = frozenset({"@id", "@json", "@none", "@vocab"})
# How many terms may wait for another, each within the one before. A longer chain is no context that anybody wrote.
_MAX_WAITING: Final = 16
_ENDS_AS_PREFIX = tuple(":/?#[]@")
# A colon that is neither first nor last, or a slash.
_LIKE_IRI = re.compile(r".+:.|.*/", re.DOTALL)


class Definitions:
    """The terms of an active context while a local context adds to them.

    When all are defined, ``terms`` holds them and ``new`` names those that are not as they were.
    ``override``: protected terms may be defined anew, as the context of a property may do.
    """

    def __init__(
        self, terms: Mapping[str, Term], local: JsonObject, *, vocab: str | None, protected: bool, override: bool
    ) -> None:
        self.terms = dict(terms)
        self.new: set[str] = set()
        self._local = local
        self._vocab = vocab
        self._protected = protected
        self._override = override
        # False while a term is being defined, so that one which leans on itself is found.
        self._defined: dict[str, bool] = {}
        self._waiting = 0

    def define(self, name: str) -> None:
        """Define one term, and before it those that it leans on. Raises ``MalformedDocument``."""
        if self._defined.get(name):
            return
        if name in self._defined or self._waiting > _MAX_WAITING:
            raise fault("cyclic IRI mapping")
        _check_name(name, self._local[name])
        if like_keyword(name) and name != "@type":
            return
        self._defined[name] = False
        self._waiting += 1
        previous = self.terms.pop(name, None)
        term = self._term(name, self._local[name])
        self._waiting -= 1
        if term is not None and previous is not None and previous.protected and not self._override:
            if replace(term, protected=True) != previous:
                raise fault("protected term redefinition")
            term = None
        if term is not None:
            self.terms[name] = term
            self.new.add(name)
        elif previous is not None:
            self.terms[name] = previous
        self._defined[name] = True

    def meant(self, text: str) -> str | None:
        """What a text stands for here, after the terms that it leans on are defined."""
        if text not in KEYWORDS:
            self._need(text)
            prefix, colon, rest = text.partition(":")
            if text not in self.terms and colon and prefix != "_" and not rest.startswith("//"):
                self._need(prefix)
        return meant(text, self.terms, vocab=self._vocab)

    def _need(self, name: str) -> None:
        if name in self._local and name not in SETTINGS:
            self.define(name)

    def _term(self, name: str, value: JsonValue) -> Term | None:
        """The term, or ``None`` where its definition is kept for later versions of the standard."""
        simple = value is None or isinstance(value, str)
        entry = {"@id": value} if simple else value
        if not isinstance(entry, dict) or not entry.keys() <= _OF_A_TERM:
            raise fault("invalid term definition")
        reverse = "@reverse" in entry
        written = entry["@reverse"] if reverse else entry.get("@id")
        if isinstance(written, str) and like_keyword(written) and written not in KEYWORDS:
            return None
        iri = self._reversed(entry) if reverse else self._iri(name, entry)
        coerced = self._type(entry)
        container = _container(entry, reverse=reverse)
        if "@type" in container and coerced not in {None, "@id", "@vocab"}:
            raise fault("invalid type mapping")
        return Term(
            iri,
            prefix=_prefix(name, iri, entry, simple=simple),
            protected=_flag(entry, "@protected", self._protected),
            reverse=reverse,
            type="@id" if coerced is None and "@type" in container else coerced,
            container=container,
            language=_language(entry),
            direction=_direction(entry),
            index=self._index(entry, container),
            nest=_nest(entry),
            context=_scoped(entry),
        )

    def _reversed(self, entry: JsonObject) -> str:
        if "@id" in entry or "@nest" in entry:
            raise fault("invalid reverse property")
        written = entry["@reverse"]
        iri = self.meant(written) if isinstance(written, str) else None
        if iri is None or not is_iri_or_blank(iri):
            raise fault("invalid IRI mapping")
        return iri

    def _iri(self, name: str, entry: JsonObject) -> str | None:
        written = entry.get("@id", name)
        if written is None:
            return None
        if not isinstance(written, str):
            raise fault("invalid IRI mapping")
        if written == name:
            return self._iri_by_name(name)
        iri = self.meant(written)
        if iri == "@context":
            raise fault("invalid keyword alias")
        if iri is None or not (iri in KEYWORDS or is_iri_or_blank(iri)):
            raise fault("invalid IRI mapping")
        if _LIKE_IRI.match(name):
            self._defined[name] = True
            if self.meant(name) != iri:
                raise fault("invalid IRI mapping")
        return iri

    def _iri_by_name(self, name: str) -> str:
        if name == "@type":
            return name
        prefix, colon, rest = name.partition(":")
        if prefix and colon:
            self._need(prefix)
            if prefix not in self.terms:
                return name
            iri = self.terms[prefix].iri
            if iri is None:
                raise fault("invalid IRI mapping")
            return iri + rest
        if self._vocab is None:
            raise fault("invalid IRI mapping")
        return self._vocab + name

    def _type(self, entry: JsonObject) -> str | None:
        if "@type" not in entry:
            return None
        written = entry["@type"]
        coerced = self.meant(written) if isinstance(written, str) else None
        if coerced is None or not (coerced in _UNCOERCED or is_iri(coerced)):
            raise fault("invalid type mapping")
        return coerced

    def _index(self, entry: JsonObject, container: frozenset[str]) -> str | None:
        if "@index" not in entry:
            return None
        name = entry["@index"]
        if "@index" not in container or not isinstance(name, str) or not is_iri_or_blank(self.meant(name) or ""):
            raise fault("invalid term definition")
        return name


def _check_name(name: str, value: JsonValue) -> None:
    if not name:
        raise fault("invalid term definition")
    if name == "@type":
        if not isinstance(value, dict) or not value or not value.keys() <= _OF_TYPE:
            raise fault("keyword redefinition")
        if value.get("@container", "@set") != "@set":
            raise fault("keyword redefinition")
    elif name in KEYWORDS:
        raise fault("keyword redefinition")


def _prefix(name: str, iri: str | None, entry: JsonObject, *, simple: bool) -> bool:
    if "@prefix" not in entry:
        ends = iri is not None and (iri.endswith(_ENDS_AS_PREFIX) or iri.startswith("_:"))
        return simple and ends and entry["@id"] != name and ":" not in name and "/" not in name
    if ":" in name or "/" in name:
        raise fault("invalid term definition")
    prefix = entry["@prefix"]
    if not isinstance(prefix, bool):
        raise fault("invalid @prefix value")
    if prefix and iri in KEYWORDS:
        raise fault("invalid term definition")
    return prefix


def _container(entry: JsonObject, *, reverse: bool) -> frozenset[str]:
    if "@container" not in entry:
        return frozenset()
    written = listed(entry["@container"])
    container = frozenset(each for each in written if isinstance(each, str))
    kinds = container - {"@set"}
    known = len(container) == len(written) > 0 and container <= _CONTAINERS
    if not known or (len(kinds) > 1 and kinds not in _GRAPHS_BY) or container >= {"@list", "@set"}:
        raise fault("invalid container mapping")
    if reverse and not container <= _OF_REVERSE:
        raise fault("invalid reverse property")
    return container


def _language(entry: JsonObject) -> str | Default | None:
    if "@language" not in entry or "@type" in entry:
        return Default.INHERITED
    language = entry["@language"]
    if language is not None and not isinstance(language, str):
        raise fault("invalid language mapping")
    return language and language.lower()


def _direction(entry: JsonObject) -> str | Default | None:
    if "@direction" not in entry or "@type" in entry:
        return Default.INHERITED
    return direction(entry["@direction"])


def direction(written: JsonValue) -> str | None:
    """A direction as contexts write it: ``ltr``, ``rtl`` or ``null``. Raises ``MalformedDocument``."""
    if written is None or (isinstance(written, str) and written in {"ltr", "rtl"}):
        return written
    raise fault("invalid base direction")


def _nest(entry: JsonObject) -> str | None:
    if "@nest" not in entry:
        return None
    nest = entry["@nest"]
    if not isinstance(nest, str) or (nest in KEYWORDS and nest != "@nest"):
        raise fault("invalid @nest value")
    return nest


def _scoped(entry: JsonObject) -> ScopedContext | None:
    if "@context" not in entry:
        return None
    return ScopedContext(json.dumps(entry["@context"], sort_keys=True), entry["@context"])


def _flag(entry: JsonObject, keyword: str, default: bool) -> bool:  # noqa: FBT001 -- what counts where none is written
    value = entry.get(keyword, default)
    if not isinstance(value, bool):
        raise fault(f"invalid {keyword} value")
    return value
