"""What is held out to somebody: by person for those who have signed in, by token for whoever has the letter."""

import hmac
from datetime import datetime

from django.db.models import Q, QuerySet

from assay.campus.issuing.models import Offer
from assay.campus.issuing.release import digest_of
from assay.campus.people.models import Person
from assay.campus.people.permission import not_found
from assay.campus.people.tenancy import across_tenants
from assay.science.errors import Code, Refused


def offers_to(person: Person) -> list[Offer]:
    """The offers that wait for this person's answer, the newest first; also those made to her address before she came.

    One that was withdrawn meanwhile is none. An old one still is: only its link in the letter runs out.
    """
    hers = Q(person=person)
    if person.email:  # signing in has proved the address
        hers |= Q(person__isnull=True, email=person.email.lower())
    with across_tenants():  # found by their owner
        return list(_waiting().filter(hers).order_by("-offered_at", "-id"))


def offer_by_token(token: str, *, at: datetime) -> Offer:
    """The offer whose letter holds this token.

    Raises ``Refused``: ``NOT_FOUND`` for a token that we never wrote, ``GONE`` for one that has run out or whose
    credential was withdrawn before it was accepted.
    """
    digest = digest_of(token)
    with across_tenants():  # found by a secret
        found = _with_relations(Offer.objects.all()).filter(token_digest=digest).first()
    # The index compares digests, of which nobody can choose a prefix; once more in constant time all the same.
    if found is None or not hmac.compare_digest(found.token_digest, digest):
        not_found()
    if found.expires_at < at:
        reason = "this link has run out; sign in with the address that the letter came to, and find the offer there"
        raise Refused(reason, code=Code.GONE)
    with across_tenants():
        if found.answered_at is None and not _waiting().filter(id=found.id).exists():
            reason = "the issuer has withdrawn or corrected this credential; look for a newer letter from them"
            raise Refused(reason, code=Code.GONE)
    return found


def _waiting() -> QuerySet[Offer]:
    return _with_relations(
        Offer.objects.filter(answered_at__isnull=True, credential__revocation__confirmed_at__isnull=True)
    )


def _with_relations(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    return offers.select_related(
        "organisation", "person", "credential__award__version__definition", "credential__organisation"
    )
