"""What this room shows on pages of rooms below: to issuers what waits, to learners that their credential is coming."""

from django.urls import reverse
from django.utils.translation import gettext as _

from assay.campus.assessing import panels as learning
from assay.campus.assessing.models import Decision, Outcome, Submission
from assay.campus.catalogue.reading import design_of
from assay.campus.issuing.listing import Show, listed, to_release
from assay.campus.issuing.models import Award, Credential, CredentialState
from assay.campus.people import panels as organisation_page
from assay.campus.people.models import Organisation, Person
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import scope
from assay.science.designing.design import Release


def register() -> None:
    """Add the panels. ``apps`` calls it once Django is ready; safe to repeat."""
    organisation_page.register_panel(Role.ISSUER)(to_issuers)
    learning.register_panel("submission", to_learner)


def to_issuers(organisation: Organisation, person: Person) -> organisation_page.Panel:
    """How many met decisions wait for a person, and how many revocations for a second one."""
    waiting = to_release().count()
    asked = listed(Show.ASKED).exclude(revocation__asked_by=person).count()
    if asked:
        text = _("Revocations to confirm: %(number)d") % {"number": asked}
    else:
        text = (
            _("Somebody has met the criteria and waits.") if waiting else _("What you have issued, and its standing.")
        )
    show = Show.WAITING if waiting or not asked else Show.ASKED
    return organisation_page.Panel(
        title=_("Credentials"),
        text=text,
        url=reverse("issuing:credentials", kwargs={"slug": organisation.slug}) + f"?show={show.value}",
        action=_("Release credentials") if waiting else _("Open credentials"),
        count=waiting or asked,
        waits=bool(waiting or asked),
        order=20,
    )


def to_learner(submission: Submission, person: Person) -> learning.Panel | None:
    """That the credential of a met decision is on its way. Once it is there, the wallet shows it."""
    with scope(organisation=submission.organisation):
        decision = Decision.objects.filter(attempt__submission=submission, outcome=Outcome.MET).first()
        if decision is None:
            return None
        earned = Award.objects.filter(definition=submission.version.definition_id, person=person, award_key="").first()
        if earned is not None and Credential.objects.filter(award=earned, state=CredentialState.RELEASED).exists():
            return None
    by_person = earned is None and design_of(submission.version).release is Release.PERSON
    return learning.Panel("issuing/panel.html", {"organisation": submission.organisation, "by_person": by_person})
