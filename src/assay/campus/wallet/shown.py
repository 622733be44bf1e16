"""What a share shows now: the bytes, what they say, and whether they verify at this moment.

A share follows its credential: when the issuer has corrected it, the corrected one is shown and the page says so. It
stays with the earlier one only if its holder has declined the correction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assay.campus.issuing.models import Credential, CredentialState
from assay.campus.people.tenancy import across_tenants
from assay.campus.people.tools import Tools
from assay.campus.verifying.verify import Verified, verify_bytes
from assay.campus.wallet.models import Answer, Holding
from assay.science.assessment.record import digest_sri
from assay.science.securing.strict_json import listed, parse_object
from assay.science.verification.first_sight import always


@dataclass(frozen=True, slots=True)
class Shown:
    """A credential and its verification. ``followed``: it is the correction of the one that was shared."""

    credential: Credential
    verified: Verified
    followed: bool


def show(holding: Holding, *, with_record: bool, at: datetime, tools: Tools) -> Shown:
    """Verify what this holding shows now, like a stranger's; ``with_record``: and that its record is the one signed."""
    credential = newest(holding)
    return Shown(
        credential=credential,
        verified=verified(credential, with_record=with_record, at=at, tools=tools),
        followed=credential.id != holding.credential_id,
    )


def verified(credential: Credential, *, with_record: bool, at: datetime, tools: Tools) -> Verified:
    """The verification of exactly this credential's bytes."""
    at_hand = enclosed(credential) if with_record else {}
    # We have signed it ourselves: its shape may always be learned.
    return verify_bytes(credential.signed.encode(), at=at, tools=tools, at_hand=at_hand, may_learn=always)


def newest(holding: Holding) -> Credential:
    """The credential of the holding, or the released correction that has replaced it."""
    credential = holding.credential
    with across_tenants():  # found by the holding
        rows = Credential.objects.select_related("organisation", "award__version__definition", "revocation")
    while credential.replaced_by_id is not None:
        following = rows.get(id=credential.replaced_by_id)
        if following.state != CredentialState.RELEASED or _declined(following, holding):
            break
        credential = following
    return credential


def enclosed(credential: Credential) -> Mapping[str, bytes]:
    """The assessment record under the name by which the credential binds it; nothing where there is none."""
    if not credential.record:
        return {}
    record = credential.record.encode()
    related = listed(parse_object(credential.signed.encode()).get("relatedResource", []))
    digest = digest_sri(record)
    return {str(each["id"]): record for each in related if isinstance(each, dict) and each.get("digestSRI") == digest}


def _declined(credential: Credential, holding: Holding) -> bool:
    return Holding.objects.filter(credential=credential, person_id=holding.person_id, answer=Answer.DECLINED).exists()
