"""Templates: what they issue is, byte for byte, what the generic path signs; where they cannot tell, they say so."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from assay.science.errors import MalformedDocument
from assay.science.instants import format_timestamp
from assay.science.securing import data_integrity
from assay.science.securing.contexts import bundled
from assay.science.securing.keys import KeyKind, SecretKey
from assay.science.securing.proofs import Proof, read_proofs
from assay.science.securing.strict_json import JsonObject, parse_object
from assay.science.securing.templates import Template, compile_template
from tests.cast import NOW
from tests.science.securing.badges import ADA, BRUNEL, ENDORSED, MINIMAL, WELDING, WELDING_ID, changed, without

METHOD = "did:web:brunel.example#key-1"
LATER = datetime(2027, 2, 3, 4, 5, 6, tzinfo=UTC)
ED = SecretKey(KeyKind.ED25519, bytes(range(32)))
P256 = SecretKey(KeyKind.P256, bytes(range(1, 33)))
P384 = SecretKey(KeyKind.P384, bytes(range(1, 49)))
SUITES = {
    "eddsa-rdfc-2022": ("eddsa-rdfc-2022", ED),
    "ecdsa-rdfc-2019, P-256": ("ecdsa-rdfc-2019", P256),
    "ecdsa-rdfc-2019, P-384": ("ecdsa-rdfc-2019", P384),
    "eddsa-jcs-2022": ("eddsa-jcs-2022", ED),
}
NAME, DESCRIPTION = "/credentialSubject/achievement/name", "/credentialSubject/achievement/description"
VARY = ["/id", "/issuer/name", "/validFrom", "/credentialSubject/id", NAME, DESCRIPTION]
# Identifiers, an instant and words: in the order of the document, as ``fill`` takes them.
PLAIN = ["urn:uuid:1", "Brunel", "2027-01-01T00:00:00Z", "did:example:grace", "Brazing", "Can braze."]
WILD = {
    "quotation marks": 'the "first"',
    "backslashes": "a\\b\\\\",
    "white space": "\ta\nb\r c ",
    "short escapes": "\b\f",
    "controls": "".join(map(chr, range(0x20))),
    "other controls": "\x7f\x80\x85\x9f",
    "separators": "\u2028\u2029\u00a0\ufeff",
    "no characters": "\ufffe\uffff",
    "beyond the basic plane": "\ue000 \U0001f525 \U0010ffff",
    "right to left": "لحام",
    "like JSON": '","type":"x',
    "like a statement": '" .\n<urn:a> <urn:b> "c',
    "like a marker": "x-assay-slot:0.",
    "like a keyword": "@id",
    "nothing": "",
    "the same as another": "A joint that holds.",
}


def secured(document: JsonObject, suite: str, key: SecretKey, at: datetime = NOW) -> JsonObject:
    return data_integrity.secure(document, signer=key, method=METHOD, created=at, suite=suite, contexts=bundled())


def template_of(document: JsonObject, vary: list[str], suite: str = "eddsa-rdfc-2022", key: SecretKey = ED) -> Template:
    template = compile_template(secured(document, suite, key), vary=vary, contexts=bundled())
    assert template is not None
    return template


def issued(template: Template, texts: list[str], key: SecretKey = ED) -> str | None:
    """What a template makes of texts, if it makes anything."""
    filled = template.fill(texts, created=LATER)
    return None if filled is None else template.sign(filled, key)


def told(document: JsonObject, vary: list[str], texts: list[str]) -> JsonObject:
    """The document with these texts."""
    for where, text in zip(vary, texts, strict=True):
        document = changed(document, where, text)
    return document


def by_hand(document: JsonObject, suite: str = "eddsa-rdfc-2022", key: SecretKey = ED) -> str:
    """The text of the document, signed by the generic path."""
    return json.dumps(secured(document, suite, key, LATER), ensure_ascii=False, indent=2)


# Byte for byte.


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("document", [MINIMAL, WELDING], ids=["minimal", "welding"])
def test_plain_texts_are_issued_as_by_the_generic_path(document: JsonObject, suite: str) -> None:
    vary = [where for where in VARY if document is MINIMAL or where != "/issuer/name"]
    texts = [text for where, text in zip(VARY, PLAIN, strict=True) if where in vary]
    template = template_of(document, vary, *SUITES[suite])

    text = issued(template, texts, SUITES[suite][1])

    assert text == by_hand(told(document, vary, texts), *SUITES[suite])


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("wild", WILD.values(), ids=WILD)
def test_wild_texts_are_issued_as_by_the_generic_path(suite: str, wild: str) -> None:
    template = template_of(MINIMAL, VARY, *SUITES[suite])
    texts = [*PLAIN[:1], wild, *PLAIN[2:4], f"{wild}{wild}", f"Can {wild}"]

    text = issued(template, texts, SUITES[suite][1])

    assert text == by_hand(told(MINIMAL, VARY, texts), *SUITES[suite])


@pytest.mark.parametrize("suite", SUITES)
def test_what_is_issued_verifies(suite: str) -> None:
    name, key = SUITES[suite]

    text = issued(template_of(MINIMAL, VARY, name, key), PLAIN, key)

    assert text is not None
    document = parse_object(text)
    [proof] = found = read_proofs(document)
    assert isinstance(proof, Proof)
    assert proof.created == LATER
    data_integrity.verify(document, proof, found, key=key.public_key, contexts=bundled())


def test_the_order_of_several_texts_of_one_member_is_that_of_the_texts() -> None:
    """In the JSON they stay where they are; in the statements they are sorted."""
    tag = "/credentialSubject/achievement/tag"
    document = changed(MINIMAL, tag, ["m", "n", "o"])
    vary = [f"{tag}/0", f"{tag}/2"]
    template = template_of(document, vary)

    for texts in (["a", "b"], ["b", "a"], ["z", "a"], ["a", "z"], ["na", "n!"]):
        assert issued(template, texts) == by_hand(told(document, vary, texts))


def test_texts_are_taken_in_the_order_of_the_document_whatever_the_order_they_were_named_in() -> None:
    template = template_of(MINIMAL, list(reversed(VARY)))

    assert template.vary == tuple(VARY)
    assert issued(template, PLAIN) == by_hand(told(MINIMAL, VARY, PLAIN))


def test_nothing_need_vary_but_the_instant() -> None:
    template = template_of(MINIMAL, [])

    assert template.vary == ()
    assert issued(template, []) == by_hand(MINIMAL)


def test_one_template_issues_many_and_none_leaves_a_trace_in_the_next() -> None:
    template = template_of(WELDING, ["/id", "/credentialSubject/id", DESCRIPTION])
    rows = [[f"urn:x:{number}", f"did:example:{number * 7 % 5}", "abc"[number % 3]] for number in range(12)]

    for row in (*rows, *reversed(rows)):
        assert issued(template, row) == by_hand(told(WELDING, ["/id", "/credentialSubject/id", DESCRIPTION], row))


def test_what_is_filled_in_can_be_read_before_it_is_signed() -> None:
    filled = template_of(MINIMAL, VARY).fill(PLAIN, created=LATER)

    assert filled is not None
    unsigned = {name: member for name, member in filled.document.items() if name != "proof"}
    assert unsigned == told(MINIMAL, VARY, PLAIN)
    [proof] = filled.document["proof"] if isinstance(filled.document["proof"], list) else []
    assert isinstance(proof, dict)
    assert (proof["created"], proof["proofValue"]) == (format_timestamp(LATER), "")


# Left to the generic path.

COLLISIONS = {
    "the achievement's, which is fixed": {"/credentialSubject/id": WELDING_ID},
    "the issuer's, which is fixed": {"/credentialSubject/id": BRUNEL},
    "another that varies": {"/credentialSubject/id": "urn:x:same", "/id": "urn:x:same"},
}


@pytest.mark.parametrize("names", COLLISIONS.values(), ids=COLLISIONS)
def test_an_identifier_that_names_another_object_as_well_is_left_to_the_generic_path(names: dict[str, str]) -> None:
    template = template_of(MINIMAL, ["/id", "/credentialSubject/id"])

    assert template.fill(["urn:x:1", ADA], created=LATER) is not None
    assert template.fill([names.get("/id", "urn:x:1"), names["/credentialSubject/id"]], created=LATER) is None


@pytest.mark.parametrize("where", ["/id", "/credentialSubject/id"])
@pytest.mark.parametrize("iri", ["ada", "", "#ada", "//h/p", "_:b", "@id", "tag:a", "urn:x:a b", "urn:x:\n", "https:a"])
def test_an_identifier_that_is_not_plain_and_absolute_is_left_to_the_generic_path(where: str, iri: str) -> None:
    template = template_of(MINIMAL, [where])

    assert template.fill(["urn:x:1"], created=LATER) is not None
    assert template.fill([iri], created=LATER) is None


@pytest.mark.parametrize("texts", [[], ["urn:x:1"], ["urn:x:1", "a", "b"]])
def test_there_are_as_many_texts_as_holes(texts: list[str]) -> None:
    template = template_of(MINIMAL, ["/id", NAME])

    with pytest.raises(MalformedDocument, match="holes"):
        template.fill(texts, created=LATER)


def test_half_a_surrogate_pair_is_left_to_the_generic_path() -> None:
    assert template_of(MINIMAL, [NAME]).fill(["\ud83d"], created=LATER) is None


def test_a_sample_in_which_an_identifier_that_varies_is_also_a_fixed_one_makes_no_template() -> None:
    sample = secured(changed(MINIMAL, "/credentialSubject/id", BRUNEL), "eddsa-rdfc-2022", ED)

    assert compile_template(sample, vary=["/credentialSubject/id"], contexts=bundled()) is None
    assert compile_template(sample, vary=["/id"], contexts=bundled()) is not None


def test_two_identifiers_that_are_equal_in_the_sample_have_to_stay_equal() -> None:
    where = "/credentialSubject/achievement/creator"
    creator: JsonObject = {"id": BRUNEL, "type": ["Profile"], "name": "Brunel College"}
    document = changed(MINIMAL, where, creator)
    vary = ["/issuer/id", f"{where}/id"]
    template = template_of(document, vary)

    same, other = ["did:web:n.example", "did:web:n.example"], ["did:web:n.example", "did:web:o.example"]
    assert issued(template, same) == by_hand(told(document, vary, same))
    assert template.fill(other, created=LATER) is None


@pytest.mark.parametrize("texts", [["b", "b"], ["m", "a"], ["a", "m"]])
def test_texts_that_make_one_statement_of_two_are_a_tie(texts: list[str]) -> None:
    tag = "/credentialSubject/achievement/tag"
    template = template_of(changed(MINIMAL, tag, ["a", "b", "m"]), [f"{tag}/0", f"{tag}/1"])

    filled = template.fill(texts, created=LATER)

    assert filled is not None
    assert template.sign(filled, ED) is None


def test_blank_nodes_that_texts_make_equal_are_a_tie() -> None:
    where = "/credentialSubject/achievement/alignment"
    one, two = ({"type": ["Alignment"], "targetName": name, "targetUrl": "urn:x:t"} for name in ("a", "b"))
    template = template_of(changed(MINIMAL, where, [one, two]), [f"{where}/0/targetName"])

    assert issued(template, ["c"]) is not None
    assert issued(template, ["b"]) is None


@pytest.mark.parametrize("key", [P256, P384])
def test_a_key_that_does_not_fit_the_suite_signs_nothing(key: SecretKey) -> None:
    template = template_of(MINIMAL, VARY)

    assert issued(template, PLAIN, key) is None


NEVER: dict[str, Any] = {
    "a credential with one inside": secured(ENDORSED, "eddsa-rdfc-2022", ED),
    "two proofs": secured(secured(MINIMAL, "eddsa-rdfc-2022", ED), "eddsa-rdfc-2022", ED),
    "a proof of an unknown suite": changed(
        secured(MINIMAL, "eddsa-rdfc-2022", ED), "/proof/0/cryptosuite", "ecdsa-sd-2023"
    ),
    "a fixed text like a marker": secured(changed(MINIMAL, "/issuer/name", "x-assay-slot:0."), "eddsa-rdfc-2022", ED),
    "a member that is not defined": {**secured(MINIMAL, "eddsa-rdfc-2022", ED), "shoeSize": 38},
}


@pytest.mark.parametrize("sample", NEVER.values(), ids=NEVER)
def test_a_credential_of_a_kind_that_is_never_compiled_makes_no_template(sample: JsonObject) -> None:
    assert compile_template(sample, vary=["/id"], contexts=bundled()) is None


# Wrong pointers.


@pytest.mark.parametrize(
    "where",
    [
        "/nowhere",
        "/credentialSubject/nowhere",
        "",
        "/issuer",
        "/type/0",
        "/@context/0",
        "/issuer/type/0",
        "/proof/0/cryptosuite",
        "/proof/0/proofPurpose",
        "/credentialSubject/achievement/tag/9",
        "id",
    ],
)
def test_a_pointer_that_leads_to_no_text_or_to_one_that_steers_is_refused(where: str) -> None:
    sample = secured(WELDING, "eddsa-rdfc-2022", ED)

    with pytest.raises(MalformedDocument) as refused:
        compile_template(sample, vary=["/id", where], contexts=bundled())

    assert refused.value.where == where


def test_a_language_steers_and_the_text_in_it_does_not() -> None:
    assert template_of(WELDING, ["/name/0/@value"]).vary == ("/name/0/@value",)
    with pytest.raises(MalformedDocument):
        template_of(WELDING, ["/name/0/@language"])


@pytest.mark.parametrize("missing", ["/proof", "/proof/0/created", "/proof/0/proofValue"])
def test_a_sample_without_a_dated_proof_is_refused(missing: str) -> None:
    sample = without(secured(MINIMAL, "eddsa-rdfc-2022", ED), missing)

    with pytest.raises(MalformedDocument):
        compile_template(sample, vary=["/id"], contexts=bundled())


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_text_after_the_instant_of_the_proof_may_not_vary(suite: str) -> None:
    sample = secured(MINIMAL, suite, ED)

    with pytest.raises(MalformedDocument):
        compile_template(sample, vary=["/id", "/proof/0/verificationMethod"], contexts=bundled())


def test_a_sample_whose_proof_does_not_stand_last_is_refused() -> None:
    sample = secured(MINIMAL, "eddsa-rdfc-2022", ED)
    turned = {"proof": sample["proof"], **without(sample, "/proof")}

    with pytest.raises(MalformedDocument):
        compile_template(turned, vary=["/id"], contexts=bundled())
    assert template_of(MINIMAL, ["/id"]).vary == ("/id",)


def test_a_text_of_the_proof_before_its_instant_may_vary() -> None:
    sample = secured(MINIMAL, "eddsa-jcs-2022", ED)
    [proof] = sample["proof"] if isinstance(sample["proof"], list) else []
    assert isinstance(proof, dict)
    document: JsonObject = {**sample, "proof": [{"verificationMethod": METHOD, **proof}]}
    template = compile_template(document, vary=["/proof/0/verificationMethod"], contexts=bundled())
    assert template is not None

    text = issued(template, ["did:web:brunel.example#key-2"])

    assert text is not None
    [made] = found = read_proofs(parse_object(text))
    assert isinstance(made, Proof)
    assert made.verification_method == "did:web:brunel.example#key-2"
    data_integrity.verify(parse_object(text), made, found, key=ED.public_key, contexts=bundled())
