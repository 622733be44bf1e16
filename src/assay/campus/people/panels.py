"""What the first page of an organisation shows. Upper rooms fill it; this room knows none of them.

    @register_panel(Role.ASSESSOR)
    def waiting(organisation: Organisation, person: Person) -> Panel: ...

Called inside ``scope(organisation=...)``, once a page, for people with one of the roles. Register in the room's
``apps.ready``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assay.campus.people.models import Organisation, Person
from assay.campus.people.roles import Role


@dataclass(frozen=True, slots=True)
class Panel:
    """One thing to look at: how much of it there is, and where to go.

    ``order`` sorts panels, smallest first: what waits for somebody comes before what is merely there. ``count`` is
    ``None`` where there is nothing to count. ``waits``: somebody waits for this person to act.
    """

    title: str
    text: str
    url: str
    action: str
    count: int | None = None
    waits: bool = False
    order: int = 50


Filler = Callable[[Organisation, Person], Panel | None]
_fillers: list[tuple[frozenset[Role], Filler]] = []


def register_panel(*roles: Role) -> Callable[[Filler], Filler]:
    """Add a panel for people with one of ``roles``; with none named, for every member. Twice the same is once."""

    def add(filler: Filler) -> Filler:
        entry = (frozenset(roles), filler)
        if entry not in _fillers:
            _fillers.append(entry)
        return filler

    return add


def panels_for(organisation: Organisation, person: Person, held: Iterable[Role]) -> list[Panel]:
    """The panels that concern somebody with the roles ``held``; first what waits, then by their order."""
    mine = frozenset(held)
    made = [filler(organisation, person) for roles, filler in _fillers if not roles or roles & mine]
    return sorted(
        (each for each in made if each is not None), key=lambda each: (not each.waits, each.order, each.title)
    )
