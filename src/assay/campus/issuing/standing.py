"""Where a credential stands at one instant: computed, never stored, so no clock has to come round and change it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assay.campus.issuing.models import Credential, CredentialState, Revocation, RevocationReason


class StandingWord(StrEnum):
    """The word for it. Of several that apply, the first in this order is told."""

    PENDING = "pending"  # not released yet
    REVOKED = "revoked"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class Standing:
    """The word, since when, and why. ``reason`` is "" where there is nothing to tell."""

    word: StandingWord
    since: datetime
    reason: str = ""

    @property
    def counts(self) -> bool:
        """Whether somebody may rely on the credential now."""
        return self.word is StandingWord.ACTIVE


def standing_of(credential: Credential, *, at: datetime) -> Standing:
    """Its standing. Costs no query where ``revocation`` was selected with it."""
    if credential.state != CredentialState.RELEASED or credential.released_at is None:
        return Standing(StandingWord.PENDING, credential.intended_at)
    revocation = revocation_of(credential)
    ended = None if revocation is None else revocation.confirmed_at
    is_correction = revocation is not None and revocation.reason == RevocationReason.CORRECTED
    if revocation is not None and ended is not None and not is_correction:
        return Standing(StandingWord.REVOKED, ended, str(RevocationReason(revocation.reason).label))
    if credential.valid_until is not None and credential.valid_until < at:
        return Standing(StandingWord.EXPIRED, credential.valid_until)
    if revocation is not None and ended is not None:
        return Standing(StandingWord.SUPERSEDED, ended, str(RevocationReason.CORRECTED.label))
    return Standing(StandingWord.ACTIVE, credential.released_at)


def revocation_of(credential: Credential) -> Revocation | None:
    """Its withdrawal, confirmed or only asked for, or ``None``."""
    try:
        return credential.revocation
    except Revocation.DoesNotExist:
        return None
