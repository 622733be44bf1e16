"""The one door for documents that somebody else wrote."""

import json
from typing import Any

import pytest

from assay.science.errors import AssayError, Code, MalformedDocument
from assay.science.securing import vc_jwt
from assay.science.securing.strict_json import MAX_BYTES
from assay.science.vocabulary.kinds import Kind, Model
from assay.science.vocabulary.reading import read, read_document
from tests.cast import ADA, BRUNEL, NOW, WELDING_BASICS
from tests.world import World, changed

CREDENTIAL = World().composed(WELDING_BASICS, to=ADA)
TEXT = json.dumps(CREDENTIAL)
TOKEN = vc_jwt.secure_as_jwt(CREDENTIAL, signer=BRUNEL.key, kid=BRUNEL.method)


def envelope(**changes: Any) -> dict[str, Any]:
    document = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{TOKEN}",
    }
    return changed(document, **changes)


def code_of(raw: Any) -> Code:
    with pytest.raises(AssayError) as refused:
        read(raw)
    return refused.value.code


@pytest.mark.parametrize("raw", [TEXT, TEXT.encode(), f"\n  {TEXT}\n", TOKEN, TOKEN.encode(), f" {TOKEN}\n"])
def test_json_and_tokens_are_read_as_bytes_or_as_text(raw: str | bytes) -> None:
    credential = read(raw)

    assert credential.document == CREDENTIAL
    assert (credential.kind, credential.model, credential.issuer) == (Kind.ACHIEVEMENT, Model.VCDM_2, BRUNEL.id)
    assert credential.validity.starts == NOW
    assert (credential.token is None) is ("{" in str(raw))


def test_an_envelope_is_opened() -> None:
    credential = read(json.dumps(envelope()))

    assert credential.document == CREDENTIAL
    assert credential.token is not None


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"@context": "https://www.w3.org/2018/credentials/v1"}, "/@context"),
        ({"@context": None}, "/@context"),
        ({"id": None}, "/id"),
        ({"id": TOKEN}, "/id"),
        ({"id": f"data:application/vc+sd-jwt,{TOKEN}"}, "/id"),
        ({"id": ["data:application/vc+jwt,a.b.c"]}, "/id"),
    ],
)
def test_an_envelope_that_is_none_is_refused(changes: dict[str, Any], where: str) -> None:
    with pytest.raises(MalformedDocument) as refused:
        read(json.dumps(envelope(**changes)))

    assert refused.value.where == where


def test_attack_an_envelope_in_a_token_is_not_opened_again() -> None:
    """A token in a token in a token: each is read once, by the door it came through."""
    inner = vc_jwt.secure_as_jwt(
        {**envelope(), "@context": ["https://www.w3.org/ns/credentials/v2"]}, signer=BRUNEL.key, kid=BRUNEL.method
    )

    assert code_of(inner) is Code.WRONG_TYPE


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", Code.MALFORMED),
        (b"", Code.MALFORMED),
        ("{", Code.MALFORMED),
        ("[]", Code.MALFORMED),
        ("null", Code.MALFORMED),
        (b"\xef\xbb\xbf" + TEXT.encode(), Code.MALFORMED),
        ("\ud800", Code.MALFORMED),
        ("é.é.é", Code.MALFORMED),
        (" " * MAX_BYTES + TEXT, Code.TOO_LARGE),
        ('{"id":1,"id":2}', Code.DUPLICATE_KEY),
        ("{}", Code.MALFORMED),
        (json.dumps(changed(CREDENTIAL, issuer=None)), Code.MALFORMED),
        (json.dumps({**CREDENTIAL, "type": ["VerifiablePresentation"]}), Code.WRONG_TYPE),
        (TOKEN.replace(".", ".."), Code.MALFORMED),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_code(raw: str | bytes, expected: Code) -> None:
    assert code_of(raw) is expected


@pytest.mark.parametrize("raw", ["", b"", " \n\t", b"\r\n"])
def test_an_empty_file_is_called_empty(raw: str | bytes) -> None:
    with pytest.raises(MalformedDocument, match="it is empty"):
        read(raw)


def test_what_is_not_expected_is_refused_and_both_kinds_are_named() -> None:
    with pytest.raises(MalformedDocument, match="this is an achievement credential; expected: presentation") as refused:
        read_document(CREDENTIAL, expecting=frozenset({Kind.PRESENTATION}))

    assert refused.value.code is Code.WRONG_TYPE


def test_old_documents_are_read_with_their_own_names() -> None:
    old = changed(
        {
            **CREDENTIAL,
            "@context": ["https://www.w3.org/2018/credentials/v1", *CREDENTIAL["@context"][1:]],
            "issuanceDate": "2026-11-22T09:00:00Z",
        },
        validFrom=None,
        validUntil=None,
    )

    assert (read_document(old).model, read_document(old).validity.starts) == (Model.VCDM_1, NOW)


def test_reading_changes_nothing() -> None:
    before = json.dumps(CREDENTIAL)

    read_document(CREDENTIAL)

    assert json.dumps(CREDENTIAL) == before
