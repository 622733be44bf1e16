"""What rooms above show on a learner's submission, such as the credential that came of it. ``site.wiring`` fills it in.

Assessing never imports them: it asks whoever registered.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from assay.campus.assessing.models import Submission
from assay.campus.people.models import Person

Place = Literal["submission"]


@dataclass(frozen=True, slots=True)
class Panel:
    """A template of the room that shows it, with its context.

    ``share_url`` is where the learner shares what she earned: the address of the fifth step; ``shared`` says that it
    is done. Both may be left alone.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    share_url: str = ""
    shared: bool = False


PanelMaker = Callable[[Submission, Person], Panel | None]
_makers: dict[Place, list[PanelMaker]] = {}


def register_panel(place: Place, maker: PanelMaker) -> None:
    """Ask ``maker`` whenever that place is shown; it answers ``None`` when it has nothing to say. Safe to repeat."""
    makers = _makers.setdefault(place, [])
    if maker not in makers:
        makers.append(maker)


def panels_for(place: Place, submission: Submission, person: Person) -> list[Panel]:
    """What there is to show there, in the order of registration."""
    found = (maker(submission, person) for maker in _makers.get(place, ()))
    return [panel for panel in found if panel is not None]
