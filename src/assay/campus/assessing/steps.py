"""The five steps from picking to sharing, as every page of the way shows them."""

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from assay.campus.assessing.journey import Journey, Stage
from assay.campus.catalogue.addresses import version_path

State = Literal["done", "current", "todo"]
PICK, COLLECT, SUBMIT, REVIEW, SHARE = range(5)

# The step at which a submission stands.
_STANDS = {
    Stage.COLLECT: COLLECT,
    Stage.ASIDE: COLLECT,
    Stage.SUBMIT: SUBMIT,
    Stage.WAITING: REVIEW,
    Stage.MARKING: REVIEW,
    Stage.NOT_YET: REVIEW,
    Stage.MET: SHARE,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step; without an address while there is nothing to see there."""

    label: str
    url: str
    state: State


def steps_of(journey: Journey | None, *, here: int, pick_url: str, share_url: str = "") -> list[Step]:
    """All five. ``here`` is the step that the page shows; ``None`` is somebody who has not started."""
    stands = PICK if journey is None else _STANDS[journey.stage]
    addresses = [pick_url, *_own_addresses(journey), share_url]
    labels = (_("Pick"), _("Collect evidence"), _("Submit"), _("Review"), _("Share"))
    return [
        Step(label, addresses[number], "current" if number == here else "done" if number < stands else "todo")
        for number, label in enumerate(labels)
    ]


def steps_on(journey: Journey, *, here: int | None = None, share_url: str = "") -> list[Step]:
    """The same for a submission; ``here`` is where it stands unless a page says otherwise."""
    stands = _STANDS[journey.stage]
    pick_url = version_path(journey.submission.version)
    return steps_of(journey, here=stands if here is None else here, pick_url=pick_url, share_url=share_url)


def _own_addresses(journey: Journey | None) -> tuple[str, str, str]:
    """Of collecting, submitting and review: what a draft has ends with handing in."""
    if journey is None:
        return "", "", ""
    page = reverse("assessing:submission", args=[journey.submission.public_id])
    if not journey.is_open:
        return "", "", page
    return page, reverse("assessing:submit", args=[journey.submission.public_id]), ""
