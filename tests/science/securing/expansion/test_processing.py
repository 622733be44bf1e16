"""Contexts: how they follow on one another, and what is remembered of it."""

import gc
import json
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.securing.contexts import OB_3, VC_2, ContextLibrary, bundled
from assay.science.securing.expansion import processing
from assay.science.securing.expansion.expand import expand
from assay.science.securing.expansion.processing import Contexts
from assay.science.securing.strict_json import JsonValue
from tests.science.securing.badges import WELDING, changed

BASE = "https://brunel.example/documents/"
HERE = "https://brunel.example/contexts/"


def library(**contexts: JsonValue) -> ContextLibrary:
    """Contexts of Brunel's, each under its name."""
    documents = {f"{HERE}{name}": json.dumps({"@context": context}).encode() for name, context in contexts.items()}
    return bundled().extended(documents, inline_allowed=True)


def expanded(document: dict[str, JsonValue], **contexts: JsonValue) -> Any:
    (node,) = expand(document, library(**contexts), base=BASE)
    return node


def refusal(context: JsonValue, **contexts: JsonValue) -> MalformedDocument:
    with pytest.raises(MalformedDocument) as caught:
        expand({"@context": context, "urn:a:a": 1}, library(**contexts), base=BASE)
    return caught.value


def reason(context: JsonValue, **contexts: JsonValue) -> str:
    return refusal(context, **contexts).reason.removeprefix("not JSON-LD: ")


# Contexts that name others. The W3C's tests of this need files that its package lacks.


def test_a_term_of_a_context_may_bring_the_same_context_again() -> None:
    part: dict[str, JsonValue] = {"@context": f"{HERE}a", "part": {"part": {"name": "Ada"}}}

    found = expanded(part, a={"part": {"@id": "urn:a:part", "@context": f"{HERE}a"}, "name": "urn:a:name"})

    assert found == {"urn:a:part": [{"urn:a:part": [{"urn:a:name": [{"@value": "Ada"}]}]}]}


def test_two_contexts_may_bring_one_another() -> None:
    contexts: dict[str, JsonValue] = {
        "a": {"part": {"@id": "urn:a:part", "@context": "b"}},
        "b": {"whole": {"@id": "urn:b:whole", "@context": "../contexts/a"}, "name": "urn:b:name"},
    }

    found = expanded({"@context": f"{HERE}a", "part": {"whole": {"part": {"name": "Ada"}}}}, **contexts)

    assert found == {"urn:a:part": [{"urn:b:whole": [{"urn:a:part": [{"urn:b:name": [{"@value": "Ada"}]}]}]}]}


def test_a_relative_url_in_a_context_is_relative_to_that_context() -> None:
    contexts: dict[str, JsonValue] = {
        "a": [{"part": {"@id": "urn:a:part", "@context": [{"more": {"@id": "urn:a:more", "@context": "b"}}, "b"]}}],
        "b": {"name": "urn:b:name"},
    }

    found = expanded({"@context": f"{HERE}a", "part": {"name": "x", "more": {"name": "y"}}}, **contexts)

    assert found == {
        "urn:a:part": [{"urn:a:more": [{"urn:b:name": [{"@value": "y"}]}], "urn:b:name": [{"@value": "x"}]}]
    }


@pytest.mark.parametrize(
    "contexts", [{"a": "a"}, {"a": ["b"], "b": [{}, "c"], "c": "a"}, {"a": {"@vocab": "urn:a:"}, "b": ["a", "b"]}]
)
def test_a_context_that_is_made_of_itself_is_refused(contexts: dict[str, JsonValue]) -> None:
    assert reason([f"{HERE}{max(contexts)}"], **contexts) == "context overflow"


def test_attack_14_contexts_that_double_with_each_step_are_given_up() -> None:
    doubling: dict[str, JsonValue] = {f"a{step}": [f"a{step + 1}", f"a{step + 1}"] for step in range(40)}

    assert refusal(f"{HERE}a0", **doubling, a40={}).code is Code.TOO_LARGE


def test_a_context_of_a_term_must_be_one_whether_it_is_used_or_not() -> None:
    assert reason({"part": {"@id": "urn:a:part", "@context": {"name": 7}}}) == "invalid scoped context"
    with pytest.raises(Refused) as caught:
        expand({"@context": {"part": {"@id": "urn:a:part", "@context": "unknown"}}}, library(), base=BASE)
    assert caught.value.code is Code.CONTEXT_UNKNOWN


def test_a_term_that_is_kept_as_it_was_is_not_tried_out_again() -> None:
    again: JsonValue = {"part": {"@id": "urn:a:part", "@context": {"part": {"@reverse": "@later"}}}}

    assert expanded({"@context": again, "part": {"urn:a:b": 1}}) == {"urn:a:part": [{"urn:a:b": [{"@value": 1}]}]}


# @import.


def test_what_is_imported_counts_unless_the_importing_context_says_otherwise() -> None:
    importing: JsonValue = {"@import": "../contexts/a", "name": "urn:b:name"}

    found = expanded({"@context": importing, "name": "x", "tag": "y"}, a={"name": "urn:a:name", "tag": "urn:a:tag"})

    assert found == {"urn:b:name": [{"@value": "x"}], "urn:a:tag": [{"@value": "y"}]}


def test_an_imported_context_can_be_protected_by_whoever_imports_it_and_stays_as_it_was_for_others() -> None:
    pinned = library(a={"name": "urn:a:name"}, b={"@import": "a", "@protected": True})

    with pytest.raises(MalformedDocument) as caught:
        expand({"@context": [f"{HERE}b", {"name": "urn:b:name"}], "name": "x"}, pinned, base=BASE)

    assert caught.value.code is Code.CONTEXT_REFUSED
    assert expand({"@context": [f"{HERE}a", {"name": "urn:b:name"}], "name": "x"}, pinned, base=BASE) == [
        {"urn:b:name": [{"@value": "x"}]}
    ]


@pytest.mark.parametrize(
    ("importing", "code"),
    [
        (7, "invalid @import value"),
        ([f"{HERE}a"], "invalid @import value"),
        (f"{HERE}list", "invalid remote context"),
        (f"{HERE}importing", "invalid context entry"),
    ],
)
def test_one_context_is_imported_and_it_imports_no_other(importing: JsonValue, code: str) -> None:
    assert reason({"@import": importing}, list=[{}, {}], importing={"@import": f"{HERE}list"}) == code


def test_a_published_context_has_a_context_in_it() -> None:
    empty = bundled().extended({f"{HERE}a": b"{}"})

    with pytest.raises(MalformedDocument, match="invalid remote context"):
        expand({"@context": f"{HERE}a"}, empty, base=BASE)


# What a context says in general.


@pytest.mark.parametrize(
    ("context", "code"),
    [
        ({"@version": "1.1"}, "invalid @version value"),
        ({"@protected": 1}, "invalid @protected value"),
        ([{"@propagate": 1}], "invalid @propagate value"),
        ([{}, {"@propagate": None}], "invalid @propagate value"),
        ({"@base": 7}, "invalid base IRI"),
        ([{"@base": None}, {"@base": "documents/"}], "invalid base IRI"),
        ({"@vocab": 7}, "invalid vocab mapping"),
        ({"@vocab": "@id"}, "invalid vocab mapping"),
        ([{"@base": None}, {"@vocab": "documents/"}], "invalid vocab mapping"),
        ({"@language": 7}, "invalid default language"),
        ({"@direction": "up"}, "invalid base direction"),
        ([[{}]], "invalid local context"),
        (True, "invalid local context"),
    ],
)
def test_a_context_says_what_the_standard_lets_it_say(context: JsonValue, code: str) -> None:
    assert reason(context) == code


@pytest.mark.parametrize(
    ("context", "identifier"),
    [
        ({}, f"{BASE}a"),
        ({"@base": "badges/"}, f"{BASE}badges/a"),
        ([{"@base": "badges/"}, {"@base": "../keys/b"}], f"{BASE}keys/a"),
        ({"@base": "urn:a:b"}, "urn:a"),
        ({"@base": None}, "a"),
        ([{"@base": None}, None], f"{BASE}a"),
        # Who publishes a context cannot know where the documents are that use it.
        (f"{HERE}a", f"{BASE}a"),
    ],
)
def test_the_base_of_a_document_may_be_moved_by_the_document(context: JsonValue, identifier: str) -> None:
    found = expanded({"@context": context, "@id": "a", "urn:a:b": 1}, a={"@base": "https://evil.example/"})

    assert found["@id"] == identifier


def test_language_and_direction_count_until_they_are_taken_back() -> None:
    texts: dict[str, JsonValue] = {
        "@context": [{"@vocab": "urn:a:"}, {"@language": "EN", "@direction": "rtl"}],
        "said": "x",
    }
    inside: JsonValue = {
        "@context": {"@language": None},
        "said": "y",
        "part": {"@context": {"@direction": None}, "said": "z"},
    }

    found = expanded({**texts, "part": inside})

    assert found == {
        "urn:a:said": [{"@value": "x", "@language": "en", "@direction": "rtl"}],
        "urn:a:part": [
            {"urn:a:said": [{"@value": "y", "@direction": "rtl"}], "urn:a:part": [{"urn:a:said": [{"@value": "z"}]}]}
        ],
    }


def test_a_context_that_does_not_reach_below_its_node_is_set_aside_there() -> None:
    context: JsonValue = [{"@propagate": False, "name": "urn:inner:name"}]

    found = expanded(
        {"@context": {"@vocab": "urn:outer:"}, "part": {"@context": context, "name": "x", "part": {"name": "y"}}}
    )

    assert found == {
        "urn:outer:part": [
            {"urn:inner:name": [{"@value": "x"}], "urn:outer:part": [{"urn:outer:name": [{"@value": "y"}]}]}
        ]
    }


def test_an_alias_of_a_keyword_holds_until_it_is_defined_anew() -> None:
    aliased: JsonValue = {"id": "@id", "name": "urn:a:name"}

    found = expanded(
        {"@context": [aliased, {"id": "urn:a:id"}], "id": "x", "name": {"@context": aliased, "id": "urn:y"}}
    )

    assert found == {"urn:a:id": [{"@value": "x"}], "urn:a:name": [{"@id": "urn:y"}]}


# What is remembered.


def remembered(pinned: ContextLibrary) -> int:
    return len(processing._KNOWN[pinned])  # noqa: SLF001 -- nothing that a caller sees tells how much it is


def test_a_step_between_contexts_of_the_library_is_worked_out_once_for_all_documents() -> None:
    pinned = library()

    first = Contexts(pinned, BASE).entered(Contexts(pinned, BASE).initial(), [VC_2, OB_3])
    scoped = first.terms["Profile"].context
    assert scoped is not None
    typed = Contexts(pinned, BASE).of_type(first, scoped)

    again = Contexts(pinned, BASE)
    assert again.entered(again.initial(), [VC_2, OB_3]) is first
    assert again.of_type(first, scoped) is typed
    assert again.of_property(first, scoped) is not typed
    assert Contexts(pinned, HERE).initial() is not again.initial()


def test_two_libraries_and_two_orders_of_contexts_share_nothing() -> None:
    pinned = library()
    one, other = Contexts(pinned, BASE), Contexts(library(), BASE)

    assert one.initial() is not other.initial()
    assert one.entered(one.initial(), [VC_2, OB_3]) is not one.entered(one.initial(), [OB_3, VC_2])


def test_attack_14_contexts_of_strangers_do_not_fill_the_memory() -> None:
    pinned = library()
    expand(WELDING, pinned, base=BASE)
    steps = remembered(pinned)

    for number in range(50):
        own: JsonValue = {"Badge": {"@id": f"urn:{number}", "@context": {"hue": f"urn:hue:{number}"}}}
        document: dict[str, JsonValue] = {
            "@context": [VC_2, own],
            "type": "Badge",
            "hue": "x",
            "issuer": {"id": "urn:a"},
        }
        assert expand(document, pinned, base=BASE)[0][f"urn:hue:{number}"] == [{"@value": "x"}]

    assert remembered(pinned) == steps


def test_attack_14_pinned_contexts_in_ever_new_orders_do_not_fill_the_memory() -> None:
    contexts: dict[str, JsonValue] = {f"a{number}": {f"a{number}": f"urn:a:{number}"} for number in range(40)}
    pinned = library(**contexts)
    document: JsonValue = {"@context": [f"{HERE}a1", f"{HERE}a2"], "a1": 1, "a2": 2}
    expected = expand(document, pinned, base=BASE)

    for first in range(40):
        order: JsonValue = [f"{HERE}a{(first * step) % 40}" for step in range(1, 41)]
        expand({"@context": order}, pinned, base=BASE)
        assert remembered(pinned) <= processing.MAX_STEPS

    assert expand(document, pinned, base=BASE) == expected


def test_attack_14_one_document_with_types_in_ever_new_orders_adds_little_to_the_memory() -> None:
    pinned = library()
    expected = expand(WELDING, pinned, base=BASE)
    steps = remembered(pinned)

    many = expand(changed(WELDING, "/issuer/type", ["Profile"] * 500), pinned, base=BASE)

    assert steps < remembered(pinned) <= steps + processing.MAX_STEPS_OF_ONE
    types = ["https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile"] * 500
    issuer = "https://www.w3.org/2018/credentials#issuer"
    assert many == [{**expected[0], issuer: [{**expected[0][issuer][0], "@type": types}]}]


def test_what_was_worked_out_for_a_library_goes_with_it() -> None:
    pinned = library()
    expand(WELDING, pinned, base=BASE)
    gone = weakref.ref(pinned)

    del pinned
    gc.collect()

    assert gone() is None


def test_many_threads_at_once_get_what_one_gets() -> None:
    expected = expand(WELDING, library(), base=BASE)
    pinned = library()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: expand(WELDING, pinned, base=BASE), range(40)))

    assert found == [expected] * 40
