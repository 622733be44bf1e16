"""A finished design for tests, its rubric, and judgements by it. Small, but with everything that a design may have."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from assay.science.assessment.judgement import Judgement, Score
from assay.science.assessment.rubric import Rubric, read_rubric
from assay.science.securing.strict_json import JsonObject

ESCO = "http://data.europa.eu/esco/skill/"
STUDIO_URL = "https://northgate.example/achievements/5f3c/v/2"

STUDIO: JsonObject = {
    "title": "Data Visualisation Studio",
    "kind": "MicroCredential",
    "purpose": "For people who explain numbers to others at work.",
    "audience": "People who work with figures.",
    "description": "Designs dashboards that answer a real question.",
    "language": "en",
    "outcomes": [
        {"id": "o1", "text": "Chooses charts that answer a question"},
        {"id": "o2", "text": "Tells what a chart cannot show"},
    ],
    "skills": [
        {
            "name": "deliver visual presentation of data",
            "uri": f"{ESCO}c3e36d05-8ae8-447f-bb2b-6f9409f85389",
            "framework": "ESCO",
        },
        {"name": "Chart critique", "uri": "https://northgate.example/skills/chart-critique", "framework": ""},
    ],
    "rubric": {
        "rule": "all_met",
        "criteria": [
            {
                "id": "c1",
                "name": "Chart choice",
                "description": "Position, length and colour carry meaning.",
                "outcomes": ["o1"],
                "required_level": 3,
                "levels": [
                    {"level": 1, "label": "Beginning", "descriptor": "Charts are chosen by habit."},
                    {"level": 2, "label": "Developing", "descriptor": "Most charts fit their data."},
                    {"level": 3, "label": "Proficient", "descriptor": "Every chart fits its question."},
                    {"level": 4, "label": "Excellent", "descriptor": "Alternatives were tried."},
                ],
            },
            {
                "id": "c4",
                "name": "Caveats",
                "description": "",
                "outcomes": ["o2"],
                "required_level": 2,
                "levels": [
                    {"level": 1, "label": "Silent", "descriptor": "Nothing is said about gaps."},
                    {"level": 2, "label": "Open", "descriptor": "Says what the data\ncannot show."},
                ],
            },
        ],
    },
    "evidence": [
        {
            "id": "context",
            "kind": "text",
            "title": "Context",
            "instructions": "Who asks, and what for?",
            "required": True,
            "min_words": 4,
            "max_words": 8,
        },
        {
            "id": "dashboard",
            "kind": "file",
            "title": "Dashboard",
            "instructions": "As PDF or picture.",
            "required": True,
            "min_words": None,
            "max_words": None,
        },
        {
            "id": "talk",
            "kind": "video",
            "title": "Talk",
            "instructions": "Five minutes.",
            "required": False,
            "min_words": None,
            "max_words": None,
        },
    ],
    "workload_hours": "90",
    "duration": "P6W",
    "credit": {"value": "2", "unit": "US semester credit"},
    "level": {"framework": "EQF", "value": "6"},
    "assessment": {"types": ["portfolio"], "supervision": "unsupervised, identity not checked"},
    "participation": "online",
    "quality_assurance": "Judged blind by a trained assessor.",
    "prerequisites": "",
    "validity": {"period": "P3Y", "lifetime": False, "rationale": ""},
    "tags": ["data", "viz"],
    "field_of_study": "Data analysis",
    "release": "person",
}

# JSON as strangers send it, with the names that our formats know.
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 30)
    | st.floats(allow_nan=False)
    | st.text(max_size=6)
    | st.sampled_from(["o1", "c1", "all_met", "text", "P3Y", "https://a.example/", "\ud800", "\0", "a" * 5000]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*STUDIO, "id", "level", "levels", "criteria", "value", "unit"]), inner)
    ),
    max_leaves=12,
)


def with_changes(**places: Any) -> JsonObject:
    """The design with other values; ``rubric__criteria__0__name="x"`` goes inside, ``...`` takes a member away."""
    design: Any = deepcopy(STUDIO)
    for path, value in places.items():
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("__"))
        node = design
        for step in steps:
            node = node[step]
        if value is ...:
            del node[last]
        else:
            node[last] = value
    changed: JsonObject = design
    return changed


def studio_rubric() -> Rubric:
    return read_rubric(STUDIO["rubric"])


def judged(c1: int | None, c4: int | None, feedback: str = "Name the missing years in the chart itself.") -> Judgement:
    """A judgement of the two criteria; ``None`` leaves one out."""
    levels = {"c1": c1, "c4": c4}
    return Judgement(
        studio_rubric(), tuple(Score(name, level, feedback) for name, level in levels.items() if level is not None)
    )
