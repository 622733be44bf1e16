"""The outline of a mark says what kind of achievement it is, by shape alone.

Every outline holds a circle of ``INNER_RADIUS`` around the centre, so that all that is inside fits all of them.
Source of the words: Open Badges 3.0 §B.2, AchievementType.
"""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from assay.science.marking.drawing import CENTRE, arc, at, number, polar, polygon

INNER_RADIUS = 213


def outline(kind: str) -> str:
    """Path data of the outline for this ``achievementType``; a plain circle for words without one of their own."""
    return _OUTLINES.get(kind, _circle)()


def _circle() -> str:
    return arc(246, 0, 180) + arc(246, 180, 360).replace("M", "L", 1) + "Z"


def _rounded(sides: int, radius: float, cut: float) -> str:
    """A regular polygon with a corner on top; ``cut`` is the share of each side that the rounding takes."""
    corners = [polar(radius, 360 * k / sides) for k in range(sides)]
    steps = []
    for here, corner in enumerate(corners):
        before = _between(corner, corners[here - 1], cut)
        after = _between(corner, corners[(here + 1) % sides], cut)
        steps.append(f"{'L' if here else 'M'}{at(before)}Q{at(corner)} {at(after)}")
    return "".join(steps) + "Z"


def _between(start: tuple[float, float], end: tuple[float, float], share: float) -> tuple[float, float]:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _hexagon() -> str:
    return _rounded(6, 256, 0.09)


def _octagon() -> str:
    return polygon(polar(254, 22.5 + 45 * k) for k in range(8))


def _scalloped() -> str:
    lobes = 24
    turn = 360 / lobes
    radius = 240 * math.sin(math.radians(turn / 2))  # a half circle on each chord
    points = [at(polar(236, turn * k)) for k in range(lobes + 1)]
    return f"M{points[0]}" + "".join(f"A{number(radius)} {number(radius)} 0 0 1 {p}" for p in points[1:]) + "Z"


def _shield() -> str:
    return "M34 42Q150 44 256 8Q362 44 478 42V270C478 390 380 470 256 506C132 470 34 390 34 270Z"


def _cushion() -> str:
    # A superellipse of the fourth degree: a square that remembers the circle.
    def point(step: int) -> tuple[float, float]:
        angle = math.radians(step * 3)
        east, south = math.cos(angle), math.sin(angle)
        return (
            CENTRE + 238 * math.copysign(math.sqrt(abs(east)), east),
            CENTRE + 238 * math.copysign(math.sqrt(abs(south)), south),
        )

    return polygon(point(step) for step in range(120))


def _star() -> str:
    points = 16
    return polygon(polar(224 if k % 2 else 252, 180 * k / points) for k in range(2 * points))


def _cog() -> str:
    teeth = 12
    # Foot, head, head, foot of each tooth, as shares of its part of the turn.
    profile = ((228, -0.34), (250, -0.22), (250, 0.22), (228, 0.34))
    return polygon(polar(radius, 360 * (k + share) / teeth) for k in range(teeth) for radius, share in profile)


_KINDS: tuple[tuple[Callable[[], str], str], ...] = (
    (_hexagon, "MicroCredential Competency"),
    (_octagon, "Certificate Diploma GeneralEducationDevelopment SecondarySchoolDiploma"),
    (_scalloped, "CertificateOfCompletion Award"),
    (_shield, "Certification License QualityAssuranceCredential"),
    (_cushion, "Course LearningProgram CoCurricular Assignment Assessment"),
    (
        _star,
        "Degree AssociateDegree BachelorDegree MasterDegree DoctoralDegree ProfessionalDoctorate ResearchDoctorate",
    ),
    (_cog, "ApprenticeshipCertificate JourneymanCertificate MasterCertificate Fieldwork"),
)
_OUTLINES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {kind: draw for draw, kinds in _KINDS for kind in kinds.split()}
)
