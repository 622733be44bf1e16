"""Answer an offer: accept it into the wallet, or decline it."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from assay.campus.issuing.models import Credential, Offer
from assay.campus.issuing.standing import StandingWord, standing_of
from assay.campus.people.audit import record_event
from assay.campus.people.models import Person
from assay.campus.people.permission import not_found
from assay.campus.people.tenancy import scope
from assay.campus.wallet.models import Answer, Holding
from assay.science.errors import Code, Refused


def accept(offer: Offer, *, person: Person, at: datetime) -> Holding:
    """Take the credential into the person's wallet. Safe to repeat.

    A declined one may be accepted after all while the offer lasts. Raises ``Refused``: NOT_FOUND for somebody else's
    offer, CONFLICT when another account has taken it, GONE when it was withdrawn, or ran out after it was declined.
    """
    return _answer(offer, Answer.ACCEPTED, person=person, at=at)


def decline(offer: Offer, *, person: Person, at: datetime) -> Holding:
    """Say no. Safe to repeat. Raises ``Refused`` as ``accept`` does, and CONFLICT for what was accepted before."""
    return _answer(offer, Answer.DECLINED, person=person, at=at)


def is_for(offer: Offer, person: Person) -> bool:
    """Whether the offer was made to this person, or to an address that she has proved.

    An address alone does not do where the offer names an account with a proved address of its own: addresses change
    hands, and with one of them the credentials must not (M120).
    """
    if offer.person_id == person.id:
        return True
    if not offer.email or not has_address(person, offer.email):
        return False
    return offer.person is None or not _has_proved_any(offer.person)


def has_address(person: Person, address: str) -> bool:
    """Whether the address is the person's: the one she signs in with, or another that she has proved."""
    if (person.email or "").lower() == address.lower():
        return True
    proved: bool = EmailAddress.objects.filter(user=person, email__iexact=address, verified=True).exists()
    return proved


def _has_proved_any(person: Person) -> bool:
    proved: bool = EmailAddress.objects.filter(user=person, verified=True).exists()
    return proved


def _answer(offer: Offer, answer: Answer, *, person: Person, at: datetime) -> Holding:
    if not is_for(offer, person):
        not_found()
    with scope(organisation=offer.organisation), transaction.atomic():
        # Locked, so that of two answers at once one comes after the other.
        stored = Offer.objects.select_for_update().get(id=offer.id)
        known = Holding.objects.filter(credential=stored.credential_id).select_related("person").first()
        if known is None:
            _refuse_withdrawn(stored, at=at)
            made = Holding.objects.create(
                person=person, credential_id=stored.credential_id, answer=answer, answered_at=at
            )
        elif known.person_id == person.id and known.answer == answer:
            return known
        else:
            made = _answered_anew(known, stored, answer, person=person, at=at)
        # The offer follows the answer, so that nobody who has its address later on finds it again.
        Offer.objects.filter(id=stored.id).update(answered_at=at, person=person)
        action = "wallet.accept" if answer is Answer.ACCEPTED else "wallet.decline"
        record_event(action, made.id, actor=person, organisation=offer.organisation, at=at)
    return made


def _answered_anew(known: Holding, stored: Offer, answer: Answer, *, person: Person, at: datetime) -> Holding:
    if known.person_id != person.id:
        raise Refused("this offer was answered from another account already", code=Code.CONFLICT)
    if answer is Answer.DECLINED:
        reason = "you hold this credential already; nobody sees it unless you share it"
        raise Refused(reason, code=Code.CONFLICT)
    if stored.expires_at < at:
        raise Refused("you declined this, and the offer has run out since; ask the issuer", code=Code.GONE)
    _refuse_withdrawn(stored, at=at)
    known.answer, known.answered_at = answer, at
    known.save(update_fields=["answer", "answered_at"])
    return known


def _refuse_withdrawn(stored: Offer, *, at: datetime) -> None:
    credential = Credential.objects.select_related("revocation").get(id=stored.credential_id)
    if standing_of(credential, at=at).word in {StandingWord.REVOKED, StandingWord.SUPERSEDED}:
        raise Refused("the issuer has withdrawn or corrected this credential since it was offered", code=Code.GONE)
