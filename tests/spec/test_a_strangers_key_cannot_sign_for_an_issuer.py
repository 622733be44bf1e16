"""A key counts because the issuer's own document lists it, for this purpose, today.

Nothing that travels with a signature makes a key the issuer's.
"""

import json
from typing import Any

import pytest

from assay.science.errors import Code
from assay.science.securing import base64url, jcs, multibase, multikey, vc_jwt
from assay.science.securing.keys import SecretKey
from assay.science.verification.report import Check, Outcome, Report, Verdict
from tests.cast import ADA, BRUNEL, FIRST_AID, MALLORY, MERIDIAN, NORTHGATE, Institution, ed25519
from tests.world import World, changed, code, finding, signed

WORLD = World().with_issuer(BRUNEL).with_issuer(NORTHGATE)
VICTIMS = changed(WORLD.composed(FIRST_AID, to=ADA, revocable=False))
STRANGER = multikey.encode_public(MALLORY.key.public_key)


def invalid_because(report: Report) -> Code:
    assert report.verdict is Verdict.INVALID
    failed = [each for each in report.findings if each.outcome is Outcome.FAILS]
    return failed[0].code


def publishing(*methods: Any, **members: Any) -> World:
    """Brunel's document with these methods in it."""
    ids = [method["id"] for method in methods]
    return WORLD.publishing(
        BRUNEL.document_url,
        {"id": BRUNEL.id, "verificationMethod": list(methods), "assertionMethod": ids, **members},
    )


def method(fragment: str = "key-1", key: SecretKey = BRUNEL.key, **members: Any) -> dict[str, Any]:
    return {
        "id": f"{BRUNEL.id}#{fragment}",
        "type": "Multikey",
        "controller": BRUNEL.id,
        "publicKeyMultibase": multikey.encode_public(key.public_key),
        **members,
    }


def as_jwk(owner: Institution) -> dict[str, Any]:
    return {"kty": "OKP", "crv": "Ed25519", "x": base64url.encode(owner.key.public_key.raw)}


# --- attack 18: which key --------------------------------------------------------------------------------------------


def test_attack_18_a_fragment_that_looks_like_a_key_is_a_name_and_no_key() -> None:
    """``victim#<the attacker's multikey>``: whoever takes the fragment for the key lets anybody sign as anybody."""
    forged = signed(VICTIMS, by=MALLORY, method=f"{BRUNEL.id}#{STRANGER}")

    report = WORLD.verify(forged)

    assert invalid_because(report) is Code.METHOD_NOT_FOUND
    assert report.outcome(Check.PROOF) is Outcome.UNKNOWN


def test_attack_18_the_same_with_an_https_issuer() -> None:
    world = WORLD.with_issuer(MERIDIAN)
    victims = world.composed(FIRST_AID, to=ADA, by=MERIDIAN, revocable=False)

    report = world.verify(signed(victims, by=MALLORY, method=f"{MERIDIAN.id}#{STRANGER}"))

    assert invalid_because(report) is Code.METHOD_NOT_FOUND


def test_attack_18_a_did_key_without_a_fragment_is_still_somebody_elses() -> None:
    """A reader that finds no controller there may forget to compare it with the issuer."""
    forged = signed(VICTIMS, by=MALLORY, method=MALLORY.id)

    assert invalid_because(WORLD.verify(forged)) is Code.ISSUER_MISMATCH


def test_attack_18_nor_does_a_did_key_without_a_fragment_name_its_own_key() -> None:
    own = WORLD.composed(FIRST_AID, to=ADA, by=MALLORY, revocable=False)

    assert invalid_because(WORLD.verify(signed(own, by=MALLORY, method=MALLORY.id))) is Code.METHOD_NOT_FOUND


@pytest.mark.parametrize(
    "name",
    ["{}#{}", "{}/#{}", "{}?x=1#{}", "{}#{}#{}", "{}#{} ", "{}%23{}", "{}:#{}"],
)
def test_attack_18_the_issuers_name_with_something_added_is_another_name(name: str) -> None:
    stranger = name.format(BRUNEL.id, STRANGER, STRANGER)

    assert WORLD.verify(signed(VICTIMS, by=MALLORY, method=stranger, suite="eddsa-jcs-2022")).verdict is Verdict.INVALID


def test_attack_18_a_document_with_two_keys_of_one_name_is_refused() -> None:
    """Readers that take the first and readers that take the last would disagree."""
    world = publishing(method(), method(key=MALLORY.key))

    report = world.verify(signed(VICTIMS, method=f"{BRUNEL.id}#key-1"))

    assert invalid_because(report) is Code.DID_INVALID


def test_attack_18_a_document_that_lists_somebody_elses_key_does_not_make_it_its_own() -> None:
    world = publishing(method(key=MALLORY.key, controller=MALLORY.id))

    report = world.verify(signed(VICTIMS, by=MALLORY, method=f"{BRUNEL.id}#key-1"))

    assert invalid_because(report) is Code.ISSUER_MISMATCH


def test_attack_18_a_document_that_calls_itself_something_else_is_not_the_issuers() -> None:
    world = WORLD.publishing(BRUNEL.document_url, WORLD.published(NORTHGATE.document_url))

    assert invalid_because(world.verify(signed(VICTIMS))) is Code.DID_INVALID


def test_the_issuers_key_under_a_short_name_counts() -> None:
    report = publishing(method()).verify(signed(VICTIMS, method=f"{BRUNEL.id}#key-1"))

    assert report.verdict is Verdict.VALID


def test_attack_a_key_of_small_order_in_the_issuers_own_document_is_refused() -> None:
    """The identity point accepts one signature, R the identity and S zero, for every message."""
    identity = bytes([1]) + bytes(31)
    world = publishing({**method(), "publicKeyMultibase": multibase.encode(b"\xed\x01" + identity)})
    forged = signed(VICTIMS, by=MALLORY, method=f"{BRUNEL.id}#key-1")
    forged["proof"][0]["proofValue"] = multibase.encode(identity + bytes(32))

    assert invalid_because(world.verify(forged)) is Code.KEY_REFUSED


# --- attack 19: for what ---------------------------------------------------------------------------------------------


def test_attack_19_a_key_for_logging_in_does_not_issue() -> None:
    world = publishing(method(), assertionMethod=[], authentication=[f"{BRUNEL.id}#key-1"])

    report = world.verify(signed(VICTIMS, method=f"{BRUNEL.id}#key-1"))

    assert invalid_because(report) is Code.PURPOSE_MISMATCH


def test_attack_19_a_proof_for_logging_in_is_not_one_for_issuing() -> None:
    assert invalid_because(WORLD.verify(signed(VICTIMS, purpose="authentication"))) is Code.PURPOSE_MISMATCH


@pytest.mark.parametrize("member", ["expires", "revoked"])
def test_a_key_that_had_ended_does_not_sign(member: str) -> None:
    ended, ends = (
        publishing({**method(), member: instant}) for instant in ("2026-11-22T09:00:00Z", "2026-11-22T09:00:01Z")
    )
    credential = signed(VICTIMS, method=f"{BRUNEL.id}#key-1")

    assert invalid_because(ended.verify(credential)) is Code.METHOD_REVOKED
    assert ends.verify(credential).verdict is Verdict.VALID


# --- attack 20 and 21: what a token's header says --------------------------------------------------------------------


def token(by: SecretKey = BRUNEL.key, payload: Any = None, **header: Any) -> str:
    """A token with any header at all, signed over what it says."""
    claims = {**VICTIMS, "iss": BRUNEL.id, "jti": VICTIMS["id"], "sub": ADA.id} if payload is None else payload
    head = base64url.encode(jcs.canonicalize(changed({"alg": "EdDSA", "kid": BRUNEL.method}, **header)))
    signing_input = f"{head}.{base64url.encode(jcs.canonicalize(claims))}"
    return f"{signing_input}.{base64url.encode(by.sign(signing_input.encode()))}"


def test_the_issuers_token_is_valid() -> None:
    assert WORLD.verify(token()).verdict is Verdict.VALID


def test_attack_20_a_key_in_the_header_is_not_the_issuers() -> None:
    """The stranger signs in the name of a registered issuer, and brings his key along."""
    own_key = as_jwk(MALLORY)

    report, asked = WORLD.verify_and_watch(token(MALLORY.key, kid=None, jwk=own_key))

    assert invalid_because(report) is Code.METHOD_NOT_FOUND
    assert asked == [BRUNEL.document_url]


@pytest.mark.parametrize("name", ["jku", "x5u", "x5c", "x5t", "jwk"])
def test_attack_20_no_address_in_the_header_is_ever_asked(name: str) -> None:
    report, asked = WORLD.verify_and_watch(token(MALLORY.key, **{name: "https://mallory.example/keys"}))

    assert invalid_because(report) is Code.PROOF_INVALID
    assert asked == [BRUNEL.document_url]


@pytest.mark.parametrize(
    "kid",
    [
        MALLORY.method,
        "https://mallory.example/keys#1",
        "https://mallory.example/keys",
        "did:web:mallory.example#key-1",
        NORTHGATE.method,
        "urn:uuid:5f3c9a1e-0b57-4c7e-9a52-5a3f6d0c1e11#key",
    ],
)
def test_attack_20_a_key_elsewhere_is_not_the_issuers_and_is_not_asked_for(kid: str) -> None:
    report, asked = WORLD.verify_and_watch(token(MALLORY.key, kid=kid))

    assert invalid_because(report) is Code.ISSUER_MISMATCH
    assert asked == []


def test_a_key_in_the_header_may_help_to_find_it_in_the_issuers_document() -> None:
    hint = as_jwk(BRUNEL)

    assert WORLD.verify(token(kid=None, jwk=hint)).verdict is Verdict.VALID


def test_a_short_name_in_the_header_is_one_in_the_issuers_document() -> None:
    world = publishing(method())

    assert world.verify(token(kid="key-1")).verdict is Verdict.VALID
    assert world.verify(token(kid="#key-1")).verdict is Verdict.VALID
    assert invalid_because(world.verify(token(kid="key-2"))) is Code.METHOD_NOT_FOUND


@pytest.mark.parametrize("header", [{"kid": None}, {"kid": None, "jwk": "z6Mk"}])
def test_a_token_that_names_no_key_is_malformed(header: dict[str, Any]) -> None:
    report, asked = WORLD.verify_and_watch(token(**header))

    assert invalid_because(report) is Code.PROOF_MALFORMED
    assert asked == []


def test_the_same_key_listed_twice_is_found_by_its_name_only() -> None:
    world = publishing(method(), method("key-2"))
    hint = as_jwk(BRUNEL)

    assert world.verify(token(kid="key-2")).verdict is Verdict.VALID
    assert invalid_because(world.verify(token(kid=None, jwk=hint))) is Code.METHOD_NOT_FOUND


@pytest.mark.parametrize("alg", ["none", "NONE", "", "HS256", "RS256", "ES256", "ES384", "PS256", "ed25519"])
def test_attack_21_the_header_does_not_choose_the_algorithm(alg: str) -> None:
    assert invalid_because(WORLD.verify(token(alg=alg))) is Code.ALGORITHM_REFUSED


@pytest.mark.parametrize("header", [{"crit": []}, {"crit": ["exp"]}, {"b64": False}, {"b64": True}])
def test_attack_21_a_header_that_changes_how_a_token_is_read_is_refused(header: dict[str, Any]) -> None:
    assert invalid_because(WORLD.verify(token(**header))) is Code.ALGORITHM_REFUSED


def test_attack_21_a_token_without_a_signature_is_refused() -> None:
    unsigned = token().rsplit(".", 1)[0] + "."

    assert invalid_because(WORLD.verify(unsigned)) is Code.PROOF_INVALID


# --- attack 22: which kind of token ----------------------------------------------------------------------------------


def test_attack_22_an_access_token_is_no_credential() -> None:
    claims = {"iss": BRUNEL.id, "sub": ADA.id, "aud": "https://api.example", "scope": "read"}

    assert invalid_because(WORLD.verify(token(payload=claims))) is Code.WRONG_TYPE


@pytest.mark.parametrize("typ", ["at+jwt", "vp+jwt", "openid4vci-proof+jwt", "dpop+jwt", "application/at+jwt", "vc"])
def test_attack_22_a_token_of_another_type_is_no_credential_whatever_is_in_it(typ: str) -> None:
    assert invalid_because(WORLD.verify(token(typ=typ))) is Code.ALGORITHM_REFUSED


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": MALLORY.id},
        {"sub": MALLORY.id},
        {"jti": "urn:uuid:else"},
        {"nbf": 0},
        {"exp": 4_000_000_000},
        {"nbf": "2026-11-22T09:00:00Z"},
    ],
)
def test_attack_22_claims_that_disagree_with_the_document_are_refused(claims: dict[str, Any]) -> None:
    report = WORLD.verify(token(payload={**VICTIMS, **claims}))

    assert invalid_because(report) is Code.CLAIMS_MISMATCH


def test_attack_22_two_documents_in_one_token_are_refused() -> None:
    both = {**VICTIMS, "vc": {**VICTIMS, "name": "Surgery"}}

    assert invalid_because(WORLD.verify(token(payload=both))) is Code.CLAIMS_MISMATCH


def test_a_token_whose_own_end_has_passed_proves_no_longer() -> None:
    """In a vc+jwt, exp is the end of the signature and not of the document."""
    ended = token(typ="vc+jwt", payload={**VICTIMS, "exp": 1_700_000_000})

    assert invalid_because(WORLD.verify(ended)) is Code.PROOF_EXPIRED


def test_a_signed_document_inside_a_signed_token_must_hold_twice() -> None:
    inner, spoilt = signed(VICTIMS), signed(changed(VICTIMS, name="Else"))["proof"]

    assert WORLD.verify(token(payload=inner)).verdict is Verdict.VALID
    assert invalid_because(WORLD.verify(token(payload={**inner, "proof": spoilt}))) is Code.PROOF_INVALID
    assert invalid_because(WORLD.verify(token(MALLORY.key, payload=inner))) is Code.PROOF_INVALID


# --- attack 27: who holds the domain today ---------------------------------------------------------------------------


def test_attack_27_a_new_key_in_a_domain_that_was_taken_over_does_not_verify_what_the_old_one_signed() -> None:
    """Without a log of keys it cannot be told from a rotation: the old signature fails, a new one would hold."""
    taken = publishing(method("key-2", key=ed25519(7)))

    assert invalid_because(taken.verify(signed(VICTIMS))) is Code.METHOD_NOT_FOUND


def test_attack_27_a_tenant_of_a_shared_domain_does_not_sign_for_another() -> None:
    neighbour = "did:web:northgate.example:issuers:8"
    forged = signed(changed(VICTIMS, issuer=neighbour), by=NORTHGATE)

    report, asked = WORLD.verify_and_watch(forged)

    assert invalid_because(report) is Code.ISSUER_MISMATCH
    assert asked == []


def test_a_retired_key_that_stays_listed_still_verifies_what_it_signed() -> None:
    world = publishing(method("old"), method("new", key=ed25519(8)))

    assert world.verify(signed(VICTIMS, method=f"{BRUNEL.id}#old")).verdict is Verdict.VALID


# --- the issuer's name -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "issuer",
    [
        "did:web:127.0.0.1",
        "did:web:brunel.example:..:x",
        "http://brunel.example/issuer",
        "mailto:a@b.example",
        "urn:x:1",
    ],
)
def test_an_issuer_that_no_address_follows_from_is_invalid_and_nobody_is_asked(issuer: str) -> None:
    report, asked = WORLD.verify_and_watch(signed(changed(VICTIMS, issuer=issuer), method=f"{issuer}#k"))

    assert report.verdict is Verdict.INVALID
    assert asked == []


def test_a_genuine_credential_tells_which_key_signed_it() -> None:
    report = WORLD.verify(signed(VICTIMS))

    assert BRUNEL.method in finding(report, Check.PROOF).reason
    assert code(report, Check.ISSUER) is Code.OK


def test_an_rsa_token_of_old_needs_its_key_in_the_issuers_document() -> None:
    """RSA is read and never issued, so the signature here is no signature; the key is looked up all the same."""
    numbers = {"kty": "RSA", "n": base64url.encode(b"\xc1" + bytes(254) + b"\x01"), "e": "AQAB"}
    report = WORLD.verify(token(alg="RS256", kid=None, jwk=numbers))

    assert invalid_because(report) in (Code.METHOD_NOT_FOUND, Code.KEY_REFUSED)


def test_a_credential_signed_as_we_issue_tokens_is_valid() -> None:
    text = vc_jwt.secure_as_jwt(VICTIMS, signer=BRUNEL.key, kid=BRUNEL.method)

    assert WORLD.verify(text).verdict is Verdict.VALID
    assert json.loads(base64url.decode(text.split(".")[0])) == {"alg": "EdDSA", "kid": BRUNEL.method}
