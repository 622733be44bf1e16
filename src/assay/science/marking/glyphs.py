"""The glyph in the middle of a mark says what field of skill it is about, by a drawing that needs no colour.

Each glyph fits a circle of radius 92 around (0, 0). ``{ink}`` and ``{paper}`` are the two tones of the mark.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class SkillGroup(StrEnum):
    """A field of skill that has a glyph."""

    DATA = "data"
    SECURITY = "security"
    HEALTH = "health"
    TEACHING = "teaching"
    MANAGEMENT = "management"
    COMMUNICATION = "communication"
    CRAFT = "craft"
    GENERAL = "general"


def glyph_of(*texts: str) -> SkillGroup:
    """The group that most words of a field of study, of tags or of skill names point to; ``GENERAL`` if none does.

    Words are English and count by how they begin. At a tie the group named first in ``SkillGroup`` wins, so that
    the order of tags does not matter. It chooses a picture, nothing else; an issuer may choose another.
    """
    words = [word for text in texts for word in re.findall(r"[^\W\d_]+", text.casefold())]
    votes = {group: sum(word.startswith(stems) for word in words) for group, stems in _STEMS.items()}
    best = max(votes, key=lambda group: votes[group])
    return best if votes[best] else SkillGroup.GENERAL


def drawn(group: str, *, ink: str, paper: str) -> str:
    """The glyph of this group as SVG elements around (0, 0); the general one for a group that has none."""
    return _GLYPHS.get(group, _GLYPHS[SkillGroup.GENERAL]).format(ink=ink, paper=paper)


_STEMS: Mapping[SkillGroup, tuple[str, ...]] = MappingProxyType(
    {
        SkillGroup.DATA: (
            "data", "statist", "analy", "machine", "math", "algorithm", "program", "software", "python",
            "sql", "comput", "informatic", "visuali", "model", "quantit", "econom", "financ", "account",
        ),
        SkillGroup.SECURITY: (
            "secur", "cyber", "crypto", "privacy", "threat", "risk", "fraud", "forensic", "penetration", "firewall",
            "incident", "safeguard", "compliance", "audit",
        ),
        SkillGroup.HEALTH: (
            "health", "medic", "nurs", "clinic", "patient", "caring", "carer", "aid", "pharma", "therap", "nutrition",
            "hygien", "wound", "mental", "midwif", "dental", "surg", "psycholog", "biolog",
        ),
        SkillGroup.TEACHING: (
            "teach", "educat", "pedagog", "didact", "curricul", "tutor", "lectur", "school", "classroom", "student",
            "learner", "instruct", "mentor", "assess", "training",
        ),
        SkillGroup.MANAGEMENT: (
            "manag", "lead", "project", "business", "strateg", "organis", "organiz", "planning", "team", "entrepreneur",
            "govern", "negotiat", "procure", "logistic", "agile", "budget", "administrat",
        ),
        SkillGroup.COMMUNICATION: (
            "communicat", "language", "writ", "speak", "present", "journalis", "media", "marketing", "translat",
            "linguist", "rhetoric", "english", "french", "german", "spanish", "arabic", "listen", "editing",
        ),
        SkillGroup.CRAFT: (
            "craft", "weld", "carpent", "joiner", "electric", "plumb", "mechanic", "engineer", "construct", "build",
            "machining", "metal", "wood", "manufactur", "repair", "mainten", "workshop", "weav", "ceramic", "cook",
            "bake",
        ),
    }
)  # fmt: skip  # a stem a line would be a hundred lines

_STAR = "M0-88L15-36 62-62 36-15 88 0 36 15 62 62 15 36 0 88-15 36-62 62-36 15-88 0-36-15-62-62-15-36Z"
_GLYPHS: Mapping[str, str] = MappingProxyType(
    {
        SkillGroup.DATA: (
            '<path fill="{paper}" d="M-64 20h32v48h-32zM-16-6h32v74h-32zM32-32h32v100h-32z"/>'
            '<path fill="none" stroke="{paper}" stroke-width="8" stroke-linecap="round" stroke-linejoin="round" '
            'd="M-62-14L-10-46 16-38 56-72"/><circle cx="58" cy="-73" r="9" fill="{paper}"/>'
        ),
        SkillGroup.SECURITY: (
            '<path fill="none" stroke="{paper}" stroke-width="16" d="M-34 0V-32A34 34 0 0 1 34-32V0"/>'
            '<rect x="-58" y="-12" width="116" height="84" rx="12" fill="{paper}"/>'
            '<path fill="{ink}" d="M0 10A14 14 0 0 1 8 35.5L12 56H-12L-8 35.5A14 14 0 0 1 0 10Z"/>'
        ),
        SkillGroup.HEALTH: (
            '<path fill="{paper}" d="M0 76C-58 34-82 6-82-26C-82-52-62-70-40-70C-22-70-8-60 0-44'
            'C8-60 22-70 40-70C62-70 82-52 82-26C82 6 58 34 0 76Z"/>'
            '<path fill="none" stroke="{ink}" stroke-width="10" stroke-linejoin="round" stroke-linecap="round" '
            'd="M-56-4H-26L-12-34 10 28 24-4H56"/>'
        ),
        SkillGroup.TEACHING: (
            '<path fill="{paper}" d="M-5-46C-28-62-56-64-82-58V46C-56 40-28 42-5 58ZM5-46C28-62 56-64 82-58V46'
            'C56 40 28 42 5 58Z"/><path fill="none" stroke="{ink}" stroke-width="7" stroke-linecap="round" '
            'd="M-64-30Q-42-34-22-24M-64-4Q-42-8-22 2M-64 22Q-42 18-22 28'
            'M64-30Q42-34 22-24M64-4Q42-8 22 2M64 22Q42 18 22 28"/>'
        ),
        SkillGroup.MANAGEMENT: (
            '<path fill="none" stroke="{paper}" stroke-width="9" d="M0-40V34M-58 34V4H58V34"/>'
            '<circle cy="-54" r="27" fill="{paper}"/><path fill="{paper}" '
            'd="M-78 28h40v40h-40zM-20 28h40v40h-40zM38 28h40v40h-40z"/>'
        ),
        SkillGroup.COMMUNICATION: (
            '<path fill="{paper}" d="M-8-20H66A16 16 0 0 1 82-4V40A16 16 0 0 1 66 56H62V80L38 56H-8A16 16 0 0 1-24 40'
            'V-4A16 16 0 0 1-8-20Z"/>'
            '<path fill="{paper}" stroke="{ink}" stroke-width="8" stroke-linejoin="round" '
            'd="M-62-76H18A18 18 0 0 1 36-58V2A18 18 0 0 1 18 20H-26L-56 50V20H-62A18 18 0 0 1-80 2V-58'
            'A18 18 0 0 1-62-76Z"/><path fill="none" stroke="{ink}" stroke-width="8" stroke-linecap="round" '
            'd="M-56-48H12M-56-26H12M-56-4H-18"/>'
        ),
        SkillGroup.CRAFT: (
            '<g fill="{paper}" stroke="{ink}" stroke-width="6" stroke-linejoin="round">'
            '<path transform="rotate(45)" d="M-9-34H9V26L15 88H-15L-9 26ZM-17-92H17L13-34H-13Z"/>'
            '<path transform="rotate(-45)" d="M-10-40H10V88H-10ZM-48-80H34L50-66V-50L34-36H-48Z"/></g>'
        ),
        SkillGroup.GENERAL: f'<path fill="{{paper}}" d="{_STAR}"/><circle r="17" fill="{{ink}}"/>',
    }
)
