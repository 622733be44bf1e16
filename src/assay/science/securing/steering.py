"""What may steer the meaning of a JSON-LD document, and where each such thing goes when its shape is compiled.

A shape is compiled once and then stands for every document with the same key. That is sound if the statements of a
document are a function of its key, with the texts of its slots set in. So whatever can steer expansion is part of the
key, and a document with anything that cannot be put there is left to the generic path. The numbers name the steps of
JSON-LD 1.1 API that look at it.

==============================  =======  ==============================================================================
what                            where    why
==============================  =======  ==============================================================================
member names, nesting, lengths  key      expansion (§5.1.2) goes by names and by the kind of a value; an empty list, a
of lists, ``[x]`` beside ``x``           single item and an object without members each have a step of their own
numbers, true, false, null      key      they choose a datatype and a spelling (§8.2.2), and null drops its member
``@context``, at any depth      key      it gives every other word its meaning (§4.1). Only addresses that the library
                                         carries; an object written in place: generic
``type`` and its aliases        key      types bring contexts of their own (§5.1.2 step 11) and are looked up as terms
values of terms typed           key      looked up as terms (§4.3.2, §5.3.2)
``@vocab``
``cryptosuite``                 key      not for JSON-LD: it chooses the suite, that is, what is computed at all
``@language``, ``@direction``   key      they are part of a literal's spelling (§8.2.2)
values of terms typed ``@id``,  slot,    a plain absolute IRI is taken as it is (§5.2.2): its scheme is no term of any
and of ``id``                   if safe  context, so it is no compact IRI; it is no keyword, no blank node, not relative
which values of ``id`` are      key      nodes of one name are one node (§7.2), and reading compares them. Other equal
equal                                    texts matter only under one subject and predicate: see ``programs``
all other texts                 slot     a literal's text is copied (§5.3.2, §8.2.2) whatever stands in it, look-alikes
                                         of IRIs and keywords included; its datatype is the term's
terms typed ``@json``,          generic  the whole value is one literal; or the member's name is data, as in a map; or
``@none``; maps; ``@reverse``,           the node is turned round or has a graph of its own. Rare in badges, and each is
``@nest``, ``@graph``                    a step with branches that look at more than the key
keyword members                 generic  ``plain_form`` refuses them, but for language values
order of members                key      means nothing; a document in another order is compiled once more
==============================  =======  ==============================================================================

Canonicalisation looks at the texts as well: ``programs`` compares them when it runs, and gives up at every tie.
The table is conservative: a name is put where the most careful of its definitions, in any scope of any context that
the library carries, puts it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from assay.science.identifiers import is_absolute_url
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.strict_json import JsonValue, listed

# Beside what the contexts say. ``proofPurpose`` is typed @vocab in them; here so that a reader finds it.
_KEY: Final = frozenset({"@context", "type", "@type", "@language", "@direction", "proofPurpose", "cryptosuite"})
_LANGUAGE_VALUE: Final = frozenset({"@value", "@language", "@direction"})
_MAPS: Final = frozenset({"@language", "@index", "@id", "@type", "@graph"})
_REDIRECTED: Final = frozenset({"@reverse", "@nest"})
_TURNED: Final = ("@reverse", "@nest", "@included", "@graph", "@index", "@list", "@set", "@value", "@none", "@json")

# Schemes of identifiers in credentials. Any other may be a prefix some day, and one that is a term of a context is.
_SCHEMES: Final = ("https", "http", "did", "urn", "mailto", "tel", "data")


@dataclass(frozen=True, slots=True)
class Steering:
    """The table, worked out for the contexts of one library.

    Values under ``verbatim`` names are part of the key, those under ``naming`` ones say what an object is about. A
    document with a name of ``generic`` is not compiled.
    """

    verbatim: frozenset[str]
    naming: frozenset[str]
    generic: frozenset[str]
    schemes: tuple[str, ...]

    def is_safe(self, iri: str) -> bool:
        """Whether an IRI says the same under every context: plain, absolute, and of a scheme that is no prefix.

        What cannot be printed is left to the generic path: of U+FFFE the two spellings, in IRI and literal, differ.
        """
        return iri.startswith(self.schemes) and iri.isprintable() and is_absolute_url(iri)


def steering_of(contexts: ContextLibrary) -> Steering:
    """Work the table out for a library. Takes milliseconds: keep it."""
    known = list(_definitions(contexts.documents.values()))
    verbatim, naming, generic = {*_KEY, *_called("@type", known)}, {"id", *_called("@id", known)}, set()
    for keyword in _TURNED:
        generic |= _called(keyword, known)
    for name, definition in known:
        if isinstance(definition, dict):
            kind = definition.get("@type")
            containers = {each for each in listed(definition.get("@container", [])) if isinstance(each, str)}
            if kind == "@vocab":
                verbatim.add(name)
            # A datatype is an IRI, in full or compact; anything else may be a keyword under another name.
            elif isinstance(kind, str) and kind != "@id" and ":" not in kind:
                generic.add(name)
            if containers & _MAPS or _REDIRECTED & set(definition):
                generic.add(name)
    terms = {name for name, _ in known}
    schemes = tuple(f"{scheme}:" for scheme in _SCHEMES if scheme not in terms)
    return Steering(frozenset(verbatim), frozenset(naming), frozenset(generic), schemes)


def _called(keyword: str, known: list[tuple[str, JsonValue]]) -> set[str]:
    """The names that stand for a keyword, and those that stand for one of these (JSON-LD 1.1 API §4.2.2)."""
    names: set[str] = set()
    while True:
        found = {name for name, definition in known if _target(definition) in {keyword, *names}}
        if found <= names:
            return names
        names |= found


def _target(definition: JsonValue) -> str:
    target = definition.get("@id") if isinstance(definition, dict) else definition
    return target if isinstance(target, str) else ""


def may_be_compiled(value: JsonValue, steering: Steering) -> bool:
    """Whether the table has a place for all that stands in a document, which the generic path has accepted."""
    if isinstance(value, list):
        return all(may_be_compiled(item, steering) for item in value)
    if not isinstance(value, dict):
        return True
    return all(_fits(name, member, steering) for name, member in value.items())


def _fits(name: str, member: JsonValue, steering: Steering) -> bool:
    if name == "@context":
        return all(isinstance(entry, str) for entry in listed(member))
    if name in steering.generic or (name.startswith("@") and name not in _LANGUAGE_VALUE):
        return False
    return may_be_compiled(member, steering)


def _definitions(documents: Iterable[JsonValue]) -> Iterator[tuple[str, JsonValue]]:
    """Every term definition in every scope, with its name."""
    for document in documents:
        for context in listed(document.get("@context", [])) if isinstance(document, dict) else []:
            for name, definition in context.items() if isinstance(context, dict) else ():
                if not name.startswith("@"):
                    yield name, definition
                    yield from _definitions([definition])
