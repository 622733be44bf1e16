"""What the learner sees of her credential on the page of the submission that it came from."""

from django.urls import reverse

from assay.campus.assessing.models import Submission
from assay.campus.assessing.panels import Panel, register_panel
from assay.campus.issuing.models import Credential, CredentialState
from assay.campus.people.models import Person
from assay.campus.people.tenancy import across_tenants
from assay.campus.wallet.models import Answer, Holding


def register() -> None:
    """Show it there. Safe to repeat."""
    register_panel("submission", credential_panel)


def credential_panel(submission: Submission, person: Person) -> Panel | None:
    """The newest released credential of this submission, and what to do with it; ``None`` until there is one."""
    with across_tenants():  # found by its earner
        found = (
            Credential.objects.filter(
                award__decision__attempt__submission=submission,
                award__person=person,
                state=CredentialState.RELEASED,
            )
            .select_related("organisation", "offer", "award")
            .order_by("-valid_from")
            .first()
        )
    if found is None:
        return None
    holding = Holding.objects.filter(credential=found, person=person).first()
    if holding is None or holding.answer != Answer.ACCEPTED:
        return Panel("wallet/panel.html", {"credential": found, "holding": None, "declined": holding is not None})
    url = reverse("wallet:credential", args=[holding.public_id])
    facts = {"credential": found, "holding": holding, "url": url}
    return Panel("wallet/panel.html", facts, share_url=f"{url}#share", shared=holding.shares.exists())
