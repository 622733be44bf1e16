"""From one active context to the next, and a memory of the steps. Source: JSON-LD 1.1 API §4.1.2 (context processing).

A step depends on the active context, on the local context and on who brings it, and on nothing else: contexts come from
a library that never changes. So each step between contexts of the library is worked out once for all documents. What
a context written into a document leads to is kept for that document alone: strangers do not fill the memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias
from weakref import WeakKeyDictionary

from assay.science.errors import Code, MalformedDocument
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.expansion.defining import SETTINGS, Definitions, direction
from assay.science.securing.expansion.faults import fault, scoped_fault
from assay.science.securing.expansion.iris import KEYWORDS, is_iri, is_iri_or_blank, resolve
from assay.science.securing.expansion.terms import ActiveContext, ScopedContext, meant
from assay.science.securing.strict_json import JsonObject, JsonValue, listed

# A step leads to some sixty terms, which take three kilobytes. When there are more, all are forgotten.
MAX_STEPS: Final = 1_024
# A learner record takes fifty. Whoever piles up types in ever new orders does not have all forgotten for others.
MAX_STEPS_OF_ONE: Final = 128
# Terms copied, and what takes as long as a number of them: to make one, to follow a URL. It is two seconds' work, and
# twice what the worst document takes that ``plain_form`` lets pass.
MAX_WORK: Final = 50_000_000
_MAKING: Final = 200
_FOLLOWING: Final = 1_000

_VERSION: Final = 1.1

# Where from, by which URL or text, and who brings it.
_Step: TypeAlias = tuple[ActiveContext | None, str, str]
_Steps: TypeAlias = dict[_Step, ActiveContext]

_KNOWN: WeakKeyDictionary[ContextLibrary, _Steps] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class _Way:
    """How a context is come by: whether it may override, the URLs that led to it, whether it is only tried out."""

    override: bool = False
    urls: tuple[str, ...] = ()
    trying: bool = False


class Contexts:
    """The active contexts that one document meets, by the contexts of a library."""

    def __init__(self, library: ContextLibrary, base: str) -> None:
        self._library = library
        self._base = base
        self._known = _KNOWN.setdefault(library, {})
        self._own: _Steps = {}
        self._added = 0
        self._work = 0

    def initial(self) -> ActiveContext:
        """Before any context: only keywords have a meaning."""
        step = (None, self._base, "initial")
        return self._known.get(step) or self._keep(step, ActiveContext(self._base))

    def entered(self, active: ActiveContext, local: JsonValue) -> ActiveContext:
        """Where the ``@context`` of a document leads. Raises ``MalformedDocument`` or ``Refused``."""
        entries = listed(local)
        if not all(isinstance(entry, str) for entry in entries):
            return self._processed(replace(active, shared=False), self._at(self._base, local), _Way())
        for url in map(str, entries):
            found = self._taken(active, url, "document")
            active = found or self._worked_out(active, url, "document", self._at(self._base, url))
        return active

    def of_property(self, active: ActiveContext, scoped: ScopedContext) -> ActiveContext:
        """Where the context of a property leads: it may define protected terms anew."""
        found = self._taken(active, scoped.text, "property")
        return found or self._worked_out(active, scoped.text, "property", scoped.local)

    def of_type(self, active: ActiveContext, scoped: ScopedContext) -> ActiveContext:
        """Where the context of a type leads: for this node, not for those below it."""
        found = self._taken(active, scoped.text, "type")
        return found or self._worked_out(active, scoped.text, "type", scoped.local)

    def _taken(self, active: ActiveContext, text: str, bringer: str) -> ActiveContext | None:
        step = (active, text, bringer)
        return self._known.get(step) or self._own.get(step)

    def _worked_out(self, active: ActiveContext, text: str, bringer: str, local: JsonValue) -> ActiveContext:
        way = _Way(override=bringer == "property")
        found = self._processed(active, local, way, propagate=bringer != "type")
        return self._keep((active, text, bringer), found)

    def _keep(self, step: _Step, found: ActiveContext) -> ActiveContext:
        for_all = found.shared and self._added < MAX_STEPS_OF_ONE
        steps, most = (self._known, MAX_STEPS) if for_all else (self._own, MAX_STEPS_OF_ONE)
        self._added += for_all
        if len(steps) >= most:
            steps.clear()
        return steps.setdefault(step, found)

    def _processed(
        self, active: ActiveContext, local: JsonValue, way: _Way, *, propagate: bool = True
    ) -> ActiveContext:
        entries = listed(local)
        if entries and isinstance(entries[0], dict) and "@propagate" in entries[0]:
            propagate = _boolean(entries[0], "@propagate")
        result = active
        if not propagate and active.previous is None:
            result = replace(active, previous=active)
        for entry in entries:
            if entry is None:
                result = self._nullified(result, way)
            elif isinstance(entry, str):
                result = self._followed(result, entry, way)
            elif isinstance(entry, dict):
                result = self._extended(result, entry, way)
            else:
                raise fault("invalid local context")
        return result

    def _nullified(self, active: ActiveContext, way: _Way) -> ActiveContext:
        if not way.override and any(term.protected for term in active.terms.values()):
            raise fault("invalid context nullification")
        return ActiveContext(self._base, previous=active.previous, shared=active.shared)

    def _followed(self, active: ActiveContext, url: str, way: _Way) -> ActiveContext:
        if url in way.urls:
            if way.trying:
                # A context may come again below one of its own terms: it is tried out already.
                return active
            raise fault("context overflow")
        self._spend(_FOLLOWING)
        return self._processed(active, self._published(url), replace(way, urls=(*way.urls, url)))

    def _published(self, url: str) -> JsonValue:
        document = self._library.document(url)
        if "@context" not in document:
            raise fault("invalid remote context")
        return self._at(url, document["@context"])

    def _extended(self, active: ActiveContext, local: JsonObject, way: _Way) -> ActiveContext:
        if local.get("@version", _VERSION) != _VERSION:
            raise fault("invalid @version value")
        if "@import" in local:
            local = self._imported(local)
        self._spend(len(active.terms) + _MAKING * len(local))
        for flag in ("@propagate", "@protected"):
            _boolean(local, flag)
        result = self._set(active, local, way)
        definitions = Definitions(
            active.terms,
            local,
            vocab=result.vocab,
            protected=_boolean(local, "@protected"),
            override=way.override,
        )
        for name in local:
            if name not in SETTINGS:
                definitions.define(name)
        keywords = _keywords(result, definitions)
        result = replace(result, terms=definitions.terms, keywords=keywords)
        self._try(result, definitions.new, way)
        return result

    def _imported(self, local: JsonObject) -> JsonObject:
        url = local["@import"]
        if not isinstance(url, str):
            raise fault("invalid @import value")
        imported = self._published(url)
        if not isinstance(imported, dict):
            raise fault("invalid remote context")
        if "@import" in imported:
            raise fault("invalid context entry")
        return {**imported, **{name: value for name, value in local.items() if name != "@import"}}

    def _set(self, active: ActiveContext, local: JsonObject, way: _Way) -> ActiveContext:
        """The active context with what a local context says of words and values in general."""
        # Whoever publishes a context cannot know where the documents are that use it.
        base = active.base if way.urls else _base(active, local)
        language = local.get("@language", active.language)
        if language is not None and not isinstance(language, str):
            raise fault("invalid default language")
        return replace(
            active,
            base=base,
            vocab=_vocab(replace(active, base=base), local),
            language=language and language.lower(),
            direction=direction(local.get("@direction", active.direction)),
        )

    def _try(self, active: ActiveContext, names: set[str], way: _Way) -> None:
        """Each term's own context must be one, whether the document uses it or not."""
        scoped = [context for name in sorted(names) if (context := active.terms[name].context) is not None]
        for context in scoped:
            try:
                self._processed(active, context.local, _Way(override=True, urls=way.urls, trying=True))
            except MalformedDocument as cause:
                raise scoped_fault(cause) from cause

    def _at(self, base: str, local: JsonValue) -> JsonValue:
        """The same local context with every URL of a context in it made absolute."""
        if isinstance(local, str):
            return resolve(local, base)
        if isinstance(local, list):
            return [self._at(base, entry) for entry in local]
        if not isinstance(local, dict):
            return local
        return {name: self._member_at(base, name, value) for name, value in local.items()}

    def _member_at(self, base: str, name: str, value: JsonValue) -> JsonValue:
        if name == "@import" and isinstance(value, str):
            return resolve(value, base)
        if isinstance(value, dict) and "@context" in value:
            return {**value, "@context": self._at(base, value["@context"])}
        return value

    def _spend(self, work: int) -> None:
        self._work += work
        if self._work > MAX_WORK:
            raise MalformedDocument("its contexts would take too long to work out", code=Code.TOO_LARGE)


def _keywords(active: ActiveContext, definitions: Definitions) -> Mapping[str, str]:
    """The keywords under all their names, after some names were defined."""
    terms, new = definitions.terms, definitions.new
    aliases = {name: iri for name in new if (iri := terms[name].iri) in KEYWORDS}
    if not aliases and active.keywords.keys().isdisjoint(new):
        return active.keywords
    return {name: keyword for name, keyword in active.keywords.items() if name not in new} | aliases


def _base(active: ActiveContext, local: JsonObject) -> str | None:
    if "@base" not in local:
        return active.base
    written = local["@base"]
    if written is None:
        return None
    if isinstance(written, str) and is_iri(written):
        return written
    if not isinstance(written, str) or active.base is None:
        raise fault("invalid base IRI")
    return resolve(written, active.base)


def _vocab(active: ActiveContext, local: JsonObject) -> str | None:
    if "@vocab" not in local:
        return active.vocab
    written = local["@vocab"]
    if written is None:
        return None
    vocab = meant(written, active.terms, vocab=active.vocab, base=active.base) if isinstance(written, str) else None
    if vocab is None or not is_iri_or_blank(vocab):
        raise fault("invalid vocab mapping")
    return vocab


def _boolean(local: JsonObject, keyword: str) -> bool:
    value = local.get(keyword, False)
    if not isinstance(value, bool):
        raise fault(f"invalid {keyword} value")
    return value
