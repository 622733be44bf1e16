"""One way to write each thing: the form that a JSON-LD document must have before its meaning is looked at.

A proof over RDF holds as well when a member is renamed to its full IRI, spelled with a keyword, or moved to another
object with the same ``id``. Code that reads the JSON would then miss an end date, a status entry or a failed result.
So what JSON-LD could say in two ways may be said in one:

- a member has a plain term for a name, and that term is not the name of a class (in OB 3.0 ``Criteria`` and
  ``criteria`` are one IRI);
- a type that the contexts have a term for is written by it: a status list is not hidden behind
  ``https://www.w3.org/ns/credentials/status#BitstringStatusListCredential``;
- a value with a language has that and a direction, nothing else; no list stands in a list;
- what has an ``id`` is described in one place.

Source: JSON-LD 1.1 §3 and §4 (all of which it allows), Data Integrity 1.0 §4.2. Not checked: what any word means.
Left to the reader of the JSON: order and repetition in lists, one value with or without brackets, ``null`` and ``[]``
(which state nothing), ``"3"`` for 3 where the context gives the datatype.
"""

from collections.abc import Iterator
from typing import Final

from assay.science.errors import Code, MalformedDocument
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.strict_json import MAX_DEPTH, JsonObject, JsonValue, listed, pointer, walk

# Expansion takes some ten microseconds an object, and up to two tenths of a millisecond a type that brings a context.
MAX_NODES: Final = 4_000
# A millisecond each, whenever they meet in a new order. A learner record with a hundred credentials stays below.
MAX_CONTEXTS: Final = 256
# A microsecond each to expand, and some five for all the guards together.
MAX_VALUES: Final = 40_000

_LANGUAGE_VALUE = frozenset({"@value", "@language", "@direction"})
_REFERENCE = frozenset({"id", "type"})
# Issuer and creator are often one profile, told at length in one place and in short in the other. All that code relies
# on there is the id.
_TOLD_TWICE = frozenset({"Profile"})
# What makes a document one kind and not another; see ``vocabulary.kinds``.
_KINDS = ("Credential", "Presentation")
_CLAUSE = "Data Integrity 1.0 §4.2"


def nodes(document: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Every object of the document with its pointer, parents first, but none inside a context.

    Raises ``MalformedDocument`` with ``TOO_LARGE`` where the document becomes one that would keep the reader busy for
    seconds: more than 4,000 objects and types, 256 contexts or 40,000 values, or 64 levels.
    """
    objects = contexts = 0
    for values, (where, value) in enumerate(walk(document), start=1):
        if isinstance(value, dict) and "/@context" not in where:
            objects += 1 + len(listed(value.get("type", [])))
            contexts += len(listed(value.get("@context", [])))
        if objects > MAX_NODES or contexts > MAX_CONTEXTS or values > MAX_VALUES or where.count("/") > MAX_DEPTH:
            raise MalformedDocument("more objects, contexts, values or levels than Assay reads", code=Code.TOO_LARGE)
        if isinstance(value, dict) and "/@context" not in where:
            yield where, value


def check_form(document: JsonObject, contexts: ContextLibrary) -> None:
    """Raise ``MalformedDocument``, with ``DATA_LOSS`` or ``TOO_LARGE``, unless each thing is written in its one way."""
    found = list(nodes(document))
    for where, node in found:
        _check_members(node, where)
        for name in _types(node):
            if name in contexts.words:
                raise _roundabout(f"write this type by its plain term: {name!r:.80}", where + pointer("type"))
    _check_root(document.get("id"), found)
    _check_descriptions(found)


def _check_members(node: JsonObject, where: str) -> None:
    for name, member in node.items():
        plain = name == "@context" or not (name.startswith("@") or ":" in name or "A" <= name[:1] <= "Z")
        if not (name in _LANGUAGE_VALUE if "@value" in node else plain):
            raise _roundabout(f"write this member by its plain term: {name!r:.80}", where + pointer(name))
        if isinstance(member, list) and any(isinstance(item, list) for item in member):
            raise _roundabout("a list inside a list", where + pointer(name))


def _check_root(own_id: JsonValue, found: list[tuple[str, JsonObject]]) -> None:
    """What a document says of itself, its first object says, for that is where end date and status are looked up."""
    for where, node in found[1:]:
        # Two things are written so in good faith: a refresh service at the document's own address, and what an
        # endorser comments on the document, in which nothing that code relies on could hide.
        told = not set(node) <= _REFERENCE | {"endorsementComment"} or any(
            name.endswith(_KINDS) for name in _types(node)
        )
        if told and own_id is not None and node.get("id") == own_id:
            raise _roundabout("the document describes itself in two places", where)


def _check_descriptions(found: list[tuple[str, JsonObject]]) -> None:
    """No two descriptions of one thing as one class, unless they are the same.

    An embedded credential is a document of its own, which is verified by itself: two of them may tell of one learner.
    It may not tell again, and differently, what the document around it tells.
    """
    embedded = [f"{where}/" for where, node in found if where and "VerifiableCredential" in _types(node)]
    described: dict[tuple[str, str, str], JsonObject] = {}
    stories = []
    for where, node in found:
        identifier = node.get("id")
        if isinstance(identifier, str) and not set(node) <= _REFERENCE:
            around = ["", *(place for place in embedded if f"{where}/".startswith(place))]
            for name in _types(node) or [""]:
                described.setdefault((around[-1], identifier, name), node)
                stories += [(where, node, (place, identifier, name)) for place in around if name not in _TOLD_TWICE]
    for where, node, key in stories:
        if described.get(key, node) != node:
            raise _roundabout(f"{key[1]!r:.80} is described in two places, differently", where)


def _types(node: JsonObject) -> list[str]:
    return [name for name in listed(node.get("type", [])) if isinstance(name, str)]


def _roundabout(reason: str, where: str) -> MalformedDocument:
    return MalformedDocument(reason, where=where, clause=_CLAUSE, code=Code.DATA_LOSS)
