"""What the issuer's status list says today decides whether a credential still counts; nobody else's word does."""

from datetime import timedelta
from typing import Any

import pytest

from assay.science.errors import Code
from assay.science.securing import vc_jwt
from assay.science.verification.report import Check, Outcome, Report, Verdict
from tests.cast import ADA, BRUNEL, MALLORY, NORTHGATE, WELDING_BASICS
from tests.world import A_DAY, AN_ID, AN_INDEX, World, changed, code, finding, signed

WORLD = World().with_issuer(BRUNEL).with_issuer(NORTHGATE)
CREDENTIAL = WORLD.issued(WELDING_BASICS, to=ADA)


def with_status(**changes: Any) -> str | dict[str, Any]:
    """The credential with another status entry, signed by its issuer."""
    credential = WORLD.composed(WELDING_BASICS, to=ADA)
    return signed({**credential, "credentialStatus": changed(credential["credentialStatus"], **changes)})


def status_of(world: World, credential: str | dict[str, Any] = CREDENTIAL) -> tuple[Verdict, Outcome, Code]:
    report = world.verify(credential)
    return report.verdict, report.outcome(Check.STATUS), code(report, Check.STATUS)


def test_a_revoked_credential_is_invalid() -> None:
    world = WORLD.with_status(BRUNEL, set_bits=(AN_INDEX,))

    assert status_of(world) == (Verdict.INVALID, Outcome.FAILS, Code.REVOKED)


def test_a_neighbour_who_is_revoked_changes_nothing() -> None:
    world = WORLD.with_status(BRUNEL, set_bits=(AN_INDEX - 1, AN_INDEX + 1, 0, 131_071))

    assert status_of(world) == (Verdict.VALID, Outcome.HOLDS, Code.OK)


def test_a_credential_without_a_status_cannot_be_revoked_and_is_valid() -> None:
    report = WORLD.verify(WORLD.issued(WELDING_BASICS, to=ADA, revocable=False))

    assert report.outcome(Check.STATUS) is Outcome.NOT_APPLICABLE
    assert report.verdict is Verdict.VALID


def test_attack_7_yesterdays_list_proves_nothing_today() -> None:
    """The host of the list hides a revocation by serving the list of the day before."""
    assert status_of(WORLD.on(WORLD.at + A_DAY)) == (Verdict.INDETERMINATE, Outcome.UNKNOWN, Code.STATUS_STALE)


def test_a_list_from_tomorrow_proves_nothing_today() -> None:
    assert status_of(WORLD.on(WORLD.at - A_DAY), _issued_long_ago())[2] is Code.STATUS_STALE


def test_what_a_stale_list_shows_as_revoked_stays_revoked() -> None:
    """A revocation cannot be undone, so for once the age of the list does not matter."""
    world = WORLD.with_status(BRUNEL, set_bits=(AN_INDEX,)).on(WORLD.at + timedelta(days=300))

    assert status_of(world) == (Verdict.INVALID, Outcome.FAILS, Code.REVOKED)


def test_a_suspended_credential_is_invalid_as_long_as_it_is_suspended() -> None:
    credential = with_status(statusPurpose="suspension")
    suspended = WORLD.with_status(BRUNEL, purpose="suspension", set_bits=(AN_INDEX,))
    resumed = WORLD.with_status(BRUNEL, purpose="suspension")

    assert status_of(suspended, credential) == (Verdict.INVALID, Outcome.FAILS, Code.SUSPENDED)
    assert status_of(resumed, credential) == (Verdict.VALID, Outcome.HOLDS, Code.OK)


def test_what_a_stale_list_shows_as_suspended_may_long_be_resumed() -> None:
    world = WORLD.with_status(BRUNEL, purpose="suspension", set_bits=(AN_INDEX,)).on(WORLD.at + A_DAY)

    assert status_of(world, with_status(statusPurpose="suspension"))[1:] == (Outcome.UNKNOWN, Code.STATUS_STALE)


def test_a_status_message_is_told_and_ends_nothing() -> None:
    messages = [{"status": "0x0", "message": "in good standing"}, {"status": "0x1", "message": "fee\x1b[2J due"}]
    credential = with_status(statusPurpose="message", statusSize=1, statusMessage=messages)
    world = WORLD.with_status(BRUNEL, purpose="message", set_bits=(AN_INDEX,))

    report = world.verify(credential)

    assert (report.verdict, code(report, Check.STATUS)) == (Verdict.VALID, Code.STATUS_MESSAGE)
    assert "\x1b" not in finding(report, Check.STATUS).reason


def test_a_purpose_that_nobody_defined_is_unknown() -> None:
    world = WORLD.with_status(BRUNEL, purpose="honours")

    assert status_of(world, with_status(statusPurpose="honours"))[1:] == (Outcome.UNKNOWN, Code.STATUS_UNSUPPORTED)


def test_every_entry_is_looked_at_and_one_that_fails_decides() -> None:
    credential = WORLD.composed(WELDING_BASICS, to=ADA)
    suspension = changed(
        credential["credentialStatus"],
        id=None,
        statusPurpose="suspension",
        statusListCredential="https://brunel.example/status/2",
    )
    listing = WORLD.with_status(BRUNEL, purpose="suspension", set_bits=(AN_INDEX,)).published(BRUNEL.status_url)
    moved = signed(changed(listing, proof=None, id="https://brunel.example/status/2"))
    world = WORLD.publishing("https://brunel.example/status/2", moved)

    report = world.verify(signed({**credential, "credentialStatus": [credential["credentialStatus"], suspension]}))

    outcomes = [each.outcome for each in report.findings if each.check is Check.STATUS]
    assert outcomes == [Outcome.HOLDS, Outcome.FAILS]
    assert report.verdict is Verdict.INVALID


# --- whose word it is -------------------------------------------------------------------------------------------------


def test_attack_a_list_signed_by_somebody_else_proves_nothing() -> None:
    """Whoever serves the list signs one of his own, in the issuer's name."""
    listing = changed(WORLD.with_status(BRUNEL, set_bits=(AN_INDEX,)).published(BRUNEL.status_url), proof=None)
    world = WORLD.publishing(BRUNEL.status_url, signed(listing, by=MALLORY))

    assert status_of(world) == (Verdict.INDETERMINATE, Outcome.UNKNOWN, Code.STATUS_INVALID)


def test_attack_a_list_that_says_it_is_somebody_elses_proves_nothing() -> None:
    listing = changed(WORLD.published(BRUNEL.status_url), proof=None, issuer=NORTHGATE.id)
    world = WORLD.publishing(BRUNEL.status_url, signed(listing, by=NORTHGATE))

    assert status_of(world) == (Verdict.INDETERMINATE, Outcome.UNKNOWN, Code.STATUS_INVALID)


def test_attack_another_list_of_the_same_issuer_never_makes_it_valid() -> None:
    """One host serves many lists, all well signed: it answers for the one that revokes with one that does not."""
    listing = changed(WORLD.published(BRUNEL.status_url), proof=None, id="https://brunel.example/status/2")
    world = WORLD.publishing(BRUNEL.status_url, signed(listing))

    assert status_of(world) == (Verdict.INDETERMINATE, Outcome.UNKNOWN, Code.STATUS_INVALID)


def test_attack_a_list_without_an_id_could_be_any_list() -> None:
    assert status_of(WORLD.with_status(BRUNEL, id=None)) == (
        Verdict.INDETERMINATE,
        Outcome.UNKNOWN,
        Code.STATUS_INVALID,
    )


@pytest.mark.parametrize(
    "served", ["", "<html>Not found</html>", "{}", '{"a":1,"a":2}', CREDENTIAL, "[" * 70, "a.b.c", b"\xff\xfe", "null"]
)
def test_attack_rubbish_at_the_lists_address_proves_nothing_either_way(served: str | bytes) -> None:
    world = WORLD.publishing(BRUNEL.status_url, served)

    assert status_of(world) == (Verdict.INDETERMINATE, Outcome.UNKNOWN, Code.STATUS_INVALID)


def test_an_unsigned_list_proves_nothing() -> None:
    listing = changed(WORLD.with_status(BRUNEL, set_bits=(AN_INDEX,)).published(BRUNEL.status_url), proof=None)

    assert status_of(WORLD.publishing(BRUNEL.status_url, listing))[1] is Outcome.UNKNOWN


def test_a_list_may_be_a_token() -> None:
    listing = changed(WORLD.with_status(BRUNEL, set_bits=(AN_INDEX,)).published(BRUNEL.status_url), proof=None)
    token = vc_jwt.secure_as_jwt(listing, signer=BRUNEL.key, kid=BRUNEL.method, typ="vc+jwt")

    assert status_of(WORLD.publishing(BRUNEL.status_url, token)) == (Verdict.INVALID, Outcome.FAILS, Code.REVOKED)


# --- attack 8: the index, the size, the type --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "verdict", "expected"),
    [
        ({"statusListIndex": "94567"}, Verdict.INVALID, Code.REVOKED),
        ({"statusListIndex": "0"}, Verdict.INVALID, Code.REVOKED),
        ({"statusListIndex": "131071"}, Verdict.INVALID, Code.REVOKED),
        ({"statusListIndex": "1"}, Verdict.VALID, Code.OK),
        ({"statusListIndex": "7"}, Verdict.VALID, Code.OK),  # would be set if bits were counted from the right
        ({"statusListIndex": "131064"}, Verdict.VALID, Code.OK),  # the same, in the last byte
        ({"statusListIndex": "131072"}, Verdict.INVALID, Code.STATUS_RANGE),
        ({"statusListIndex": str(1 << 41)}, Verdict.INVALID, Code.STATUS_RANGE),
        ({"statusListIndex": "9" * 5000}, Verdict.INVALID, Code.STATUS_RANGE),
        ({"statusListIndex": "abc"}, Verdict.INVALID, Code.STATUS_INVALID),
        ({"statusListIndex": "-1"}, Verdict.INVALID, Code.STATUS_INVALID),
        ({"statusListIndex": "+1"}, Verdict.INVALID, Code.STATUS_INVALID),
        ({"statusListIndex": " 1"}, Verdict.INVALID, Code.STATUS_INVALID),
        ({"statusListIndex": "1.0"}, Verdict.INVALID, Code.STATUS_INVALID),
        ({"statusListIndex": "0x10"}, Verdict.INVALID, Code.STATUS_INVALID),
        ({"statusListIndex": "01"}, Verdict.INVALID, Code.STATUS_INVALID),
        ({"statusListIndex": "\u0661"}, Verdict.INVALID, Code.STATUS_INVALID),  # a digit to int(), not to us
        ({"statusListIndex": ""}, Verdict.INVALID, Code.STATUS_INVALID),
        ({"statusListIndex": 94_567}, Verdict.INVALID, Code.STATUS_INVALID),
        ({"statusListIndex": None}, Verdict.INVALID, Code.STATUS_INVALID),
        ({"statusPurpose": "suspension"}, Verdict.INVALID, Code.STATUS_INVALID),  # the list is about something else
        ({"statusSize": 0}, Verdict.INVALID, Code.STATUS_INVALID),
        ({"statusSize": 9}, Verdict.INDETERMINATE, Code.STATUS_UNSUPPORTED),
        ({"type": "StatusList2021Entry"}, Verdict.INDETERMINATE, Code.STATUS_UNSUPPORTED),
        ({"statusListCredential": "http://brunel.example/1"}, Verdict.INDETERMINATE, Code.STATUS_UNSUPPORTED),
        ({"statusListCredential": "https://brunel.example/9"}, Verdict.INDETERMINATE, Code.STATUS_UNREACHABLE),
    ],
)
def test_attack_8_an_index_is_read_in_one_way_only(entry: dict[str, Any], verdict: Verdict, expected: Code) -> None:
    """Bits counted from the wrong end, lenient numbers, an unknown type taken for no status at all.

    Signed as a token, so that no other check has an opinion on an odd member.
    """
    credential = WORLD.composed(WELDING_BASICS, to=ADA)
    pointed = {**credential, "credentialStatus": changed(credential["credentialStatus"], **entry)}
    world = WORLD.with_status(BRUNEL, set_bits=(0, AN_INDEX, 131_071))

    report = world.verify(vc_jwt.secure_as_jwt(pointed, signer=BRUNEL.key, kid=BRUNEL.method))

    assert code(report, Check.STATUS) is expected
    assert _verdict_of_status_alone(report) is verdict


def test_attack_more_entries_than_purposes_exist_are_a_flood() -> None:
    credential = WORLD.composed(WELDING_BASICS, to=ADA)
    entries = [
        changed(
            credential["credentialStatus"], id=f"urn:x:{each}", statusListCredential=f"https://flood.example/{each}"
        )
        for each in range(9)
    ]

    report, asked = WORLD.verify_and_watch(signed({**credential, "credentialStatus": entries}))

    assert code(report, Check.STATUS) is Code.TOO_LARGE
    assert asked == [BRUNEL.document_url]


# --- lists of ids, as Open Badges defines them -----------------------------------------------------------------------

REVOCATIONS = "https://brunel.example/revocations"


def revocations(*ids: str, issuer: str = BRUNEL.id) -> dict[str, Any]:
    return {"id": REVOCATIONS, "issuer": issuer, "revokedCredential": [{"id": each} for each in ids]}


def listed_credential(**changes: Any) -> dict[str, Any]:
    status = {"id": REVOCATIONS, "type": "1EdTechRevocationList"}
    credential = WORLD.composed(WELDING_BASICS, to=ADA)
    contexts = [*credential["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    return signed(changed({**credential, "@context": contexts}, credentialStatus=status, **changes))


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        (revocations(), (Verdict.VALID, Outcome.HOLDS, Code.OK)),
        (revocations("urn:uuid:somebody-else"), (Verdict.VALID, Outcome.HOLDS, Code.OK)),
        (revocations(AN_ID), (Verdict.INVALID, Outcome.FAILS, Code.REVOKED)),
        (revocations(AN_ID, issuer=MALLORY.id), (Verdict.INDETERMINATE, Outcome.UNKNOWN, Code.STATUS_INVALID)),
        ({"id": REVOCATIONS}, (Verdict.INDETERMINATE, Outcome.UNKNOWN, Code.STATUS_INVALID)),
    ],
)
def test_a_credential_on_its_issuers_revocation_list_is_invalid(
    listing: dict[str, Any], expected: tuple[Verdict, Outcome, Code]
) -> None:
    assert status_of(WORLD.publishing(REVOCATIONS, listing), listed_credential()) == expected


def test_a_credential_without_an_id_cannot_be_looked_up_by_id() -> None:
    """It is not on the list, and that says nothing."""
    world = WORLD.publishing(REVOCATIONS, revocations("urn:uuid:somebody-else"))
    nameless = listed_credential(id=None, type=["VerifiableCredential"], credentialSubject={"id": ADA.id})

    assert status_of(world, nameless) == (Verdict.INDETERMINATE, Outcome.UNKNOWN, Code.STATUS_INVALID)


def _issued_long_ago() -> str:
    return WORLD.on(WORLD.at - timedelta(days=30)).issued(WELDING_BASICS, to=ADA)


def _verdict_of_status_alone(report: Report) -> Verdict:
    return Report(
        report.credential,
        report.as_of,
        tuple(each for each in report.findings if each.check is not Check.CONTEXT),
    ).verdict


def test_attack_a_list_that_many_entries_name_is_judged_once() -> None:
    """A short document could make us verify one large list, badly signed, again and again."""
    composed = WORLD.composed(WELDING_BASICS, to=ADA)
    entry = composed["credentialStatus"]
    several = [{**entry, "id": f"{entry['id']}-{number}"} for number in range(8)]
    document = signed({**composed, "credentialStatus": several}, suite="eddsa-jcs-2022")

    report, asked = WORLD.verify_and_watch(document)

    found = [each for each in report.findings if each.check is Check.STATUS]
    assert [each.outcome for each in found] == [Outcome.HOLDS] * 8
    assert asked.count(BRUNEL.status_url) == 1


def test_attack_a_forgery_does_not_choose_whom_we_ask() -> None:
    report, asked = WORLD.verify_and_watch(WORLD.composed(WELDING_BASICS, to=ADA))  # unsigned

    assert report.verdict is Verdict.INVALID
    assert asked == []
