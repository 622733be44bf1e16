"""Accept an offer with nothing but the letter: its token proves the address that it was sent to.

Whoever has the letter could ask for a sign-in code at the same address, so it may do as much as such a code: for an
account without a second factor. Whether the address had an account shows in no answer.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from assay.campus.issuing.models import Offer
from assay.campus.issuing.offers import offer_by_token
from assay.campus.people.audit import record_event
from assay.campus.people.models import Person
from assay.campus.people.tenancy import across_tenants
from assay.campus.wallet.answer import accept, is_for
from assay.campus.wallet.models import Holding
from assay.science.errors import Code, Refused


def accept_by_letter(token: str, *, at: datetime) -> Holding:
    """Accept for the account of the letter's address, which is made where there is none. Works once.

    The caller signs in ``holding.person``. Raises ``Refused``: as ``offer_by_token`` does, GONE for an offer that was
    answered, NOT_ALLOWED where its owner must sign in first.
    """
    offer = offer_by_token(token, at=at)
    with transaction.atomic():
        with across_tenants():  # found by a secret; locked, so that the token works once
            still = Offer.objects.select_for_update().filter(id=offer.id, answered_at__isnull=True)
            if not still.exists():
                reason = "this link was used before; sign in, and find the credential under My credentials"
                raise Refused(reason, code=Code.GONE)
        return accept(offer, person=_person_of(offer, at=at), at=at)


def _person_of(offer: Offer, *, at: datetime) -> Person:
    person = _account_of(offer.email)
    if person is None and offer.person is None and offer.email:
        return _newcomer(offer, at=at)
    if person is None or not is_for(offer, person) or not _may_enter(person):
        raise Refused("sign in first, then open the link again", code=Code.NOT_ALLOWED)
    if not EmailAddress.objects.filter(user=person, email__iexact=offer.email, verified=True).exists():
        _take_over(person, offer, at=at)
    return person


def _account_of(address: str) -> Person | None:
    """Whose address it is: proved, or else as somebody typed it when signing up."""
    proved = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user").first()
    found: Person | None = proved.user if proved else Person.objects.filter(email__iexact=address).first()
    return found


def _may_enter(person: Person) -> bool:
    """A letter is one factor: whoever has chosen a second one, or was locked out, signs in."""
    return person.is_active and not Authenticator.objects.filter(user=person).exists()


def _newcomer(offer: Offer, *, at: datetime) -> Person:
    made = Person.objects.create_user(offer.email, None, name=offer.credential.award.recipient_name, joined_at=at)
    record_event("wallet.open_account", made.id, actor=made, organisation=None, at=at)
    return made


def _take_over(person: Person, offer: Offer, *, at: datetime) -> None:
    """Somebody signed up with this address and never proved it. Who that was is unknown, so the password goes."""
    person.set_unusable_password()
    if person.last_login is None:
        person.name = offer.credential.award.recipient_name
    person.save(update_fields=["password", "name"])
    EmailAddress.objects.update_or_create(
        user=person, email=offer.email.lower(), defaults={"verified": True, "primary": True}
    )
    record_event("wallet.prove_address", person.id, actor=person, organisation=None, at=at)
