"""What one award says beyond its recipient's row: the levels reached, and documents that the credential binds."""

import re
from dataclasses import dataclass
from enum import StrEnum

from assay.science.errors import MalformedDocument
from assay.science.identifiers import is_absolute_url
from assay.science.securing.strict_json import JsonObject, JsonValue

_SRI = re.compile(r"sha(?:256-[A-Za-z0-9+/]{43}=|384-[A-Za-z0-9+/]{64}|512-[A-Za-z0-9+/]{86}==)\Z")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+\Z")


class ResultStatus(StrEnum):
    """How far somebody has come. Source: OB 3.0 §B.2 ResultStatusType."""

    COMPLETED = "Completed"
    ENROLLED = "Enrolled"
    FAILED = "Failed"
    IN_PROGRESS = "InProgress"
    ON_HOLD = "OnHold"
    PROVISIONAL = "Provisional"
    WITHDREW = "Withdrew"


@dataclass(frozen=True, slots=True)
class AchievedLevel:
    """A level of a rubric that somebody reached, both named by their ids in the definition. Source: OB 3.0 §B.1 Result.

    ``result_description`` is the id of a ``ResultDescription``, ``level`` that of one of its ``rubricCriterionLevel``.
    """

    result_description: str
    level: str
    status: ResultStatus | None = None

    def as_result(self, achievement: JsonObject) -> JsonObject:
        """The ``Result`` for this achievement. Raises ``MalformedDocument`` when it describes no such level."""
        clause = "OB 3.0 §B.1 Result"
        description = _with_id(achievement.get("resultDescription"), self.result_description)
        if description is None:
            reason = f"the definition has no resultDescription {self.result_description!r:.60}"
            raise MalformedDocument(reason, where="/achievement/resultDescription", clause=clause)
        if _with_id(description.get("rubricCriterionLevel"), self.level) is None:
            reason = f"{description.get('name')!r:.60} has no level {self.level!r:.60}"
            raise MalformedDocument(reason, where="/achievement/resultDescription", clause=clause)
        status: JsonObject = {} if self.status is None else {"status": self.status.value}
        names: JsonObject = {"resultDescription": self.result_description, "achievedLevel": self.level}
        return {"type": ["Result"], **names, **status}


@dataclass(frozen=True, slots=True)
class RelatedResource:
    """A document that the credential binds by its digest, whoever keeps it. Source: VCDM 2.0 §5.3."""

    id: str
    media_type: str
    digest_sri: str

    def __post_init__(self) -> None:
        """Refuse what a verifier would have to refuse."""
        if not is_absolute_url(self.id):
            raise MalformedDocument("name it by a URL such as urn:uuid:…", where="/relatedResource/id", clause=_RELATED)
        if not _MEDIA_TYPE.match(self.media_type):
            reason = "a media type such as application/json"
            raise MalformedDocument(reason, where="/relatedResource/mediaType", clause=_RELATED)
        if not _SRI.match(self.digest_sri):
            reason = "a digest such as sha384-…, in base64"
            raise MalformedDocument(reason, where="/relatedResource/digestSRI", clause=_RELATED)

    def as_json(self) -> JsonObject:
        """As the credential carries it."""
        return {"id": self.id, "mediaType": self.media_type, "digestSRI": self.digest_sri}


_RELATED = "VCDM 2.0 §5.3"


def _with_id(nodes: JsonValue, id: str) -> JsonObject | None:
    """The object of that id in a list, or ``None``."""
    found = nodes if isinstance(nodes, list) else []
    return next((node for node in found if isinstance(node, dict) and node.get("id") == id), None)
