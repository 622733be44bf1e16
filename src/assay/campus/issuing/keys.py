"""An issuer's keys: one in use for each purpose, made when first needed; retired ones stay published for ever."""

import hashlib
import json
from datetime import datetime

from django.db import IntegrityError, transaction

from assay.adapters.failpoints import failpoint
from assay.campus.catalogue.addresses import issuer_did
from assay.campus.issuing.models import IssuerKey, KeyPurpose, PendingLeaf
from assay.campus.issuing.steps import Step
from assay.campus.people.audit import record_event
from assay.campus.people.models import Organisation, Person
from assay.campus.people.permission import require
from assay.campus.people.roles import Role
from assay.campus.people.tenancy import scope
from assay.campus.people.tools import Tools
from assay.science.securing import multikey
from assay.science.securing.signer import Signer


def key_in_use(organisation: Organisation, purpose: KeyPurpose, *, at: datetime, tools: Tools) -> IssuerKey:
    """The key that the organisation signs with for this purpose; made at the first use.

    Call it outside a transaction: it writes a key file. Two first uses at once agree on one of the two keys.
    """
    with scope(organisation=organisation):
        return _in_use(organisation, purpose) or _make(organisation, purpose, at=at, tools=tools)


def rotate(key: IssuerKey, *, actor: Person, at: datetime, tools: Tools) -> IssuerKey:
    """Retire this key and put a new one in its place. Raises ``Refused`` unless an administrator does it.

    Safe to repeat: once ``key`` is retired, it gives the key that is in use. What was signed before stays valid, for
    the retired key stays in the DID document.
    """
    organisation = key.organisation
    require(actor, organisation, Role.ADMIN)
    purpose = KeyPurpose(key.purpose)
    with scope(organisation=organisation):
        if IssuerKey.objects.filter(id=key.id, retired_at__isnull=True).exists():
            _make(organisation, purpose, at=at, tools=tools, instead_of=key, actor=actor)
    return key_in_use(organisation, purpose, at=at, tools=tools)


def keys_of(organisation: Organisation) -> list[IssuerKey]:
    """All its keys, the oldest first, retired ones too."""
    with scope(organisation=organisation):
        return list(IssuerKey.objects.order_by("made_at", "id"))


def signer_of(key: IssuerKey, *, tools: Tools) -> Signer:
    """The secret half, opened from the sealed store. Raises ``Refused`` or ``Unavailable`` when it is not there."""
    return tools.keys.signer(key.multikey, tenant=tenant_of(key.organisation), purpose=key.purpose)


def tenant_of(organisation: Organisation) -> str:
    """Under which name the organisation's keys are sealed."""
    return f"organisation:{organisation.id}"


def _in_use(organisation: Organisation, purpose: KeyPurpose) -> IssuerKey | None:
    live = IssuerKey.objects.filter(organisation=organisation, purpose=purpose, retired_at__isnull=True)
    return live.select_related("organisation").first()


def _make(
    organisation: Organisation,
    purpose: KeyPurpose,
    *,
    at: datetime,
    tools: Tools,
    instead_of: IssuerKey | None = None,
    actor: Person | None = None,
) -> IssuerKey:
    """(1) Seal a new key on disk, (2) record it. Killed between the two, the file is a key that never signed."""
    public = multikey.encode_public(tools.keys.create(tenant=tenant_of(organisation), purpose=purpose))  # (1)
    failpoint(Step.KEY_MADE)
    try:
        with transaction.atomic():  # (2)
            if instead_of is not None:
                IssuerKey.objects.filter(id=instead_of.id, retired_at__isnull=True).update(retired_at=at)
                record_event("issuing.retire_key", instead_of.id, actor=actor, organisation=organisation, at=at)
            made = IssuerKey.objects.create(organisation=organisation, purpose=purpose, multikey=public, made_at=at)
            leaf = _leaf(issuer_did(organisation, tools), public, purpose)
            PendingLeaf.objects.create(kind="key-add", commitment=leaf, written_at=at)
            record_event("issuing.make_key", made.id, actor=actor, organisation=organisation, at=at, reason=purpose)
    except IntegrityError:
        tools.keys.forget(public)  # somebody else was faster, and that key counts
        return IssuerKey.objects.select_related("organisation").get(
            organisation=organisation, purpose=purpose, retired_at__isnull=True
        )
    failpoint(Step.KEY_RECORDED if instead_of is None else Step.KEY_ROTATED)
    return made


def _leaf(did: str, public: str, purpose: KeyPurpose) -> str:
    """What the log will say of the key. All of it is public, so there is no salt."""
    return hashlib.sha256(json.dumps(["assay-key-v1", did, public, purpose.value]).encode()).hexdigest()
