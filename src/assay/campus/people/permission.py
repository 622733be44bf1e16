"""May this person do that, now? Computed from live memberships at every use, so a right ends with its reason.

Two answers to "no": whoever has no role in an organisation learns nothing of what is in it (``NOT_FOUND``, 404);
a member without the right role is told so (``NOT_ALLOWED``, 403).
"""

from collections.abc import Iterable
from typing import NoReturn

from assay.campus.people.models import Membership, Organisation, Person
from assay.campus.people.roles import Role
from assay.science.errors import Code, Refused


def roles_of(person: Person, organisation: Organisation) -> frozenset[Role]:
    """The roles that the person holds there now."""
    live = Membership.objects.filter(person=person, organisation=organisation, ended_at__isnull=True)
    return frozenset(Role(role) for role in live.values_list("role", flat=True))


def require(person: Person, organisation: Organisation, *roles: Role) -> None:
    """Raise ``Refused`` unless the person holds one of ``roles`` there; with no roles named, any role will do."""
    held = roles_of(person, organisation)
    if not held:
        not_found()
    if roles and not held.intersection(roles):
        wanted = " or ".join(str(role.label) for role in roles)
        raise Refused(
            f"this is for people with the role {wanted} in {organisation.name}; ask an administrator there",
            code=Code.NOT_ALLOWED,
        )


def find_organisation(slug: str, *, actor: Person, roles: Iterable[Role] = ()) -> Organisation:
    """The organisation of that slug, if the actor holds one of ``roles`` there. Raises as ``require`` does."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        not_found()
    require(actor, organisation, *roles)
    return organisation


def not_found() -> NoReturn:
    """The one answer for what is not there and for what is not yours: nobody learns which of the two it was."""
    raise Refused("there is nothing at this address, or nothing that you may see", code=Code.NOT_FOUND)
