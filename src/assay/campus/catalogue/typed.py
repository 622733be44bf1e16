"""What somebody has typed into the editor: the design document with every field as text, kept whatever it says.

    {"title": "…", "outcomes": [{"id": "o1", "text": "…"}], "rubric": {"criteria": [{…, "required_level": "3"}]}, …}

A field is named in the form as its JSON pointer is in the design: ``/outcomes/0/text`` is ``outcomes-0-text``. So an
error that the science tells by pointer finds its field, and a link to it is ``#outcomes-0-text``. Levels are numbered
by their order, the lowest first; ``required_level`` is a number in that order.
"""

import re
from typing import Any

from django.http import QueryDict

from assay.campus.catalogue.known_skills import known_skill
from assay.science.designing.design import Release
from assay.science.securing.strict_json import JsonObject

# One JSON-like tree of texts, lists and objects, of the shape above.
Typed = dict[str, Any]

TEXTS = (
    *("title", "kind", "purpose", "audience", "description", "language", "workload_hours", "participation"),
    *("quality_assurance", "prerequisites", "field_of_study"),
)
ASSESSMENT_TYPES = (
    *("portfolio", "project", "practical task", "written examination", "oral examination", "observation"),
    *("case study", "attendance"),
)
# The units of an elapsed time that are chosen from a list; anything else is written as ISO 8601 has it.
UNITS = ("D", "W", "M", "Y")
_SIMPLE = re.compile(rf"P([^PTDWMYHS]*)([{''.join(UNITS)}])\Z")


def typed_in(sent: QueryDict) -> Typed:
    """What the form holds. Rows stand in the order of their numbers, whatever gaps those have."""

    def text(name: str) -> str:
        # A browser sends line breaks as CR LF; designs have them as Python does.
        return str(sent.get(name, "")).replace("\r\n", "\n")

    def rows(prefix: str) -> list[str]:
        found = {int(match[1]) for name in sent if (match := re.match(rf"{re.escape(prefix)}-(\d{{1,4}})-", name))}
        return [f"{prefix}-{index}" for index in sorted(found)]

    def elapsed(name: str) -> str:
        count, unit = text(f"{name}-count").strip(), text(f"{name}-unit")
        return f"P{count}{unit}" if count and unit in UNITS else count

    types = [str(each) for each in sent.getlist("assessment-types")]
    return {
        **{name: text(name) for name in TEXTS},
        "outcomes": [{"id": text(f"{row}-id"), "text": text(f"{row}-text")} for row in rows("outcomes")],
        "skills": [{name: text(f"{row}-{name}") for name in ("name", "uri", "framework")} for row in rows("skills")],
        "rubric": {
            "criteria": [
                {
                    **{name: text(f"{row}-{name}") for name in ("id", "name", "description", "required_level")},
                    "outcomes": [str(each) for each in sent.getlist(f"{row}-outcomes")],
                    "levels": [
                        {name: text(f"{level}-{name}") for name in ("label", "descriptor")}
                        for level in rows(f"{row}-levels")
                    ],
                }
                for row in rows("rubric-criteria")
            ]
        },
        "evidence": [
            {
                **{
                    name: text(f"{row}-{name}")
                    for name in ("id", "kind", "title", "instructions", "min_words", "max_words")
                },
                "required": bool(text(f"{row}-required")),
            }
            for row in rows("evidence")
        ],
        "duration": elapsed("duration"),
        "credit": {"value": text("credit-value"), "unit": text("credit-unit")},
        "level": {"framework": text("level-framework"), "value": text("level-value")},
        "assessment": {
            "types": [each for each in types if each in ASSESSMENT_TYPES],
            "other": text("assessment-other"),
            "supervision": text("assessment-supervision"),
        },
        "validity": {
            "period": elapsed("validity-period"),
            "lifetime": text("validity-lifetime") == "yes",
            "rationale": text("validity-rationale"),
        },
        "tags": text("tags"),
        "release": text("release"),
    }


def typed_from(design: JsonObject) -> Typed:
    """What a form shows that nobody has typed in yet. ``design`` is a stored one, with every member."""
    stored: Any = design
    return {
        **{name: stored[name] for name in TEXTS},
        "outcomes": [dict(each) for each in stored["outcomes"]],
        "skills": [dict(each) for each in stored["skills"]],
        "rubric": {"criteria": [_criterion_from(each) for each in stored["rubric"]["criteria"]]},
        "evidence": [
            {**each, "min_words": _shown(each["min_words"]), "max_words": _shown(each["max_words"])}
            for each in stored["evidence"]
        ],
        "duration": stored["duration"],
        "credit": dict(stored["credit"] or {"value": "", "unit": ""}),
        "level": dict(stored["level"] or {"framework": "", "value": ""}),
        "assessment": {
            "types": [each for each in stored["assessment"]["types"] if each in ASSESSMENT_TYPES],
            "other": ", ".join(each for each in stored["assessment"]["types"] if each not in ASSESSMENT_TYPES),
            "supervision": stored["assessment"]["supervision"],
        },
        "validity": dict(stored["validity"] or {"period": "", "lifetime": False, "rationale": ""}),
        "tags": ", ".join(stored["tags"]),
        "release": stored["release"],
    }


def document_of(typed: Typed) -> JsonObject:
    """What was typed as a design document. A number that is none stays text, and the science tells where it stands."""
    document: JsonObject = {
        **{name: typed[name] for name in TEXTS},
        "outcomes": [dict(each) for each in typed["outcomes"]],
        "skills": [_with_address(each) for each in typed["skills"]],
        "rubric": {"rule": "all_met", "criteria": [_criterion(each) for each in typed["rubric"]["criteria"]]},
        "evidence": [
            {**each, "min_words": number_in(each["min_words"]), "max_words": number_in(each["max_words"])}
            for each in typed["evidence"]
        ],
        "duration": typed["duration"],
        "credit": _if_any(typed["credit"]),
        "level": _if_any(typed["level"]),
        "assessment": {
            "types": [*typed["assessment"]["types"], *_listed(typed["assessment"]["other"])],
            "supervision": typed["assessment"]["supervision"],
        },
        "validity": dict(typed["validity"]),
        "tags": [*_listed(typed["tags"])],
        "release": typed["release"] or Release.PERSON.value,
    }
    return document


def elapsed_parts(text: str) -> tuple[str, str]:
    """An elapsed time as number and unit, ``("6", "W")``; a compound one as it is written, ``("P1Y6M", "")``."""
    match = _SIMPLE.match(text)
    return (match[1], match[2]) if match else (text, "" if text else "W")


def _criterion_from(stored: Any) -> Typed:  # noqa: ANN401 -- JSON
    numbers = [level.get("level") for level in stored["levels"]]
    required = stored.get("required_level")
    return {
        **{name: stored[name] for name in ("id", "name", "description")},
        "outcomes": [*stored["outcomes"]],
        "required_level": str(numbers.index(required) + 1) if required in numbers else "",
        "levels": [{"label": level["label"], "descriptor": level["descriptor"]} for level in stored["levels"]],
    }


def _criterion(typed: Typed) -> JsonObject:
    levels = [{"level": number, **level} for number, level in enumerate(typed["levels"], start=1)]
    return {**typed, "required_level": number_in(typed["required_level"]), "levels": [*levels]}


def _with_address(skill: Typed) -> JsonObject:
    """A skill that is known by its name gets its address from the list, where none was typed."""
    known = None if skill["uri"].strip() else known_skill(skill["name"])
    return dict(skill) if known is None else {"name": known.name, "uri": known.uri, "framework": known.framework}


def _if_any(part: Typed) -> JsonObject | None:
    return dict(part) if any(text.strip() for text in part.values()) else None


def _listed(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[,\n]", text) if each.strip()]


def number_in(text: str) -> int | str | None:
    """A count as a number, nothing as ``None``, anything else as it is."""
    stripped = text.strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) < 10 else stripped or None  # noqa: PLR2004 -- no count has ten digits


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
