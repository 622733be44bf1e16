"""Is it current? The validity period, and what the issuer's status lists say today."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.instants import format_timestamp
from assay.science.status import revocation_list, status_list
from assay.science.status.revocation_list import RevocationList
from assay.science.status.status_entry import (
    BitstringStatusListEntry,
    StatusEntry,
    UnknownStatus,
    read_status_entries,
)
from assay.science.status.status_list import StatusJudgement, StatusList
from assay.science.verification.asking import Asking
from assay.science.verification.lists import Inquiry
from assay.science.verification.report import Check, Finding, Outcome, faulty, holds, not_applicable
from assay.science.vocabulary.credential import UnverifiedCredential

_OUTCOMES = {outcome.value: outcome for outcome in Outcome}
_VALIDITY = "VCDM 2.0 §4.9"
# More entries than purposes exist; each may cost a download.
MAX_ENTRIES = 8


def check_validity(credential: UnverifiedCredential, *, at: datetime) -> Finding:
    """Compare instants, both ends included, to the letter: see docs/decisions/0014-time-to-the-letter.md."""
    starts, ends = credential.validity.starts, credential.validity.ends
    if starts is not None and at < starts:
        early = Refused(f"it counts only from {format_timestamp(starts)}", code=Code.NOT_YET_VALID, clause=_VALIDITY)
        return faulty(Check.VALIDITY, early)
    if ends is not None and at > ends:
        late = Refused(f"it ended on {format_timestamp(ends)}", code=Code.EXPIRED, clause=_VALIDITY)
        return faulty(Check.VALIDITY, late)
    return _inside(ends)


@lru_cache(maxsize=256)  # the badges of a course end together
def _inside(ends: datetime | None) -> Finding:
    until = f"until {format_timestamp(ends)}" if ends else "and it states no end"
    return holds(Check.VALIDITY, f"inside its validity period, {until}", _VALIDITY)


def check_status(
    credential: UnverifiedCredential, inquiry: Inquiry, *, failed: bool = False
) -> Asking[tuple[Finding, ...]]:
    """One finding for each status entry. A list that cannot be had or cannot be trusted leaves it UNKNOWN.

    ``failed``: the credential is worthless, and whoever made it must not choose whom we ask.
    Source: VCDM 2.0 §4.10, BSL 1.0 §3.2, OB 3.0 §9.1.
    """
    try:
        entries = read_status_entries(credential.only("credentialStatus"))
        if len(entries) > MAX_ENTRIES:
            raise MalformedDocument(f"more than {MAX_ENTRIES} status entries", code=Code.TOO_LARGE)
    except AssayError as error:
        return (faulty(Check.STATUS, error),)
    if not entries:
        return (not_applicable(Check.STATUS, "its issuer keeps no status for it", "VCDM 2.0 §4.10"),)
    findings: list[Finding] = []
    for entry in entries:
        if isinstance(entry, UnknownStatus):
            findings.append(faulty(Check.STATUS, Refused(entry.reason, code=Code.STATUS_UNSUPPORTED)))
        elif failed:
            findings.append(not_applicable(Check.STATUS, "it is not genuine, so nobody was asked for its status"))
        else:
            found = yield from inquiry.list_of(entry, credential)
            findings.append(_told(found, entry, credential, inquiry.at))
    return tuple(findings)


def _told(
    found: StatusList | RevocationList | AssayError, entry: StatusEntry, credential: UnverifiedCredential, at: datetime
) -> Finding:
    """What a list says of one entry, if it is the issuer's word at all."""
    if isinstance(found, AssayError):
        return _untrusted(found)
    if isinstance(found, RevocationList):
        if credential.id is None:
            nameless = Refused("without an id of its own it cannot be looked up there", code=Code.STATUS_INVALID)
            return _untrusted(nameless)
        return _judged(revocation_list.judge_listing(found, credential.id))
    assert isinstance(entry, BitstringStatusListEntry)  # noqa: S101 -- the list was read for an entry of this type
    try:
        judgement = status_list.judge(entry, status_list.lookup(entry, found))
        # A list that has run out still proves a revocation, for that cannot be undone; it proves nothing else.
        if judgement.code is not Code.REVOKED:
            status_list.require_current(found, at=at)
    except AssayError as error:
        return faulty(Check.STATUS, error)
    return _judged(judgement)


def _judged(judgement: StatusJudgement) -> Finding:
    outcome = _OUTCOMES[judgement.outcome_name]
    return Finding(Check.STATUS, outcome, judgement.code, judgement.reason, "BSL 1.0 §3.2")


def _untrusted(error: AssayError) -> Finding:
    """Whoever serves a list may serve rubbish: that is no word of the issuer's, so it proves nothing either way."""
    code = error.code if error.code is Code.STATUS_UNREACHABLE else Code.STATUS_INVALID
    return replace(faulty(Check.STATUS, error), outcome=Outcome.UNKNOWN, code=code)
