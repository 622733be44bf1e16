"""Who an award is for, as its uniqueness counts: a person here, or an e-mail address nobody can read from the key."""

from django.utils.crypto import salted_hmac

from assay.campus.people.models import Person

_SALT = "assay.campus.issuing.recipient"


def normalised(email: str) -> str:
    """One spelling of an address: without blanks around, in lower case, as accounts keep it."""
    return email.strip().lower()


def recipient_keys(person: Person | None, email: str) -> tuple[str, ...]:
    """Every key under which this recipient may have been awarded before; a new award is made under the first.

    Somebody who was awarded by address, and opened an account later, is still the same recipient.
    """
    by_person = () if person is None else (f"person:{person.id}",)
    by_address = () if not email else (f"email:{_hidden(email)}",)
    return by_person + by_address


def _hidden(email: str) -> str:
    """HMAC-SHA-256 under the installation's secret: a plain hash of an address can be guessed."""
    return salted_hmac(_SALT, normalised(email), algorithm="sha256").hexdigest()
