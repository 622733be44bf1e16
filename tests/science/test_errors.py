"""The closed table of codes, and what the three families tell."""

import pytest

from assay.science.errors import AssayError, Code, MalformedDocument, Refused, Unavailable

# Programs switch on these. A line may be added; none may be renamed or taken away.
CODES = """
    OK NOT_PRESENT
    MALFORMED DUPLICATE_KEY TOO_LARGE WRONG_TYPE
    CONTEXT_UNKNOWN CONTEXT_REFUSED DATA_LOSS WORK_BUDGET
    NO_PROOF PROOF_INVALID PROOF_MALFORMED PROOF_UNSUPPORTED PROOF_EXPIRED PROOF_CHAIN_BROKEN CHALLENGE_MISMATCH
    KEY_REFUSED METHOD_NOT_FOUND METHOD_REVOKED PURPOSE_MISMATCH ISSUER_MISMATCH DID_INVALID DID_METHOD_UNSUPPORTED
    ISSUER_UNREACHABLE ALGORITHM_REFUSED CLAIMS_MISMATCH
    NOT_YET_VALID EXPIRED
    REVOKED SUSPENDED STATUS_MESSAGE STATUS_UNREACHABLE STATUS_STALE STATUS_INVALID STATUS_RANGE STATUS_UNSUPPORTED
    HOST_MISMATCH RESOURCE_MISMATCH RESOURCE_NOT_CHECKED ENDORSEMENT_DOUBTFUL REFRESH_NOT_ASKED SCHEMA_NOT_CHECKED
    LOG_UNREACHABLE
    ISSUER_RECOGNISED ISSUER_NOT_ESTABLISHED
    UNSUPPORTED_MEDIA REFUSED NOT_FOUND NOT_ALLOWED CONFLICT GONE TOO_MANY UNAVAILABLE
"""


def test_the_table_of_codes_is_closed() -> None:
    assert {code.value for code in Code} >= set(CODES.split())
    assert [code.name for code in Code] == [code.value for code in Code]


def test_a_code_is_its_own_text_and_is_found_by_it() -> None:
    assert Code("REVOKED") is Code.REVOKED  # type: ignore[call-arg] # mypy takes it for __new__
    assert f"{Code.REVOKED}" == "REVOKED"
    assert isinstance(Code.REVOKED, str)


def test_every_code_has_a_meaning_of_its_own() -> None:
    meanings = [code.meaning for code in Code]

    assert Code.REVOKED.meaning == "the issuer has withdrawn it"
    assert all(meanings)
    assert len(set(meanings)) == len(meanings)


@pytest.mark.parametrize(
    ("error", "text", "code"),
    [
        (MalformedDocument("no name"), "no name", Code.MALFORMED),
        (MalformedDocument("no name", where="/a/0"), "no name at /a/0", Code.MALFORMED),
        (MalformedDocument("no name", clause="OB 3.0 §B.1"), "no name (OB 3.0 §B.1)", Code.MALFORMED),
        (
            MalformedDocument("twice", where="/a", clause="RFC 7493 §2.3", code=Code.DUPLICATE_KEY),
            "twice at /a (RFC 7493 §2.3)",
            Code.DUPLICATE_KEY,
        ),
        (Refused("not here"), "not here", Code.REFUSED),
        (Refused("not here", code=Code.EXPIRED, clause="VCDM 2.0 §4.9"), "not here", Code.EXPIRED),
        (Unavailable("https://a.example/", "timed out"), "https://a.example/: timed out", Code.UNAVAILABLE),
    ],
)
def test_an_error_says_what_where_and_by_which_rule(error: AssayError, text: str, code: Code) -> None:
    assert (str(error), error.code) == (text, code)


def test_the_parts_of_an_error_can_be_read_one_by_one() -> None:
    malformed = MalformedDocument("no name", where="/a", clause="OB 3.0")

    assert (malformed.reason, malformed.where, malformed.clause) == ("no name", "/a", "OB 3.0")
    assert (Refused("no").reason, Refused("no").clause) == ("no", "")
    assert Unavailable("https://a.example/", "gone").url == "https://a.example/"


def test_the_three_families_have_one_root_and_no_member_in_common() -> None:
    families = (MalformedDocument, Refused, Unavailable)

    assert all(family.__bases__ == (AssayError,) for family in families)
    assert not issubclass(AssayError, ValueError | OSError)
