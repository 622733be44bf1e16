"""The credentials of an organisation, as its issuers look for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from assay.campus.assessing.models import Decision
from assay.campus.issuing.models import Credential, RevocationReason
from assay.campus.issuing.standing import Standing, standing_of
from assay.campus.issuing.waiting import waiting
from assay.science.designing.design import Release


class Show(StrEnum):
    """What the list shows."""

    WAITING = "waiting"  # met, and nobody has released it yet
    RELEASED = "released"
    ASKED = "asked"  # a revocation waits to be confirmed
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Line:
    """One credential in the list."""

    credential: Credential
    standing: Standing


def to_release() -> QuerySet[Decision]:
    """Met decisions that wait for a person. Inside the organisation's scope."""
    return waiting(Release.PERSON)


def listed(show: Show) -> QuerySet[Credential]:
    """Credentials, the newest first. Inside the organisation's scope. One that was corrected stands for itself."""
    revoked = Q(revocation__confirmed_at__isnull=False) & ~Q(revocation__reason=RevocationReason.CORRECTED)
    asked = Q(revocation__isnull=False, revocation__confirmed_at__isnull=True)
    chosen = {
        Show.RELEASED: Q(replaced_by__isnull=True) & ~revoked,
        Show.ASKED: asked,
        Show.REVOKED: revoked,
    }[show]
    related = ("award__version__definition", "revocation__asked_by", "organisation")
    return Credential.objects.filter(chosen).select_related(*related).order_by("-intended_at", "-id")


def lines_of(credentials: Sequence[Credential], *, at: datetime) -> list[Line]:
    """Each with where it stands."""
    return [Line(each, standing_of(each, at=at)) for each in credentials]
