"""Rows of the wallet: what a person holds and what she has shared. They belong to the person, never to a tenant."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assay.campus.issuing.models import Credential
from assay.campus.people.models import Person
from assay.campus.people.rows import PublicRow, Row


class Answer(models.TextChoices):
    """What the person said to an offer."""

    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class Holding(PublicRow):
    """One credential in one person's wallet. ``record`` and bytes are the credential row's until erasure parts them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holdings")
    credential = models.OneToOneField(Credential, on_delete=models.PROTECT, related_name="holding")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person}: {self.credential}"


class Share(PublicRow):
    """A link that shows one credential to whoever has it, until it expires or is revoked.

    ``is_certificate``: the one in the QR code of the printed certificate.
    """

    holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="shares")
    token = models.CharField(max_length=32, unique=True)  # shown to its holder again, so kept as it is
    label = models.CharField(_("for whom"), max_length=120, blank=True)
    with_record = models.BooleanField(_("show how it was assessed"), default=False)
    with_name = models.BooleanField(_("show my name in previews"), default=False)
    is_certificate = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Every print of a certificate carries the same code, until it is revoked."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["holding"],
                condition=Q(is_certificate=True, revoked_at__isnull=True),
                name="one_certificate_share",
            )
        ]

    def __str__(self) -> str:
        return self.label or self.token[:6]


class ShareOpening(Row):
    """That a share was opened, and when. Not by whom: no address, no browser."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="openings")
    at = models.DateTimeField()

    class Meta:
        """Counted by share."""

        indexes: ClassVar = [models.Index(fields=["share", "-at"], name="opening_by_share")]

    def __str__(self) -> str:
        return str(self.at)
