"""What a credential will say, written by hand once for all its recipients: issuer, achievement, how long it counts.

    {"issuer": {"name": "Brunel College", "url": "https://brunel.example"},
     "achievement": {"id": "https://brunel.example/achievements/welding/v/1", "name": "Welding basics",
                     "description": "…", "criteria": "…", "alignment": [{"targetName": "…", "targetUrl": "…"}]},
     "validFor": "P3Y"}

The names are those of Open Badges 3.0; ``type`` and brackets are filled in, and ``criteria`` may be plain text.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from assay.science.errors import MalformedDocument
from assay.science.instants import parse_timestamp
from assay.science.issuing.writing import refuse_language_value, written
from assay.science.securing.strict_json import JsonObject, JsonValue, listed, pointer, walk
from assay.science.vocabulary.members import text

_MEMBERS = frozenset({"issuer", "achievement", "name", "description", "image", "validFor", "validUntil"})
_DURATION = re.compile(r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})D)?\Z", re.ASCII)
# Unicode general category Cc: they do not survive every canonicaliser, and no honest text needs them.
# With the two that are no characters (Unicode §23.7): canonical N-Quads escape them, and not every verifier does.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_CLAUSE = "OB 3.0 §B.1"


@dataclass(frozen=True, slots=True)
class Duration:
    """A calendar duration: years and months by the calendar, days by the clock. Source: ISO 8601-1 §5.5.2."""

    months: int
    days: int

    def after(self, start: datetime) -> datetime:
        """The instant this long after ``start``; the 31st becomes the last day of a shorter month.

        Raises ``MalformedDocument`` beyond the year 9999.
        """
        years, month = divmod(start.month - 1 + self.months, 12)
        year = start.year + years
        day = min(start.day, calendar.monthrange(year, month + 1)[1])
        try:
            return start.replace(year=year, month=month + 1, day=day) + timedelta(days=self.days)
        except (ValueError, OverflowError) as error:
            raise MalformedDocument("it would end beyond the calendar", where="/validFor") from error


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition of the right shape. ``issuer`` lacks its ``id`` when the key is to give it."""

    issuer: JsonObject
    achievement: JsonObject
    about: JsonObject
    valid_for: Duration | None
    valid_until: datetime | None

    @property
    def name(self) -> str:
        """What the achievement is called."""
        return str(self.achievement["name"])

    def ends(self, starts: datetime) -> datetime | None:
        """When a credential that starts then ends, or ``None`` when it has no end."""
        return self.valid_for.after(starts) if self.valid_for else self.valid_until


def read_definition(document: JsonObject) -> Definition:
    """Read a definition. Raises ``MalformedDocument`` with the place of the first fault."""
    unknown = sorted(set(document) - _MEMBERS)
    if unknown:
        reason = f"a definition has {', '.join(sorted(_MEMBERS))}; {unknown[0]!r} is none of them"
        raise MalformedDocument(reason, where=pointer(unknown[0]))
    refuse_controls(document)
    achievement = _object(document, "achievement")
    if isinstance(achievement.get("criteria"), str):
        achievement = {**achievement, "criteria": {"narrative": achievement["criteria"]}}
    if not achievement.get("criteria"):
        reason = "say in criteria what somebody must do to earn it"
        raise MalformedDocument(reason, where="/achievement/criteria", clause=f"{_CLAUSE} Achievement")
    achievement = {"achievementType": "MicroCredential", **achievement}
    if "validFor" in document and "validUntil" in document:
        raise MalformedDocument("give validFor or validUntil, not both", where="/validUntil")
    for name in ("name", "description"):
        for each in listed(document.get(name, [])):
            refuse_language_value(each, pointer(name))
        text(document, name, where="", clause="VCDM 2.0 §4.6")
    about: JsonObject = {name: document[name] for name in ("name", "description") if name in document}
    if "image" in document:
        about["image"] = written(_object(document, "image"), "Image", "/image")
    return Definition(
        issuer=written(_object(document, "issuer"), "Profile", "/issuer", without=frozenset({"id"})),
        achievement=written(achievement, "Achievement", "/achievement"),
        about=about,
        valid_for=read_duration(document["validFor"], where="/validFor") if "validFor" in document else None,
        valid_until=parse_timestamp(document["validUntil"], where="/validUntil") if "validUntil" in document else None,
    )


def refuse_controls(document: JsonValue) -> None:
    """Raise ``MalformedDocument`` at the first control character; line breaks and tabs are not meant."""
    # Every credential that is composed comes by here, and hardly one has any: where it stands is asked only then.
    if _CONTROL.search("\n".join(_texts(document))):
        where = next(where for where, value in walk(document) if isinstance(value, str) and _CONTROL.search(value))
        reason = "a control character, which not every verifier can read"
        raise MalformedDocument(reason, where=where, clause="RDFC-1.0 §5")


def _texts(document: JsonValue) -> list[str]:
    found = []
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return found


def read_duration(value: JsonValue, *, where: str) -> Duration:
    """Read a duration in years, months and days, such as ``P18M``. Raises ``MalformedDocument`` for anything else."""
    match = _DURATION.match(value) if isinstance(value, str) else None
    if match is None:
        reason = f"not a duration in years, months and days, such as P3Y or P18M: {value!r:.40}"
        raise MalformedDocument(reason, where=where, clause="ISO 8601-1 §5.5.2")
    years, months, days = (int(part or 0) for part in match.groups())
    return Duration(12 * years + months, days)


def _object(document: JsonObject, name: str) -> JsonObject:
    value = document.get(name)
    if not isinstance(value, dict):
        raise MalformedDocument(f"{name} is missing, or is not an object", where=pointer(name))
    return value
