"""Places in a design as readers call them and as anchors: ``/outcomes/0/text`` is "Outcome 1", ``#outcomes-0-text``."""

import re

from django.utils.translation import gettext as _

# Beside the fields' own labels, for lists of faults and of what somebody else has changed.
_ROWS = re.compile(r"/(outcomes|skills|evidence|rubric/criteria)/(\d+)(?:/levels/(\d+))?")


def anchor_of(place: str) -> str:
    """The id of the field or group at a place."""
    return place.strip("/").replace("/", "-")


def label_of(place: str) -> str:
    """What a reader calls the place; "" for the whole."""
    row = _ROWS.match(place)
    if row is not None:
        number = int(row[2]) + 1
        if row[3] is not None:
            return _("Criterion %(number)d, level %(level)d") % {"number": number, "level": int(row[3]) + 1}
        words = {
            "outcomes": _("Outcome %(number)d"),
            "skills": _("Skill %(number)d"),
            "evidence": _("Evidence %(number)d"),
            "rubric/criteria": _("Criterion %(number)d"),
        }
        return words[row[1]] % {"number": number}
    return {
        "title": _("Title"),
        "kind": _("Kind"),
        "description": _("Description"),
        "purpose": _("Purpose"),
        "audience": _("Who it is for"),
        "language": _("Language"),
        "field_of_study": _("Field of study"),
        "tags": _("Tags"),
        "outcomes": _("Outcomes"),
        "skills": _("Skills"),
        "rubric": _("Criteria"),
        "evidence": _("Evidence"),
        "workload_hours": _("Workload"),
        "duration": _("Duration"),
        "credit": _("Credit"),
        "level": _("Level"),
        "participation": _("How people take part"),
        "prerequisites": _("Prerequisites"),
        "assessment": _("Assessment"),
        "quality_assurance": _("Quality assurance"),
        "validity": _("Validity"),
        "release": _("Release"),
    }.get(place.strip("/").partition("/")[0], "")
