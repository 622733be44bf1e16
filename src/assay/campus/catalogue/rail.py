"""The rail beside the editor: what stops publishing, what deserves a second look, and the badge as it would be."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from assay.campus.catalogue.badge import badge_of
from assay.campus.catalogue.places import anchor_of, label_of
from assay.science.designing.design import Design
from assay.science.designing.faults import Fault, what_stops_publishing
from assay.science.designing.remarks import Remark, remarks


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at, with a link to its field."""

    label: str
    anchor: str
    reason: str
    clause: str


@dataclass(frozen=True, slots=True)
class Rail:
    """All of it, for the template."""

    faults: tuple[Point, ...]
    remarks: tuple[Point, ...]
    badge: str


def rail_of(design: Design, issuer_id: str) -> Rail:
    """The rail for a design, finished or not."""
    return Rail(
        faults=_points(what_stops_publishing(design)),
        remarks=_points(remarks(design)),
        badge=as_data_url(badge_of(design, issuer_id)),
    )


def as_data_url(svg: str) -> str:
    """A drawing inside the page, where nothing of it is served yet. As an ``img`` it can run nothing."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _points(found: Iterable[Fault | Remark]) -> tuple[Point, ...]:
    return tuple(Point(label_of(each.where), anchor_of(each.where), each.reason, each.clause) for each in found)
