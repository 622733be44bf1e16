"""Publishing status lists: signed with the status key, for a day at most, as soon as a bit was set.

However many bits were set, one signature publishes them all. ``sequence`` counts every change of a list's row; who
publishes names the sequence that the bits were read at, so that an older list never overwrites a newer one, whichever
of two processes is slower.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q

from assay.adapters.failpoints import failpoint
from assay.campus.catalogue.addresses import issuer_did
from assay.campus.issuing.documents import own_document
from assay.campus.issuing.keys import key_in_use, signer_of
from assay.campus.issuing.leaves import public_digest
from assay.campus.issuing.models import IssuerKey, KeyPurpose, PendingLeaf, StatusList, StatusPlace
from assay.campus.issuing.steps import Step
from assay.campus.people.audit import record_event
from assay.campus.people.tenancy import across_tenants, scope
from assay.campus.people.tools import Tools
from assay.science.dids.publishing import method_id
from assay.science.errors import AssayError, Unavailable
from assay.science.instants import ValidityPeriod
from assay.science.issuing.issue import Issuer, issue
from assay.science.status import bitstring
from assay.science.status.status_list import compose_status_list

_log = structlog.get_logger("assay.issuing")
# A stolen copy of yesterday's list must not show tomorrow that nobody was revoked since (security row 7).
LIFE = timedelta(hours=24)
# Half its life: a loop that stands still for a night is noticed before the list runs out.
RENEW_AFTER = LIFE / 2
# After five minutes it is worth asking again, so a withdrawal is known within that time to those who keep copies.
TTL_MS = 300_000
# Each failed try means that somebody else published meanwhile, so the list is newer than when we began.
_TRIES = 20


def path_of(status_list: StatusList) -> str:
    """Where the list is served, on our own host."""
    return f"/status/{status_list.public_id}"


def set_bit(place: StatusPlace) -> None:
    """Set the bit of a place for good. Call it in the transaction that revokes; publish afterwards."""
    StatusPlace.objects.filter(id=place.id).update(is_set=True)
    StatusList.objects.filter(id=place.status_list_id).update(changed=True, sequence=F("sequence") + 1)


def publish_changed(*, at: datetime, tools: Tools) -> int:
    """Sign anew every list with a bit that it does not show yet, and every list that grows old. Says how many.

    Safe to repeat and to run in two processes at once. One that cannot be signed is logged and left for the next
    round; it stops no other.
    """
    with across_tenants():  # clockwork: all lists of all issuers, found by their public state
        due = Q(changed=True) | Q(signed_at__lte=at - RENEW_AFTER)
        found = list(StatusList.objects.filter(due).select_related("organisation").order_by("id"))
    done = 0
    for each in found:
        try:
            done += publish(each, at=at, tools=tools)
        except AssayError as error:
            _log.error("status list not published", list=each.public_id, code=error.code.value, reason=error.reason)
    return done


def publish(status_list: StatusList, *, at: datetime, tools: Tools) -> bool:
    """Sign and serve this list if it needs it. Says whether it did; afterwards it shows every bit set before."""
    organisation = status_list.organisation
    with scope(organisation=organisation):
        for _ in range(_TRIES):
            seen = StatusList.objects.select_related("organisation").get(id=status_list.id)
            if not seen.changed and seen.signed_at is not None and seen.signed_at > at - RENEW_AFTER:
                return False
            key = key_in_use(organisation, KeyPurpose.STATUS, at=at, tools=tools)
            if _replace(seen, _signed(seen, key, at=at, tools=tools), at=at):
                return True
    raise Unavailable(tools.address(path_of(status_list)), "the list changed faster than it could be signed")


def _signed(seen: StatusList, key: IssuerKey, *, at: datetime, tools: Tools) -> str:
    """The list with every bit that is set now. Read after ``seen``, so at least as new as its sequence says."""
    failpoint(Step.STATUS_BEFORE_SIGNATURE)
    set_indices = seen.places.filter(is_set=True).values_list("index", flat=True)
    bits = bitstring.with_entries(bytes(seen.length // 8), dict.fromkeys(set_indices, 1))
    did = issuer_did(seen.organisation, tools)
    unsigned = compose_status_list(
        id=tools.address(path_of(seen)),
        issuer=did,
        purpose=seen.purpose,
        bits=bits,
        period=ValidityPeriod(at, at + LIFE),
        ttl_ms=TTL_MS,
    )
    signer = signer_of(key, tools=tools)
    method = method_id(did, signer.public_key)
    return issue(unsigned, Issuer(did, method, signer, lambda url: own_document(url, tools=tools)), at=at)


def _replace(seen: StatusList, document: str, *, at: datetime) -> bool:
    """Put the signed list in place, unless the list's row has changed since it was read."""
    failpoint(Step.STATUS_BEFORE_PUBLISHED)
    with transaction.atomic():
        unchanged = StatusList.objects.filter(id=seen.id, sequence=seen.sequence)
        if not unchanged.update(document=document, signed_at=at, changed=False, sequence=F("sequence") + 1):
            return False
        failpoint(Step.STATUS_IN_PUBLISHED)
        # The same bits signed in the same second by the same key are the same list.
        leaf = {"kind": "status-list", "written_at": at}
        PendingLeaf.objects.get_or_create(commitment=public_digest(document), defaults=leaf)
        record_event("issuing.publish_status", seen.id, actor=None, organisation=seen.organisation, at=at)
    failpoint(Step.STATUS_AFTER_PUBLISHED)
    return True
