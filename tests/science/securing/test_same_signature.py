"""What can be done to a signed badge without touching its signature, and what stops it.

A proof over RDF holds for every JSON that states the same. Each row below is a way to write a badge anew which leaves
its statements as they are (PyLD, which refuses nothing, says so). It is refused, by the form a document must have or
by the reader of the JSON, or it is harmless: then the badge still reads as before.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pyld import jsonld

from assay.science.errors import MalformedDocument
from assay.science.securing import contexts, data_integrity
from assay.science.securing.contexts import bundled
from assay.science.securing.keys import KeyKind, SecretKey
from assay.science.securing.proofs import Proof, read_proofs
from assay.science.securing.strict_json import JsonObject, walk
from assay.science.vocabulary.reading import read_document
from tests.science.securing.badges import ADA, MINIMAL, WELDING, WELDING_ID, changed, renamed, without

KEY = SecretKey(KeyKind.ED25519, bytes(range(32)))
NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
ACHIEVEMENT = "/credentialSubject/achievement"
XSD = "http://www.w3.org/2001/XMLSchema#"
CRED = "https://www.w3.org/2018/credentials#"
OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"

# A badge with as many handles as badges have: a refresh service at its own address, criteria at the achievement's,
# a result with an id.
BADGE = changed(WELDING, "/refreshService", {"id": WELDING["id"], "type": "1EdTechCredentialRefresh"})
BADGE = changed(BADGE, "/@context/-", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
BADGE = changed(BADGE, "/credentialSubject/result/0/id", "urn:uuid:0a0a0a0a-0000-4000-8000-000000000001")
BADGE = changed(BADGE, "/credentialSubject/result/0/status", "Failed")
BADGE = without(BADGE, "/termsOfUse")
BADGE = changed(BADGE, "/credentialStatus", WELDING["credentialStatus"][0])  # type: ignore[index]


def signed(document: JsonObject) -> JsonObject:
    method = "did:web:brunel.example#key-1"
    return data_integrity.secure(
        document, signer=KEY, method=method, created=NINE, suite="eddsa-rdfc-2022", contexts=bundled()
    )


def verify(document: JsonObject) -> None:
    [proof] = found = read_proofs(document)
    assert isinstance(proof, Proof)
    data_integrity.verify(document, proof, found, key=KEY.public_key, contexts=bundled())


def statements(document: JsonObject) -> str:
    """What PyLD alone makes of a document: what it does not know, it drops."""

    def load(url: str, _options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": bundled().document(url)}

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return str(jsonld.normalize(document, {**options, "rdfDirection": "i18n-datatype"}))


def value(document: JsonObject, where: str) -> Any:
    return dict(walk(document))[where]


def wrapped(where: str, keyword: str) -> Callable[[JsonObject], JsonObject]:
    return lambda document: changed(document, where, {keyword: value(document, where)})


def in_brackets(where: str) -> Callable[[JsonObject], JsonObject]:
    return lambda document: changed(document, where, [value(document, where)])


def put(where: str, what: Any) -> Callable[[JsonObject], JsonObject]:
    return lambda document: changed(document, where, what)


def named(where: str, name: str) -> Callable[[JsonObject], JsonObject]:
    return lambda document: renamed(document, where, name)


def moved(where: str, to: str, *, type_too: str = "") -> Callable[[JsonObject], JsonObject]:
    """The member in another object that has the same id, which may have to be of the same class for that."""

    def move(document: JsonObject) -> JsonObject:
        copy = changed(without(document, where), to, value(document, where))
        if not type_too:
            return copy
        place = f"{to.rpartition('/')[0]}/type"
        return changed(copy, place, [value(copy, place), type_too])

    return move


def split_result(identifier: str | None) -> Callable[[JsonObject], JsonObject]:
    """The failed result in two halves: the mark, and that it is failed. Only the first has the mark's description."""

    def split(document: JsonObject) -> JsonObject:
        first = value(document, "/credentialSubject/result/0")
        name = identifier or first["id"]
        halves = [
            {"id": name, "type": ["Result"], "resultDescription": first["resultDescription"], "value": first["value"]},
            {"id": name, "type": ["Result"], "status": first["status"]},
        ]
        rest = value(document, "/credentialSubject/result")[1:]
        return changed(document, "/credentialSubject/result", [*halves, *rest])

    return split


REFUSED_BY_FORM = {
    "the status, by its IRI": named("/credentialStatus", f"{CRED}credentialStatus"),
    "the evidence, by its IRI": named("/evidence", f"{CRED}evidence"),
    "the end date, by its IRI and with its datatype": lambda document: changed(
        without(document, "/validUntil"),
        f"/{CRED.replace('/', '~1')}validUntil",
        {"@value": value(document, "/validUntil"), "@type": f"{XSD}dateTime"},
    ),
    "the end date, with its datatype": put("/validUntil", {"@value": "2030-11-22T09:00:00Z", "type": f"{XSD}dateTime"}),
    "the credits, with their datatype": put(
        "/credentialSubject/creditsEarned", {"@value": "1.5E0", "type": "https://www.w3.org/2001/XMLSchema#float"}
    ),
    "the id, by its keyword": named("/id", "@id"),
    "the types, by their keyword": named("/credentialStatus/type", "@type"),
    "the status, in a nest": lambda document: changed(
        without(document, "/credentialStatus"), "/@nest", {"credentialStatus": value(document, "/credentialStatus")}
    ),
    "the tags, as a set": wrapped(f"{ACHIEVEMENT}/tag", "@set"),
    "the allowed values, as a list": wrapped(f"{ACHIEVEMENT}/resultDescription/1/allowedValue", "@list"),
    "the status, with an index": put("/credentialStatus/@index", "hidden"),
    "the document, as a graph": lambda document: {
        "@context": document["@context"],
        "@graph": [without(document, "/@context")],
    },
    "the status, included": lambda document: {
        **changed(document, "/credentialStatus", {"id": value(document, "/credentialStatus/id")}),
        "@included": [value(document, "/credentialStatus")],
    },
    "the status, told of the document somewhere else": moved(
        "/credentialStatus", "/refreshService/credentialStatus", type_too="VerifiableCredential"
    ),
    "the end date, told of the document somewhere else": moved(
        "/validUntil", "/refreshService/validUntil", type_too="VerifiableCredential"
    ),
    "the name, told of the document somewhere else": moved("/name", "/refreshService/name"),
    "what kind of document it is, told somewhere else": lambda document: changed(
        changed(document, "/type", ["VerifiableCredential"]),
        "/refreshService/type",
        ["1EdTechCredentialRefresh", "OpenBadgeCredential"],
    ),
    "what kind of document it is, in exchange for another type": lambda document: changed(
        changed(document, "/type", ["VerifiableCredential", "1EdTechCredentialRefresh"]),
        "/refreshService/type",
        "OpenBadgeCredential",
    ),
    "the kind of document, by its IRI": put("/type/1", f"{OB}OpenBadgeCredential"),
    "the kind of status, by its term and its IRI": lambda document: changed(
        document,
        "/credentialStatus/type",
        ["BitstringStatusListEntry", "https://www.w3.org/ns/credentials/status#BitstringStatusListEntry"],
    ),
    "a failed result, in halves": split_result(None),
    "the criteria, by the name of their class": named(f"{ACHIEVEMENT}/criteria", "Criteria"),
    "the status, in a list in a list": lambda document: changed(
        document, "/credentialStatus", [[value(document, "/credentialStatus")]]
    ),
    "the evidence, in a list in a list": in_brackets("/evidence"),
}


@pytest.mark.parametrize("rewrite", REFUSED_BY_FORM.values(), ids=REFUSED_BY_FORM)
def test_attack_12_a_signed_badge_that_hides_something_under_the_same_signature_is_refused(
    rewrite: Callable[[JsonObject], JsonObject],
) -> None:
    badge = signed(BADGE)
    verify(badge)

    rewritten = {**rewrite(BADGE), "proof": badge["proof"]}

    assert statements(rewrite(BADGE)) == statements(BADGE)
    with pytest.raises(MalformedDocument) as refused:
        verify(rewritten)
    assert refused.value.code.value == "DATA_LOSS"


def test_attack_12_so_is_a_result_without_an_id_whose_halves_are_held_together_by_a_label() -> None:
    nameless = without(BADGE, "/credentialSubject/result/0/id")
    badge = signed(nameless)
    rewritten = split_result("_:r")(nameless)

    assert statements(rewritten) == statements(nameless)
    with pytest.raises(MalformedDocument, match="'_:r' is described in two places"):
        verify({**rewritten, "proof": badge["proof"]})


@pytest.mark.parametrize("name", ["Achievement", "Profile"])
def test_attack_12_so_is_a_member_by_the_name_of_its_class_under_the_first_contexts(name: str) -> None:
    badges = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
    first = renamed(changed(MINIMAL, "/@context", [contexts.VC_1, badges]), "/validFrom", "issuanceDate")
    first = changed(first, f"{ACHIEVEMENT}/creator", {"id": "did:web:northgate.example", "type": ["Profile"]})
    where = {"Achievement": ACHIEVEMENT, "Profile": f"{ACHIEVEMENT}/creator"}[name]
    rewritten = renamed(first, where, name)
    document = changed(first, "/@context/-", contexts.DATA_INTEGRITY_2)
    badge = signed(document)

    assert statements(rewritten) == statements(first)
    with pytest.raises(MalformedDocument, match=f"by its plain term: '{name}'"):
        verify({**renamed(document, where, name), "proof": badge["proof"]})


# The statements are the same and the form is right, so the signature holds; the reader of the JSON refuses.
REFUSED_BY_READING = {
    "the credits, as the text of their number": put("/credentialSubject/creditsEarned", "1.5E0"),
    "the credits available, as text": put(f"{ACHIEVEMENT}/creditsAvailable", "3"),
    "whether it is hashed, as text": put("/credentialSubject/identifier/0/hashed", "true"),
    "the end date, in brackets": in_brackets("/validUntil"),
    "the issuer, in brackets": in_brackets("/issuer"),
    "the subject, with a mention of it": lambda document: changed(
        document, "/credentialSubject", [{"id": ADA}, value(document, "/credentialSubject")]
    ),
    "the achievement, with a mention of it": lambda document: changed(
        document, ACHIEVEMENT, [{"id": WELDING_ID}, value(document, ACHIEVEMENT)]
    ),
    "an end date of null, where there is none": lambda document: changed(
        document, "/credentialSubject/activityEndDate", [value(document, "/credentialSubject/activityEndDate"), None]
    ),
    "a member of null": put(f"{ACHIEVEMENT}/specialization", None),
    "the picture, with a mention of it": lambda document: changed(
        document, "/image", [value(document, "/image/id"), value(document, "/image")]
    ),
}


@pytest.mark.parametrize("rewrite", REFUSED_BY_READING.values(), ids=REFUSED_BY_READING)
def test_what_only_the_reader_of_the_json_can_refuse_it_refuses(rewrite: Callable[[JsonObject], JsonObject]) -> None:
    badge = signed(BADGE)
    read_document(badge)

    rewritten = {**rewrite(BADGE), "proof": badge["proof"]}

    verify(rewritten)
    with pytest.raises(MalformedDocument):
        read_document(rewritten)


def test_a_badge_relabelled_for_the_first_data_model_keeps_its_signature_and_is_not_read() -> None:
    badge = signed(changed(MINIMAL, "/@context/-", contexts.DATA_INTEGRITY_2))
    relabelled = changed(badge, "/@context/0", contexts.VC_1)

    verify(relabelled)
    with pytest.raises(MalformedDocument, match="no issuanceDate"):
        read_document(relabelled)


def test_a_badge_of_the_first_data_model_cannot_be_relabelled_for_the_second_to_lose_its_end_date() -> None:
    first = renamed(changed(MINIMAL, "/@context/0", contexts.VC_1), "/validFrom", "issuanceDate")
    first = changed(changed(first, "/expirationDate", "2027-01-01T00:00:00Z"), "/@context/-", contexts.DATA_INTEGRITY_2)
    badge = signed(first)
    lists = [
        [contexts.VC_2, contexts.OB_3],
        [contexts.VC_2, contexts.OB_3, contexts.DATA_INTEGRITY_2],
        [contexts.VC_2, contexts.VC_1, contexts.OB_3],
        [contexts.VC_2, contexts.OB_3, contexts.VC_1],
        [contexts.VC_2, *(entry.url for entry in contexts.TABLE if entry.url != contexts.VC_2)],
    ]

    verify(badge)
    for relabelled in lists:
        with pytest.raises(MalformedDocument):
            verify(changed(badge, "/@context", relabelled))


# The signature holds and the badge reads as before: what changed says nothing, or says the same.
HARMLESS = {
    "members in another order": lambda document: dict(reversed(document.items())),
    "types in another order": put("/type", ["OpenBadgeCredential", "VerifiableCredential"]),
    "a type twice": put("/type/-", "OpenBadgeCredential"),
    "the other name of an open badge": put("/type/1", "AchievementCredential"),
    "one type without brackets": put("/credentialSubject/type", "AchievementSubject"),
    "tags in another order": put(f"{ACHIEVEMENT}/tag", ["été", "steel", "welding"]),
    "a tag twice": put(f"{ACHIEVEMENT}/tag/-", "steel"),
    "an alignment in another place of its list": lambda document: changed(
        document, f"{ACHIEVEMENT}/alignment", list(reversed(value(document, f"{ACHIEVEMENT}/alignment")))
    ),
    "the status in brackets": in_brackets("/credentialStatus"),
    "the status twice": lambda document: changed(
        document, "/credentialStatus", [value(document, "/credentialStatus")] * 2
    ),
    "a number as a double": put(f"{ACHIEVEMENT}/creditsAvailable", 3.0),
    "a number that differs in its seventeenth digit": put("/credentialSubject/creditsEarned", 1.5000000000000002),
    "a text as a value": put(f"{ACHIEVEMENT}/humanCode", {"@value": "W-1"}),
    "a language in other letters": put("/name/1/@language", "DE"),
    "a language of null": put(f"{ACHIEVEMENT}/humanCode", {"@value": "W-1", "@language": None}),
    "a member of nothing": put("/credentialSubject/source", []),
    "an unread member of null": put("/confidenceMethod", None),
    "null in a list": put(f"{ACHIEVEMENT}/alignment/-", None),
    "a profile at greater length": put(f"{ACHIEVEMENT}/creator/url", "https://brunel.example/"),
    "a context more": put("/@context/-", contexts.DATA_INTEGRITY_2),
    "contexts in another order": put(
        "/@context", [contexts.VC_2, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", contexts.OB_3]
    ),
    "a context inside": put("/issuer/@context", [contexts.OB_3]),
}
# Three of these the reader refuses all the same, which costs nobody anything.
STRICTER = {"a number that differs in its seventeenth digit", "null in a list", "a member of nothing"}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_can_be_done_to_a_signed_badge_and_changes_nothing(name: str) -> None:
    badge = signed(BADGE)
    before = read_document(badge)

    rewritten = {**HARMLESS[name](BADGE), "proof": badge["proof"]}

    verify(rewritten)
    if name not in STRICTER:
        after = read_document(rewritten)
        assert (after.kind, after.issuer, after.validity) == (before.kind, before.issuer, before.validity)
        assert after.summary() == before.summary()
