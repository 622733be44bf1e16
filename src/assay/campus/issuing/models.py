"""Rows of issuing: claims under constraints, the intended and the signed bytes, status lists, keys."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assay.campus.assessing.models import Decision
from assay.campus.catalogue.models import Definition, DefinitionVersion
from assay.campus.people.models import Person
from assay.campus.people.rows import Row
from assay.campus.people.tenancy import TenantPublicRow, TenantRow


class KeyPurpose(models.TextChoices):
    """One purpose a key: whoever steals the one that signs lists every day cannot make credentials with it."""

    CREDENTIALS = "credentials", _("credentials")
    STATUS = "status", _("status lists")


class IssuerKey(TenantRow):
    """A public key of an issuer. The secret half is sealed in the key store. A retired one stays published."""

    purpose = models.CharField(max_length=20, choices=KeyPurpose.choices)
    multikey = models.CharField(max_length=120, unique=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        """One in use for each purpose."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "purpose"], condition=Q(retired_at__isnull=True), name="one_key_in_use"
            )
        ]

    def __str__(self) -> str:
        return self.multikey


class StatusList(TenantPublicRow):
    """A bitstring status list: which indices are set, and the signed document that is served."""

    purpose = models.CharField(max_length=20, default="revocation")
    length = models.PositiveIntegerField()
    is_full = models.BooleanField(default=False)
    changed = models.BooleanField(default=True)  # a bit was set that the served document does not show
    document = models.TextField(blank=True)  # the signed list as served
    signed_at = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.public_id


class StatusPlace(TenantRow):
    """One index of one list, claimed for ever. The constraint is what makes it nobody else's."""

    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="places")
    index = models.PositiveIntegerField()
    is_set = models.BooleanField(default=False)

    class Meta:
        """Claimed once, never reused."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["status_list", "index"], name="one_claim_an_index")]

    def __str__(self) -> str:
        return f"{self.status_list}#{self.index}"


class Award(TenantPublicRow):
    """That somebody earned something: claimed once under a constraint, whatever happens at the same time.

    ``recipient_key`` is ``person:<key>``, or ``email:<HMAC>`` for somebody who has no account yet. ``award_key`` is ""
    for a first award; a renewal has another.
    """

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="awards")
    version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="awards")
    recipient_key = models.CharField(max_length=80)
    award_key = models.CharField(max_length=80, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="awards")
    recipient_name = models.CharField(max_length=120)
    recipient_email = models.EmailField(blank=True)
    decision = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="award")
    attested_because = models.CharField(max_length=500, blank=True)  # without a decision: who says so, and why
    awarded_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    awarded_at = models.DateTimeField()

    class Meta:
        """The same award twice is the same award."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "definition", "recipient_key", "award_key"], name="one_award_each"
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=False) | ~Q(attested_because=""), name="no_award_without_a_decision"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class CredentialState(models.TextChoices):
    """How far a credential has come. ``release()`` alone makes the last step."""

    INTENDED = "intended", _("being signed")  # the unsigned bytes are fixed
    SIGNED = "signed", _("signed")  # the signed bytes and the pending leaf are stored
    RELEASED = "released", _("released")  # offered to the holder


class Credential(TenantPublicRow):
    """The unsigned bytes as they were fixed, and the signed bytes as they were made. Neither ever changes.

    A correction is another row with the same ``uri`` and a later ``valid_from`` (OB 3.0: it replaces the first).
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="credentials")
    state = models.CharField(max_length=10, choices=CredentialState.choices, default=CredentialState.INTENDED)
    uri = models.CharField(max_length=60)  # urn:uuid: of a random v4
    issuer_key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="+")
    status_place = models.OneToOneField(StatusPlace, on_delete=models.PROTECT, related_name="credential")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    unsigned = models.TextField()
    record = models.TextField(blank=True)  # the assessment record that relatedResource binds, as its digest counts it
    intended_at = models.DateTimeField()
    signed = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")

    class Meta:
        """OB 3.0 equality: the same id and issue date is the same credential."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["uri", "valid_from"], name="one_credential_a_moment")]
        indexes: ClassVar = [
            models.Index(fields=["state"], condition=~Q(state="released"), name="credential_unfinished"),
        ]

    def __str__(self) -> str:
        return self.uri


class Salt(Row):
    """The salt of a credential's log commitment, in a table of its own: destroying it unlinks the leaf for ever."""

    credential = models.OneToOneField(Credential, on_delete=models.CASCADE, related_name="salt")
    value = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return "salt"


class PendingLeaf(Row):
    """What the transparency log will take in, written in the transaction that stores the signed bytes."""

    kind = models.CharField(max_length=20)  # issue, status-list, key-add
    commitment = models.CharField(max_length=64, unique=True)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.commitment}"


class Offer(TenantRow):
    """A released credential held out to its earner. The token is only in the letter; here is its SHA-256."""

    credential = models.OneToOneField(Credential, on_delete=models.CASCADE, related_name="offer")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="offers")
    email = models.EmailField(blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.credential)


class RevocationReason(models.TextChoices):
    """Why a credential is withdrawn. Closed, so that holders and statistics can rely on it."""

    ERROR = "error", _("issued in error")
    FRAUD = "fraud", _("obtained by fraud")
    INTEGRITY = "integrity", _("academic integrity")
    KEY_COMPROMISE = "key-compromise", _("the signing key was compromised")
    WITHDRAWN = "issuer-withdrawn", _("withdrawn by the issuer")
    CORRECTED = "corrected", _("replaced by a corrected credential")


class Revocation(TenantRow):
    """A withdrawal: asked for by one, and where the role has two holders confirmed by another. Never undone."""

    credential = models.OneToOneField(Credential, on_delete=models.PROTECT, related_name="revocation")
    reason = models.CharField(max_length=20, choices=RevocationReason.choices)
    note = models.CharField(max_length=500)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.credential} {self.reason}"


class IdempotentReply(TenantRow):
    """The answer to a request with an Idempotency-Key, kept so that the same request gets the same bytes."""

    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)  # None while the first request is still at work
    body = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        """One answer a key."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "key"], name="one_reply_a_key")]

    def __str__(self) -> str:
        return self.key
