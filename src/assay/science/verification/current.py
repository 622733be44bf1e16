"""Is it current? The validity period, and what the issuer's status lists say today."""

from dataclasses import replace
from datetime import datetime

from assay.science.errors import AssayError, Code, MalformedDocument, Refused
from assay.science.instants import format_timestamp
from assay.science.securing.contexts import ContextLibrary
from assay.science.status import revocation_list, status_list
from assay.science.status.status_entry import (
    BitstringStatusListEntry,
    RevocationListEntry,
    UnknownStatus,
    read_status_entries,
)
from assay.science.status.status_list import StatusJudgement
from assay.science.verification.asking import Asking, Need
from assay.science.verification.report import Check, Finding, Outcome, faulty, holds, not_applicable
from assay.science.verification.signatures import MAX_WORK_BESIDE, Signing, check_signature
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.kinds import Kind
from assay.science.vocabulary.reading import read

_VALIDITY = "VCDM 2.0 §4.9"
# More entries than purposes exist; each may cost a download.
MAX_ENTRIES = 8


def check_validity(credential: UnverifiedCredential, *, at: datetime) -> Finding:
    """Compare instants, both ends included."""
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
    credential: UnverifiedCredential, *, at: datetime, contexts: ContextLibrary
) -> Asking[tuple[Finding, ...]]:
    """One finding for each status entry. A list that cannot be had or cannot be trusted leaves it UNKNOWN.

    Source: VCDM 2.0 §4.10, BSL 1.0 §3.2, OB 3.0 §9.1.
    """
    try:
        entries = read_status_entries(credential.document)
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
            continue
        raw = yield Need(entry.list_url)
        if raw is None:
            reason = f"the status list at {entry.list_url} could not be had"
            findings.append(faulty(Check.STATUS, Refused(reason, code=Code.STATUS_UNREACHABLE)))
        elif isinstance(entry, RevocationListEntry):
            findings.append(_listed(raw, credential))
        else:
            findings.append((yield from _bit(raw, entry, credential, at, contexts)))
    return tuple(findings)


def _listed(raw: bytes, credential: UnverifiedCredential) -> Finding:
    try:
        revocations = revocation_list.read_revocation_list(raw)
        if revocations.issuer != credential.issuer:
            reason = f"the revocation list is {revocations.issuer}'s, not the issuer's"
            raise Refused(reason, code=Code.STATUS_INVALID)
        if credential.id is None:
            raise Refused("without an id of its own it cannot be looked up there", code=Code.STATUS_INVALID)
    except AssayError as error:
        return _untrusted(error)
    return _judged(revocation_list.judge_listing(revocations, credential.id))


def _bit(
    raw: bytes,
    entry: BitstringStatusListEntry,
    credential: UnverifiedCredential,
    at: datetime,
    contexts: ContextLibrary,
) -> Asking[Finding]:
    """(1) Read the list, (2) insist that the credential's issuer signed it, (3) look the bit up, (4) ask its age."""
    try:
        listing = read(raw, expecting=frozenset({Kind.STATUS_LIST}))  # (1)
        if listing.issuer != credential.issuer:
            raise Refused(f"the status list is {listing.issuer}'s, not the issuer's", code=Code.STATUS_INVALID)
        signing = Signing(str(credential.issuer), "assertionMethod", at, contexts, MAX_WORK_BESIDE)
        found = yield from check_signature(listing, signing)  # (2)
        for finding in found:
            if finding.outcome in (Outcome.FAILS, Outcome.UNKNOWN):
                raise Refused(f"the status list does not verify: {finding.reason}", code=Code.STATUS_INVALID)
        published = status_list.read_status_list(listing.document)
        # One host serves many lists of one issuer, all well signed: what answers under another name says nothing here.
        if published.id != entry.list_url:
            reason = f"another list was found there, or one without a name: {published.id!r:.200}"
            raise Refused(reason, code=Code.STATUS_INVALID)
    except AssayError as error:
        return _untrusted(error)
    try:
        value = status_list.lookup(entry, published)  # (3)
        judgement = status_list.judge(entry, value)
        # A list that has run out still proves a revocation, for that cannot be undone; it proves nothing else. (4)
        if judgement.code is not Code.REVOKED:
            status_list.require_current(published, at=at)
    except AssayError as error:
        return faulty(Check.STATUS, error)
    return _judged(judgement)


def _judged(judgement: StatusJudgement) -> Finding:
    return Finding(Check.STATUS, Outcome(judgement.outcome_name), judgement.code, judgement.reason, "BSL 1.0 §3.2")


def _untrusted(error: AssayError) -> Finding:
    """Whoever serves a list may serve rubbish: that is no word of the issuer's, so it proves nothing either way."""
    return replace(faulty(Check.STATUS, error), outcome=Outcome.UNKNOWN, code=Code.STATUS_INVALID)
