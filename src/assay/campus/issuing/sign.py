"""From the intended bytes to signed ones, stored with their leaf in the second transaction of issuing (T2).

Deterministic: the same intent gives the same bytes, so that a retry after a crash does no harm.
"""

from datetime import datetime

from django.db import transaction

from assay.adapters.failpoints import failpoint
from assay.campus.catalogue.addresses import issuer_did
from assay.campus.issuing.documents import own_document
from assay.campus.issuing.keys import signer_of
from assay.campus.issuing.leaves import commitment
from assay.campus.issuing.models import Credential, CredentialState, PendingLeaf, Salt
from assay.campus.issuing.steps import Step
from assay.campus.people.audit import record_event
from assay.campus.people.tenancy import scope
from assay.campus.people.tools import Tools
from assay.science.dids.publishing import method_id
from assay.science.issuing.issue import Issuer, issue
from assay.science.securing.strict_json import parse_object


def sign(credential: Credential, *, at: datetime, tools: Tools) -> None:
    """Sign what was intended and store it. Safe to repeat, and for two at once. Inside no transaction.

    Raises ``Refused`` when our own verification would not accept the result: then nothing is stored.
    """
    with scope(organisation=credential.organisation):
        # By its key and nothing else: no caller hands bytes to the signer.
        intended = Credential.objects.select_related("organisation", "issuer_key__organisation").get(id=credential.id)
        if intended.state != CredentialState.INTENDED:
            return
        signed = _signature(intended, tools=tools)
        failpoint(Step.SIGN_AFTER_SIGNATURE)
        with transaction.atomic():
            _record(intended, signed, at=at)
            failpoint(Step.SIGN_IN_RECORDED)
    failpoint(Step.SIGN_AFTER_RECORDED)


def _signature(intended: Credential, *, tools: Tools) -> str:
    """The signed text. Signed as of the moment it was intended, whenever that is done; verified like a stranger's."""
    signer = signer_of(intended.issuer_key, tools=tools)
    did = issuer_did(intended.organisation, tools)
    method = method_id(did, signer.public_key)
    issuer = Issuer(did, method, signer, lambda url: own_document(url, tools=tools))
    return issue(parse_object(intended.unsigned.encode()), issuer, at=intended.intended_at)


def _record(intended: Credential, signed: str, *, at: datetime) -> None:
    """The signed bytes and the pending leaf, together or not at all, and once."""
    first = Credential.objects.filter(id=intended.id, state=CredentialState.INTENDED)
    if not first.update(state=CredentialState.SIGNED, signed=signed, signed_at=at):
        return
    salt = Salt.objects.get(credential=intended)
    PendingLeaf.objects.create(kind="issue", commitment=commitment(signed, salt=bytes(salt.value)), written_at=at)
    record_event("issuing.sign", intended.id, actor=None, organisation=intended.organisation, at=at)
