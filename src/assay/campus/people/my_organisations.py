"""The organisations that somebody has a role in, for the menu and the account page."""

from dataclasses import dataclass, field

from assay.campus.people.models import Membership, Person
from assay.campus.people.roles import Role


@dataclass(slots=True)
class MyOrganisation:
    """An organisation as one of its members sees it in a menu."""

    name: str
    slug: str
    roles: list[Role] = field(default_factory=list)


def my_organisations(person: Person) -> list[MyOrganisation]:
    """The person's organisations by name, each with the roles held there now. One query."""
    live = Membership.objects.filter(person=person, ended_at__isnull=True).select_related("organisation")
    found: dict[str, MyOrganisation] = {}
    for row in live.order_by("organisation__name", "role"):
        mine = found.setdefault(row.organisation.slug, MyOrganisation(row.organisation.name, row.organisation.slug))
        mine.roles.append(Role(row.role))
    return list(found.values())
