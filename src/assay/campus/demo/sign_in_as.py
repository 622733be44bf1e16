"""The people whom a visitor of the demo can be with one click, and where each of them begins. Only in demo mode."""

from dataclasses import dataclass
from typing import Final, TypedDict

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assay.campus.demo.cast import NAMES, email_of
from assay.campus.people.models import Person
from assay.campus.people.my_organisations import my_organisations
from assay.campus.people.permission import not_found
from assay.campus.people.roles import Role

# allauth's own: the demo enters by the same door, without its lock.
_BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody one can be: the short name in the cast, what they do, and the page that shows it.

    ``page`` is a named address; one with a ``role`` is a page of the organisation where the person holds that role.
    """

    key: str
    does: str | Promise
    page: str
    role: Role | None = None


PERSONAS: Final = (
    Persona("samantha", _("learner"), "assessing:my_learning"),
    Persona("priya", _("learner"), "assessing:my_learning"),
    Persona("weiss", _("designer"), "catalogue:definitions", Role.DESIGNER),
    Persona("ana", _("assessor"), "assessing:queue", Role.ASSESSOR),
    Persona("cy", _("assessor"), "assessing:queue", Role.ASSESSOR),
    Persona("ruth", _("registrar"), "issuing:credentials", Role.ISSUER),
    Persona("tomasz", _("issuer"), "issuing:credentials", Role.ISSUER),
    Persona("leo", _("recruiter"), "verifying:verify"),
)
_BY_EMAIL: Final = {email_of(each.key): each for each in PERSONAS}


class PersonToBe(TypedDict):
    """One button of the bar."""

    public_id: str
    name: str
    role: str
    current: bool


def people_to_be(request: HttpRequest) -> list[PersonToBe]:
    """The buttons of the bar, in the order of ``PERSONAS``. One query."""
    there = {person.email: person for person in Person.objects.filter(email__in=_BY_EMAIL)}
    return [
        PersonToBe(
            public_id=there[email].public_id,
            name=_first_name(persona),
            role=str(persona.does),
            current=request.user.pk == there[email].pk,
        )
        for email, persona in _BY_EMAIL.items()
        if email in there
    ]


def sign_in_as(request: HttpRequest, public_id: str) -> str:
    """Sign the visitor in as that person; the address of the page to begin with.

    Raises ``Refused`` NOT_FOUND for anybody who is none of ``PERSONAS``: whoever signed up here is nobody's to be.
    """
    person = Person.objects.filter(public_id=public_id, email__in=_BY_EMAIL, is_active=True).first()
    if person is None:
        not_found()
    login(request, person, backend=_BACKEND)
    record_authentication(request, person, "demo")  # as fresh as any: pages that ask who is there have their answer
    return first_page(person)


def first_page(person: Person) -> str:
    """Where that person begins."""
    persona = _BY_EMAIL[person.email or ""]
    if persona.role is None:
        return reverse(persona.page)
    slug = next(each.slug for each in my_organisations(person) if persona.role in each.roles)
    return reverse(persona.page, args=[slug])


def _first_name(persona: Persona) -> str:
    """The bar is narrow; “Dr Weiss” says more than “Helene”."""
    words = NAMES[persona.key].split()
    return f"{words[0]} {words[-1]}" if words[0] == "Dr" else words[0]
