"""Credentials as tokens: two layouts, and claims that must say what the document says."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwk as joserfc_jwk
from joserfc import jws as joserfc_jws

from assay.science.errors import Code, MalformedDocument, Refused
from assay.science.securing.jws import sign_compact, verify_compact
from assay.science.securing.keys import KeyKind, SecretKey
from assay.science.securing.strict_json import JsonObject
from assay.science.securing.vc_jwt import TokenEnvelope, TokenKind, check_claims, read_token
from assay.science.securing.vc_jwt import secure_as_jwt as secure

ADA = SecretKey(KeyKind.P256, bytes.fromhex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"))
KID = "did:web:college.example#key-1"
# RFC 6979 §A.2.5.
ADA_PUBLIC: Any = {
    "crv": "P-256",
    "kty": "EC",
    "x": "YP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Y",
    "y": "eQP-EAi4vJmkGunpVii8ZPLxsgwtfp9Rd6PClNRGIpk",
}

BADGE: JsonObject = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "urn:uuid:5b0f3a52-0000-4000-8000-000000000001",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "did:web:college.example", "type": ["Profile"], "name": "Café College"},
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2031-01-01T00:00:00.500Z",
    "credentialSubject": {"id": "did:example:ada", "type": ["AchievementSubject"]},
}
# 2026-01-01 and 2031-01-01 at midnight, by `date -ud`.
STARTS, ENDS = 1767225600, 1924992000
CLAIMS: JsonObject = {
    "iss": "did:web:college.example",
    "jti": "urn:uuid:5b0f3a52-0000-4000-8000-000000000001",
    "sub": "did:example:ada",
    "nbf": STARTS,
    "exp": ENDS,
}
OLD_BADGE: JsonObject = {
    "@context": ["https://www.w3.org/2018/credentials/v1"],
    "id": "urn:uuid:5b0f3a52-0000-4000-8000-000000000001",
    "type": ["VerifiableCredential"],
    "issuer": "did:web:college.example",
    "issuanceDate": "2026-01-01T00:00:00Z",
    "expirationDate": "2031-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:ada"},
}


def token(claims: JsonObject, **header: Any) -> str:
    return sign_compact(json.dumps(claims).encode(), header=header, signer=ADA)


def payload(*, without: str = "", **changes: Any) -> TokenEnvelope:
    """The badge as a token of Open Badges, with some claims or members changed."""
    content = BADGE | CLAIMS | changes
    return read_token(token({name: value for name, value in content.items() if name != without}))


def wrapped(document: JsonObject, **claims: Any) -> TokenEnvelope:
    return read_token(token({"vc": document} | claims))


def refusal(envelope: TokenEnvelope, *, kind: TokenKind = TokenKind.CREDENTIAL) -> Code:
    with pytest.raises(Refused) as caught:
        check_claims(envelope, kind=kind)
    return caught.value.code


def reading(claims: JsonObject) -> Code:
    with pytest.raises(Refused) as caught:
        read_token(token(claims))
    return caught.value.code


# --- reading ---


def test_a_document_that_is_the_payload_is_read_without_the_claims_of_the_token() -> None:
    more: JsonObject = {"iat": 1, "aud": "verifier", "nonce": "n", "cnf": {}}

    read = read_token(token(BADGE | CLAIMS | more))

    assert read.layout == "payload"
    assert read.document == BADGE
    assert read.claims == BADGE | CLAIMS | more
    check_claims(read, kind=TokenKind.CREDENTIAL)


def test_a_document_in_the_claim_vc_is_read_from_there() -> None:
    read = wrapped(OLD_BADGE, **CLAIMS)

    assert read.layout == "vc-claim"
    assert read.document == OLD_BADGE
    check_claims(read, kind=TokenKind.CREDENTIAL)


def test_what_the_claim_vc_lacks_is_filled_in_from_the_other_claims() -> None:
    bare: JsonObject = {"@context": OLD_BADGE["@context"], "type": ["VerifiableCredential"], "credentialSubject": {}}

    read = wrapped(bare, **CLAIMS)

    assert read.document == OLD_BADGE
    assert read.claims["vc"] == bare
    check_claims(read, kind=TokenKind.CREDENTIAL)


def test_an_issuer_without_id_gets_it_from_iss_and_keeps_its_name() -> None:
    read = wrapped(OLD_BADGE | {"issuer": {"name": "College"}}, **CLAIMS)

    assert read.document["issuer"] == {"id": "did:web:college.example", "name": "College"}


def test_a_document_of_vcdm_2_in_the_claim_vc_gets_the_dates_of_vcdm_2() -> None:
    bare: JsonObject = {name: value for name, value in BADGE.items() if not name.startswith("valid")}

    read = wrapped(bare, **CLAIMS)

    assert read.document == BADGE | {"validUntil": "2031-01-01T00:00:00Z"}


def test_nothing_is_filled_in_that_the_claims_do_not_say() -> None:
    bare: JsonObject = {"@context": OLD_BADGE["@context"], "issuer": {"name": "College"}}

    assert wrapped(bare).document == bare
    assert wrapped(bare, sub="did:example:ada").document == bare


def test_the_end_of_a_token_is_an_instant_or_nothing() -> None:
    assert payload().expires == datetime(2031, 1, 1, tzinfo=UTC)
    assert payload(without="exp").expires is None


@pytest.mark.parametrize("claims", [{}, {"sub": "ada"}, {"vc": "oops"}, {"vc": None}, {"vp": {}}, {"vc": {}, "vp": {}}])
def test_a_token_without_a_credential_is_of_the_wrong_type(claims: JsonObject) -> None:
    assert reading(claims) is Code.WRONG_TYPE


@pytest.mark.parametrize("more", [{"vc": "oops"}, {"vp": "nooo"}, {"vc": OLD_BADGE}, {"vc": None}])
def test_a_payload_document_beside_a_claim_vc_or_vp_is_refused(more: JsonObject) -> None:
    assert reading(BADGE | more) is Code.CLAIMS_MISMATCH


@pytest.mark.parametrize("raw", [b"", b"[]", b"not JSON", b'"text"', b"\xff"])
def test_a_payload_that_is_no_json_object_is_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedDocument):
        read_token(sign_compact(raw, header={}, signer=ADA))


# --- claims ---


def test_attack_15_a_claims_set_that_names_an_issuer_twice_is_refused() -> None:
    raw = json.dumps(BADGE | CLAIMS).encode()[:-1] + b',"iss":"did:web:other.example"}'

    with pytest.raises(MalformedDocument) as caught:
        read_token(sign_compact(raw, header={}, signer=ADA))

    assert caught.value.code is Code.DUPLICATE_KEY


OTHER = [
    ("iss", "did:web:other.example"),
    ("iss", "did:web:college.example/"),
    ("iss", "DID:web:college.example"),
    ("iss", {"id": "did:web:college.example"}),
    ("iss", None),
    ("jti", "urn:uuid:5b0f3a52-0000-4000-8000-000000000002"),
    ("jti", 7),
    ("sub", "did:example:grace"),
    ("sub", ["did:example:ada"]),
    ("nbf", STARTS - 1),
    ("nbf", STARTS + 1),
    ("nbf", STARTS + 3600),
    ("exp", ENDS + 2),
    ("exp", ENDS - 1),
    ("exp", ENDS + 86400 * 365),
]


@pytest.mark.parametrize(("name", "value"), OTHER)
def test_attack_22_a_claim_that_says_another_thing_than_the_document_is_refused(name: str, value: Any) -> None:
    assert refusal(payload(**{name: value})) is Code.CLAIMS_MISMATCH


@pytest.mark.parametrize(("name", "value"), [pair for pair in OTHER if pair[0] != "exp"])
def test_attack_22_a_claim_that_differs_from_the_claim_vc_is_refused(name: str, value: Any) -> None:
    assert refusal(wrapped(OLD_BADGE, **(CLAIMS | {name: value}))) is Code.CLAIMS_MISMATCH


@pytest.mark.parametrize("typ", ["at+jwt", "application/at+jwt", "logout+jwt", "vp+jwt", "kb+jwt", "bad+typ", "vc"])
def test_attack_22_a_token_typed_as_something_else_is_no_credential(typ: str) -> None:
    assert refusal(read_token(token(BADGE | CLAIMS, typ=typ))) is Code.ALGORITHM_REFUSED


def test_attack_22_an_access_token_posted_as_a_credential_is_refused() -> None:
    access: JsonObject = {"iss": "https://college.example", "sub": "ada", "aud": "api", "scope": "read", "exp": ENDS}

    with pytest.raises(Refused) as caught:
        read_token(token(access, typ="at+jwt"))

    assert caught.value.code is Code.WRONG_TYPE


def test_attack_22_a_presentation_posted_as_a_credential_is_refused_and_the_other_way_round() -> None:
    credential = read_token(token(BADGE | CLAIMS, typ="vc+jwt", cty="vc"))
    presentation = read_token(token({"@context": BADGE["@context"], "holder": "did:example:ada"}, typ="vp+jwt"))

    assert refusal(credential, kind=TokenKind.PRESENTATION) is Code.ALGORITHM_REFUSED
    assert refusal(presentation, kind=TokenKind.CREDENTIAL) is Code.ALGORITHM_REFUSED
    check_claims(credential, kind=TokenKind.CREDENTIAL)
    check_claims(presentation, kind=TokenKind.PRESENTATION)


@pytest.mark.parametrize("typ", ["JWT", "jwt", "vc+jwt", "VC+JWT", "application/vc+jwt"])
def test_a_media_type_is_compared_without_regard_to_case_or_prefix(typ: str) -> None:
    check_claims(read_token(token(BADGE | CLAIMS, typ=typ)), kind=TokenKind.CREDENTIAL)


@pytest.mark.parametrize("cty", ["vp", "JWT", "vc+jwt", "bad+cty"])
def test_a_content_type_of_something_else_is_refused(cty: str) -> None:
    assert refusal(read_token(token(BADGE | CLAIMS, cty=cty))) is Code.ALGORITHM_REFUSED


def test_a_token_typed_vc_jwt_has_no_claim_vc() -> None:
    assert refusal(read_token(token({"vc": OLD_BADGE}, typ="vc+jwt"))) is Code.ALGORITHM_REFUSED


@pytest.mark.parametrize("name", ["nbf", "exp"])
@pytest.mark.parametrize("value", ["1767225600", None, True, [STARTS], {}, 1e300, -1e15])
@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
def test_a_numeric_date_that_is_no_number_of_the_calendar_is_refused(name: str, value: Any, typ: str) -> None:
    read = read_token(token(BADGE | CLAIMS | {name: value}, typ=typ))

    assert refusal(read) is Code.CLAIMS_MISMATCH


@pytest.mark.parametrize("name", ["nbf", "exp"])
def test_a_numeric_date_that_is_no_number_is_not_filled_in_either(name: str) -> None:
    assert reading({"vc": OLD_BADGE, name: "1767225600"}) is Code.CLAIMS_MISMATCH


def test_a_presentation_whose_exp_is_no_number_is_refused() -> None:
    read = read_token(token({"@context": BADGE["@context"], "exp": "soon"}))

    assert refusal(read, kind=TokenKind.PRESENTATION) is Code.CLAIMS_MISMATCH


@pytest.mark.parametrize("iat", ["2010-01-01T19:23:24Z", 0, None])
def test_iat_is_not_looked_at(iat: Any) -> None:
    check_claims(payload(iat=iat), kind=TokenKind.CREDENTIAL)


@pytest.mark.parametrize("seconds", [ENDS, ENDS + 0.5, ENDS + 1])
def test_a_fraction_of_a_second_may_be_cut_off_kept_or_rounded(seconds: float) -> None:
    """The badge ends half a second after midnight."""
    check_claims(payload(exp=seconds), kind=TokenKind.CREDENTIAL)


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_a_claim_may_be_missing(name: str) -> None:
    check_claims(payload(without=name), kind=TokenKind.CREDENTIAL)


def test_sub_names_nobody_when_the_subject_has_no_id() -> None:
    nameless: JsonObject = {"type": ["AchievementSubject"], "identifier": [{"identityHash": "sha256$00"}]}

    check_claims(payload(without="sub", credentialSubject=nameless), kind=TokenKind.CREDENTIAL)

    assert refusal(payload(credentialSubject=nameless)) is Code.CLAIMS_MISMATCH


def test_one_subject_in_a_list_is_compared_and_two_have_no_one_name() -> None:
    ada, grace = {"id": "did:example:ada"}, {"id": "did:example:grace"}

    check_claims(payload(credentialSubject=[ada]), kind=TokenKind.CREDENTIAL)

    assert refusal(payload(credentialSubject=[ada, grace])) is Code.CLAIMS_MISMATCH
    assert refusal(payload(credentialSubject="did:example:ada")) is Code.CLAIMS_MISMATCH


@pytest.mark.parametrize(
    ("claim", "member"), [("iss", "issuer"), ("jti", "id"), ("nbf", "validFrom"), ("exp", "validUntil")]
)
def test_a_claim_without_its_counterpart_in_the_document_is_refused(claim: str, member: str) -> None:
    assert claim in CLAIMS
    assert refusal(payload(without=member)) is Code.CLAIMS_MISMATCH


@pytest.mark.parametrize(("claim", "member"), [("iss", "issuer"), ("jti", "id"), ("sub", "credentialSubject")])
def test_a_claim_that_is_null_does_not_match_a_member_that_is_missing(claim: str, member: str) -> None:
    assert refusal(payload(without=member, **{claim: None})) is Code.CLAIMS_MISMATCH


def test_exp_of_a_vc_jwt_is_the_end_of_the_signature_and_may_differ() -> None:
    read = read_token(token(BADGE | CLAIMS | {"exp": STARTS + 60}, typ="vc+jwt"))

    check_claims(read, kind=TokenKind.CREDENTIAL)

    assert read.expires == datetime(2026, 1, 1, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(("name", "value"), [("iss", "did:example:grace"), ("jti", "urn:uuid:2")])
def test_the_claims_of_a_presentation_are_its_holder_and_id(name: str, value: str) -> None:
    presentation: JsonObject = {"@context": BADGE["@context"], "id": "urn:uuid:1", "holder": {"id": "did:example:ada"}}
    claims: JsonObject = {"iss": "did:example:ada", "jti": "urn:uuid:1", "exp": ENDS, "nonce": "n", "aud": "v"}

    good = read_token(token(presentation | claims))
    bad = read_token(token(presentation | claims | {name: value}))

    check_claims(good, kind=TokenKind.PRESENTATION)
    assert refusal(bad, kind=TokenKind.PRESENTATION) is Code.CLAIMS_MISMATCH


def test_a_document_whose_date_is_no_date_is_malformed() -> None:
    with pytest.raises(MalformedDocument) as caught:
        check_claims(payload(validFrom="2026-01-01"), kind=TokenKind.CREDENTIAL)

    assert caught.value.where == "/validFrom"


def test_the_context_may_be_a_single_text() -> None:
    check_claims(payload(**{"@context": "https://www.w3.org/ns/credentials/v2"}), kind=TokenKind.CREDENTIAL)


# --- securing ---


def test_a_badge_is_secured_with_the_claims_that_open_badges_demands() -> None:
    text = secure(BADGE, signer=ADA, kid=KID)
    header, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in text.split(".")[:2])

    assert header == {"alg": "ES256", "kid": KID}
    assert claims == BADGE | CLAIMS


def test_a_credential_is_secured_with_the_types_that_vc_jose_cose_asks_for() -> None:
    text = secure(BADGE, signer=ADA, kid=KID, typ="vc+jwt")

    assert read_token(text).jws.header == {"alg": "ES256", "kid": KID, "typ": "vc+jwt", "cty": "vc"}


@pytest.mark.parametrize("typ", [None, "vc+jwt"])
def test_what_we_secure_we_read_back_and_joserfc_verifies(typ: Any) -> None:
    text = secure(BADGE, signer=ADA, kid=KID, typ=typ)

    read = read_token(text)

    verify_compact(read.jws, ADA.public_key)
    check_claims(read, kind=TokenKind.CREDENTIAL)
    assert read.document == BADGE
    assert joserfc_jws.deserialize_compact(text, joserfc_jwk.import_key(ADA_PUBLIC)).payload == read.jws.payload


def test_securing_twice_gives_the_same_letters_in_whatever_order_the_members_stand() -> None:
    reversed_badge = dict(reversed(BADGE.items()))

    assert secure(BADGE, signer=ADA, kid=KID) == secure(reversed_badge, signer=ADA, kid=KID)


def test_a_claim_is_written_for_what_the_document_has_and_no_other() -> None:
    small: JsonObject = {"@context": ["https://www.w3.org/ns/credentials/v2"], "issuer": "did:web:college.example"}

    assert read_token(secure(small, signer=ADA, kid=KID)).claims == small | {"iss": "did:web:college.example"}


@pytest.mark.parametrize("name", ["iss", "exp", "aud", "nonce", "cnf", "vc", "vp"])
def test_a_document_with_a_member_that_would_be_a_claim_is_not_secured(name: str) -> None:
    with pytest.raises(Refused) as caught:
        secure(BADGE | {name: "x"}, signer=ADA, kid=KID)

    assert name in str(caught.value)


@pytest.mark.parametrize("context", [None, [], "https://www.w3.org/2018/credentials/v1", OLD_BADGE["@context"]])
def test_a_credential_of_vcdm_1_is_never_issued(context: Any) -> None:
    with pytest.raises(Refused):
        secure(BADGE | {"@context": context}, signer=ADA, kid=KID)
