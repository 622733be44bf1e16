"""Met decisions that no credential has followed yet."""

from django.db.models import Exists, OuterRef, QuerySet

from assay.campus.assessing.models import Decision, Outcome
from assay.campus.issuing.models import Award
from assay.science.designing.design import Release


def waiting(release: Release) -> QuerySet[Decision]:
    """Those of designs with this rule of release, the oldest first. Whoever has the credential already is left out."""
    held = Award.objects.filter(
        definition=OuterRef("attempt__submission__version__definition"),
        person=OuterRef("attempt__submission__learner"),
        award_key="",
    )
    met = Decision.objects.filter(
        outcome=Outcome.MET, attempt__submission__version__design__release=release.value, award__isnull=True
    )
    related = ("organisation", "attempt__submission__learner", "attempt__submission__version__definition")
    return met.exclude(Exists(held)).select_related(*related).order_by("decided_at", "id")
