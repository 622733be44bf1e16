"""One answer a key: a request with an Idempotency-Key is done once, and whoever sends it again gets the same bytes.

Source: draft-ietf-httpapi-idempotency-key-header-07. A refusal is not kept: nothing was done, so the same request may
be sent again when its reason is gone. Killed between doing and keeping, the verb's own idempotence gives the answer.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from assay.adapters.failpoints import failpoint
from assay.campus.issuing.models import IdempotentReply
from assay.campus.issuing.steps import Step
from assay.campus.people.models import Organisation
from assay.campus.people.tenancy import scope
from assay.science.errors import Code, MalformedDocument, Refused

_MOST_KEY = 200


@dataclass(frozen=True, slots=True)
class Reply:
    """A status and a body, as they were first sent."""

    status: int
    body: str


def replied(
    organisation: Organisation, key: str | None, request: bytes, *, at: datetime, answer: Callable[[], Reply]
) -> Reply:
    """The kept reply to this request, or ``answer()``, kept. Permission is checked before, by the caller.

    ``request`` is all that tells this request from others: method, path and body. Raises ``MalformedDocument`` without
    a key, ``Refused`` CONFLICT when the key was used for another request, and whatever ``answer`` raises.
    """
    if not key or len(key) > _MOST_KEY or not key.isprintable():
        reason = f"send the header Idempotency-Key: up to {_MOST_KEY} characters of your own for each award"
        raise MalformedDocument(reason, where="Idempotency-Key")
    digest = hashlib.sha256(request).hexdigest()
    with scope(organisation=organisation):
        known = _claim(organisation, key, digest, at=at)
        if known.request_digest != digest:
            raise Refused("this Idempotency-Key was used for another request; take a new one", code=Code.CONFLICT)
        if known.status is not None:
            return Reply(known.status, known.body)
    failpoint(Step.REPLY_CLAIMED)
    made = answer()
    failpoint(Step.REPLY_BEFORE_KEPT)
    with scope(organisation=organisation):
        # Of two at once, the first to keep its answer decides what both say.
        IdempotentReply.objects.filter(id=known.id, status__isnull=True).update(status=made.status, body=made.body)
        kept = IdempotentReply.objects.get(id=known.id)
    failpoint(Step.REPLY_AFTER_KEPT)
    return Reply(kept.status or made.status, kept.body)


def _claim(organisation: Organisation, key: str, digest: str, *, at: datetime) -> IdempotentReply:
    found = IdempotentReply.objects.filter(key=key).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return IdempotentReply.objects.create(organisation=organisation, key=key, request_digest=digest, at=at)
    except IntegrityError:
        return IdempotentReply.objects.get(key=key)
