"""The story of a verification, from a document to a report. Every door of Assay tells this one.

Not checked: whether the achievement is worth anything, and whether whoever shows the credential is its holder
(``assay.science.verification.presenting``).
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from types import MappingProxyType

from assay.science.baking.badge_file import looks_baked, unbake
from assay.science.errors import AssayError, Code, MalformedDocument, Refused, Unavailable
from assay.science.identifiers import HttpsUrl
from assay.science.securing.contexts import ContextLibrary, bundled
from assay.science.trust.trust_file import TrustFile
from assay.science.verification.asking import Asking, Need, sparingly
from assay.science.verification.current import check_status, check_validity
from assay.science.verification.enclosed import check_refresh, check_resources, check_schema
from assay.science.verification.first_sight import MayLearn, always, at_first_sight
from assay.science.verification.genuine import check_genuine
from assay.science.verification.inner_credentials import Beside, check_endorsements, check_records
from assay.science.verification.lists import Inquiry, Lists
from assay.science.verification.report import Check, Finding, Outcome, Report, any_failed, faulty, holds, not_applicable
from assay.science.verification.standing import check_standing
from assay.science.vocabulary.by_shape import read_known
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.kinds import Kind, Model

NO_TRUST = TrustFile()
_NO_LOG = not_applicable(Check.LOG, "no trust file that was given asks for a transparency log")
NOTHING: Mapping[str, bytes] = MappingProxyType({})
# As long as a URL that is asked for may be, with a line break or two around it.
MAX_ADDRESS = 2_100


def verify(
    raw: bytes | str,
    *,
    at: datetime,
    trust: TrustFile = NO_TRUST,
    contexts: ContextLibrary | None = None,
    at_hand: Mapping[str, bytes] = NOTHING,
    may_learn: MayLearn = always,
    lists: Lists | None = None,
) -> Asking[Report]:
    """Read and verify a credential: JSON, a compact JWT, or a PNG or SVG image that one is baked into.

    Yields ``Need`` and is sent bytes or ``None``; returns a ``Report`` whatever it was given. ``at`` is the instant as
    of which it is verified. ``at_hand`` holds documents that came along with the credential, by the id that it gives
    them (the assessment record): their digests are compared. What cannot be read is INVALID with the reason, and no
    credential in the report.
    A document of a new shape is compiled, and the shape of one that its issuer signed is kept, so that the next takes a
    fraction of the time. A server counts by ``may_learn`` how many a client may bring; others are verified the long
    way, with the same report. Whoever verifies many as of one instant gives them ``lists`` in common, so that a status
    list is judged once.
    Open Badges 2.0 may bake in an address instead of an assertion; then that is asked for first.
    Raises ``Refused`` for two things only: an ``at`` without a zone, and ``lists`` of another instant.
    """
    _insist_on_one_instant(at, lists)
    library = contexts or bundled()
    try:
        text = unbake(raw) if isinstance(raw, bytes) and looks_baked(raw) else raw
        address = _address(text)
        if address is not None:
            found = yield Need(address)
            if found is None:
                raise Unavailable(
                    address, "the badge is not in the file but behind this address, which could not be had"
                )
            text = found
        credential = read_known(text, library)
    except AssayError as error:
        return Report(None, at, (faulty(Check.READING, error),))
    credential, keep = at_first_sight(text, credential, library, may_learn)
    report = yield from verification(
        credential, at=at, trust=trust, contexts=library, at_hand=at_hand, may_learn=may_learn, lists=lists
    )
    if keep is not None and all(report.outcome(check) is Outcome.HOLDS for check in (Check.PROOF, Check.ISSUER)):
        keep()
    return report


def verification(
    credential: UnverifiedCredential,
    *,
    at: datetime,
    trust: TrustFile = NO_TRUST,
    contexts: ContextLibrary | None = None,
    at_hand: Mapping[str, bytes] = NOTHING,
    may_learn: MayLearn = always,
    lists: Lists | None = None,
) -> Asking[Report]:
    """Verify a credential that was read, asking for each outside document once and for a bounded number of them.

    ``may_learn`` and ``lists`` as ``verify`` takes them; here they are about status lists alone.
    """
    _insist_on_one_instant(at, lists)
    inquiry = Inquiry(at, contexts or bundled(), may_learn, lists)
    return sparingly(_story(credential, inquiry, trust, at_hand))


def _story(
    credential: UnverifiedCredential, inquiry: Inquiry, trust: TrustFile, at_hand: Mapping[str, bytes]
) -> Asking[Report]:
    """In numbered steps; every step leaves at least one finding."""
    at, library = inquiry.at, inquiry.contexts
    # (1) Reading it was the first check: its structure is that of its kind.
    findings = [_read_as(credential.kind, credential.model)]
    # (2) Do all its words have a known meaning? (3) Is it unaltered, and did the issuer sign it?
    genuine = yield from check_genuine(credential, at=at, contexts=library)
    findings += genuine
    # (4) Is it inside its validity period?
    findings.append(check_validity(credential, at=at))
    # (5) Has the issuer withdrawn it? A list out of reach is UNKNOWN: offline is not forged.
    failed = any_failed(genuine)
    findings += yield from check_status(credential, inquiry, failed=failed)
    # (6) Are the documents it refers to the ones that were signed?
    findings += check_resources(credential, library, at_hand)
    # (7) Is it in the log? Asked for only when the relying party names logs.
    findings.append(_check_log(trust))
    # (8) What it brings along, which informs and decides nothing.
    failed = any_failed(findings)
    beside = Beside(inquiry, failed)
    findings += yield from check_endorsements(credential, beside)
    findings += yield from check_records(credential, beside)
    findings += [check_refresh(credential), check_schema(credential)]
    # (9) Who is the issuer?
    findings.append(check_standing(credential.issuer, trust, at=at))
    return Report(credential, at, tuple(findings))


def _insist_on_one_instant(at: datetime, lists: Lists | None) -> None:
    if at.tzinfo is None:
        raise Refused("verify as of an instant with a zone, such as datetime.now(UTC)")
    if lists is not None:
        lists.require(at)


@cache
def _read_as(kind: Kind, model: Model) -> Finding:
    return holds(Check.READING, f"well formed: {kind.value} ({model.value})")


def _address(text: bytes | str) -> str | None:
    """The https address that stands where a badge should, if that is all there is."""
    if len(text) > MAX_ADDRESS:
        return None
    found = (text.decode("utf-8", "replace") if isinstance(text, bytes) else text).strip()
    try:
        HttpsUrl.from_text(found)
    except MalformedDocument:
        return None
    return found


def _check_log(trust: TrustFile) -> Finding:
    if not trust.logs:
        return _NO_LOG
    missing = Refused(
        f"your trust file asks for the log {trust.logs[0]}, which this version cannot consult",
        code=Code.LOG_UNREACHABLE,
    )
    return faulty(Check.LOG, missing)
