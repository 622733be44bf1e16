"""Claiming an index in a status list: at random, under a constraint, and never again for anybody else."""

import secrets

from django.db import IntegrityError, transaction

from assay.campus.issuing.models import StatusList, StatusPlace
from assay.campus.people.models import Organisation
from assay.science.errors import Refused
from assay.science.status.bitstring import LIST_LENGTH

# Beyond half, drawing a free index takes more and more tries; and a list that is never full hides its last ones too.
_FULL = 2
# In a list at most half full a draw fails every second time: forty in a row happen to nobody.
_TRIES = 40


def claim_place(organisation: Organisation) -> StatusPlace:
    """Claim a random free index for good. Call it inside the scope and the transaction that makes the credential."""
    for _ in range(_TRIES):
        chosen = _open_list(organisation)
        try:
            with transaction.atomic():  # a savepoint: a collision must not end the whole transaction
                return StatusPlace.objects.create(
                    organisation=organisation, status_list=chosen, index=secrets.randbelow(chosen.length)
                )
        except IntegrityError:
            continue
    raise Refused("no free place was found in the status lists; try again")


def _open_list(organisation: Organisation) -> StatusList:
    """The list that is being filled; a new one when it is half full."""
    found = _newest_open(organisation)
    if found is None:
        # Locked, so that two first awards do not begin two lists. Not FOR UPDATE: rows that refer to the organisation
        # hold it FOR KEY SHARE, and two transactions that both do would wait for each other.
        Organisation.objects.select_for_update(no_key=True).get(id=organisation.id)
        found = _newest_open(organisation)
    return found or StatusList.objects.create(organisation=organisation, length=LIST_LENGTH)


def _newest_open(organisation: Organisation) -> StatusList | None:
    found = StatusList.objects.filter(organisation=organisation, is_full=False).order_by("-id").first()
    if found is None or found.places.count() * _FULL < found.length:
        return found
    StatusList.objects.filter(id=found.id).update(is_full=True)
    return None
