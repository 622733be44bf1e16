"""Where status entries lead: the lists that stand there, each looked at once.

Whether a list is the issuer's word does not depend on who asks, so verifications as of one instant may share those that
were found good: ``Lists``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeAlias

from assay.science.errors import AssayError, Code, Refused
from assay.science.securing.contexts import ContextLibrary
from assay.science.status import revocation_list, status_list
from assay.science.status.revocation_list import RevocationList
from assay.science.status.status_entry import BitstringStatusListEntry, RevocationListEntry
from assay.science.status.status_list import StatusList
from assay.science.verification.asking import Asking, Need
from assay.science.verification.first_sight import MayLearn, at_first_sight
from assay.science.verification.report import Outcome
from assay.science.verification.signatures import MAX_WORK_BESIDE, Signing, check_signature
from assay.science.vocabulary.by_shape import read_known
from assay.science.vocabulary.credential import UnverifiedCredential
from assay.science.vocabulary.kinds import Kind

# A batch is of one issuer or some; each keeps a few lists.
MAX_LISTS: Final = 256
# A list of 1,048,576 bits. With ``MAX_LISTS``: 32 MiB. Larger ones are looked at by each verification.
MAX_LIST_BYTES: Final = 1 << 17

_Key: TypeAlias = tuple[ContextLibrary, str, str, str]
_NONE: Mapping[_Key, StatusList | RevocationList] = MappingProxyType({})


class Lists:
    """Lists that were found good as of one instant, for many verifications as of that instant.

    What could not be had, or not be trusted, is not kept: a document may name so many addresses that a good list is
    not asked for any more, and that is its own fault, and not to be that of the next.
    """

    def __init__(self, *, at: datetime) -> None:
        self.at = at
        self._kept = _NONE

    def require(self, at: datetime) -> None:
        """Refuse another instant: a list and its signature count for a time."""
        if at != self.at:
            raise Refused(f"these lists were judged as of {self.at.isoformat()}; verify as of that, or without them")

    def get(self, key: _Key) -> StatusList | RevocationList | None:
        """The list kept under a key."""
        return self._kept.get(key)

    def keep(self, key: _Key, found: StatusList | RevocationList) -> None:
        """Keep a good list. When there are too many, all are forgotten: those in use come back."""
        if _size(found) <= MAX_LIST_BYTES:
            others = self._kept if len(self._kept) < MAX_LISTS else _NONE
            self._kept = {**others, key: found}


def _size(found: StatusList | RevocationList) -> int:
    if isinstance(found, StatusList):
        return len(found.bits)
    return sum(len(name) + len(reason) for name, reason in found.reasons.items())


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What one verification asks of lists: as of when, with which contexts known, and what it has found so far.

    ``shared`` is what it has in common with others. Whatever it found is kept in ``found``, faults as well: each list
    is judged once, however many entries and enclosed credentials name it.
    """

    at: datetime
    contexts: ContextLibrary
    may_learn: MayLearn
    shared: Lists | None
    found: dict[_Key, StatusList | RevocationList | AssayError] = field(default_factory=dict)

    def list_of(
        self, entry: BitstringStatusListEntry | RevocationListEntry, credential: UnverifiedCredential
    ) -> Asking[StatusList | RevocationList | AssayError]:
        """What is at an entry's address: the list, if it is one that the credential's issuer vouches for."""
        key = (self.contexts, type(entry).__name__, entry.list_url, str(credential.issuer))
        known = self.found.get(key)
        if known is None and self.shared is not None:
            known = self.shared.get(key)
        if known is not None:
            return known
        try:
            good = yield from self._asked(entry, credential)
        except AssayError as error:
            self.found[key] = error
            return error
        self.found[key] = good
        if self.shared is not None:
            self.shared.keep(key, good)
        return good

    def _asked(
        self, entry: BitstringStatusListEntry | RevocationListEntry, credential: UnverifiedCredential
    ) -> Asking[StatusList | RevocationList]:
        raw = yield Need(entry.list_url)
        if raw is None:
            raise Refused(f"the status list at {entry.list_url} could not be had", code=Code.STATUS_UNREACHABLE)
        if isinstance(entry, RevocationListEntry):
            return _revocation_list(raw, credential)
        return (yield from self._status_list(raw, entry.list_url, credential))

    def _status_list(self, raw: bytes, url: str, credential: UnverifiedCredential) -> Asking[StatusList]:
        """(1) Read the list, (2) insist that it is the one asked for, (3) and that the issuer signed it."""
        listing = read_known(raw, self.contexts, expecting=frozenset({Kind.STATUS_LIST}))  # (1)
        # One host serves many lists of one issuer, all well signed: what answers under another name says nothing here.
        if listing.id != url:  # (2)
            raise Refused(
                f"another list was found there, or one without a name: {listing.id!r:.200}", code=Code.STATUS_INVALID
            )
        if listing.issuer != credential.issuer:
            raise Refused(f"the status list is {listing.issuer}'s, not the issuer's", code=Code.STATUS_INVALID)
        listing, keep = at_first_sight(raw, listing, self.contexts, self.may_learn)
        signing = Signing(str(credential.issuer), "assertionMethod", self.at, self.contexts, MAX_WORK_BESIDE)
        for finding in (yield from check_signature(listing, signing)):  # (3)
            if finding.outcome in (Outcome.FAILS, Outcome.UNKNOWN):
                raise Refused(f"the status list does not verify: {finding.reason}", code=Code.STATUS_INVALID)
        if keep is not None:
            keep()
        return status_list.read_status_list(listing.document)


def _revocation_list(raw: bytes, credential: UnverifiedCredential) -> RevocationList:
    found = revocation_list.read_revocation_list(raw)
    if found.issuer != credential.issuer:
        raise Refused(f"the revocation list is {found.issuer}'s, not the issuer's", code=Code.STATUS_INVALID)
    return found
