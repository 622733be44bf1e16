"""The ring of an issuer: engraved waves and a reeded edge, drawn from the SHA-256 of its identifier.

All marks of one issuer have the same ring and ink, and no two issuers are likely to share them. It is for the eye:
anybody can draw another's ring, so it proves nothing. Verifying does.
"""

import math
from dataclasses import dataclass
from hashlib import sha256

from assay.science.marking.drawing import PAPER, at, number, polar, polygon

# Dark, muted and equally heavy; no red, which means "fails" elsewhere.
_INKS = ("#0f4a4c", "#1b3d63", "#33502c", "#4a2d55", "#573a20", "#303a46")
_REEDS = 60
# Waves run around this radius; the reeds stand outside of them and end where the title ring begins.
_RADIUS = 122.0
_HEIGHT = 11.0


@dataclass(frozen=True, slots=True)
class IssuerRing:
    """How an issuer's ring is drawn: ``strands`` waves of ``lobes`` periods, an overtone, and its reeds as bits."""

    ink: str
    lobes: int
    strands: int
    overtone: int
    overtone_share: float
    reeds: tuple[bool, ...]


def issuer_ring(issuer_id: str) -> IssuerRing:
    """The ring of this issuer: the same identifier, the same ring, on every machine and for ever."""
    digest = sha256(issuer_id.encode("utf-8", "backslashreplace")).digest()
    bits = int.from_bytes(digest[8:16])
    return IssuerRing(
        ink=_INKS[digest[0] % len(_INKS)],
        lobes=9 + digest[1] % 16,
        strands=2 + digest[2] % 3,
        overtone=2 + digest[3] % 2,
        overtone_share=(digest[4] % 4) * 0.18,
        reeds=tuple(bool(bits >> k & 1) for k in range(_REEDS)),
    )


def drawn(ring: IssuerRing, *, id: str) -> str:
    """The ring as SVG elements. ``id`` names its wave, which is drawn once and turned for each strand."""
    turn = 360 / ring.lobes / ring.strands
    strands = "".join(
        f'<use href="#{id}" transform="rotate({number(turn * k)} 256 256)"/>' for k in range(1, ring.strands)
    )
    reeds = "".join(
        f"M{at(polar(136 if long else 139.5, 360 * k / _REEDS))}L{at(polar(145, 360 * k / _REEDS))}"
        for k, long in enumerate(ring.reeds)
    )
    return (
        f'<g fill="none" stroke="{PAPER}" stroke-width="2.2">'
        f'<path id="{id}" d="{_wave(ring)}"/>{strands}<path d="{reeds}" stroke-width="2.8"/></g>'
    )


def _wave(ring: IssuerRing) -> str:
    steps = ring.lobes * 14  # fine enough that no corner shows at print size
    height = _HEIGHT / (1 + ring.overtone_share)

    def point(step: int) -> tuple[float, float]:
        phase = 2 * math.pi * ring.lobes * step / steps
        swing = math.sin(phase) + ring.overtone_share * math.sin(ring.overtone * phase)
        return polar(_RADIUS + height * swing, 360 * step / steps)

    return polygon(point(step) for step in range(steps))
