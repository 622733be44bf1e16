"""Is it current? The validity period, and what the issuer's status lists say today."""

from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.instants import format_timestamp
from assay.science.securing.contexts import ContextLibrary
from assay.science.status import revocation_list, status_list
from assay.science.status.revocation_list import RevocationList
from assay.science.status.status_entry import (
    BitstringStatusListEntry,
    RevocationListEntry,
    StatusEntry,
    UnknownStatus,
    read_status_entries,
)
from assay.science.status.status_list import StatusJudgement, StatusList
from assay.science.verification.asking import Asking, Need
from assay.science.verification.report import Check, Finding, Outcome, faulty, holds, not_applicable
from assay.science.verification.signatures import MAX_WORK_BESIDE, Signing, check_signature
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.kinds import Kind
from assay.science.vocabulary.reading import read

_VALIDITY = "VCDM 2.0 §4.9"
# More entries than purposes exist; each may cost a download.
MAX_ENTRIES = 8

# What one verification found at the addresses of lists, by kind, address and issuer: each list is judged once, however
# many entries and enclosed credentials name it.
Judged: TypeAlias = StatusList | RevocationList | AssayError
Lists: TypeAlias = dict[tuple[str, str, str], Judged]


def check_validity(credential: UnverifiedCredential, *, at: datetime) -> Finding:
    """Compare instants, both ends included, to the letter: see docs/decisions/0014-time-to-the-letter.md."""
    starts, ends = credential.validity.starts, credential.validity.ends
    if starts is not None and at < starts:
        early = Refused(f"it counts only from {format_timestamp(starts)}", code=Code.NOT_YET_VALID, clause=_VALIDITY)
        return faulty(Check.VALIDITY, early)
    if ends is not None and at > ends:
        late = Refused(f"it ended on {format_timestamp(ends)}", code=Code.EXPIRED, clause=_VALIDITY)
        return faulty(Check.VALIDITY, late)
    until = f"until {format_timestamp(ends)}" if ends else "and it states no end"
    return holds(Check.VALIDITY, f"inside its validity period, {until}", _VALIDITY)


def check_status(
    credential: UnverifiedCredential, *, at: datetime, contexts: ContextLibrary, lists: Lists, failed: bool = False
) -> Asking[tuple[Finding, ...]]:
    """One finding for each status entry. A list that cannot be had or cannot be trusted leaves it UNKNOWN.

    ``lists`` is what this verification found at the addresses of lists so far. ``failed``: the credential is worthless,
    and whoever made it must not choose whom we ask. Source: VCDM 2.0 §4.10, BSL 1.0 §3.2, OB 3.0 §9.1.
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
            found = yield from _list_of(entry, credential, at, contexts, lists)
            findings.append(_told(found, entry, credential, at))
    return tuple(findings)


def _list_of(
    entry: StatusEntry, credential: UnverifiedCredential, at: datetime, contexts: ContextLibrary, lists: Lists
) -> Asking[Judged]:
    """What is at an entry's address: the list, if it is one that the credential's issuer vouches for."""
    key = (type(entry).__name__, entry.list_url, str(credential.issuer))
    if key not in lists:
        raw = yield Need(entry.list_url)
        try:
            if raw is None:
                raise Refused(f"the status list at {entry.list_url} could not be had", code=Code.STATUS_UNREACHABLE)
            if isinstance(entry, RevocationListEntry):
                lists[key] = _revocation_list(raw, credential)
            else:
                lists[key] = yield from _status_list(raw, entry.list_url, credential, at, contexts)
        except AssayError as error:
            lists[key] = error
    return lists[key]


def _revocation_list(raw: bytes, credential: UnverifiedCredential) -> RevocationList:
    found = revocation_list.read_revocation_list(raw)
    if found.issuer != credential.issuer:
        raise Refused(f"the revocation list is {found.issuer}'s, not the issuer's", code=Code.STATUS_INVALID)
    return found


def _status_list(
    raw: bytes, url: str, credential: UnverifiedCredential, at: datetime, contexts: ContextLibrary
) -> Asking[StatusList]:
    """(1) Read the list, (2) insist that it is the one asked for, (3) and that the credential's issuer signed it."""
    listing = read(raw, expecting=frozenset({Kind.STATUS_LIST}))  # (1)
    # One host serves many lists of one issuer, all well signed: what answers under another name says nothing here.
    if listing.id != url:  # (2)
        raise Refused(
            f"another list was found there, or one without a name: {listing.id!r:.200}", code=Code.STATUS_INVALID
        )
    if listing.issuer != credential.issuer:
        raise Refused(f"the status list is {listing.issuer}'s, not the issuer's", code=Code.STATUS_INVALID)
    signing = Signing(str(credential.issuer), "assertionMethod", at, contexts, MAX_WORK_BESIDE)
    for finding in (yield from check_signature(listing, signing)):  # (3)
        if finding.outcome in (Outcome.FAILS, Outcome.UNKNOWN):
            raise Refused(f"the status list does not verify: {finding.reason}", code=Code.STATUS_INVALID)
    return status_list.read_status_list(listing.document)


def _told(found: Judged, entry: StatusEntry, credential: UnverifiedCredential, at: datetime) -> Finding:
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
    return Finding(Check.STATUS, Outcome(judgement.outcome_name), judgement.code, judgement.reason, "BSL 1.0 §3.2")


def _untrusted(error: AssayError) -> Finding:
    """Whoever serves a list may serve rubbish: that is no word of the issuer's, so it proves nothing either way."""
    code = error.code if error.code is Code.STATUS_UNREACHABLE else Code.STATUS_INVALID
    return replace(faulty(Check.STATUS, error), outcome=Outcome.UNKNOWN, code=code)
