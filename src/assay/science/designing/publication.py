"""A finished design as the definition that credentials are issued from, in the words of Open Badges 3.0.

Each criterion becomes a ``ResultDescription`` of type ``RubricCriterionLevel``, each of its levels a
``RubricCriterionLevel``; their ids follow from the version's URL, so that whoever has the design can compute them.
What Open Badges have no word for (unit, level, supervision) is said in the criteria and in the assessment record.
"""

import uuid
from collections.abc import Sequence

from assay.science.assessment.decision import Decided
from assay.science.assessment.rubric import Criterion
from assay.science.designing.amounts import amount
from assay.science.designing.criteria_text import criteria_text
from assay.science.designing.design import Design, Skill
from assay.science.designing.faults import what_stops_publishing
from assay.science.errors import Refused
from assay.science.issuing.award import AchievedLevel
from assay.science.securing.strict_json import JsonObject, JsonValue


def definition_of(
    design: Design,
    *,
    url: str,
    version: str,
    issuer: JsonObject,
    image: JsonObject | None = None,
    earlier: Sequence[tuple[str, str]] = (),
) -> JsonObject:
    """The document that ``assay.science.issuing.definition.read_definition`` takes.

    ``url`` is where this version will stand for ever, ``earlier`` the URL and version of each one that it follows.
    Raises ``Refused`` with the first reason for a design that cannot be published.
    """
    faults = what_stops_publishing(design)
    if faults:
        raise Refused(f"{faults[0].where}: {faults[0].reason}", clause=faults[0].clause)
    descriptions: list[JsonValue] = [_result_description(each, url) for each in design.criteria]
    alignments: list[JsonValue] = [_alignment(each) for each in design.skills]
    achievement: JsonObject = {
        "id": url,
        "achievementType": design.kind,
        "name": design.title,
        "description": design.description,
        # A part of the page at the same URL. Not that URL itself: in RDF criteria and achievement would be one thing.
        "criteria": {"id": f"{url}#criteria", "narrative": criteria_text(design)},
        "alignment": alignments,
        "resultDescription": descriptions,
        "inLanguage": design.language,
        "version": version,
    }
    if image is not None:
        achievement["image"] = image
    if design.credit:
        achievement["creditsAvailable"] = _number(design.credit.value)
    if design.field_of_study:
        achievement["fieldOfStudy"] = design.field_of_study
    if design.tags:
        achievement["tag"] = [*design.tags]
    if earlier:
        achievement["related"] = [{"id": its_url, "version": its_version} for its_url, its_version in earlier]
    definition: JsonObject = {"issuer": issuer, "achievement": achievement}
    if design.validity and design.validity.period:
        definition["validFor"] = design.validity.period
    return definition


def achieved_levels(decided: Decided, *, url: str) -> tuple[AchievedLevel, ...]:
    """The levels that a decision found, as the credential names them under the definition at ``url``."""
    return tuple(
        AchievedLevel(
            result_description=result_description_id(url, each.criterion.id),
            level=level_id(url, each.criterion.id, each.reached.level),
        )
        for each in decided.results
    )


def result_description_id(url: str, criterion_id: str) -> str:
    """The id of a criterion's ``ResultDescription``. Source: RFC 9562 §5.5 (a name-based UUID, SHA-1)."""
    return _named(f"{url}#criteria/{criterion_id}")


def level_id(url: str, criterion_id: str, level: int) -> str:
    """The id of one of its levels."""
    return _named(f"{url}#criteria/{criterion_id}/{level}")


def _named(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def _result_description(criterion: Criterion, url: str) -> JsonObject:
    levels: list[JsonValue] = [
        {
            "id": level_id(url, criterion.id, each.level),
            "name": each.label,
            "level": str(each.level),
            "description": each.descriptor,
        }
        for each in criterion.levels
    ]
    return {
        "id": result_description_id(url, criterion.id),
        "name": criterion.name,
        "resultType": "RubricCriterionLevel",
        "requiredLevel": level_id(url, criterion.id, criterion.required_level),
        "rubricCriterionLevel": levels,
    }


def _alignment(skill: Skill) -> JsonObject:
    """The type of the target only where it is known: of other frameworks we do not know what their addresses name."""
    alignment: JsonObject = {"targetName": skill.name, "targetUrl": skill.uri}
    if skill.framework:
        alignment["targetFramework"] = skill.framework
    if skill.framework == "ESCO":
        alignment["targetType"] = "ext:ESCO.skill"
    return alignment


def _number(text: str) -> float:
    """``3`` for 3.00: old verifiers sign 3.0 as 3.0E0 and ours as 3 (JSON-LD 1.1 API §8.6)."""
    number = float(amount(text) or 0)
    return int(number) if number.is_integer() else number
