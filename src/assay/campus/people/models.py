"""Rows of people and organisations."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assay.campus.people.roles import Role
from assay.campus.people.rows import PublicRow, Row


class PersonManager(BaseUserManager["Person"]):
    """Finds people by e-mail address, in whatever case it is typed."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person who signs in with this address."""
        return self.get(email__iexact=username)

    def create_user(self, email: str | None = None, password: str | None = None, **facts: object) -> "Person":
        """A new person whose address needs no proof; without a password she signs in by code or passkey.

        For the demo world, for tests and scripts: whoever signs up on the page proves the address first.
        """
        from allauth.account.models import EmailAddress  # noqa: PLC0415 -- it refers to this module's Person

        person = self.model(email=email.strip().lower() if email else None, **facts)
        person.set_password(password)
        with transaction.atomic():
            person.save(using=self._db)
            if person.email:
                EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        return person


class Person(AbstractBaseUser, PublicRow):
    """Somebody, anywhere on the platform. Roles are held in organisations; a holder's things belong to the person."""

    email = models.EmailField(_("e-mail address"), unique=True, null=True)  # noqa: DJ001 -- an erased person has none, and "" is not unique
    name = models.CharField(_("name"), max_length=120)
    joined_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """What allauth and mails call the person."""
        return self.name


class OrganisationKind(models.TextChoices):
    """What kind of body it is; any kind may issue."""

    UNIVERSITY = "university", _("university or college")
    PROFESSIONAL = "professional", _("professional body")
    INDUSTRY = "industry", _("industry association")
    VENDOR = "vendor", _("technology vendor")
    EMPLOYER = "employer", _("employer")
    PROVIDER = "provider", _("training provider")
    COMMUNITY = "community", _("community organisation")
    QUALITY = "quality", _("quality body")


class Organisation(PublicRow):
    """A tenant. Its public id is in its DID and its addresses; the slug may change, the public id never does."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters, ISO 3166-1: GB, DE."))
    url = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("contact address"), blank=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    quality_assurance = models.TextField(_("quality assurance"), blank=True, max_length=2000)
    # What the name looks like, whatever letters it is written with: see lookalike.py.
    name_skeleton = models.CharField(max_length=240, editable=False)
    # A name that reads like another organisation's is held until a person has looked: nothing is issued meanwhile.
    held_because = models.CharField(max_length=300, blank=True)
    name_released_at = models.DateTimeField(null=True)  # when that person said: it is no imitation
    founded_at = models.DateTimeField()

    class Meta:
        """Of organisations that look alike one is free to issue, or a person has released the others."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name_skeleton"],
                condition=Q(held_because="", name_released_at__isnull=True),
                name="one_free_name_a_look",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Row):
    """One role of one person in one organisation, from then until it ends. Rights are computed from the live rows."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A role is held once at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "person", "role"], condition=Q(ended_at__isnull=True), name="one_live_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.organisation}"


class Invitation(PublicRow):
    """An address that was asked to take a role. The token itself is only in the letter; here is its SHA-256."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=Role.choices)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.role} {self.organisation}"


class PairwiseIdentity(Row):
    """What one organisation's credentials call one person: a did:key of its own, so that two issuers cannot compare."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    multikey = models.CharField(max_length=120, unique=True)

    class Meta:
        """One name for each pair."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "organisation"], name="one_identity_a_pair")]

    def __str__(self) -> str:
        return f"did:key:{self.multikey}"


class Event(Row):
    """Something that happened and who did it, written in the transaction that did it and never changed."""

    at = models.DateTimeField()
    actor = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)  # "catalogue.publish": room and verb
    subject = models.CharField(max_length=64)  # the key of the row it happened to
    reason = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64)  # SHA-256 over the other columns, see audit.py

    class Meta:
        """Read by organisation and by subject, newest first."""

        indexes: ClassVar = [
            models.Index(fields=["organisation", "-id"], name="event_by_organisation"),
            models.Index(fields=["subject"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class Letter(Row):
    """A mail that waits to be sent, written in the same transaction as what it tells of."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()

    class Meta:
        """The postman asks for what is due."""

        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=Q(sent_at__isnull=True), name="letter_due"),
        ]

    def __str__(self) -> str:
        return self.subject
