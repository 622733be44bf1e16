"""Tokens that others made: the JOSE suite of the W3C and the samples of 1EdTech."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwk as joserfc_jwk
from joserfc import jws as joserfc_jws

from assay.science.errors import AssayError, Code, Refused
from assay.science.securing.jwk import public_key_from_jwk
from assay.science.securing.jws import verify_compact
from assay.science.securing.keys import KeyKind, SecretKey
from assay.science.securing.vc_jwt import TokenKind, check_claims, read_token, secure_as_jwt
from tests.vectors import vector_files

MAPPING = vector_files("w3c-vc-jose-cose/mapping.json")

# The mapping's entries that verify, and how they end here. Two things are left to others: time (the presentation of
# entry 7 has expired), and what is inside a presentation (the envelope of entry 16 is sound, its content is not).
VERIFIED = {
    "6. JWT Basic Credential Verification": "success",
    "7. JWT Presentation Verification": "success",
    "8. JWT Issuer Match Verification": "success",
    "9. JWT Verification With Unknown Extensions": "failure",
    "10. JWT Unsecured Credential Verification": "failure",
    "11. JWT Unsecured Presentation Verification": "failure",
    "12. JWT Credential with an Invalid Signature": "failure",
    "13. JWT Credential with an Invalid Media Type": "failure",
    "14. JWT Presentation with an Invalid Media Type": "failure",
    "15. JWT Credential with vc and/or vp Claims": "failure",
    "16. JWT Presentation with Invalid Credential": "success",
}
LEFT_TO_PRESENTATIONS = {"16. JWT Presentation with Invalid Credential"}
# Entries 3 (a presentation) and 4 and 5 (P-521) ask for something to be issued that we do not issue.
ISSUED = {"1. JWT Basic Credential Issuance", "2. JWT Credential Issuance with All Optional Fields"}


def how_it_ends(folder: Path, entry: dict[str, str]) -> str:
    key = json.loads((folder / entry["key_file"]).read_text("utf-8"))["publicKeyJwk"]
    kind = TokenKind.CREDENTIAL if entry["feature"] == "credential_jose" else TokenKind.PRESENTATION
    try:
        read = read_token((folder / entry["input_file"]).read_text("utf-8").strip())
        verify_compact(read.jws, public_key_from_jwk(key))
        check_claims(read, kind=kind)
    except AssayError:
        return "failure"
    return "success"


@pytest.mark.parametrize("path", MAPPING)
def test_each_entry_of_the_jose_suite_that_verifies_ends_as_its_mapping_says(path: Path) -> None:
    entries = json.loads(path.read_text("utf-8"))["JOSE"]
    verifying = {name: entry for name, entry in entries.items() if entry["fn"] == "verify"}

    ended = {name: how_it_ends(path.parent / "input", entry) for name, entry in verifying.items()}

    assert ended == VERIFIED
    assert {n for n, entry in verifying.items() if entry["expected_result"] != ended[n]} == LEFT_TO_PRESENTATIONS


@pytest.mark.parametrize("path", MAPPING)
@pytest.mark.parametrize("name", sorted(ISSUED))
def test_each_credential_of_the_jose_suite_that_we_issue_verifies_with_joserfc(path: Path, name: str) -> None:
    entry = json.loads(path.read_text("utf-8"))["JOSE"][name]
    folder = path.parent / "input"
    jwk: Any = json.loads((folder / entry["key_file"]).read_text("utf-8"))
    document = json.loads((folder / entry["input_file"]).read_text("utf-8"))
    kind = KeyKind(jwk["publicKeyJwk"]["crv"])
    signer = SecretKey(kind, base64.urlsafe_b64decode(jwk["secretKeyJwk"]["d"] + "=="))

    text = secure_as_jwt(document, signer=signer, kid=jwk["publicKeyJwk"]["kid"], typ="vc+jwt")

    theirs = joserfc_jws.deserialize_compact(
        text, joserfc_jwk.import_key(jwk["publicKeyJwk"]), algorithms=["ES256", "ES384"]
    )
    claims = json.loads(theirs.payload)
    assert read_token(text).document == document
    assert claims.items() >= document.items()
    assert claims["iss"] == "https://example.issuer/vc-jose-cose"


@pytest.mark.parametrize("path", vector_files("w3c-vc-jose-cose/input/vm-p521.json"))
def test_the_p_521_key_of_the_jose_suite_is_refused(path: Path) -> None:
    with pytest.raises(Refused) as caught:
        public_key_from_jwk(json.loads(path.read_text("utf-8"))["publicKeyJwk"])

    assert caught.value.code is Code.KEY_REFUSED


@pytest.mark.parametrize(
    "path", vector_files("1edtech-validator/ob30/*.jwt") + vector_files("1edtech-validator/clr20/*.jwt")
)
def test_the_tokens_of_1edtech_are_read_and_say_what_their_documents_say(path: Path) -> None:
    read = read_token(path.read_text("utf-8").strip())

    check_claims(read, kind=TokenKind.CREDENTIAL)

    assert read.layout == "vc-claim"
    assert read.document == read.claims["vc"]


@pytest.mark.parametrize("path", vector_files("1edtech-validator/ob30/simple-jwt.svg"))
def test_the_payload_token_of_1edtech_says_what_its_document_says_and_lacks_sub(path: Path) -> None:
    text = path.read_text("utf-8").partition('verify="')[2].partition('"')[0]

    read = read_token(text)

    check_claims(read, kind=TokenKind.CREDENTIAL)
    assert read.layout == "payload"
    assert "sub" not in read.claims


@pytest.mark.parametrize("path", vector_files("1edtech-validator/ob20/*.jwt"))
def test_a_signed_badge_of_open_badges_2_is_read_as_a_payload_document(path: Path) -> None:
    read = read_token(path.read_text("utf-8").strip())

    assert read.layout == "payload"
    assert read.document["type"] == "Assertion"
