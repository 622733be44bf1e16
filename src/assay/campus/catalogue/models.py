"""Rows of the catalogue: what can be earned, and its frozen versions."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assay.campus.people.models import Person
from assay.campus.people.tenancy import TenantPublicRow, TenantRow
from assay.science.errors import Code, Refused


class Definition(TenantPublicRow):
    """Something that can be earned, through all its versions. Its public id is in its lasting address."""

    title = models.CharField(max_length=120)  # the newest published version's; before there is one, the draft's
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)  # no new submissions; what was issued stays

    def __str__(self) -> str:
        return self.title


class State(models.TextChoices):
    """A version is being written, or it is public and never changes again."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class DefinitionVersion(TenantRow):
    """One version: the design document (``science.designing``), and once published its digests, frozen.

    ``revision`` counts the saves of a draft, so that two people writing at once do not overwrite each other unseen.
    Frozen twice: here, and by triggers of the database (``frozen_versions``) for whatever goes past this class.
    """

    definition = models.ForeignKey(Definition, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    design = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True)
    design_digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the design's JCS
    rubric_digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the rubric's JCS
    achievement = models.JSONField(null=True)  # the definition as science.issuing takes it, fixed at publishing
    badge_svg = models.TextField(blank=True)  # fixed at publishing
    words = models.TextField(blank=True)  # what browsing looks through, see search_words.py

    class Meta:
        """Numbers are never reused; one draft at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["definition", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["definition"], condition=Q(state="draft"), name="one_draft_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.definition} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Raise ``Refused`` when the stored row is published."""
        self._refuse_if_published()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:  # noqa: ANN401 -- Django's signature
        """Raise ``Refused`` when the stored row is published."""
        self._refuse_if_published()
        return super().delete(*args, **kwargs)

    def _refuse_if_published(self) -> None:
        """What is stored counts, not what this copy says: it may be older than the publishing."""
        if type(self)._base_manager.filter(pk=self.pk, state=State.PUBLISHED).exists():  # noqa: SLF001 -- Django documents _base_manager
            raise Refused("a published version never changes; start the next version", code=Code.CONFLICT)
