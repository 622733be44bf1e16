"""The endpoints of the conformance test mode, without a network: what they answer, and that they always answer."""

import base64
import copy
import gzip
import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.cli.vc_api_mode.endpoints import MAX_BODY, Answer, Endpoints
from assay.cli.vc_api_mode.issuing import Issuer, issuers_from
from assay.science.securing.multikey import encode_public
from assay.science.securing.vc_jwt import secure_as_jwt
from tests.cli.vc_api_material import (
    EXAMPLES,
    NOW,
    SEED,
    SERVED,
    VC_2,
    Json,
    codes,
    credential,
    endpoints,
    issued,
    post,
    presented,
    signed_by,
)

ISSUERS = {issuer.path: issuer for issuer in SERVED.issuers}
ADA = ISSUERS["eddsa-rdfc-2022/ed25519"]
GRACE = ISSUERS["ecdsa-rdfc-2019/p-256"]
VC_1 = "https://www.w3.org/2018/credentials/v1"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"


def member(answer: Answer, name: str) -> Any:
    return answer.body[name]


def verify(document: object, served: Endpoints = SERVED, **options: object) -> Answer:
    return post(served, "/credentials/verify", {"verifiableCredential": document, "options": options})


def verify_presentation(document: object, **options: object) -> Answer:
    return post(SERVED, "/presentations/verify", {"verifiablePresentation": document, "options": options})


def issue(issuer: Issuer, document: object, **more: object) -> Answer:
    return post(SERVED, f"/{issuer.path}/credentials/issue", {"credential": document, **more})


def resolve(did: str, served: Endpoints = SERVED) -> tuple[int, Any, Any]:
    answer = served.answer("GET", f"/1.0/identifiers/{did}", b"")
    return answer.status, answer.body["didDocument"], member(answer, "didResolutionMetadata").get("error")


# --- finding one's way ----------------------------------------------------------------------------


def test_the_listing_names_every_endpoint_and_who_issues_there() -> None:
    answer = SERVED.answer("GET", "/", b"")

    listed = member(answer, "endpoints")
    paths = [each["path"] for each in listed]
    assert answer.status is HTTPStatus.OK
    assert paths == [
        "/eddsa-rdfc-2022/ed25519/credentials/issue",
        "/eddsa-jcs-2022/ed25519/credentials/issue",
        "/ecdsa-rdfc-2019/p-256/credentials/issue",
        "/ecdsa-rdfc-2019/p-384/credentials/issue",
        "/ecdsa-jcs-2019/p-256/credentials/issue",
        "/ecdsa-jcs-2019/p-384/credentials/issue",
        "/credentials/verify",
        "/presentations/verify",
        "/1.0/identifiers/{did}",
    ]
    assert [each["id"][:12] for each in listed[:6]] == [
        "did:key:z6Mk",
        "did:key:z6Mk",
        "did:key:zDna",
        "did:key:z82L",
        "did:key:zDna",
        "did:key:z82L",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/credentials",
        "/credentials/verify/",
        "/credentials/derive",
        "/eddsa-rdfc-2022/p-256/credentials/issue",
        "/ecdsa-rdfc-2019/ed25519/credentials/issue",
        "/1.0/identifiers",
        "",
        "*",
    ],
)
def test_an_unknown_path_is_404(path: str) -> None:
    assert post(SERVED, path, {}).status is HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("method", "path", "right"),
    [
        ("GET", "/credentials/verify", "POST"),
        ("PUT", "/presentations/verify", "POST"),
        ("GET", "/eddsa-rdfc-2022/ed25519/credentials/issue", "POST"),
        ("POST", "/", "GET"),
        ("DELETE", "/1.0/identifiers/did:key:z6Mk", "GET"),
    ],
)
def test_a_wrong_method_is_405_with_the_right_one(method: str, path: str, right: str) -> None:
    answer = SERVED.answer(method, path, b"{}")

    assert (answer.status, answer.allow) == (HTTPStatus.METHOD_NOT_ALLOWED, right)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "MALFORMED"),
        (b"{", "MALFORMED"),
        (b"[]", "MALFORMED"),
        (b'"\xff"', "MALFORMED"),
        (b'{"options": NaN}', "MALFORMED"),
        (b'{"credential": {}, "credential": {}}', "DUPLICATE_KEY"),
        (b"[" * 100, "TOO_LARGE"),
        (b'{"options": []}', "MALFORMED"),
        (b'{"options": {"checks": [1]}}', "MALFORMED"),
        (b'{"options": {"challenge": 1}}', "MALFORMED"),
        (b'{"options": {"domain": [""]}}', "MALFORMED"),
        (b"{}", "MALFORMED"),
        (b'{"verifiableCredential": null, "verifiablePresentation": []}', "MALFORMED"),
    ],
)
def test_a_body_that_cannot_be_read_is_400_with_a_stable_code(body: bytes, code: str) -> None:
    for path in ("/credentials/verify", "/presentations/verify"):
        answer = SERVED.answer("POST", path, body)

        assert (answer.status, codes(answer)) == (HTTPStatus.BAD_REQUEST, {code})


def test_a_body_beyond_a_mebibyte_is_413() -> None:
    answers = [SERVED.answer("POST", "/credentials/verify", b" " * size) for size in (MAX_BODY, MAX_BODY + 1)]

    assert [answer.status for answer in answers] == [HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE]
    assert codes(answers[1]) == {"TOO_LARGE"}


# --- issuing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("issuer", ISSUERS.values(), ids=ISSUERS)
def test_each_endpoint_issues_with_its_own_suite_and_key_and_the_result_is_valid(issuer: Issuer) -> None:
    answer = issue(issuer, credential(issuer))

    assert answer.status is HTTPStatus.CREATED
    assert answer.body == {**credential(issuer), "proof": answer.body["proof"]}
    (proof,) = member(answer, "proof")
    assert (proof["cryptosuite"], proof["verificationMethod"]) == (issuer.suite, issuer.method)
    for checks in ([], ["proof"], ["proof", "credentialStatus"]):
        assert verify(answer.body, checks=checks).status is HTTPStatus.OK


def test_the_same_seed_gives_the_same_keys_and_another_gives_others() -> None:
    again, other = issuers_from(SEED), issuers_from(SEED[::-1])

    assert [issuer.id for issuer in again] == [issuer.id for issuer in SERVED.issuers]
    assert not {issuer.id for issuer in other} & {issuer.id for issuer in again}


def test_an_issuer_that_is_not_the_endpoints_own_is_refused() -> None:
    answer = issue(ADA, credential(GRACE))

    assert (answer.status, codes(answer)) == (HTTPStatus.BAD_REQUEST, {"ISSUER_MISMATCH"})


def test_no_issuer_is_filled_in() -> None:
    anonymous = credential(ADA)
    del anonymous["issuer"]

    assert issue(ADA, anonymous).status is HTTPStatus.BAD_REQUEST


def test_an_issuer_written_as_an_object_is_kept_so() -> None:
    named = {"id": ADA.id, "name": "Ada"}

    assert issue(ADA, credential(ADA, issuer=named)).body["issuer"] == named


@pytest.mark.parametrize("issuer", [ADA, ISSUERS["eddsa-jcs-2022/ed25519"]], ids=["rdfc", "jcs"])
def test_a_word_without_a_meaning_is_not_signed_whatever_the_suite(issuer: Issuer) -> None:
    answer = issue(issuer, credential(issuer, colour="red"))

    assert (answer.status, codes(answer)) == (HTTPStatus.BAD_REQUEST, {"DATA_LOSS"})


def test_a_type_without_a_meaning_is_not_signed() -> None:
    answer = issue(ADA, credential(ADA, type=["VerifiableCredential", "Unheard"]))

    assert codes(answer) == {"DATA_LOSS"}


@pytest.mark.parametrize("period", [{"validFrom": "2126-01-01T00:00:00Z"}, {"validUntil": "1926-01-01T00:00:00Z"}])
def test_dates_far_away_are_issued_and_only_a_full_check_minds_them(period: Json) -> None:
    document = issued(SERVED, ADA, **period)

    assert verify(document).status is HTTPStatus.OK
    assert codes(verify(document, checks=["proof", "validity"])) <= {"EXPIRED", "NOT_YET_VALID"}
    assert verify(document, checks=["proof", "validity"]).status is HTTPStatus.BAD_REQUEST


def test_a_related_resource_with_another_digest_is_not_signed() -> None:
    digest = "sha256-" + base64.b64encode(bytes(32)).decode()

    answer = issue(ADA, credential(ADA, relatedResource={"id": VC_2, "digestSRI": digest}))

    assert codes(answer) == {"RESOURCE_MISMATCH"}


def test_a_proof_that_a_credential_brings_is_kept_even_if_it_lacks_something() -> None:
    brought = {"type": "Ed25519Signature2020", "proofPurpose": "assertionMethod"}

    answer = issue(ADA, credential(ADA, proof=brought))

    first, last = member(answer, "proof")
    assert first == brought
    assert last["verificationMethod"] == ADA.method


def test_issuing_twice_makes_a_proof_set() -> None:
    once = issued(SERVED, ADA)

    twice = post(SERVED, "/eddsa-jcs-2022/ed25519/credentials/issue", {"credential": once})

    assert [proof["cryptosuite"] for proof in member(twice, "proof")] == ["eddsa-rdfc-2022", "eddsa-jcs-2022"]
    assert verify(twice.body, checks=["everything"]).status is HTTPStatus.OK


@pytest.mark.parametrize("context", [[VC_1], [VC_1, DATA_INTEGRITY]])
def test_a_credential_of_vcdm_1_1_gets_the_context_of_its_proof_once(context: list[str]) -> None:
    older = {**credential(ADA), "@context": context, "issuanceDate": "2026-11-22T09:00:00Z"}

    answer = issue(ADA, older)

    assert answer.body["@context"] == [VC_1, DATA_INTEGRITY]
    assert verify(answer.body).status is HTTPStatus.OK


@pytest.mark.parametrize("document", [{}, [], None, "eyJhbGciOiJFZERTQSJ9.e30.AA"])
def test_what_is_no_credential_is_not_signed(document: object) -> None:
    assert issue(ADA, document).status is HTTPStatus.BAD_REQUEST


def test_an_envelope_is_not_signed_again() -> None:
    token = secure_as_jwt(credential(ADA), signer=ADA.signer, kid=ADA.method)

    answer = issue(ADA, enveloped(f"data:application/vc+jwt,{token}"))

    assert codes(answer) == {"WRONG_TYPE"}


def test_a_presentation_is_not_issued() -> None:
    assert codes(issue(ADA, {"@context": [VC_2], "type": ["VerifiablePresentation"]})) == {"WRONG_TYPE"}


def test_options_of_the_suites_change_nothing() -> None:
    answer = issue(ADA, credential(ADA), options={"type": "DataIntegrityProof", "cryptosuite": ADA.suite})

    assert answer.status is HTTPStatus.CREATED


# --- verifying credentials ------------------------------------------------------------------------


def test_a_proof_by_a_stranger_is_a_right_proof_and_only_a_full_check_asks_whose() -> None:
    by_ada = signed_by(ADA, credential(GRACE))

    assert verify(by_ada).status is HTTPStatus.OK
    assert codes(verify(by_ada, checks=["proof", "issuer"])) == {"ISSUER_MISMATCH"}


def test_what_nobody_signed_does_not_verify() -> None:
    assert codes(verify(credential(ADA))) == {"NO_PROOF"}


def test_a_problem_names_its_type_its_place_and_its_source() -> None:
    document = {**issued(SERVED, ADA), "validFrom": "2026-11-22T09:00:00Z"}

    answer = verify(document)

    assert answer.body["problemDetails"] == [
        {
            "type": "https://w3id.org/security#PROOF_VERIFICATION_ERROR",
            "title": "the signature does not match the document and the key",
            "code": "PROOF_INVALID",
            "detail": "the signature does not match the document and the key",
            "where": "/verifiableCredential",
            "clause": "",
        }
    ]
    assert answer.body["errors"] == ["PROOF_INVALID: the signature does not match the document and the key"]


def test_a_token_verifies_as_text_and_in_an_envelope() -> None:
    token = secure_as_jwt(credential(ADA), signer=ADA.signer, kid=ADA.method)
    spoilt = token[:-8] + "AAAAAAAA"

    answers = [
        verify(each) for text in (token, spoilt) for each in (text, enveloped(f"data:application/vc+jwt,{text}"))
    ]

    assert [answer.status for answer in answers] == [200, 200, 400, 400]


def test_options_of_a_credential_can_ask_for_a_domain_and_a_challenge() -> None:
    document = issued(SERVED, ADA)

    assert codes(verify(document, domain="https://verifier.example")) == {"CHALLENGE_MISMATCH"}
    assert codes(verify(document, challenge="c")) == {"CHALLENGE_MISMATCH"}
    assert codes(verify(document, challenge="c", checks=["proof", "status"])) == {"CHALLENGE_MISMATCH"}


STATUS_URL = "https://ada.example/status/1"


def status_list(*revoked: int) -> bytes:
    """131,072 bits, index 0 the left-most: BSL 1.0 §2.2."""
    bits = bytearray(16_384)
    for index in revoked:
        bits[index // 8] |= 0x80 >> index % 8
    encoded = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits))).decode().rstrip("=")
    subject = {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": encoded}
    types = ["VerifiableCredential", "BitstringStatusListCredential"]
    listing = issued(SERVED, ADA, id=STATUS_URL, type=types, credentialSubject={**subject, "id": STATUS_URL + "#list"})
    assert verify(listing).status is HTTPStatus.OK
    return json.dumps(listing).encode()


@pytest.mark.parametrize(
    ("published", "expected"),
    [({STATUS_URL: ()}, set()), ({STATUS_URL: (7,)}, {"REVOKED"}), ({}, {"STATUS_UNREACHABLE"})],
)
def test_status_is_looked_up_when_it_is_asked_for_and_only_then(
    published: dict[str, tuple[int, ...]], expected: set[str]
) -> None:
    entry = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": STATUS_URL,
    }
    document = issued(SERVED, ADA, credentialStatus=entry)
    served = endpoints({url: status_list(*revoked) for url, revoked in published.items()})

    assert verify(document, served).status is HTTPStatus.OK
    assert codes(verify(document, served, checks=["proof", "credentialStatus"])) == expected


# --- verifying presentations ----------------------------------------------------------------------


def presentation(**members: object) -> Json:
    return {"@context": [VC_2], "type": ["VerifiablePresentation"], **members}


def enveloped(url: object) -> Json:
    return {"@context": VC_2, "id": url, "type": "EnvelopedVerifiableCredential"}


def test_an_unsigned_presentation_is_read_and_the_proofs_in_it_checked() -> None:
    good = issued(SERVED, ADA)
    spoilt = {**good, "validFrom": "2026-11-22T09:00:00Z"}

    assert verify_presentation(presentation(verifiableCredential=good)).status is HTTPStatus.OK
    assert verify_presentation(presentation(verifiableCredential=[good, credential(ADA)])).status is HTTPStatus.OK
    answer = verify_presentation(presentation(verifiableCredential=[good, spoilt]))
    assert codes(answer) == {"PROOF_INVALID"}
    assert member(answer, "problemDetails")[0]["where"] == "/verifiablePresentation/verifiableCredential/1"


def test_a_signed_presentation_answers_its_challenge_and_names_its_domain() -> None:
    options: Json = {"challenge": "c-1", "domain": ["https://b.example", "https://a.example"]}
    signed = presented(ADA, issued(SERVED, GRACE), options=options, holder=ADA.id)

    assert verify_presentation(signed).status is HTTPStatus.OK
    assert verify_presentation(signed, **options).status is HTTPStatus.OK
    assert codes(verify_presentation(signed, challenge="c-2")) == {"CHALLENGE_MISMATCH"}
    assert codes(verify_presentation(signed, domain="https://a.example")) == {"CHALLENGE_MISMATCH"}


def test_a_presentation_nobody_holds_is_presented_by_whoever_signed_it() -> None:
    assert verify_presentation(presented(ADA, issued(SERVED, GRACE))).status is HTTPStatus.OK


def test_a_tampered_presentation_does_not_verify() -> None:
    signed = presented(ADA, issued(SERVED, GRACE))

    assert "PROOF_INVALID" in codes(verify_presentation({**signed, "id": "urn:uuid:1"}))
    assert "PROOF_INVALID" in codes(verify_presentation({**signed, "verifiableCredential": issued(SERVED, ADA)}))


def test_a_holder_who_did_not_sign_is_refused() -> None:
    assert codes(verify_presentation(presented(ADA, holder=GRACE.id))) == {"ISSUER_MISMATCH"}


def test_a_proof_made_for_issuing_does_not_present() -> None:
    signed = presented(ADA)
    signed["proof"][0]["proofPurpose"] = "assertionMethod"

    assert "PURPOSE_MISMATCH" in codes(verify_presentation(signed))


@pytest.mark.parametrize("method", ["no url", "did:web:ada.example#key-1", 7])
def test_a_presentation_whose_key_cannot_be_found_does_not_verify(method: object) -> None:
    signed = presented(ADA)
    signed["proof"][0]["verificationMethod"] = method

    assert verify_presentation(signed).status is HTTPStatus.BAD_REQUEST


def test_a_presentation_signed_in_an_unknown_way_does_not_verify() -> None:
    signed = presented(ADA)
    signed["proof"][0]["cryptosuite"] = "rot13-2026"

    assert codes(verify_presentation(signed)) == {"PROOF_UNSUPPORTED"}


@pytest.mark.parametrize(
    ("holder", "issuer", "signed", "expected"),
    [
        # Signed: only the presenter's signature stands behind the credential, so it must be the holder's own.
        (ADA.id, ADA.id, True, HTTPStatus.OK),
        (None, ADA.id, True, HTTPStatus.BAD_REQUEST),
        ("did:example:alice", ADA.id, True, HTTPStatus.BAD_REQUEST),
        (ADA.id, "did:example:alice", True, HTTPStatus.BAD_REQUEST),
        # Unsigned, as the files of the suite are: only the structure is judged, and all four have it.
        (ADA.id, ADA.id, False, HTTPStatus.OK),
        (None, ADA.id, False, HTTPStatus.OK),
        ("did:example:alice", ADA.id, False, HTTPStatus.OK),
        (ADA.id, "did:example:alice", False, HTTPStatus.OK),
    ],
)
def test_a_self_asserted_credential_is_its_holders_own(
    holder: str | None,
    issuer: str,
    signed: bool,  # noqa: FBT001 -- a column of the table
    expected: HTTPStatus,
) -> None:
    members: Json = {"holder": holder} if holder else {}
    inner = credential(ADA, issuer=issuer)

    sent = presented(ADA, inner, **members) if signed else presentation(verifiableCredential=[inner], **members)

    assert verify_presentation(sent).status is expected


@pytest.mark.parametrize(
    ("document", "status"),
    [
        (enveloped("data:application/vc-ld+jwt;base64url,eyJ"), 200),
        (enveloped("data:application/vc+jwt,eyJ"), 400),
        (enveloped("data:application/vc+jwt"), 400),
        (enveloped("https://ada.example/vc.jwt"), 400),
        (enveloped(None), 400),
        ({**enveloped("data:,x"), "@context": EXAMPLES}, 400),
        ({**enveloped("data:,x"), "type": "VerifiableCredential"}, 400),
        ({**enveloped("data:,x"), "type": []}, 400),
    ],
)
def test_an_envelope_in_a_presentation_has_the_shape_of_one(document: Json, status: int) -> None:
    assert verify_presentation(presentation(verifiableCredential=[document])).status == status


def test_a_token_in_an_envelope_in_a_presentation_is_verified() -> None:
    token = secure_as_jwt(credential(ADA), signer=ADA.signer, kid=ADA.method)

    answers = [
        verify_presentation(presentation(verifiableCredential=enveloped(f"data:application/vc+jwt,{text}")))
        for text in (token, token[:-8] + "AAAAAAAA")
    ]

    assert [answer.status for answer in answers] == [200, 400]


def test_a_word_without_a_meaning_in_a_presentation_is_found() -> None:
    assert codes(verify_presentation(presentation(colour="red"))) == {"DATA_LOSS"}
    inner = credential(ADA, colour="red")
    assert codes(verify_presentation(presentation(verifiableCredential=inner))) == {"DATA_LOSS"}


def test_a_credential_is_no_presentation_and_a_presentation_no_credential() -> None:
    assert codes(verify_presentation(issued(SERVED, ADA))) == {"WRONG_TYPE"}
    assert codes(verify(presented(ADA))) == {"WRONG_TYPE"}


def test_a_full_check_reaches_the_credentials_in_a_presentation() -> None:
    expired = issued(SERVED, GRACE, validUntil=(NOW - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    signed = presented(ADA, expired)

    assert verify_presentation(signed, checks=["proof"]).status is HTTPStatus.OK
    assert codes(verify_presentation(signed, checks=["proof", "validity"])) == {"EXPIRED"}


# --- resolving ------------------------------------------------------------------------------------


@pytest.mark.parametrize("issuer", ISSUERS.values(), ids=ISSUERS)
def test_the_did_of_every_issuer_resolves_to_its_key(issuer: Issuer) -> None:
    text = issuer.id.removeprefix("did:key:")

    status, document, error = resolve(issuer.id.replace(":", "%3A"))

    assert (status, error) == (HTTPStatus.OK, None)
    assert document["verificationMethod"] == [
        {"id": issuer.method, "type": "Multikey", "controller": issuer.id, "publicKeyMultibase": text}
    ]
    assert document["assertionMethod"] == document["authentication"] == [issuer.method]


@pytest.mark.parametrize(
    ("did", "status", "error"),
    [
        ("", 400, "invalidDid"),
        ("did%3Aexample", 400, "invalidDid"),
        ("https%3A%2F%2Fada.example%2F", 400, "invalidDid"),
        ("did%3Akey%3A1.1%3Az6Mk", 400, "invalidDid"),
        (ADA.method.replace("#", "%23"), 400, "invalidDid"),
        ("did%3Aweb%3A127.0.0.1", 400, "invalidDid"),
        ("did%3Aweb%3Aada.example%2F..", 400, "invalidDid"),
        ("did%3Akey%3A%FF", 400, "invalidDid"),
        ("did%3Akey%3Az6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc", 400, "invalidPublicKey"),
        ("did%3Aion%3Aabc", 400, "methodNotSupported"),
        ("did%3Aweb%3Aada.example", 404, "notFound"),
        ("did%3Aweb%3Abob.example", 400, "invalidDidDocument"),
    ],
)
def test_what_does_not_resolve_says_why(did: str, status: int, error: str) -> None:
    served = endpoints({"https://bob.example/.well-known/did.json": b'{"id": "did:web:mallory.example"}'})

    assert resolve(did, served) == (status, None, error)


def test_a_did_that_has_to_be_fetched_resolves_when_it_can_be() -> None:
    did = "did:web:ada.example"
    method = {
        "id": "#1",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": encode_public(ADA.signer.public_key),
    }
    document = {"id": did, "verificationMethod": [method], "assertionMethod": ["#1"]}
    served = endpoints({"https://ada.example/.well-known/did.json": json.dumps(document).encode()})

    assert resolve("did%3Aweb%3Aada.example", served) == (HTTPStatus.OK, document, None)


# --- whatever is sent -----------------------------------------------------------------------------

NAMES = st.sampled_from(
    [
        *["@context", "type", "id", "issuer", "holder", "proof", "credentialSubject", "verifiableCredential"],
        *["validFrom", "validUntil", "credentialStatus", "relatedResource", "proofValue", "previousProof"],
        *["options", "checks", "domain", "challenge", "name", "@value", "@id", "@type", "x"],
    ]
)
TEXTS = st.sampled_from(
    [
        VC_2,
        VC_1,
        EXAMPLES,
        "VerifiableCredential",
        "VerifiablePresentation",
        "DataIntegrityProof",
        ADA.id,
        ADA.method,
        "z",
    ]
)
LETTERS = st.text(st.sampled_from("aZ09 :/#%.,@{}\n\0\u00e9\u202e\U0001f600"), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | LETTERS | TEXTS
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | LETTERS, inner, max_size=5),
    max_leaves=12,
)
POSTED = [f"/{path}/credentials/issue" for path in ISSUERS] + ["/credentials/verify", "/presentations/verify"]
MEMBERS = {"credential": credential(ADA), "verifiableCredential": issued(SERVED, ADA)}
SIGNED_ONE = presented(ADA, issued(SERVED, GRACE), enveloped("data:application/vc+jwt,e30.e30.e30"), holder=ADA.id)
WHOLE = {**MEMBERS, "verifiablePresentation": SIGNED_ONE, "options": {"checks": ["proof", "all"], "domain": "d"}}


def places(value: object) -> list[tuple[str | int, ...]]:
    inside: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    if isinstance(value, list):
        inside = list(enumerate(value))
    return [(step, *rest) for step, member in inside for rest in ((), *places(member))]


def replaced(whole: Json, place: tuple[str | int, ...], value: object) -> Json:
    changed = copy.deepcopy(whole)
    inner: Any = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return changed


@settings(max_examples=60)
@given(body=JSON, path=st.sampled_from(POSTED))
def test_no_json_gets_anything_but_a_verdict(body: object, path: str) -> None:
    answer = SERVED.answer("POST", path, json.dumps(body).encode())

    assert answer.status is HTTPStatus.BAD_REQUEST
    assert codes(answer)


@settings(max_examples=200)
@given(place=st.sampled_from(places(WHOLE)), value=JSON, path=st.sampled_from(POSTED))
def test_a_good_request_with_anything_in_any_place_gets_a_verdict(
    place: tuple[str | int, ...], value: object, path: str
) -> None:
    answer = post(SERVED, path, replaced(WHOLE, place, value))

    assert answer.status in {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.BAD_REQUEST}
    json.dumps(answer.body, allow_nan=False)


@settings(max_examples=100)
@given(segment=LETTERS | LETTERS.map("did:".__add__) | TEXTS.map(lambda text: text.replace(":", "%3A")))
def test_any_identifier_resolves_or_says_why_not(segment: str) -> None:
    answer = SERVED.answer("GET", "/1.0/identifiers/" + segment, b"")

    assert answer.status in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}


@settings(max_examples=50)
@given(body=st.binary(max_size=40), method=st.sampled_from(["GET", "POST", "PUT"]), path=LETTERS)
def test_any_bytes_to_any_path_get_an_answer_below_500(body: bytes, method: str, path: str) -> None:
    for target in (path, "/" + path, "/credentials/verify"):
        assert SERVED.answer(method, target, body).status < HTTPStatus.INTERNAL_SERVER_ERROR
