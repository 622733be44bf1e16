"""Everything after the first transaction, from wherever it stopped: signed, its status list served, released."""

from datetime import datetime

from assay.campus.issuing.models import Credential, CredentialState, StatusList
from assay.campus.issuing.release import release
from assay.campus.issuing.sign import sign
from assay.campus.issuing.status_lists import publish
from assay.campus.people.tenancy import scope
from assay.campus.people.tools import Tools


def finish(credential: Credential, *, at: datetime, tools: Tools) -> Credential:
    """Bring an intended credential to its holder. Safe to repeat at any point, and for two at once."""
    if credential.state != CredentialState.RELEASED:
        sign(credential, at=at, tools=tools)  # (1)
        _publish_list(credential, at=at, tools=tools)  # (2) so that whoever verifies it at once finds its list
        release(credential, at=at, tools=tools)  # (3)
    _publish_list(credential, at=at, tools=tools)  # (4) a correction has just withdrawn what it replaces
    with scope(organisation=credential.organisation):
        return Credential.objects.select_related("organisation", "award").get(id=credential.id)


def _publish_list(credential: Credential, *, at: datetime, tools: Tools) -> None:
    """Serve the list of this credential, and of the one it replaces, if they show less than was decided."""
    with scope(organisation=credential.organisation):
        concerned = StatusList.objects.filter(
            places__credential__in=Credential.objects.filter(award=credential.award_id)
        )
        found = list(concerned.filter(changed=True).select_related("organisation").distinct())
    for each in found:
        publish(each, at=at, tools=tools)
