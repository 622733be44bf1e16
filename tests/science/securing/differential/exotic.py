"""A context with all that JSON-LD can do to a value, and documents that use it.

The contexts that Assay carries leave out most of it today. What decides whether a text may become a slot must hold for
the next one that it carries too.
"""

import json
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any, Final

from assay.science.securing import contexts
from assay.science.securing.contexts import ContextLibrary
from assay.science.securing.strict_json import JsonObject, JsonValue
from tests.science.securing.differential import texts

EXOTIC: Final = "https://exotic.example/context"
_XSD = "http://www.w3.org/2001/XMLSchema#"

CONTEXT: JsonObject = {
    "@context": {
        "@version": 1.1,
        "id": "@id",
        "type": "@type",
        "ex": "https://exotic.example/",
        # Its terms are schemes of IRIs that would be plain without it.
        "tag": "https://exotic.example/tag#",
        "mailto": "https://exotic.example/mail#",
        "text": "ex:text",
        "other": "ex:other",
        "same": "ex:text",
        "amount": {"@id": "ex:amount", "@type": f"{_XSD}decimal"},
        "exact": {"@id": "ex:exact", "@type": f"{_XSD}double"},
        "link": {"@id": "ex:link", "@type": "@id"},
        "word": {"@id": "ex:word", "@type": "@vocab"},
        "plain": {"@id": "ex:plain", "@type": "@none"},
        "set": {"@id": "ex:set", "@container": "@set"},
        "row": {"@id": "ex:row", "@container": "@list"},
        "links": {"@id": "ex:links", "@type": "@id", "@container": "@list"},
        "part": {"@id": "ex:part"},
        "parts": {"@id": "ex:part", "@container": "@set"},
        "queue": {"@id": "ex:queue", "@container": "@list"},
        "graph": {"@id": "ex:graph", "@container": "@graph"},
        "data": {"@id": "ex:data", "@type": "@json"},
        "inLanguages": {"@id": "ex:inLanguages", "@container": "@language"},
        "byIndex": {"@id": "ex:byIndex", "@container": "@index"},
        "byId": {"@id": "ex:byId", "@container": "@id"},
        "byType": {"@id": "ex:byType", "@container": "@type"},
        "of": {"@reverse": "ex:part"},
        "nested": "@nest",
        "beside": "@included",
        "nothing": None,
        "german": {"@id": "ex:german", "@language": "de"},
        "turned": {"@id": "ex:turned", "@direction": "rtl"},
        "scoped": {"@id": "ex:scoped", "@context": {"text": "ex:scopedText", "kind": "@type"}},
        "deep": {"@id": "ex:deep", "@context": {"other": {"@id": "ex:other", "@type": "@id"}, "@propagate": False}},
        "Thing": "ex:Thing",
        "Linked": {"@id": "ex:Linked", "@context": {"text": {"@id": "ex:text", "@type": "@id"}}},
        "German": {"@id": "ex:German", "@context": {"@language": "de"}},
        "Vocal": {"@id": "ex:Vocal", "@context": {"@vocab": "https://exotic.example/vocab#"}},
        "Listed": {"@id": "ex:Listed", "@context": {"text": {"@id": "ex:text", "@container": "@list"}}},
    }
}
_TYPES = ("Thing", "Linked", "German", "Vocal", "Listed")
_TEXTS = ("text", "other", "same", "amount", "plain", "set", "row", "german", "turned")


@cache
def library() -> ContextLibrary:
    """What Assay carries, and the context above."""
    return contexts.bundled().extended({EXOTIC: json.dumps(CONTEXT).encode()})


def document(random: Random) -> JsonObject:
    """A document of a few things in each other. Seldom one that every check accepts."""
    return {"@context": [contexts.VC_2, EXOTIC] if random.random() < 0.3 else EXOTIC, **_thing(random, 3)}


def _thing(random: Random, depth: int) -> dict[str, Any]:
    thing: dict[str, Any] = {"id": texts.address(random)} if random.random() < 0.5 else {}
    if random.random() < 0.6:
        thing["type"] = random.sample(_TYPES, 1 if random.random() < 0.8 else 2)
    for name in random.sample(_TEXTS, random.randrange(1, 4)):
        several = random.random() < 0.3
        found: list[JsonValue] = [texts.ordinary(random) for _ in range(random.randrange(1, 4))]
        thing[name] = found if several else found[0]
    for name in random.sample(tuple(_SPECIAL), random.choice((0, 0, 0, 0, 1))):
        thing[name] = _SPECIAL[name](random, depth)
    for name in random.sample(("part", "parts", "queue", "scoped", "deep"), random.randrange(3) if depth else 0):
        parts: list[JsonValue] = [_thing(random, depth - 1) for _ in range(random.randrange(1, 3))]
        thing[name] = parts if len(parts) > 1 or random.random() < 0.5 else parts[0]
    if isinstance(thing.get("scoped"), dict) and random.random() < 0.5:
        thing["scoped"]["kind"] = random.choice(_TYPES)
    return thing


# What is seldom in a document, for most of it is never compiled or never accepted.
_SPECIAL: dict[str, Callable[[Random, int], Any]] = {
    "link": lambda random, _: texts.address(random),
    "links": lambda random, _: [texts.address(random), texts.address(random)],
    "word": lambda random, _: random.choice(("Thing", "text", "urn:x:word")),
    "exact": lambda random, _: random.choice((1, 1.5, "1.0", "1e0")),
    "data": lambda random, _: {"a": [texts.ordinary(random)]},
    "graph": lambda random, depth: _thing(random, depth - 1) if depth > 0 else {"text": "x"},
    "inLanguages": lambda random, _: {"en": texts.ordinary(random)},
    "byIndex": lambda random, _: {"a": texts.ordinary(random)},
    "byId": lambda random, _: {texts.address(random): {"text": "x"}},
    "byType": lambda random, _: {"Thing": {"text": texts.ordinary(random)}},
    "of": lambda random, _: {"id": texts.address(random), "text": texts.ordinary(random)},
    "nested": lambda random, _: {"other": texts.ordinary(random)},
    "beside": lambda random, _: [{"text": texts.ordinary(random)}],
    "nothing": lambda random, _: texts.ordinary(random),
    "undefined": lambda random, _: texts.ordinary(random),
}
