"""Found an organisation; whoever does becomes its first administrator."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from assay.campus.people.audit import record_event
from assay.campus.people.grant import add_membership
from assay.campus.people.held import why_held
from assay.campus.people.lookalike import skeleton
from assay.campus.people.models import Membership, Organisation, OrganisationKind, Person
from assay.campus.people.roles import Role
from assay.campus.people.rows import new_public_id
from assay.campus.people.stated_name import stated_name
from assay.science.errors import Code, Refused

# Each has names, keys and letters of its own: a script that founds them would fill the catalogue and the key store.
MOST_FOUNDED = 20


def found_organisation(
    name: str,
    *,
    kind: OrganisationKind,
    founder: Person,
    at: datetime,
    country: str = "",
    url: str = "",
    email: str = "",
    description: str = "",
    quality_assurance: str = "",
) -> Organisation:
    """Make an organisation with ``founder`` as its administrator. Raises ``MalformedDocument`` as ``stated_name``.

    ``Refused`` TOO_MANY for somebody who has founded twenty. A name that reads like another organisation's is held
    (``held_because``): it is made all the same.
    """
    stated = stated_name(name, where="/name")
    # Whoever founds gives herself the role, and nobody else does.
    if Membership.objects.filter(person=founder, granted_by=founder, role=Role.ADMIN).count() >= MOST_FOUNDED:
        reason = f"you have founded {MOST_FOUNDED} organisations, and nobody needs more; ask whoever runs this platform"
        raise Refused(reason, code=Code.TOO_MANY)

    def make(held_because: str) -> Organisation:
        with transaction.atomic():
            made = Organisation.objects.create(
                name=stated,
                name_skeleton=skeleton(stated),
                held_because=held_because,
                slug=_free_slug(stated),
                kind=kind,
                country=country.upper(),
                url=url,
                email=email,
                description=description,
                quality_assurance=quality_assurance,
                founded_at=at,
            )
            record_event("people.found", made.id, actor=founder, organisation=made, at=at, reason=held_because)
            add_membership(founder, Role.ADMIN, organisation=made, granted_by=founder, at=at)
        return made

    try:
        return make(why_held(stated))
    except IntegrityError:  # another of that look, or that slug, was founded between our look and our row
        return make(why_held(stated))


def _free_slug(name: str) -> str:
    """The name in an address; with a few random letters when it is taken, or has nothing that an address can hold."""
    slug = slugify(name)[:50]
    if slug and slug not in _OUR_OWN and not Organisation.objects.filter(slug=slug).exists():
        return slug
    return f"{slug or 'organisation'}-{new_public_id()[:6]}"


# /org/new is the page where organisations are founded.
_OUR_OWN = frozenset({"new"})
