"""Token templates: what they sign is, byte for byte, what securing the same credential as a token gives."""

import pytest

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.securing import contexts, vc_jwt
from assay.science.securing.contexts import bundled
from assay.science.securing.keys import KeyKind
from assay.science.securing.strict_json import JsonObject
from assay.science.securing.token_templates import TokenTemplate, compile_token_template
from tests.cast import BRUNEL, MALLORY, MERIDIAN, NORTHGATE, NOW
from tests.science.securing.badges import ENDORSED, MINIMAL, WELDING, WELDING_ID, changed, without
from tests.world import signed

KID = "did:web:brunel.example#key-1"
KEYS = {"EdDSA": BRUNEL.key, "ES256": NORTHGATE.key, "ES384": MERIDIAN.key}
NAME = "/credentialSubject/achievement/name"
VARY = ["/id", "/issuer/id", "/validFrom", "/credentialSubject/id", NAME, "/validUntil"]
UNTIL = "2029-11-22T09:00:00Z"
WITH_AN_END: JsonObject = {**MINIMAL, "validUntil": UNTIL}
PLAIN = ["urn:uuid:1", "did:web:other.example", "2027-01-01T00:00:00Z", "did:example:grace", "Brazing", UNTIL]


def template_of(credential: JsonObject, vary: list[str], kind: KeyKind = KeyKind.ED25519) -> TokenTemplate:
    template = compile_token_template(credential, vary=vary, kid=KID, kind=kind, contexts=bundled())
    assert template is not None
    return template


def told(credential: JsonObject, vary: list[str], texts: list[str]) -> JsonObject:
    """The credential with these texts."""
    for where, text in zip(vary, texts, strict=True):
        credential = changed(credential, where, text)
    return credential


def with_text(place: str, text: str) -> list[str]:
    return [text if where == place else plain for where, plain in zip(VARY, PLAIN, strict=True)]


@pytest.mark.parametrize("algorithm", KEYS)
@pytest.mark.parametrize(
    "texts",
    [
        PLAIN,
        with_text("/validFrom", "1969-12-31T23:59:59.5Z"),
        with_text("/validFrom", "2027-01-01T01:00:00+01:00"),
        with_text("/validUntil", "9999-12-31T23:59:59.999999999Z"),
        with_text(NAME, 'Zoë "Ada" \\ \u2028\n\t👩\u200d🏭 \ue000\x00\x7f","iss":"x'),
        with_text(NAME, "x-assay-slot:2."),
        with_text(NAME, ""),
    ],
    ids=str,
)
def test_a_token_from_a_template_is_the_one_that_securing_gives(texts: list[str], algorithm: str) -> None:
    key = KEYS[algorithm]
    template = template_of(WITH_AN_END, VARY, key.kind)

    filled = template.fill(texts, created=NOW)

    assert template.vary == tuple(VARY)
    assert filled is not None
    assert template.sign(filled, key) == vc_jwt.secure_as_jwt(told(WITH_AN_END, VARY, texts), signer=key, kid=KID)
    assert filled.document == told(WITH_AN_END, VARY, texts)


@pytest.mark.parametrize("document", [MINIMAL, WELDING, WITH_AN_END], ids=["minimal", "welding", "with an end"])
def test_what_does_not_vary_is_repeated_by_the_claims_as_well(document: JsonObject) -> None:
    template = template_of(document, ["/id"])

    filled = template.fill(["urn:uuid:2"], created=NOW)

    assert filled is not None
    expected = vc_jwt.secure_as_jwt(changed(document, "/id", "urn:uuid:2"), signer=BRUNEL.key, kid=KID)
    assert template.sign(filled, BRUNEL.key) == expected


def test_without_a_subjects_id_there_is_no_claim_of_it() -> None:
    nameless = without(MINIMAL, "/credentialSubject/id")

    filled = template_of(nameless, ["/id"]).fill(["urn:uuid:2"], created=NOW)

    assert filled is not None
    token = template_of(nameless, ["/id"]).sign(filled, BRUNEL.key)
    assert "sub" not in vc_jwt.read_token(token).claims


@pytest.mark.parametrize("iri", ["", "badges/1", "_:b", "did:example:a b", WELDING_ID, "did:example:grace"])
def test_an_identifier_that_is_none_or_somebody_elses_is_left_to_the_long_way(iri: str) -> None:
    template = template_of(WITH_AN_END, VARY)

    assert template.fill(with_text("/id", iri), created=NOW) is None


def test_a_date_that_is_none_is_refused_when_it_is_to_be_signed() -> None:
    template = template_of(WITH_AN_END, VARY)
    filled = template.fill(with_text("/validFrom", "yesterday"), created=NOW)
    assert filled is not None

    with pytest.raises(MalformedDocument):
        template.sign(filled, BRUNEL.key)


@pytest.mark.parametrize("where", ["/type/1", "/@context/0", "/name", "/issuer", "/credentialSubject/achievement/id/0"])
def test_what_steers_or_is_not_there_cannot_vary(where: str) -> None:
    with pytest.raises(MalformedDocument) as raised:
        compile_token_template(MINIMAL, vary=[where], kid=KID, kind=KeyKind.ED25519, contexts=bundled())

    assert raised.value.where == where


@pytest.mark.parametrize(
    "document",
    [
        signed(MINIMAL, by=MALLORY),  # another's proof, which covers what would vary
        ENDORSED,  # a graph of its own
        changed(MINIMAL, "/credentialSubject/id", MINIMAL["id"]),  # one name for two objects, of which one would vary
        changed(MINIMAL, "/credentialSubject/achievement/name", "x-assay-slot:1."),
    ],
    ids=["signed", "endorsed", "one name", "a marker"],
)
def test_what_only_the_long_way_can_tell_is_not_compiled(document: JsonObject) -> None:
    assert compile_token_template(document, vary=["/id"], kid=KID, kind=KeyKind.ED25519, contexts=bundled()) is None


@pytest.mark.parametrize(
    ("document", "kind", "code"),
    [
        (MINIMAL, KeyKind.RSA, Code.ALGORITHM_REFUSED),
        (changed(MINIMAL, "/@context/0", contexts.VC_1), KeyKind.ED25519, Code.REFUSED),
    ],
)
def test_what_is_never_issued_as_a_token_has_no_template(document: JsonObject, kind: KeyKind, code: Code) -> None:
    with pytest.raises(Refused) as raised:
        compile_token_template(document, vary=["/id"], kid=KID, kind=kind, contexts=bundled())

    assert raised.value.code is code
