"""Rows of assessing: what a learner hands in, what an assessor makes of it, what was decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assay.campus.catalogue.models import DefinitionVersion
from assay.campus.people.models import Person
from assay.campus.people.tenancy import TenantPublicRow, TenantRow

# What a page may show in place. SVG is not among them, and ``adapters.uploads`` takes none.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class Route(models.TextChoices):
    """How somebody comes to the evidence. It changes nothing in what is asked or in how it is judged."""

    ASSESSMENT = "assessment", _("learn and be assessed")
    PRIOR_LEARNING = "prior_learning", _("recognition of what I can do already")


class Submission(TenantPublicRow):
    """One learner's way to one definition. It stays with the version that it began with."""

    version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="submissions")
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="submissions")
    route = models.CharField(max_length=20, choices=Route.choices, default=Route.ASSESSMENT)
    started_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """One way at a time to the same version."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "learner"], condition=Q(withdrawn_at__isnull=True), name="one_submission_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class AttemptState(models.TextChoices):
    """Where an attempt is. The order is the only way through."""

    DRAFT = "draft", _("being prepared")
    SUBMITTED = "submitted", _("waiting for an assessor")
    MARKING = "marking", _("being reviewed")
    DECIDED = "decided", _("decided")


class Attempt(TenantPublicRow):
    """One handing-in. After ``not_yet`` the next attempt starts from the evidence of the last."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=AttemptState.choices, default=AttemptState.DRAFT)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    declared_own_work = models.BooleanField(default=False)
    assessor = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    # Moved with every change of the attempt, its evidence or its marks: the conditional UPDATE that does is the lock.
    changed_at = models.DateTimeField()

    class Meta:
        """Numbered from 1; one that is not decided at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "number"], name="one_attempt_a_number"),
            models.UniqueConstraint(
                fields=["submission"], condition=~Q(state="decided"), name="one_open_attempt_at_a_time"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "state", "submitted_at"], name="attempt_queue")]

    def __str__(self) -> str:
        return f"{self.submission} attempt {self.number}"


class EvidenceItem(TenantPublicRow):
    """One piece of evidence for one requirement of the design. A file is held by digest in the blob store."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="evidence")
    requirement = models.CharField(max_length=40)  # the id of the design's evidence requirement
    kind = models.CharField(max_length=20)  # the requirement's
    text = models.TextField(blank=True)
    url = models.URLField(max_length=2048, blank=True)
    blob_digest = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    notes = models.TextField(blank=True)  # what was noticed about the file, one sentence a line
    saved_at = models.DateTimeField()

    class Meta:
        """One text, each link and each file once for a requirement: sending again is not handing in twice."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt", "requirement"], condition=Q(url="", blob_digest=""), name="one_text_a_requirement"
            ),
            models.UniqueConstraint(
                fields=["attempt", "requirement", "url", "blob_digest"],
                condition=~Q(url="", blob_digest=""),
                name="each_link_and_file_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} of {self.attempt}"

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it in place: it was written anew, byte for byte, by ``adapters.uploads``."""
        return self.media_type in PICTURES


class Judgement(TenantRow):
    """One assessor's marks for one attempt, saved while marking. Another assessor's would be another row."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="judgements")
    assessor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rubric_digest = models.CharField(max_length=64)
    scores = models.JSONField(default=dict)  # criterion id -> {"level": 3 or null, "feedback": "..."}
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        """One for each assessor."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["attempt", "assessor"], name="one_judgement_each")]

    def __str__(self) -> str:
        return f"{self.attempt} by {self.assessor}"


class Outcome(models.TextChoices):
    """How an attempt was decided."""

    MET = "met", _("met")
    NOT_YET = "not_yet", _("not yet")


class Decision(TenantPublicRow):
    """What was decided about an attempt, by whom, on which marks. Never changed; an appeal makes a new one."""

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()
    rubric_digest = models.CharField(max_length=64)
    scores = models.JSONField()  # as the judgement's, final
    record = models.TextField()  # the assessment record (science.assessment.record), exactly as its digest counts it
    record_digest = models.CharField(max_length=80)  # digestSRI of the record

    def __str__(self) -> str:
        return f"{self.attempt} {self.outcome}"
