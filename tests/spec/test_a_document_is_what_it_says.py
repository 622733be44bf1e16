"""Attacks 11, 12, 13, 15: a genuine signature must not be made to say what it never said."""

import json
from typing import Any

import pytest

from assay.science.errors import Code, MalformedDocument
from assay.science.verification.report import Check, Outcome, Report, Verdict
from assay.science.vocabulary.kinds import Kind
from assay.science.vocabulary.reading import read
from tests.cast import ADA, BRUNEL, WELDING_BASICS
from tests.world import World, changed, code, signed

WORLD = World().with_issuer(BRUNEL)
CREDENTIAL = signed(WORLD.composed(WELDING_BASICS, to=ADA))
JCS = signed(WORLD.composed(WELDING_BASICS, to=ADA), suite="eddsa-jcs-2022")
ACHIEVEMENTS = frozenset({Kind.ACHIEVEMENT})
CONTEXT = "https://www.w3.org/ns/credentials/v2"


def presentation() -> dict[str, Any]:
    return signed(
        {"@context": [CONTEXT], "type": ["VerifiablePresentation"], "verifiableCredential": [CREDENTIAL]},
        purpose="authentication",
    )


def endorsement() -> dict[str, Any]:
    subject = {"id": "https://brunel.example/achievements/1", "type": ["EndorsementSubject"]}
    document = {**WORLD.composed(WELDING_BASICS, to=ADA), "type": ["VerifiableCredential", "EndorsementCredential"]}
    return signed({**document, "credentialSubject": subject})


def record() -> dict[str, Any]:
    contexts = [CONTEXT, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"]
    document = WORLD.composed(WELDING_BASICS, to=ADA, revocable=False)
    subject = {"id": ADA.id, "type": ["ClrSubject"]}
    types = ["VerifiableCredential", "ClrCredential"]
    return signed({**document, "@context": contexts, "type": types, "issuer": BRUNEL.id, "credentialSubject": subject})


# --- attack 12: what was added after signing -------------------------------------------------------------------------


@pytest.mark.parametrize("document", [CREDENTIAL, JCS], ids=["rdfc", "jcs"])
@pytest.mark.parametrize(
    "added",
    [
        {"honours": "summa cum laude"},
        {"@vocab": "https://terms.example/"},
        {"https://www.w3.org/2018/credentials#validUntil": "2020-01-01T00:00:00Z"},
        {"@type": "OpenBadgeCredential"},
        {"@id": "urn:uuid:else"},
        {"@graph": []},
        {"@included": [{"id": "urn:x:1"}]},
        {"_:b0": "x"},
    ],
)
def test_attack_12_a_member_that_was_added_after_signing_is_never_passed_over(
    document: dict[str, Any], added: dict[str, Any]
) -> None:
    """The canonical form of an undefined member is nothing at all, so the signature by itself still matches."""
    report = WORLD.verify({**document, **added})

    assert report.verdict is Verdict.INVALID
    assert report.outcome(Check.CONTEXT) is Outcome.FAILS


@pytest.mark.parametrize("place", ["credentialSubject", "issuer", "credentialStatus"])
def test_attack_12_nor_one_that_was_added_inside(place: str) -> None:
    inside = {**CREDENTIAL[place], "honours": "summa cum laude"}

    report = WORLD.verify({**CREDENTIAL, place: inside})

    assert code(report, Check.CONTEXT) is Code.DATA_LOSS


def test_attack_12_an_identifier_that_is_relative_is_refused() -> None:
    subject = {**CREDENTIAL["credentialSubject"], "source": {"id": "registry", "type": ["Profile"]}}

    assert WORLD.verify({**CREDENTIAL, "credentialSubject": subject}).verdict is Verdict.INVALID


@pytest.mark.parametrize("member", ["validUntil", "credentialStatus", "name", "validFrom", "id"])
def test_what_was_taken_away_after_signing_is_missed(member: str) -> None:
    assert WORLD.verify(changed(CREDENTIAL, **{member: None})).verdict is Verdict.INVALID


def test_the_order_of_members_and_the_white_space_between_them_mean_nothing() -> None:
    turned = json.dumps(dict(reversed(CREDENTIAL.items())), indent=7)

    assert WORLD.verify(turned).verdict is Verdict.VALID


# --- attack 11: contexts ---------------------------------------------------------------------------------------------


def test_attack_11_a_context_written_into_the_document_is_refused() -> None:
    """It could say that "name" means "description"."""
    inline = {**CREDENTIAL, "@context": [*CREDENTIAL["@context"], {"name": "https://schema.org/description"}]}

    report = WORLD.verify(inline)

    assert code(report, Check.CONTEXT) is Code.CONTEXT_REFUSED
    assert report.verdict is Verdict.INVALID


def test_attack_11_nor_one_inside_a_part_of_it() -> None:
    achievement = {**CREDENTIAL["credentialSubject"]["achievement"], "@context": {"name": "https://schema.org/x"}}
    subject = {**CREDENTIAL["credentialSubject"], "achievement": achievement}

    assert code(WORLD.verify({**CREDENTIAL, "credentialSubject": subject}), Check.CONTEXT) is Code.CONTEXT_REFUSED


def test_attack_11_a_context_elsewhere_is_never_fetched() -> None:
    elsewhere = {**CREDENTIAL, "@context": [*CREDENTIAL["@context"], "https://mallory.example/context"]}

    report, asked = WORLD.verify_and_watch(elsewhere)

    assert asked == [BRUNEL.document_url, BRUNEL.status_url]
    assert report.verdict is Verdict.INDETERMINATE


def test_attack_11_contexts_in_another_order_are_another_document() -> None:
    assert WORLD.verify({**CREDENTIAL, "@context": CREDENTIAL["@context"][::-1]}).verdict is Verdict.INVALID


# --- attack 13: one kind given for another ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (WORLD.published(BRUNEL.status_url), Kind.STATUS_LIST),
        (endorsement(), Kind.ENDORSEMENT),
        (presentation(), Kind.PRESENTATION),
        (record(), Kind.CLR),
    ],
    ids=["status list", "endorsement", "presentation", "CLR"],
)
def test_attack_13_a_genuine_document_of_another_kind_is_no_achievement(document: dict[str, Any], kind: Kind) -> None:
    with pytest.raises(MalformedDocument) as refused:
        read(json.dumps(document), expecting=ACHIEVEMENTS)

    assert refused.value.code is Code.WRONG_TYPE
    assert kind.value in refused.value.reason


@pytest.mark.parametrize(
    "document", [WORLD.published(BRUNEL.status_url), presentation()], ids=["status list", "presentation"]
)
def test_attack_13_what_is_no_badge_is_not_verified_as_one(document: dict[str, Any]) -> None:
    report = WORLD.verify(document)

    assert (report.verdict, code(report, Check.READING)) == (Verdict.INVALID, Code.WRONG_TYPE)


@pytest.mark.parametrize(
    ("document", "kind"), [(CREDENTIAL, Kind.ACHIEVEMENT), (endorsement(), Kind.ENDORSEMENT), (record(), Kind.CLR)]
)
def test_a_report_says_what_kind_of_thing_is_genuine(document: dict[str, Any], kind: Kind) -> None:
    report = WORLD.verify(document)

    assert report.verdict is Verdict.VALID
    assert report.credential is not None
    assert report.credential.kind is kind
    assert report.credential.summary()["kind"] == kind.value


@pytest.mark.parametrize(
    "types",
    [
        ["VerifiableCredential", "OpenBadgeCredential", "EndorsementCredential"],
        ["VerifiableCredential", "AchievementCredential", "BitstringStatusListCredential"],
        ["VerifiablePresentation", "VerifiableCredential", "OpenBadgeCredential"],
        ["OpenBadgeCredential"],
        ["VerifiableCredential", ""],
        "Assertion",
        [],
        None,
        {"id": "VerifiableCredential"},
    ],
)
def test_attack_13_a_document_of_two_kinds_or_of_none_is_refused(types: Any) -> None:
    report = WORLD.verify({**CREDENTIAL, "type": types})

    assert report.credential is None
    assert report.verdict is Verdict.INVALID


def test_attack_13_the_word_achievement_means_nothing_without_the_context_of_open_badges() -> None:
    bare = {**CREDENTIAL, "@context": [CONTEXT]}

    report = WORLD.verify(bare)

    assert report.credential is not None
    assert report.credential.kind is Kind.OTHER_CREDENTIAL
    assert report.verdict is Verdict.INVALID


# --- attack 15 and 16: JSON that two programs read differently -------------------------------------------------------

TEXT = json.dumps(CREDENTIAL)


def reading(text: str | bytes) -> tuple[Verdict, Code]:
    report: Report = WORLD.verify(text)
    return report.verdict, code(report, Check.READING)


def test_attack_15_a_member_that_stands_twice_is_refused() -> None:
    twice = TEXT.replace('"issuer":', '"issuer": "did:web:mallory.example", "issuer":', 1)

    assert reading(twice) == (Verdict.INVALID, Code.DUPLICATE_KEY)


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e400", "9007199254740993", "1" * 5000, "01", "1.", "+1", ".5"]
)
def test_attack_16_a_number_that_not_everybody_reads_alike_is_refused(number: str) -> None:
    assert reading(TEXT[:-1] + f', "x": {number}}}') == (Verdict.INVALID, Code.MALFORMED)


@pytest.mark.parametrize("text", ['"\\ud800"', '"\x01"', "'x'", "undefined", '"a" // b'])
def test_attack_16_a_text_that_not_everybody_reads_alike_is_refused(text: str) -> None:
    assert reading(TEXT[:-1] + f', "x": {text}}}') == (Verdict.INVALID, Code.MALFORMED)


@pytest.mark.parametrize("deep", ['{"x":' * 65 + "1" + "}" * 65, "[" * 100_000, '{"":' * 10_000])
def test_attack_16_a_document_deeper_than_any_credential_is_refused(deep: str) -> None:
    report = WORLD.verify(deep)

    assert report.verdict is Verdict.INVALID


@pytest.mark.parametrize("raw", [b"", b" ", b"\xff\xfe{\0}\0", b"{", b"[]", b"null", b"1", b'"x"', b"\x89PNG", b"a.b"])
def test_bytes_that_are_no_credential_are_invalid_and_say_why(raw: bytes) -> None:
    assert reading(raw) == (Verdict.INVALID, Code.MALFORMED)


def test_attack_a_document_of_more_than_a_mebibyte_is_not_read() -> None:
    assert reading(b" " * (1 << 20) + TEXT.encode()) == (Verdict.INVALID, Code.TOO_LARGE)
