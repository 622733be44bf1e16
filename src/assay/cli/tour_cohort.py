"""The people and things of the tour. All of it is invented."""

from assay.science.securing.strict_json import JsonObject

COLLEGE = "Brunel College"
STATUS_URL = "https://brunel.example/status/1"

WELDING: JsonObject = {
    "issuer": {"name": COLLEGE, "url": "https://brunel.example"},
    "achievement": {
        "id": "https://brunel.example/achievements/welding-basics/v/1",
        "name": "Welding basics",
        "description": "Joins plates of mild steel with sound fillet welds.",
        "criteria": "Welds a T joint that passes visual inspection, and explains the faults in two that do not.",
        "resultDescription": [
            {"id": "urn:uuid:0a6f8c52-6e1f-4a6c-9a0b-3f6a2c1d7e10", "name": "T joint", "resultType": "Result"}
        ],
        "creditsAvailable": 1.5,
    },
    "validFor": "P3Y",
}
FIRST_AID: JsonObject = {
    "issuer": {"name": COLLEGE, "url": "https://brunel.example"},
    "achievement": {
        "id": "https://brunel.example/achievements/workshop-first-aid/v/1",
        "name": "First aid in the workshop",
        "description": "Treats burns, cuts and eye injuries until help arrives.",
        "criteria": "Handles three simulated accidents without a fault that matters.",
    },
}
LEARNERS: tuple[dict[str, str], ...] = (
    {
        "name": "Ada Byron",
        "evidence": "https://brunel.example/work/ada",
        "narrative": "A bicycle frame",
        "credits": "1.5",
    },
    {"name": "Günther Weiß", "credits": "1.5", "result:T joint": "No undercut"},
    {"name": "Siobhán O’Neill", "credits": "1.5"},
    {"name": "محمد الخوارزمي", "credits": "1.5"},
    {"name": "Nguyễn Thị Minh", "credits": "1.5"},
)
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" role="img">'
    "<title>First aid in the workshop</title>"
    '<circle cx="60" cy="60" r="54" fill="#fdfaf4" stroke="#0f5c5c" stroke-width="6"/>'
    '<path d="M52 30h16v22h22v16H68v22H52V68H30V52h22z" fill="#0f5c5c"/>'
    "</svg>\n"
)
