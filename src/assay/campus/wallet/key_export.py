"""The secret key that a holder is known by towards one issuer, handed to her.

With it she can prove anywhere that she is the one whom a credential is about.
"""

import json
from datetime import datetime

from django.db import transaction

from assay.campus.people.audit import record_event
from assay.campus.people.models import PairwiseIdentity, Person
from assay.campus.people.pairwise import PURPOSE, tenant_of
from assay.campus.people.permission import not_found
from assay.campus.people.tools import Tools
from assay.campus.wallet.models import Holding
from assay.science.securing import multikey
from assay.science.securing.strict_json import parse_object


def key_of(holding: Holding) -> PairwiseIdentity | None:
    """The key that the credential calls its holder by. ``None`` when it names her without one.

    Looked up by what is signed, not by who asks: a credential's subject never changes (M120).
    """
    subject = parse_object(holding.credential.signed.encode()).get("credentialSubject")
    named = subject.get("id") if isinstance(subject, dict) else None
    if not isinstance(named, str) or not named.startswith("did:key:"):
        return None
    return PairwiseIdentity.objects.filter(person=holding.person, multikey=named.removeprefix("did:key:")).first()


def export_key(holding: Holding, *, actor: Person, at: datetime, tools: Tools) -> bytes:
    """The key as a Multikey file, which ``assay`` reads. Source: CID 1.0 §2.2.2.

    The caller has made sure that it is she who asks, a moment ago. Raises ``Refused`` NOT_FOUND for somebody else's
    credential, and for one without a key.
    """
    identity = key_of(holding)
    if holding.person_id != actor.id or identity is None:
        not_found()
    secret = tools.keys.secret(identity.multikey, tenant=tenant_of(actor), purpose=PURPOSE)
    with transaction.atomic():
        record_event("wallet.export_key", identity.id, actor=actor, organisation=None, at=at)
    members = {
        "id": f"did:key:{identity.multikey}",
        "type": "Multikey",
        "publicKeyMultibase": identity.multikey,
        "secretKeyMultibase": multikey.encode_secret(secret),
    }
    return json.dumps(members, indent=2).encode() + b"\n"
