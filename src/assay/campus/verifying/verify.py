"""Verify whatever somebody sends: bytes in, a report out, and nothing kept.

Documents under our own host are answered from what we publish; for the rest the guarded fetcher asks the issuer's host
for its DID document and its status list, which are the same for all its credentials: no request names a holder.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from threading import BoundedSemaphore

from assay.campus.issuing.documents import fetch_for
from assay.campus.people.tools import Tools
from assay.campus.verifying.meaning import Meaning, meaning_of
from assay.science.errors import Unavailable
from assay.science.ports import Fetch
from assay.science.trust.trust_file import TrustFile
from assay.science.verification.asking import drive
from assay.science.verification.first_sight import MayLearn, never
from assay.science.verification.report import Check, Finding, Report
from assay.science.verification.verify import NO_TRUST, NOTHING, verify

# What a badge picture may weigh; a credential alone is a few thousand bytes, and the science reads no more than 1 MiB.
MAX_BYTES = 5 << 20
# Of the eight threads that answer requests: however many credentials name hosts that never answer, pages are served.
_OUTSIDE = BoundedSemaphore(4)


@dataclass(frozen=True, slots=True)
class Verified:
    """A report, and what the document says. ``meaning`` is ``None`` when nothing could be read."""

    report: Report
    meaning: Meaning | None

    @property
    def standing(self) -> Finding | None:
        """Who the issuer is: a line of its own, which never changes the verdict."""
        return next((each for each in self.report.findings if each.check is Check.STANDING), None)


def verify_bytes(
    content: bytes,
    *,
    at: datetime,
    tools: Tools,
    trust: TrustFile = NO_TRUST,
    at_hand: Mapping[str, bytes] = NOTHING,
    may_learn: MayLearn = never,
) -> Verified:
    """Verify a badge file: JSON, a compact JWT, or a PNG or SVG that one is baked into.

    Raises nothing for bad input: what cannot be read is INVALID with the reason. Raises ``Unavailable`` while four
    other verifications wait for other hosts; what needs none is always answered. Not kept: the bytes, the answer, who
    asked. ``trust`` is the relying party's own trust file; none by default. ``at_hand`` is what came along with the
    credential, such as its assessment record: the digests are compared. ``may_learn`` is asked before a new shape is
    learned, of the document or of a status list; whoever does not say gets nothing learned.
    """
    with _in_turn(tools) as limited:
        report = drive(verify(content, at=at, trust=trust, at_hand=at_hand, may_learn=may_learn), fetch_for(limited))
    return Verified(report, meaning_of(report.credential) if report.credential else None)


@contextmanager
def _in_turn(tools: Tools) -> Iterator[Tools]:
    """The tools, whose fetcher is made only while there is a place for one more that waits for the network."""
    with ExitStack() as held:

        def fetch() -> Fetch:
            if not _OUTSIDE.acquire(blocking=False):
                reason = "too many verifications wait for other hosts at this moment; try again in a minute"
                raise Unavailable("the network", reason)
            held.callback(_OUTSIDE.release)
            return tools.fetch()

        yield replace(tools, fetch=fetch)
