"""Reading by shape says the same as reading, of whatever text: the credential, or what is wrong with it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from assay.science.errors import AssayError, Code
from assay.science.instants import ValidityPeriod
from assay.science.securing import data_integrity, shapes
from assay.science.securing.contexts import CLR_2, OB_3, VC_1, VC_2, ContextLibrary, bundled
from assay.science.securing.keys import KeyKind, SecretKey
from assay.science.securing.shapes import MAX_TEXT
from assay.science.securing.strict_json import walk
from assay.science.securing.templates import compile_template
from assay.science.vocabulary.by_shape import read_known, read_recognised
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.kinds import Kind, Model
from assay.science.vocabulary.reading import read
from tests.cast import NOW
from tests.science.securing.badges import MINIMAL, WELDING, changed, without

Json = dict[str, Any]
OB_2 = "https://w3id.org/openbadges/v2"
# As much of that context as its smallest assertion needs. Assay carries none: nobody signs 2.0 over statements.
OB_2_CONTEXT = {
    "id": "@id",
    "type": "@type",
    "Assertion": f"{OB_2}#Assertion",
    "hosted": f"{OB_2}#Hosted",
    "email": f"{OB_2}#Email",
    "recipient": f"{OB_2}#recipient",
    "identity": f"{OB_2}#identity",
    "badge": {"@id": f"{OB_2}#badge", "@type": "@id"},
    "verification": f"{OB_2}#verification",
    "issuedOn": f"{OB_2}#issuedOn",
}
ASSERTION: Json = {
    "@context": OB_2,
    "id": "https://brunel.example/assertions/1",
    "type": "Assertion",
    "recipient": {"type": "email", "identity": "ada@example.org"},
    "badge": "https://brunel.example/badges/welding",
    "verification": {"type": "hosted"},
    "issuedOn": "2026-11-22T09:00:00Z",
}
OLDER: Json = {
    "@context": [VC_1],
    "id": "urn:x:1",
    "type": ["VerifiableCredential"],
    "issuer": "did:web:brunel.example",
    "issuanceDate": "2026-11-22T09:00:00Z",
    "expirationDate": "2030-11-22T09:00:00Z",
    "credentialSubject": {"id": "did:example:ada"},
}
LEARNER_RECORD: Json = {
    "@context": [VC_2, CLR_2, OB_3],
    "id": "urn:x:1",
    "type": ["VerifiableCredential", "ClrCredential"],
    "issuer": {"id": "did:web:brunel.example", "type": "Profile"},
    "validFrom": "2026-11-22T09:00:00Z",
    "name": "All of it",
    "credentialSubject": {
        "id": "did:example:ada",
        "type": ["ClrSubject"],
        "achievement": [
            {
                "id": "urn:x:a",
                "type": ["Achievement"],
                "name": "Welding",
                "description": "Can weld.",
                "criteria": {"narrative": "A joint that holds."},
            }
        ],
    },
    "relatedResource": [{"id": "urn:x:film", "digestMultibase": "zQm"}],
}
ENDORSEMENT: Json = {
    "@context": [VC_2, OB_3],
    "id": "urn:x:1",
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "issuer": {"id": "did:web:northgate.example", "type": ["Profile"], "name": "Northgate"},
    "credentialSubject": {"id": "urn:x:2", "type": ["EndorsementSubject"], "endorsementComment": "Sound."},
}
DOCUMENTS = {
    "an achievement": MINIMAL,
    "a long one": WELDING,
    "of the older model": OLDER,
    "a learner record": LEARNER_RECORD,
    "an endorsement": ENDORSEMENT,
    "with an endorsement": changed(MINIMAL, "/issuer/endorsementJwt", ["e30.e30.c2ln"]),
    "of another kind": {
        "@context": [VC_2],
        "type": ["VerifiableCredential"],
        "issuer": "did:web:brunel.example",
        "credentialSubject": [{"id": "did:example:ada"}, {"id": "did:example:grace"}],
        "termsOfUse": {"id": "urn:x:terms", "type": "https://brunel.example/terms#Policy"},
    },
}
TEXTS = [
    "",
    " ",
    "x",
    'a "quoted" \\ text\n',
    "2027-01-01T00:00:00Z",
    "2027-02-30T00:00:00Z",
    "2027-01-01",
    "1999-01-01T00:00:00+01:00",
    "9999-01-01T00:00:00Z",
    "urn:x:other",
    "https://brunel.example/other",
    "https:",
    "urn:x: y",
    "a.b.c",
    "a.b.c.d",
    "@type",
    "été 字 \U0001f525",
]


def fresh(*learned: Json) -> ContextLibrary:
    """A library that knows the shapes of these documents and no other."""
    library = bundled().extended({OB_2: json.dumps({"@context": OB_2_CONTEXT}).encode()})
    for document in learned:
        assert shapes.learn(json.dumps(document), document, library)
    return library


def told(credential: UnverifiedCredential) -> tuple[Any, ...]:
    """All that there is to know of it."""
    return (
        credential.kind,
        credential.model,
        credential.issuer,
        credential.validity,
        credential.id,
        credential.document,
        credential.subject,
        credential.summary(),
    )


def outcome(raw: str | bytes, library: ContextLibrary | None = None, **more: Any) -> tuple[Any, ...]:
    """What reading says of a text, by shape or (without a library) by the parser."""
    try:
        return told(read(raw, **more) if library is None else read_known(raw, library, **more))
    except AssayError as error:
        return (type(error), error.code, error.reason, *(vars(error).get(name) for name in ("where", "clause")))


# The same credential, or the same fault.


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_credential_of_a_known_shape_is_read_as_by_the_parser(name: str) -> None:
    document = DOCUMENTS[name]
    text = json.dumps(document)
    library = fresh(document)

    credential = read_known(text, library)

    assert credential.recognised is not None
    assert told(credential) == told(read(text))
    assert told(read_known(text.encode(), library)) == told(read(text))
    assert read_known(text, fresh()).recognised is None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_whatever_text_stands_in_whatever_place_both_say_the_same(name: str) -> None:
    document = DOCUMENTS[name]
    places = [where for where, value in walk(document) if isinstance(value, str)]
    library = fresh(document)
    assert read_known(json.dumps(document), library).recognised
    quick = 0

    for where in places:
        for text in TEXTS:
            other = json.dumps(changed(document, where, text))
            found = outcome(other, library)
            assert found == outcome(other), (where, text)
            quick += found[0] in set(Kind) and read_known(other, library).recognised is not None

    assert quick > len(places)  # and it did not always ask the parser


@pytest.mark.parametrize(
    ("name", "where", "unfit"),
    [
        ("a long one", "/validFrom", "2026-11-22"),
        ("a long one", "/validFrom", "2026-02-30T00:00:00Z"),
        ("a long one", "/validUntil", "tomorrow"),
        ("a long one", "/credentialSubject/activityEndDate", "2026-11-19T00:00:00"),
        ("a long one", "/credentialSubject/achievement/alignment/1/targetUrl", "welding"),
        ("a long one", "/issuer/url", "brunel.example"),
        ("a long one", "/issuer/id", "brunel"),
        ("a long one", "/id", ""),
        ("a long one", "/credentialSubject/id", "ada"),
        ("with an endorsement", "/issuer/endorsementJwt/0", "e30.e30"),
        ("a learner record", "/relatedResource/0/digestMultibase", ""),
        ("of the older model", "/issuanceDate", "2026"),
        ("of the older model", "/expirationDate", ""),
    ],
)
def test_a_demand_that_does_not_hold_is_told_as_reading_tells_it(name: str, where: str, unfit: str) -> None:
    document = DOCUMENTS[name]
    library = fresh(document)
    assert read_known(json.dumps(document), library).recognised
    text = json.dumps(changed(document, where, unfit))

    with pytest.raises(AssayError):
        read_known(text, library)

    assert outcome(text, library) == outcome(text)


@pytest.mark.parametrize(("name", "ends"), [("an achievement", "validUntil"), ("of the older model", "expirationDate")])
def test_a_validity_that_ends_before_it_starts_is_refused(name: str, ends: str) -> None:
    document = {**DOCUMENTS[name], ends: "2030-01-01T00:00:00Z"}
    library = fresh(document)
    assert read_known(json.dumps(document), library).validity == ValidityPeriod(NOW, datetime(2030, 1, 1, tzinfo=UTC))
    backwards = json.dumps({**document, ends: "2020-01-01T00:00:00Z"})

    with pytest.raises(AssayError, match="ends before it starts"):
        read_known(backwards, library)

    assert outcome(backwards, library) == outcome(backwards)


def test_of_several_dates_of_the_older_model_the_strictest_counts() -> None:
    document = {**OLDER, "validFrom": "2027-01-01T00:00:00Z", "validUntil": "2028-01-01T00:00:00Z"}
    context = {"@context": {name: f"https://words.example/{name}" for name in ("validFrom", "validUntil")}}
    library = bundled().extended({"https://words.example/v1": json.dumps(context).encode()})
    document["@context"] = [VC_1, "https://words.example/v1"]
    assert shapes.learn(json.dumps(document), document, library)

    credential = read_known(json.dumps(document), library)

    assert credential.recognised
    assert credential.validity == ValidityPeriod(datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))


def test_a_credential_without_dates_is_always_valid() -> None:
    credential = read_known(json.dumps(ENDORSEMENT), fresh(ENDORSEMENT))

    assert credential.recognised
    assert credential.validity == ValidityPeriod(None, None)


@pytest.mark.parametrize("expecting", [frozenset({Kind.ENDORSEMENT}), frozenset({Kind.STATUS_LIST}), frozenset()])
def test_a_credential_of_another_kind_than_expected_is_refused(expecting: frozenset[Kind]) -> None:
    library = fresh(MINIMAL)
    text = json.dumps(MINIMAL)

    with pytest.raises(AssayError) as refused:
        read_known(text, library, expecting=expecting)

    assert refused.value.code is Code.WRONG_TYPE
    assert outcome(text, library, expecting=expecting) == outcome(text, expecting=expecting)


def test_a_status_list_is_read_by_shape_where_one_is_expected_and_nowhere_else() -> None:
    document = {
        "@context": [VC_2],
        "id": "https://brunel.example/status/3",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "did:web:brunel.example",
        "validFrom": "2026-11-22T09:00:00Z",
        "credentialSubject": {
            "id": "https://brunel.example/status/3#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "uH4sIAAAAAAAAA",
        },
    }
    library = fresh(document)
    text = json.dumps(document)

    found = read_known(text, library, expecting=frozenset({Kind.STATUS_LIST}))

    assert found.recognised
    assert (found.kind, found.document) == (Kind.STATUS_LIST, document)
    assert outcome(text, library) == outcome(text)
    assert outcome(text)[1] is Code.WRONG_TYPE


# What there is no plan for.


def test_a_shape_whose_first_document_is_refused_is_read_all_the_same_when_a_good_one_comes() -> None:
    library = fresh(MINIMAL)
    bad = json.dumps(changed(MINIMAL, "/validFrom", "yesterday"))

    for _ in range(2):
        assert outcome(bad, library) == outcome(bad)
    assert read_known(json.dumps(MINIMAL), library).recognised
    assert outcome(bad, library) == outcome(bad)


def test_a_document_whose_structure_is_refused_is_refused_by_shape_too() -> None:
    """It was learned though nobody accepted it; that changes no verdict."""
    document = without(MINIMAL, "/issuer")
    library = fresh(document)
    text = json.dumps(document)

    assert outcome(text, library) == outcome(text)
    assert outcome(text)[0] not in set(Kind)


def test_an_envelope_is_left_to_reading() -> None:
    envelope = {
        "@context": [VC_2],
        "type": "EnvelopedVerifiableCredential",
        "id": "data:application/vc+jwt,e30.e30.c2ln",
    }
    library = fresh(envelope)
    text = json.dumps(envelope)
    assert shapes.recognise(text, library)

    assert outcome(text, library) == outcome(text)


def test_open_badges_2_is_left_to_reading() -> None:
    library = fresh(ASSERTION)
    text = json.dumps(ASSERTION)
    assert shapes.recognise(text, library)

    credential = read_known(text, library)

    assert credential.model is Model.OB_2
    assert credential.recognised is None
    assert outcome(text, library) == outcome(text)


@pytest.mark.parametrize("raw", ["", b"", "[]", b"[]", "{}", "null", "hello", b"\x00", "e30.e30.c2ln", b"eyJ\xff"])
def test_what_is_no_credential_is_refused_as_by_reading(raw: str | bytes) -> None:
    assert outcome(raw, fresh(MINIMAL)) == outcome(raw)
    assert outcome(raw)[0] not in set(Kind)


def test_a_text_that_is_too_long_for_shapes_is_read() -> None:
    library = fresh(MINIMAL)
    text = json.dumps(changed(MINIMAL, "/issuer/name", "x" * MAX_TEXT))

    credential = read_known(text, library)

    assert credential.recognised is None
    assert told(credential) == told(read(text))


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"\xed\xa0\xbd", b"\xc0\xaf", b"\xf5\x80\x80\x80"])
def test_attack_bytes_that_are_no_text_are_not_taken_for_a_replacement_character(bad: bytes) -> None:
    document = changed(MINIMAL, "/issuer/name", "Brunel \ufffd")
    library = fresh(document)
    raw = json.dumps(document, ensure_ascii=False).encode()
    assert shapes.learn(raw.decode(), document, library)
    assert read_known(raw, library).recognised

    other = raw.replace("\ufffd".encode(), bad)

    assert outcome(other, library) == outcome(other)
    assert outcome(other)[1] is Code.MALFORMED


# A template's documents, which have fewer slots.


def test_what_a_template_fills_in_is_read_with_its_fixed_issuer_and_dates() -> None:
    key = SecretKey(KeyKind.ED25519, bytes(range(32)))
    sample = data_integrity.secure(
        WELDING, signer=key, method="did:web:x#k", created=NOW, suite="eddsa-rdfc-2022", contexts=bundled()
    )
    template = compile_template(sample, vary=["/id", "/issuer/url"], contexts=bundled())
    assert template is not None

    def said(*texts: str) -> UnverifiedCredential | None:
        filled = template.fill(list(texts), created=NOW)
        assert filled is not None
        return read_recognised(filled)

    good, bad = said("urn:x:2", "https://brunel.example/about"), said("urn:x:3", "about")
    assert good is not None
    assert (good.kind, good.issuer, good.id) == (Kind.ACHIEVEMENT, "did:web:brunel.example", "urn:x:2")
    assert good.validity == ValidityPeriod(NOW, datetime(2030, 11, 22, 9, tzinfo=UTC))
    assert good.document["issuer"] == changed(WELDING, "/issuer/url", "https://brunel.example/about")["issuer"]
    assert bad is None
